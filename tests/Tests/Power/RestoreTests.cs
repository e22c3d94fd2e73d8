using Entraide.Tests.Databases;
using Entraide.Tests.Node.Platform;

namespace Entraide.Tests.Power;

/// <summary>How long an operator waits on the bad day; run by <c>./test --power</c>.</summary>
public sealed class RestoreTests(PostgresServer postgres)
{
    private readonly Stores stores = new(postgres);

    [Fact(Explicit = true)]
    public async Task How_long_a_restore_of_50_000_records_takes()
    {
        using var folder = new BackupFolder();
        await using var node = await stores.Start(Stores.Sqlite);
        for (var i = 0; i < 25; i++) await new KeptRecords(node.App.Services).Keep(2000);
        foreach (var store in (string[])[Stores.Sqlite, Stores.Postgres])
        {
            var began = TimeProvider.System.GetTimestamp();
            var backup = await folder.BackUp(node);
            TestContext.Current.TestOutputHelper!.WriteLine($"backup {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s, {new FileInfo(backup.File).Length / 1e6:0.0} MB and {new FileInfo(backup.KeysFile).Length / 1e6:0.0} MB");
            began = TimeProvider.System.GetTimestamp();
            await folder.Restore(backup, await stores.Database(store));
            TestContext.Current.TestOutputHelper!.WriteLine($"{store}: restore {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s, {Environment.WorkingSet / 1e6:0} MB of memory");
        }
    }
}
