using System.Collections.Immutable;
using Entraide.Core.Text.Blocks;

namespace Entraide.Tests.Core.Text.Blocks;

/// <summary>A core that goes through three editions by drawn changes, and a country's release made against the first.</summary>
internal sealed class RebaseWorld
{
    private readonly Dictionary<string, List<BlockVersion>> core = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string), TranslationVersion> translations = [];
    private List<string> order;
    private readonly List<string> gone = [];
    private int made;

    public RebaseWorld(int seed)
    {
        Random = new Random(seed);
        order = [.. Enumerable.Range(0, 40).Select(i => Make(i % 8 == 0 ? BlockKind.Heading : i % 8 == 7 ? BlockKind.Contact : BlockKind.Paragraph))];
        Release();
        Overlay = new OverlayRelease("BE", 1, ["fr", "nl"], [.. Enumerable.Range(0, 90).Select(Operation).OrderBy(_ => Random.Next())]);
        for (var edition = 2; edition <= 3; edition++)
        {
            for (var i = 0; i < 16; i++) Change(Random.Next(7));
            Release();
        }
        foreach (var id in core.Keys)
            foreach (var language in (string[])["fr", "nl", "tr"])
                translations[(id, language)] = new TranslationVersion(id, language, 1, $"{language} {id}", Random.Next(0, core[id].Count + 2), (TranslationState)Random.Next(5), (TranslationOrigin)Random.Next(5));
    }

    public Random Random { get; }
    public List<Edition> Editions { get; } = [];
    public OverlayRelease Overlay { get; }
    public List<string> Restored { get; } = [];

    public BlockHistory? History(string id) => core.TryGetValue(id, out var versions) ? new BlockHistory(versions) : null;

    public BlockVersion At(EditionEntry entry) => core[entry.BlockId][entry.Version - 1];

    public TextSources Sources(Edition edition, OverlayRelease overlay) => new(edition, "en", History, (id, language) => translations.GetValueOrDefault((id, language)), overlay);

    /// <summary>The block that an addition was made for: it stands in its id.</summary>
    public static string TargetOf(string id) => id.Split('/')[^1];

    private string Make(BlockKind kind, params string[] parents)
    {
        var id = $"b{made++}";
        core[id] =
        [
            new BlockVersion
            {
                BlockId = id, Number = 1, Kind = kind, Text = $"text of {id}", Level = (NormativeLevel)Random.Next(4), SafetyCritical = Random.Next(4) == 0,
                Placeholder = kind == BlockKind.Contact ? (PlaceholderType)Random.Next(5) : null, DerivedFrom = [.. parents], Basis = [$"Art. {made}"],
            },
        ];
        return id;
    }

    private OverlayOperation Operation(int number)
    {
        var (target, kind) = (order[Random.Next(order.Count)], (OverlayKind)Random.Next(7));
        var id = $"be/{number:000}/{target}";
        var content = new BlockVersion { BlockId = id, Number = 1, Kind = BlockKind.Paragraph, Text = $"national 112 {id}", Level = (NormativeLevel)Random.Next(4) };
        if (kind is not (OverlayKind.Hide or OverlayKind.Strengthen)) core[id] = [content];
        return new OverlayOperation
        {
            Id = $"op-{Random.Next(1000):000}-{number}", Kind = kind, Target = target, BasedOn = Random.Next(4) == 0 ? 2 : 1, StewardAgreed = true, Source = "drawn",
            Content = kind is OverlayKind.Hide or OverlayKind.Strengthen ? null : content, Level = kind == OverlayKind.Strengthen ? NormativeLevel.Must : null,
        };
    }

    private void Release() => Editions.Add(new Edition("guide", Editions.Count + 1, [.. order.Select(id => new EditionEntry(id, core[id].Count))]));

    private void Change(int kind)
    {
        var at = Random.Next(order.Count);
        var id = order[at];
        switch (kind)
        {
            case 0:
                order.RemoveAt(at);
                gone.Add(id);
                break;
            case 1 when gone.Count > 0:
                var back = gone[Random.Next(gone.Count)];
                gone.Remove(back);
                Restored.Add(back);
                order.Insert(at, back);
                break;
            case 2:
                order.RemoveAt(at);
                order.Insert(Random.Next(order.Count), id);
                break;
            case 3:
                order[at] = Make(core[id][^1].Kind, id);
                order.Insert(at + 1, Make(core[id][^1].Kind, id));
                break;
            case 4 when at + 1 < order.Count:
                order[at] = Make(core[id][^1].Kind, id, order[at + 1]);
                order.RemoveAt(at + 1);
                break;
            default:
                Edit(id);
                break;
        }
    }

    private void Edit(string id)
    {
        var last = core[id][^1];
        core[id].Add(last with
        {
            Number = last.Number + 1, Text = $"{last.Text} {Random.Next(9)}", Level = (NormativeLevel)Random.Next(4), Change = (ChangeClass)Random.Next(4),
            Placeholder = last.Placeholder is null ? null : (PlaceholderType)Random.Next(5),
        });
    }
}
