using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;

namespace Entraide.Core.Text.Blocks;

internal enum TokenKind { Word, Number, Sign, Link, Placeholder }

/// <summary>A word, number or sign of a text.</summary>
/// <param name="Shown">As it stands in the text.</param>
/// <param name="Folded">As it is compared: composed, in lower case, with plain quotes and dashes.</param>
/// <param name="IsFinalStop">Whether it is the full stop at the very end.</param>
internal sealed record TextToken(TokenKind Kind, string Shown, string Folded, bool IsFinalStop = false);

/// <summary>Neighbouring words that one text has and the other has not.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WordEdit(ImmutableArray<TextToken> Removed, ImmutableArray<TextToken> Added);

/// <summary>Takes texts apart into words and compares them (the longest common run of words; Hunt and McIlroy 1976).</summary>
public static class WordEdits
{
    /// <summary>The pieces of two texts in order: what stays, what goes, what comes; for people to see.</summary>
    public static ImmutableArray<TextPiece> Pieces(string before, string after)
    {
        var (old, fresh) = (Tokens(before, blanks: true), Tokens(after, blanks: true));
        var pieces = ImmutableArray.CreateBuilder<TextPiece>();
        foreach (var (kind, token) in Walk(old, fresh, (a, b) => a.Shown == b.Shown))
        {
            if (pieces.Count > 0 && pieces[^1].Kind == kind) pieces[^1] = pieces[^1] with { Text = pieces[^1].Text + token.Shown };
            else pieces.Add(new TextPiece(kind, token.Shown));
        }
        return pieces.ToImmutable();
    }

    internal static IReadOnlyList<WordEdit> Between(IReadOnlyList<TextToken> before, IReadOnlyList<TextToken> after)
    {
        var (edits, removed, added) = (new List<WordEdit>(), ImmutableArray.CreateBuilder<TextToken>(), ImmutableArray.CreateBuilder<TextToken>());
        foreach (var (kind, token) in Walk(before, after, (a, b) => a.Kind == b.Kind && a.Folded == b.Folded && !PartedByDot(a.Shown, b.Shown)))
        {
            if (kind == PieceKind.Stays) Flush();
            else (kind == PieceKind.Goes ? removed : added).Add(token);
        }
        Flush();
        return edits;

        void Flush()
        {
            if (removed.Count + added.Count > 0) edits.Add(new WordEdit(removed.ToImmutable(), added.ToImmutable()));
            removed.Clear();
            added.Clear();
        }
    }

    private static List<(PieceKind Kind, TextToken Token)> Walk(IReadOnlyList<TextToken> before, IReadOnlyList<TextToken> after, Func<TextToken, TextToken, bool> same)
    {
        var longest = new int[before.Count + 1, after.Count + 1];
        for (var i = before.Count - 1; i >= 0; i--)
            for (var j = after.Count - 1; j >= 0; j--)
                longest[i, j] = same(before[i], after[j]) ? longest[i + 1, j + 1] + 1 : Math.Max(longest[i + 1, j], longest[i, j + 1]);
        var (walked, at, there) = (new List<(PieceKind, TextToken)>(), 0, 0);
        while (at < before.Count || there < after.Count)
        {
            if (at < before.Count && there < after.Count && same(before[at], after[there]))
            {
                walked.Add((PieceKind.Stays, after[there]));
                (at, there) = (at + 1, there + 1);
            }
            else if (at < before.Count && (there == after.Count || longest[at + 1, there] >= longest[at, there + 1])) walked.Add((PieceKind.Goes, before[at++]));
            else walked.Add((PieceKind.Comes, after[there++]));
        }
        return walked;
    }

    internal static IReadOnlyList<TextToken> Tokens(string text, bool blanks = false)
    {
        text = ComposedForm.Of(text);
        var tokens = new List<TextToken>();
        for (var at = 0; at < text.Length;)
        {
            var end = End(text, at, out var kind);
            var shown = text[at..end];
            at = end;
            // What only spaces or marks emphasis is not read; soft hyphens neither.
            if (!blanks && !IsEscape(shown) && (shown.All(letter => char.IsWhiteSpace(letter) || letter is '*' or '[' or ']' or '\\' or '\u00AD'))) continue;
            // Addresses and names are compared letter by letter.
            tokens.Add(new TextToken(kind, shown, kind is TokenKind.Link or TokenKind.Placeholder ? shown : Fold(IsEscape(shown) ? shown[1..] : shown)));
        }
        if (!blanks && tokens is [.., { Folded: "." or "…" or "..." }]) tokens[^1] = tokens[^1] with { IsFinalStop = true };
        return tokens;
    }

    private static int End(string text, int at, out TokenKind kind)
    {
        kind = TokenKind.Sign;
        if (text[at] == '\\' && at + 1 < text.Length && IsEscape(text.Substring(at, 2))) return at + 2;
        if (text[at] == '{' && text.IndexOf('}', at) is > 0 and var close)
        {
            kind = TokenKind.Placeholder;
            return close + 1;
        }
        if (text.AsSpan(at).StartsWith("](") && text.IndexOf(')', at) is > 0 and var ends)
        {
            kind = TokenKind.Link;
            return ends + 1;
        }
        // What stands before a number and after a blank is its sign, and no dash.
        var isSigned = text[at] is '-' or '\u2212' or '–' && at + 1 < text.Length && char.IsDigit(text[at + 1]) && (at == 0 || char.IsWhiteSpace(text[at - 1]) || text[at - 1] == '(');
        if (char.IsDigit(text[at]) || isSigned)
        {
            // 30, 1.5, 10:30, 2011/36; thousands after a blank of whatever kind are a number of their own, and a range is two.
            kind = TokenKind.Number;
            var end = at + 1;
            while (end < text.Length && (char.IsDigit(text[end]) || (end + 1 < text.Length && char.IsDigit(text[end + 1]) && text[end] is '.' or ',' or ':' or '/'))) end++;
            return end;
        }
        if (IsLetter(text[at]))
        {
            kind = TokenKind.Word;
            var end = at + 1;
            while (end < text.Length && (IsLetter(text[end]) || (end + 1 < text.Length && IsLetter(text[end + 1]) && text[end] is '\'' or '’' or '-' or '\u2010' or '\u2011' or '\u00AD'))) end++;
            return end;
        }
        if (text.AsSpan(at).StartsWith("...")) return at + 3;
        if (!char.IsWhiteSpace(text[at])) return at + 1;
        var blank = at + 1;
        while (blank < text.Length && char.IsWhiteSpace(text[blank])) blank++;
        return blank;
    }

    private static bool IsEscape(string shown) => shown.Length == 2 && shown[0] == '\\' && shown[1] is '*' or '[' or ']' or '{' or '}' or '\\';

    // Turkish has two letters i. In other languages I is the capital of the dotted one, so that only the two capitals,
    // and the two small ones, part words.
    private static bool PartedByDot(string one, string other) => one.Length == other.Length && one.Zip(other).Any(pair => pair is ('I', 'İ') or ('İ', 'I'));

    private static bool IsLetter(char one) => char.IsLetter(one) || char.IsSurrogate(one) || char.GetUnicodeCategory(one) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    private static string Fold(string shown)
    {
        var folded = new StringBuilder(shown.Length);
        foreach (var letter in shown)
        {
            if (letter == '\u00AD') continue;
            folded.Append(letter switch
            {
                '‘' or '’' or '‚' or '‹' or '›' or '“' or '”' or '„' or '«' or '»' or '"' or '\'' or '\u02BC' => '\'',
                '‐' or '\u2011' or '‒' or '–' or '—' or '−' => '-',
                '…' => '.',
                'İ' => 'i',
                _ => char.ToLowerInvariant(letter),
            });
        }
        return folded.ToString() is "..." ? "." : folded.ToString();
    }
}

/// <summary>What happens to a piece of text from one version to the next.</summary>
public enum PieceKind { Stays, Goes, Comes }

/// <summary>A piece of two compared texts.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TextPiece(PieceKind Kind, string Text);
