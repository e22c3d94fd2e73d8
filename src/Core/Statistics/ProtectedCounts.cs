using System.Collections.Immutable;

namespace Entraide.Core.Statistics;

/// <summary>A person as she is counted: one value in each dimension (the same dimensions for all) and, perhaps, a score.</summary>
public sealed record CountedPerson(IReadOnlyDictionary<string, string> Attributes, double? Score = null);

/// <summary>An answer that may be given.</summary>
/// <param name="Filter">Dimension and value, all of which hold; empty for the total.</param>
/// <param name="People">At least as many as the threshold.</param>
/// <param name="MeanScore">Of those who have a score; null where nobody has one or it is held back.</param>
public sealed record ShownCount(ImmutableSortedDictionary<string, string> Filter, int People, double? MeanScore);

/// <summary>
/// Counts of people under every filter of the form "this dimension has this value, and ...", of which those are shown that
/// together betray no group of 1 to 4 people: neither as sum or difference of what is shown, nor because only one number
/// of people would be left over for it (complementary suppression: L. Willenborg and T. de Waal, "Elements of statistical
/// disclosure control", 2001; L. H. Cox, "Suppression methodology and statistical disclosure control", 1980). Chosen from fewer
/// dimensions to more, in ordinal order, so that the same people give the same answers. Immutable.
/// What it does not promise: that a range for a small group is wide; that nothing follows from a mean which is as high or low as
/// scores can be; that nothing follows for somebody who knows this code and tries which groups of people would have been answered
/// in just this way; or that counts of several dates, each protected alone, keep the secret of who came between.
/// </summary>
public sealed class ProtectedCounts
{
    /// <summary>Groups of people smaller than this, and not empty, are protected.</summary>
    public const int DefaultThreshold = 5;

    private const int MostDimensions = 10;

    private readonly Dictionary<string, ShownCount> byFilter;

    private ProtectedCounts(ImmutableArray<ShownCount> shown) => (Shown, byFilter) = (shown, shown.ToDictionary(one => Key(one.Filter)));

    /// <summary>All that may be shown, the total first.</summary>
    public ImmutableArray<ShownCount> Shown { get; }

    /// <summary>The answer; null for "fewer than the threshold, or held back", which nobody can tell from each other or from "nobody".</summary>
    public ShownCount? Answer(IReadOnlyDictionary<string, string> filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return byFilter.GetValueOrDefault(Key(filter));
    }

    /// <exception cref="ArgumentException">The people do not all have the same dimensions, there are more than 10, a score is no number, or the threshold protects nobody.</exception>
    public static ProtectedCounts Of(IReadOnlyList<CountedPerson> people, int threshold = DefaultThreshold)
    {
        ArgumentNullException.ThrowIfNull(people);
        ArgumentOutOfRangeException.ThrowIfLessThan(threshold, 2);
        if (people.Any(one => one.Score is { } score && !double.IsFinite(score))) throw new ArgumentException("A score is a number.", nameof(people));
        string[] dimensions = people.Count == 0 ? [] : [.. people[0].Attributes.Keys.Order(StringComparer.Ordinal)];
        if (dimensions.Length > MostDimensions) throw new ArgumentException($"At most {MostDimensions} dimensions: each doubles the number of filters.", nameof(people));
        if (people.Any(one => one.Attributes.Count != dimensions.Length || !dimensions.All(one.Attributes.ContainsKey))) throw new ArgumentException("All people have the same dimensions.", nameof(people));

        var scored = people.Where(one => one.Score is not null).ToArray();
        var chosen = Choose(people, dimensions, threshold);
        // A mean stands for a sum over those who have a score: these are protected as a group of their own.
        var chosenMeans = scored.Length == people.Count ? chosen : Choose(scored, dimensions, threshold);
        var means = chosenMeans.ToDictionary(cell => Key(cell.Filter), cell => cell.Mean);
        return new ProtectedCounts([.. chosen.Select(cell => new ShownCount(cell.Filter, cell.People, means.GetValueOrDefault(Key(cell.Filter))))]);
    }

    private static List<FilterCell> Choose(IReadOnlyList<CountedPerson> people, string[] dimensions, int threshold)
    {
        var atoms = people.GroupBy(one => Key(one.Attributes)).OrderBy(atom => atom.Key, StringComparer.Ordinal).Select(atom => atom.ToArray()).ToArray();
        var cells = Cells(atoms, dimensions);
        var secret = cells.Where(cell => cell.People < threshold).Select(cell => cell.Atoms.ToArray());
        var guard = new DisclosureGuard([.. atoms.Select(atom => atom.Length)], secret);
        return [.. cells.Where(cell => cell.People >= threshold && guard.TryShow([.. cell.Atoms]))];
    }

    /// <summary>Every filter that somebody meets, in the order in which they are shown.</summary>
    private static List<FilterCell> Cells(CountedPerson[][] atoms, string[] dimensions)
    {
        var cells = new Dictionary<string, FilterCell>(StringComparer.Ordinal);
        for (var atom = 0; atom < atoms.Length; atom++)
        {
            for (var subset = 0; subset < 1 << dimensions.Length; subset++)
            {
                var filter = dimensions.Where((_, place) => (subset >> place & 1) == 1).ToImmutableSortedDictionary(name => name, name => atoms[atom][0].Attributes[name], StringComparer.Ordinal);
                var key = Key(filter);
                if (!cells.TryGetValue(key, out var cell)) cells.Add(key, cell = new FilterCell(filter));
                cell.Add(atom, atoms[atom]);
            }
        }
        return [.. cells.Values.Order(Comparer<FilterCell>.Create(Compare))];
    }

    private static int Compare(FilterCell first, FilterCell second)
    {
        if (first.Filter.Count != second.Filter.Count) return first.Filter.Count.CompareTo(second.Filter.Count);
        var pairs = first.Filter.Keys.Zip(second.Filter.Keys).Concat(first.Filter.Values.Zip(second.Filter.Values));
        return pairs.Select(pair => string.CompareOrdinal(pair.First, pair.Second)).FirstOrDefault(order => order != 0);
    }

    // With their lengths, so that no value can be read as another dimension.
    private static string Key(IReadOnlyDictionary<string, string> filter) =>
        string.Concat(filter.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key.Length}:{pair.Key}{pair.Value.Length}:{pair.Value}"));

    private sealed class FilterCell(ImmutableSortedDictionary<string, string> filter)
    {
        private double scores;
        private int scored;

        public ImmutableSortedDictionary<string, string> Filter { get; } = filter;
        public List<int> Atoms { get; } = [];
        public int People { get; private set; }
        public double? Mean => scored == 0 ? null : scores / scored;

        public void Add(int atom, CountedPerson[] people)
        {
            Atoms.Add(atom);
            People += people.Length;
            scored += people.Count(one => one.Score is not null);
            scores += people.Sum(one => one.Score ?? 0);
        }
    }
}
