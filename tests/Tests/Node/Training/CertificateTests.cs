using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Entraide.Core.Training;
using Entraide.Node.Training;
using Entraide.Tests.Core.Training;
using Entraide.Tests.Databases;
using Entraide.Tests.Node.Accounts;

namespace Entraide.Tests.Node.Training;

/// <summary>A certificate is given to who was there, taken along, and checked by anybody: every field of it, and whether it still counts.</summary>
public sealed class CertificateTests(PostgresServer postgres)
{
    private readonly Stores stores = new(postgres);

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task Who_was_there_gets_one_that_anybody_can_check_and_one_that_is_revoked_or_expired_says_so(string store)
    {
        await using var academy = await Academy.On(await stores.Start(store));
        var delivery = await academy.Plan(await academy.TakeIn(Academy.File(SmallTraining.Kit())));
        var passes = await academy.Fill(delivery, 2);
        await academy.Step(delivery, DeliveryState.Running);
        // The first was there all the time, the second for one session.
        string Noted(params (string Session, int Number)[] noted) => $$"""{"device":"one","signIns":[{{string.Join(',', noted.Select(one => $$"""{"session":"{{one.Session}}","number":{{one.Number}},"minutes":500}"""))}}]}""";
        await academy.Upload(delivery, Noted(("open", 1), ("case", 1), ("more", 1), ("close", 1), ("open", 2)));
        await academy.Step(delivery, DeliveryState.Closed);
        var address = $"/en/deliveries/{delivery}/certificates";
        await academy.Trainer.Post(address, address);
        await academy.Trainer.Post(address, address);

        using var phone = await SignedIn.Nobody(academy.Node);
        await phone.Post("/en/training/me", "/en/training/me", ("pass", passes[0]));
        var own = await phone.Page("/en/training/me");
        var link = Assert.Single(own.QuerySelectorAll("a[href*='/training/me/certificate/']")).GetAttribute("href")!;
        var page = await phone.Page(link);
        Assert.Contains("Person 1", page.QuerySelector("#fields")!.TextContent);
        var badge = await phone.GetStringAsync(page.QuerySelector("#take")!.GetAttribute("href"));
        Assert.DoesNotContain("Person", Encoding.UTF8.GetString(Decoded(badge.Split('.')[1])));
        using var other = await SignedIn.Nobody(academy.Node);
        await other.Post("/en/training/me", "/en/training/me", ("pass", passes[1]));
        Assert.Empty((await other.Page("/en/training/me")).QuerySelectorAll("a[href*='/training/me/certificate/']"));
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(link)).StatusCode);

        async Task<string> Verdict(string text, string name = "Person 1")
        {
            using var employer = await SignedIn.Nobody(academy.Node);
            return (await Academy.Read(await employer.Post("/en/verify", "/en/verify", ("certificate", text), ("name", name)))).QuerySelector("#verdict")!.TextContent;
        }

        var valid = await Verdict(badge);
        Assert.Equal(valid, await Verdict(BadgeSquare.Pack(badge)));
        var notHers = await Verdict(badge, "Person 2");
        Assert.NotEqual(valid, notHers);
        Assert.All(await Task.WhenAll(Alterations(badge).Select(one => Verdict(one))), said => Assert.NotEqual(valid, said));

        academy.Node.Clock.Now = academy.Node.Clock.Now.AddYears(6);
        var expired = await Verdict(badge);
        academy.Node.Clock.Now = academy.Node.Clock.Now.AddYears(-6);
        var given = (await academy.Trainer.Page(address)).QuerySelector("#certificate option")!.GetAttribute("value")!;
        await academy.Trainer.Post(address, $"{address}/revoke", ("certificate", given), ("why", "Given to the wrong person."));
        var revoked = await Verdict(badge);
        Assert.Equal(4, new[] { valid, notHers, expired, revoked }.Distinct().Count());
        // The list goes along to where there is no network.
        using var anybody = academy.Node.Client();
        var list = StatusList.Read(await anybody.GetStringAsync("/training/revoked.jwt"));
        var issuer = IssuerKey.Parse(JsonNode.Parse(await anybody.GetStringAsync("/training/keys.json"))![0]!["id"]!.GetValue<string>());
        Assert.Equal(BadgeVerdict.Revoked, BadgeVerifier.Verify(badge, [issuer], list, academy.Node.Clock.Now).Verdict);
    }

    // Each leaf of what is signed, changed on its own: more than twenty.
    private static List<string> Alterations(string badge)
    {
        var parts = badge.Split('.');
        var altered = new List<string>();
        var leaves = Leaves(JsonNode.Parse(Decoded(parts[1]))!).Count();
        Assert.True(leaves > 20, $"{leaves} fields");
        for (var i = 0; i < leaves; i++)
        {
            var root = JsonNode.Parse(Decoded(parts[1]))!;
            var leaf = Leaves(root).ElementAt(i);
            leaf.ReplaceWith(leaf.GetValueKind() == System.Text.Json.JsonValueKind.String ? JsonValue.Create(leaf.GetValue<string>() + "x") : JsonValue.Create(12345));
            altered.Add($"{parts[0]}.{Convert.ToBase64String(Encoding.UTF8.GetBytes(root.ToJsonString())).TrimEnd('=').Replace('+', '-').Replace('/', '_')}.{parts[2]}");
        }
        return altered;
    }

    private static IEnumerable<JsonNode> Leaves(JsonNode node) => node switch
    {
        JsonObject members => members.ToList().SelectMany(one => Leaves(one.Value!)),
        JsonArray items => items.ToList().SelectMany(one => Leaves(one!)),
        _ => [node],
    };

    private static byte[] Decoded(string part) => System.Buffers.Text.Base64Url.DecodeFromChars(part);
}
