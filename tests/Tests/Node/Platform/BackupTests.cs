using System.Security.Cryptography;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Tests.Databases;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Tests.Node.Platform;

/// <summary>Promises P9 and P12: a backup opens with its key alone, comes back whole or not at all, and what was erased stays erased.</summary>
public sealed class BackupTests(PostgresServer postgres)
{
    private readonly Stores stores = new(postgres);

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_backup_made_while_others_write_comes_back_as_it_was_at_one_moment(string store)
    {
        using var folder = new BackupFolder();
        await using var node = await stores.Start(store);
        var records = new KeptRecords(node.App.Services);
        var ids = await records.Keep(500);
        using var enough = new CancellationTokenSource();
        var written = 0;
        var writer = Task.Run(async () =>
        {
            for (; !enough.IsCancellationRequested; written++) await records.Keep(PlatformDb.NewId());
        }, TestContext.Current.CancellationToken);
        while (written == 0) await Task.Delay(5);
        var backup = await folder.BackUp(node);
        var meanwhile = written;
        while (written <= meanwhile) await Task.Delay(5);
        await enough.CancelAsync();
        await writer;
        Assert.True(written > 1);

        var (options, report) = await folder.Restore(backup, await stores.Database(store));
        await using var restored = await BackupFolder.Open(options);
        var there = new KeptRecords(restored.Services);
        Assert.Equal(backup.Tables.Concat(backup.KeyTables), report.Tables);
        Assert.Equal(backup.Tables.Single(table => table.Name == "identification_screenings").Rows, await there.Count());
        Assert.InRange(await there.Count(), 501, 500 + written);
        Assert.Null(report.Ledger.Fault);
        // Each record has one entry and one row: the same moment for both.
        Assert.Equal(await there.Count(), report.Ledger.Heads.Single(head => head.Zone == "Care").Size);
        Assert.Equal(backup.Manifest.Heads.Select(head => Convert.ToHexString(head.Root)), report.Ledger.Heads.Select(head => Convert.ToHexString(head.Root)));
        foreach (var id in ids) Assert.Equal(("facts of " + id, KeptRecords.TextOf(id)), await there.Read(id));
    }

    [Fact]
    public async Task Any_damaged_byte_is_refused_with_its_place_and_nothing_is_left_behind()
    {
        using var folder = new BackupFolder();
        await using var node = await stores.Start(Stores.Sqlite);
        await new KeptRecords(node.App.Services).Keep(20);
        var backup = await folder.BackUp(node);
        foreach (var file in (string[])[backup.File, backup.KeysFile])
        {
            var sound = await File.ReadAllBytesAsync(file);
            for (var at = 0; at < sound.Length; at += at < 80 ? 13 : sound.Length / 12)
            {
                var damaged = (byte[])sound.Clone();
                damaged[at] ^= 0x10;
                await File.WriteAllBytesAsync(file, damaged);
                await Refused(folder, backup, "does not open at byte");
            }
            await File.WriteAllBytesAsync(file, sound[..^1]);
            await Refused(folder, backup, "does not open at byte");
            await File.WriteAllBytesAsync(file, [.. sound, 0]);
            await Refused(folder, backup, "does not open at byte");
            await File.WriteAllBytesAsync(file, sound);
        }
        await folder.Restore(backup, null);
    }

    [Fact]
    public async Task Damage_leaves_a_PostgreSQL_database_as_empty_as_it_was()
    {
        using var folder = new BackupFolder();
        await using var node = await stores.Start(Stores.Sqlite);
        await new KeptRecords(node.App.Services).Keep(3);
        var backup = await folder.BackUp(node);
        var sound = await File.ReadAllBytesAsync(backup.File);
        var address = await stores.Database(Stores.Postgres);
        await File.WriteAllBytesAsync(backup.File, [.. sound[..^9], (byte)(sound[^9] ^ 1), .. sound[^8..]]);
        await Assert.ThrowsAsync<RefusedException>(() => folder.Restore(backup, address));
        await File.WriteAllBytesAsync(backup.File, sound);
        // It would be refused if a table had been left.
        var (options, _) = await folder.Restore(backup, address);
        await Assert.ThrowsAsync<RefusedException>(() => folder.Restore(backup, address));
        await using var restored = await BackupFolder.Open(options);
        Assert.Equal(3, await new KeptRecords(restored.Services).Count());
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_record_that_was_erased_stays_unreadable_when_an_older_backup_comes_back(string store)
    {
        using var folder = new BackupFolder();
        await using var node = await stores.Start(store);
        var records = new KeptRecords(node.App.Services);
        var ids = await records.Keep(5);
        var older = await folder.BackUp(node);
        node.Clock.Now += TimeSpan.FromDays(1);
        await records.Erase(ids[2]);
        await records.Keep(2);
        var newest = await folder.BackUp(node);

        var (options, report) = await folder.Restore(older, await stores.Database(store), newest.KeysFile);
        await using var restored = await BackupFolder.Open(options);
        var there = new KeptRecords(restored.Services);
        Assert.Equal(1, report.ErasedAgain);
        Assert.Equal(4, await there.Count());
        await Assert.ThrowsAsync<NotThereException>(() => there.Read(ids[2]));
        Assert.Equal(KeptRecords.TextOf(ids[3]), (await there.Read(ids[3])).Narrative);
        // Keys that are older than the data lack what came in between.
        Assert.Contains("is older than", await Refused(folder, newest, "--keys-package", older.KeysFile));
    }

    [Fact]
    public async Task Sessions_die_with_a_restore_and_drafts_which_no_record_key_opens_live()
    {
        using var folder = new BackupFolder();
        await using var node = await stores.Start(Stores.Sqlite);
        var tables = Entraide.Node.Platform.Backup.StoredTable.All((await BackupFolder.Open(BackupFolder.OptionsOf(node))).Database);
        Assert.Equal(["accounts_challenges", "accounts_doors", "accounts_proposals", "accounts_recovery_codes", "accounts_sessions"], tables.Where(table => table.DiesWithRestore).Select(table => table.Name));
        Assert.DoesNotContain(tables, table => table.Name == "identification_drafts" && table.IsSealed);
        Assert.Equal(["accounts_accounts", "identification_screenings", "assistance_cases", "assistance_documents", "assistance_entries", "assistance_referrals", "training_answers", "training_people", "impact_contributions", "impact_editions", "impact_estimates", "impact_releases"], tables.Where(table => table.IsSealed).Select(table => table.Name));
        var backup = await folder.BackUp(node);
        Assert.DoesNotContain(backup.Tables, table => table.Name == "accounts_sessions");
    }

    [Fact]
    public async Task A_backup_is_refused_where_it_would_replace_another_or_goes_to_another_key_or_into_a_full_folder()
    {
        using var folder = new BackupFolder();
        await using var node = await stores.Start(Stores.Sqlite);
        var backup = await folder.BackUp(node);
        using var half = folder.Key.PublicKey;
        await using (var opened = await BackupFolder.Open(BackupFolder.OptionsOf(node)))
            Assert.Contains("never replaces", (await Assert.ThrowsAsync<RefusedException>(() => new Entraide.Node.Platform.Backup.BackUp(opened).Write(backup.File, half))).Message);
        using var other = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        Assert.Contains("does not open", (await Assert.ThrowsAsync<RefusedException>(() => folder.Restore(backup, null, key: other))).Message);
        Assert.Contains("empty folder", (await Assert.ThrowsAsync<RefusedException>(() => Entraide.Node.Platform.Backup.Restore.Run(new(backup.File, backup.KeysFile, folder.Key, BackupFolder.OptionsOf(node)), RunningNode.Modules))).Message);
        await using var stranger = await stores.Start(Stores.Sqlite);
        var foreign = await folder.BackUp(stranger);
        Assert.Contains("another node", await Refused(folder, backup, "--keys-package", foreign.KeysFile));
    }

    [Fact]
    public async Task Two_sealed_texts_that_were_swapped_do_not_open()
    {
        await using var node = await stores.Start(Stores.Sqlite);
        var records = new KeptRecords(node.App.Services);
        var ids = await records.Keep(2);
        Assert.Equal(2, await records.WithDb(async db =>
        {
            var rows = await db.Screenings.AsNoTracking().OrderBy(one => one.RecordId).ToListAsync();
            // As somebody would who has the file: past the program.
            await db.Database.ExecuteSqlAsync($"UPDATE identification_screenings SET \"Narrative\" = {rows[1].Narrative} WHERE \"RecordId\" = {rows[0].RecordId}");
            return await db.Database.ExecuteSqlAsync($"UPDATE identification_screenings SET \"Narrative\" = {rows[0].Facts} WHERE \"RecordId\" = {rows[1].RecordId}") + 1;
        }));
        foreach (var id in ids) await Assert.ThrowsAnyAsync<CryptographicException>(() => records.Read(id));
    }

    private static async Task<string> Refused(BackupFolder folder, Entraide.Node.Platform.Backup.BackupReport backup, string expected, string? keysFile = null)
    {
        var before = Directory.EnumerateFileSystemEntries(folder.Folder).Order().ToList();
        var refused = await Assert.ThrowsAsync<RefusedException>(() => folder.Restore(backup, null, keysFile));
        Assert.Contains(expected, refused.Message);
        Assert.Equal(before, Directory.EnumerateFileSystemEntries(folder.Folder).Order());
        return refused.Message;
    }
}
