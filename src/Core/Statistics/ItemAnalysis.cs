using System.Collections.Immutable;

namespace Entraide.Core.Statistics;

/// <summary>Whether the discrimination of an item can be said.</summary>
public enum DiscriminationState
{
    Measured,

    /// <summary>Fewer than <see cref="ItemAnalysis.LeastResponses"/> people answered it.</summary>
    TooFew,

    /// <summary>All answered it alike, or all did equally well in the rest.</summary>
    NoVariance,
}

/// <summary>How an item did.</summary>
/// <param name="Responses">People who were given it.</param>
/// <param name="Facility">The share of them who got it right; null if there were none.</param>
/// <param name="Discrimination">Correlation (Pearson) of the item with the rest of the test: whether it tells those who know from those who do not. Null unless measured.</param>
public sealed record ItemFigures(int Responses, double? Facility, double? Discrimination, DiscriminationState State)
{
    /// <summary>Those who know more get it wrong more often: its key, or its wording, is likely to be wrong.</summary>
    public bool IsNegative => Discrimination < 0;
}

/// <summary>How much of the differences between people is not chance of the items (L. J. Cronbach, "Coefficient alpha", Psychometrika 16, 1951).</summary>
/// <param name="Alpha">At most 1; null for fewer than two items or people, or where all have the same total.</param>
/// <param name="Items">Number of items.</param>
/// <param name="People">People who were given every item: only they enter.</param>
public sealed record TestReliability(double? Alpha, int Items, int People);

/// <summary>The items of a test as it was answered: classical test theory with the corrected item-rest correlation (F. M. Lord and M. R. Novick, "Statistical theories of mental test scores", 1968).</summary>
public sealed record ItemAnalysis(ImmutableArray<ItemFigures> Items, TestReliability Reliability)
{
    /// <summary>For fewer people a correlation says next to nothing.</summary>
    public const int LeastResponses = 20;

    // A correlation of nil must not turn negative by its rounding.
    private const double Rounding = 1e-12;

    /// <param name="answers">People by items: right; wrong or left out; null if she was not given the item.</param>
    /// <exception cref="ArgumentException">The rows are not all of one length.</exception>
    public static ItemAnalysis Of(IReadOnlyList<IReadOnlyList<bool?>> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var items = answers.Count == 0 ? 0 : answers[0].Count;
        if (answers.Any(row => row.Count != items)) throw new ArgumentException("Every person has one answer, or none, for each item.", nameof(answers));
        int[] given = [.. answers.Select(row => row.Count(answer => answer is not null))], right = [.. answers.Select(row => row.Count(answer => answer == true))];
        return new ItemAnalysis([.. Enumerable.Range(0, items).Select(item => Item(answers, item, given, right))], Alpha(answers, items, given, right));
    }

    private static ItemFigures Item(IReadOnlyList<IReadOnlyList<bool?>> answers, int item, int[] given, int[] right)
    {
        List<double> own = [], rest = [];
        var (responses, correct) = (0, 0);
        for (var person = 0; person < answers.Count; person++)
        {
            if (answers[person][item] is not { } isRight) continue;
            var point = isRight ? 1 : 0;
            responses++;
            correct += point;
            if (given[person] == 1) continue;
            own.Add(point);
            rest.Add((double)(right[person] - point) / (given[person] - 1));
        }
        double? facility = responses == 0 ? null : (double)correct / responses;
        if (responses < LeastResponses) return new ItemFigures(responses, facility, null, DiscriminationState.TooFew);
        if (Sample.AllEqual(own) || Sample.AllEqual(rest)) return new ItemFigures(responses, facility, null, DiscriminationState.NoVariance);
        return new ItemFigures(responses, facility, Correlation(own, rest), DiscriminationState.Measured);
    }

    private static double Correlation(List<double> first, List<double> second)
    {
        double firstMean = first.Average(), secondMean = second.Average(), together = 0, firstSquares = 0, secondSquares = 0;
        for (var i = 0; i < first.Count; i++)
        {
            double x = first[i] - firstMean, y = second[i] - secondMean;
            together += x * y;
            firstSquares += x * x;
            secondSquares += y * y;
        }
        var correlation = together / Math.Sqrt(firstSquares * secondSquares);
        return Math.Abs(correlation) < Rounding ? 0 : Math.Clamp(correlation, -1, 1);
    }

    private static TestReliability Alpha(IReadOnlyList<IReadOnlyList<bool?>> answers, int items, int[] given, int[] right)
    {
        int[] complete = [.. Enumerable.Range(0, answers.Count).Where(person => given[person] == items)];
        var total = Spread([.. complete.Select(person => right[person])]);
        if (items < 2 || total == 0) return new TestReliability(null, items, complete.Length);
        var parts = Enumerable.Range(0, items).Sum(item => Spread([.. complete.Select(person => answers[person][item] == true ? 1 : 0)]));
        return new TestReliability(items / (items - 1.0) * (1 - ((double)parts / total)), items, complete.Length);
    }

    // The variance times n(n-1), which falls out of the quotient: whole, so that nil is nil. It is nil for fewer than two.
    private static long Spread(int[] values)
    {
        long sum = values.Sum(value => (long)value), squares = values.Sum(value => (long)value * value);
        return (values.Length * squares) - (sum * sum);
    }
}
