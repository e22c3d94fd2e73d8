using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Entraide.Core.Sealing;
using Entraide.Node.Identification;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Entraide.Tests.Databases;
using Entraide.Tests.Node.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Gate = Entraide.Node.Platform.Access.AccessTicket.Gate;

namespace Entraide.Tests.Node.Identification;

public sealed class KeepDraftTests(PostgresServer postgres)
{
    private const string Story = "planted words that nobody may read";
    private readonly Stores stores = new(postgres);

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_sealed_draft_is_kept_for_thirty_days_and_opens_only_with_the_private_key(string store)
    {
        await using var node = await stores.Start(store);
        using var client = node.Client();
        var key = await FromPhone.Ask(client);
        var answer = await key.Upload(client, key.Seal(Story));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);

        await using var scope = node.App.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentificationDb>();
        var kept = await db.Drafts.AsNoTracking().SingleAsync();
        Assert.Equal((key.Id, key.KeyId, key.Recipient, node.Clock.Now, node.Clock.Now.AddDays(30), kept.Sealed.Length), (kept.RecordId, kept.KeyId, kept.RecipientId, kept.ReceivedAt, kept.ExpiresAt, kept.Size));

        Assert.Null(kept.OrganisationId);
        var pair = DraftKeys.Find(node.App.Services.GetRequiredService<KeyRing>(), kept.KeyId)!;
        Assert.Equal(Story, System.Text.Encoding.UTF8.GetString(SealedDraft.Open(pair, kept.RecordId, kept.KeyId, kept.RecipientId, kept.Sealed)));

        var gate = scope.ServiceProvider.GetRequiredService<Gate>();
        Assert.Equal(0, await ExpireDrafts.Expire(db, gate, node.Clock.Now.AddDays(30).AddMilliseconds(-1)));
        Assert.Equal(1, await ExpireDrafts.Expire(db, gate, node.Clock.Now.AddDays(30)));
        Assert.Equal(0, await db.Drafts.CountAsync());
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_repeated_upload_is_answered_again_and_kept_once(string store)
    {
        await using var node = await stores.Start(store);
        using var client = node.Client();
        var key = await FromPhone.Ask(client);
        var draft = key.Seal(Story);
        Assert.Equal(HttpStatusCode.Created, (await key.Upload(client, draft)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await key.Upload(client, draft)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await key.Upload(client, key.Seal("another"))).StatusCode);
        await using var scope = node.App.Services.CreateAsyncScope();
        Assert.Equal(1, await scope.ServiceProvider.GetRequiredService<IdentificationDb>().Drafts.CountAsync());
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task Many_at_once_are_all_kept(string store)
    {
        await using var node = await stores.Start(store);
        using var client = node.Client();
        var key = await FromPhone.Ask(client);
        var token = await FromPhone.Token(client);
        var answers = await Task.WhenAll(Enumerable.Range(0, IdentificationModule.UploadsPerMinute).Select(_ => key with { Id = FromPhone.NewId() })
            .Select(one => one.Upload(client, one.Seal(Story), token)));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await (key with { Id = FromPhone.NewId() }).Upload(client, [], token)).StatusCode);
    }

    [Fact]
    public async Task What_is_no_draft_for_this_node_is_refused_with_a_reason_and_nothing_is_kept()
    {
        await using var node = await stores.Start(Stores.Sqlite);
        using var client = node.Client();
        var key = await FromPhone.Ask(client);
        var draft = key.Seal(Story);
        async Task Refused(FromPhone with, byte[] bytes, string reason)
        {
            var answer = await with.Upload(client, bytes);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Contains(reason, await answer.Content.ReadAsStringAsync());
        }
        await Refused(key with { Id = "x" }, draft, "$.id");
        await Refused(key with { KeyId = FromPhone.NewId() }, draft, "$.keyId");
        await Refused(key with { Recipient = FromPhone.NewId() }, draft, "$.recipient");
        await Refused(key, draft[..40], "$.sealed");
        await Refused(key, [2, .. draft[1..]], "$.sealed");
        await Refused(key, [.. draft[..40], (byte)(draft[40] ^ 1), .. draft[41..]], "$.sealed");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await key.Upload(client, new byte[KeepDraft.LargestUpload])).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await key.Upload(client, draft, token: "forged")).StatusCode);
        await using var scope = node.App.Services.CreateAsyncScope();
        Assert.Equal(0, await scope.ServiceProvider.GetRequiredService<IdentificationDb>().Drafts.CountAsync());
    }

    [Fact]
    public async Task Nothing_readable_stands_in_the_data_folder_or_the_log()
    {
        await using var node = await stores.Start(Stores.Sqlite);
        using var client = node.Client();
        var key = await FromPhone.Ask(client);
        await key.Upload(client, key.Seal(Story));
        // What is planted readably is found: a word in the log, and one in the database.
        node.App.Logger.LogWarning("{Planted}", "readable in the log");
        Assert.Contains("readable in the log", node.Log.Text);
        await using (var scope = node.App.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<Entraide.Node.Platform.PlatformDb>().Remember("planted", "readable in the data");
        Assert.NotEmpty(await Search(node.DataFolder, "readable in the data"));
        var form = new Dictionary<string, string> { ["a.EX-hours"] = "yes", ["n.EX-hours"] = Story, ["__RequestVerificationToken"] = await FromPhone.Token(client) };
        using var content = new FormUrlEncodedContent(form);
        var page = await client.PostAsync("/fr/screening", content);
        Assert.Contains(Story, await page.Content.ReadAsStringAsync());
        Assert.DoesNotContain(Story, node.Log.Text);
        Assert.Contains("Request finished", node.Log.Text);
        Assert.Empty(await Search(node.DataFolder, "planted words"));
        Assert.DoesNotContain(Directory.EnumerateFiles(node.DataFolder, "*", SearchOption.AllDirectories), file => File.Exists(file) && Path.GetExtension(file) == ".pem");
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task When_the_store_is_full_a_phone_is_told_to_come_later(string store)
    {
        await using var node = await stores.Start(store);
        using var client = node.Client();
        await using (var scope = node.App.Services.CreateAsyncScope())
        {
            // Only the stated size counts for the bound; half a gigabyte need not be written to show it.
            var large = new KeptDraft { RecordId = FromPhone.NewId(), KeyId = FromPhone.NewId(), RecipientId = FromPhone.NewId(), OrganisationId = null, ReceivedAt = node.Clock.Now, ExpiresAt = node.Clock.Now.AddDays(1), Size = (int)KeepDraft.MostBytesWaiting, Sealed = [1] };
            await scope.ServiceProvider.GetRequiredService<Gate>().Do(Caller.Node(Purpose.Identification), AccessAction.Create, KeptDraft.Subject(large.RecordId, null), [], change =>
            {
                change.Db<IdentificationDb>().Drafts.Add(large);
                return Task.CompletedTask;
            });
        }
        var key = await FromPhone.Ask(client);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await key.Upload(client, key.Seal(Story))).StatusCode);
    }

    [Theory]
    [InlineData("postgres://u:p@db.example/x?sslmod=require", "?sslmod twice, or it is not known")]
    [InlineData("postgres://u:p@db.example/x?host=a&host=b", "?host twice")]
    [InlineData("postgres://u:p@db.example/x?sslmode=never", "sslmode=never")]
    [InlineData("mysql://db.example/x", "no address of a PostgreSQL database")]
    public void An_address_that_would_silently_mean_something_else_is_refused(string address, string said) => Assert.Contains(said, Assert.Throws<Entraide.Node.Platform.RefusedException>(
        () => Entraide.Node.Platform.Storage.Database.For(Entraide.Node.Platform.NodeOptions.For("data") with { Database = address })).Message);

    [Theory]
    [InlineData(null, "cannot be used")]
    [InlineData("nothing", "cannot be used")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "is not the one that this node's keys are wrapped with")]
    public async Task A_root_key_that_is_lost_broken_or_exchanged_stops_the_node(string? instead, string said)
    {
        var folder = Directory.CreateTempSubdirectory("entraide-test-").FullName;
        var options = Entraide.Node.Platform.NodeOptions.For(Path.Combine(folder, "data"), urls: "http://127.0.0.1:0");
        await (await Entraide.Node.Platform.NodeHost.Build(options, RunningNode.Modules)).DisposeAsync();
        var file = Path.Combine(folder, "data.keys", "root-1.key");
        var key = await File.ReadAllTextAsync(file);
        File.Delete(file);
        if (instead is not null) await File.WriteAllTextAsync(file, instead);
        var refused = await Assert.ThrowsAsync<Entraide.Node.Platform.RefusedException>(() => Entraide.Node.Platform.NodeHost.Build(options, RunningNode.Modules));
        Assert.Contains(said, refused.Message);
        // Put back, it opens everything again.
        await File.WriteAllTextAsync(file, key);
        await (await Entraide.Node.Platform.NodeHost.Build(options, RunningNode.Modules)).DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_draft_goes_to_the_organisation_that_it_was_sealed_for_and_to_no_other(string store)
    {
        await using var node = await stores.Start(store);
        using var client = node.Client();
        var (first, second, closed) = (await SignedIn.Organisation(node, "B"), await SignedIn.Organisation(node, "A"), await SignedIn.Organisation(node, "C", takesDrafts: false));
        var known = (await client.GetFromJsonAsync<JsonElement>("/phone/key.json")).GetProperty("recipients").EnumerateArray().Select(one => one.GetProperty("id").GetString()).ToList();
        Assert.Equal([second, first], known);
        foreach (var (recipient, expected) in ((string?, HttpStatusCode)[])[(first, HttpStatusCode.Created), (closed, HttpStatusCode.UnprocessableEntity), (null, HttpStatusCode.Created)])
        {
            var key = await FromPhone.Ask(client, recipient);
            Assert.Equal(expected, (await key.Upload(client, key.Seal(Story))).StatusCode);
        }
        await using var scope = node.App.Services.CreateAsyncScope();
        // What was sealed for the node itself is nobody's where two organisations could take it.
        Assert.Equal([null, first], (await scope.ServiceProvider.GetRequiredService<IdentificationDb>().Drafts.AsNoTracking().Select(one => one.OrganisationId).ToListAsync()).Order());
    }

    [Fact]
    public async Task Two_nodes_have_two_keys_and_the_same_phone_page()
    {
        await using var one = await stores.Start(Stores.Sqlite);
        await using var other = await stores.Start(Stores.Sqlite);
        using var client = one.Client();
        using var client2 = other.Client();
        Assert.Equal(await client.GetStringAsync("/phone/worker.js"), await client2.GetStringAsync("/phone/worker.js"));
        Assert.NotEqual((await FromPhone.Ask(client)).PublicKey, (await FromPhone.Ask(client2)).PublicKey);
    }

    // The database is open: read what others may read.
    private static async Task<List<string>> Search(string folder, string word)
    {
        var found = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            if (bytes.ToArray().AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(word)) >= 0) found.Add(file);
        }
        return found;
    }
}
