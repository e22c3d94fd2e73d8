using Entraide.Bench;
using Entraide.Node.Platform;
using Entraide.Tests.Databases;
using Microsoft.Data.Sqlite;

namespace Entraide.Tests.Power;

/// <summary>The part of promise P1 that is cheap enough for every run; <see cref="PowerTests"/> has the rest.</summary>
public sealed class KilledWriterTests(PostgresServer postgres)
{
    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task What_was_acknowledged_is_there_after_the_process_was_killed(string store)
    {
        using var work = new WorkFolder();
        var node = NodeOptions.For(work.In("data"), work.In("keys")) with { Database = await new Stores(postgres).Database(store) };
        await using var writer = WriterProcess.Start(node, count: 10_000, writers: 4);
        await writer.Until(one => one.Acknowledged.Count >= 40);
        await writer.Kill();

        var found = await Verification.Of(node, writer.Acknowledged);
        SqliteConnection.ClearAllPools();
        Assert.True(found.Holds, found.ToString());
        Assert.True(found.Found >= 40, found.ToString());
    }
}
