namespace Entraide.Core.Disclosure;

/// <summary>What a release is to be best at: of each, less is better.</summary>
public enum LossMeasure
{
    /// <summary>
    /// How much of the leaves of its hierarchy a value may stand for, from 0 (as recorded) to 1 (suppressed): V. S. Iyengar,
    /// "Transforming data to satisfy privacy constraints", 2002. The geometric mean over the columns of 1 + loss, minus 1.
    /// </summary>
    Loss,

    /// <summary>The sum, over all rows, of the rows that each cannot be told from; a suppressed one from none at all (R. J. Bayardo and R. Agrawal, "Data privacy through optimal k-anonymization", 2005).</summary>
    Discernibility,

    /// <summary>Rows by class, where all suppressed rows are one (after K. LeFevre, D. DeWitt and R. Ramakrishnan, "Mondrian multidimensional k-anonymity", 2006).</summary>
    AverageClassSize,
}

/// <summary>
/// A measure, exact for a node of the lattice, and a bound for many: all nodes that share the levels of some quasi-identifiers (the
/// rest, at level -1, is open). What the shared ones alone put into a failing class is suppressed in each of these nodes.
/// </summary>
internal abstract class InformationLoss(QuasiTable table, PrivacyModel model)
{
    protected QuasiTable Table { get; } = table;

    protected double RowCount => Table.RowCount;

    protected int K { get; } = model.K;

    /// <summary>Whether the bound asks for the classes of the finest node too.</summary>
    public abstract bool BoundAsksFinest { get; }

    public static InformationLoss Of(LossMeasure measure, QuasiTable table, PrivacyModel model) => measure switch
    {
        LossMeasure.Loss => new LeafLoss(table, model),
        LossMeasure.Discernibility => new DiscernibilityLoss(table, model),
        LossMeasure.AverageClassSize => new ClassSizeLoss(table, model),
        _ => throw new ArgumentOutOfRangeException(nameof(measure)),
    };

    /// <summary>The measure of a node, from its classes as judged.</summary>
    public abstract double Score(ReadOnlySpan<int> levels, ClassJudge judged);

    /// <summary>What the bound needs to know of the coarsest node, the one with the rest at the top, from its classes as judged.</summary>
    public abstract double Coarsest(ReadOnlySpan<int> levels, ClassJudge judged);

    /// <summary>No more than the measure of any of the nodes.</summary>
    /// <param name="finest">The classes with the rest at level 0.</param>
    public abstract double Bound(double coarsest, ClassTable finest);
}

internal sealed class LeafLoss(QuasiTable table, PrivacyModel model) : InformationLoss(table, model)
{
    public override bool BoundAsksFinest => false;

    public override double Score(ReadOnlySpan<int> levels, ClassJudge judged)
    {
        var product = 1.0;
        for (var i = 0; i < levels.Length; i++) product *= 1 + Share(Table.Identifiers[i], levels[i], judged);
        return Math.Pow(product, 1.0 / levels.Length) - 1;
    }

    // An open column may be as exact as it was recorded: then only what is suppressed is lost.
    public override double Coarsest(ReadOnlySpan<int> levels, ClassJudge judged) => Score(levels, judged);

    public override double Bound(double coarsest, ClassTable finest) => coarsest;

    // Whole numbers up to the last step, so that the order of the classes does not matter.
    private double Share(QuasiIdentifier identifier, int level, ClassJudge judged)
    {
        if (identifier.Hierarchy.Leaves == 1) return 0;
        if (level < 0) return judged.Suppressed / RowCount;
        var leaves = identifier.LeavesTold[level];
        var keys = judged.Classes.Keys;
        var counts = judged.Classes.Counts;
        foreach (var place in judged.Failing) leaves += (long)counts[place] * identifier.LeavesLost(keys[place], level);
        return (leaves - RowCount) / (RowCount * (identifier.Hierarchy.Leaves - 1));
    }
}

internal sealed class DiscernibilityLoss(QuasiTable table, PrivacyModel model) : InformationLoss(table, model)
{
    public override bool BoundAsksFinest => true;

    public override double Score(ReadOnlySpan<int> levels, ClassJudge judged)
    {
        var sum = judged.Suppressed * RowCount;
        foreach (double count in judged.Classes.Counts) sum += count * count;
        foreach (var place in judged.Failing) sum -= (double)judged.Classes.Counts[place] * judged.Classes.Counts[place];
        return sum;
    }

    // A suppressed row counts for all; what the finest classes will count for it, at most, is taken off beforehand.
    public override double Coarsest(ReadOnlySpan<int> levels, ClassJudge judged)
    {
        var sum = judged.Suppressed * RowCount;
        foreach (var place in judged.Failing) sum -= AtLeast(judged.Classes.Counts[place]);
        return sum;
    }

    public override double Bound(double coarsest, ClassTable finest)
    {
        var sum = coarsest;
        foreach (var count in finest.Counts) sum += AtLeast(count);
        return sum;
    }

    // A class only grows, and one below k that does not grow is suppressed, which costs more than k for each row.
    private double AtLeast(double count) => count * Math.Max(count, K);
}

internal sealed class ClassSizeLoss(QuasiTable table, PrivacyModel model) : InformationLoss(table, model)
{
    public override bool BoundAsksFinest => true;

    public override double Score(ReadOnlySpan<int> levels, ClassJudge judged) => RowCount / (judged.Kept + (judged.Suppressed > 0 ? 1 : 0));

    // A class that is kept can be divided into classes of k rows, not smaller ones.
    public override double Coarsest(ReadOnlySpan<int> levels, ClassJudge judged)
    {
        var most = 0L;
        foreach (var count in judged.Classes.Counts) most += count / K;
        foreach (var place in judged.Failing) most -= judged.Classes.Counts[place] / K;
        return most;
    }

    // A class that is kept has one of the finest that would be kept by itself, or is made of k rows or more of the others.
    public override double Bound(double coarsest, ClassTable finest)
    {
        var (large, scattered) = (0L, 0L);
        foreach (var count in finest.Counts)
        {
            if (count >= K) large++;
            else scattered += count;
        }
        return RowCount / (Math.Min(coarsest, large + (scattered / K)) + 1);
    }
}
