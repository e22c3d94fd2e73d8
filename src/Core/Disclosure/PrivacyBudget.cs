using System.Collections.Immutable;

namespace Entraide.Core.Disclosure;

/// <summary>A release that was made of a population's data.</summary>
/// <param name="Loss">ρ.</param>
public sealed record SpentLoss(string Release, DateOnly On, double Loss);

/// <summary>
/// What may be lost, in all releases together, of the privacy of the same people, and what was spent. Losses add up (Bun and Steinke
/// 2016, lemma 1.7), whatever was released before and in whatever order. Immutable.
/// </summary>
public sealed class PrivacyBudget
{
    private PrivacyBudget(string population, double epsilon, double delta, ImmutableArray<SpentLoss> spent) => (Population, Epsilon, Delta, Spent) = (population, epsilon, delta, spent);

    /// <summary>Whose data they are.</summary>
    public string Population { get; }

    /// <summary>The ε that all releases together must not exceed, at <see cref="Delta"/>.</summary>
    public double Epsilon { get; }

    public double Delta { get; }

    /// <summary>In the order in which it was spent.</summary>
    public ImmutableArray<SpentLoss> Spent { get; }

    public double Loss => Spent.Sum(one => one.Loss);

    /// <summary>The ε that was promised so far.</summary>
    public double EpsilonSpent => Loss == 0 ? 0 : PrivacyLoss.EpsilonFor(Loss, Delta);

    /// <summary>The ε that one more release may have.</summary>
    public double EpsilonLeft => PrivacyLoss.RhoFor(Epsilon, Delta) - Loss is > 0 and var left ? PrivacyLoss.EpsilonFor(left, Delta) : 0;

    /// <exception cref="DisclosureException">ε or δ makes no sense.</exception>
    public static PrivacyBudget Of(string population, double epsilon, double delta, IEnumerable<SpentLoss>? spent = null)
    {
        _ = PrivacyLoss.RhoFor(epsilon, delta);
        var known = spent?.ToImmutableArray() ?? [];
        if (known.FirstOrDefault(one => !(one.Loss > 0 && double.IsFinite(one.Loss))) is { } wrong) throw new DisclosureException($"The release \"{wrong.Release}\" spent {wrong.Loss}, which is no loss. A loss is above 0: look who changed the ledger.");
        return new PrivacyBudget(population, epsilon, delta, known);
    }

    /// <summary>The budget after one more release.</summary>
    /// <exception cref="DisclosureException">It would exceed what may be lost.</exception>
    public PrivacyBudget Spend(string release, DateOnly on, double loss)
    {
        if (!(loss > 0 && double.IsFinite(loss))) throw new ArgumentOutOfRangeException(nameof(loss), loss, "A loss is above 0.");
        // The rounding of a sum of losses must not refuse what fits to the last digit.
        if (Loss + loss > PrivacyLoss.RhoFor(Epsilon, Delta) * (1 + 1e-12))
            throw new DisclosureException($"The release \"{release}\" would spend ε = {PrivacyLoss.EpsilonFor(loss, Delta):0.###}; of the budget of {Epsilon:0.###} for \"{Population}\", ε = {EpsilonLeft:0.###} is left after {Spent.Length} releases. Ask for a smaller ε, or publish again what was published before.");
        return new PrivacyBudget(Population, Epsilon, Delta, Spent.Add(new SpentLoss(release, on, loss)));
    }
}
