using System.Diagnostics;
using Entraide.Core.Disclosure;

namespace Entraide.Bench;

/// <summary>The search for the best release, on drawn rows of the shape by which such programs are compared.</summary>
internal static class Disclosure
{
    public static void Run()
    {
        Console.WriteLine("Anonymised release, 30,000 rows, nine quasi-identifiers");
        var (data, hierarchies) = AdultShape.Draw(30_000, seed: 1);
        var rows = Enumerable.Range(0, data.RowCount).Select(row => string.Join(' ', data.Columns.Select(column => column.Codes[row]))).Distinct(StringComparer.Ordinal).Count();
        Console.WriteLine($"  values {string.Join(' ', data.Columns.Select(column => column.Values.Length))}, levels {string.Join(' ', hierarchies.Select(hierarchy => hierarchy.Levels))}, {rows:N0} different rows");
        Hierarchy[] withoutOccupation = [.. hierarchies.Where(hierarchy => hierarchy.Column != "occupation")];
        foreach (var measure in Enum.GetValues<LossMeasure>())
            foreach (var limit in (double[])[0, 0.05, 1]) Time($"k=5, {measure}, {limit:P0} suppressed", () => Anonymiser.Find(data, hierarchies, new PrivacyModel(5), limit, measure));
        foreach (SensitiveModel sensitive in (SensitiveModel[])[new DistinctDiversity("occupation", 3), new EntropyDiversity("occupation", 3), new EqualDistanceCloseness("occupation", 0.3)])
            Time($"k=5, {sensitive.GetType().Name}, 5 % suppressed", () => Anonymiser.Find(data, withoutOccupation, new PrivacyModel(5, sensitive), 0.05, LossMeasure.Loss));
    }

    private static void Time(string what, Func<AnonymityResult> find)
    {
        var times = new List<double>();
        AnonymityResult? result = null;
        for (var i = 0; i < 5; i++)
        {
            var watch = Stopwatch.StartNew();
            result = find();
            times.Add(watch.Elapsed.TotalMilliseconds);
        }
        Console.WriteLine($"  {what,-46} {Measure.At(times, 0.5),6:N0} ms; {result!.NodesEvaluated:N0} of {result.LatticeNodes:N0} nodes, {result.Suppressed:N0} suppressed, score {result.Score:G7}");
    }
}
