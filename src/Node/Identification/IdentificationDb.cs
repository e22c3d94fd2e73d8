using Entraide.Node.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Identification;

/// <summary>What the module keeps: drafts that phones have sealed. The node cannot read them from here.</summary>
public sealed class IdentificationDb(DbContextOptions<IdentificationDb> options) : DbContext(options)
{
    public DbSet<KeptDraft> Drafts => Set<KeptDraft>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<KeptDraft>(draft =>
    {
        draft.ToTable("identification_drafts");
        draft.HasKey(one => one.Id);
        draft.Property(one => one.Id).HasMaxLength(32);
        draft.Property(one => one.KeyId).HasMaxLength(32);
        draft.Property(one => one.RecipientId).HasMaxLength(32);
        draft.Property(one => one.ReceivedAt).HasConversion<Instants>();
        draft.Property(one => one.ExpiresAt).HasConversion<Instants>();
        draft.HasIndex(one => one.ExpiresAt);
    });
}

/// <summary>A draft as the phone sealed it.</summary>
public sealed class KeptDraft
{
    /// <summary>128 random bits in hexadecimal, drawn on the phone, so that a repeated upload is known as such.</summary>
    [Holds(FieldClass.Technical)]
    public required string Id { get; init; }

    /// <summary>The key it was sealed to.</summary>
    [Holds(FieldClass.Technical)]
    public required string KeyId { get; init; }

    /// <summary>For whom it was sealed: the node itself, until accounts give it other recipients.</summary>
    [Holds(FieldClass.Technical)]
    public required string RecipientId { get; init; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When the node deletes it.</summary>
    [Holds(FieldClass.Technical)]
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Length of <see cref="Sealed"/> in bytes.</summary>
    [Holds(FieldClass.Technical)]
    public required int Size { get; init; }

    /// <summary>See <see cref="Core.Sealing.SealedDraft"/>.</summary>
    [Holds(FieldClass.Narrative, isSealed: true)]
    public required byte[] Sealed { get; init; }
}
