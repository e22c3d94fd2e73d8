using System.Data.Common;
using Entraide.Node.Accounts;
using Entraide.Node.Assistance;
using Entraide.Node.Guide;
using Entraide.Node.Identification;
using Entraide.Node.Impact;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Storage;
using Entraide.Node.Training;
using Entraide.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Entraide.Tests.Laws;

/// <summary>Law 6: the migrated schema equals the model's, on both databases; and law 8: every stored field is classed.</summary>
public sealed class StorageLaws(PostgresServer postgres)
{
    private readonly Stores stores = new(postgres);

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task Law_6_the_migrated_schema_equals_the_model_s(string store)
    {
        await Compare<PlatformDb>(store, options => new PlatformDb(options));
        await Compare<IdentificationDb>(store, options => new IdentificationDb(options));
        await Compare<AccountsDb>(store, options => new AccountsDb(options));
        await Compare<GuideDb>(store, options => new GuideDb(options));
        await Compare<AssistanceDb>(store, options => new AssistanceDb(options));
        await Compare<TrainingDb>(store, options => new TrainingDb(options));
        await Compare<ImpactDb>(store, options => new ImpactDb(options));
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task Law_6_finds_a_planted_difference(string store)
    {
        foreach (var planted in (string[])["ALTER TABLE identification_drafts ADD COLUMN \"Planted\" integer", "CREATE TABLE planted (\"Id\" integer)", "DROP INDEX \"IX_identification_drafts_ExpiresAt\""])
        {
            var (migrated, modelled) = await Schemas<IdentificationDb>(store, options => new IdentificationDb(options), planted);
            Assert.NotEqual(modelled, migrated);
        }
    }

    [Fact]
    public void Law_8_every_stored_field_is_classed_and_what_tells_of_a_person_is_sealed()
    {
        Assert.Empty(Unclassed(typeof(PlatformDb), typeof(IdentificationDb), typeof(AccountsDb), typeof(GuideDb), typeof(AssistanceDb), typeof(TrainingDb), typeof(ImpactDb)));
        Assert.Equal(["Note is not classed: add [Holds(…)]", "Place is personal and not sealed"], Unclassed(typeof(PlantedDb)).Order());
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_database_that_could_lose_what_it_said_it_kept_is_refused_at_the_start(string store)
    {
        var address = await stores.Database(store);
        if (store == Stores.Postgres)
        {
            await using var connection = new Npgsql.NpgsqlConnection(new Npgsql.NpgsqlConnectionStringBuilder { Host = Uri.UnescapeDataString(address!.Split("host=")[1].Split('&')[0]), Username = "postgres", Database = address.Split('/')[3].Split('?')[0] }.ConnectionString);
            await connection.OpenAsync();
            await using var command = new Npgsql.NpgsqlCommand($"ALTER DATABASE {connection.Database} SET synchronous_commit = off", connection);
            await command.ExecuteNonQueryAsync();
            var refused = await Assert.ThrowsAsync<RefusedException>(() => RunningNode.Start(address));
            Assert.Contains("synchronous_commit = off", refused.Message);
            return;
        }
        await using var node = await RunningNode.Start();
        await using var scope = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateAsyncScope(node.App.Services);
        var db = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<IdentificationDb>(scope.ServiceProvider);
        await db.Database.OpenConnectionAsync();
        foreach (var (setting, wanted) in StoreSettings.Sqlite)
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"PRAGMA {setting}";
            Assert.Equal(wanted[0], (await command.ExecuteScalarAsync())!.ToString());
        }
    }

    private async Task Compare<T>(string store, Func<DbContextOptions<T>, T> make) where T : DbContext
    {
        var (migrated, modelled) = await Schemas(store, make);
        Assert.Contains(".", modelled);
        Assert.Equal(modelled, migrated);
    }

    private async Task<(string Migrated, string Modelled)> Schemas<T>(string store, Func<DbContextOptions<T>, T> make, string? planted = null) where T : DbContext
    {
        var schemas = new List<string>();
        foreach (var migrate in (bool[])[true, false])
        {
            var folder = Directory.CreateTempSubdirectory("entraide-test-").FullName;
            var database = Database.For(NodeOptions.For(folder) with { Database = await stores.Database(store) });
            await using (var context = make((DbContextOptions<T>)database.Configure(new DbContextOptionsBuilder<T>(), "Law").Options))
            {
                if (migrate) await context.Database.MigrateAsync();
                else await context.GetService<Microsoft.EntityFrameworkCore.Storage.IRelationalDatabaseCreator>().EnsureCreatedAsync();
                await context.Database.OpenConnectionAsync();
                if (migrate && planted is not null)
                {
                    await using var change = context.Database.GetDbConnection().CreateCommand();
                    change.CommandText = planted;
                    await change.ExecuteNonQueryAsync();
                }
                schemas.Add(await Describe(context.Database.GetDbConnection(), store));
            }
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
        return (schemas[0], schemas[1]);
    }

    // Tables, columns with type and nullability, keys and indexes, without the history of migrations.
    private static async Task<string> Describe(DbConnection connection, string store)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = store == Stores.Postgres
            ? """
              SELECT table_name || '.' || column_name || ' ' || data_type || coalesce('(' || character_maximum_length || ')', '') || ' ' || is_nullable FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '%migrations%'
              UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE '%migrations%' ORDER BY 1
              """
            : """
              SELECT m.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE '%igrations%'
              UNION ALL SELECT m.name || ' on ' || m.tbl_name || ' ' || coalesce(m.sql, '') FROM sqlite_master m WHERE m.type = 'index' AND m.tbl_name NOT LIKE '%igrations%' ORDER BY 1
              """;
        var lines = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) lines.Add(reader.GetString(0));
        return string.Join('\n', lines);
    }

    private static IEnumerable<string> Unclassed(params Type[] contexts) => contexts
        .SelectMany(context => context.GetProperties()).Where(set => set.PropertyType.IsGenericType && set.PropertyType.GetGenericTypeDefinition() == typeof(DbSet<>))
        .SelectMany(set => set.PropertyType.GetGenericArguments()[0].GetProperties())
        .Select(field => (field, holds: field.GetCustomAttributes(typeof(HoldsAttribute), false).Cast<HoldsAttribute>().SingleOrDefault()))
        .Where(one => one.holds is null or { FieldClass: not (FieldClass.Technical or FieldClass.Facts), IsSealed: false })
        .Select(one => one.holds is null ? $"{one.field.Name} is not classed: add [Holds(…)]" : $"{one.field.Name} is personal and not sealed");

    private sealed class PlantedDb(DbContextOptions<PlantedDb> options) : DbContext(options)
    {
        public DbSet<PlantedPerson> People => Set<PlantedPerson>();
    }

    private sealed class PlantedPerson
    {
        [Holds(FieldClass.Technical)]
        public int Id { get; init; }

        public string? Note { get; init; }

        [Holds(FieldClass.Location)]
        public string? Place { get; init; }
    }
}
