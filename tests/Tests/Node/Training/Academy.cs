using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using AngleSharp.Dom;
using Entraide.Core.Sealing;
using Entraide.Core.Training;
using Entraide.Node.Platform.Access;
using Entraide.Node.Training;
using Entraide.Tests.Databases;
using Entraide.Tests.Node.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Entraide.Tests.Node.Training;

/// <summary>An organisation that designs and holds trainings, on a node of its own: its people as their browsers without script.</summary>
public sealed class Academy : IAsyncDisposable
{
    /// <summary>Somebody elsewhere, who signs.</summary>
    public static readonly SigningKey Elsewhere = new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    private Academy(RunningNode node, SignedIn designer, SignedIn trainer) => (Node, Designer, Trainer) = (node, designer, trainer);

    public RunningNode Node { get; }
    public SignedIn Designer { get; }
    public SignedIn Trainer { get; }

    /// <summary>An academy on a node; the node goes with it.</summary>
    public static async Task<Academy> On(RunningNode node)
    {
        var organisation = await SignedIn.Organisation(node, "Academy", takesDrafts: false);
        return new Academy(node, await SignedIn.As(node, Role.TrainingDesigner, organisation), await SignedIn.As(node, Role.Trainer, organisation));
    }

    /// <summary>A kit as a file, signed by <see cref="Elsewhere"/>.</summary>
    public static byte[] File(Kit kit) => KitFile.Write(kit, KitFile.Sign(kit, Elsewhere));

    /// <summary>Sends a file with a form, as a browser would.</summary>
    public static async Task<HttpResponseMessage> Send(SignedIn who, string to, byte[] file)
    {
        var token = (await who.Page("/en/work")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" } };
        form.Add(new ByteArrayContent(file), "file", "a file");
        return await who.PostAsync(to, form);
    }

    /// <summary>What a page says is wrong; for the message of a test.</summary>
    public static async Task<string> Said(HttpResponseMessage answer) => (await Read(answer)) is var page && page.QuerySelector("#fault, #refused") is { } fault ? fault.TextContent : $"{answer.StatusCode} {page.Title} {page.QuerySelector("main")?.TextContent}";

    public static async Task<IDocument> Read(HttpResponseMessage answer) => await SignedIn.Parse(await answer.Content.ReadAsStringAsync());

    /// <summary>Sends a kit in and looks at it; gives the address of its page.</summary>
    public async Task<string> Inspect(byte[] file)
    {
        var answer = await Send(Designer, "/en/trainings/kit", file);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.OriginalString;
    }

    /// <summary>Takes a kit in, its signer compared and trusted where nobody knew it; gives the training's record.</summary>
    public async Task<string> TakeIn(byte[] file)
    {
        var page = await Inspect(file);
        var answer = await Designer.Post(page, page, ("signer", "A neighbour"), ("compared", "yes"));
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.OriginalString.Split('/')[^1];
    }

    /// <summary>A copy to be adapted; gives its record.</summary>
    public async Task<string> Copy(string training)
    {
        var answer = await Designer.Post($"/en/trainings/{training}", $"/en/trainings/{training}/copy");
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.OriginalString.Split('/')[^1];
    }

    /// <summary>What a form of a page holds as its author finds it.</summary>
    public static List<(string Name, string Value)> FormOf(IDocument page, string action)
    {
        var form = page.QuerySelectorAll("form").First(one => one.GetAttribute("action") == action);
        return
        [
            .. form.QuerySelectorAll("input[type=text], input[type=date], input[type=hidden], input:not([type])").Where(one => one.GetAttribute("name") is not (null or "__RequestVerificationToken")).Select(one => (one.GetAttribute("name")!, one.GetAttribute("value") ?? "")),
            .. form.QuerySelectorAll("input[type=checkbox][checked], input[type=radio][checked]").Select(one => (one.GetAttribute("name")!, one.GetAttribute("value") ?? "")),
            .. form.QuerySelectorAll("textarea").Select(one => (one.GetAttribute("name")!, one.TextContent)),
            .. form.QuerySelectorAll("select").Select(one => (one.GetAttribute("name")!, (one.QuerySelector("option[selected]") ?? one.QuerySelector("option"))!.GetAttribute("value") ?? "")),
        ];
    }

    /// <summary>Changes fields of a form and sends the rest as it is.</summary>
    public static async Task<HttpResponseMessage> Edit(SignedIn who, string address, params (string Name, string Value)[] changes)
    {
        var fields = FormOf(await who.Page(address), address).Where(one => changes.All(change => change.Name != one.Name));
        return await who.Post("/en/work", address, [.. fields, .. changes]);
    }

    /// <summary>Releases a training and gives its kit as a file.</summary>
    public async Task<byte[]> Release(string training)
    {
        var answer = await Designer.Post($"/en/trainings/{training}", $"/en/trainings/{training}/release");
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await Said(answer));
        return await Designer.GetByteArrayAsync($"/en/trainings/{training}/kit");
    }

    /// <summary>Plans a training that is to be held, and opens it for registration; gives its record.</summary>
    public async Task<string> Plan(string training, string country = "GR")
    {
        var answer = await Trainer.Post("/en/deliveries", "/en/deliveries", ("training", training), ("country", country), ("place", "Harbour School"), ("begins", "2026-03-01"), ("ends", "2026-03-02"), ("zone", "Europe/Athens"), ("language", "en"), ("language", "el"));
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await Said(answer));
        var id = answer.Headers.Location!.OriginalString.Split('/')[^1];
        await Step(id, DeliveryState.Open);
        return id;
    }

    public async Task Step(string delivery, DeliveryState to) => Assert.Equal(HttpStatusCode.Redirect, (await Trainer.Post($"/en/deliveries/{delivery}", $"/en/deliveries/{delivery}/step", ("to", to.ToString()))).StatusCode);

    /// <summary>The rows of this node, to be looked at behind its back.</summary>
    public async Task<T> Stored<T>(Func<TrainingDb, Task<T>> read)
    {
        await using var scope = Node.App.Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<TrainingDb>());
    }

    public Task<string> Door(string delivery) => Stored(db => db.Deliveries.Where(one => one.RecordId == delivery).Select(one => one.Door).SingleAsync());

    /// <summary>Somebody registers; gives the code that she comes back with.</summary>
    public async Task<string> Register(string door, string name, string profession, string country = "GR", string spoken = "en")
    {
        using var phone = await SignedIn.Nobody(Node);
        var answer = await phone.Post($"/en/training/{door}/join", $"/en/training/{door}/join", ("name", name), ("organisation", ""), ("contact", ""), ("profession", profession), ("country", country), ("spoken", spoken), ("agreed", "yes"));
        var page = await Read(answer);
        return page.QuerySelector("#pass")?.TextContent ?? throw new InvalidOperationException(page.QuerySelector("#fault")?.TextContent ?? page.Title);
    }

    /// <summary>Many of mixed professions and two countries register, and all are let in; gives the codes that they come back with.</summary>
    public async Task<List<string>> Fill(string delivery, int people)
    {
        var (door, passes) = (await Door(delivery), new List<string>());
        string[] professions = ["labour-inspector", "police", "prosecutor", "social-worker"];
        for (var i = 0; i < people; i++) passes.Add(await Register(door, $"Person {i + 1}", professions[i % professions.Length], i % 2 == 0 ? "GR" : "IT"));
        await Trainer.Post($"/en/deliveries/{delivery}", $"/en/deliveries/{delivery}/select", ("person", "all"), ("to", "accept"));
        return passes;
    }

    /// <summary>Codes to answer under, as the facilitator prints them.</summary>
    public async Task<List<string>> Codes(string delivery, int count)
    {
        var page = await Read(await Trainer.Post($"/en/deliveries/{delivery}", $"/en/deliveries/{delivery}/codes", ("count", $"{count}")));
        return [.. page.QuerySelectorAll("#codes bdi").Select(one => one.TextContent)];
    }

    /// <summary>The answers of a sheet: the first <paramref name="right"/> questions right, the others wrong; what is only asked, with a four.</summary>
    public static IEnumerable<(string, string)> Sheet(TrainingDesign design, FormKind form, int right) => design.Asked(form).SelectMany((id, i) => design.Item(id) is { } item && form is FormKind.Before or FormKind.After
        ? (i < right ? item.Key : [item.Options.First(option => !item.Key.Contains(option))]).Select(option => ("answer-" + id, option))
        : [("answer-" + id, (form == FormKind.Reaction ? design.Reaction : design.Behaviour).First(one => one.Id == id).Scale ? "4" : $"Words {right}")]);

    /// <summary>Somebody answers on her own phone.</summary>
    public async Task<IDocument> Answer(string door, FormKind form, string code, IEnumerable<(string, string)> answers, string language = "en")
    {
        using var phone = await SignedIn.Nobody(Node);
        var address = $"/{language}/training/{door}/{DesignReader.WordOf(form)}";
        return await Read(await phone.Post(address, address, [("code", code), .. answers]));
    }

    /// <summary>The facilitator types a sheet of paper.</summary>
    public async Task<IDocument> Type(string delivery, FormKind form, string code, IEnumerable<(string, string)> answers, string language = "en")
    {
        var address = $"/en/deliveries/{delivery}/paper?form={DesignReader.WordOf(form)}";
        return await Read(await Trainer.Post(address, address, [("code", code), ("spoken", language), .. answers]));
    }

    /// <summary>Says of every activity that it was held as planned.</summary>
    public async Task Held(string delivery)
    {
        var address = $"/en/deliveries/{delivery}/held";
        var page = await Trainer.Page(address);
        var outcomes = page.QuerySelectorAll($"input[value={DeliveryOutcome.Delivered}]").Select(one => (one.GetAttribute("name")!, nameof(DeliveryOutcome.Delivered))).ToList();
        Assert.NotEmpty(outcomes);
        Assert.Equal(HttpStatusCode.Redirect, (await Edit(Trainer, address, [.. outcomes, ("observer", "Peer"), ("quality", "4")])).StatusCode);
    }

    /// <summary>What a device noted is sent, as roll/app.js does.</summary>
    public async Task<HttpResponseMessage> Upload(string delivery, string json)
    {
        var token = System.Text.Json.Nodes.JsonNode.Parse(await Trainer.GetStringAsync($"/deliveries/{delivery}/roll?tag=en"))!["token"]!.GetValue<string>();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/deliveries/{delivery}/sign-ins") { Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Form-Token", token);
        return await Trainer.SendAsync(request);
    }

    /// <summary>The bundle of results, as a file.</summary>
    public async Task<byte[]> Bundle(string delivery)
    {
        var answer = await Trainer.Post($"/en/deliveries/{delivery}/results", $"/en/deliveries/{delivery}/bundle");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>What a bundle says, as it was signed.</summary>
    public static string WordsOf(byte[] bundle) => System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(System.Text.Json.Nodes.JsonNode.Parse(bundle)!["results"]!.GetValue<string>().TrimEnd('=').Replace('+', '-').Replace('/', '_')));

    /// <summary>A file of a kit.</summary>
    public static string FileIn(byte[] kit, string name)
    {
        using var archive = new ZipArchive(new MemoryStream(kit));
        using var reader = new StreamReader(archive.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    /// <summary>Its people go; the node stays, since others use it too.</summary>
    public void Leave()
    {
        Designer.Dispose();
        Trainer.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        Leave();
        await Node.DisposeAsync();
    }
}
