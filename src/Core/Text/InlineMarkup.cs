using System.Collections.Immutable;
using System.Text;

namespace Entraide.Core.Text;

/// <summary>
/// The compact form of a block's text: <c>**strong**</c>, <c>*emphasis*</c>, <c>[words](target)</c>, <c>{placeholder}</c>,
/// and a backslash before one of <c>* [ ] { } \</c> that is meant as a letter. There are no lists and no line breaks: each
/// item of a list is a block of its own, so that it can be behind on its own.
/// </summary>
public static class InlineMarkup
{
    /// <summary>In letters of markup: an editor refuses a longer block.</summary>
    public const int Longest = 1200;

    /// <summary>In letters: above it a block should be split, because "behind" then says too little.</summary>
    public const int LongestAdvised = 400;

    private const string Special = @"*[]{}\";

    /// <summary>Reads the compact form.</summary>
    /// <exception cref="FormatException">A mark is not closed, stands in itself, or a sign is not allowed; the message says where.</exception>
    public static ImmutableArray<InlineNode> Parse(string markup)
    {
        for (var i = 0; i < markup.Length; i++)
            if (TextSigns.Refusal(markup, i) is { } refusal) throw new FormatException($"Letter {i + 1} is {refusal}. Take it out.");
        var at = 0;
        var nodes = Read(markup, ref at, Marks.None, Marks.None);
        return at == markup.Length ? nodes : throw new FormatException($"Letter {at + 1}, “{markup[at]}”, closes nothing. Write \\{markup[at]} for the sign itself.");
    }

    /// <summary>
    /// Writes the compact form; <see cref="Parse"/> of it gives the same pieces, where they are such as it gives: no mark in
    /// itself, no emphasis beside another, none of strong words alone (those are strong words that are emphasised).
    /// </summary>
    public static string Write(IEnumerable<InlineNode> nodes)
    {
        var text = new StringBuilder();
        foreach (var node in nodes)
        {
            switch (node)
            {
                case InlineText plain:
                    foreach (var letter in plain.Text) (Special.Contains(letter, StringComparison.Ordinal) ? text.Append('\\') : text).Append(letter);
                    break;
                case InlineStrong strong: text.Append("**").Append(Write(strong.Content)).Append("**"); break;
                case InlineEmphasis emphasis: text.Append('*').Append(Write(emphasis.Content)).Append('*'); break;
                case InlineLink link: text.Append('[').Append(Write(link.Content)).Append("](").Append(link.Target).Append(')'); break;
                case InlinePlaceholder placeholder: text.Append('{').Append(placeholder.Name).Append('}'); break;
            }
        }
        return text.ToString();
    }

    /// <summary>The letters alone; a placeholder gives what <paramref name="placeholder"/> says, or its name in braces.</summary>
    public static string Plain(IEnumerable<InlineNode> nodes, Func<string, string?>? placeholder = null) => string.Concat(nodes.Select(node => node switch
    {
        InlineText plain => plain.Text,
        InlineStrong strong => Plain(strong.Content, placeholder),
        InlineEmphasis emphasis => Plain(emphasis.Content, placeholder),
        InlineLink link => Plain(link.Content, placeholder),
        InlinePlaceholder one => placeholder?.Invoke(one.Name) ?? $"{{{one.Name}}}",
        _ => "",
    }));

    /// <summary>All pieces, those inside others too.</summary>
    public static IEnumerable<InlineNode> All(IEnumerable<InlineNode> nodes) => nodes.SelectMany(node => All(ContentOf(node)).Prepend(node));

    private static ImmutableArray<InlineNode> ContentOf(InlineNode node) => node switch
    {
        InlineStrong strong => strong.Content,
        InlineEmphasis emphasis => emphasis.Content,
        InlineLink link => link.Content,
        _ => [],
    };

    // What is open around a place. Nothing stands in itself: so nothing nests deeper than the three, whatever is given.
    [Flags]
    private enum Marks { None = 0, Strong = 1, Emphasis = 2, Link = 4 }

    private static ImmutableArray<InlineNode> Read(string markup, ref int at, Marks open, Marks innermost)
    {
        var nodes = ImmutableArray.CreateBuilder<InlineNode>();
        var plain = new StringBuilder();
        while (at < markup.Length)
        {
            var rest = markup.AsSpan(at);
            if (rest[0] is ']' or '}') break;
            if (rest[0] == '\\')
            {
                if (rest.Length < 2 || !Special.Contains(rest[1], StringComparison.Ordinal)) throw new FormatException($"Letter {at + 1}, “\\”, stands before no sign. Write \\\\ for a backslash.");
                plain.Append(rest[1]);
                at += 2;
                continue;
            }
            if (rest[0] is not ('*' or '[' or '{'))
            {
                plain.Append(rest[0]);
                at++;
                continue;
            }
            var mark = rest[0] == '*' ? OfStars(markup, at, open, innermost) : Marks.Link;
            if (mark == Marks.None) break;
            Flush();
            nodes.Add(rest[0] switch { '{' => Placeholder(markup, ref at), '[' => Link(markup, ref at, open), _ => Marked(markup, ref at, open, mark) });
        }
        Flush();
        return nodes.ToImmutable();

        void Flush()
        {
            if (plain.Length > 0) nodes.Add(new InlineText(plain.ToString()));
            plain.Clear();
        }
    }

    // What the stars there open; none where they close the innermost mark.
    private static Marks OfStars(string markup, int at, Marks open, Marks innermost)
    {
        var stars = Stars(markup, at);
        return innermost switch
        {
            Marks.Strong => stars == 1 ? Marks.Emphasis : Marks.None,
            Marks.Emphasis => stars == 2 ? Marks.Strong : Marks.None,
            // ***a** b* is strong within emphasis, ***a* b** the reverse: the next stars close the inner one.
            _ => stars == 1 || (stars > 2 && open is Marks.None or Marks.Link && Stars(markup, NextStars(markup, at + stars)) == 2) ? Marks.Emphasis : Marks.Strong,
        };
    }

    private static int Stars(string markup, int at)
    {
        var end = at;
        while (end < markup.Length && markup[end] == '*') end++;
        return end - at;
    }

    private static int NextStars(string markup, int at)
    {
        while (at < markup.Length && markup[at] != '*')
        {
            if (markup.AsSpan(at).StartsWith("](") && markup.IndexOf(')', at) is > 0 and var end) at = end;
            at += markup[at] == '\\' ? 2 : 1;
        }
        return at;
    }

    private static InlineNode Marked(string markup, ref int at, Marks open, Marks opens)
    {
        var (start, mark) = (at, opens == Marks.Strong ? "**" : "*");
        if (open.HasFlag(opens)) throw new FormatException($"Letter {start + 1}, “{mark}”, stands in itself. Close the first one before, or write \\* for a star.");
        at += mark.Length;
        var content = Read(markup, ref at, open | opens, opens);
        if (!markup.AsSpan(at).StartsWith(mark)) throw new FormatException($"Letter {start + 1}, “{mark}”, is not closed. Close it with {mark}, or write \\* for a star.");
        at += mark.Length;
        if (content.IsEmpty) throw new FormatException($"Letter {start + 1}, “{mark}”, marks nothing. Put words in between.");
        return opens == Marks.Strong ? new InlineStrong(content) : new InlineEmphasis(content);
    }

    private static InlineLink Link(string markup, ref int at, Marks open)
    {
        var start = at++;
        if (open.HasFlag(Marks.Link)) throw new FormatException($"Letter {start + 1}, “[”, stands in a link. Close the first one before, or write \\[ for the sign.");
        var content = Read(markup, ref at, open | Marks.Link, Marks.Link);
        var end = markup.AsSpan(at).StartsWith("](") ? markup.IndexOf(')', at) : -1;
        if (end < 0) throw new FormatException($"Letter {start + 1}, “[”, is no link. Write [words](block:ID), or \\[ for the sign.");
        var target = markup[(at + 2)..end];
        if (content.IsEmpty || !IsTarget(target)) throw new FormatException($"Letter {start + 1}: “{Quoted.Line(target)}” is no target. Write [words](block:ID) or [words](https://…), with %28 and %29 for ( and ).");
        at = end + 1;
        return new InlineLink(target, content);
    }

    private static bool IsTarget(string target) => target.StartsWith("block:", StringComparison.Ordinal)
        ? BlockIds.IsId(target["block:".Length..])
        : target.StartsWith("https://", StringComparison.Ordinal) && !target.Any(letter => char.IsWhiteSpace(letter) || letter is '"' or '<' or '>' or '(' or ')') && Uri.TryCreate(target, UriKind.Absolute, out _);

    private static InlinePlaceholder Placeholder(string markup, ref int at)
    {
        var end = markup.IndexOf('}', at);
        var name = end < 0 ? "" : markup[(at + 1)..end];
        if (!BlockIds.IsId(name)) throw new FormatException($"Letter {at + 1}, “{{”, is no placeholder. Write {{its-name}}, or \\{{ for the sign.");
        at = end + 1;
        return new InlinePlaceholder(name);
    }
}

/// <summary>Names of blocks: Latin letters, digits, and single hyphens, dots and slashes between them.</summary>
public static class BlockIds
{
    /// <summary>In letters.</summary>
    public const int Longest = 100;

    public static bool IsId(string id) =>
        id.Length is > 0 and <= Longest && id.All(letter => IsPlain(letter) || letter is '-' or '.' or '/') && IsPlain(id[0]) && IsPlain(id[^1])
        && !id.Where((letter, i) => i > 0 && !IsPlain(letter) && !IsPlain(id[i - 1])).Any();

    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter);
}

/// <summary>Signs that no text of ours may hold, because they are not seen and change what is.</summary>
public static class TextSigns
{
    /// <summary>What is wrong with the letter there; null where nothing is. Unicode bidirectional controls: UAX 9, UTS 36.</summary>
    public static string? Refusal(string text, int at) => text[at] switch
    {
        (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F' or '\u061C' => $"a bidirectional control (U+{(int)text[at]:X4})",
        '\u200B' or (>= '\u2060' and <= '\u2064') or (>= '\u206A' and <= '\u206F') or '\uFEFF' or '\u180E' or '\u034F' or '\u115F' or '\u1160' or '\u17B4' or '\u17B5' or '\u3164' or '\uFFA0' or (>= '\uFFF9' and <= '\uFFFB') => $"an invisible sign (U+{(int)text[at]:X4})",
        // Arabic needs the joiners between letters; elsewhere they only hide.
        '\u200C' or '\u200D' when at == 0 || text[at - 1] is < '\u0600' or > '\u08FF' => $"an invisible sign (U+{(int)text[at]:X4})",
        // Tags and further variants of letters (U+E0000 to U+E03FF): whole sentences can hide in them.
        '\uDB40' when at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) => "an invisible sign (U+E0000 and following)",
        '\uFFFE' or '\uFFFF' or (>= '\uFDD0' and <= '\uFDEF') => $"no character (U+{(int)text[at]:X4})",
        < ' ' or (>= '\u007F' and <= '\u009F') or '\u2028' or '\u2029' => $"a control sign (U+{(int)text[at]:X4})",
        _ when char.IsSurrogate(text[at]) && !(char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1])) && !(char.IsLowSurrogate(text[at]) && at > 0 && char.IsHighSurrogate(text[at - 1])) => "half of a character",
        _ => null,
    };
}
