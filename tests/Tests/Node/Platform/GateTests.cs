using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Entraide.Core.Sealing;
using Entraide.Node.Identification;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Ledger;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;
using Entraide.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Entraide.Tests.Node.Platform;

/// <summary>The one path from a request to sealed data: ticket, ledger, guard, key.</summary>
public sealed class GateTests(PostgresServer postgres)
{
    private static readonly FieldClass[] Told = [FieldClass.Technical, FieldClass.Facts, FieldClass.Narrative];

    private readonly Stores stores = new(postgres);

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task What_is_kept_is_sealed_and_opens_for_who_it_is_assigned_to_and_nobody_else(string store)
    {
        await using var node = await stores.Start(store);
        await using var desk = new Desk(node);
        var id = await desk.Keep(desk.Iris, "what she told");
        Assert.Equal("what she told", await desk.Read(desk.Iris, id));
        foreach (var other in (Caller[])[desk.Colleague, desk.Foreigner, desk.Iris with { Purpose = Purpose.Care }, desk.Iris with { Role = Role.Administrator, Purpose = Purpose.Administration }])
            await Assert.ThrowsAsync<NotThereException>(() => desk.Read(other, id));
        // The supervisor learns that there is something told, not what.
        Assert.Null(await desk.Read(desk.Supervisor, id));
    }

    [Fact]
    public void Nothing_but_the_gate_makes_a_ticket()
    {
        Assert.All(typeof(AccessTicket).GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic), constructor => Assert.True(constructor.IsPrivate));
        Assert.True(typeof(AccessTicket).IsSealed);
        // Nor does any method of it but the gate's give one.
        Assert.DoesNotContain(typeof(AccessTicket).GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic), method => method.ReturnType == typeof(AccessTicket));
    }

    [Fact]
    public async Task A_ticket_opens_nothing_after_a_minute_nor_another_class_nor_another_record()
    {
        await using var node = await RunningNode.Start();
        await using var desk = new Desk(node);
        var (id, other) = (await desk.Keep(desk.Iris, "one"), await desk.Keep(desk.Iris, "two"));
        var (row, foreign) = (await desk.Row(id), await desk.Row(other));
        var ticket = await desk.Gate.Ask(desk.Iris, AccessAction.Open, row.Subject(), FieldClass.Technical, FieldClass.Facts);
        var record = await desk.Keys.Open(ticket, desk.Platform);
        Assert.NotNull(record.Open(Screening.FactsColumn, row.Facts));
        Assert.Null(record.Open(Screening.NarrativeColumn, row.Narrative));
        Assert.ThrowsAny<CryptographicException>(() => record.Open(Screening.FactsColumn, foreign.Facts));
        node.Clock.Now += TimeSpan.FromSeconds(61);
        Assert.Null(record.Open(Screening.FactsColumn, row.Facts));
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_stub_with_another_s_key_overwrites_and_deletes_nothing(string store)
    {
        await using var node = await stores.Start(store);
        await using var desk = new Desk(node);
        var (mine, theirs) = (await desk.Keep(desk.Iris, "mine"), await desk.Keep(desk.Foreigner, "theirs"));
        var (own, victim) = (await desk.Row(mine), await desk.Row(theirs));
        Screening Stub(string organisation) => new() { RecordId = theirs, OrganisationId = organisation, AssignedTo = desk.Iris.AccountId, KeptAt = own.KeptAt, Facts = own.Facts, Narrative = own.Narrative };
        var attempts = new (string Name, Func<WriteScope, Task> Change)[]
        {
            ("update with the victim's organisation", scope => Attached(scope, Stub(victim.OrganisationId), EntityState.Modified)),
            ("update with one's own", scope => Attached(scope, Stub(own.OrganisationId), EntityState.Modified)),
            ("delete", scope => Attached(scope, Stub(own.OrganisationId), EntityState.Deleted)),
            ("delete the key", scope => { scope.Db<PlatformDb>().RecordKeys.Remove(new StoredRecordKey { RecordId = theirs, OrganisationId = own.OrganisationId, Zone = Zone.Care, ZoneKey = 1, Version = 1, Wrapped = [], CreatedAt = own.KeptAt }); return Task.CompletedTask; }),
            ("take it over", async scope => { var row = await scope.Db<IdentificationDb>().Screenings.SingleAsync(one => one.RecordId == theirs); row.AssignedTo = desk.Iris.AccountId; }),
        };
        foreach (var (name, change) in attempts)
        {
            var refused = await Record.ExceptionAsync(() => desk.Gate.Do(desk.Iris, AccessAction.Change, own.Subject(), Told, change));
            Assert.True(refused is GuardException, $"{name}: {refused}");
        }
        // A subject that lies about whose record it is is found by the stored row and by the stored key.
        var lie = new Subject(Resource.Screening, Zone.Care, theirs, desk.Iris.OrganisationId, desk.Iris.AccountId);
        await Assert.ThrowsAsync<GuardException>(() => desk.Gate.Do(desk.Iris, AccessAction.Change, lie, Told, scope => Attached(scope, Stub(own.OrganisationId), EntityState.Modified)));
        var ticket = await desk.Gate.Ask(desk.Iris, AccessAction.Open, lie, Told);
        await Assert.ThrowsAsync<GuardException>(() => desk.Keys.Open(ticket, desk.Platform));
        Assert.Equal("theirs", await desk.Read(desk.Foreigner, theirs));
        Assert.Equal("mine", await desk.Read(desk.Iris, mine));
    }

    [Fact]
    public async Task A_guarded_row_saved_past_the_gate_is_refused()
    {
        await using var node = await RunningNode.Start();
        await using var desk = new Desk(node);
        var row = await desk.Row(await desk.Keep(desk.Iris, "mine"));
        var db = desk.Of<IdentificationDb>();
        db.Screenings.Remove(row);
        await Assert.ThrowsAsync<GuardException>(() => db.SaveChangesAsync());
        Assert.Throws<NotSupportedException>(() => db.SaveChanges());
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task Two_swapped_ciphertexts_are_refused_and_an_erased_record_is_gone(string store)
    {
        await using var node = await stores.Start(store);
        await using var desk = new Desk(node);
        var (first, second) = (await desk.Keep(desk.Iris, "first"), await desk.Keep(desk.Iris, "second"));
        var (one, two) = (await desk.Row(first), await desk.Row(second));
        var record = await desk.Keys.Open(await desk.Gate.Ask(desk.Iris, AccessAction.Open, one.Subject(), Told), desk.Platform);
        Assert.ThrowsAny<CryptographicException>(() => record.Open(Screening.NarrativeColumn, two.Narrative));
        Assert.ThrowsAny<CryptographicException>(() => record.Open(Screening.NarrativeColumn, one.Facts));
        Assert.ThrowsAny<CryptographicException>(() => record.Open(Screening.FactsColumn, one.Narrative));
        await desk.Gate.Do(desk.Iris, AccessAction.Erase, one.Subject(), [], async scope =>
        {
            var screenings = scope.Db<IdentificationDb>().Screenings;
            screenings.Remove(await screenings.SingleAsync(screening => screening.RecordId == first));
            await scope.EraseRecord();
        });
        Assert.Equal("second", await desk.Read(desk.Iris, second));
        // Even somebody who kept the row and the policy's word has no key any more.
        var ticket = await desk.Gate.Ask(desk.Iris, AccessAction.Open, one.Subject(), Told);
        await Assert.ThrowsAsync<NotThereException>(() => desk.Keys.Open(ticket, desk.Platform));
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task When_the_ledger_cannot_be_written_nothing_opens_and_nothing_changes(string store)
    {
        await using var node = await stores.Start(store);
        await using var desk = new Desk(node);
        var id = await desk.Keep(desk.Iris, "what she told");
        await desk.Run("ALTER TABLE platform_ledger_entries RENAME TO platform_ledger_gone");
        await Assert.ThrowsAsync<LedgerClosedException>(() => desk.Read(desk.Iris, id));
        await Assert.ThrowsAsync<LedgerClosedException>(() => desk.Keep(desk.Iris, "more"));
        await desk.Run("ALTER TABLE platform_ledger_gone RENAME TO platform_ledger_entries");
        Assert.Equal("what she told", await desk.Read(desk.Iris, id));
        Assert.Equal(1, await desk.Of<IdentificationDb>().Screenings.CountAsync());
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task Many_at_once_all_stand_in_the_ledger_and_its_tree_and_heads_hold(string store)
    {
        await using var node = await stores.Start(store);
        await using var desk = new Desk(node);
        var ids = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => desk.Keep(i % 2 == 0 ? desk.Iris : desk.Foreigner, $"told {i}")));
        // One that fails takes none of the others with it.
        var failing = Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Assert.ThrowsAsync<InvalidOperationException>(() =>
            desk.Gate.Do(desk.Iris, AccessAction.Create, Desk.New(desk.Iris, PlatformDb.NewId()), Told, _ => throw new InvalidOperationException()))));
        await Task.WhenAll(Task.WhenAll(ids.Select((id, i) => desk.Read(i % 2 == 0 ? desk.Iris : desk.Foreigner, id))), failing);
        Assert.Equal(40, await desk.Of<IdentificationDb>().Screenings.CountAsync());
        var entries = await desk.Platform.Entries.AsNoTracking().Where(entry => entry.Zone == Zone.Care).OrderBy(entry => entry.Position).ToListAsync();
        Assert.Equal(Enumerable.Range(1, entries.Count).Select(i => (long)i), entries.Select(entry => entry.Position));
        Assert.Equal(80, entries.Count(entry => ids.Contains(entry.RecordId)));
        var frontier = entries.Aggregate(MerkleFrontier.Empty, (tree, entry) => tree.Append(MerkleTree.LeafHash(entry.Entry)));
        var head = (await desk.Platform.Heads.AsNoTracking().Where(one => one.Zone == Zone.Care).OrderByDescending(one => one.Size).FirstAsync())!;
        Assert.Equal((frontier.Size, Convert.ToHexString(frontier.Root)), (head.Size, Convert.ToHexString(head.Root)));
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(desk.Keys.Signers[^1].Public, out _);
        Assert.True(new LedgerHead(desk.Keys.NodeId, "Care", head.Size, head.Root, head.At.ToUnixTimeMilliseconds(), head.KeyId, head.Signature).IsSignedBy(key));
    }

    [Fact]
    public async Task What_the_gate_refuses_stands_in_the_ledger_too()
    {
        await using var node = await RunningNode.Start();
        await using var desk = new Desk(node);
        var id = await desk.Keep(desk.Iris, "mine");
        await Assert.ThrowsAsync<NotThereException>(() => desk.Read(desk.Foreigner, id));
        await Assert.ThrowsAsync<NotThereException>(() => desk.Gate.Ask(desk.Foreigner, AccessAction.Open, Subject.Missing(Resource.Screening, Zone.Care, PlatformDb.NewId()), Told));
        var texts = (await desk.Platform.Entries.AsNoTracking().Where(entry => entry.ActorId == desk.Foreigner.AccountId).ToListAsync()).Select(entry => Encoding.UTF8.GetString(entry.Entry)).ToList();
        Assert.Equal(2, texts.Count);
        Assert.All(texts, text => Assert.Contains("\"decision\":\"deny\"", text));
    }

    private static Task Attached(WriteScope scope, Screening stub, EntityState state)
    {
        scope.Db<IdentificationDb>().Entry(stub).State = state;
        return Task.CompletedTask;
    }

    /// <summary>People of two organisations, and what they do with screenings, past the pages.</summary>
    private sealed class Desk : IAsyncDisposable
    {
        private readonly RunningNode node;
        private readonly AsyncServiceScope scope;
        private readonly string ours = PlatformDb.NewId(), theirs = PlatformDb.NewId();

        public Desk(RunningNode node)
        {
            this.node = node;
            scope = node.App.Services.CreateAsyncScope();
            Iris = Of(ours, Role.LabourInspector);
            Colleague = Of(ours, Role.LabourInspector);
            Supervisor = Of(ours, Role.Supervisor);
            Foreigner = Of(theirs, Role.LabourInspector);
        }

        public Caller Iris { get; }
        public Caller Colleague { get; }
        public Caller Supervisor { get; }
        public Caller Foreigner { get; }
        public AccessTicket.Gate Gate => Of<AccessTicket.Gate>();
        public KeyRing Keys => Of<KeyRing>();
        public PlatformDb Platform => Of<PlatformDb>();

        public T Of<T>() where T : notnull => scope.ServiceProvider.GetRequiredService<T>();

        public static Subject New(Caller who, string id) => new(Resource.Screening, Zone.Care, id, who.OrganisationId, who.AccountId);

        public async Task<string> Keep(Caller who, string narrative)
        {
            var id = PlatformDb.NewId();
            await Gate.Do(who, AccessAction.Create, New(who, id), Told, change =>
            {
                var record = change.NewRecord();
                change.Db<IdentificationDb>().Screenings.Add(new Screening
                {
                    RecordId = id, OrganisationId = who.OrganisationId!, AssignedTo = who.AccountId, KeptAt = node.Clock.Now,
                    Facts = record.Seal(Screening.FactsColumn, "{}"), Narrative = record.Seal(Screening.NarrativeColumn, narrative),
                });
                return Task.CompletedTask;
            });
            return id;
        }

        public async Task<Screening> Row(string id)
        {
            await using var own = node.App.Services.CreateAsyncScope();
            return await own.ServiceProvider.GetRequiredService<IdentificationDb>().Screenings.AsNoTracking().SingleAsync(one => one.RecordId == id);
        }

        public async Task<string?> Read(Caller who, string id)
        {
            await using var own = node.App.Services.CreateAsyncScope();
            var row = await Row(id);
            var ticket = await Gate.Ask(who, AccessAction.Open, row.Subject(), Told);
            return (await Keys.Open(ticket, own.ServiceProvider.GetRequiredService<PlatformDb>())).Open(Screening.NarrativeColumn, row.Narrative);
        }

        public async Task Run(string sql)
        {
            await using var connection = await Of<Database>().Connect();
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync();
        }

        public ValueTask DisposeAsync() => scope.DisposeAsync();

        private static Caller Of(string organisation, Role role) => new(PlatformDb.NewId(), "session", organisation, role, Purpose.Identification, DateTimeOffset.MaxValue);
    }
}
