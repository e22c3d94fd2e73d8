using Entraide.Node.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Entraide.Node.Training;

/// <summary>
/// What the module keeps: trainings and their kits, deliveries and who takes part, and, led to by nothing else here, what was
/// answered under codes.
/// </summary>
public sealed class TrainingDb(DbContextOptions<TrainingDb> options) : NodeDb(options)
{
    public DbSet<TrainingRow> Trainings => Set<TrainingRow>();
    public DbSet<KitRow> Kits => Set<KitRow>();
    public DbSet<SignerRow> Signers => Set<SignerRow>();
    public DbSet<BundleRow> Bundles => Set<BundleRow>();
    public DbSet<DeliveryRow> Deliveries => Set<DeliveryRow>();
    public DbSet<PersonRow> People => Set<PersonRow>();
    public DbSet<SignInRow> SignIns => Set<SignInRow>();
    public DbSet<HeldRow> Held => Set<HeldRow>();
    public DbSet<AnswerCode> Codes => Set<AnswerCode>();
    public DbSet<AnswerRow> Answers => Set<AnswerRow>();
    public DbSet<CertificateRow> Certificates => Set<CertificateRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder
        .Entity<TrainingRow>(TrainingTable)
        .Entity<KitRow>(KitTable)
        .Entity<SignerRow>(SignerTable)
        .Entity<BundleRow>(BundleTable)
        .Entity<DeliveryRow>(DeliveryTable)
        .Entity<PersonRow>(PersonTable)
        .Entity<SignInRow>(SignInTable)
        .Entity<HeldRow>(HeldTable)
        .Entity<AnswerCode>(CodeTable)
        .Entity<AnswerRow>(AnswerTable)
        .Entity<CertificateRow>(CertificateTable);

    private static void TrainingTable(EntityTypeBuilder<TrainingRow> one)
    {
        one.ToTable("training_trainings");
        one.HasKey(row => row.RecordId);
        Ids(32, one.Property(row => row.RecordId), one.Property(row => row.OrganisationId));
        Ids(64, one.Property(row => row.KitId), one.Property(row => row.ParentHash), one.Property(row => row.KitHash));
        one.Property(row => row.LessonsLanguage).HasMaxLength(10);
        one.Property(row => row.PublishedAt).HasConversion<Instants>();
        one.Property(row => row.ChangedAt).HasConversion<Instants>();
        one.HasIndex(row => row.KitId).IsUnique();
    }

    private static void KitTable(EntityTypeBuilder<KitRow> one)
    {
        one.ToTable("training_kits");
        one.HasKey(row => row.Hash);
        Ids(64, one.Property(row => row.Hash), one.Property(row => row.KitId), one.Property(row => row.Signer));
        one.Property(row => row.At).HasConversion<Instants>();
        one.HasIndex(row => new { row.KitId, row.Release });
    }

    private static void SignerTable(EntityTypeBuilder<SignerRow> one)
    {
        one.ToTable("training_signers");
        one.HasKey(row => row.Fingerprint);
        Ids(64, one.Property(row => row.Fingerprint));
        one.Property(row => row.At).HasConversion<Instants>();
    }

    private static void BundleTable(EntityTypeBuilder<BundleRow> one)
    {
        one.ToTable("training_bundles");
        one.HasKey(row => row.Hash);
        Ids(64, one.Property(row => row.Hash), one.Property(row => row.KitId), one.Property(row => row.KitHash), one.Property(row => row.Delivery), one.Property(row => row.Signer));
        one.Property(row => row.At).HasConversion<Instants>();
        one.HasIndex(row => row.KitId);
        one.HasIndex(row => row.KitHash);
        one.HasIndex(row => new { row.Delivery, row.Sequence });
    }

    private static void DeliveryTable(EntityTypeBuilder<DeliveryRow> one)
    {
        one.ToTable("training_deliveries");
        one.HasKey(row => row.RecordId);
        Ids(32, one.Property(row => row.RecordId), one.Property(row => row.OrganisationId), one.Property(row => row.TrainingId), one.Property(row => row.Door), one.Property(row => row.BundleId));
        Ids(64, one.Property(row => row.KitId), one.Property(row => row.KitHash), one.Property(row => row.TimeZone));
        one.Property(row => row.Country).HasMaxLength(2);
        one.Property(row => row.ChangedAt).HasConversion<Instants>();
        one.HasIndex(row => row.OrganisationId);
        one.HasIndex(row => row.Door).IsUnique();
        one.HasIndex(row => row.KitId);
    }

    private static void PersonTable(EntityTypeBuilder<PersonRow> one)
    {
        one.ToTable("training_people");
        one.HasKey(row => row.RecordId);
        Ids(32, one.Property(row => row.RecordId), one.Property(row => row.OrganisationId), one.Property(row => row.DeliveryId), one.Property(row => row.Profession));
        Ids(64, one.Property(row => row.PassHash));
        one.Property(row => row.Country).HasMaxLength(2);
        one.Property(row => row.Language).HasMaxLength(10);
        one.Property(row => row.At).HasConversion<Instants>();
        one.HasIndex(row => new { row.DeliveryId, row.Number }).IsUnique();
        one.HasIndex(row => row.PassHash).IsUnique();
    }

    private static void SignInTable(EntityTypeBuilder<SignInRow> one)
    {
        one.ToTable("training_sign_ins");
        one.HasKey(row => new { row.DeliveryId, row.Session, row.PersonId });
        Ids(32, one.Property(row => row.DeliveryId), one.Property(row => row.PersonId));
        Ids(64, one.Property(row => row.Session), one.Property(row => row.Device));
        one.Property(row => row.At).HasConversion<Instants>();
    }

    private static void HeldTable(EntityTypeBuilder<HeldRow> one)
    {
        one.ToTable("training_held");
        one.HasKey(row => new { row.DeliveryId, row.Activity });
        Ids(32, one.Property(row => row.DeliveryId));
        Ids(64, one.Property(row => row.Activity));
    }

    private static void CodeTable(EntityTypeBuilder<AnswerCode> one)
    {
        one.ToTable("training_codes");
        one.HasKey(row => row.CodeHash);
        Ids(64, one.Property(row => row.CodeHash));
        Ids(32, one.Property(row => row.DeliveryId));
        one.HasIndex(row => row.DeliveryId);
    }

    private static void AnswerTable(EntityTypeBuilder<AnswerRow> one)
    {
        one.ToTable("training_answers");
        one.HasKey(row => new { row.RecordId, row.CodeHash, row.Form, row.Part });
        Ids(32, one.Property(row => row.RecordId), one.Property(row => row.OrganisationId));
        Ids(64, one.Property(row => row.CodeHash), one.Property(row => row.Part));
        one.Property(row => row.Language).HasMaxLength(10);
    }

    private static void CertificateTable(EntityTypeBuilder<CertificateRow> one)
    {
        one.ToTable("training_certificates");
        one.HasKey(row => row.CertificateId);
        Ids(32, one.Property(row => row.CertificateId), one.Property(row => row.DeliveryId), one.Property(row => row.PersonId));
        one.Property(row => row.IssuedAt).HasConversion<Instants>();
        one.Property(row => row.RevokedAt).HasConversion<Instants>();
        one.HasIndex(row => row.StatusIndex).IsUnique();
        one.HasIndex(row => row.DeliveryId);
    }

    private static void Ids(int length, params PropertyBuilder[] ids)
    {
        foreach (var id in ids) id.HasMaxLength(length);
    }
}
