namespace Entraide.Core.Text.Blocks;

/// <summary>How far a translation has come.</summary>
public enum TranslationState
{
    /// <summary>Begun; readers do not see it.</summary>
    Initial,

    /// <summary>Done by one person; readers see it, marked as not reviewed.</summary>
    Translated,

    /// <summary>Read by a second person.</summary>
    Reviewed,

    /// <summary>Approved for good.</summary>
    Final,

    /// <summary>Refused by a reviewer; readers do not see it.</summary>
    Rejected,
}

/// <summary>Where a translation came from.</summary>
public enum TranslationOrigin
{
    Human,

    /// <summary>Written in this language by the authors themselves, beside the source.</summary>
    Written,
    MemoryExact,
    MemoryFuzzy,

    /// <summary>Never reaches <see cref="TranslationState.Reviewed"/> without a person.</summary>
    Machine,
}

/// <summary>What a block says in another language, made from one version of it.</summary>
/// <param name="BasedOn">The version of the block that was translated.</param>
public sealed record TranslationVersion(string BlockId, string Language, int Number, string Text, int BasedOn, TranslationState State, TranslationOrigin Origin)
{
    /// <summary>Whether readers see it.</summary>
    public bool IsShown => State is TranslationState.Translated or TranslationState.Reviewed or TranslationState.Final;

    /// <summary>The one that readers see of all of a block in a language, oldest first: what was refused later is not, in whichever state it stood before.</summary>
    public static TranslationVersion? Shown(IEnumerable<TranslationVersion> oldestFirst)
    {
        var seen = new List<TranslationVersion>();
        foreach (var one in oldestFirst)
        {
            if (one.IsShown) seen.Add(one);
            else if (one.State == TranslationState.Rejected) seen.RemoveAll(other => other.Text == one.Text && other.BasedOn == one.BasedOn);
        }
        return seen.LastOrDefault();
    }
}

/// <summary>How a translation, or a national text, stands to what the core says today. Computed, never stored.</summary>
public enum Freshness
{
    Current,

    /// <summary>Nothing that matters changed: shown as it is.</summary>
    BehindEditorial,

    /// <summary>Shown with a notice.</summary>
    Behind,

    /// <summary>Dangerous: the source is shown, and this is folded away.</summary>
    BehindCritical,

    /// <summary>There is none: the source is shown.</summary>
    Missing,

    /// <summary>Its block is no longer there.</summary>
    Orphan,
}

/// <summary>Computes freshness from versions alone; how alike two texts are never decides, since one "not" leaves them alike.</summary>
public static class FreshnessRule
{
    /// <param name="history">The block's versions; null where the block is gone.</param>
    /// <param name="basedOn">The version that the text was made from; null where there is no text.</param>
    /// <param name="current">The version that counts today.</param>
    public static Freshness Of(BlockHistory? history, int? basedOn, int current) =>
        history is null ? Freshness.Orphan
        : basedOn is not { } made ? Freshness.Missing
        : Of(history.Between(made, current));

    /// <param name="gravest">The gravest change since; null for none.</param>
    public static Freshness Of(ChangeClass? gravest) => gravest switch
    {
        null => Freshness.Current,
        ChangeClass.Editorial => Freshness.BehindEditorial,
        ChangeClass.Critical => Freshness.BehindCritical,
        _ => Freshness.Behind,
    };
}
