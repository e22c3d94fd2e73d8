using Entraide.Node.Platform.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Entraide.Node.Platform.Storage;

/// <summary>A row that belongs to a record, and changes only against a ticket for that record.</summary>
public interface IGuarded
{
    string RecordId { get; }

    /// <summary>The organisation that the record belongs to; null where it belongs to the node.</summary>
    string? OrganisationId { get; }
}

/// <summary>
/// What every module's context is: the guard of its rows. A query filter would not hold: an object made up in code with
/// another's key, attached and saved, overwrites the other's row. So each changed row is compared, as it stands in the
/// store, with the ticket.
/// </summary>
public abstract class NodeDb(DbContextOptions options) : DbContext(options)
{
    /// <summary>What changes here are made against. Set by the ledger's write scope alone.</summary>
    internal AccessTicket? Ticket { get; set; }

    public sealed override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Save with SaveChangesAsync: the guard has to look into the store.");

    public sealed override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        foreach (var entry in ChangeTracker.Entries<IGuarded>())
            if (entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted) await Guard(entry, cancellationToken);
        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    private async Task Guard(EntityEntry<IGuarded> entry, CancellationToken stop)
    {
        var subject = (Ticket ?? throw new GuardException(entry.Metadata.ClrType)).Subject;
        Same(entry.Entity.RecordId, entry.Entity.OrganisationId);
        if (entry.State == EntityState.Added) return;
        var stored = await entry.GetDatabaseValuesAsync(stop) ?? throw new GuardException(entry.Metadata.ClrType);
        // What has no column of an organisation belongs to the node.
        Same(stored.GetValue<string>(nameof(IGuarded.RecordId)), entry.Metadata.FindProperty(nameof(IGuarded.OrganisationId)) is { } column ? stored.GetValue<string?>(column) : null);

        void Same(string record, string? organisation)
        {
            if (record != subject.RecordId || organisation != subject.OrganisationId) throw new GuardException(entry.Metadata.ClrType);
        }
    }
}

/// <summary>Code tried to change a row for which it holds no ticket. A fault of ours: nothing was written.</summary>
public sealed class GuardException(Type row) : Exception($"{row.Name} was to be changed without a ticket for its record. Change it within Gate.Do.");
