using System.Collections.Concurrent;
using Entraide.Core.Sealing;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Ledger;
using Entraide.Node.Platform.Sealing;
using Entraide.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Entraide.Tests.Node.Platform;

/// <summary>Promise P10: every key changes while the node serves, and nobody notices.</summary>
public sealed class RotationTests(PostgresServer postgres)
{
    private readonly Stores stores = new(postgres);

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task All_keys_change_while_people_read_and_write_and_nobody_is_refused(string store)
    {
        await using var node = await stores.Start(store);
        var records = new KeptRecords(node.App.Services);
        var ids = new ConcurrentBag<string>(await records.Keep(1200));
        var known = ids.ToArray();
        var before = await Keys(node);
        var sealedBefore = await Sealed(records, known[0]);
        using var enough = new CancellationTokenSource();
        var done = new Done();
        var people = People(records, known, ids, done, enough.Token);
        RotationReport report;
        (int Reads, int Writes) during;
        try
        {
            while ((done.Reads == 0 || done.Writes == 0) && !people.Any(one => one.IsCompleted)) await Task.Delay(5);
            report = await Rotate(node);
            during = (done.Reads, done.Writes);
            // Beyond the time for which a process goes on with the keys that it knows.
            await Task.Delay(2500);
        }
        finally
        {
            await enough.CancelAsync();
        }
        await Task.WhenAll(people);
        TestContext.Current.TestOutputHelper?.WriteLine($"{store}: {during.Reads} reads and {during.Writes} writes during the rotation of {report.Records} records");

        Assert.True(during.Reads > 0 && during.Writes > 0);
        Assert.True(report.Records >= 1200);
        // Two fields of each screening, and the three of the decoy account.
        Assert.Equal(2 * report.Records + 1, report.Fields);
        Assert.Equal(0, report.Unreadable);
        var after = await Keys(node);
        Assert.All(before, old => Assert.Contains(after, key => key.Kind == old.Kind && key.Zone == old.Zone && key.Version == old.Version && key.Root == 2 && !key.Wrapped.AsSpan().SequenceEqual(old.Wrapped)));
        Assert.Equal(2 * before.Count, after.Count);
        Assert.NotEqual(sealedBefore, await Sealed(records, known[0]));
        foreach (var id in ids) Assert.Equal(KeptRecords.TextOf(id), (await records.Read(id)).Narrative);
        await LedgerHolds(node, after);
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task What_was_replaced_goes_with_the_next_rotation_and_not_before(string store)
    {
        await using var node = await stores.Start(store);
        var records = new KeptRecords(node.App.Services);
        var ids = await records.Keep(3);
        Assert.Equal(0, (await Rotate(node)).Removed);
        // At once again: another process may still go by the keys of a moment ago.
        Assert.Equal(0, (await Rotate(node)).Removed);
        Assert.Equal(3, new RootKeyFiles(node.KeysFolder).Versions.Count);
        // In time: the root keys 1 and 2, and two old keys of each of the three zones.
        Assert.Equal(8, (await Rotate(node, TimeSpan.FromMinutes(2))).Removed);
        Assert.Equal([3, 4], new RootKeyFiles(node.KeysFolder).Versions);
        foreach (var id in ids) Assert.Equal(KeptRecords.TextOf(id), (await records.Read(id)).Narrative);
        Assert.Equal(4, (await Keys(node)).Count(key => key.Kind == KeyKind.Draft));
        await using var again = await BackupFolder.Open(BackupFolder.OptionsOf(node));
        foreach (var id in ids) Assert.Equal(KeptRecords.TextOf(id), (await new KeptRecords(again.Services).Read(id)).Narrative);
    }

    [Fact]
    public async Task A_damaged_record_stops_nobody_else_and_a_second_rotation_waits_for_the_first()
    {
        await using var node = await stores.Start(Stores.Sqlite);
        var records = new KeptRecords(node.App.Services);
        var ids = await records.Keep(3);
        await records.WithDb(db => db.Database.ExecuteSqlAsync($"UPDATE identification_screenings SET \"Narrative\" = \"Facts\" WHERE \"RecordId\" = {ids[0]}"));
        var report = await Rotate(node);
        Assert.Equal((3, 1), (report.Records, report.Unreadable));
        Assert.Equal(KeptRecords.TextOf(ids[1]), (await records.Read(ids[1])).Narrative);
        await using var other = new FileStream(Path.Combine(node.KeysFolder, "rotation.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        Assert.Contains("Another rotation", (await Assert.ThrowsAsync<RefusedException>(() => Rotate(node))).Message);
    }

    [Fact]
    public async Task A_backup_from_before_one_rotation_opens_with_the_keys_from_after_it_and_after_two_says_so()
    {
        using var folder = new BackupFolder();
        await using var node = await stores.Start(Stores.Sqlite);
        var ids = await new KeptRecords(node.App.Services).Keep(3);
        var older = await folder.BackUp(node);
        await Rotate(node);
        var newer = await folder.BackUp(node);
        var (options, _) = await folder.Restore(older, null, newer.KeysFile);
        await using (var restored = await BackupFolder.Open(options)) Assert.Equal(KeptRecords.TextOf(ids[0]), (await new KeptRecords(restored.Services).Read(ids[0])).Narrative);
        await Rotate(node);
        var newest = await folder.BackUp(node);
        Assert.Contains("more than once", (await Assert.ThrowsAsync<RefusedException>(() => folder.Restore(older, null, newest.KeysFile))).Message);
    }

    private static Task[] People(KeptRecords records, string[] known, ConcurrentBag<string> ids, Done done, CancellationToken stop)
    {
        Task Go(int seed, Func<string, Task> act) => Task.Run(async () =>
        {
            for (var i = seed; !stop.IsCancellationRequested; i += 7)
            {
                await act(known[i % known.Length]);
                // People pause: a file that is written without any gap lets no second process in.
                await Task.Delay(2);
            }
        }, CancellationToken.None);
        return
        [
            .. Enumerable.Range(0, 3).Select(seed => Go(seed, async id =>
            {
                Assert.Equal(("facts of " + id, KeptRecords.TextOf(id)), await records.Read(id));
                Interlocked.Increment(ref done.Reads);
            })),
            Go(3, async id =>
            {
                await records.Rewrite(id);
                Interlocked.Increment(ref done.Writes);
            }),
            Go(4, async _ =>
            {
                var id = PlatformDb.NewId();
                await records.Keep(id);
                ids.Add(id);
                Interlocked.Increment(ref done.Writes);
            }),
        ];
    }

    private sealed class Done
    {
        public int Reads, Writes;
    }

    private static async Task LedgerHolds(RunningNode node, List<StoredKey> after)
    {
        // The ledger runs on under the new signature, which the old key has endorsed; the node starts again on the result.
        await using var opened = await BackupFolder.Open(BackupFolder.OptionsOf(node));
        var file = Path.Combine(node.DataFolder, "ledger.jsonl");
        await LedgerCommand.Write(opened, file);
        foreach (var key in after.Where(key => key.Kind == KeyKind.Signing)) Assert.Null(LedgerVerifier.Verify(File.ReadLines(file), key.Public).Fault);
        Assert.Contains("keys-rotated", await File.ReadAllTextAsync(file));
    }

    private static async Task<RotationReport> Rotate(RunningNode node, TimeSpan later = default)
    {
        // As a second process does, on the same folders; with the node's time, or later.
        await using var opened = await OpenedNode.Open(BackupFolder.OptionsOf(node), RunningNode.Modules, services => services.AddSingleton<TimeProvider>(new SettableClock { Now = node.Clock.Now + later }));
        return await new Rotation(opened, RunningNode.Modules).Run();
    }

    private static async Task<List<StoredKey>> Keys(RunningNode node)
    {
        await using var scope = node.App.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PlatformDb>().Keys.AsNoTracking().ToListAsync();
    }

    private static Task<byte[]> Sealed(KeptRecords records, string id) => records.WithDb(db => db.Screenings.AsNoTracking().Where(one => one.RecordId == id).Select(one => one.Facts).SingleAsync());
}
