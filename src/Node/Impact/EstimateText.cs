using System.Globalization;
using System.Text;
using Entraide.Core.Estimation;
using Entraide.Core.Text;

namespace Entraide.Node.Impact;

/// <summary>An estimate in words for people and as JSON for programs.</summary>
public static class EstimateText
{
    /// <summary>The word of each method on the command line and in files.</summary>
    public static readonly IReadOnlyDictionary<string, EstimationMethod> Methods = new Dictionary<string, EstimationMethod>(StringComparer.Ordinal)
    {
        ["stepwise"] = EstimationMethod.Stepwise, ["main"] = EstimationMethod.MainEffects, ["bic"] = EstimationMethod.BayesianInformation, ["dga"] = EstimationMethod.GraphAveraging,
    };

    /// <summary>What every estimate of this kind assumes; printed beside it.</summary>
    public static readonly IReadOnlyList<string> Assumptions = ["closed", "matched", "reachable", "alike", "modelled"];

    public static string WordOf(EstimationMethod method) => Methods.First(one => one.Value == method).Key;

    public static string WordOf(IntervalKind kind) => kind switch { IntervalKind.BiasCorrectedAccelerated => "BCa", IntervalKind.Wald => "Wald", _ => "credible" };

    /// <summary>A code for programs, such as <c>no-overlap</c>.</summary>
    public static string WordOf<T>(T one) where T : struct, Enum => string.Concat(one.ToString().Select((letter, place) => char.IsUpper(letter) ? (place > 0 ? "-" : "") + char.ToLowerInvariant(letter) : $"{letter}"));

    /// <summary>A note as a sentence.</summary>
    public static string Say(Catalogue say, EstimationNote note) => note.Value is { } value
        ? say.Say("estimate.note." + note.Warning, ("lists", string.Join(", ", note.Lists)), ("value", Number(value, note.Warning == EstimationWarning.NotStable ? "0.0" : "0")))
        : say.Say("estimate.note." + note.Warning, ("lists", string.Join(", ", note.Lists)), ("value", ""));

    /// <summary>A limit; an infinite one has no number.</summary>
    public static string Number(double value, string format = "N0") => double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture).Replace(",", "\u202f", StringComparison.Ordinal) : "∞";

    /// <summary>From one to another, read as one: never broken between lines (a dash may be, even before a space that is not; U+2060 forbids it). Without a limit there is none.</summary>
    public static string Range(double? low, double? high) => $"{Number(low ?? double.PositiveInfinity)}\u00a0–\u2060\u00a0{Number(high ?? double.PositiveInfinity)}";

    public static CanonicalJson WriteTo(CanonicalJson to, PopulationEstimate estimate, Catalogue say)
    {
        to.Open('{').Name("observed").Value(estimate.Table.Observed).Name("lists").Values(estimate.Table.Lists).Name("method").Value(WordOf(estimate.Options.Method));
        Limit(to.Name("estimate"), estimate.Population);
        Interval(to.Name("interval"), estimate.Interval, estimate.Kind);
        if (estimate.Narrower is { } narrower) Interval(to.Name("interval80"), narrower, estimate.Kind);
        Model(to.Name("model"), estimate.Table, estimate.Model);
        to.Name("stable").Value(estimate.IsStable).Name("warnings").Open('[');
        foreach (var note in estimate.Notes)
        {
            to.Open('{').Name("code").Value(WordOf(note.Warning)).Name("lists").Values(note.Lists).Name("text").Value(Say(say, note));
            if (note.Value is { } value) to.Name("value").Value(value);
            to.Close('}');
        }
        to.Close(']').Name("range").Open('{').Name("lowest").Value(estimate.Lowest).Name("highest").Value(estimate.Highest).Close('}').Name("alternatives").Open('[');
        foreach (var one in estimate.Alternatives)
        {
            to.Open('{').Name("method").Value(WordOf(one.Method)).Name("without").Value(one.Without);
            if (one.Population is { } population)
            {
                Limit(to.Name("estimate"), population);
                Limit(to.Name("low"), one.Low!.Value);
                Limit(to.Name("high"), one.High!.Value);
                Model(to.Name("model"), one.Without is null ? estimate.Table : estimate.Table.Without(estimate.Table.Lists.IndexOf(one.Without)), one.Model);
            }
            else to.Name("refused").Value(WordOf(one.Refusal!.Value));
            to.Close('}');
        }
        to.Close(']').Name("overlaps").Open('[');
        foreach (var pair in estimate.Table.Overlaps) to.Open('{').Name("lists").Values(estimate.Table.Names(pair.Lists)).Name("people").Value(pair.Count).Close('}');
        to.Close(']').Name("assumptions").Values(Assumptions.Select(one => say["estimate.assumption." + one]));
        // As text: JSON's numbers do not hold 64 bits everywhere.
        return to.Name("seed").Value(estimate.Options.Seed.ToString(CultureInfo.InvariantCulture)).Name("replicates").Value(estimate.Kind == IntervalKind.BiasCorrectedAccelerated ? estimate.Options.Replicates : 0);
    }

    private static void Interval(CanonicalJson to, IntervalLimits limits, IntervalKind kind)
    {
        to.Open('{').Name("level").Value(limits.Level).Name("kind").Value(WordOf(kind));
        Limit(to.Name("low"), limits.Low);
        Limit(to.Name("high"), limits.High);
        if (limits.LowError is { } low) Limit(to.Name("lowError"), low);
        if (limits.HighError is { } high) Limit(to.Name("highError"), high);
        to.Close('}');
    }

    // JSON has no infinity: a limit that is not there is null.
    private static void Limit(CanonicalJson to, double value)
    {
        if (double.IsFinite(value)) to.Value(value);
        else to.Value((string?)null);
    }

    private static void Model(CanonicalJson to, CaptureTable table, LoglinearModel? model)
    {
        if (model is null)
        {
            to.Value((string?)null);
            return;
        }
        to.Open('[');
        foreach (var term in model.Terms.Where(term => term != 0)) to.Values(table.Names(term));
        to.Close(']');
    }

    /// <summary>For a terminal: what is uncertain first, the figure within its range, then the other ways and what is assumed.</summary>
    public static string Write(PopulationEstimate estimate, Catalogue say)
    {
        var text = new StringBuilder();
        foreach (var note in estimate.Notes.Take(1)) text.Append(Say(say, note)).Append('\n');
        text.Append('\n').Append($"{say["estimate.observed"],-34} {Number(estimate.Table.Observed)}\n");
        text.Append($"{say["estimate.population"],-34} {Number(estimate.Population)}   {Number(estimate.Interval.Low)} – {Number(estimate.Interval.High)}  ({WordOf(estimate.Kind)}, 95 %)\n");
        if (estimate.Interval.LowError is { } low) text.Append($"{say["estimate.error"],-34} ± {Number(low)}, ± {Number(estimate.Interval.HighError!.Value)}\n");
        if (estimate.Narrower is { } narrower) text.Append($"{"",-34} {Number(narrower.Low)} – {Number(narrower.High)}  ({WordOf(estimate.Kind)}, 80 %)\n");
        text.Append($"{say["estimate.range"],-34} {Number(estimate.Lowest)} – {Number(estimate.Highest)}\n");
        if (estimate.Model is { } model) text.Append($"{say["estimate.model"],-34} {string.Join(' ', model.Interactions.Select(term => string.Join(':', estimate.Table.Names(term))).DefaultIfEmpty(say["estimate.independent"]))}\n");
        text.Append('\n').Append(say["estimate.alternatives"]).Append('\n');
        foreach (var one in estimate.Alternatives)
            text.Append($"  {Name(say, one),-44} {(one.Population is { } population ? $"{Number(population),10}   {Number(one.Low!.Value)} – {Number(one.High!.Value)}" : say["estimate.refusal." + one.Refusal])}\n");
        text.Append('\n').Append(say["estimate.overlaps"]).Append('\n');
        foreach (var pair in estimate.Table.Overlaps) text.Append($"  {string.Join(':', estimate.Table.Names(pair.Lists)),-44} {Number(pair.Count),10}\n");
        text.Append('\n');
        foreach (var note in estimate.Notes.Skip(1)) text.Append("! ").Append(Say(say, note)).Append('\n');
        foreach (var one in Assumptions) text.Append("- ").Append(say["estimate.assumption." + one]).Append('\n');
        return text.ToString().TrimEnd();
    }

    public static string Name(Catalogue say, Alternative one) => one.Without is null ? say["estimate.method." + WordOf(one.Method)] : say.Say("estimate.without", ("list", one.Without));
}
