using System.Data.Common;
using System.Security.Cryptography;
using Entraide.Core.Sealing;
using Entraide.Core.Text;
using Entraide.Node.Platform.Sealing;
using Microsoft.Data.Sqlite;

namespace Entraide.Node.Platform.Backup;

/// <summary>Puts the rows of a package into a new store, and its root keys into a new folder.</summary>
/// <param name="tables">The tables that the package must hold: these, and no other.</param>
/// <param name="schema">The schema that it must have been made with.</param>
internal sealed class Taker(string file, DbTransaction within, IReadOnlyList<StoredTable> tables, IReadOnlyList<string> schema, RootKeyFiles roots) : IPackageTaker
{
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    public string File => file;

    /// <summary>What the package says of itself; null before it was read.</summary>
    public Manifest? Manifest { get; private set; }

    /// <summary>What stands at its end; null before it was read.</summary>
    public Closing? Closing { get; private set; }

    /// <exception cref="RefusedException">It cannot be read, is damaged, or is not what it should be.</exception>
    public async Task Read(ECDiffieHellman key, string part)
    {
        try
        {
            await using var stream = System.IO.File.OpenRead(file);
            Closing = await PackageReader.Read(stream, key, part, this);
        }
        catch (SealedStreamException e)
        {
            throw new RefusedException($"{Quoted.Line(file)} does not open at byte {e.Position}: it is damaged, is not the {part} package of a backup, or was sealed to another key. Nothing was restored; take another copy of it, and check --key.", e);
        }
        catch (Exception e) when (e is FormatException or OverflowException or CryptographicException or SqliteException { SqliteErrorCode: 19 })
        {
            throw new RefusedException($"{Quoted.Line(file)} is no {part} package of a backup: {Quoted.Line(e.Message)}. Take another.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"{Quoted.Line(file)} cannot be read ({Quoted.Line(e.Message)}). {(part == Manifest.Keys ? "Name the keys package with --keys-package." : "Check its name.")}", e);
        }
        if (tables.FirstOrDefault(table => !taken.Contains(table.Name)) is { } missing) throw new RefusedException($"{Quoted.Line(file)} holds no table {missing.Name}. Take another backup.");
    }

    Task IPackageTaker.Begin(Manifest manifest)
    {
        Manifest = manifest;
        return manifest.Schema.SequenceEqual(schema, StringComparer.Ordinal) ? Task.CompletedTask
            : throw new RefusedException($"{Quoted.Line(file)} was made with other tables than this program's ({Difference(manifest.Schema)}). Restore it with version {Quoted.Line(manifest.Program)} of the program, which made it; then start this one on the result.");
    }

    async Task IPackageTaker.Take(string table, string columns, IAsyncEnumerable<object?[]> rows)
    {
        var known = tables.FirstOrDefault(one => one.Name == table) ?? throw new FormatException($"there is no table {table} in it");
        if (columns != string.Join(',', known.Columns.Select(column => column.Name)) || !taken.Add(table)) throw new FormatException($"the table {table} has other columns, or comes twice");
        await using var writer = RowWriter.Inserting(within, known);
        await foreach (var row in rows) await writer.Write(row);
    }

    void IPackageTaker.Take(int rootVersion, string root) => roots.Put(rootVersion, root);

    private string Difference(IReadOnlyList<string> found) =>
        string.Join("; ", found.Except(schema, StringComparer.Ordinal).Select(one => $"there {Quoted.Line(one)}").Concat(schema.Except(found, StringComparer.Ordinal).Select(one => $"here {one}")));
}
