using System.Data.Common;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Platform.Ledger;

/// <summary>Where a change is made: the modules' contexts in the transaction of its entry, and the key of its record.</summary>
public sealed class WriteScope : IAsyncDisposable
{
    private readonly Database database;
    private readonly DbConnection connection;
    private readonly DbTransaction transaction;
    private readonly KeyRing keys;
    private readonly AccessTicket? ticket;
    private readonly TimeProvider time;
    private readonly Dictionary<Type, NodeDb> contexts = [];

    internal WriteScope(Database database, DbConnection connection, DbTransaction transaction, KeyRing keys, AccessTicket? ticket, TimeProvider time) =>
        (this.database, this.connection, this.transaction, this.keys, this.ticket, this.time) = (database, connection, transaction, keys, ticket, time);

    /// <summary>A module's context in this transaction; its guarded rows change against the ticket only.</summary>
    public T Db<T>() where T : NodeDb
    {
        if (!contexts.TryGetValue(typeof(T), out var known))
        {
            known = database.New<T>(connection, transaction);
            known.Ticket = ticket;
            contexts.Add(typeof(T), known);
        }
        return (T)known;
    }

    /// <summary>Makes the key of a new record, and gives it for sealing.</summary>
    public OpenRecord NewRecord()
    {
        var subject = Ticket.Subject;
        var (row, key) = keys.NewRecordKey(subject, time.GetUtcNow());
        Db<PlatformDb>().RecordKeys.Add(row);
        return new OpenRecord(Ticket, keys.NodeId, key, previous: null);
    }

    /// <summary>The key of the ticket's record.</summary>
    public Task<OpenRecord> Record() => keys.Open(Ticket, Db<PlatformDb>());

    /// <summary>
    /// Destroys the key of the ticket's record, so that whatever was sealed with it can no longer be read, here or in a
    /// backup whose keys are gone; and remembers that it was erased, so that a restore erases it again.
    /// </summary>
    public async Task EraseRecord()
    {
        var db = Db<PlatformDb>();
        var subject = Ticket.Subject;
        if (await db.RecordKeys.SingleOrDefaultAsync(key => key.RecordId == subject.RecordId) is { } key) db.RecordKeys.Remove(key);
        db.Erased.Add(new ErasedRecord { RecordId = subject.RecordId, At = time.GetUtcNow() });
    }

    internal async Task Save()
    {
        foreach (var context in contexts.Values) await context.SaveChangesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var context in contexts.Values) await context.DisposeAsync();
    }

    private AccessTicket Ticket => ticket ?? throw new InvalidOperationException("This change was begun without a ticket: it has no record.");
}
