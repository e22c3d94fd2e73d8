[assembly: AssemblyFixture(typeof(Entraide.Tests.Databases.PostgresServer))]

namespace Entraide.Tests.Databases;

/// <summary>The databases on which everything stored is tested.</summary>
public sealed class Stores(PostgresServer postgres)
{
    public const string Sqlite = "SQLite", Postgres = "PostgreSQL";

    /// <summary>A node on an empty database of this kind; skips the test, loudly, where there is no server.</summary>
    public async Task<RunningNode> Start(string store) => await RunningNode.Start(await Database(store));

    /// <summary>The address of an empty database; null for SQLite.</summary>
    public async Task<string?> Database(string store)
    {
        if (store == Sqlite) return null;
        Assert.SkipWhen(postgres.Missing is not null, postgres.Missing ?? "");
        return await postgres.NewDatabase();
    }
}
