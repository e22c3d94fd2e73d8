using Entraide.Core.Text.Blocks;
using Entraide.Node.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Guide;

/// <summary>
/// What the module keeps: texts that were shipped, each version, translation and national operation since, and what was
/// released of them. Rows are added, hardly ever changed: what somebody once read can be found again.
/// </summary>
public sealed class GuideDb(DbContextOptions<GuideDb> options) : NodeDb(options)
{
    public DbSet<Shipment> Shipments => Set<Shipment>();
    public DbSet<StoredVersion> Versions => Set<StoredVersion>();
    public DbSet<PendingChange> Pending => Set<PendingChange>();
    public DbSet<StoredEdition> Editions => Set<StoredEdition>();
    public DbSet<StoredTranslation> Translations => Set<StoredTranslation>();
    public DbSet<CountryText> Countries => Set<CountryText>();
    public DbSet<StoredOperation> Operations => Set<StoredOperation>();
    public DbSet<StoredRelease> Releases => Set<StoredRelease>();
    public DbSet<DriftDecision> Decisions => Set<DriftDecision>();
    public DbSet<ExchangeJob> Jobs => Set<ExchangeJob>();
    public DbSet<ReadCopy> Copies => Set<ReadCopy>();
    public DbSet<TextRevision> Revisions => Set<TextRevision>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Shipment>(shipment =>
        {
            shipment.ToTable("guide_shipments");
            shipment.HasKey(one => new { one.Document, one.Release });
            shipment.Property(one => one.Document).HasMaxLength(LongestId);
            shipment.Property(one => one.At).HasConversion<Instants>();
        });
        modelBuilder.Entity<StoredVersion>(version =>
        {
            version.ToTable("guide_versions");
            version.HasKey(one => new { one.Document, one.BlockId, one.Number });
            version.Property(one => one.Document).HasMaxLength(LongestId);
            version.Property(one => one.BlockId).HasMaxLength(LongestId);
            version.Property(one => one.At).HasConversion<Instants>();
        });
        modelBuilder.Entity<PendingChange>(change =>
        {
            change.ToTable("guide_pending");
            change.HasKey(one => new { one.Document, one.BlockId });
            change.Property(one => one.Document).HasMaxLength(LongestId);
            change.Property(one => one.BlockId).HasMaxLength(LongestId);
            change.Property(one => one.At).HasConversion<Instants>();
        });
        modelBuilder.Entity<StoredEdition>(edition =>
        {
            edition.ToTable("guide_editions");
            edition.HasKey(one => new { one.Document, one.Number });
            edition.Property(one => one.Document).HasMaxLength(LongestId);
            edition.Property(one => one.At).HasConversion<Instants>();
        });
        modelBuilder.Entity<StoredTranslation>(translation =>
        {
            translation.ToTable("guide_translations");
            translation.HasKey(one => new { one.Document, one.BlockId, one.Language, one.Number });
            translation.Property(one => one.Document).HasMaxLength(LongestId);
            translation.Property(one => one.BlockId).HasMaxLength(LongestId);
            translation.Property(one => one.Language).HasMaxLength(10);
            translation.Property(one => one.At).HasConversion<Instants>();
        });
        MakeNational(modelBuilder);
        MakeCopies(modelBuilder);
    }

    private static void MakeCopies(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ExchangeJob>(job =>
        {
            job.ToTable("guide_jobs");
            job.HasKey(one => one.Id);
            job.Property(one => one.Id).HasMaxLength(32);
            job.Property(one => one.At).HasConversion<Instants>();
        });
        modelBuilder.Entity<ReadCopy>(copy =>
        {
            copy.ToTable("guide_copies");
            copy.HasKey(one => one.Hash);
            copy.Property(one => one.Hash).HasMaxLength(64);
            copy.Property(one => one.At).HasConversion<Instants>();
        });
        modelBuilder.Entity<TextRevision>(revision =>
        {
            revision.ToTable("guide_revision");
            revision.HasKey(one => one.Id);
            revision.Property(one => one.Id).ValueGeneratedNever();
        });
    }

    private static void MakeNational(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<CountryText>(country =>
        {
            country.ToTable("guide_countries");
            country.HasKey(one => one.Country);
            country.Property(one => one.Country).HasMaxLength(2);
            country.Property(one => one.OrganisationId).HasMaxLength(32);
        });
        modelBuilder.Entity<StoredOperation>(operation =>
        {
            operation.ToTable("guide_operations");
            operation.HasKey(one => new { one.Country, one.OperationId, one.Number });
            operation.Property(one => one.Country).HasMaxLength(2);
            operation.Property(one => one.OperationId).HasMaxLength(LongestId);
            operation.Property(one => one.At).HasConversion<Instants>();
        });
        modelBuilder.Entity<StoredRelease>(release =>
        {
            release.ToTable("guide_releases");
            release.HasKey(one => new { one.Country, one.Number });
            release.Property(one => one.Country).HasMaxLength(2);
            release.Property(one => one.At).HasConversion<Instants>();
        });
        modelBuilder.Entity<DriftDecision>(decision =>
        {
            decision.ToTable("guide_decisions");
            decision.HasKey(one => one.Id);
            decision.Property(one => one.Id).HasMaxLength(32);
            decision.Property(one => one.Country).HasMaxLength(2);
            decision.Property(one => one.At).HasConversion<Instants>();
            decision.HasIndex(one => one.Country);
        });
    }

    /// <summary>In letters: a document's and a block's id.</summary>
    public const int LongestId = 100;
}

/// <summary>A text as it came with the program; the first one of a document is its first edition.</summary>
public sealed class Shipment
{
    [Holds(FieldClass.Technical)] public required string Document { get; init; }

    /// <summary>From 1; a later program brings a higher one.</summary>
    [Holds(FieldClass.Technical)] public required int Release { get; init; }

    /// <summary>A <see cref="ShippedText"/>, as JSON.</summary>
    [Holds(FieldClass.Technical)] public required byte[] Content { get; init; }

    [Holds(FieldClass.Technical)] public required DateTimeOffset At { get; init; }
}

/// <summary>A released version of a block, of the core or of a country (whose document is DOCUMENT/COUNTRY).</summary>
public sealed class StoredVersion
{
    [Holds(FieldClass.Technical)] public required string Document { get; init; }
    [Holds(FieldClass.Technical)] public required string BlockId { get; init; }
    [Holds(FieldClass.Technical)] public required int Number { get; init; }

    /// <summary>A <see cref="BlockVersion"/>, as JSON.</summary>
    [Holds(FieldClass.Technical)] public required string Content { get; init; }

    /// <summary>Who wrote it, and who agreed to a class below the floor: accounts; null for what was shipped.</summary>
    [Holds(FieldClass.Technical)] public string? AuthorId { get; init; }
    [Holds(FieldClass.Technical)] public string? ApproverId { get; init; }

    /// <summary>Why, in the author's words.</summary>
    [Holds(FieldClass.Technical)] public string Note { get; init; } = "";

    [Holds(FieldClass.Technical)] public required DateTimeOffset At { get; init; }
}

/// <summary>What the steward has changed and not released yet.</summary>
public sealed class PendingChange
{
    [Holds(FieldClass.Technical)] public required string Document { get; init; }
    [Holds(FieldClass.Technical)] public required string BlockId { get; init; }

    /// <summary>The block as it will be, as JSON; null where it is to be taken out.</summary>
    [Holds(FieldClass.Technical)] public string? Content { get; set; }

    /// <summary>The block after which it is to stand; null to stay where it is.</summary>
    [Holds(FieldClass.Technical)] public string? After { get; set; }

    /// <summary>The class that its author gives it.</summary>
    [Holds(FieldClass.Technical)] public ChangeClass Class { get; set; }

    /// <summary>The class that it may not go below by her word alone.</summary>
    [Holds(FieldClass.Technical)] public ChangeClass Floor { get; set; }

    /// <summary>Who has agreed to a class below the floor; null while nobody has.</summary>
    [Holds(FieldClass.Technical)] public string? ApproverId { get; set; }

    [Holds(FieldClass.Technical)] public string Note { get; set; } = "";
    [Holds(FieldClass.Technical)] public required string AuthorId { get; set; }
    [Holds(FieldClass.Technical)] public required DateTimeOffset At { get; set; }
}

/// <summary>A released edition of a document, after the first.</summary>
public sealed class StoredEdition
{
    [Holds(FieldClass.Technical)] public required string Document { get; init; }
    [Holds(FieldClass.Technical)] public required int Number { get; init; }

    /// <summary>Its entries in order, a line each: block, blank, version.</summary>
    [Holds(FieldClass.Technical)] public required string Entries { get; init; }

    [Holds(FieldClass.Technical)] public string? AuthorId { get; init; }
    [Holds(FieldClass.Technical)] public required DateTimeOffset At { get; init; }
}

/// <summary>A translation of a block, of the core or of a country.</summary>
public sealed class StoredTranslation
{
    [Holds(FieldClass.Technical)] public required string Document { get; init; }
    [Holds(FieldClass.Technical)] public required string BlockId { get; init; }
    [Holds(FieldClass.Technical)] public required string Language { get; init; }
    [Holds(FieldClass.Technical)] public required int Number { get; init; }
    [Holds(FieldClass.Technical)] public required string Text { get; init; }
    [Holds(FieldClass.Technical)] public required int BasedOn { get; init; }
    [Holds(FieldClass.Technical)] public required TranslationState State { get; init; }
    [Holds(FieldClass.Technical)] public required TranslationOrigin Origin { get; init; }
    [Holds(FieldClass.Technical)] public string? TranslatorId { get; init; }
    [Holds(FieldClass.Technical)] public string? ReviewerId { get; init; }

    /// <summary>What a checker found and the translator kept all the same, with her reason.</summary>
    [Holds(FieldClass.Technical)] public string Note { get; init; } = "";

    [Holds(FieldClass.Technical)] public required DateTimeOffset At { get; init; }
}

/// <summary>A country that has a text of its own here.</summary>
public sealed class CountryText
{
    /// <summary>ISO 3166-1 alpha-2.</summary>
    [Holds(FieldClass.Technical)] public required string Country { get; init; }

    /// <summary>Tags with blanks between; the first is the one that its text is written in.</summary>
    [Holds(FieldClass.Technical)] public required string Languages { get; init; }

    /// <summary>The organisation whose editors write it; null until the steward has named one.</summary>
    [Holds(FieldClass.Technical)] public string? OrganisationId { get; set; }
}

/// <summary>A version of a national operation; the newest is the working one.</summary>
public sealed class StoredOperation
{
    [Holds(FieldClass.Technical)] public required string Country { get; init; }
    [Holds(FieldClass.Technical)] public required string OperationId { get; init; }
    [Holds(FieldClass.Technical)] public required int Number { get; init; }

    /// <summary>The core document that it is made to.</summary>
    [Holds(FieldClass.Technical)] public required string Document { get; init; }

    /// <summary>An <see cref="OverlayOperation"/>, as JSON; null where it was taken back.</summary>
    [Holds(FieldClass.Technical)] public string? Content { get; init; }

    [Holds(FieldClass.Technical)] public string? AuthorId { get; init; }
    [Holds(FieldClass.Technical)] public required DateTimeOffset At { get; init; }
}

/// <summary>What a country released, after what was shipped.</summary>
public sealed class StoredRelease
{
    [Holds(FieldClass.Technical)] public required string Country { get; init; }
    [Holds(FieldClass.Technical)] public required int Number { get; init; }

    /// <summary>Its operations, a line each: id, blank, number of the version.</summary>
    [Holds(FieldClass.Technical)] public required string Operations { get; init; }

    /// <summary>The editions of the core that it was decided on, a line each: document, blank, number.</summary>
    [Holds(FieldClass.Technical)] public required string Editions { get; init; }

    [Holds(FieldClass.Technical)] public string? AuthorId { get; init; }
    [Holds(FieldClass.Technical)] public required DateTimeOffset At { get; init; }
}

/// <summary>What a national editor does about what moved in the core.</summary>
public enum DriftAnswer
{
    /// <summary>The core's text is good here too: the operation is taken back.</summary>
    TakeCore,

    /// <summary>The national text stays as it is, for this version of the core.</summary>
    Keep,

    /// <summary>The national text was changed.</summary>
    Edit,

    /// <summary>Later, until a day.</summary>
    Defer,
}

/// <summary>A decision, kept with its reason.</summary>
public sealed class DriftDecision
{
    [Holds(FieldClass.Technical)] public required string Id { get; init; }
    [Holds(FieldClass.Technical)] public required string Country { get; init; }
    [Holds(FieldClass.Technical)] public required string OperationId { get; init; }
    [Holds(FieldClass.Technical)] public required DriftKind Kind { get; init; }

    /// <summary>The version of the core's block that was decided on; 0 where it was gone.</summary>
    [Holds(FieldClass.Technical)] public required int Version { get; init; }

    [Holds(FieldClass.Technical)] public required DriftAnswer Answer { get; init; }
    [Holds(FieldClass.Technical)] public required string Reason { get; init; }

    /// <summary>ISO 8601 day, for <see cref="DriftAnswer.Defer"/>.</summary>
    [Holds(FieldClass.Technical)] public string? Until { get; init; }

    [Holds(FieldClass.Technical)] public string? AuthorId { get; init; }
    [Holds(FieldClass.Technical)] public required DateTimeOffset At { get; init; }
}

/// <summary>A job that was taken away to be translated elsewhere.</summary>
public sealed class ExchangeJob
{
    [Holds(FieldClass.Technical)] public required string Id { get; init; }
    [Holds(FieldClass.Technical)] public required string Document { get; init; }
    [Holds(FieldClass.Technical)] public required string Language { get; init; }

    /// <summary>Its units, a line each: block, blank, version of the source, blank, number of the translation that went along (0 for none).</summary>
    [Holds(FieldClass.Technical)] public required string Units { get; init; }

    [Holds(FieldClass.Technical)] public string? AuthorId { get; init; }
    [Holds(FieldClass.Technical)] public required DateTimeOffset At { get; init; }
}

/// <summary>What a printed page, a file or a phone was made from, so that anybody can ask whether it is still good.</summary>
public sealed class ReadCopy
{
    /// <summary>SHA-256 of the resolved text.</summary>
    [Holds(FieldClass.Technical)] public required string Hash { get; init; }
    [Holds(FieldClass.Technical)] public required string Document { get; init; }
    [Holds(FieldClass.Technical)] public required int Edition { get; init; }

    /// <summary>Empty for the core alone.</summary>
    [Holds(FieldClass.Technical)] public required string Country { get; init; }
    [Holds(FieldClass.Technical)] public required int Release { get; init; }
    [Holds(FieldClass.Technical)] public required string Language { get; init; }
    [Holds(FieldClass.Technical)] public required string EditionHash { get; init; }
    [Holds(FieldClass.Technical)] public required string OverlayHash { get; init; }
    [Holds(FieldClass.Technical)] public required string TranslationsHash { get; init; }
    [Holds(FieldClass.Technical)] public required DateTimeOffset At { get; init; }
}

/// <summary>Counts the changes of all texts, so that each process of the node knows when what it holds is old.</summary>
public sealed class TextRevision
{
    [Holds(FieldClass.Technical)] public required int Id { get; init; }
    [Holds(FieldClass.Technical)] public required long Number { get; set; }
}
