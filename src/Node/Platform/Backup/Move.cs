using System.Buffers;
using System.Data.Common;
using System.Numerics;
using System.Security.Cryptography;
using Entraide.Node.Platform.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Platform.Backup;

/// <summary>What was moved.</summary>
public sealed record MoveReport(IReadOnlyList<TableSum> Tables, LedgerCheck Ledger);

/// <summary>Carries a node from SQLite to an empty PostgreSQL database, and compares what arrived, row by row.</summary>
public static class Move
{
    /// <summary>The setting by which a store says that its node lives elsewhere now.</summary>
    public const string MovedTo = "moved-to";

    /// <param name="copy">Leaves the source as it is; otherwise it is closed, so that no node acknowledges anything on it any more.</param>
    /// <exception cref="RefusedException">The target is not empty, the source is in use, or what arrived is not the same; the target is as empty as before.</exception>
    public static async Task<MoveReport> Run(OpenedNode source, OpenedNode target, bool copy)
    {
        if (!target.Database.IsPostgres || source.Database.IsPostgres) throw new RefusedException("A node moves from SQLite to PostgreSQL: give --to postgres://USER:PASSWORD@HOST:5432/DATABASE.");
        await using var from = await source.Database.Connect();
        // Held to the end: whoever else would write waits, and is refused at last.
        await using var reading = copy ? await Tables.Snapshot(from) : await Locked(from);
        await using var to = await target.Database.Connect();
        await using var writing = await to.BeginTransactionAsync();
        await NewStore.Migrate(target.Database, writing);
        var tables = StoredTable.All(source.Database);
        var sums = new List<TableSum>();
        foreach (var table in tables) sums.Add(await Copy(table, reading, writing));
        LedgerCheck ledger;
        await using (var platform = source.Database.New<PlatformDb>(from, reading)) ledger = await LedgerCheck.Run(platform, source.Keys.NodeId, source.Keys.Signers, []);
        await using (var platform = target.Database.New<PlatformDb>(to, writing))
        {
            var arrived = await LedgerCheck.Run(platform, source.Keys.NodeId, source.Keys.Signers, ledger.Heads);
            if ((ledger.Fault ?? arrived.Fault) is { } fault) throw new RefusedException($"The ledger does not hold: {fault}. Nothing was moved; entraide check says more.");
        }
        if (!copy)
        {
            await using var settings = RowWriter.Inserting(reading, tables.Single(table => table.Entity == typeof(Setting)));
            await settings.Write([MovedTo, WithoutPassword(target.Options.Database!)]);
            await Tables.Close(reading, tables.Single(table => table.Entity == typeof(LedgerTree)));
        }
        // First there, then closed here: a power cut in between leaves two that are the same, and none that is lost.
        await writing.CommitAsync();
        await reading.CommitAsync();
        return new MoveReport(sums, ledger);
    }

    /// <summary>Whether the node still lives in this store.</summary>
    /// <exception cref="RefusedException">It was moved.</exception>
    public static async Task RequireHere(PlatformDb db)
    {
        if (await db.Settings.AsNoTracking().SingleOrDefaultAsync(setting => setting.Name == MovedTo) is { } moved)
            throw new RefusedException($"This node was moved to {moved.Value}, and what lies here is closed. Start it with ENTRAIDE_DATABASE set to that address.");
    }

    /// <summary>The address as it may be shown and kept.</summary>
    public static string WithoutPassword(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.UserInfo.Split(':', 2) is [var user, _]
        ? address.Replace($"{uri.UserInfo}@", $"{user}:…@", StringComparison.Ordinal) : address;

    private static async Task<DbTransaction> Locked(DbConnection connection)
    {
        try
        {
            return await connection.BeginTransactionAsync();
        }
        catch (DbException e)
        {
            throw new RefusedException("The node is being written to: stop it first, or copy it with --copy.", e);
        }
    }

    private static async Task<TableSum> Copy(StoredTable table, DbTransaction reading, DbTransaction writing)
    {
        var (sent, received) = (new RowSum(), new RowSum());
        await using (var writer = RowWriter.Inserting(writing, table))
            await foreach (var row in Tables.Rows(reading, table))
            {
                sent.Add(row);
                await writer.Write(row);
            }
        await foreach (var row in Tables.Rows(writing, table)) received.Add(row);
        if (sent.Rows != received.Rows || sent.Sum != received.Sum) throw new RefusedException($"The table {table.Name} did not arrive as it was: {sent.Rows} rows sent, {received.Rows} received. Nothing was moved.");
        return new TableSum(table.Name, sent.Rows, sent.Sum);
    }

    // The sum of the rows' hashes: the two databases do not order texts alike.
    private sealed class RowSum
    {
        private readonly ArrayBufferWriter<byte> buffer = new();
        private BigInteger sum;

        public long Rows { get; private set; }

        public string Sum => sum.ToString("x", System.Globalization.CultureInfo.InvariantCulture);

        public void Add(object?[] row)
        {
            RowCodec.Encode(row, buffer);
            sum += new BigInteger(SHA256.HashData(buffer.WrittenSpan), isUnsigned: true);
            buffer.ResetWrittenCount();
            Rows++;
        }
    }
}
