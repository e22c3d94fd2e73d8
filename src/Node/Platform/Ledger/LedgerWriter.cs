using System.Data.Common;
using System.Threading.Channels;
using Entraide.Core.Sealing;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Platform.Ledger;

/// <summary>
/// The one way in which anything about a person is disclosed or changed: entries of the ledger, and the changes that belong
/// to them, in one transaction. What waits at the same time goes to the disk together (group commit), since a durable
/// commit costs a flush of the disk. Nobody is answered before that; if it fails, everybody who waited for it is refused.
/// </summary>
/// <remarks>
/// All writers of a node, in this process and in others, take turns at one row of the database: so the tree of each zone
/// grows in one order (RFC 9162, section 2.1), and two changes of a record never cross.
/// </remarks>
public sealed class LedgerWriter(Database database, KeyRing keys, TimeProvider time) : IAsyncDisposable
{
    /// <summary>How many may go to the disk together, and how many may wait.</summary>
    public const int LargestGroup = 64, LongestQueue = 4096;

    private sealed record Unit(LedgerEntry Entry, AccessTicket? Ticket, Func<WriteScope, Task>? Change)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public Exception? Failure { get; set; }
    }

    private readonly Channel<Unit> waiting = Channel.CreateBounded<Unit>(LongestQueue);
    private readonly Lock starting = new();
    private Task? writing;
    private DbConnection? connection;

    /// <summary>Writes the entry down, with its change; both are on the disk when this returns.</summary>
    /// <param name="ticket">What the change is made against; a change without a ticket touches no guarded row.</param>
    /// <exception cref="LedgerClosedException">
    /// Nothing was acknowledged. If the disk or the connection failed at the very commit, the write may still be there later.
    /// </exception>
    public async Task Commit(LedgerEntry entry, AccessTicket? ticket = null, Func<WriteScope, Task>? change = null)
    {
        lock (starting) writing ??= Task.Run(WriteGroups);
        var unit = new Unit(entry, ticket, change);
        if (!waiting.Writer.TryWrite(unit)) throw new LedgerClosedException("Too many wait for the ledger, or the node is stopping.");
        await unit.Done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        if (writing is not null) await writing;
        if (connection is not null) await connection.DisposeAsync();
    }

    private async Task WriteGroups()
    {
        while (await waiting.Reader.WaitToReadAsync())
        {
            var group = new List<Unit>();
            while (group.Count < LargestGroup && waiting.Reader.TryRead(out var unit)) group.Add(unit);
            try
            {
                await Write(group);
                foreach (var unit in group)
                    if (unit.Failure is null) unit.Done.SetResult();
                    else unit.Done.SetException(unit.Failure);
            }
            catch (Exception e)
            {
                // Whatever it was, nobody may be left waiting, and the next group begins with a connection of its own.
                foreach (var unit in group) unit.Done.SetException(unit.Failure ?? new LedgerClosedException("The ledger could not be written.", e));
                await Disconnect();
            }
        }
    }

    // A broken connection may fail once more as it is closed; if that ended this loop, everybody would wait for ever.
    private async Task Disconnect()
    {
        var broken = connection;
        connection = null;
        try
        {
            if (broken is not null) await broken.DisposeAsync();
        }
        catch (Exception e) when (e is DbException or InvalidOperationException or IOException)
        {
            // There is nothing left to be done with it.
        }
    }

    private async Task Write(List<Unit> group)
    {
        connection ??= await database.Connect();
        await keys.Refresh();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var platform = database.New<PlatformDb>(connection, transaction);
        await TakeTurn(platform);
        var trees = await platform.Trees.ToDictionaryAsync(tree => tree.Zone);
        var grown = new HashSet<Zone>();
        foreach (var unit in group)
        {
            if (unit.Change is not null && !await Change(unit, transaction)) continue;
            var bytes = unit.Entry.ToBytes();
            var tree = trees[unit.Entry.Zone];
            var frontier = MerkleFrontier.FromBytes(tree.Frontier).Append(MerkleTree.LeafHash(bytes));
            (tree.Frontier, tree.Size) = (frontier.ToBytes(), frontier.Size);
            platform.Entries.Add(new LedgerRow { Zone = unit.Entry.Zone, Position = frontier.Size, At = unit.Entry.At, ActorId = unit.Entry.Actor, RecordId = unit.Entry.Record, Entry = bytes });
            grown.Add(unit.Entry.Zone);
        }
        foreach (var zone in grown) Sign(platform, trees[zone]);
        await platform.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    /// <summary>Takes a writer's turn, until the end of the transaction.</summary>
    internal static Task TakeTurn(PlatformDb platform) =>
#pragma warning disable RS0030 // The row is nobody's: changing it is taking one's turn.
        platform.Trees.Where(tree => tree.Zone == Zone.Node).ExecuteUpdateAsync(tree => tree.SetProperty(one => one.Turns, one => one.Turns + 1));
#pragma warning restore RS0030

    // One whose change fails is set back alone; the others go on.
    private async Task<bool> Change(Unit unit, DbTransaction transaction)
    {
        const string Point = "unit";
        await transaction.SaveAsync(Point);
        try
        {
            await using var scope = new WriteScope(database, connection!, transaction, keys, unit.Ticket, time);
            await unit.Change!(scope);
            await scope.Save();
            await transaction.ReleaseAsync(Point);
            return true;
        }
        catch (Exception e) when (!IsOfTheStore(e))
        {
            unit.Failure = e;
            await transaction.RollbackAsync(Point);
            return false;
        }
    }

    // Whether it is the store that cannot write: a full or broken disk, a lost connection. That is no fault of the one change,
    // and all are refused alike. The framework wraps what the database said, once or twice.
    private static bool IsOfTheStore(Exception? e) => e is DbException { IsTransient: true } or SqliteException { SqliteErrorCode: 10 or 13 } || (e is not null && IsOfTheStore(e.InnerException));

    private void Sign(PlatformDb platform, LedgerTree tree)
    {
        tree.LastAt = time.GetUtcNow() is var now && now > tree.LastAt ? now : tree.LastAt;
        var head = LedgerHead.Sign(keys.Signer, keys.NodeId, tree.Zone.ToString(), tree.Size, MerkleFrontier.FromBytes(tree.Frontier).Root, tree.LastAt.ToUnixTimeMilliseconds());
        platform.Heads.Add(new LedgerHeadRow { Zone = tree.Zone, Size = head.Size, Root = head.Root, At = tree.LastAt, KeyId = head.Key, Signature = head.Signature });
    }
}

/// <summary>An entry as it is stored. What stands beside its bytes is for finding it; the bytes are what counts.</summary>
public sealed class LedgerRow
{
    [Holds(FieldClass.Technical)]
    public required Zone Zone { get; init; }

    /// <summary>Counted from 1.</summary>
    [Holds(FieldClass.Technical)]
    public required long Position { get; init; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset At { get; init; }

    [Holds(FieldClass.Technical)]
    public required string ActorId { get; init; }

    [Holds(FieldClass.Technical)]
    public required string RecordId { get; init; }

    [Holds(FieldClass.Technical)]
    public required byte[] Entry { get; init; }
}

/// <summary>The growing edge of a zone's tree.</summary>
public sealed class LedgerTree
{
    [Holds(FieldClass.Technical)]
    public required Zone Zone { get; init; }

    [Holds(FieldClass.Technical)]
    public required long Size { get; set; }

    /// <summary>See <see cref="MerkleFrontier"/>.</summary>
    [Holds(FieldClass.Technical)]
    public required byte[] Frontier { get; set; }

    /// <summary>When the last head was signed; a clock that goes back does not make a later head look earlier.</summary>
    [Holds(FieldClass.Technical)]
    public required DateTimeOffset LastAt { get; set; }

    /// <summary>Changed by whoever writes, so that writers take turns.</summary>
    [Holds(FieldClass.Technical)]
    public required long Turns { get; set; }
}

/// <summary>A signed head, see <see cref="LedgerHead"/>.</summary>
public sealed class LedgerHeadRow
{
    [Holds(FieldClass.Technical)]
    public required Zone Zone { get; init; }

    [Holds(FieldClass.Technical)]
    public required long Size { get; init; }

    [Holds(FieldClass.Technical)]
    public required byte[] Root { get; init; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset At { get; init; }

    [Holds(FieldClass.Technical)]
    public required string KeyId { get; init; }

    [Holds(FieldClass.Technical)]
    public required byte[] Signature { get; init; }

    /// <summary>The head as it was signed by this node.</summary>
    public LedgerHead ToHead(string node) => new(node, Zone.ToString(), Size, Root, At.ToUnixTimeMilliseconds(), KeyId, Signature);
}
