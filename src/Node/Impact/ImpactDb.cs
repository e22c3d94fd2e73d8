using Entraide.Node.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Entraide.Node.Impact;

/// <summary>What the module keeps: facts that were given, years that were frozen, releases, estimates.</summary>
public sealed class ImpactDb(DbContextOptions<ImpactDb> options) : NodeDb(options)
{
    public DbSet<ContributionRow> Contributions => Set<ContributionRow>();
    public DbSet<EditionRow> Editions => Set<EditionRow>();
    public DbSet<ReleaseRow> Releases => Set<ReleaseRow>();
    public DbSet<EstimateRow> Estimates => Set<EstimateRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder
        .Entity<ContributionRow>(one =>
        {
            Records(one, "impact_contributions");
            one.Property(row => row.Country).HasMaxLength(2);
            one.Property(row => row.At).HasConversion<Instants>();
            // An organisation counts its cases of a year once; again replaces it.
            one.HasIndex(row => new { row.OrganisationId, row.CasesOf }).IsUnique();
        })
        .Entity<EditionRow>(one =>
        {
            Records(one, "impact_editions");
            one.Property(row => row.At).HasConversion<Instants>();
            one.Property(row => row.PublishedAt).HasConversion<Instants>();
            // Two who freeze at once do not both make the same edition.
            one.HasIndex(row => new { row.Year, row.Number }).IsUnique();
        })
        .Entity<ReleaseRow>(one =>
        {
            Records(one, "impact_releases");
            one.Property(row => row.At).HasConversion<Instants>();
            one.Property(row => row.PublishedAt).HasConversion<Instants>();
        })
        .Entity<EstimateRow>(one =>
        {
            Records(one, "impact_estimates");
            one.Property(row => row.At).HasConversion<Instants>();
            one.Property(row => row.PublishedAt).HasConversion<Instants>();
        });

    private static void Records<T>(EntityTypeBuilder<T> one, string table) where T : class, IGuarded
    {
        one.ToTable(table);
        one.HasKey(nameof(IGuarded.RecordId));
        one.Property<string>(nameof(IGuarded.RecordId)).HasMaxLength(32);
        one.Property<string>(nameof(IGuarded.OrganisationId)).HasMaxLength(32);
    }
}
