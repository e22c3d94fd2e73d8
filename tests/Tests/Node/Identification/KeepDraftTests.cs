using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Entraide.Core.Sealing;
using Entraide.Node.Identification;
using Entraide.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

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
        var key = await KeyOf(client);
        var answer = await Upload(client, key, Seal(key, Story));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);

        await using var scope = node.App.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentificationDb>();
        var kept = await db.Drafts.AsNoTracking().SingleAsync();
        Assert.Equal((key.Id, key.KeyId, key.Recipient, node.Clock.Now, node.Clock.Now.AddDays(30), kept.Sealed.Length), (kept.Id, kept.KeyId, kept.RecipientId, kept.ReceivedAt, kept.ExpiresAt, kept.Size));

        using var pair = ECDiffieHellman.Create();
        pair.ImportFromPem(await File.ReadAllTextAsync(Path.Combine(node.KeysFolder, "draft-key.pem")));
        Assert.Equal(Story, System.Text.Encoding.UTF8.GetString(SealedDraft.Open(pair, kept.Id, kept.KeyId, kept.RecipientId, kept.Sealed)));

        Assert.Equal(0, await ExpireDrafts.Expire(db, node.Clock.Now.AddDays(30).AddMilliseconds(-1)));
        Assert.Equal(1, await ExpireDrafts.Expire(db, node.Clock.Now.AddDays(30)));
        Assert.Equal(0, await db.Drafts.CountAsync());
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_repeated_upload_is_answered_again_and_kept_once(string store)
    {
        await using var node = await stores.Start(store);
        using var client = node.Client();
        var key = await KeyOf(client);
        var draft = Seal(key, Story);
        Assert.Equal(HttpStatusCode.Created, (await Upload(client, key, draft)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Upload(client, key, draft)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Upload(client, key, Seal(key, "another"))).StatusCode);
        await using var scope = node.App.Services.CreateAsyncScope();
        Assert.Equal(1, await scope.ServiceProvider.GetRequiredService<IdentificationDb>().Drafts.CountAsync());
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task Many_at_once_are_all_kept(string store)
    {
        await using var node = await stores.Start(store);
        using var client = node.Client();
        var key = await KeyOf(client);
        var token = await Token(client);
        var answers = await Task.WhenAll(Enumerable.Range(0, IdentificationModule.UploadsPerMinute).Select(_ => key with { Id = NewId() })
            .Select(one => Upload(client, one, Seal(one, Story), token)));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Upload(client, key with { Id = NewId() }, [], token)).StatusCode);
    }

    [Fact]
    public async Task What_is_no_draft_for_this_node_is_refused_with_a_reason_and_nothing_is_kept()
    {
        await using var node = await stores.Start(Stores.Sqlite);
        using var client = node.Client();
        var key = await KeyOf(client);
        var draft = Seal(key, Story);
        async Task Refused(Key with, byte[] bytes, string reason)
        {
            var answer = await Upload(client, with, bytes);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Contains(reason, await answer.Content.ReadAsStringAsync());
        }
        await Refused(key with { Id = "x" }, draft, "$.id");
        await Refused(key with { KeyId = NewId() }, draft, "$.keyId");
        await Refused(key with { Recipient = NewId() }, draft, "$.recipient");
        await Refused(key, draft[..40], "$.sealed");
        await Refused(key, [2, .. draft[1..]], "$.sealed");
        await Refused(key, [.. draft[..40], (byte)(draft[40] ^ 1), .. draft[41..]], "$.sealed");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await Upload(client, key, new byte[KeepDraft.LargestUpload])).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Upload(client, key, draft, token: "forged")).StatusCode);
        await using var scope = node.App.Services.CreateAsyncScope();
        Assert.Equal(0, await scope.ServiceProvider.GetRequiredService<IdentificationDb>().Drafts.CountAsync());
    }

    [Fact]
    public async Task Nothing_readable_stands_in_the_data_folder_or_the_log()
    {
        await using var node = await stores.Start(Stores.Sqlite);
        using var client = node.Client();
        var key = await KeyOf(client);
        await Upload(client, key, Seal(key, Story));
        // What is planted readably is found: a word in the log, and one in the database.
        node.App.Logger.LogWarning("{Planted}", "readable in the log");
        Assert.Contains("readable in the log", node.Log.Text);
        await using (var scope = node.App.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<Entraide.Node.Platform.PlatformDb>().Remember("planted", "readable in the data");
        Assert.NotEmpty(await Search(node.DataFolder, "readable in the data"));
        var form = new Dictionary<string, string> { ["a.EX-hours"] = "yes", ["n.EX-hours"] = Story, ["__RequestVerificationToken"] = await Token(client) };
        using var content = new FormUrlEncodedContent(form);
        var page = await client.PostAsync("/fr/screening", content);
        Assert.Contains(Story, await page.Content.ReadAsStringAsync());
        Assert.DoesNotContain(Story, node.Log.Text);
        Assert.Contains("Request finished", node.Log.Text);
        Assert.Empty(await Search(node.DataFolder, "planted words"));
        Assert.DoesNotContain(Directory.EnumerateFiles(node.DataFolder, "*", SearchOption.AllDirectories), file => File.Exists(file) && Path.GetExtension(file) == ".pem");
    }

    [Fact]
    public async Task A_key_file_that_holds_no_key_stops_the_node()
    {
        var folder = Directory.CreateTempSubdirectory("entraide-test-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "data.keys"));
        await File.WriteAllTextAsync(Path.Combine(folder, "data.keys", "draft-key.pem"), "nothing");
        var options = Entraide.Node.Platform.NodeOptions.For(Path.Combine(folder, "data"), urls: "http://127.0.0.1:0");
        var refused = await Assert.ThrowsAsync<Entraide.Node.Platform.RefusedException>(() => Entraide.Node.Platform.NodeHost.Build(options, RunningNode.Modules));
        Assert.Contains("draft-key.pem cannot be used", refused.Message);
        Directory.Delete(folder, recursive: true);
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task When_the_store_is_full_a_phone_is_told_to_come_later(string store)
    {
        await using var node = await stores.Start(store);
        using var client = node.Client();
        await using (var scope = node.App.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<IdentificationDb>();
            // Only the stated size counts for the bound; half a gigabyte need not be written to show it.
            db.Drafts.Add(new KeptDraft { Id = NewId(), KeyId = NewId(), RecipientId = NewId(), ReceivedAt = node.Clock.Now, ExpiresAt = node.Clock.Now.AddDays(1), Size = (int)KeepDraft.MostBytesWaiting, Sealed = [1] });
            await db.SaveChangesAsync();
        }
        var key = await KeyOf(client);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Upload(client, key, Seal(key, Story))).StatusCode);
    }

    [Theory]
    [InlineData("postgres://u:p@db.example/x?sslmod=require", "?sslmod twice, or it is not known")]
    [InlineData("postgres://u:p@db.example/x?host=a&host=b", "?host twice")]
    [InlineData("postgres://u:p@db.example/x?sslmode=never", "sslmode=never")]
    [InlineData("mysql://db.example/x", "no address of a PostgreSQL database")]
    public void An_address_that_would_silently_mean_something_else_is_refused(string address, string said) => Assert.Contains(said, Assert.Throws<Entraide.Node.Platform.RefusedException>(
        () => Entraide.Node.Platform.Storage.Database.For(Entraide.Node.Platform.NodeOptions.For("data") with { Database = address })).Message);

    [Fact]
    public async Task Another_key_than_the_node_had_stops_it_unless_the_old_one_is_given_up()
    {
        var folder = Directory.CreateTempSubdirectory("entraide-test-").FullName;
        var options = Entraide.Node.Platform.NodeOptions.For(Path.Combine(folder, "data"), urls: "http://127.0.0.1:0");
        await (await Entraide.Node.Platform.NodeHost.Build(options, RunningNode.Modules)).DisposeAsync();
        File.Delete(Path.Combine(folder, "data.keys", "draft-key.pem"));
        var refused = await Assert.ThrowsAsync<Entraide.Node.Platform.RefusedException>(() => Entraide.Node.Platform.NodeHost.Build(options, RunningNode.Modules));
        Assert.Contains("start once with --new-key", refused.Message);
        await (await Entraide.Node.Platform.NodeHost.Build(options with { NewKey = true }, RunningNode.Modules)).DisposeAsync();
        await (await Entraide.Node.Platform.NodeHost.Build(options, RunningNode.Modules)).DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_phone_is_given_everything_anew_when_the_key_changes()
    {
        await using var one = await stores.Start(Stores.Sqlite);
        await using var other = await stores.Start(Stores.Sqlite);
        using var client = one.Client();
        using var client2 = other.Client();
        var worker = await client.GetStringAsync("/phone/worker.js");
        Assert.Equal(worker, await client.GetStringAsync("/phone/worker.js"));
        Assert.NotEqual(worker, await client2.GetStringAsync("/phone/worker.js"));
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

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private sealed record Key(string Id, string KeyId, string PublicKey, string Recipient);

    private static async Task<Key> KeyOf(HttpClient client)
    {
        var json = await client.GetFromJsonAsync<JsonElement>("/phone/key.json");
        return new Key(NewId(), json.GetProperty("keyId").GetString()!, json.GetProperty("publicKey").GetString()!, json.GetProperty("recipient").GetString()!);
    }

    private static byte[] Seal(Key key, string text)
    {
        using var pair = Hpke.PublicKey(Base64Url.DecodeFromChars(key.PublicKey));
        using var publicKey = pair.PublicKey;
        return SealedDraft.Seal(publicKey, key.Id, key.KeyId, key.Recipient, System.Text.Encoding.UTF8.GetBytes(text));
    }

    private static async Task<string> Token(HttpClient client) => (await client.GetFromJsonAsync<JsonElement>("/token")).GetProperty("token").GetString()!;

    private static async Task<HttpResponseMessage> Upload(HttpClient client, Key key, byte[] draft, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/phone/drafts")
        {
            Content = JsonContent.Create(new { id = key.Id, keyId = key.KeyId, recipient = key.Recipient, @sealed = Base64Url.EncodeToString(draft) }),
            Headers = { { "X-Form-Token", token ?? await Token(client) } },
        };
        return await client.SendAsync(request);
    }
}
