using System.Collections.Immutable;
using System.Numerics;

namespace Entraide.Core.Estimation;

/// <summary>
/// A hierarchical log-linear model of capture histories: with every term it has all terms of fewer of the same lists, and
/// every list has its main effect. Immutable; two models with the same terms are equal.
/// </summary>
public sealed class LoglinearModel : IEquatable<LoglinearModel>
{
    private LoglinearModel(int lists, ImmutableArray<int> terms) => (Lists, Terms) = (lists, terms);

    /// <summary>How many lists there are.</summary>
    public int Lists { get; }

    /// <summary>The terms as bits of lists, ascending: the intercept (0) first, then by the number of lists.</summary>
    public ImmutableArray<int> Terms { get; }

    /// <summary>The terms that no other term holds; they name the model.</summary>
    public ImmutableArray<int> Generators => [.. Terms.Where(term => term != 0 && !Terms.Any(other => other != term && (other & term) == term)).OrderBy(term => term, Comparer<int>.Create(InListOrder))];

    /// <summary>The terms of two lists and more: what the model adds to independent lists.</summary>
    public IEnumerable<int> Interactions => Terms.Where(term => BitOperations.PopCount((uint)term) > 1).OrderBy(term => term, Comparer<int>.Create(InListOrder));

    /// <summary>Lists that do not depend on one another.</summary>
    public static LoglinearModel MainEffects(int lists) => Of(lists, []);

    /// <summary>The smallest model with these terms.</summary>
    public static LoglinearModel Of(int lists, IEnumerable<int> terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        int[] named = [.. terms];
        if (named.Any(term => term < 0 || term >= 1 << lists)) throw new ArgumentOutOfRangeException(nameof(terms), "A term names a list that there is not.");
        var all = Enumerable.Range(0, 1 << lists).Where(term => BitOperations.PopCount((uint)term) < 2 || named.Any(one => (one & term) == term));
        return new LoglinearModel(lists, [.. all.OrderBy(term => BitOperations.PopCount((uint)term)).ThenBy(term => term)]);
    }

    /// <summary>
    /// Every hierarchical model with terms of at most <paramref name="order"/> lists: 8 models of three lists, 113 and 6,893 of
    /// four and five at full order, 32,768 of the pairs of six.
    /// </summary>
    public static IEnumerable<LoglinearModel> All(int lists, int order)
    {
        int[] candidates = [.. CaptureTable.Terms(lists, order).Where(term => BitOperations.PopCount((uint)term) > 1).OrderBy(term => BitOperations.PopCount((uint)term)).ThenBy(term => term)];
        var has = new bool[1 << lists];
        for (var list = 0; list < lists; list++) has[1 << list] = true;
        has[0] = true;
        return Choose(candidates, 0, has, lists);
    }

    private static IEnumerable<LoglinearModel> Choose(int[] candidates, int next, bool[] has, int lists)
    {
        if (next == candidates.Length)
        {
            yield return new LoglinearModel(lists, [.. Enumerable.Range(0, has.Length).Where(term => has[term]).OrderBy(term => BitOperations.PopCount((uint)term)).ThenBy(term => term)]);
            yield break;
        }
        foreach (var model in Choose(candidates, next + 1, has, lists)) yield return model;
        var term = candidates[next];
        for (var bit = 1; bit <= term; bit <<= 1)
            if ((term & bit) != 0 && !has[term & ~bit]) yield break;
        has[term] = true;
        foreach (var model in Choose(candidates, next + 1, has, lists)) yield return model;
        has[term] = false;
    }

    /// <summary>The generators by numbers of lists, as the literature writes them: [12,3].</summary>
    public override string ToString() => $"[{string.Join(',', Generators.Select(Digits))}]";

    private static string Digits(int term) => string.Concat(Enumerable.Range(0, 31).Where(list => (term >> list & 1) == 1).Select(list => list < 9 ? $"{list + 1}" : $"({list + 1})"));

    /// <summary>(1,2) before (1,3) before (2,3): the order in which ties are decided.</summary>
    internal static int InListOrder(int first, int second)
    {
        for (var bit = 1; bit <= (first | second); bit <<= 1)
            if ((first & bit) != (second & bit)) return (first & bit) != 0 ? -1 : 1;
        return 0;
    }

    public bool Equals(LoglinearModel? other) => other is not null && Lists == other.Lists && Terms.SequenceEqual(other.Terms);

    public override bool Equals(object? obj) => Equals(obj as LoglinearModel);

    public override int GetHashCode() => Terms.Aggregate(Lists, HashCode.Combine);
}
