using System.Data.Common;
using System.Security.Cryptography;
using Entraide.Core.Sealing;
using Entraide.Core.Text;
using Entraide.Node.Platform.Ledger;
using Entraide.Node.Platform.Sealing;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Platform.Backup;

/// <summary>What is to be restored, and where to.</summary>
/// <param name="Node">The folders, which must be new or empty, and the database, which must be empty.</param>
/// <param name="KeysFile">The newest keys package that there is.</param>
public sealed record RestorePlan(string File, string KeysFile, ECDiffieHellman Key, NodeOptions Node);

/// <summary>What was restored.</summary>
/// <param name="ErasedAgain">Rows of records that were erased since the backup was made.</param>
/// <param name="Keyless">Rows that nobody could ever read again, since the key of their record is gone.</param>
public sealed record RestoreReport(Manifest Manifest, long KeysCreatedAt, IReadOnlyList<TableSum> Tables, long ErasedAgain, long Keyless, LedgerCheck Ledger, string SignedBy);

/// <summary>Restores a node onto an empty machine: everything is read and verified before anything is in place.</summary>
public sealed class Restore
{
    private readonly RestorePlan plan;
    private readonly NodeOptions building;
    private readonly IReadOnlyList<Module> modules;
    private readonly List<string> made = [];

    private Restore(RestorePlan plan, IReadOnlyList<Module> modules)
    {
        (this.plan, this.modules) = (plan, modules);
        building = plan.Node with { DataFolder = plan.Node.DataFolder + ".restoring", KeysFolder = plan.Node.KeysFolder + ".restoring" };
    }

    /// <exception cref="RefusedException">A package is damaged, is not for this program or this key, or the place is not empty; nothing is left behind.</exception>
    public static Task<RestoreReport> Run(RestorePlan plan, IReadOnlyList<Module> modules) => new Restore(plan, modules).Run();

    private async Task<RestoreReport> Run()
    {
        foreach (var folder in (string[])[plan.Node.DataFolder, plan.Node.KeysFolder])
            if (File.Exists(folder) || Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
                throw new RefusedException($"A restore wants a new or empty folder, and {folder} is not. Name others with --data and --keys.");
        foreach (var folder in (string[])[building.DataFolder, building.KeysFolder])
            if (Directory.Exists(folder)) throw new RefusedException($"The folder {folder} is left of a restore that was broken off, or another one is under way. If none is, delete it.");
        try
        {
            made.AddRange([building.DataFolder, building.KeysFolder]);
            NodeHost.MakeFolders(building);
            RestoreReport report;
            await using (var node = OpenedNode.Assemble(building, modules)) report = await Fill(node);
            if (plan.Node.Database is null) PutInPlace();
            made.Clear();
            return report;
        }
        catch (DbException e)
        {
            throw new RefusedException($"The database refuses what is to be restored ({Quoted.Line(e.Message)}). Check its address, its rights and its free space; nothing was restored.", e);
        }
        finally
        {
            foreach (var folder in made.Where(Directory.Exists)) Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<RestoreReport> Fill(OpenedNode node)
    {
        if (!node.Database.IsPostgres) await NewStore.Migrate(node.Database);
        await using var connection = await node.Database.Connect();
        await using var transaction = await connection.BeginTransactionAsync();
        if (node.Database.IsPostgres) await NewStore.Migrate(node.Database, transaction);
        var tables = StoredTable.All(node.Database);
        var roots = new RootKeyFiles(building.KeysFolder);
        var schema = Manifest.SchemaOf(node.Database);
        var keys = new Taker(plan.KeysFile, transaction, [.. tables.Where(BackUp.IsOfKeys)], schema, roots);
        var data = new Taker(plan.File, transaction, [.. tables.Where(table => !BackUp.IsOfKeys(table) && !table.DiesWithRestore)], schema, roots);
        await keys.Read(plan.Key, Manifest.Keys);
        await data.Read(plan.Key, Manifest.Data);
        RequireSame(data, keys);

        await using var platform = node.Database.New<PlatformDb>(connection, transaction);
        await node.Keys.Adopt(platform);
        foreach (var taker in (Taker[])[data, keys])
            if (!node.Keys.Signers.Any(signer => signer.Public.AsSpan().SequenceEqual(taker.Closing!.Key))) throw new RefusedException($"{Quoted.Line(taker.File)} is not signed by a key of this node. Somebody else made it: do not use it.");
        var (erased, keyless) = await DeleteUnreadable(transaction, tables);
        await RequireReadable(node, platform, transaction, tables);
        var ledger = await LedgerCheck.Run(platform, node.Keys.NodeId, node.Keys.Signers, data.Manifest!.Heads);
        if (ledger.Fault is not null) throw new RefusedException($"{Quoted.Line(plan.File)}: the ledger in it does not hold. {ledger.Fault}. Take another backup.");
        if (node.Database.IsPostgres) PutInPlace();
        await transaction.CommitAsync();
        return new RestoreReport(data.Manifest, keys.Manifest!.CreatedAt, [.. data.Closing!.Tables, .. keys.Closing!.Tables], erased, keyless, ledger, SigningKey.IdOf(data.Closing.Key));
    }

    private void RequireSame(Taker data, Taker keys)
    {
        if (data.Manifest!.Node != keys.Manifest!.Node) throw new RefusedException($"{Quoted.Line(plan.KeysFile)} holds the keys of another node. Give this node's with --keys-package.");
        if (keys.Manifest.CreatedAt < data.Manifest.CreatedAt)
            throw new RefusedException($"{Quoted.Line(plan.KeysFile)} is older than {Quoted.Line(plan.File)}: the keys of what came in between are missing. Give the newest keys package with --keys-package.");
    }

    private static async Task<(long Erased, long Keyless)> DeleteUnreadable(DbTransaction within, IReadOnlyList<StoredTable> tables)
    {
        var erased = tables.Single(table => table.Entity == typeof(ErasedRecord));
        var recordKeys = tables.Single(table => table.Entity == typeof(StoredRecordKey));
        long again = 0, keyless = 0;
        foreach (var table in tables.Where(table => table.RecordColumn is not null)) again += await Tables.DeleteErased(within, table, erased);
        foreach (var table in tables.Where(table => table.IsSealed)) keyless += await Tables.DeleteKeyless(within, table, recordKeys);
        return (again, keyless);
    }

    // Every key of a record opens, and is the one with which the record's fields were sealed.
    private async Task RequireReadable(OpenedNode node, PlatformDb platform, DbTransaction within, IReadOnlyList<StoredTable> tables)
    {
        var after = "";
        while (true)
        {
            var batch = await platform.RecordKeys.AsNoTracking().Where(key => string.Compare(key.RecordId, after) > 0).OrderBy(key => key.RecordId).Take(Tables.LargestBatch).ToListAsync();
            if (batch.Count == 0) return;
            after = batch[^1].RecordId;
            var keys = batch.ToDictionary(key => key.RecordId, StringComparer.Ordinal);
            try
            {
                foreach (var key in batch) await node.Keys.Unwrap(key);
            }
            catch (CryptographicException e)
            {
                throw new RefusedException($"{Quoted.Line(plan.KeysFile)}: the key of a record does not open ({e.Message}). Take another keys package.", e);
            }
            foreach (var table in tables.Where(table => table.IsSealed))
                await foreach (var row in Tables.Rows(within, table, [.. keys.Keys])) RequireVersion(table, row, keys[(string)row[table.IndexOf(table.RecordColumn!)]!]);
        }
    }

    private void RequireVersion(StoredTable table, object?[] row, StoredRecordKey key)
    {
        for (var i = 0; i < row.Length; i++)
        {
            if (table.Columns[i].Sealed is null || row[i] is not byte[] field) continue;
            var version = SealedField.KeyVersion(field);
            if (version != key.Version && (key.WrappedBefore is null || version != key.Version - 1))
                throw new RefusedException($"{Quoted.Line(plan.KeysFile)} is too new for {Quoted.Line(plan.File)}: since then the keys were changed more than once. Give a keys package from before the second change with --keys-package, then erase again what was erased since.");
        }
    }

    private void PutInPlace()
    {
        foreach (var (from, to) in ((string, string)[])[(building.KeysFolder, plan.Node.KeysFolder), (building.DataFolder, plan.Node.DataFolder)])
        {
            if (Directory.Exists(to)) Directory.Delete(to);
            Directory.Move(from, to);
            made.Add(to);
        }
    }
}
