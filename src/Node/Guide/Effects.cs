using Entraide.Core.Text.Blocks;

namespace Entraide.Node.Guide;

/// <summary>What a change that is not released yet will do, to translations and to countries.</summary>
/// <param name="Behind">Languages whose translation will be shown with a notice.</param>
/// <param name="Folded">Languages whose translation will be folded away.</param>
/// <param name="National">Countries with operations on the block, and how grave the change is for them.</param>
public sealed record Effect(PendingChange Change, BlockVersion? Before, BlockVersion? After, IReadOnlyList<string> Behind, IReadOnlyList<string> Folded, IReadOnlyList<(string Country, string Operation, ChangeClass Gravity)> National)
{
    /// <summary>The class that it may not go below by one person's word, against the block as it stands today.</summary>
    public ChangeClass Floor => EditBlock.FloorOf(Before, After);

    /// <summary>Below its floor, and nobody else has said yes to that.</summary>
    public bool NeedsSecondReader => Change.Class < Floor && (Change.ApproverId is null || Change.Floor != Floor);
}

/// <summary>Works the effects of pending changes out before anything is released.</summary>
public static class Effects
{
    public static IReadOnlyList<Effect> Of(TextState state, DocumentState document, IEnumerable<PendingChange> pending) => [.. pending.OrderBy(one => one.At).Select(one => Of(state, document, one))];

    private static Effect Of(TextState state, DocumentState document, PendingChange change)
    {
        var (before, after) = (document.Block(change.BlockId), change.Content is null ? null : TextStore.FromJson<BlockVersion>(change.Content));
        var (behind, folded) = (new List<string>(), new List<string>());
        var changed = before is not null && after is not null && !before.SaysTheSameAs(after);
        foreach (var language in document.Languages.Where(language => changed && language != document.SourceLanguage && document.Shown(change.BlockId, language) is not null))
        {
            var since = document.Histories[change.BlockId].Between(document.Shown(change.BlockId, language)!.BasedOn, before!.Number) is { } already && already > change.Class ? already : change.Class;
            if (FreshnessRule.Of(since) is Freshness.Behind) behind.Add(language);
            else if (FreshnessRule.Of(since) is Freshness.BehindCritical) folded.Add(language);
        }
        var national = state.Countries.Values.OrderBy(country => country.Country, StringComparer.Ordinal)
            .SelectMany(country => country.Working(document.Id).Where(one => one.Target == change.BlockId && (changed || after is null)).Select(one => (country.Country, one.Id, after is null ? ChangeClass.Critical : change.Class)));
        return new Effect(change, before, after, behind, folded, [.. national]);
    }
}
