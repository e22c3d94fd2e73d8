namespace Entraide.Core.Disclosure;

/// <summary>
/// What every class (the rows that are alike in all quasi-identifiers) must meet to be published: at least k rows (P. Samarati and
/// L. Sweeney 1998; L. Sweeney, "k-anonymity: a model for protecting privacy", 2002) and, perhaps, something of its sensitive values.
/// </summary>
public sealed record PrivacyModel
{
    /// <exception cref="DisclosureException">k is below 2.</exception>
    public PrivacyModel(int k, SensitiveModel? sensitive = null)
    {
        if (k < 2) throw new DisclosureException($"k is {k}: a class of one row hides nobody. Choose 2 or more.");
        (K, Sensitive) = (k, sensitive);
    }

    public int K { get; }

    public SensitiveModel? Sensitive { get; }

    /// <summary>
    /// Whether a class that meets it still does together with any other rows. Then the rows to suppress are fewer, never more,
    /// where values are told less exactly.
    /// </summary>
    internal bool HoldsInEveryWiderClass => Sensitive?.HoldsInEveryWiderClass ?? true;
}

/// <summary>
/// What the values of a sensitive column must meet in every class, lest somebody who finds the class of a person learns her value.
/// All are met by two classes together that meet them apart; most are not by a class that meets them together with one that does not.
/// </summary>
public abstract record SensitiveModel
{
    // What is equal must not differ by its rounding.
    private protected const double Rounding = 1e-12;

    private protected SensitiveModel(string column) => Column = column;

    public string Column { get; }

    internal virtual bool HoldsInEveryWiderClass => false;

    /// <param name="counts">How often each value of the column occurs in the class.</param>
    /// <param name="overall">The same in the whole table.</param>
    internal abstract bool Holds(ReadOnlySpan<int> counts, ReadOnlySpan<int> overall);

    /// <summary>Why the whole table as one class does not meet it, and what to loosen.</summary>
    internal abstract string WhyNot(ReadOnlySpan<int> overall);

    private protected static int Sum(ReadOnlySpan<int> counts)
    {
        var sum = 0;
        foreach (var count in counts) sum += count;
        return sum;
    }

    private protected static int AtLeastTwo(int l) => l >= 2 ? l : throw new DisclosureException($"l is {l}: one value is no diversity. Choose 2 or more.");
}

/// <summary>At least l different values (A. Machanavajjhala, D. Kifer, J. Gehrke and M. Venkitasubramaniam, "l-diversity: privacy beyond k-anonymity", 2007).</summary>
public sealed record DistinctDiversity : SensitiveModel
{
    /// <exception cref="DisclosureException">l is below 2.</exception>
    public DistinctDiversity(string column, int l) : base(column) => L = AtLeastTwo(l);

    public int L { get; }

    internal override bool HoldsInEveryWiderClass => true;

    internal override bool Holds(ReadOnlySpan<int> counts, ReadOnlySpan<int> overall) => counts.Length - counts.Count(0) >= L;

    internal override string WhyNot(ReadOnlySpan<int> overall) => $"\"{Column}\" has {overall.Length - overall.Count(0)} values in the whole table, fewer than l = {L}. Lower l.";
}

/// <summary>An entropy of at least ln l, in nats (Machanavajjhala et al. 2007, definition 4.1).</summary>
public sealed record EntropyDiversity : SensitiveModel
{
    /// <exception cref="DisclosureException">l is below 2.</exception>
    public EntropyDiversity(string column, int l) : base(column) => L = AtLeastTwo(l);

    public int L { get; }

    internal override bool Holds(ReadOnlySpan<int> counts, ReadOnlySpan<int> overall) => Entropy(counts) >= Math.Log(L) - Rounding;

    internal override string WhyNot(ReadOnlySpan<int> overall) => $"The values of \"{Column}\" are spread too unevenly in the whole table: their entropy is {Entropy(overall):N3}, below ln {L} = {Math.Log(L):N3}. Lower l.";

    private static double Entropy(ReadOnlySpan<int> counts)
    {
        var (rows, sum) = (Sum(counts), 0.0);
        foreach (var count in counts)
            if (count > 0) sum += count * Math.Log(count);
        return Math.Log(rows) - (sum / rows);
    }
}

/// <summary>Recursive (c,l)-diversity: the most frequent value occurs less than c times as often as the l-th and all rarer ones together (Machanavajjhala et al. 2007, definition 4.2).</summary>
public sealed record RecursiveDiversity : SensitiveModel
{
    /// <exception cref="DisclosureException">c is not above 0, or l is below 2.</exception>
    public RecursiveDiversity(string column, double c, int l) : base(column)
    {
        if (!(c > 0 && double.IsFinite(c))) throw new DisclosureException($"c is {c}: no class can meet that. Choose a number above 0.");
        (C, L) = (c, AtLeastTwo(l));
    }

    public double C { get; }

    public int L { get; }

    internal override bool Holds(ReadOnlySpan<int> counts, ReadOnlySpan<int> overall)
    {
        var (most, rare) = MostAndRare(counts);
        return most < C * rare * (1 - Rounding);
    }

    internal override string WhyNot(ReadOnlySpan<int> overall)
    {
        var (most, rare) = MostAndRare(overall);
        return $"The most frequent value of \"{Column}\" occurs {most} times in the whole table, all from the {L}. most frequent on {rare} times together: not less than c = {C} times as often. Raise c or lower l.";
    }

    private (int Most, int Rare) MostAndRare(ReadOnlySpan<int> counts)
    {
        int[] descending = counts.ToArray();
        Array.Sort(descending, (first, second) => second.CompareTo(first));
        return (descending[0], L > descending.Length ? 0 : Sum(descending.AsSpan(L - 1)));
    }
}

/// <summary>
/// t-closeness with equal distance: the shares of the values in a class differ from those in the whole table by at most t, half the
/// sum of the absolute differences (N. Li, T. Li and S. Venkatasubramanian, "t-closeness: privacy beyond k-anonymity and l-diversity", 2007, section 5).
/// </summary>
public sealed record EqualDistanceCloseness : SensitiveModel
{
    /// <exception cref="DisclosureException">t is not from 0 to 1.</exception>
    public EqualDistanceCloseness(string column, double t) : base(column) => T = t is >= 0 and <= 1 ? t : throw new DisclosureException($"t is {t}: a distance of shares lies from 0 to 1. Choose one between them, such as 0.3.");

    public double T { get; }

    internal override bool Holds(ReadOnlySpan<int> counts, ReadOnlySpan<int> overall) => Distance(counts, overall) <= T + Rounding;

    internal override string WhyNot(ReadOnlySpan<int> overall) => throw new InvalidOperationException("The whole table is at no distance from itself.");

    // In whole numbers up to the last step.
    private static double Distance(ReadOnlySpan<int> counts, ReadOnlySpan<int> overall)
    {
        long rows = Sum(counts), all = Sum(overall), sum = 0;
        for (var value = 0; value < counts.Length; value++) sum += Math.Abs((counts[value] * all) - (overall[value] * rows));
        return sum / (2.0 * rows * all);
    }
}
