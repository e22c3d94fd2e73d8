using System.Collections.Immutable;

namespace Entraide.Core.Text.Blocks;

/// <summary>What in a change sets its floor.</summary>
public enum ChangeReason
{
    Negation, Modal, Number, Placeholder, Link, Word, Spelling, Punctuation,
    LevelRaised, LevelLowered, Kind, Basis, Safety, PlaceholderType, Audience,
}

/// <summary>The least class that a change may be given by one person alone, and why.</summary>
/// <param name="Touched">The words and signs that changed, as they stand in the two texts, for whoever decides.</param>
public sealed record ChangeFloor(ChangeClass Class, ImmutableArray<ChangeReason> Reasons, ImmutableArray<string> Touched)
{
    /// <summary>
    /// The floor of a change. It rests on what is known to be harmless, not on what is known to be dangerous: only
    /// typography (spaces, quotes, dashes, composed letters) is editorial, only the common signs of punctuation are
    /// clarifying, and every other sign and every word that changes is substantive until a second person says otherwise.
    /// A list of dangerous words would have to hold every negation, modal and numeral of every language; whatever it lacks
    /// would pass. In a block that safety depends on, everything but typography is critical.
    /// </summary>
    public static ChangeFloor Of(BlockVersion before, BlockVersion after)
    {
        var text = OfText(before.Text, after.Text);
        var (found, reasons) = (text.Class, text.Reasons.ToBuilder());
        void Raise(bool when, ChangeReason reason, ChangeClass to)
        {
            if (!when) return;
            reasons.Add(reason);
            if (to > found) found = to;
        }
        Raise(after.Level > before.Level, ChangeReason.LevelRaised, ChangeClass.Substantive);
        Raise(after.Level < before.Level, ChangeReason.LevelLowered, ChangeClass.Substantive);
        Raise(after.Kind != before.Kind, ChangeReason.Kind, ChangeClass.Clarifying);
        Raise(!after.Basis.SequenceEqual(before.Basis), ChangeReason.Basis, ChangeClass.Substantive);
        Raise(!after.Audiences.SequenceEqual(before.Audiences), ChangeReason.Audience, ChangeClass.Clarifying);
        Raise(after.Placeholder != before.Placeholder, ChangeReason.PlaceholderType, ChangeClass.Critical);
        Raise(after.SafetyCritical != before.SafetyCritical, ChangeReason.Safety, ChangeClass.Critical);
        if (found > ChangeClass.Editorial && (before.SafetyCritical || after.SafetyCritical)) found = ChangeClass.Critical;
        return new ChangeFloor(found, [.. reasons.Distinct()], text.Touched);
    }

    /// <summary>The floor of a change of words alone, in any language.</summary>
    public static ChangeFloor OfText(string before, string after)
    {
        var (old, fresh) = (WordEdits.Tokens(before), WordEdits.Tokens(after));
        // Where two runs are equally long, which one stays is chance ("a ," and ", a"): both ways, so that the graver is seen.
        var edits = WordEdits.Between(old, fresh).Concat(WordEdits.Between(fresh, old));
        var (found, reasons, touched) = (ChangeClass.Editorial, new List<ChangeReason>(), new List<string>());
        foreach (var edit in edits)
        {
            var (to, reason) = OfEdit(edit);
            if (to == ChangeClass.Editorial) continue;
            if (to > found) found = to;
            reasons.Add(reason);
            touched.AddRange(edit.Removed.Concat(edit.Added).Select(token => token.Shown));
        }
        return new ChangeFloor(found, [.. reasons.Distinct()], [.. touched.Distinct(StringComparer.Ordinal)]);
    }

    private static (ChangeClass, ChangeReason) OfEdit(WordEdit edit)
    {
        var all = edit.Removed.Concat(edit.Added).ToList();
        if (all.Any(token => token.Kind == TokenKind.Number)) return (ChangeClass.Substantive, ChangeReason.Number);
        if (all.Any(token => token.Kind == TokenKind.Placeholder)) return (ChangeClass.Substantive, ChangeReason.Placeholder);
        if (all.Any(token => token.Kind == TokenKind.Link)) return (ChangeClass.Substantive, ChangeReason.Link);
        var words = all.Where(token => token.Kind == TokenKind.Word).ToList();
        if (all.Any(token => token.Kind == TokenKind.Sign && !IsPunctuation(token.Folded))) return (ChangeClass.Substantive, ChangeReason.Number);
        if (words.Count == 0) return all.All(token => token.IsFinalStop) ? (ChangeClass.Editorial, ChangeReason.Punctuation) : (ChangeClass.Clarifying, ChangeReason.Punctuation);
        if (words.Any(word => DangerWords.IsNegation(word.Folded))) return (ChangeClass.Substantive, ChangeReason.Negation);
        if (words.Any(word => DangerWords.IsModal(word.Folded))) return (ChangeClass.Substantive, ChangeReason.Modal);
        return edit.Removed.Length == 1 && edit.Added.Length == 1 && Spelling.IsMend(edit.Removed[0].Folded, edit.Added[0].Folded)
            ? (ChangeClass.Substantive, ChangeReason.Spelling)
            : (ChangeClass.Substantive, ChangeReason.Word);
    }

    // Per cent, currencies, fractions, powers, comparisons, arrows and whatever else is no sign of punctuation say something.
    private static bool IsPunctuation(string sign) => sign is "." or "," or ";" or ":" or "!" or "?" or "'" or "-" or "(" or ")" or "[" or "]" or "·" or "¿" or "¡";
}

/// <summary>
/// What may be a mended misspelling. It decides nothing either: <em>informeremo</em> and <em>informeremmo</em>,
/// <em>signing</em> and <em>singing</em>, <em>поданный</em> and <em>подданный</em> are words that say different things.
/// </summary>
internal static class Spelling
{
    /// <summary>
    /// Two neighbouring letters exchanged, or one letter doubled or undoubled, within a long word of Latin, Greek or
    /// Cyrillic letters. One letter more or less is no such sign: it negates in Turkish, and turns <em>may</em> into
    /// <em>will</em> in the Romance languages; an accent parts <em>traite</em> from <em>traité</em>.
    /// </summary>
    public static bool IsMend(string before, string after)
    {
        if (Math.Min(before.Length, after.Length) < 7) return false;
        if (before.Length == after.Length)
        {
            var at = Enumerable.Range(0, before.Length).FirstOrDefault(i => before[i] != after[i], -1);
            return at > 1 && at + 2 < before.Length && before[at] == after[at + 1] && before[at + 1] == after[at] && before[(at + 2)..] == after[(at + 2)..];
        }
        var (shorter, longer) = before.Length < after.Length ? (before, after) : (after, before);
        return longer.Length == shorter.Length + 1 && Enumerable.Range(2, longer.Length - 4).Any(i => longer[i] == longer[i - 1] && longer.Remove(i, 1) == shorter);
    }
}

/// <summary>
/// The commonest negations and modals of the nine languages. They decide nothing (see <see cref="ChangeFloor"/>), but tell
/// whoever changes a text in one word what she has touched.
/// </summary>
internal static class DangerWords
{
    private static readonly ImmutableHashSet<string> Negations = Words(
        "not no never nor neither cannot without none nobody nothing ne pas jamais aucun aucune sans ni rien personne niet geen nooit zonder niemand niets noch " +
        "non mai senza nessuno nessuna niente né δεν μην δε μη χωρίς ποτέ κανείς καμία κανένας ούτε όχι değil yok hiç asla olmadan olmaksızın hayır nu fără niciodată nici niciun nicio nimeni nimic " +
        "не ні без ніколи жоден жодна жодного немає ані нет никогда никакой никто нельзя ни нету");

    private static readonly ImmutableHashSet<string> Modals = Words(
        "must shall should may might can could will would doit doivent devrait devraient peut peuvent pourrait faut moet moeten mag mogen kan kunnen zou zouden dient " +
        "deve devono dovrebbe può possono potrebbe πρέπει μπορεί μπορούν οφείλει οφείλουν οφείλετε δύναται zorunda gerekir gerekli olabilir edebilir trebuie poate pot ar putea " +
        "повинен повинна повинні має мають може можуть слід треба должен должна должны может могут следует нужно обязан обязаны");

    public static bool IsNegation(string folded) => Negations.Contains(folded) || folded.EndsWith("n't", StringComparison.Ordinal) || folded.StartsWith("n'", StringComparison.Ordinal);

    public static bool IsModal(string folded) => Modals.Contains(folded);

    private static ImmutableHashSet<string> Words(string list) => [.. list.Split(' ').Select(ComposedForm.Of)];
}
