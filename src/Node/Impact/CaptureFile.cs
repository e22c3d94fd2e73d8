using System.Globalization;
using Entraide.Core.Estimation;
using Entraide.Core.Text;
using Entraide.Node.Platform;

namespace Entraide.Node.Impact;

/// <summary>A file of capture histories: a column of 0 and 1 for each list, and a column <c>count</c>.</summary>
/// <param name="AddedUp">Lines whose history stood in the file before; their counts were added.</param>
public sealed record CaptureFile(CaptureTable Table, IReadOnlyList<int> AddedUp)
{
    private const string Count = "count";

    /// <param name="name">What the file is called in refusals.</param>
    /// <exception cref="RefusedException">A fault, by line and column; how many others there are.</exception>
    /// <exception cref="EstimationException">The table itself: too many lists, a name twice.</exception>
    public static CaptureFile Read(CsvRows file, string name)
    {
        ArgumentNullException.ThrowIfNull(file);
        var counted = file.Columns.ToList().FindIndex(column => column.Equals(Count, StringComparison.OrdinalIgnoreCase));
        if (counted < 0) throw new RefusedException($"{name}: there is no column \"{Count}\". Give one column of 0 and 1 for each list, and one \"{Count}\" with how many people have that history. The columns are: {string.Join(", ", file.Columns.Select(Quoted.Line))}.");
        string[] lists = [.. file.Columns.Where((_, place) => place != counted)];
        // Before any row is looked at, since the bits of more lists would not fit.
        if (lists.Length is 0 or > CaptureTable.MostLists) _ = CaptureTable.Of(lists, []);
        var faults = new List<string>();
        var (histories, seen, twice) = (new List<CaptureHistory>(), new HashSet<int>(), new List<int>());
        foreach (var row in file.Rows)
        {
            var history = History(row, lists, counted, faults);
            var count = Number(row, counted, faults);
            if (history == 0 && count > 0) faults.Add($"line {row.Line}: {count} people on no list. Who is on no list was not counted: leave the line out.");
            if (history <= 0 || count < 0) continue;
            if (!seen.Add(history)) twice.Add(row.Line);
            histories.Add(new CaptureHistory(history, count));
        }
        if (faults.Count > 0) throw new RefusedException($"{name}, {faults[0]}{(faults.Count > 1 ? $" ({faults.Count - 1} more faults in the file.)" : "")}");
        return new CaptureFile(CaptureTable.Of(lists, histories), twice);
    }

    private static int History(CsvRow row, string[] lists, int counted, List<string> faults)
    {
        var history = 0;
        for (var (place, list) = (0, 0); place < row.Cells.Count; place++)
        {
            if (place == counted) continue;
            if (row.Cells[place] is "1") history |= 1 << list;
            else if (row.Cells[place] is not "0")
            {
                faults.Add($"line {row.Line}, column \"{Quoted.Line(lists[list])}\": \"{Quoted.Line(row.Cells[place])}\" is neither 0 nor 1. Write 1 where these people are on the list, and 0 where not.");
                return -1;
            }
            list++;
        }
        return history;
    }

    private static int Number(CsvRow row, int counted, List<string> faults)
    {
        var given = row.Cells[counted];
        if (int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= CaptureTable.MostCases) return count;
        faults.Add($"line {row.Line}, column \"{Count}\": {(given.Length == 0 ? "there is no number" : $"\"{Quoted.Line(given)}\" is no whole number from 0 to {CaptureTable.MostCases}")}. Write how many people have this history.");
        return -1;
    }
}
