using Entraide.Core.Text.Blocks;
using Entraide.Core.Text.Terms;

namespace Entraide.Node.Guide;

/// <summary>A translation as somebody brings it, by the form, in a job or on the command line.</summary>
/// <param name="BasedOn">The version of the source that it was made from.</param>
/// <param name="Sent">What there was when the job was taken; null for the form.</param>
public sealed record BroughtUnit(string Block, int BasedOn, string Text, SentTarget? Sent = null);

/// <summary>The translation that was the newest when a job was taken.</summary>
/// <param name="Words">Null where there was none.</param>
public sealed record SentTarget(string? Words);

/// <summary>What becomes of what was brought.</summary>
public enum UnitFate
{
    /// <summary>Readers see it from now on.</summary>
    Taken,

    /// <summary>It was made from an older source: kept with that mark, and never taken for a current one.</summary>
    Kept,

    /// <summary>It says what is there already, or nothing yet.</summary>
    Left,
    Refused,
}

/// <summary>What becomes of one unit.</summary>
/// <param name="State">With which it is stored, where it is.</param>
/// <param name="Fault">The key of the sentence that says why it is refused; null where it is not.</param>
public sealed record PlannedUnit(BroughtUnit Unit, UnitFate Fate, TranslationState State, IReadOnlyList<CheckFinding> Findings, string? Fault = null)
{
    public bool IsStored => Fate is UnitFate.Taken or UnitFate.Kept;
}

/// <summary>Decides what becomes of translations that are brought: pure, and the same for the form, the job and the command line.</summary>
public static class TranslationPlan
{
    /// <summary>One unit.</summary>
    /// <param name="mayChangeFinal">Whether whoever brings it may change what was approved for good.</param>
    public static PlannedUnit Of(TranslatableText text, Termbase terms, string language, BroughtUnit unit, bool mayChangeFinal)
    {
        if (text.Block(unit.Block) is not { } block) return Refuse("unit.fault.gone");
        if (text.BlockAt(unit.Block, unit.BasedOn) is not { } source) return Refuse("unit.fault.version");
        var (latest, shown) = (text.Latest(unit.Block, language), text.Shown(unit.Block, language));
        var words = BlockVersion.Normalised(unit.Text);
        if (latest is not null && latest.Text == words && latest.BasedOn == unit.BasedOn) return new PlannedUnit(unit, UnitFate.Left, latest.State, []);
        if (unit.Sent is { } sent)
        {
            // Programs that change targets only are given them filled in: one that says what was sent was not worked on.
            if (words.Length == 0 || words == BlockVersion.Normalised(source.Text) || words == sent.Words || words == latest?.Text) return new PlannedUnit(unit, UnitFate.Left, TranslationState.Initial, []);
            if (latest?.Text != sent.Words && !(shown?.BasedOn > unit.BasedOn)) return Refuse("unit.fault.meanwhile");
        }
        var findings = TranslationChecks.Run(terms, text.SourceLanguage, source.Text, language, words);
        if (findings.Any(one => one.Blocks)) return Refuse("unit.fault.checks", findings);
        if (!mayChangeFinal && shown is { State: TranslationState.Final } && text.FreshnessOf(block, language) is Freshness.Current or Freshness.BehindEditorial) return Refuse("unit.fault.final", findings);
        // Beside a translation of a newer source an older one is kept, and not shown.
        var state = shown is not null && shown.BasedOn > unit.BasedOn ? TranslationState.Initial : TranslationState.Translated;
        return new PlannedUnit(unit with { Text = words }, unit.BasedOn < block.Number ? UnitFate.Kept : UnitFate.Taken, state, findings);

        PlannedUnit Refuse(string fault, IReadOnlyList<CheckFinding>? findings = null) => new(unit, UnitFate.Refused, TranslationState.Initial, findings ?? [], fault);
    }

    /// <summary>Why a reviewer cannot say this of a translation: the key of the sentence; null where she can.</summary>
    /// <param name="translator">Who wrote it; null where nobody here did.</param>
    public static string? ReviewFault(TranslatableText text, TranslationVersion version, string? translator, string reviewer, TranslationState verdict)
    {
        if (verdict is not (TranslationState.Reviewed or TranslationState.Final or TranslationState.Rejected)) return "unit.fault.form";
        if (translator == reviewer) return "unit.fault.own";
        // What was made from an older source is not promoted: it is translated anew, or refused.
        var behind = text.Block(version.BlockId) is not { } block ? Freshness.Orphan : text.FreshnessOf(version, block);
        return verdict != TranslationState.Rejected && (version.State == TranslationState.Initial || behind is not (Freshness.Current or Freshness.BehindEditorial)) ? "unit.fault.old" : null;
    }
}
