using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Identification;

/// <summary>What the module keeps: drafts that phones have sealed, and the screenings that were kept from them.</summary>
public sealed class IdentificationDb(DbContextOptions<IdentificationDb> options) : NodeDb(options)
{
    public DbSet<KeptDraft> Drafts => Set<KeptDraft>();
    public DbSet<Screening> Screenings => Set<Screening>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<KeptDraft>(draft =>
        {
            draft.ToTable("identification_drafts");
            draft.HasKey(one => one.RecordId);
            draft.Property(one => one.RecordId).HasColumnName("Id").HasMaxLength(32);
            draft.Property(one => one.KeyId).HasMaxLength(32);
            draft.Property(one => one.RecipientId).HasMaxLength(32);
            draft.Property(one => one.OrganisationId).HasMaxLength(32);
            draft.Property(one => one.ReceivedAt).HasConversion<Instants>();
            draft.Property(one => one.ExpiresAt).HasConversion<Instants>();
            draft.HasIndex(one => one.ExpiresAt);
            draft.HasIndex(one => one.OrganisationId);
        });
        modelBuilder.Entity<Screening>(screening =>
        {
            screening.ToTable("identification_screenings");
            screening.HasKey(one => one.RecordId);
            screening.Property(one => one.RecordId).HasMaxLength(32);
            screening.Property(one => one.OrganisationId).HasMaxLength(32);
            screening.Property(one => one.AssignedTo).HasMaxLength(32);
            screening.Property(one => one.KeptAt).HasConversion<Instants>();
            screening.HasIndex(one => one.OrganisationId);
        });
    }
}

/// <summary>A draft as the phone sealed it.</summary>
public sealed class KeptDraft : IGuarded
{
    /// <summary>128 random bits in hexadecimal, drawn on the phone, so that a repeated upload is known as such.</summary>
    [Holds(FieldClass.Technical)]
    public required string RecordId { get; init; }

    /// <summary>The key it was sealed to.</summary>
    [Holds(FieldClass.Technical)]
    public required string KeyId { get; init; }

    /// <summary>For whom it was sealed: an organisation, or the node itself. Bound into the sealed text.</summary>
    [Holds(FieldClass.Technical)]
    public required string RecipientId { get; init; }

    /// <summary>Whose people may open it; null where it was sealed for the node and nobody was there to take it.</summary>
    [Holds(FieldClass.Technical)]
    public required string? OrganisationId { get; init; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When the node deletes it.</summary>
    [Holds(FieldClass.Technical)]
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Length of <see cref="Sealed"/> in bytes.</summary>
    [Holds(FieldClass.Technical)]
    public required int Size { get; init; }

    /// <summary>See <see cref="Core.Sealing.SealedDraft"/>.</summary>
    [Holds(FieldClass.Narrative, isSealed: true), SealedElsewhere]
    public required byte[] Sealed { get; init; }

    /// <summary>The draft as the policy sees it.</summary>
    public static Subject Subject(string id, string? organisationId, RecordState state = RecordState.Active) => new(Resource.Draft, Zone.Care, id, organisationId, State: state);
}

/// <summary>A screening that was kept from a draft, under the draft's id: what was answered, and what was noted.</summary>
public sealed class Screening : IGuarded
{
    public static readonly SealedColumn FactsColumn = SealedColumn.Of<Screening>(nameof(Facts)), NarrativeColumn = SealedColumn.Of<Screening>(nameof(Narrative));

    [Holds(FieldClass.Technical)]
    public required string RecordId { get; init; }

    [Holds(FieldClass.Technical)]
    public required string OrganisationId { get; init; }

    /// <summary>The account that works on it.</summary>
    [Holds(FieldClass.Technical)]
    public required string AssignedTo { get; set; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset KeptAt { get; init; }

    /// <summary>The draft without its notes: instrument, version, answers.</summary>
    [Holds(FieldClass.Facts, isSealed: true)]
    public required byte[] Facts { get; set; }

    /// <summary>The notes of the draft, and what was added since.</summary>
    [Holds(FieldClass.Narrative, isSealed: true)]
    public required byte[] Narrative { get; set; }

    string? IGuarded.OrganisationId => OrganisationId;

    /// <summary>The screening as the policy sees it.</summary>
    public Subject Subject() => new(Resource.Screening, Zone.Care, RecordId, OrganisationId, AssignedTo);
}
