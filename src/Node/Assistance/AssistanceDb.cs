using Entraide.Node.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Entraide.Node.Assistance;

/// <summary>
/// What the module keeps. A case is one record with one key: its fields, what was done, its referrals, documents and guests
/// are sealed with it, so that they go with it. All of it lies in the zone of care; justice will have tables of its own.
/// </summary>
public sealed class AssistanceDb(DbContextOptions<AssistanceDb> options) : NodeDb(options)
{
    public DbSet<CaseRow> Cases => Set<CaseRow>();
    public DbSet<CaseCounter> Counters => Set<CaseCounter>();
    public DbSet<DiaryEntry> Entries => Set<DiaryEntry>();
    public DbSet<ReferralRow> Referrals => Set<ReferralRow>();
    public DbSet<Guest> Guests => Set<Guest>();
    public DbSet<EmergencyAccess> Emergencies => Set<EmergencyAccess>();
    public DbSet<OwnReceipt> Receipts => Set<OwnReceipt>();
    public DbSet<CaseDocument> Documents => Set<CaseDocument>();
    public DbSet<ServiceOffer> Services => Set<ServiceOffer>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder
        .Entity<CaseRow>(CaseRowTable)
        .Entity<CaseCounter>(CaseCounterTable)
        .Entity<DiaryEntry>(DiaryEntryTable)
        .Entity<ReferralRow>(ReferralRowTable)
        .Entity<Guest>(GuestTable)
        .Entity<EmergencyAccess>(EmergencyAccessTable)
        .Entity<OwnReceipt>(OwnReceiptTable)
        .Entity<CaseDocument>(CaseDocumentTable)
        .Entity<ServiceOffer>(ServiceOfferTable);

    private static void CaseRowTable(EntityTypeBuilder<CaseRow> one)
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
        one.HasIndex(row => new { row.OrganisationId, row.ClosedAt, row.DueAt });
    }

    private static void CaseCounterTable(EntityTypeBuilder<CaseCounter> one)
    {
        one.ToTable("assistance_counters");
        one.HasKey(row => new { row.OrganisationId, row.Year });
        one.Property(row => row.OrganisationId).HasMaxLength(32);
        one.Property(row => row.Year).ValueGeneratedNever();
    }

    private static void DiaryEntryTable(EntityTypeBuilder<DiaryEntry> one)
    {
        one.ToTable("assistance_entries");
        one.HasKey(row => row.EntryId);
        Ids(one.Property(row => row.EntryId), one.Property(row => row.RecordId), one.Property(row => row.OrganisationId), one.Property(row => row.WrittenBy));
        Instant(one.Property(row => row.WrittenAt));
        one.Property(row => row.DueAt).HasConversion<Instants>();
        one.Property(row => row.DoneAt).HasConversion<Instants>();
        one.HasIndex(row => row.RecordId);
    }

    private static void ReferralRowTable(EntityTypeBuilder<ReferralRow> one)
    {
        one.ToTable("assistance_referrals");
        one.HasKey(row => row.ReferralId);
        Ids(one.Property(row => row.ReferralId), one.Property(row => row.RecordId), one.Property(row => row.OrganisationId), one.Property(row => row.RecipientId), one.Property(row => row.ReceiverId));
        Instant(one.Property(row => row.SentAt));
        Instant(one.Property(row => row.AnswerBy));
        one.HasIndex(row => row.RecordId);
        one.HasIndex(row => new { row.RecipientId, row.SentAt });
        one.HasIndex(row => new { row.OrganisationId, row.SentAt });
        one.HasIndex(row => new { row.Stage, row.AnswerBy });
    }

    private static void GuestTable(EntityTypeBuilder<Guest> one)
    {
        one.ToTable("assistance_guests");
        one.HasKey(row => row.GuestId);
        Ids(one.Property(row => row.GuestId), one.Property(row => row.RecordId), one.Property(row => row.OrganisationId), one.Property(row => row.AccountId), one.Property(row => row.GuestOrganisationId));
        Instant(one.Property(row => row.Since));
        Instant(one.Property(row => row.Until));
        one.Property(row => row.EndedAt).HasConversion<Instants>();
        one.HasIndex(row => row.RecordId);
        one.HasIndex(row => row.AccountId);
    }

    private static void EmergencyAccessTable(EntityTypeBuilder<EmergencyAccess> one)
    {
        one.ToTable("assistance_emergencies");
        one.HasKey(row => row.EmergencyId);
        Ids(one.Property(row => row.EmergencyId), one.Property(row => row.RecordId), one.Property(row => row.OrganisationId), one.Property(row => row.OpenedBy), one.Property(row => row.ReviewedBy));
        Instant(one.Property(row => row.At));
        one.Property(row => row.ReviewedAt).HasConversion<Instants>();
        one.HasIndex(row => row.RecordId);
        one.HasIndex(row => new { row.OrganisationId, row.ReviewedAt });
    }

    private static void OwnReceiptTable(EntityTypeBuilder<OwnReceipt> one)
    {
        one.ToTable("assistance_receipts");
        one.HasKey(row => row.PhraseHash);
        one.Property(row => row.PhraseHash).HasMaxLength(64);
        Ids(one.Property(row => row.RecordId), one.Property(row => row.OrganisationId));
        Instant(one.Property(row => row.MadeAt));
        Instant(one.Property(row => row.Until));
        one.HasIndex(row => row.RecordId);
    }

    private static void CaseDocumentTable(EntityTypeBuilder<CaseDocument> one)
    {
        one.ToTable("assistance_documents");
        one.HasKey(row => row.DocumentId);
        Ids(one.Property(row => row.DocumentId), one.Property(row => row.RecordId), one.Property(row => row.OrganisationId), one.Property(row => row.AddedBy));
        Instant(one.Property(row => row.AddedAt));
        one.HasIndex(row => row.RecordId);
    }

    private static void ServiceOfferTable(EntityTypeBuilder<ServiceOffer> one)
    {
        one.ToTable("assistance_services");
        one.HasKey(row => row.RecordId);
        Ids(one.Property(row => row.RecordId), one.Property(row => row.OrganisationId));
        one.Property(row => row.For).HasMaxLength(100);
        one.Property(row => row.Languages).HasMaxLength(200);
        one.Property(row => row.Hours).HasMaxLength(ServiceOffer.LongestHours);
        Instant(one.Property(row => row.ChangedAt));
        one.HasIndex(row => row.OrganisationId);
    }

    private static void Ids(params PropertyBuilder[] ids)
    {
        foreach (var id in ids) id.HasMaxLength(32);
    }

    private static void Instant(PropertyBuilder<DateTimeOffset> instant) => instant.HasConversion<Instants>();
}
