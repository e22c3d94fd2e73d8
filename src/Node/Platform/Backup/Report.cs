using System.Text;
using Entraide.Core.Sealing;
using Entraide.Core.Text;

namespace Entraide.Node.Platform.Backup;

/// <summary>Writes what a command did, for people line by line or for programs as one JSON text.</summary>
internal static class Report
{
    public static void Write(string text) => CommandLine.Write(Encoding.UTF8.GetBytes(text));

    public static void Write(CanonicalJson json) => CommandLine.Write(json.Bytes.Span);

    /// <summary>"12 identification_screenings, 3 …": the tables that hold anything.</summary>
    public static string Rows(IEnumerable<TableSum> tables) => string.Join(", ", tables.Where(table => table.Rows > 0).Select(table => $"{table.Rows} {table.Name}")) is { Length: > 0 } some ? some : "no rows";

    public static IEnumerable<string> Heads(IEnumerable<LedgerHead> heads) => heads.Select(head => $"ledger {head.Zone}: {head.Size} entries, root {Convert.ToHexStringLower(head.Root)}");

    public static CanonicalJson Tables(this CanonicalJson json, IEnumerable<TableSum> tables)
    {
        json.Name("tables").Open('{');
        foreach (var table in tables) json.Name(table.Name).Value(table.Rows);
        return json.Close('}');
    }

    public static CanonicalJson Heads(this CanonicalJson json, IEnumerable<LedgerHead> heads)
    {
        json.Name("heads").Open('[');
        foreach (var head in heads) json.Open('{').Name("zone").Value(head.Zone).Name("size").Value(head.Size).Name("root").Value(Convert.ToHexStringLower(head.Root)).Close('}');
        return json.Close(']');
    }
}
