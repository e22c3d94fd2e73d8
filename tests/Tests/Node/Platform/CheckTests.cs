using Entraide.Node.Platform;
using Entraide.Node.Platform.Ledger;
using Entraide.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Entraide.Tests.Node.Platform;

/// <summary>A node that is not sound says so, in one line with what to do; and one that was put back or cut does not start.</summary>
public sealed class CheckTests(PostgresServer postgres)
{
    private readonly Stores stores = new(postgres);

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_sound_node_passes_while_it_runs(string store)
    {
        await using var node = await stores.Start(store);
        await new KeptRecords(node.App.Services).Keep(5);
        Assert.DoesNotContain(await Check(node), one => one.Fails);
    }

    [Theory]
    [InlineData("UPDATE platform_ledger_entries SET \"Entry\" = x'7b7d' WHERE \"Zone\" = 1 AND \"Position\" = 2", "ledger")]
    [InlineData("DELETE FROM platform_ledger_entries WHERE \"Zone\" = 1 AND \"Position\" = 5", "ledger")]
    [InlineData("UPDATE platform_ledger_heads SET \"Signature\" = x'00'", "ledger")]
    [InlineData("UPDATE platform_record_keys SET \"Wrapped\" = zeroblob(40)", "keys")]
    [InlineData("UPDATE platform_ledger_trees SET \"LastAt\" = 99999999999999", "clock")]
    [InlineData("DELETE FROM identification_migrations WHERE \"MigrationId\" LIKE '0002%'", "tables")]
    public async Task What_is_wrong_is_found_by_its_check(string harm, string expected)
    {
        await using var node = await stores.Start(Stores.Sqlite);
        var records = new KeptRecords(node.App.Services);
        await records.Keep(5);
#pragma warning disable EF1002, RS0030 // The texts stand above.
        await records.WithDb(db => db.Database.ExecuteSqlRawAsync(harm));
#pragma warning restore EF1002, RS0030
        Assert.Equal([expected], (await Check(node)).Where(one => one.Fails).Select(one => one.What));
    }

    [Fact]
    public async Task A_key_file_that_others_may_read_and_a_key_that_is_not_the_node_s_are_found()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        await using var node = await stores.Start(Stores.Sqlite);
        var root = Path.Combine(node.KeysFolder, "root-1.key");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Contains("chmod", (await Check(node)).Single(one => one.Fails).Fault);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(root, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllTextAsync(root, Convert.ToBase64String(new byte[32]));
        Assert.Equal(["keys", "ledger"], (await Check(node)).Where(one => one.Fails).Select(one => one.What));
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_database_that_was_put_back_or_cut_or_changed_is_refused_at_the_start(string store)
    {
        await using var node = await stores.Start(store);
        var records = new KeptRecords(node.App.Services);
        await records.Keep(5);
        var witness = node.App.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<Witness>().Single();
        await witness.Keep();
        await witness.Keep();
        // One of care, one of the node itself, whose decoy account stands in its ledger.
        Assert.Equal(2, (await File.ReadAllLinesAsync(Path.Combine(node.KeysFolder, Witness.FileName))).Length);
        await Require(node);
        // What a power cut left of a line counts for nothing.
        await File.AppendAllTextAsync(Path.Combine(node.KeysFolder, Witness.FileName), "{\"node\":\"");
        await records.Keep(2);
        await Require(node);
        await witness.Keep();
        Assert.Equal([7], Witness.Read(node.KeysFolder, (await records.WithDb(db => Task.FromResult(node.App.Services.GetRequiredService<Entraide.Node.Platform.Sealing.KeyRing>()))).NodeId).Where(head => head.Zone == "Care").Select(head => head.Size));
        await records.WithDb(db => db.Database.ExecuteSqlAsync($"UPDATE platform_ledger_trees SET \"Size\" = 6 WHERE \"Zone\" = 1"));
        Assert.Contains("put back or cut", (await Assert.ThrowsAsync<RefusedException>(() => Require(node))).Message);
        await records.WithDb(db => db.Database.ExecuteSqlAsync($"UPDATE platform_ledger_trees SET \"Size\" = 9 WHERE \"Zone\" = 1"));
        await records.WithDb(db => db.Database.ExecuteSqlAsync($"DELETE FROM platform_ledger_heads WHERE \"Zone\" = 1"));
        Assert.Contains("it was changed", (await Assert.ThrowsAsync<RefusedException>(() => Require(node))).Message);
    }

    [Fact]
    public async Task The_heads_are_kept_when_a_node_stops()
    {
        await using var node = await stores.Start(Stores.Sqlite);
        await new KeptRecords(node.App.Services).Keep(2);
        await node.App.StopAsync();
        // One of care, one of the node itself, whose decoy account stands in its ledger.
        Assert.Equal(2, (await File.ReadAllLinesAsync(Path.Combine(node.KeysFolder, Witness.FileName))).Length);
    }

    // The check at the start, as the node's own.
    private static async Task Require(RunningNode node)
    {
        await using var scope = node.App.Services.CreateAsyncScope();
        await PlatformModule.Module.Check(scope.ServiceProvider);
    }

    private static async Task<IReadOnlyList<Finding>> Check(RunningNode node)
    {
        await using var opened = OpenedNode.Assemble(BackupFolder.OptionsOf(node), RunningNode.Modules);
        return await CheckCommand.Run(opened);
    }
}
