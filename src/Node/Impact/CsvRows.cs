using System.Text;
using CsvHelper;
using Entraide.Core.Text;
using Entraide.Node.Platform;

namespace Entraide.Node.Impact;

/// <summary>One row of a file of separated values, with the line on which it begins.</summary>
public sealed record CsvRow(int Line, IReadOnlyList<string> Cells);

/// <summary>
/// A file of separated values (RFC 4180) as people's programs write them: with commas, semicolons or tabs, which the first line
/// tells; quoted or not; in UTF-8.
/// </summary>
public sealed record CsvRows(IReadOnlyList<string> Columns, IReadOnlyList<CsvRow> Rows)
{
    /// <summary>The largest file, in bytes.</summary>
    public const int Largest = 128 * 1024 * 1024;

    /// <summary>Reads a file, or standard input for <c>-</c>.</summary>
    /// <exception cref="RefusedException">It cannot be read, or is none.</exception>
    public static CsvRows Open(string file, bool hasHeader = true)
    {
        try
        {
            using var input = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
            return Read(input, file == "-" ? "standard input" : Quoted.Line(file), hasHeader);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new RefusedException($"{Quoted.Line(file)} cannot be read ({Quoted.Line(e.Message)}). Check its name and that you may read it.", e);
        }
    }

    /// <param name="name">What the file is called in refusals.</param>
    /// <param name="hasHeader">Whether the first line names the columns; otherwise they have no names.</param>
    /// <exception cref="FileRefusedException">It is empty, too large, not in UTF-8, badly quoted, or a row has another number of cells; with the line.</exception>
    public static CsvRows Read(Stream input, string name, bool hasHeader = true)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[81920];
        for (int read; (read = input.Read(buffer)) > 0;)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > Largest) throw new RefusedException($"{name} is larger than {Largest / 1024 / 1024} MB. Give it in parts.");
        }
        try
        {
            return Parse(new UTF8Encoding(false, true).GetString(bytes.GetBuffer(), 0, (int)bytes.Length).TrimStart('\ufeff'), name, hasHeader);
        }
        catch (DecoderFallbackException e)
        {
            throw new FileRefusedException("file.encoding", [("file", name)], inner: e);
        }
    }

    private static CsvRows Parse(string text, string name, bool hasHeader)
    {
        var first = text.AsSpan(0, text.AsSpan().IndexOfAny('\r', '\n') is var end and >= 0 ? end : text.Length);
        var delimiter = Count(first, ';') > Count(first, ',') ? ';' : Count(first, '\t') > Count(first, ',') ? '\t' : ',';
        using var reader = CsvReader.FromText(text, CsvReaderOptions.Default with { HasHeader = false, Separator = delimiter, TrimWhitespace = true, SkipEmptyLines = true, TrackLineNumbers = true, MalformedData = CsvMalformedDataHandling.Throw, IncludeValuesInExceptions = false });
        var rows = new List<CsvRow>();
        var columns = (string[]?)null;
        try
        {
            while (reader.Read())
            {
                string[] cells = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
                if (columns is null && hasHeader) columns = cells;
                else if (cells.Length != (columns ??= new string[cells.Length]).Length) throw new FileRefusedException("file.cells", [("file", name), ("line", reader.LineNumber), ("cells", cells.Length), ("columns", columns.Length), ("separator", delimiter == '\t' ? "⇥" : $"{delimiter}")]);
                else rows.Add(new CsvRow((int)reader.LineNumber, cells));
            }
        }
        catch (CsvFormatException e)
        {
            throw new FileRefusedException("file.quote", [("file", name), ("line", e.LineNumber)], inner: e);
        }
        if (columns is null) throw new FileRefusedException("file.empty", [("file", name)]);
        return new CsvRows(columns, rows);
    }

    private static int Count(ReadOnlySpan<char> text, char one)
    {
        var (count, quoted) = (0, false);
        foreach (var letter in text)
        {
            if (letter == '"') quoted = !quoted;
            else if (letter == one && !quoted) count++;
        }
        return count;
    }
}
