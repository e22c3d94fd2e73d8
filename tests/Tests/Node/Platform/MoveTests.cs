using Entraide.Node.Platform;
using Entraide.Node.Platform.Backup;
using Entraide.Node.Platform.Ledger;
using Entraide.Tests.Databases;

namespace Entraide.Tests.Node.Platform;

/// <summary>A node that outgrows its file goes on in PostgreSQL with all that it had, and the file says where it went.</summary>
public sealed class MoveTests(PostgresServer postgres)
{
    private readonly Stores stores = new(postgres);

    [Fact]
    public async Task A_node_moves_to_PostgreSQL_and_the_old_one_acknowledges_nothing_more()
    {
        await using var node = await stores.Start(Stores.Sqlite);
        var records = new KeptRecords(node.App.Services);
        var ids = await records.Keep(120);
        var options = BackupFolder.OptionsOf(node);
        var target = options with { Database = await stores.Database(Stores.Postgres) };
        Assert.Equal(120, (await Moved(node, target, copy: false)).Tables.Single(table => table.Name == "identification_screenings").Rows);

        await using var moved = await BackupFolder.Open(target);
        var there = new KeptRecords(moved.Services);
        foreach (var id in ids) Assert.Equal(KeptRecords.TextOf(id), (await there.Read(id)).Narrative);
        await there.Keep(3);
        Assert.Equal(123, await there.Count());
        // The node that still runs on the file, and one that is started on it again.
        await Assert.ThrowsAsync<LedgerClosedException>(() => records.Keep(1));
        Assert.Equal(120, await records.Count());
        Assert.Contains("was moved to postgres:", (await Assert.ThrowsAsync<RefusedException>(() => BackupFolder.Open(options))).Message);
        Assert.Contains("was moved to postgres:", (await Assert.ThrowsAsync<RefusedException>(() => NodeHost.Build(options, RunningNode.Modules))).Message);
    }

    [Fact]
    public async Task A_copy_leaves_the_node_as_it_is_and_a_database_that_is_not_empty_is_refused()
    {
        await using var node = await stores.Start(Stores.Sqlite);
        var records = new KeptRecords(node.App.Services);
        await records.Keep(5);
        var target = BackupFolder.OptionsOf(node) with { Database = await stores.Database(Stores.Postgres) };
        await Moved(node, target, copy: true);
        await records.Keep(1);
        Assert.Equal(6, await records.Count());
        Assert.Contains("not empty", (await Assert.ThrowsAsync<RefusedException>(() => Moved(node, target, copy: true))).Message);
    }

    [Theory]
    [InlineData("postgres://me:secret@host/db", "postgres://me:…@host/db")]
    [InlineData("postgres:///db?host=/run&user=me", "postgres:///db?host=/run&user=me")]
    public void Passwords_are_neither_shown_nor_kept(string given, string shown) => Assert.Equal(shown, Move.WithoutPassword(given));

    private static async Task<MoveReport> Moved(RunningNode node, NodeOptions to, bool copy)
    {
        await using var source = await BackupFolder.Open(BackupFolder.OptionsOf(node));
        await using var target = OpenedNode.Assemble(to, RunningNode.Modules);
        return await Move.Run(source, target, copy);
    }
}
