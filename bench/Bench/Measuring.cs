using System.Diagnostics;
using Entraide.Core.Disclosure;
using Entraide.Core.Estimation;
using Entraide.Core.Statistics;

namespace Entraide.Bench;

/// <summary>
/// Hidden populations and safe release. Each figure stands beside the one of the program that is usually taken for it, which is
/// brought to this machine by how long base R takes to start here (0.22 s where those figures were taken), if R is here.
/// </summary>
internal static class Measuring
{
    private const double StartOfR = 0.22;

    public static void Run()
    {
        var machine = Yardstick();
        Console.WriteLine(machine is { } ratio ? $"Base R starts in {ratio * StartOfR * 1000:N0} ms: this machine takes {ratio:N2} × the time of the one on which the others were measured" : "R is not here: the others' seconds are those of their own machine (two cores, Debian 12)");
        Estimates(machine ?? 1);
        Released(machine ?? 1);
        Console.WriteLine($"  peak memory of this process   {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:N0} MB");
    }

    private static double? Yardstick()
    {
        try
        {
            var times = new List<double>();
            for (var i = 0; i < 7; i++)
            {
                var watch = Stopwatch.StartNew();
                using var r = Process.Start(new ProcessStartInfo("Rscript", ["--vanilla", "-e", "invisible(0)"]))!;
                r.WaitForExit();
                times.Add(watch.Elapsed.TotalSeconds);
            }
            return Measure.At(times, 0.5) / StartOfR;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static void Estimates(double machine)
    {
        Console.WriteLine("Hidden populations");
        CaptureTable uk = PublishedTables.UnitedKingdom2013FiveLists;
        Against("five British lists, stepwise, B = 1,000", 56.2, machine, () => Bootstrap.Stepwise(uk, 0.02, 1000, 1));
        Against("the same with B = 10,000", 562, machine, () => Bootstrap.Stepwise(uk, 0.02, 10_000, 1));
        Against("western site, stepwise, B = 1,000", 29.4, machine, () => Bootstrap.Stepwise(PublishedTables.WesternSite, 0.02, 1000, 1));
        Against("6,212 models of order 3 with status", 12.6, machine, () => ModelSearch.Rank(uk, 3));
        Against("averaging over 822 graphs", 0.35, machine, () => GraphAveraging.Average(uk));
        Against("best of 100 models, B = 1,000", 148, machine, () => Bootstrap.Best(uk, [.. ModelSearch.Rank(uk, 3).Fits.Take(100).Select(fit => fit.Model)], 1000, 1));
        var interval = Bootstrap.Stepwise(uk, 0.02, 10_000, 1).Interval(0.95, 1);
        Console.WriteLine($"  limits of 95 % with B = 10,000: {interval.Low:N0} ± {interval.LowError:N0} and {interval.High:N0} ± {interval.HighError:N0} by chance");
        for (var lists = 3; lists <= 10; lists++)
        {
            var table = Drawn(lists, 3000);
            Console.WriteLine($"  {lists,2} lists, 3,000 people, stepwise with B = 1,000: {Time(() => Bootstrap.Stepwise(table, 0.02, 1000, 1)):N0} ms");
        }
    }

    private static CaptureTable Drawn(int lists, int people)
    {
        var random = new SeededRandom(5);
        return CaptureTable.Of([.. Enumerable.Range(0, lists).Select(list => $"L{list}")], Enumerable.Range(0, people).Select(_ => Enumerable.Range(0, lists).Sum(list => random.Below(6) == 0 ? 1 << list : 0)).Where(history => history > 0).Select(history => new CaptureHistory(history, 1)));
    }

    private static void Released(double machine)
    {
        Console.WriteLine("Safe release (drawn data of the same shape: the compared files are not ours to keep)");
        var (adult, hierarchies) = AdultShape.Draw(30_000, 1);
        Against("30,000 rows, nine quasi-identifiers, k = 5, 5 %", 3.4, machine, () => Anonymiser.Find(adult, hierarchies, new PrivacyModel(5), 0.05, LossMeasure.Loss));
        var data = TraffickingShape.Draw(14_300, 1);
        ColumnRange[] ranges = [.. data.Columns.Select(column => ColumnRange.Of(column.Name, column.Values))];
        var options = new PrivateReleaseOptions(12, 1 / (14_300 * Math.Log(14_300)));
        PrivateMarginals? marginals = null;
        Against("14,300 cases, ε = 12, length 3: counting", 1.0, machine, () => marginals = PrivateMarginals.Of(data, ranges, options, new SeededBits(3)));
        Microdata? rows = null;
        Against("the same: drawing rows", 10.5, machine, () => rows = SyntheticRows.Draw(marginals!, new SeededBits(4)));
        var accuracy = AccuracyReport.Of(data, rows!, 3)[0];
        Console.WriteLine($"    mean count {accuracy.MeanCount:N1}, mean error {accuracy.MeanError:N1} (29.6 at 215.2), suppressed {accuracy.Suppressed:P1} (16.0 %), fabricated {accuracy.Fabricated:P1} (17 % in rows, 31.6 % in aggregates)");
        foreach (var size in (int[])[10_000, 100_000, 1_000_000])
        {
            var large = TraffickingShape.Draw(size, 2);
            ColumnRange[] known = [.. large.Columns.Select(column => ColumnRange.Of(column.Name, column.Values))];
            PrivateMarginals? counted = null;
            var counting = Time(() => counted = PrivateMarginals.Of(large, known, options, new SeededBits(3)), 1);
            Console.WriteLine($"  {size,9:N0} rows: counting {counting:N0} ms, drawing {Time(() => SyntheticRows.Draw(counted!, new SeededBits(4)), 1):N0} ms");
        }
    }

    private static void Against(string what, double theirs, double machine, Action ours)
    {
        var time = Time(ours);
        Console.WriteLine($"  {what,-50} {time,8:N0} ms; theirs {theirs * machine * 1000,9:N0} ms: {theirs * machine * 1000 / time:N0} × faster");
    }

    private static double Time(Action what, int times = 3)
    {
        var taken = new List<double>();
        for (var i = 0; i < times; i++)
        {
            var watch = Stopwatch.StartNew();
            what();
            taken.Add(watch.Elapsed.TotalMilliseconds);
        }
        return Measure.At(taken, 0.5);
    }
}
