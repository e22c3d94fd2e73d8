using Entraide.Node.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Assistance;

/// <summary>
/// What the module keeps. A case is one record with one key: its fields, what was done, its referrals, documents and guests
/// are sealed with it, so that they go with it. All of it lies in the zone of care; justice will have tables of its own.
/// </summary>
public sealed class AssistanceDb(DbContextOptions<AssistanceDb> options) : NodeDb(options)
{
    public DbSet<CaseRow> Cases => Set<CaseRow>();
    public DbSet<Entry> Entries => Set<Entry>();
    public DbSet<ReferralRow> Referrals => Set<ReferralRow>();
    public DbSet<Guest> Guests => Set<Guest>();
    public DbSet<Emergency> Emergencies => Set<Emergency>();
    public DbSet<Receipt> Receipts => Set<Receipt>();
    public DbSet<CaseDocument> Documents => Set<CaseDocument>();
    public DbSet<ServiceOffer> Services => Set<ServiceOffer>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<CaseRow>(one =>
        {
            one.ToTable("assistance_cases");
            one.HasKey(row => row.RecordId);
            Ids(one.Property(row => row.RecordId), one.Property(row => row.OrganisationId), one.Property(row => row.AssignedTo));
            one.Property(row => row.Number).HasMaxLength(16);
            Instant(one.Property(row => row.OpenedAt));
            one.Property(row => row.ClosedAt).HasConversion<Instants>();
            one.Property(row => row.DueAt).HasConversion<Instants>();
            one.HasIndex(row => new { row.OrganisationId, row.Number }).IsUnique();
            one.HasIndex(row => new { row.AssignedTo, row.DueAt });
        });
        modelBuilder.Entity<Entry>(one =>
        {
            one.ToTable("assistance_entries");
            one.HasKey(row => row.EntryId);
            Ids(one.Property(row => row.EntryId), one.Property(row => row.RecordId), one.Property(row => row.OrganisationId), one.Property(row => row.WrittenBy));
            Instant(one.Property(row => row.WrittenAt));
            one.Property(row => row.DueAt).HasConversion<Instants>();
            one.Property(row => row.DoneAt).HasConversion<Instants>();
            one.HasIndex(row => row.RecordId);
        });
        modelBuilder.Entity<ReferralRow>(one =>
        {
            one.ToTable("assistance_referrals");
            one.HasKey(row => row.ReferralId);
            Ids(one.Property(row => row.ReferralId), one.Property(row => row.RecordId), one.Property(row => row.OrganisationId), one.Property(row => row.RecipientId), one.Property(row => row.ReceiverId));
            Instant(one.Property(row => row.SentAt));
            Instant(one.Property(row => row.AnswerBy));
            one.HasIndex(row => row.RecordId);
            one.HasIndex(row => new { row.RecipientId, row.SentAt });
            one.HasIndex(row => new { row.IsLapseTold, row.AnswerBy });
        });
        modelBuilder.Entity<Guest>(one =>
        {
            one.ToTable("assistance_guests");
            one.HasKey(row => row.GuestId);
            Ids(one.Property(row => row.GuestId), one.Property(row => row.RecordId), one.Property(row => row.OrganisationId), one.Property(row => row.AccountId), one.Property(row => row.GuestOrganisationId));
            Instant(one.Property(row => row.Since));
            Instant(one.Property(row => row.Until));
            one.Property(row => row.EndedAt).HasConversion<Instants>();
            one.HasIndex(row => row.RecordId);
            one.HasIndex(row => row.AccountId);
        });
        modelBuilder.Entity<Emergency>(one =>
        {
            one.ToTable("assistance_emergencies");
            one.HasKey(row => row.EmergencyId);
            Ids(one.Property(row => row.EmergencyId), one.Property(row => row.RecordId), one.Property(row => row.OrganisationId), one.Property(row => row.OpenedBy), one.Property(row => row.ReviewedBy));
            Instant(one.Property(row => row.At));
            one.Property(row => row.ReviewedAt).HasConversion<Instants>();
            one.HasIndex(row => row.RecordId);
            one.HasIndex(row => new { row.OrganisationId, row.ReviewedAt });
        });
        modelBuilder.Entity<Receipt>(one =>
        {
            one.ToTable("assistance_receipts");
            one.HasKey(row => row.PhraseHash);
            one.Property(row => row.PhraseHash).HasMaxLength(64);
            Ids(one.Property(row => row.RecordId), one.Property(row => row.OrganisationId));
            Instant(one.Property(row => row.MadeAt));
            Instant(one.Property(row => row.Until));
            one.HasIndex(row => row.RecordId);
        });
        modelBuilder.Entity<CaseDocument>(one =>
        {
            one.ToTable("assistance_documents");
            one.HasKey(row => row.DocumentId);
            Ids(one.Property(row => row.DocumentId), one.Property(row => row.RecordId), one.Property(row => row.OrganisationId), one.Property(row => row.AddedBy));
            Instant(one.Property(row => row.AddedAt));
            one.HasIndex(row => row.RecordId);
        });
        modelBuilder.Entity<ServiceOffer>(one =>
        {
            one.ToTable("assistance_services");
            one.HasKey(row => row.RecordId);
            Ids(one.Property(row => row.RecordId), one.Property(row => row.OrganisationId));
            one.Property(row => row.For).HasMaxLength(100);
            one.Property(row => row.Languages).HasMaxLength(200);
            one.Property(row => row.Hours).HasMaxLength(ServiceOffer.LongestHours);
            Instant(one.Property(row => row.ChangedAt));
            one.HasIndex(row => row.OrganisationId);
        });
    }

    private static void Ids(params Microsoft.EntityFrameworkCore.Metadata.Builders.PropertyBuilder[] ids)
    {
        foreach (var id in ids) id.HasMaxLength(32);
    }

    private static void Instant(Microsoft.EntityFrameworkCore.Metadata.Builders.PropertyBuilder<DateTimeOffset> instant) => instant.HasConversion<Instants>();
}
