using System.CommandLine;
using System.Globalization;
using Entraide.Core.Disclosure;
using Entraide.Core.Text;
using Entraide.Node.Platform;

namespace Entraide.Node.Impact;

/// <summary><c>entraide release synthesise</c>: rows that nobody is, under differential privacy, entered in a ledger of what was spent.</summary>
internal static class SynthesiseCommand
{
    public static Command Command(Argument<string> file, Option<string> to, Option<bool> json)
    {
        var epsilon = new Option<double>("--epsilon") { Description = "How much may be lost of privacy: the smaller, the more is hidden.", HelpName = "E", Required = true };
        var delta = new Option<double>("--delta") { Description = "How likely more may be lost.", HelpName = "D", DefaultValueFactory = _ => PrivateReleaseOptions.UsualDelta };
        var length = new Option<int>("--length") { Description = "How many columns are looked at together, 1 to 4.", HelpName = "R", DefaultValueFactory = _ => 3 };
        var seed = new Option<ulong?>("--seed") { Description = "For trying out: the same seed gives the same rows, and protects nobody. Refused with --ledger.", HelpName = "N" };
        var ranges = new Option<string>("--ranges") { Description = "File with the columns \"column\" and \"value\": all values that may occur, fixed before the data were seen. Without it, rare values are not named, and each release takes a part of δ.", HelpName = "FILE" };
        var ledger = new Option<string>("--ledger") { Description = "File in which releases of the same people are entered; made where it is not there.", HelpName = "FILE" };
        var budget = new Option<double?>("--budget") { Description = "For a new ledger: the ε of all releases together.", HelpName = "E" };
        var population = new Option<string>("--population") { Description = "For the ledger: whose data they are, as \"victims registered until 2026\".", HelpName = "NAME" };
        var command = new Command("synthesise", "Rows that nobody is, under differential privacy.") { file, epsilon, delta, length, seed, ranges, ledger, budget, population, to, json };
        command.SetAction((parsed, stop) => Task.FromResult(ReleaseCommand.Run(parsed.GetValue(file)!, (data, watch) =>
        {
            if (parsed.GetValue(seed) is not null && parsed.GetValue(ledger) is not null) throw new DisclosureException("A seed makes a draft, which is not entered in a ledger and not published. Leave one of them out.");
            var options = new PrivateReleaseOptions(parsed.GetValue(epsilon), parsed.GetValue(delta), parsed.GetValue(length));
            var known = parsed.GetValue(ranges) is { } given ? ReadRanges(given, data) : null;
            // Before anything is looked at: what would exceed the budget is not even made.
            var (path, name) = (parsed.GetValue(ledger), Path.GetFileName(parsed.GetValue(to) ?? "a release"));
            var (loss, naming) = PrivateMarginals.LossOf(options, known is not null);
            var spent = path is null ? null : ReleaseLedger.Open(path, parsed.GetValue(population), parsed.GetValue(budget), options.Delta).Spend(name, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime), loss, naming);
            RandomBits bits = parsed.GetValue(seed) is { } draft ? new SeededBits(draft) : new SystemBits();
            var marginals = PrivateMarginals.Of(data, known, options, bits, stop);
            using var bar = new TerminalProgress();
            var rows = SyntheticRows.Draw(marginals, bits, bar, stop);
            bar.Dispose();
            // The loss is entered before anything leaves: a release without an entry would be spent twice.
            if (spent is not null) ReleaseLedger.Write(path!, spent);
            if (parsed.GetValue(to) is { } file) CsvText.Write(file, CsvText.Of(rows));
            ReleaseText.WriteSynthetic(marginals, rows, AccuracyReport.Of(data, rows, options.Length), spent, parsed.GetValue(json), watch);
        })));
        return command;
    }

    private static ColumnRange[] ReadRanges(string file, Microdata data)
    {
        var rows = CsvRows.Open(file);
        if (rows.Columns is not ["column", "value"]) throw new RefusedException($"{Quoted.Line(file)}: the columns are {string.Join(", ", rows.Columns.Select(Quoted.Line))}; name them \"column\" and \"value\", and write a row for each value of each column.");
        return [.. rows.Rows.GroupBy(row => row.Cells[0]).Where(same => data.Columns.Any(column => column.Name == same.Key)).Select(same => ColumnRange.Of(same.Key, same.Select(row => row.Cells[1])))];
    }
}

/// <summary>A file of the releases of one population: its first line says the budget, each other a release.</summary>
internal static class ReleaseLedger
{
    private static readonly string[] Columns = ["population", "epsilon", "delta", "release", "on", "rho", "naming"];

    /// <exception cref="RefusedException">It is no ledger, is another population's, or a new one has no budget.</exception>
    public static PrivacyBudget Open(string file, string? population, double? budget, double delta)
    {
        if (!File.Exists(file))
        {
            if (budget is null || population is null) throw new RefusedException($"There is no ledger {Quoted.Line(file)} yet. Say with --population whose data they are, and with --budget what ε all releases together may have.");
            return PrivacyBudget.Of(population, budget.Value, delta);
        }
        var rows = CsvRows.Open(file);
        if (!rows.Columns.SequenceEqual(Columns) || rows.Rows.Count == 0) throw new RefusedException($"{Quoted.Line(file)} is no ledger of releases. Its columns are {string.Join(", ", Columns)}.");
        try
        {
            var first = rows.Rows[0].Cells;
            if (population is not null && population != first[0]) throw new RefusedException($"{Quoted.Line(file)} is the ledger of \"{Quoted.Line(first[0])}\". Give another population a ledger of its own.");
            if (Number(first[2]) != delta) throw new RefusedException($"The ledger {Quoted.Line(file)} counts with δ = {first[2]}. Release with the same --delta.");
            return PrivacyBudget.Of(first[0], Number(first[1]), Number(first[2]), rows.Rows.Where(row => row.Cells[3].Length > 0).Select(row => new SpentLoss(row.Cells[3], DateOnly.ParseExact(row.Cells[4], "yyyy-MM-dd", CultureInfo.InvariantCulture), Number(row.Cells[5]), Number(row.Cells[6]))));
        }
        catch (FormatException e)
        {
            throw new RefusedException($"{Quoted.Line(file)} was changed by hand: a number or a date in it cannot be read. Take back the copy that you kept.", e);
        }
    }

    public static void Write(string file, PrivacyBudget budget) => CsvText.Write(file, CsvText.Line(Columns) + string.Concat(budget.Spent.Select(one => CsvText.Line([budget.Population, Text(budget.Epsilon), Text(budget.Delta), one.Release, one.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Text(one.Loss), Text(one.Naming)]))));

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
