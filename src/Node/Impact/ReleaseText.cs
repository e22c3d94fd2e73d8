using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Entraide.Core.Disclosure;
using Entraide.Core.Text;
using Entraide.Node.Platform;

namespace Entraide.Node.Impact;

/// <summary>Releases as files, and what was done in words for people and as JSON for programs.</summary>
internal static class ReleaseText
{
    private const string Margin = "*";

    /// <summary>How a release was made, in words.</summary>
    public static string Say(Catalogue say, string settings) => string.Join(" · ", settings.Split(';').Select(one => one.Split('=', 2)).Select(one => one[0] switch
    {
        "edition" => say.Say("figures.edition", ("number", one[1])),
        "by" => string.Join(", ", one[1].Split(',').Select(dimension => say["figure." + dimension])),
        "threshold" or "round" or "suppress" or "length" => say.Say("releases.setting." + one[0], ("value", one[1])),
        // Letters that are the same in every language.
        _ => $"{one[0]} = {one[1]}",
    }));

    /// <summary>A table as a file: a column for each dimension, * for a margin; an empty count is not shown.</summary>
    public static string Csv(SafeTables tables) => CsvText.Line([.. tables.Dimensions, "count"]) + string.Concat(tables.Cells.Select(cell => CsvText.Line([.. tables.Dimensions.Select(dimension => cell.Filter.GetValueOrDefault(dimension, Margin)), $"{cell.Shown}"])));

    /// <summary>What such a file holds: a filter with its count, null where it is not shown.</summary>
    public static IEnumerable<(IReadOnlyDictionary<string, string> Filter, int? Count)> Counts(byte[] file)
    {
        var (columns, rows) = CsvRows.Read(new MemoryStream(file), "release");
        return rows.Select(row => ((IReadOnlyDictionary<string, string>)columns.SkipLast(1).Zip(row.Cells).Where(one => one.Second != Margin).ToDictionary(one => one.First, one => one.Second, StringComparer.Ordinal), row.Cells[^1].Length == 0 ? (int?)null : int.Parse(row.Cells[^1], CultureInfo.InvariantCulture)));
    }

    public static void WriteTables(SafeTables tables, ImmutableArray<NarrowedCell> attack, string? file, bool json, Stopwatch watch)
    {
        if (file is not null) CsvText.Write(file, Csv(tables));
        var hidden = tables.Cells.Count(cell => cell.Shown is null);
        var (found, narrowest) = TableAttack.Outcome(attack, tables.Threshold);
        if (json)
        {
            var to = new CanonicalJson().Open('{').Name("by").Values(tables.Dimensions).Name("threshold").Value(tables.Threshold);
            if (tables.RoundedTo is { } rounded) to.Name("round").Value(rounded);
            to.Name("shown").Value(tables.Cells.Length - hidden).Name("suppressed").Value(hidden).Name("recovered").Value(found).Name("cells").Open('[');
            foreach (var cell in tables.Cells)
            {
                to.Open('{');
                foreach (var (dimension, value) in cell.Filter) to.Name(dimension).Value(value);
                to.Name("count");
                if (cell.Shown is { } shown) to.Value(shown);
                else to.Value((string?)null);
                to.Close('}');
            }
            CommandLine.Write(to.Close(']').Name("elapsedMs").Value(watch.ElapsedMilliseconds).Close('}').Bytes.Span);
            return;
        }
        var text = new StringBuilder();
        if (file is null) text.Append(Csv(tables)).Append('\n');
        text.Append($"{tables.Cells.Length - hidden} counts are shown, {hidden} are not: groups under {tables.Threshold}, and what would tell of them.\n");
        text.Append($"An attacker who knows all that is shown recovers {found} of the small groups{(narrowest is null ? "" : $"; the narrowest range that is left to a hidden count is {narrowest:0}")}.");
        CommandLine.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    public static void WriteAnonymised(AnonymityResult result, IReadOnlyList<string> quasi, ReidentificationRisk risk, string? file, bool json, Stopwatch watch)
    {
        if (file is not null) CsvText.Write(file, CsvText.Of(result.Release));
        if (json)
        {
            var to = new CanonicalJson().Open('{').Name("levels").Open('{');
            for (var place = 0; place < quasi.Count; place++) to.Name(quasi[place]).Value(result.Levels[place]);
            to.Close('}').Name("score").Value(result.Score).Name("suppressed").Value(result.Suppressed).Name("classes").Value(result.Classes).Name("smallestClass").Value(result.SmallestClass)
                .Name("latticeNodes").Value(result.LatticeNodes).Name("highestRisk").Value(risk.Highest).Name("meanRisk").Value(risk.Mean).Name("certain").Value(risk.Certain.Length);
            CommandLine.Write(to.Name("elapsedMs").Value(watch.ElapsedMilliseconds).Close('}').Bytes.Span);
            return;
        }
        var text = new StringBuilder($"The best of {result.LatticeNodes} releases, proven: score {result.Score:G10}.\n");
        for (var place = 0; place < quasi.Count; place++) text.Append($"  {quasi[place],-24} level {result.Levels[place]}\n");
        text.Append($"{result.Classes} classes, the smallest of {result.SmallestClass} rows; {result.Suppressed} rows are left out.\n");
        text.Append($"Who tries to find a person she knows to be there succeeds at most in {risk.Highest:P1} of attempts, in {risk.Mean:P1} on average.");
        if (risk.Certain.Length > 0) text.Append($"\nCare: in {risk.Certain.Length} classes everybody has the same sensitive value, so that finding the class is enough. Use --l-diversity.");
        CommandLine.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    public static void WriteSynthetic(PrivateMarginals marginals, Microdata rows, ImmutableArray<Accuracy> accuracy, PrivacyBudget? budget, bool json, Stopwatch watch)
    {
        if (json)
        {
            var to = new CanonicalJson().Open('{').Name("epsilon").Value(marginals.Options.Epsilon).Name("delta").Value(marginals.Delta).Name("rho").Value(marginals.Rho).Name("length").Value(marginals.Options.Length).Name("noiseDeviation").Value(marginals.Deviation)
                .Name("records").Value(rows.RowCount).Name("isDraft").Value(marginals.IsRepeatable).Name("accuracy").Open('[');
            foreach (var one in accuracy)
                to.Open('{').Name("length").Value(one.Length).Name("combinations").Value(one.Combinations).Name("meanCount").Value(one.MeanCount).Name("meanError").Value(one.MeanError).Name("suppressed").Value(one.Suppressed).Name("fabricated").Value(one.Fabricated).Close('}');
            to.Close(']');
            if (budget is not null) to.Name("budget").Open('{').Name("population").Value(budget.Population).Name("epsilon").Value(budget.Epsilon).Name("spent").Value(budget.EpsilonSpent).Name("left").Value(budget.EpsilonLeft).Name("releases").Value(budget.Spent.Length).Close('}');
            CommandLine.Write(to.Name("elapsedMs").Value(watch.ElapsedMilliseconds).Close('}').Bytes.Span);
            return;
        }
        var text = new StringBuilder();
        if (marginals.IsRepeatable) text.Append("A draft: its noise comes from a seed, so it protects nobody. Do not publish it.\n");
        text.Append($"{rows.RowCount} synthetic rows at ε = {marginals.Options.Epsilon:0.###}, δ = {marginals.Delta:0.###e+0}; up to {marginals.Options.Length} columns together; noise of a deviation of {marginals.Deviation:0.0} in every count.\n\n");
        text.Append("How near they are to the truth (for you, not to be published):\ncolumns   combinations   mean count   mean error   suppressed   fabricated\n");
        foreach (var one in accuracy) text.Append($"{(one.Length == 0 ? "all" : $"{one.Length}"),-7} {one.Combinations,14} {one.MeanCount,12:0.0} {one.MeanError,12:0.0} {one.Suppressed,12:P1} {one.Fabricated,12:P1}\n");
        text.Append(budget is null ? "\nThis release stands in no ledger. What is published again and again of the same people adds up: use --ledger." : $"\nOf the budget of ε = {budget.Epsilon:0.###} for \"{budget.Population}\", {budget.EpsilonSpent:0.###} is spent after {budget.Spent.Length} releases.");
        CommandLine.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
