using System.Text;
using Entraide.Core.Disclosure;
using Entraide.Core.Text;
using Entraide.Node.Platform;

namespace Entraide.Node.Impact;

/// <summary>Writes values separated by commas (RFC 4180), and files that are there whole or not at all.</summary>
internal static class CsvText
{
    public static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(Cell)) + "\n";

    public static string Of(Microdata data) => Line(data.Columns.Select(column => column.Name)) + string.Concat(Enumerable.Range(0, data.RowCount).Select(row => Line(data.Columns.Select(column => column[row]))));

    /// <exception cref="RefusedException">It cannot be written.</exception>
    public static void Write(string file, string text)
    {
        try
        {
            var half = file + ".part";
            File.WriteAllText(half, text, new UTF8Encoding(false));
            File.Move(half, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new RefusedException($"{Quoted.Line(file)} cannot be written ({Quoted.Line(e.Message)}). Check the folder and the space on the disk; nothing was written.", e);
        }
    }

    // A cell that begins like a formula is run as one by spreadsheets.
    private static string Cell(string value)
    {
        if (value.Length > 0 && "=+-@\t\r".Contains(value[0]) && !decimal.TryParse(value, out _)) value = "'" + value;
        return value.AsSpan().IndexOfAny(",\"\r\n") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
