using Entraide.Core.Disclosure;
using Entraide.Core.Statistics;

namespace Entraide.Bench;

/// <summary>
/// Drawn rows of the shape of the census extract "Adult" (UCI Machine Learning Repository, 1996), by which programs that anonymise are
/// compared: nine columns with as many values and levels, uneven shares, columns that hang together. No row is anybody's.
/// </summary>
internal static class AdultShape
{
    // Of a hundred values, so many are any of the column, so that the rarest occur too.
    private const int Scattered = 2;

    // Of ten rows, so many follow their kind in the columns that hang together.
    private const int FollowKind = 6;
    private const int Kinds = 6;

    // Skew: of a hundred, how many pass over a value to the next. Groups: how many neighbours are one, level by level.
    private static readonly Shape[] Columns =
    [
        new("sex", 2, 33, false, []), new("age", 74, 96, true, [5, 10, 20]), new("race", 5, 14, false, []), new("marital", 7, 45, true, [3]), new("education", 16, 65, true, [2, 6]),
        new("country", 41, 8, false, [8]), new("workclass", 8, 26, false, [3]), new("occupation", 14, 80, true, [4]), new("salary", 2, 25, false, []),
    ];

    public static (Microdata Data, Hierarchy[] Hierarchies) Draw(int rows, ulong seed)
    {
        var random = new SeededRandom(seed);
        var data = new List<string[]>(rows);
        for (var row = 0; row < rows; row++)
        {
            var kind = random.Below(Kinds);
            data.Add([.. Columns.Select(column => column.Name(column.Draw(random, kind)))]);
        }
        return (Microdata.Of([.. Columns.Select(column => column.Title)], data), [.. Columns.Select(column => column.Hierarchy())]);
    }

    private sealed record Shape(string Title, int Values, int Skew, bool HangsTogether, int[] Groups)
    {
        public string Name(int value) => $"{Title}-{value:00}";

        public Hierarchy Hierarchy() => Core.Disclosure.Hierarchy.Of(Title, [.. Enumerable.Range(0, Values).Select(value => (string[])[Name(value), .. Groups.Select(size => $"{Title}-{value / size * size:00}+{size - 1}"), Core.Disclosure.Hierarchy.Top])]);

        // One after the other has the chance of not being passed over; who follows her kind begins further on.
        public int Draw(SeededRandom random, int kind)
        {
            if (random.Below(100) < Scattered) return random.Below(Values);
            var start = HangsTogether && random.Below(10) < FollowKind ? kind * Values / Kinds / 2 : 0;
            var value = 0;
            while (random.Below(100) < Skew) value++;
            return (start + value) % Values;
        }
    }
}
