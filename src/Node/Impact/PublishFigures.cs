using System.Collections.Immutable;
using System.Text.Json;
using Entraide.Core.Disclosure;
using Entraide.Core.Figures;

namespace Entraide.Node.Impact;

/// <summary>A figure that everybody may read.</summary>
/// <param name="Codes">By dimension; fewer than the table's for a margin.</param>
/// <param name="Count">Rounded; null where it is not shown.</param>
public sealed record PublicCell(Dictionary<string, string> Codes, int? Count);

/// <summary>A table that everybody may read, with all its margins.</summary>
public sealed record PublicTable(string Id, string Kind, List<string> Dimensions, List<PublicCell> Cells);

/// <summary>The share of facts that have no code in a dimension, in whole percent, where the tables show how many they are.</summary>
public sealed record PublicMissing(string Kind, string Dimension, int Percent);

/// <summary>A year as everybody may read it.</summary>
public sealed record PublicYear(int Year, int Edition, string Reason, int Threshold, int Round, List<PublicTable> Tables, List<PublicMissing> Missing, List<string> Late, List<string> Absent)
{
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web);

    public static PublicYear Read(byte[] bytes) => JsonSerializer.Deserialize<PublicYear>(bytes, JsonSerializerOptions.Web)!;

    /// <summary>The tables of victims by <see cref="PublishFigures.Together"/>.</summary>
    public IEnumerable<IEnumerable<(IReadOnlyDictionary<string, string> Filter, int? Count)>> Together() => Tables
        .Where(table => table.Kind == FactSchema.WordOf(FactKind.Victim) && table.Dimensions.TrueForAll(id => PublishFigures.Together.Any(dimension => dimension.Id == id)))
        .Select(table => table.Cells.Select(cell => ((IReadOnlyDictionary<string, string>)cell.Codes, cell.Count)));

    public PublicTable? Table(string id) => Tables.FirstOrDefault(one => one.Id == id);
}

/// <summary>What everybody was told of a year's victims, by tables and editions, and what was kept from everybody: whatever is published next agrees with it.</summary>
public sealed class ShownCounts
{
    private readonly Dictionary<string, (IReadOnlyDictionary<string, string> Filter, int? Count)> last = new(StringComparer.Ordinal);

    /// <param name="published">Tables in the order in which they were published.</param>
    /// <param name="publications">How many editions and releases they come from.</param>
    public ShownCounts(IEnumerable<IEnumerable<(IReadOnlyDictionary<string, string> Filter, int? Count)>> published, int publications)
    {
        Publications = publications;
        ArgumentNullException.ThrowIfNull(published);
        // A table that showed nothing hid nothing in particular.
        foreach (var (filter, count) in published.Select(table => table.ToList()).Where(table => table.Exists(cell => cell.Count is not null)).SelectMany(table => table))
            if (count is not null || !last.ContainsKey(PublishFigures.Key(filter))) last[PublishFigures.Key(filter)] = (filter, count);
    }

    /// <summary>How many editions and releases of tables it knows: where there are more, something is out that it does not know.</summary>
    public int Publications { get; }

    /// <summary>The filters of the counts that were shown.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Filters => [.. last.Values.Where(one => one.Count is not null).Select(one => one.Filter)];

    /// <summary>What is shown now of a count: what was shown before, unless it moved by the threshold or more; nothing, where it was hidden.</summary>
    public int? Steady(IReadOnlyDictionary<string, string> filter, int? now) => last.TryGetValue(PublishFigures.Key(filter), out var then) ? PublishFigures.Steady(now, then.Count) : now;
}

/// <summary>
/// Makes the figures of an edition safe for everybody: groups under ten are not shown and cannot be worked out from what is, all
/// tables of a kind together; what is shown is rounded to five. Between two editions of a year a figure moves only if it moves by
/// the threshold or more: the difference would be a small group. What one edition hides no later one shows: two patterns of blanks
/// would fill each other.
/// </summary>
public static class PublishFigures
{
    public const int Threshold = 10, Round = 5;

    private static readonly (string Id, FactKind Kind, FactDimension[] Dimensions)[] Shown =
    [
        ("victims-sex-age", FactKind.Victim, [FactSchema.Sex, FactSchema.Age]),
        ("victims-form-sex", FactKind.Victim, [FactSchema.Form, FactSchema.Sex]),
        ("victims-citizenship", FactKind.Victim, [FactSchema.Citizenship, FactSchema.Form]),
        ("suspects", FactKind.Suspect, [FactSchema.Sex, FactSchema.Citizenship]),
        ("prosecuted", FactKind.Prosecution, [FactSchema.Sex, FactSchema.Form]),
        ("decisions", FactKind.ProsecutionDecision, [FactSchema.Decision]),
        ("convicted", FactKind.Conviction, [FactSchema.Sex, FactSchema.Citizenship]),
        ("judgments", FactKind.Judgment, [FactSchema.Outcome]),
    ];

    public const string Organisations = "victims-organisation", Flows = "victims-flows";

    // Everybody knows what there is to be told apart; only regions stand for countries.
    internal static readonly Dictionary<string, IReadOnlyList<string>> Categories = FactSchema.All.ToDictionary(one => one.Id, one => (IReadOnlyList<string>)(one.IsCountry ? [.. WorldRegions.All, FactDimension.Unknown] : one.Codes), StringComparer.Ordinal);

    /// <summary>What victims are counted by in tables that everybody reads: few enough that all such tables can be proven safe together.</summary>
    public static readonly ImmutableArray<FactDimension> Together = [FactSchema.Sex, FactSchema.Age, FactSchema.Citizenship, FactSchema.Form];

    /// <param name="before">The edition of the year that was published last; null for the first.</param>
    /// <param name="told">What was published of the year's victims before: what is published now is safe together with it.</param>
    public static PublicYear Make(FactCube cube, FigureQuality quality, int edition, string reason, PublicYear? before, ShownCounts told)
    {
        ArgumentNullException.ThrowIfNull(cube);
        ArgumentNullException.ThrowIfNull(quality);
        var tables = new List<PublicTable>();
        foreach (var kind in Shown.GroupBy(one => one.Kind).Where(kind => cube.Total(kind.Key) > 0))
        {
            var rows = Rows(cube, kind.Key, [.. kind.SelectMany(one => one.Dimensions).Distinct()]);
            tables.AddRange(Safe(kind.Key, rows, [.. kind.Select(one => (one.Id, one.Dimensions.Select(dimension => dimension.Id).ToArray()))], kind.Key == FactKind.Victim ? told : null));
        }
        if (cube.Total(FactKind.Victim) > 0)
        {
            // Apart from the others: together they would tell too many groups apart to prove anything.
            tables.AddRange(Safe(FactKind.Victim, Rows(cube, FactKind.Victim, [FactSchema.Organisation]), [(Organisations, ["organisation"])]));
            tables.AddRange(Safe(FactKind.Victim, Rows(cube, FactKind.Victim, [FactSchema.From, FactSchema.In]), [(Flows, ["from", "in"])]));
        }
        List<PublicTable> shown = [.. tables.Select(table => Steady(table, before?.Table(table.Id)))];
        return new PublicYear(cube.Year, edition, reason, Threshold, Round, shown, [.. shown.SelectMany(Missing).DistinctBy(one => (one.Kind, one.Dimension))], [.. quality.Late], [.. quality.Absent]);
    }

    // From what is shown, not from what is true: 6 % of fifty would be the three that the table hides.
    private static IEnumerable<PublicMissing> Missing(PublicTable table)
    {
        if (table.Cells.Single(cell => cell.Codes.Count == 0).Count is not { } all) yield break;
        foreach (var dimension in table.Dimensions)
            if (table.Cells.Single(cell => cell.Codes.Count == 1 && cell.Codes.GetValueOrDefault(dimension) == FactDimension.Unknown).Count is { } unknown)
                yield return new PublicMissing(table.Kind, dimension, (int)Math.Round(100.0 * unknown / all));
    }

    /// <summary>The people of a kind as rows; countries as regions.</summary>
    internal static Microdata Rows(FactCube cube, FactKind kind, IReadOnlyList<FactDimension> dimensions) =>
        Microdata.Of([.. dimensions.Select(one => one.Id)], cube.Cells.Where(cell => cell.Kind == kind).SelectMany(cell => Enumerable.Repeat((IReadOnlyList<string>)[.. dimensions.Select(one => one.IsCountry ? WorldRegions.Of(cell[one]) : cell[one])], cell.Count)));

    private static IEnumerable<PublicTable> Safe(FactKind kind, Microdata rows, IReadOnlyList<(string Id, string[] By)> wanted, ShownCounts? told = null) =>
        SafeTables.ProtectAll(rows, [.. wanted.Select(one => one.By)], Threshold, Round, told?.Filters, Categories)
            .Select((safe, place) => new PublicTable(wanted[place].Id, FactSchema.WordOf(kind), [.. wanted[place].By], [.. safe.Cells.Select(cell => new PublicCell(cell.Filter.ToDictionary(StringComparer.Ordinal), told is null ? cell.Shown : told.Steady(cell.Filter, cell.Shown)))]));

    private static PublicTable Steady(PublicTable now, PublicTable? then)
    {
        if (then is null || then.Cells.TrueForAll(cell => cell.Count is null)) return now;
        var before = then.Cells.ToDictionary(cell => Key(cell.Codes), cell => cell.Count, StringComparer.Ordinal);
        return now with { Cells = [.. now.Cells.Select(cell => cell with { Count = Steady(cell.Count, before[Key(cell.Codes)]) })] };
    }

    internal static int? Steady(int? now, int? then) => (now, then) switch
    {
        ({ } count, { } known) => Math.Abs(count - known) < Threshold ? known : count,
        _ => null,
    };

    internal static string Key(IReadOnlyDictionary<string, string> codes) => string.Join('|', codes.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}={one.Value}"));
}
