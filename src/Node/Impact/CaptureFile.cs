using System.Globalization;
using Entraide.Core.Estimation;
using Entraide.Core.Text;

namespace Entraide.Node.Impact;

/// <summary>A file of capture histories: a column of 0 and 1 for each list, and a column <c>count</c>.</summary>
/// <param name="AddedUp">Lines whose history stood in the file before; their counts were added.</param>
public sealed record CaptureFile(CaptureTable Table, IReadOnlyList<int> AddedUp)
{
    private const string Count = "count";

    private sealed record Fault(string Key, int Line, string Column, string Value);

    /// <param name="name">What the file is called in refusals.</param>
    /// <exception cref="FileRefusedException">A fault, by line and column; how many others there are.</exception>
    /// <exception cref="EstimationException">The table itself: too many lists, a name twice.</exception>
    public static CaptureFile Read(CsvRows file, string name)
    {
        ArgumentNullException.ThrowIfNull(file);
        var counted = file.Columns.ToList().FindIndex(column => column.Equals(Count, StringComparison.OrdinalIgnoreCase));
        if (counted < 0) throw new FileRefusedException("file.lists.no-count", [("file", name), ("columns", string.Join(", ", file.Columns.Select(Quoted.Line)))]);
        string[] lists = [.. file.Columns.Where((_, place) => place != counted)];
        // Before any row is looked at, since the bits of more lists would not fit.
        if (lists.Length is 0 or > CaptureTable.MostLists) _ = CaptureTable.Of(lists, []);
        var faults = new List<Fault>();
        var (histories, seen, twice) = (new List<CaptureHistory>(), new HashSet<int>(), new List<int>());
        foreach (var row in file.Rows)
        {
            var history = History(row, lists, counted, faults);
            var count = Number(row, counted, faults);
            if (history == 0 && count > 0) faults.Add(new Fault("file.lists.on-none", row.Line, "", $"{count}"));
            if (history <= 0 || count < 0) continue;
            if (!seen.Add(history)) twice.Add(row.Line);
            histories.Add(new CaptureHistory(history, count));
        }
        if (faults is [var fault, ..]) throw new FileRefusedException(fault.Key, [("file", name), ("line", fault.Line), ("column", Quoted.Line(fault.Column)), ("value", Quoted.Line(fault.Value)), ("most", CaptureTable.MostCases)], faults.Count - 1);
        return new CaptureFile(CaptureTable.Of(lists, histories), twice);
    }

    private static int History(CsvRow row, string[] lists, int counted, List<Fault> faults)
    {
        var history = 0;
        for (var (place, list) = (0, 0); place < row.Cells.Count; place++)
        {
            if (place == counted) continue;
            if (row.Cells[place] is "1") history |= 1 << list;
            else if (row.Cells[place] is not "0")
            {
                faults.Add(new Fault("file.lists.binary", row.Line, lists[list], row.Cells[place]));
                return -1;
            }
            list++;
        }
        return history;
    }

    private static int Number(CsvRow row, int counted, List<Fault> faults)
    {
        var given = row.Cells[counted];
        if (int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= CaptureTable.MostCases) return count;
        faults.Add(new Fault("file.lists.number", row.Line, Count, given));
        return -1;
    }
}
