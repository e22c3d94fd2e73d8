using System.Security.Cryptography;
using Entraide.Bench;
using Entraide.Node.Platform;
using Microsoft.Data.Sqlite;

namespace Entraide.Tests.Power;

/// <summary>
/// Promise P1: no acknowledged write is lost, and after any crash the store opens and agrees with its ledger. Run with
/// <c>./test --power</c>, as root, for about half an hour. A process that is killed loses nothing that the kernel has, so
/// only the power cuts tell a right setting from a wrong one: each is repeated with the wrong one, and must then lose.
/// </summary>
public sealed class PowerTests(ITestOutputHelper output)
{
    private const int Commits = 50, Most = 400;

    [Fact(Explicit = true)]
    public Task SQLite_killed_at_every_flush() => AtEveryFlush("SQLite, killed at every flush", "signal=KILL", Commits, prepared: true);

    [Fact(Explicit = true)]
    public Task SQLite_with_an_error_of_the_disk_at_every_flush() => AtEveryFlush("SQLite, EIO at every flush", "error=EIO", Commits, prepared: true);

    [Fact(Explicit = true)]
    public Task SQLite_killed_at_every_flush_of_its_first_start() => AtEveryFlush("SQLite, killed at every flush of the first start", "signal=KILL", 1, prepared: false);

    [Fact(Explicit = true)]
    public async Task SQLite_power_cuts() => (await SqliteCuts("SQLite, power cuts", 60, relaxed: false)).NothingLost();

    [Fact(Explicit = true)]
    public async Task SQLite_power_cuts_find_a_relaxed_setting() => Assert.InRange((await SqliteCuts("SQLite, power cuts, synchronous = NORMAL", 25, relaxed: true)).RunsThatLost, 10, 25);

    [Fact(Explicit = true)]
    public async Task PostgreSQL_power_cuts() => (await PostgresCuts("PostgreSQL, power cuts", 15, relaxed: false)).NothingLost();

    [Fact(Explicit = true)]
    public async Task PostgreSQL_power_cuts_find_a_relaxed_setting() => Assert.InRange((await PostgresCuts("PostgreSQL, power cuts, synchronous_commit = off", 10, relaxed: true)).RunsThatLost, 4, 10);

    [Fact(Explicit = true)]
    public async Task Power_cut_of_the_disk_with_the_keys_after_the_first_acknowledged_write()
    {
        var tally = new Tally("SQLite, power cut of the disk with the keys after the first write");
        using var work = new WorkFolder();
        await using var disk = await LoopDisk.Make(work, "disk", 16);
        for (var run = 0; run < 3; run++)
        {
            var node = NodeOptions.For(work.In($"data{run}"), Path.Combine(disk.Folder, $"keys{run}")) with { Database = null };
            await using var writer = WriterProcess.Start(node, Most);
            await writer.Until(one => one.Acknowledged.Count > 0);
            var heard = writer.Acknowledged;
            disk.Cut();
            await writer.Kill();
            await disk.Restart();
            tally.Add(await Verify(node, heard, writer.Acknowledged));
        }
        output.WriteLine(tally.ToString());
        tally.NothingLost();
    }

    [Fact(Explicit = true)]
    public async Task SQLite_on_a_full_disk()
    {
        using var work = new WorkFolder();
        var (template, keys) = await Prepare(work);
        await FullDisk("SQLite, disk full", work, megabytes: 3, folder =>
        {
            var node = NodeOptions.For(Path.Combine(folder, "data"), keys) with { Database = null };
            Copy(template, node.DataFolder);
            return Task.FromResult((node, (DiskServer?)null));
        });
    }

    [Fact(Explicit = true)]
    public async Task PostgreSQL_on_a_full_disk()
    {
        using var work = new WorkFolder();
        await FullDisk("PostgreSQL, disk full", work, megabytes: 66, async folder =>
        {
            var server = await DiskServer.Make(folder, work);
            return (NodeOptions.For(work.In("data"), work.In("keys")) with { Database = server.Address }, server);
        });
    }

    [Fact(Explicit = true)]
    public async Task The_verification_finds_a_lost_record_a_lost_entry_and_a_second_unacknowledged_write()
    {
        using var work = new WorkFolder();
        var node = NodeOptions.For(work.In("data"), work.In("keys")) with { Database = null };
        await using var writer = WriterProcess.Start(node, count: 5);
        Assert.Equal(0, await writer.Ended());
        var (all, file) = (writer.Acknowledged, Path.Combine(node.DataFolder, "entraide.db"));
        File.Copy(file, work.In("whole"));

        async Task<Verification> After(string harm, IReadOnlyCollection<string> acknowledged)
        {
            SqliteConnection.ClearAllPools();
            File.Copy(work.In("whole"), file, overwrite: true);
            await using (var connection = new SqliteConnection($"Data Source={file};Pooling=false"))
            {
                await connection.OpenAsync();
                await using var command = connection.CreateCommand();
                command.CommandText = harm;
                await command.ExecuteNonQueryAsync();
            }
            var found = await Verification.Of(node, acknowledged);
            SqliteConnection.ClearAllPools();
            return found;
        }

        Assert.True((await After("SELECT 1", all)).Holds);
        Assert.Equal(2, (await After("SELECT 1", [.. all.Skip(2)])).MostPerWriter);
        var lost = await After($"DELETE FROM identification_screenings WHERE RecordId = '{all[1]}'", all);
        Assert.Equal(1, lost.Lost);
        Assert.Contains("1 entries without a record", lost.Integrity);
        Assert.Contains("does not agree", (await After("UPDATE platform_ledger_entries SET Entry = replace(Entry, 'allow', 'alloy')", all)).Integrity);
        Assert.Contains("does not cover", (await After("DELETE FROM platform_ledger_heads WHERE Size = (SELECT max(Size) FROM platform_ledger_heads WHERE Zone = 1) AND Zone = 1", all)).Integrity);
        Assert.Contains("do not open", (await After($"UPDATE identification_screenings SET Facts = Narrative WHERE RecordId = '{all[2]}'", all)).Integrity);
    }

    // Runs until one run ends by itself: then there was no flush of that number.
    private async Task AtEveryFlush(string what, string how, int commits, bool prepared)
    {
        await Machine.Needs("strace", "strace");
        var tally = new Tally(what);
        using var work = new WorkFolder();
        var (template, keys) = prepared ? await Prepare(work) : (null, null);
        var flush = 0;
        for (var byItself = false; !byItself;)
        {
            Assert.InRange(++flush, 1, Most);
            var node = NodeOptions.For(work.In("data"), keys ?? work.In("keys")) with { Database = null };
            if (template is not null) Copy(template, node.DataFolder);
            var log = work.In("strace");
            await using var writer = WriterProcess.Start(node, commits, writers: 1, relaxed: false, "strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-e", $"inject=fsync,fdatasync:{how}:when={flush}", "-o", log);
            await writer.Ended();
            var said = await File.ReadAllTextAsync(log);
            Assert.SkipWhen(said.Length == 0, $"This machine lets no process be traced ({writer.Errors}): nothing was proved here.");
            byItself = !said.Contains("INJECTED", StringComparison.Ordinal) && !said.Contains("killed by SIGKILL", StringComparison.Ordinal);
            if (byItself) Assert.Equal(commits, writer.Acknowledged.Count);
            tally.Add(await Verify(node, writer.Acknowledged), writer.Refusals.Count);
            Directory.Delete(node.DataFolder, recursive: true);
            if (!prepared) Directory.Delete(node.KeysFolder, recursive: true);
        }
        output.WriteLine($"{tally}; {flush - 1} flushes");
        tally.NothingLost();
    }

    private async Task<Tally> SqliteCuts(string what, int runs, bool relaxed)
    {
        var tally = new Tally(what);
        var moments = Moments();
        using var work = new WorkFolder();
        await using var disk = await LoopDisk.Make(work, "disk", 128);
        var (template, keys) = await Prepare(work);
        for (var run = 0; run < runs; run++)
        {
            var node = NodeOptions.For(Path.Combine(disk.Folder, "data"), keys) with { Database = null };
            if (Directory.Exists(node.DataFolder)) Directory.Delete(node.DataFolder, recursive: true);
            Copy(template, node.DataFolder);
            await disk.Flush();
            await using var writer = WriterProcess.Start(node, 100_000, writers: 1 + run % 8, relaxed);
            await writer.Until(one => one.Acknowledged.Count > 1);
            await Task.Delay(moments.Next(1000));
            var heard = writer.Acknowledged;
            disk.Cut();
            await writer.Kill();
            await disk.Restart();
            tally.Add(await Verify(node, heard, writer.Acknowledged));
        }
        output.WriteLine(tally.ToString());
        return tally;
    }

    private async Task<Tally> PostgresCuts(string what, int runs, bool relaxed)
    {
        var tally = new Tally(what);
        var moments = Moments();
        using var work = new WorkFolder();
        await using var disk = await LoopDisk.Make(work, "disk", 1024);
        await using var server = await DiskServer.Make(disk.Folder, work);
        var node = NodeOptions.For(work.In("data"), work.In("keys")) with { Database = server.Address };
        await using (var first = WriterProcess.Start(node, 0)) Assert.Equal(0, await first.Ended());
        var before = new HashSet<string>(StringComparer.Ordinal);
        for (var run = 0; run < runs; run++)
        {
            await disk.Flush();
            await using var writer = WriterProcess.Start(node, 100_000, writers: 1 + run % 8, relaxed);
            await writer.Until(one => one.Acknowledged.Count > 1);
            await Task.Delay(moments.Next(1000));
            var heard = writer.Acknowledged;
            disk.Cut();
            await writer.Kill();
            await server.Kill();
            await disk.Restart();
            await server.Start();
            // The store is one and the same through all runs: what earlier ones acknowledged must still be there.
            var found = await Verify(node, [.. before, .. heard], writer.Acknowledged);
            if (await server.Check() is not "ok" and var broken) found = found with { Integrity = $"{found.Integrity}, {broken}" };
            tally.Add(found with { Acknowledged = heard.Count });
            before.UnionWith(writer.Acknowledged);
            // What is known to be lost, or was never heard, is not lost again.
            if (relaxed || found.LateLost > 0) before = [.. await Verification.There(node, before)];
        }
        output.WriteLine(tally.ToString());
        return tally;
    }

    private async Task FullDisk(string what, WorkFolder work, int megabytes, Func<string, Task<(NodeOptions Node, DiskServer? Server)>> make)
    {
        var tally = new Tally(what);
        await using var disk = await MemoryDisk.Make(work, 1024);
        var (node, server) = await make(disk.Folder);
        await using var ends = server;
        await disk.Resize(disk.Used + megabytes);
        await using var writer = WriterProcess.Start(node, 100_000, writers: 4);
        await writer.Until(one => one.Refusals.Count >= 20);
        var full = writer.Acknowledged.Count;
        Assert.All(writer.Refusals, refusal => Assert.Equal("LedgerClosedException", refusal));
        await disk.Resize(disk.Used + 200);
        // The same process, without a new start.
        await writer.Until(one => one.Acknowledged.Count >= full + 50);
        await writer.Kill();
        output.WriteLine($"{full} acknowledged before the disk was full, {writer.Acknowledged.Count - full} after there was space again");
        var found = await Verify(node, writer.Acknowledged);
        if (server is not null && await server.Check() is not "ok" and var broken) found = found with { Integrity = $"{found.Integrity}, {broken}" };
        tally.Add(found, writer.Refusals.Count);
        output.WriteLine(tally.ToString());
        tally.NothingLost();
    }

    // A store with its tables and keys, closed: what each run begins with.
    private static async Task<(string Data, string Keys)> Prepare(WorkFolder work)
    {
        var node = NodeOptions.For(work.In("template"), work.In("template.keys")) with { Database = null };
        await using var writer = WriterProcess.Start(node, 0);
        Assert.True(await writer.Ended() == 0, writer.Errors);
        return (node.DataFolder, node.KeysFolder);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    private static async Task<Verification> Verify(NodeOptions node, IReadOnlyCollection<string> acknowledged, IReadOnlyCollection<string>? late = null)
    {
        // A node that never comes up again has lost everything.
        var found = await Verification.Of(node, acknowledged, late).WaitAsync(TimeSpan.FromMinutes(2));
        SqliteConnection.ClearAllPools();
        Npgsql.NpgsqlConnection.ClearAllPools();
        return found;
    }

    private Random Moments()
    {
        var seed = RandomNumberGenerator.GetInt32(int.MaxValue);
        output.WriteLine($"seed {seed}");
        return new Random(seed);
    }
}
