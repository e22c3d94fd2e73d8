using System.Security.Cryptography;
using Entraide.Node.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Platform;

/// <summary>What the node knows of itself.</summary>
public sealed class PlatformDb(DbContextOptions<PlatformDb> options) : DbContext(options)
{
    public DbSet<Setting> Settings => Set<Setting>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Setting>(setting =>
    {
        setting.ToTable("platform_settings");
        setting.HasKey(one => one.Name);
        setting.Property(one => one.Name).HasMaxLength(100);
        setting.Property(one => one.Value).HasMaxLength(1000);
    });

    /// <summary>The node's id: 128 random bits in hexadecimal, drawn once.</summary>
    public Task<string> NodeId() => Remember("node-id", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));

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

    /// <summary>Gives a known name another value.</summary>
    public Task Change(string name, string value) => Settings.Where(setting => setting.Name == name).ExecuteUpdateAsync(row => row.SetProperty(setting => setting.Value, value));
}

/// <summary>A named value of the node.</summary>
public sealed class Setting
{
    [Holds(FieldClass.Technical)]
    public required string Name { get; init; }

    [Holds(FieldClass.Technical)]
    public required string Value { get; set; }
}
