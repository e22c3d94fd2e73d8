using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Entraide.Core.Screening;

/// <summary>How much an indicator weighs by itself, in the terms of the ILO and European Commission (2009).</summary>
public enum Strength { Weak, Medium, Strong }

/// <summary>Whether somebody has held the data against its source.</summary>
public enum InstrumentStatus
{
    /// <summary>Not yet checked against the source by a person; shown as such wherever the instrument is used.</summary>
    Draft,

    /// <summary>Checked against the source by a person.</summary>
    Verified,
}

/// <summary>Whom an instrument is made for.</summary>
public enum Population { Anyone, Adult, Child }

/// <summary>A sign that may be seen or told.</summary>
/// <param name="Id">Unique in the instrument, for example <c>AL-EX-hours</c>.</param>
/// <param name="Concept">What is meant, shared by instruments that mean the same; the key of its wording.</param>
/// <param name="Dimension">Index into <see cref="Instrument.Dimensions"/>; -1 in a checklist, which has none.</param>
/// <param name="Strength">Its weight; without meaning in a checklist.</param>
/// <param name="LookAt">Concepts that say more closely what to look at; in a checklist.</param>
public sealed record Indicator(string Id, string Concept, int Dimension, Strength Strength, ImmutableArray<string> LookAt);

/// <summary>A rule by which a dimension counts as positive: at least so many present indicators of each kind.</summary>
/// <param name="Id">For example <c>two-medium-one-weak</c>.</param>
/// <param name="Strong">Least number of strong indicators.</param>
/// <param name="Medium">Least number of medium indicators.</param>
/// <param name="Weak">Least number of weak indicators.</param>
/// <param name="Total">Least number of indicators of any strength.</param>
public sealed record PositiveRule(string Id, int Strong, int Medium, int Weak, int Total);

/// <summary>What an outcome row asks for.</summary>
public abstract record Condition
{
    /// <summary>This dimension is positive (index into <see cref="Instrument.Dimensions"/>).</summary>
    public sealed record Positive(int Dimension) : Condition;

    /// <summary>Each of these holds.</summary>
    public sealed record All(ImmutableArray<Condition> Parts) : Condition;

    /// <summary>At least one of these holds.</summary>
    public sealed record Any(ImmutableArray<Condition> Parts) : Condition;

    /// <summary>At least so many indicators are present; for checklists.</summary>
    public sealed record Present(int Count) : Condition;

    /// <summary>Further yes answers to open indicators could lead to an earlier row.</summary>
    public sealed record OpenCouldChange : Condition;

    /// <summary>Every other case.</summary>
    public sealed record Otherwise : Condition;
}

/// <summary>One row of the outcome table; the first that holds is the outcome.</summary>
/// <param name="Id">For example <c>trafficking-indicated</c>.</param>
/// <param name="When">What must hold.</param>
/// <param name="NextSteps">Ids of steps of the instrument's procedure, in the order in which they are to be taken.</param>
public sealed record OutcomeRow(string Id, Condition When, ImmutableArray<string> NextSteps);

/// <summary>
/// How dimensions speak to the elements of trafficking in human beings (Palermo Protocol art. 3; Directive 2011/36/EU
/// art. 2): act, means, purpose.
/// </summary>
/// <param name="Recruitment">Dimensions of which any present indicator shows recruitment as the act.</param>
/// <param name="Means">Dimensions that show a means; null where no means is needed, as for a child (art. 2(5)).</param>
/// <param name="Purpose">Dimensions that show exploitation as the purpose.</param>
public sealed record ElementsMapping(ImmutableArray<int> Recruitment, ImmutableArray<int>? Means, ImmutableArray<int> Purpose);

/// <summary>
/// A screening instrument as versioned data: what to look for, how it weighs, what follows. Immutable; made only by
/// <see cref="InstrumentReader"/>, which refuses nonsense, so that the engine may trust it.
/// </summary>
public sealed class Instrument
{
    private readonly FrozenDictionary<string, int> indexById;

    internal Instrument(InstrumentParts parts)
    {
        Id = parts.Id;
        Version = parts.Version;
        Status = parts.Status;
        Source = parts.Source;
        Population = parts.Population;
        ChildCounterpart = parts.ChildCounterpart;
        ProcedureId = parts.ProcedureId;
        Dimensions = parts.Dimensions;
        Indicators = parts.Indicators;
        Rules = parts.Rules;
        Outcomes = parts.Outcomes;
        Elements = parts.Elements;
        WordingSet = parts.WordingSet;
        Wording = parts.Wording;
        indexById = Indicators.Select((indicator, index) => (indicator.Id, index)).ToFrozenDictionary(pair => pair.Id, pair => pair.index, StringComparer.Ordinal);
    }

    public string Id { get; }
    public string Version { get; }
    public InstrumentStatus Status { get; }

    /// <summary>Where the data come from, as one would cite it.</summary>
    public string Source { get; }

    public Population Population { get; }

    /// <summary>
    /// The instrument that applies instead where the person is, or may with reason be thought, a child
    /// (Directive 2011/36/EU art. 13(2)); null where this one serves both.
    /// </summary>
    public string? ChildCounterpart { get; }

    /// <summary>The procedure whose steps the outcomes name.</summary>
    public string ProcedureId { get; }

    /// <summary>Dimension ids in the instrument's order; empty in a checklist.</summary>
    public ImmutableArray<string> Dimensions { get; }

    public ImmutableArray<Indicator> Indicators { get; }
    public ImmutableArray<PositiveRule> Rules { get; }
    public ImmutableArray<OutcomeRow> Outcomes { get; }

    /// <summary>Null in a checklist, which leaves the elements to be established.</summary>
    public ElementsMapping? Elements { get; }

    /// <summary>The name of the shared wording set; null where the instrument carries its own words.</summary>
    public string? WordingSet { get; }

    /// <summary>The words for it all, by language tag.</summary>
    public ImmutableDictionary<string, Wording> Wording { get; }

    /// <summary>The same instrument in other words; its logic stays what it is.</summary>
    /// <param name="words">For the same concepts, outcomes and steps, in every language.</param>
    public Instrument InWords(ImmutableDictionary<string, Wording> words) => new(new InstrumentParts
    {
        Id = Id,
        Version = Version,
        Status = Status,
        Source = Source,
        Population = Population,
        ChildCounterpart = ChildCounterpart,
        ProcedureId = ProcedureId,
        Dimensions = Dimensions,
        Indicators = Indicators,
        Rules = Rules,
        Outcomes = Outcomes,
        Elements = Elements,
        WordingSet = WordingSet,
        Wording = words,
    });

    /// <summary>The index of an indicator in <see cref="Indicators"/>, or -1.</summary>
    public int IndexOf(string indicatorId) => indexById.GetValueOrDefault(indicatorId, -1);
}

/// <summary>What an <see cref="Instrument"/> is made of, as its reader gathers it.</summary>
internal sealed class InstrumentParts
{
    public string Id { get; set; } = "";
    public string Version { get; set; } = "";
    public InstrumentStatus Status { get; set; }
    public string Source { get; set; } = "";
    public Population Population { get; set; }
    public string? ChildCounterpart { get; set; }
    public string ProcedureId { get; set; } = "";
    public ImmutableArray<string> Dimensions { get; set; } = [];
    public ImmutableArray<Indicator> Indicators { get; set; } = [];
    public ImmutableArray<PositiveRule> Rules { get; set; } = [];
    public ImmutableArray<OutcomeRow> Outcomes { get; set; } = [];
    public ElementsMapping? Elements { get; set; }
    public string? WordingSet { get; set; }
    public ImmutableDictionary<string, Wording> Wording { get; set; } = ImmutableDictionary<string, Wording>.Empty;
}
