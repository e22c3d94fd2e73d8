using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Entraide.Core.Estimation;
using Entraide.Core.Text;
using Entraide.Node.Platform;

namespace Entraide.Node.Impact;

/// <summary><c>entraide estimate</c>: a hidden population from overlapping lists.</summary>
public static class EstimateCommand
{
    public static Command Command()
    {
        var file = new Argument<string>("FILE.csv") { Description = "One column of 0 and 1 for each list and one \"count\"; a row for each history that somebody has. - for standard input." };
        var method = new Option<string>("--method") { Description = "stepwise (pairs added one by one), main (independent lists), bic (best of all models), dga (averaged over decomposable graphs).", HelpName = "stepwise|main|bic|dga", DefaultValueFactory = _ => "stepwise" };
        var threshold = new Option<double>("--threshold") { Description = "For stepwise: how improbable a pair's total must be to be added.", HelpName = "P", DefaultValueFactory = _ => StepwiseSelection.UsualThreshold };
        var order = new Option<int>("--max-order") { Description = "For bic: most lists in one term.", HelpName = "N", DefaultValueFactory = _ => 2 };
        var bootstrap = new Option<int>("--bootstrap") { Description = "Resampled tables for the interval; 0 for the one from the standard error.", HelpName = "B", DefaultValueFactory = _ => Bootstrap.UsualReplicates };
        var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same interval on any machine.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        var command = new Command("estimate", "Estimate a hidden population from overlapping lists, with its whole range.") { file, method, threshold, order, bootstrap, seed, json };
        command.SetAction((parsed, stop) =>
        {
            var known = EstimateText.Methods.TryGetValue(parsed.GetValue(method)!, out var chosen) ? chosen : throw new RefusedException($"there is no method \"{Quoted.Line(parsed.GetValue(method)!)}\". Use one of: {string.Join(", ", EstimateText.Methods.Keys)}.");
            var (name, options) = (parsed.GetValue(file)!, new EstimationOptions(known, parsed.GetValue(threshold), parsed.GetValue(order), parsed.GetValue(bootstrap), parsed.GetValue(seed)));
            if (options.Threshold is not (>= 0 and <= 1)) throw new RefusedException("--threshold is a probability, from 0 to 1.");
            if (options.Replicates is < 0 or (> 0 and < 100) or > 1_000_000) throw new RefusedException("--bootstrap is 0, or from 100 to 1000000.");
            return Task.FromResult(Run(name, options, parsed.GetValue(json), stop));
        });
        return command;
    }

    private static int Run(string file, EstimationOptions options, bool json, CancellationToken stop)
    {
        var (say, watch) = (Catalogues.For(Language.English), Stopwatch.StartNew());
        try
        {
            var read = CaptureFile.Read(CsvRows.Open(file), Quoted.Line(file));
            foreach (var line in read.AddedUp.Take(20)) Console.Error.WriteLine($"{Quoted.Line(file)}, line {line}: this history stood in the file before; the counts were added up.");
            using var bar = new TerminalProgress();
            var estimate = Estimator.Estimate(read.Table, options, bar, stop);
            bar.Dispose();
            if (json) CommandLine.Write(EstimateText.WriteTo(new CanonicalJson(), estimate, say).Name("elapsedMs").Value(watch.ElapsedMilliseconds).Close('}').Bytes.Span);
            else CommandLine.Write(Encoding.UTF8.GetBytes(EstimateText.Write(estimate, say)));
            return CommandLine.Done;
        }
        catch (EstimationException e)
        {
            throw new RefusedException($"{Quoted.Line(file)}: no estimate ({EstimateText.WordOf(e.Refusal)}): {e.Message}", e);
        }
    }
}
