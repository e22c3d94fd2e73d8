using System.CommandLine;
using System.Diagnostics;
using Entraide.Core.Disclosure;
using Entraide.Core.Text;
using Entraide.Node.Platform;

namespace Entraide.Node.Impact;

/// <summary><c>entraide release</c>: makes case facts safe to be let out.</summary>
public static class ReleaseCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "Write JSON." };
    private static readonly Option<string> To = new("--out") { Description = "The file to write what may be published to.", HelpName = "FILE" };

    public static Command Command() => new("release", "Make a safe public release: tables, anonymised rows, or synthetic rows.") { Tables(), Anonymise(), SynthesiseCommand.Command(Input(), To, Json) };

    internal static Argument<string> Input() => new("FILE.csv") { Description = "One row for each person, the columns named in the first line. - for standard input." };

    private static Command Tables()
    {
        var file = Input();
        var by = new Option<string>("--by") { Description = "The columns of the table, from 1 to 4.", HelpName = "A,B,C", Required = true };
        var threshold = new Option<int>("--threshold") { Description = "Groups smaller than this are not shown, and cannot be worked out.", HelpName = "N", DefaultValueFactory = _ => SafeTables.UsualThreshold };
        var round = new Option<int?>("--round") { Description = "Round what is shown to multiples of this, such as 5.", HelpName = "N" };
        var command = new Command("tables", "A table with all its margins, without small groups.") { file, by, threshold, round, To, Json };
        command.SetAction((parsed, stop) => Task.FromResult(Run(parsed.GetValue(file)!, (data, watch) =>
        {
            using var bar = new TerminalProgress();
            var tables = SafeTables.Protect(data, Names(parsed.GetValue(by)!), parsed.GetValue(threshold), parsed.GetValue(round), null, null, bar, stop);
            bar.Dispose();
            ReleaseText.WriteTables(tables, TableAttack.On(tables.Cells, tables.RoundedTo, stop), parsed.GetValue(To), parsed.GetValue(Json), watch);
        })));
        return command;
    }

    private static Command Anonymise()
    {
        var file = Input();
        var k = new Option<int>("--k") { Description = "Each published row is like at least k-1 others.", HelpName = "K", DefaultValueFactory = _ => 5 };
        var quasi = new Option<string>("--quasi") { Description = "The columns by which somebody could be recognised.", HelpName = "A,B,C", Required = true };
        var hierarchies = new Option<string>("--hierarchies") { Description = "Folder with h_COLUMN.csv for each of them: value first, then what it becomes level by level, last *.", HelpName = "DIR", Required = true };
        var suppress = new Option<double>("--suppress") { Description = "The share of rows that may be left out, from 0 to 1.", HelpName = "SHARE", DefaultValueFactory = _ => 0.05 };
        var measure = new Option<string>("--measure") { Description = "What is least: loss of detail, discernibility (dm), or average class size (aecs).", HelpName = "loss|dm|aecs", DefaultValueFactory = _ => "loss" };
        var sensitive = new Option<string>("--sensitive") { Description = "The column that nobody shall learn of a person; for --l-diversity and --t-closeness.", HelpName = "COLUMN" };
        var diversity = new Option<string>("--l-diversity") { Description = "How varied it is in every class: 3 or distinct:3, entropy:2, recursive:4:2 (c, then l).", HelpName = "KIND:L" };
        var closeness = new Option<double?>("--t-closeness") { Description = "How far from the whole its shares may be in a class, from 0 to 1 (equal distance).", HelpName = "T" };
        var command = new Command("anonymise", "Rows in classes of at least k, with the least loss that is possible.") { file, k, quasi, hierarchies, suppress, measure, sensitive, diversity, closeness, To, Json };
        command.SetAction((parsed, stop) => Task.FromResult(Run(parsed.GetValue(file)!, (data, watch) =>
        {
            var names = Names(parsed.GetValue(quasi)!);
            Hierarchy[] levels = [.. names.Select(name => ReadHierarchy(data, name, parsed.GetValue(hierarchies)!))];
            var model = new PrivacyModel(parsed.GetValue(k), Sensitive(parsed.GetValue(sensitive), parsed.GetValue(diversity), parsed.GetValue(closeness)));
            var least = parsed.GetValue(measure) switch { "loss" => LossMeasure.Loss, "dm" => LossMeasure.Discernibility, "aecs" => LossMeasure.AverageClassSize, var other => throw new DisclosureException($"There is no measure \"{other}\". Use loss, dm or aecs.") };
            using var bar = new TerminalProgress();
            var result = Anonymiser.Find(data, levels, model, parsed.GetValue(suppress), least, bar, stop);
            bar.Dispose();
            ReleaseText.WriteAnonymised(result, names, ReidentificationRisk.Of(result.Release, names, model.Sensitive?.Column), parsed.GetValue(To), parsed.GetValue(Json), watch);
        })));
        return command;
    }

    private static SensitiveModel? Sensitive(string? column, string? diversity, double? closeness)
    {
        if (diversity is null && closeness is null) return null;
        if (column is null) throw new DisclosureException("Name the column that nobody shall learn, with --sensitive COLUMN.");
        if (diversity is not null && closeness is not null) throw new DisclosureException("Give either --l-diversity or --t-closeness.");
        if (closeness is { } t) return new EqualDistanceCloseness(column, t);
        return diversity!.Split(':') switch
        {
            [var l] when int.TryParse(l, out var least) => new DistinctDiversity(column, least),
            ["distinct", var l] when int.TryParse(l, out var least) => new DistinctDiversity(column, least),
            ["entropy", var l] when int.TryParse(l, out var least) => new EntropyDiversity(column, least),
            ["recursive", var c, var l] when double.TryParse(c, out var factor) && int.TryParse(l, out var least) => new RecursiveDiversity(column, factor, least),
            _ => throw new DisclosureException($"\"{diversity}\" is no diversity. Write 3, distinct:3, entropy:2 or recursive:4:2."),
        };
    }

    private static Hierarchy ReadHierarchy(Microdata data, string column, string folder)
    {
        // Named in the data first: a misspelt column is told as that, not as a file that is missing.
        var (values, file) = (data[column], Path.Combine(folder, $"h_{column}.csv"));
        if (!File.Exists(file)) throw new RefusedException($"There is no hierarchy {Quoted.Line(file)}. Write one row for each value of \"{column}\": the value, what it becomes level by level, and *.");
        try
        {
            var hierarchy = Hierarchy.Of(column, [.. CsvRows.Open(file, hasHeader: false).Rows.Select(row => row.Cells)]);
            hierarchy.Check(values);
            return hierarchy;
        }
        catch (DisclosureException e)
        {
            throw new RefusedException($"{Quoted.Line(file)}: {e.Message}", e);
        }
    }

    internal static string[] Names(string list) => [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Reads the file and does it; what is refused has written nothing.</summary>
    internal static int Run(string file, Action<Microdata, Stopwatch> release)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            var rows = CsvRows.Open(file);
            release(Microdata.Of(rows.Columns, rows.Rows.Select(row => row.Cells)), watch);
            return CommandLine.Done;
        }
        catch (DisclosureException e)
        {
            throw new RefusedException($"{Quoted.Line(file)}: {e.Message}", e);
        }
    }
}
