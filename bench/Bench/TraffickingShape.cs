using Entraide.Core.Disclosure;
using Entraide.Core.Statistics;

namespace Entraide.Bench;

/// <summary>
/// Drawn rows of the shape of the global files on victims of trafficking that are published after anonymisation: ten columns, routes
/// that hang together, and no combination that only a few have, since the published files have none. No row is anybody's.
/// </summary>
internal static class TraffickingShape
{
    // Groups of people who are alike in all columns; the smallest has so many.
    private const int Groups = 140, Smallest = 11, Routes = 36;

    private static readonly string[] Columns = ["year", "gender", "age", "majority", "citizenship", "exploited-in", "exploitation", "sector", "means", "recruiter"];
    private static readonly string[] Ages = ["0-8", "9-17", "18-20", "21-23", "24-26", "27-29", "30-38", "39-47", "48+"];

    public static Microdata Draw(int rows, ulong seed)
    {
        var random = new SeededRandom(seed);
        var routes = Enumerable.Range(0, Routes).Select(_ => (From: Skewed(random, 45), To: Skewed(random, 50), Exploitation: random.Below(10) < 5 ? "labour" : random.Below(4) < 3 ? "sexual" : "other", Begins: random.Below(15))).ToArray();
        var groups = Enumerable.Range(0, Groups).Select(_ => Group(random, routes[Skewed(random, Routes)])).ToArray();
        var left = rows - (Groups * Smallest);
        var drawn = groups.SelectMany(group => Enumerable.Repeat(group, Smallest)).Concat(Enumerable.Range(0, left).Select(_ => groups[Skewed(random, Groups)]));
        return Microdata.Of(Columns, drawn.ToArray());
    }

    private static string[] Group(SeededRandom random, (int From, int To, string Exploitation, int Begins) route)
    {
        var age = random.Below(10) < 3 ? "" : Ages[random.Below(9)];
        return
        [
            $"{2002 + route.Begins + random.Below(5)}", random.Below(3) < (route.Exploitation == "sexual" ? 3 : 1) ? "female" : "male", age, age is "0-8" or "9-17" ? "minor" : age.Length > 0 || random.Below(2) == 0 ? "adult" : "",
            $"C{route.From:00}", $"C{route.To:00}", route.Exploitation, route.Exploitation == "labour" && random.Below(3) > 0 ? $"sector-{route.To % 6 + random.Below(4)}" : "", random.Below(3) == 0 ? "" : $"means-{random.Below(6)}", random.Below(5) < 3 ? "" : $"recruiter-{random.Below(4)}",
        ];
    }

    // Small numbers often, large ones seldom.
    private static int Skewed(SeededRandom random, int end) => Math.Min(random.Below(end), Math.Min(random.Below(end), random.Below(end)));
}
