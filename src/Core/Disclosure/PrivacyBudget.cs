using System.Collections.Immutable;

namespace Entraide.Core.Disclosure;

/// <summary>A release that was made of a population's data.</summary>
/// <param name="Loss">ρ.</param>
/// <param name="Naming">The part of δ that was spent on naming values that were not known beforehand (<see cref="PrivateMarginals.LossOf"/>).</param>
public sealed record SpentLoss(string Release, DateOnly On, double Loss, double Naming = 0);

/// <summary>
/// What may be lost, in all releases together, of the privacy of the same people, and what was spent. Losses add up (Bun and Steinke
/// 2016, lemma 1.7), whatever was released before and in whatever order; so does what naming values took of δ, and the losses are
/// promised at what is left of it. Immutable.
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

    /// <summary>What naming values has left of <see cref="Delta"/>.</summary>
    public double DeltaLeft => Delta - Spent.Sum(one => one.Naming);

    /// <summary>The ε that was promised so far.</summary>
    public double EpsilonSpent => Loss == 0 ? 0 : PrivacyLoss.EpsilonFor(Loss, DeltaLeft);

    /// <summary>The ε that one more release may have, if it names nothing.</summary>
    public double EpsilonLeft => PrivacyLoss.RhoFor(Epsilon, DeltaLeft) - Loss is > 0 and var left ? PrivacyLoss.EpsilonFor(left, DeltaLeft) : 0;

    /// <exception cref="DisclosureException">ε or δ makes no sense.</exception>
    public static PrivacyBudget Of(string population, double epsilon, double delta, IEnumerable<SpentLoss>? spent = null)
    {
        _ = PrivacyLoss.RhoFor(epsilon, delta);
        var known = spent?.ToImmutableArray() ?? [];
        if (known.FirstOrDefault(one => !(one.Loss > 0 && double.IsFinite(one.Loss) && one.Naming >= 0)) is { } wrong) throw new DisclosureException($"The release \"{wrong.Release}\" spent {wrong.Loss} and {wrong.Naming}, which is no loss. A loss is above 0: look who changed the ledger.");
        if (!(known.Sum(one => one.Naming) < delta)) throw new DisclosureException($"Of δ = {delta} nothing is left, which no release spends: look who changed the ledger.");
        return new PrivacyBudget(population, epsilon, delta, known);
    }

    /// <summary>The budget after one more release.</summary>
    /// <param name="naming">What it takes of δ to name values.</param>
    /// <exception cref="DisclosureException">It would exceed what may be lost.</exception>
    public PrivacyBudget Spend(string release, DateOnly on, double loss, double naming = 0)
    {
        if (!(loss > 0 && double.IsFinite(loss))) throw new ArgumentOutOfRangeException(nameof(loss), loss, "A loss is above 0.");
        if (!(naming >= 0)) throw new ArgumentOutOfRangeException(nameof(naming), naming, "What naming takes is 0 or more.");
        // The rounding of a sum must neither refuse what fits to the last digit nor leave a δ that is only rounding.
        if (DeltaLeft - naming < Delta * 1e-9)
            throw new DisclosureException($"The release \"{release}\" would name values for the {Spent.Count(one => one.Naming > 0) + 1}th time, and δ = {Delta} is spent on that. Give the values of each column in a file, fixed beforehand: that takes none of it.");
        if (Loss + loss > PrivacyLoss.RhoFor(Epsilon, DeltaLeft - naming) * (1 + 1e-12))
            throw new DisclosureException($"The release \"{release}\" would spend ε = {PrivacyLoss.EpsilonFor(loss, DeltaLeft - naming):0.###}; of the budget of {Epsilon:0.###} for \"{Population}\", ε = {EpsilonLeft:0.###} is left after {Spent.Length} releases. Ask for a smaller ε, or publish again what was published before.");
        return new PrivacyBudget(Population, Epsilon, Delta, Spent.Add(new SpentLoss(release, on, loss, naming)));
    }
}
