using System.Collections.Immutable;

namespace Entraide.Core.Screening;

/// <summary>
/// The screening engine: a pure function of an instrument and the answers to it. Method of the dimensions and their
/// strengths: ILO and European Commission, Operational indicators of trafficking in human beings (2009).
/// </summary>
public static class ScreeningEngine
{
    /// <summary>How many indicators <see cref="ScreeningResult.AskNext"/> names at most.</summary>
    public const int AskAtMost = 5;

    private const int Unreachable = 1_000_000;

    /// <summary>Evaluates the answers. Always answers; takes nothing else into account.</summary>
    public static ScreeningResult Evaluate(Answers answers)
    {
        var instrument = answers.Instrument;
        var tally = new Tally(instrument, answers.InOrder);
        var rules = ImmutableArray.CreateBuilder<int>(instrument.Dimensions.Length);
        var positive = 0;
        for (var dimension = 0; dimension < instrument.Dimensions.Length; dimension++)
        {
            rules.Add(tally.FirstRule(dimension));
            if (rules[dimension] >= 0) positive |= 1 << dimension;
        }

        var row = EvidenceRow(instrument, positive, tally.PresentTotal);
        if (row == instrument.Outcomes.Length)
        {
            // No evidence: the last row, or the one before it where open answers could still change that.
            var couldChange = EvidenceRow(instrument, tally.PositiveIfOpenWereYes(), tally.PresentTotal + tally.OpenTotal) < instrument.Outcomes.Length;
            row = instrument.Outcomes.Length - (couldChange ? 2 : 1);
        }
        return new ScreeningResult(answers, rules.MoveToImmutable(), row, row == 0 || tally.OpenTotal == 0 ? [] : AskNext(answers, tally, row));
    }

    /// <summary>
    /// The first row whose evidence is there, or the number of rows where none is. The conditions are monotone: more
    /// positive dimensions or more present indicators never lead to a later row, which the search below relies on.
    /// </summary>
    private static int EvidenceRow(Instrument instrument, int positive, int present)
    {
        var rows = instrument.Outcomes;
        for (var row = 0; row < rows.Length; row++)
            if (Holds(rows[row].When, positive, present)) return row;
        return rows.Length;
    }

    private static bool Holds(Condition condition, int positive, int present)
    {
        switch (condition)
        {
            case Condition.Positive of:
                return (positive & 1 << of.Dimension) != 0;
            case Condition.All all:
                foreach (var part in all.Parts)
                    if (!Holds(part, positive, present)) return false;
                return true;
            case Condition.Any any:
                foreach (var part in any.Parts)
                    if (Holds(part, positive, present)) return true;
                return false;
            case Condition.Present at:
                return present >= at.Count;
            default:
                return false;
        }
    }

    /// <summary>
    /// The distance of an open indicator is the fewest further yes answers, itself among them, that lead to an earlier
    /// row. Dimensions do not share indicators, so for each set of dimensions that reaches an earlier row the fewest
    /// answers are the sum of the fewest answers for each of its dimensions.
    /// </summary>
    private static ImmutableArray<string> AskNext(Answers answers, Tally tally, int row)
    {
        var instrument = answers.Instrument;
        var cost = new int[instrument.Dimensions.Length];
        for (var dimension = 0; dimension < cost.Length; dimension++) cost[dimension] = tally.FewestToPositive(dimension, null);

        // All indicators of one dimension and one strength are equally far.
        var distances = new Dictionary<(int, Strength), int>();
        int Distance(Indicator indicator)
        {
            if (distances.TryGetValue((indicator.Dimension, indicator.Strength), out var known)) return known;
            var fewest = Unreachable;
            if (indicator.Dimension < 0)
            {
                for (var more = 1; more <= tally.OpenTotal && fewest == Unreachable; more++)
                    if (EvidenceRow(instrument, 0, tally.PresentTotal + more) < row) fewest = more;
            }
            else
            {
                var withThis = 1 + tally.FewestToPositive(indicator.Dimension, indicator.Strength);
                for (var set = 0; set < 1 << cost.Length; set++)
                {
                    if (EvidenceRow(instrument, set, 0) >= row) continue;
                    var sum = (set & 1 << indicator.Dimension) != 0 ? withThis : 1;
                    for (var other = 0; other < cost.Length && sum < fewest; other++)
                        if (other != indicator.Dimension && (set & 1 << other) != 0) sum += cost[other];
                    fewest = Math.Min(fewest, sum);
                }
            }
            return distances[(indicator.Dimension, indicator.Strength)] = fewest;
        }

        var open = new List<(int Distance, int Index)>();
        for (var i = 0; i < answers.InOrder.Length; i++)
            if (answers.InOrder[i] == Answer.Unknown && Distance(instrument.Indicators[i]) is var distance and < Unreachable)
                open.Add((distance, i));
        open.Sort();
        return [.. open.Take(AskAtMost).Select(next => instrument.Indicators[next.Index].Id)];
    }

    /// <summary>How many indicators of each dimension and strength are present, and how many are still open.</summary>
    private sealed class Tally
    {
        private readonly Instrument instrument;
        private readonly int[] present;
        private readonly int[] open;

        public Tally(Instrument instrument, ReadOnlySpan<Answer> answers)
        {
            this.instrument = instrument;
            present = new int[3 * instrument.Dimensions.Length];
            open = new int[present.Length];
            var indicators = instrument.Indicators;
            for (var i = 0; i < answers.Length; i++)
            {
                if (answers[i] == Answer.No) continue;
                var indicator = indicators[i];
                var cell = 3 * indicator.Dimension + (int)indicator.Strength;
                if (answers[i] == Answer.Yes)
                {
                    PresentTotal++;
                    if (cell >= 0) present[cell]++;
                }
                else
                {
                    OpenTotal++;
                    if (cell >= 0) open[cell]++;
                }
            }
        }

        public int PresentTotal { get; }
        public int OpenTotal { get; }

        /// <summary>The index of the first rule that makes the dimension positive, or -1.</summary>
        public int FirstRule(int dimension) => FirstRule(
            present[3 * dimension + (int)Strength.Strong], present[3 * dimension + (int)Strength.Medium], present[3 * dimension + (int)Strength.Weak]);

        public int PositiveIfOpenWereYes()
        {
            var positive = 0;
            for (var dimension = 0; dimension < instrument.Dimensions.Length; dimension++)
            {
                int If(Strength strength) => present[3 * dimension + (int)strength] + open[3 * dimension + (int)strength];
                if (FirstRule(If(Strength.Strong), If(Strength.Medium), If(Strength.Weak)) >= 0) positive |= 1 << dimension;
            }
            return positive;
        }

        /// <summary>
        /// The fewest further yes answers that make the dimension positive; with <paramref name="answered"/>, counted
        /// after one open indicator of that strength has been answered yes.
        /// </summary>
        public int FewestToPositive(int dimension, Strength? answered)
        {
            int Present(Strength strength) => present[3 * dimension + (int)strength] + (strength == answered ? 1 : 0);
            int Open(Strength strength) => open[3 * dimension + (int)strength] - (strength == answered ? 1 : 0);
            var fewest = Unreachable;
            foreach (var rule in instrument.Rules)
            {
                var missing = 0;
                var reachable = true;
                foreach (var (strength, least) in ((Strength, int)[])[(Strength.Strong, rule.Strong), (Strength.Medium, rule.Medium), (Strength.Weak, rule.Weak)])
                {
                    var lacking = Math.Max(0, least - Present(strength));
                    reachable &= lacking <= Open(strength);
                    missing += lacking;
                }
                var total = Present(Strength.Strong) + Present(Strength.Medium) + Present(Strength.Weak);
                var needed = Math.Max(missing, rule.Total - total);
                var available = Open(Strength.Strong) + Open(Strength.Medium) + Open(Strength.Weak);
                if (reachable && needed <= available) fewest = Math.Min(fewest, needed);
            }
            return fewest;
        }

        private int FirstRule(int strong, int medium, int weak)
        {
            var rules = instrument.Rules;
            for (var i = 0; i < rules.Length; i++)
            {
                var rule = rules[i];
                if (strong >= rule.Strong && medium >= rule.Medium && weak >= rule.Weak && strong + medium + weak >= rule.Total) return i;
            }
            return -1;
        }
    }
}
