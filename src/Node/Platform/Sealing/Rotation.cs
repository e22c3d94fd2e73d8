using System.Data.Common;
using System.Security.Cryptography;
using Entraide.Core.Sealing;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Backup;
using Entraide.Node.Platform.Ledger;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Platform.Sealing;

/// <summary>What a rotation did.</summary>
/// <param name="Root">The version of the new root key.</param>
/// <param name="Records">Records with a new key.</param>
/// <param name="Fields">Fields sealed anew.</param>
/// <param name="Unreadable">Records that do not open with their own key: they were damaged before, and stay as they are.</param>
/// <param name="Removed">Keys of earlier rotations that nothing needed any more, and that are gone now.</param>
public sealed record RotationReport(int Root, int Records, int Fields, int Unreadable, int Removed);

/// <summary>
/// Changes every key of a node while it serves. Each step is one transaction in which no writer writes, so that whoever reads
/// a row and then its key has either the old pair, or the new key with the one before it. What has been replaced is deleted
/// by the next rotation only: until then a process that has not heard of the change may still be using it.
/// </summary>
public sealed class Rotation(OpenedNode node, IReadOnlyList<Module> modules)
{
    // Longer than any process goes on with keys that it has read (KeyRing).
    private static readonly TimeSpan Unheard = TimeSpan.FromMinutes(1);

    private readonly RootKeyFiles roots = new(node.Options.KeysFolder);
    private readonly IReadOnlyList<StoredTable> tables = StoredTable.All(node.Database);
    private int records, fields, unreadable, removed;

    /// <exception cref="RefusedException">Another rotation is under way.</exception>
    /// <exception cref="LedgerClosedException">It could not be written down; nothing was changed.</exception>
    public async Task<RotationReport> Run()
    {
        using var only = Only();
        await WriteDown(Zone.Node, "keys-rotated");
        await node.Keys.Load();
        await RemoveOld();
        var root = roots.Add();
        await InTurn((_, platform) => MakeKeys(platform, root));
        await node.Keys.Load();
        for (var after = ""; after is not null;)
        {
            after = await InTurn((within, platform) => Batch(within, platform, after));
            // Writers who wait have their turn between two batches.
            await Task.Delay(TimeSpan.FromMilliseconds(10), node.Time);
        }
        // By now every process signs with the new key. The last head of each zone has to be signed with it as well: who has got
        // the new key alone could not trust a ledger that ends under the old one.
        await Task.Delay(KeyRing.Fresh + TimeSpan.FromMilliseconds(500), node.Time);
        foreach (var zone in await InTurn((_, platform) => platform.Trees.Where(tree => tree.Size > 0).Select(tree => tree.Zone).ToListAsync())) await WriteDown(zone, "keys-in-use");
        // What forms carry is sealed with a key of its own, which every process takes up within a day.
        var now = node.Time.GetUtcNow();
        node.Services.GetRequiredService<IKeyManager>().CreateNewKey(now, now.AddDays(90));
        await using var scope = node.Services.CreateAsyncScope();
        foreach (var module in modules)
            if (module.AfterRotation is not null) await module.AfterRotation(scope.ServiceProvider);
        return new RotationReport(root, records, fields, unreadable, removed);
    }

    private async Task WriteDown(Zone zone, string reason) => await node.Services.GetRequiredService<Gate>()
        .Do(Caller.Node(Purpose.Administration), AccessAction.Change, new Subject(Resource.Account, zone, "keys"), [], _ => Task.CompletedTask, reason: reason);

    private FileStream Only()
    {
        try
        {
            return new FileStream(Path.Combine(node.Options.KeysFolder, "rotation.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException e)
        {
            throw new RefusedException("Another rotation of the keys is under way. Wait until it is done.", e);
        }
    }

    // Zone keys that wrap no record's key, and root keys that wrap nothing, once everybody has heard of their successors.
    private async Task RemoveOld()
    {
        var lowest = await InTurn(async (_, platform) =>
        {
            var keys = await platform.Keys.ToListAsync();
            if (node.Time.GetUtcNow() - keys.Max(key => key.CreatedAt) < Unheard) return 0;
            foreach (var zone in keys.Where(key => key.Kind == KeyKind.Zone).GroupBy(key => key.Zone))
            {
                var newest = zone.Max(key => key.Version);
                foreach (var old in zone.Where(key => key.Version < newest))
                {
                    if (await platform.RecordKeys.AnyAsync(record => record.Zone == old.Zone && record.ZoneKey == old.Version)) continue;
                    platform.Keys.Remove(old);
                    keys.Remove(old);
                    removed++;
                }
            }
            return keys.Min(key => key.Root);
        });
        foreach (var old in roots.Versions.Where(version => version < lowest))
        {
            roots.Remove(old);
            removed++;
        }
    }

    private async Task<bool> MakeKeys(PlatformDb platform, int root)
    {
        var keys = await platform.Keys.ToListAsync();
        using var wrap = roots.Get(root);
        foreach (var key in keys)
        {
            using var before = roots.Get(key.Root);
            var secret = before.Unwrap(key.Wrapped);
            (key.Wrapped, key.Root) = (wrap.Wrap(secret), root);
            CryptographicOperations.ZeroMemory(secret);
        }
        foreach (var same in keys.GroupBy(key => (key.Kind, key.Zone)))
            platform.Keys.Add(node.Keys.Make(same.Key.Kind, same.Key.Zone, same.Max(key => key.Version) + 1, same.Key.Kind == KeyKind.Signing ? node.Keys.Signer : null));
        return true;
    }

    // The next records after this id; null when there are none.
    private async Task<string?> Batch(DbTransaction within, PlatformDb platform, string after)
    {
        var keys = await platform.RecordKeys.AsNoTracking().Where(key => string.Compare(key.RecordId, after) > 0).OrderBy(key => key.RecordId).Take(Tables.LargestBatch).ToListAsync();
        if (keys.Count == 0) return null;
        var changes = new Dictionary<string, Change>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            var (now, before) = await node.Keys.Unwrap(key);
            changes.Add(key.RecordId, new Change(key, now, before, RecordKey.New(RandomNumberGenerator.GetBytes(SealedField.KeyLength), key.Version + 1)));
        }
        var rows = new List<(StoredTable Table, object?[] Row)>();
        foreach (var table in tables.Where(table => table.IsSealed))
            await foreach (var row in Tables.Rows(within, table, [.. changes.Keys]))
            {
                var change = changes[(string)row[table.IndexOf(table.RecordColumn!)]!];
                change.Reseal(node.Keys.NodeId, table, row);
                rows.Add((table, row));
            }
        foreach (var table in rows.GroupBy(one => one.Table))
        {
            await using var writer = RowWriter.Updating(within, table.Key, [.. table.Key.Columns.Where(column => column.Sealed is not null).Select(column => column.Name)]);
            foreach (var (_, row) in table)
                if (!changes[(string)row[table.Key.IndexOf(table.Key.RecordColumn!)]!].IsUnreadable) await writer.Write(row);
        }
        await Keep(within, changes.Values);
        return keys[^1].RecordId;
    }

    private async Task Keep(DbTransaction within, IReadOnlyCollection<Change> changes)
    {
        var table = tables.Single(one => one.Entity == typeof(StoredRecordKey));
        await using var writer = RowWriter.Updating(within, table, [nameof(StoredRecordKey.ZoneKey), nameof(StoredRecordKey.Version), nameof(StoredRecordKey.Wrapped), nameof(StoredRecordKey.WrappedBefore)]);
        foreach (var change in changes)
        {
            var zone = node.Keys.ZoneKey(change.Stored.Zone);
            var row = new object?[table.Columns.Count];
            row[table.IndexOf(nameof(StoredRecordKey.RecordId))] = change.Stored.RecordId;
            row[table.IndexOf(nameof(StoredRecordKey.ZoneKey))] = (long)zone.Version;
            // Where a field does not open, its record keeps its keys: somebody may still mend it.
            row[table.IndexOf(nameof(StoredRecordKey.Version))] = (long)(change.IsUnreadable ? change.Stored.Version : change.New.Version);
            row[table.IndexOf(nameof(StoredRecordKey.Wrapped))] = (change.IsUnreadable ? change.Now : change.New).Wrap(zone.Wrap);
            row[table.IndexOf(nameof(StoredRecordKey.WrappedBefore))] = (change.IsUnreadable ? change.Before : change.Now)?.Wrap(zone.Wrap);
            await writer.Write(row);
            if (change.IsUnreadable) unreadable++;
            else (records, fields) = (records + 1, fields + change.Fields);
        }
    }

    // A step in which nobody else writes. SQLite says at once, or after a while, that somebody does: then it is tried again.
    private async Task<T> InTurn<T>(Func<DbTransaction, PlatformDb, Task<T>> step)
    {
        const int Tries = 20;
        for (var tries = 1; ; tries++)
        {
            var (recordsBefore, fieldsBefore, unreadableBefore, removedBefore) = (records, fields, unreadable, removed);
            try
            {
                await using var connection = await node.Database.Connect();
                await using var transaction = await connection.BeginTransactionAsync();
                await using var platform = node.Database.New<PlatformDb>(connection, transaction);
                await LedgerWriter.TakeTurn(platform);
                var done = await step(transaction, platform);
                await platform.SaveChangesAsync();
                await transaction.CommitAsync();
                return done;
            }
            catch (DbException e) when (tries < Tries && (e.IsTransient || e is SqliteException { SqliteErrorCode: 5 or 6 }))
            {
                (records, fields, unreadable, removed) = (recordsBefore, fieldsBefore, unreadableBefore, removedBefore);
                await Task.Delay(TimeSpan.FromMilliseconds(100), node.Time);
            }
        }
    }

    private sealed class Change(StoredRecordKey stored, RecordKey now, RecordKey? before, RecordKey next)
    {
        public StoredRecordKey Stored => stored;
        public RecordKey Now => now;
        public RecordKey? Before => before;
        public RecordKey New => next;

        /// <summary>Fields sealed anew.</summary>
        public int Fields { get; private set; }

        /// <summary>Whether one of its fields does not open.</summary>
        public bool IsUnreadable { get; private set; }

        /// <summary>Seals the fields of a row with the new key, in place.</summary>
        public void Reseal(string nodeId, StoredTable table, object?[] row)
        {
            try
            {
                for (var i = 0; i < row.Length; i++)
                {
                    if (table.Columns[i].Sealed is not { } column || row[i] is not byte[] field) continue;
                    var place = new FieldPlace(nodeId, stored.Zone.ToString(), column.Table, stored.RecordId, column.Field);
                    var with = SealedField.KeyVersion(field) == now.Version ? now : before ?? now;
                    var text = SealedField.Open(with.ForClass(column.Class.ToString()), place, field);
                    row[i] = SealedField.Seal(next.ForClass(column.Class.ToString()), next.Version, place, RandomNumberGenerator.GetBytes(SealedField.NonceLength), text);
                    CryptographicOperations.ZeroMemory(text);
                    Fields++;
                }
            }
            catch (CryptographicException)
            {
                IsUnreadable = true;
            }
        }
    }
}
