using Entraide.Core.Text.Blocks;

namespace Entraide.Tests.Core.Text.Blocks;

/// <summary>What was done to a block, as the oracle remembers it: it never asks the engine.</summary>
internal sealed record Happened(int Version, ChangeClass Change, NormativeLevel Level, PlaceholderType? Placeholder, string Basis);

/// <summary>A core of two thousand blocks, its translations and six countries, and seeded edits of every kind.</summary>
internal sealed class MutationWorld
{
    public static readonly string[] Languages = ["en", "fr", "nl", "it", "el", "tr", "ro", "uk", "ru"];
    public static readonly (string Country, string Language)[] Countries = [("BE", "nl"), ("FR", "fr"), ("IT", "it"), ("GR", "el"), ("TR", "tr"), ("RO", "ro")];

    private readonly Dictionary<string, List<BlockVersion>> versions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BlockHistory> histories = new(StringComparer.Ordinal);
    private readonly List<string> gone = [];
    private readonly Random random;

    public MutationWorld(int seed, int blocks, int operations)
    {
        random = new Random(seed);
        for (var i = 0; i < blocks; i++) Order.Add(Make($"b{i}", i % 25 == 0 ? BlockKind.Heading : i % 20 == 19 ? BlockKind.Contact : BlockKind.Paragraph, "en"));
        foreach (var (country, language) in Countries)
            for (var i = 0; i < operations; i++)
            {
                var id = $"{country}-{i:000}";
                Make(id, BlockKind.Paragraph, language);
                Operations[id] = new OverlayOperation { Id = id, Kind = (OverlayKind)random.Next(7), Target = Order[random.Next(Order.Count)], BasedOn = 1, Content = versions[id][0], ReviewBy = random.Next(20) == 0 ? new DateOnly(2026, random.Next(1, 13), 1) : null };
            }
        Previous = [.. Order];
    }

    /// <summary>The ids of the core's blocks in the edition, and in the one before.</summary>
    public List<string> Order { get; } = [];

    public List<string> Previous { get; private set; }
    public Dictionary<string, int> Released { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, OverlayOperation> Operations { get; } = new(StringComparer.Ordinal);
    public Dictionary<(string Block, string Language), int> Translations { get; } = [];
    public Dictionary<string, List<Happened>> Log { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, string[]> Parents { get; } = new(StringComparer.Ordinal);
    public HashSet<string> Headings { get; } = new(StringComparer.Ordinal);

    public BlockHistory? History(string id) => histories.GetValueOrDefault(id);

    public Edition Edition(IEnumerable<string> order) => new("guide", 1, [.. order.Select(id => new EditionEntry(id, Released[id]))]);

    public static string? CountryOf(string id) => id[0] == 'b' ? null : id[..2];

    /// <summary>One edit; its name, for counting.</summary>
    public string Edit()
    {
        Previous = [.. Order];
        var (kind, at) = (random.Next(14), random.Next(Order.Count));
        var id = Order[at];
        switch (kind)
        {
            case 0:
                Order.RemoveAt(at);
                gone.Add(id);
                return "deleted";
            case 1 when gone.Count > 0:
                Order.Insert(at, gone[0]);
                gone.RemoveAt(0);
                return "restored";
            case 2:
                Order.RemoveAt(at);
                Order.Insert(random.Next(Order.Count), id);
                return "moved";
            case 3:
                Order[at] = Make($"b{versions.Count}", BlockKind.Paragraph, "en", id);
                Order.Insert(at + 1, Make($"b{versions.Count}", BlockKind.Paragraph, "en", id));
                return "split";
            case 4 when at + 1 < Order.Count:
                Order[at] = Make($"b{versions.Count}", BlockKind.Paragraph, "en", id, Order[at + 1]);
                Order.RemoveAt(at + 1);
                return "merged";
            case 5:
                Change(Operations.Keys.ElementAt(random.Next(Operations.Count)), release: true);
                return "national text";
            case 6:
                var unit = Translations.Keys.ElementAt(random.Next(Translations.Count));
                Translations[unit] = Math.Max(0, versions[unit.Block].Count - random.Next(2));
                return "translation";
            case 7:
                var operation = Operations.Values.ElementAt(random.Next(Operations.Count));
                Operations[operation.Id] = operation with { BasedOn = versions[operation.Target].Count + random.Next(2) };
                return "operation";
            case 8:
                Change(id, release: false);
                return "draft";
            default:
                Change(id, release: true);
                return "text";
        }
    }

    private string Make(string id, BlockKind kind, string written, params string[] parents)
    {
        var first = new BlockVersion { BlockId = id, Number = 1, Kind = kind, Text = $"The worker of {id} must be told.", Level = (NormativeLevel)random.Next(4), Placeholder = kind == BlockKind.Contact ? (PlaceholderType)random.Next(5) : null, Basis = ["Art. 1"], DerivedFrom = [.. parents], SafetyCritical = random.Next(10) == 0 };
        (versions[id], Log[id], Released[id]) = ([], [], 1);
        if (parents.Length > 0) Parents[id] = parents;
        if (kind == BlockKind.Heading) Headings.Add(id);
        Add(first);
        foreach (var language in Languages.Where(language => language != written && random.Next(10) > 0)) Translations[(id, language)] = 1;
        return id;
    }

    private void Add(BlockVersion version)
    {
        versions[version.BlockId].Add(version);
        histories[version.BlockId] = new BlockHistory(versions[version.BlockId]);
        Log[version.BlockId].Add(new Happened(version.Number, version.Change, version.Level, version.Placeholder, version.Basis[0]));
    }

    // The author says a class; the floor is the least that she may say.
    private void Change(string id, bool release)
    {
        var last = versions[id][^1];
        var (words, next) = (last.Text.Split(' '), last with { Number = last.Number + 1 });
        next = random.Next(8) switch
        {
            0 => next with { Text = last.Text.Replace(" ", "  ", StringComparison.Ordinal) },
            1 => next with { Text = last.Text.TrimEnd('.') + "!" },
            2 => next with { Level = (NormativeLevel)random.Next(4) },
            3 => next with { Basis = [$"Art. {random.Next(9)}"] },
            4 when last.Placeholder is not null => next with { Placeholder = (PlaceholderType)random.Next(5) },
            5 => next with { SafetyCritical = !last.SafetyCritical },
            _ => next with { Text = string.Join(' ', words.Select((word, i) => i == random.Next(words.Length) ? $"{word}{random.Next(9)}" : word)) },
        };
        var (floor, said) = (ChangeFloor.Of(last, next).Class, (ChangeClass)random.Next(4));
        Add(next with { Change = said > floor ? said : floor });
        if (release) Released[id] = next.Number;
    }
}
