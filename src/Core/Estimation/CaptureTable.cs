using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Entraide.Core.Estimation;

/// <summary>Why no estimate is given. Each comes with a sentence that says what to do.</summary>
public enum EstimationRefusal
{
    /// <summary>The table itself is wrong: a name twice, a negative count.</summary>
    BadTable,
    /// <summary>Fewer than two lists on which anybody stands.</summary>
    OneList,
    /// <summary>More than twelve lists.</summary>
    TooManyLists,
    /// <summary>Fewer cases than the simplest model has parameters.</summary>
    TooFewCases,
    /// <summary>Nobody stands on two lists.</summary>
    NoOverlap,
    /// <summary>One list holds everybody: nobody seen by another list is missing from it, so nothing tells how many both miss.</summary>
    ListHoldsEveryone,
    /// <summary>Two lists hold the same people.</summary>
    IdenticalLists,
    /// <summary>The likelihood has no maximum, or several, for another reason.</summary>
    NoEstimate,
    /// <summary>The method does not reach this many lists, or terms of this order.</summary>
    MethodOutOfReach,
}

/// <summary>No estimate is given: <see cref="Refusal"/> for programs, the message for people.</summary>
public sealed class EstimationException(EstimationRefusal refusal, string message) : Exception(message)
{
    public EstimationRefusal Refusal { get; } = refusal;
}

/// <summary>How many people stand on exactly these lists.</summary>
/// <param name="Lists">Bit i stands for the i-th list; never 0, since nobody counted who is on none.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CaptureHistory(int Lists, int Count);

/// <summary>
/// Overlapping lists of people, as counts by capture history (Bishop, Fienberg and Holland, "Discrete multivariate analysis",
/// 1975, chapter 6). A history that is not named has count 0; one named twice is added up. Immutable.
/// </summary>
public sealed class CaptureTable
{
    /// <summary>Above this the number of histories (4,095) and of pairs (66) leaves too few people for each.</summary>
    public const int MostLists = 12;

    /// <summary>More people than any list of victims will hold; keeps every sum within 32 bits.</summary>
    public const int MostCases = 10_000_000;

    private readonly int[] margins;

    private CaptureTable(ImmutableArray<string> lists, ImmutableArray<int> counts)
    {
        (Lists, Counts) = (lists, counts);
        margins = [.. counts];
        SupersetSums.Add(margins);
    }

    /// <summary>The names of the lists, in the order of their bits.</summary>
    public ImmutableArray<string> Lists { get; }

    /// <summary>The count of each history, indexed by its bits; the first stands for nobody's history and is 0.</summary>
    public ImmutableArray<int> Counts { get; }

    /// <summary>All people on any list.</summary>
    public int Observed => margins[0];

    /// <summary>People who stand on all of these lists, whatever other lists they stand on.</summary>
    public int Margin(int lists) => margins[lists];

    /// <summary>The histories that somebody has, in the order of their bits.</summary>
    public IEnumerable<CaptureHistory> Seen => Counts.Select((count, lists) => new CaptureHistory(lists, count)).Where(one => one.Count > 0);

    /// <exception cref="EstimationException">A name twice or empty, no list or more than 12, a history of no list or of unknown ones, a negative count, more people than 10 million.</exception>
    public static CaptureTable Of(IReadOnlyList<string> lists, IEnumerable<CaptureHistory> histories)
    {
        ArgumentNullException.ThrowIfNull(lists);
        ArgumentNullException.ThrowIfNull(histories);
        if (lists.Count == 0) throw new EstimationException(EstimationRefusal.OneList, "There is no list. Give a column of 0 and 1 for each list.");
        if (lists.Count > MostLists) throw new EstimationException(EstimationRefusal.TooManyLists, $"There are {lists.Count} lists; at most {MostLists} can be used. Join lists that are kept by like bodies.");
        if (lists.FirstOrDefault(name => string.IsNullOrWhiteSpace(name)) is not null) throw new EstimationException(EstimationRefusal.BadTable, "A list has no name.");
        if (lists.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice) throw new EstimationException(EstimationRefusal.BadTable, $"Two lists are called \"{twice.Key}\". Give each a name of its own.");
        var counts = new long[1 << lists.Count];
        foreach (var history in histories)
        {
            if (history.Lists <= 0 || history.Lists >= counts.Length) throw new EstimationException(EstimationRefusal.BadTable, "A history names no list, or a list that there is not: somebody who is on no list was not counted.");
            if (history.Count < 0) throw new EstimationException(EstimationRefusal.BadTable, $"A count is {history.Count}. A count is 0 or more.");
            counts[history.Lists] += history.Count;
        }
        if (counts.Sum() > MostCases) throw new EstimationException(EstimationRefusal.BadTable, $"There are {counts.Sum()} people; at most {MostCases} can be used.");
        return new CaptureTable([.. lists], [.. counts.Select(count => (int)count)]);
    }

    /// <summary>The same people without what one list knows of them; who stood on that list only is no longer seen.</summary>
    public CaptureTable Without(int list)
    {
        var below = (1 << list) - 1;
        var kept = Seen.Select(one => one with { Lists = (one.Lists & below) | ((one.Lists >> 1) & ~below) }).Where(one => one.Lists != 0);
        return Of([.. Lists.Where((_, place) => place != list)], kept);
    }

    /// <summary>The same people with some lists made into one, which stands where the first of them stood.</summary>
    /// <exception cref="EstimationException">A name that no list has.</exception>
    public CaptureTable Joined(string name, params IReadOnlyList<string> joined)
    {
        ArgumentNullException.ThrowIfNull(joined);
        if (joined.FirstOrDefault(one => !Lists.Contains(one)) is { } unknown) throw new EstimationException(EstimationRefusal.BadTable, $"There is no list \"{unknown}\". The lists are: {string.Join(", ", Lists)}.");
        string[] names = [.. Lists.Select(list => list == joined[0] ? name : list).Where(list => !joined.Contains(list))];
        return Of(names, Seen.Select(one => one with { Lists = names.Select((list, place) => Holds(one.Lists, list == name ? joined : [list]) ? 1 << place : 0).Sum() }));
    }

    private bool Holds(int history, IReadOnlyList<string> any) => Lists.Where((list, place) => (history >> place & 1) == 1 && any.Contains(list)).Any();

    /// <summary>The names of the lists of these bits.</summary>
    public ImmutableArray<string> Names(int lists) => [.. Lists.Where((_, place) => (lists >> place & 1) == 1)];

    /// <summary>Every pair of lists with how many people stand on both, in the order (1,2), (1,3), ..., (2,3), ...</summary>
    public IEnumerable<CaptureHistory> Overlaps => Pairs(Lists.Length).Select(pair => new CaptureHistory(pair, Margin(pair)));

    internal static IEnumerable<int> Pairs(int lists)
    {
        for (var first = 0; first < lists; first++)
            for (var second = first + 1; second < lists; second++)
                yield return (1 << first) | (1 << second);
    }

    internal static IEnumerable<int> Terms(int lists, int order) => Enumerable.Range(0, 1 << lists).Where(term => BitOperations.PopCount((uint)term) <= order);
}

/// <summary>Sums over all sets that hold a given set, or that it holds, for every set at once (Yates's algorithm, 1937).</summary>
internal static class SupersetSums
{
    /// <summary>Each entry becomes the sum over the sets that hold it.</summary>
    public static void Add<T>(Span<T> values) where T : struct, IAdditionOperators<T, T, T>
    {
        for (var bit = 1; bit < values.Length; bit <<= 1)
            for (var block = 0; block < values.Length; block += bit << 1)
                for (var set = block; set < block + bit; set++)
                    values[set] += values[set + bit];
    }

    /// <summary>Each entry becomes the sum over the sets that it holds.</summary>
    public static void AddSubsets(Span<double> values)
    {
        for (var bit = 1; bit < values.Length; bit <<= 1)
            for (var block = 0; block < values.Length; block += bit << 1)
                for (var set = block; set < block + bit; set++)
                    values[set + bit] += values[set];
    }
}
