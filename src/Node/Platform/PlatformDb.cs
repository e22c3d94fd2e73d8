using System.Security.Cryptography;
using Entraide.Node.Platform.Jobs;
using Entraide.Node.Platform.Ledger;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Platform;

/// <summary>What the node knows of itself: its settings, keys, ledger, jobs and notices.</summary>
public sealed class PlatformDb(DbContextOptions<PlatformDb> options) : NodeDb(options)
{
    public DbSet<Setting> Settings => Set<Setting>();
    public DbSet<StoredKey> Keys => Set<StoredKey>();
    public DbSet<StoredRecordKey> RecordKeys => Set<StoredRecordKey>();
    public DbSet<ErasedRecord> Erased => Set<ErasedRecord>();
    public DbSet<LedgerRow> Entries => Set<LedgerRow>();
    public DbSet<LedgerTree> Trees => Set<LedgerTree>();
    public DbSet<LedgerHeadRow> Heads => Set<LedgerHeadRow>();
    public DbSet<Job> Jobs => Set<Job>();
    public DbSet<StoredNotice> Notices => Set<StoredNotice>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Setting>(setting =>
        {
            setting.ToTable("platform_settings");
            setting.HasKey(one => one.Name);
            setting.Property(one => one.Name).HasMaxLength(100);
            setting.Property(one => one.Value).HasMaxLength(1000);
        });
        modelBuilder.Entity<StoredKey>(key =>
        {
            key.ToTable("platform_keys");
            key.HasKey(one => new { one.Kind, one.Zone, one.Version });
            key.Property(one => one.CreatedAt).HasConversion<Instants>();
        });
        modelBuilder.Entity<StoredRecordKey>(key =>
        {
            key.ToTable("platform_record_keys");
            key.HasKey(one => one.RecordId);
            key.Property(one => one.RecordId).HasMaxLength(32);
            key.Property(one => one.OrganisationId).HasMaxLength(32);
            key.Property(one => one.CreatedAt).HasConversion<Instants>();
        });
        modelBuilder.Entity<ErasedRecord>(erased =>
        {
            erased.ToTable("platform_erased");
            erased.HasKey(one => one.RecordId);
            erased.Property(one => one.RecordId).HasMaxLength(32);
            erased.Property(one => one.At).HasConversion<Instants>();
        });
        MakeLedger(modelBuilder);
        modelBuilder.Entity<Job>(job =>
        {
            job.ToTable("platform_jobs");
            job.HasKey(one => one.Name);
            job.Property(one => one.Name).HasMaxLength(100);
            job.Property(one => one.DueAt).HasConversion<Instants>();
            job.Property(one => one.ClaimedUntil).HasConversion<Instants>();
        });
        modelBuilder.Entity<StoredNotice>(notice =>
        {
            notice.ToTable("platform_notices");
            notice.HasKey(one => one.Id);
            notice.Property(one => one.Id).HasMaxLength(32);
            notice.Property(one => one.AccountId).HasMaxLength(32);
            notice.Property(one => one.Key).HasMaxLength(100);
            notice.Property(one => one.At).HasConversion<Instants>();
            notice.HasIndex(one => one.AccountId);
        });
    }

    private static void MakeLedger(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<LedgerRow>(row =>
        {
            row.ToTable("platform_ledger_entries");
            row.HasKey(one => new { one.Zone, one.Position });
            row.Property(one => one.ActorId).HasMaxLength(32);
            row.Property(one => one.RecordId).HasMaxLength(64);
            row.Property(one => one.At).HasConversion<Instants>();
            row.HasIndex(one => one.RecordId);
            row.HasIndex(one => one.ActorId);
        });
        modelBuilder.Entity<LedgerTree>(tree =>
        {
            tree.ToTable("platform_ledger_trees");
            tree.HasKey(one => one.Zone);
            tree.Property(one => one.Zone).ValueGeneratedNever();
            tree.Property(one => one.LastAt).HasConversion<Instants>();
        });
        modelBuilder.Entity<LedgerHeadRow>(head =>
        {
            head.ToTable("platform_ledger_heads");
            head.HasKey(one => new { one.Zone, one.Size });
            head.Property(one => one.KeyId).HasMaxLength(32);
            head.Property(one => one.At).HasConversion<Instants>();
        });
    }

    /// <summary>The node's id: 128 random bits in hexadecimal, drawn once.</summary>
    public Task<string> NodeId() => Remember(NodeIdSetting, NewId());

    internal const string NodeIdSetting = "node-id";

    /// <summary>A new id: 128 random bits in hexadecimal.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>The value of this name; the given one where there was none yet, which is kept from then on.</summary>
    public async Task<string> Remember(string name, string ifNew)
    {
        if (await Settings.AsNoTracking().SingleOrDefaultAsync(setting => setting.Name == name) is { } known) return known.Value;
        Settings.Add(new Setting { Name = name, Value = ifNew });
        try
        {
            await SaveChangesAsync();
        }
        catch (DbUpdateException)
        {
            // Another process of the same node was first.
            ChangeTracker.Clear();
        }
        return (await Settings.AsNoTracking().SingleAsync(setting => setting.Name == name)).Value;
    }
}

/// <summary>A named value of the node.</summary>
public sealed class Setting
{
    [Holds(FieldClass.Technical)]
    public required string Name { get; init; }

    [Holds(FieldClass.Technical)]
    public required string Value { get; set; }
}
