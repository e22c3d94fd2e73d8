namespace Entraide.Core.Text.Blocks;

/// <summary>What happened to the block that a national operation was made against.</summary>
public enum DriftKind
{
    TargetChanged,
    TargetDeleted,

    /// <summary>The block is gone, and several took its place.</summary>
    TargetSplit,

    /// <summary>The block is gone, and went into another one with others.</summary>
    TargetMerged,

    /// <summary>The block stands in another chapter; its text is the same.</summary>
    TargetMoved,
    LevelRaised,
    PlaceholderRetyped,
    LegalBasisChanged,
    ReviewDatePassed,
}

/// <summary>Something that a national editor has to decide.</summary>
/// <param name="Gravity">Of what changed since; <see cref="ChangeClass.Critical"/> holds up her next edition.</param>
public sealed record DriftItem(OverlayOperation Operation, DriftKind Kind, ChangeClass Gravity);

/// <summary>Finds what moved under the operations of a country. Pure: the same editions give the same items.</summary>
public sealed class Drift
{
    private readonly Dictionary<string, int> now;
    private readonly Dictionary<string, string> chapterNow, chapterBefore;
    private readonly Dictionary<string, List<BlockVersion>> heirs = new(StringComparer.Ordinal);
    private readonly Func<string, BlockHistory?> history;

    /// <param name="current">The edition that counts today.</param>
    /// <param name="before">The edition that the operations were last decided for; null where it is not known.</param>
    /// <param name="history">The versions of a block; null where it never was.</param>
    public Drift(Edition current, Edition? before, Func<string, BlockHistory?> history)
    {
        this.history = history;
        now = current.Entries.ToDictionary(entry => entry.BlockId, entry => entry.Version, StringComparer.Ordinal);
        chapterNow = Chapters(current);
        chapterBefore = before is null ? [] : Chapters(before);
        foreach (var entry in current.Entries)
            if (history(entry.BlockId)?.At(entry.Version) is { } version)
                foreach (var parent in history(entry.BlockId)!.At(1)!.DerivedFrom)
                {
                    if (!heirs.TryGetValue(parent, out var own)) heirs[parent] = own = [];
                    own.Add(version);
                }
    }

    /// <summary>What the editor of these operations has to decide, the gravest first.</summary>
    /// <param name="today">For the dates of review.</param>
    public IReadOnlyList<DriftItem> Of(IEnumerable<OverlayOperation> operations, DateOnly today) =>
        [.. operations.SelectMany(one => Of(one, today)).OrderByDescending(item => item.Gravity).ThenBy(item => item.Operation.Id, StringComparer.Ordinal).ThenBy(item => item.Kind)];

    private List<DriftItem> Of(OverlayOperation one, DateOnly today)
    {
        var items = new List<DriftItem>();
        void Add(DriftKind kind, ChangeClass gravity) => items.Add(new DriftItem(one, kind, gravity));
        if (one.ReviewBy < today) Add(DriftKind.ReviewDatePassed, ChangeClass.Clarifying);
        if (!now.TryGetValue(one.Target, out var current))
        {
            Add(Loss(one.Target), ChangeClass.Critical);
            return items;
        }
        if (chapterBefore.TryGetValue(one.Target, out var was) && chapterNow[one.Target] != was) Add(DriftKind.TargetMoved, ChangeClass.Editorial);
        if (history(one.Target) is not { } versions || versions.Between(one.BasedOn, current) is not { } gravest) return items;
        var (then, latest) = (versions.At(one.BasedOn), versions.At(current)!);
        // What fills in a placeholder stands on its type alone; its generic words may change as they like.
        if (one.Kind == OverlayKind.Bind)
        {
            if (then?.Placeholder != latest.Placeholder) Add(DriftKind.PlaceholderRetyped, ChangeClass.Critical);
            return items;
        }
        Add(DriftKind.TargetChanged, gravest);
        var substantive = gravest > ChangeClass.Substantive ? gravest : ChangeClass.Substantive;
        if (latest.Level > then?.Level) Add(DriftKind.LevelRaised, substantive);
        if (then is not null && !latest.Basis.SequenceEqual(then.Basis)) Add(DriftKind.LegalBasisChanged, substantive);
        return items;
    }

    private DriftKind Loss(string target)
    {
        if (!heirs.TryGetValue(target, out var own)) return DriftKind.TargetDeleted;
        return own.Count > 1 || own[0].DerivedFrom.Length <= 1 ? DriftKind.TargetSplit : DriftKind.TargetMerged;
    }

    private Dictionary<string, string> Chapters(Edition edition)
    {
        var (chapters, chapter) = (new Dictionary<string, string>(StringComparer.Ordinal), "");
        foreach (var entry in edition.Entries)
        {
            if (history(entry.BlockId)?.At(entry.Version) is { Kind: BlockKind.Heading }) chapter = entry.BlockId;
            chapters[entry.BlockId] = chapter;
        }
        return chapters;
    }
}
