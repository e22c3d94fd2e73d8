using Entraide.Core.Estimation;

namespace Entraide.Tests.Core.Estimation;

/// <summary>The published tables by their names in the figures, and tables from the files of vectors.</summary>
internal static class Published
{
    public static CaptureTable Table(string name) => name switch
    {
        "artificial3" => PublishedTables.Artificial,
        "korea3" => PublishedTables.Palembang,
        "western5" => PublishedTables.WesternSite,
        "neworleans5-n185" => PublishedTables.NewOrleansFiveLists,
        "neworleans8-n185" => PublishedTables.NewOrleans,
        "uk5" => PublishedTables.UnitedKingdom2013FiveLists,
        "uk6" => PublishedTables.UnitedKingdom2013,
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    public static CaptureTable Read(string[] lines)
    {
        var header = lines[0].Split(',');
        return CaptureTable.Of(header[..^1], lines[1..].Select(line => line.Split(',').Select(int.Parse).ToArray()).Select(cells => new CaptureHistory(cells[..^1].Select((one, place) => one << place).Sum(), cells[^1])));
    }

    /// <summary>Near enough: 1e-4, or a ten-millionth.</summary>
    public static void Near(double expected, double actual) => Assert.True(Math.Abs(expected - actual) <= Math.Max(1e-4, 1e-7 * Math.Abs(expected)), $"expected {expected}, found {actual:r}");

    public static string Pair(CaptureTable table, int pair) => string.Join(':', table.Names(pair));
}
