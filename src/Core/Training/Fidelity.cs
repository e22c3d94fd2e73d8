using System.Collections.Immutable;

namespace Entraide.Core.Training;

/// <summary>What became of an activity when the training was held.</summary>
public enum DeliveryOutcome { Delivered, Adapted, Omitted }

/// <summary>Who says so.</summary>
public enum Observer { Self, Peer, External }

/// <param name="Minutes">That it really took.</param>
public sealed record DeliveredActivity(string Activity, DeliveryOutcome Outcome, int Minutes, Observer Observer, string Note);

/// <summary>
/// How truly a training was held: a profile, never one score (Carroll et al. 2007; Hasson 2010). Each part is null where nothing
/// is known of it.
/// </summary>
/// <param name="Adherence">Of the planned minutes of core activities, the share that was delivered; what was adapted counts half. 0 to 1.</param>
/// <param name="Coverage">Of the minutes that all who were accepted could have attended, the share that they did. 0 to 1.</param>
/// <param name="Dose">Minutes that were held to minutes that were planned, of all activities; above 1 where it took longer.</param>
/// <param name="Quality">Of the delivery, as an observer who is not the facilitator saw it; 1 to 5.</param>
/// <param name="Responsiveness">What participants agreed to on average, over the statements with a scale; 1 to 5.</param>
public sealed record FidelityProfile(double? Adherence, double? Coverage, double? Dose, double? Quality, double? Responsiveness)
{
    /// <param name="attended">Minutes of all together, and what they could have been.</param>
    public static FidelityProfile Of(TrainingDesign design, IReadOnlyCollection<DeliveredActivity> delivered, (int Minutes, int Possible) attended, double? quality, double? responsiveness)
    {
        var (known, planned) = (delivered.ToDictionary(one => one.Activity, StringComparer.Ordinal), design.Activities.Where(one => one.Minutes > 0).ToList());
        var core = planned.Where(one => one.Component == Component.Core).ToList();
        var kept = core.Sum(one => known.GetValueOrDefault(one.Id)?.Outcome switch { DeliveryOutcome.Delivered => one.Minutes, DeliveryOutcome.Adapted => one.Minutes / 2.0, _ => 0 });
        return new FidelityProfile(
            known.Count == 0 || core.Count == 0 ? null : kept / core.Sum(one => one.Minutes),
            attended.Possible == 0 ? null : Math.Min(1, (double)attended.Minutes / attended.Possible),
            known.Count == 0 || planned.Count == 0 ? null : (double)planned.Sum(one => known.GetValueOrDefault(one.Id) is { Outcome: not DeliveryOutcome.Omitted } held ? held.Minutes : 0) / planned.Sum(one => one.Minutes),
            quality, responsiveness);
    }

    /// <summary>What the facilitator ticks off: the core activities first, since by them a replication is judged.</summary>
    public static ImmutableArray<TrainingActivity> Checklist(TrainingDesign design) => [.. design.Activities.OrderBy(one => one.Component)];
}
