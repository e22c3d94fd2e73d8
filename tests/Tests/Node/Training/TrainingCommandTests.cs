using System.Diagnostics;
using System.Text.Json.Nodes;
using Entraide.Core.Training;
using Entraide.Node.Training;
using Entraide.Tests.Core.Training;
using Entraide.Tests.Databases;
using Entraide.Tests.Node.Accounts;

namespace Entraide.Tests.Node.Training;

/// <summary>Kits and certificates at the terminal, as somebody who runs a node, or has none, uses them.</summary>
public sealed class TrainingCommandTests
{
    [Fact]
    public async Task A_kit_goes_out_is_checked_waits_is_trusted_and_gives_results_back()
    {
        await using var there = await RunningNode.Start();
        await using var here = await RunningNode.Start();
        var folder = Directory.CreateTempSubdirectory("entraide-test-").FullName;
        var kit = Path.Combine(folder, "small.kit.zip");
        try
        {
            // What ships with the program is exported as it is, the same each time.
            var exported = await Json(0, there, "kit", "export", "joint-labour", "--out", kit, "--json");
            Assert.Equal(((string?)"joint-labour", 1), ((string?)exported["kit"], (int)exported["release"]!));
            Assert.Equal((string?)exported["hash"], (string?)(await Json(0, there, "kit", "export", "joint-labour", "--out", kit, "--json"))["hash"]);
            var signer = (string)exported["signer"]!;
            var check = await Json(0, null, "kit", "check", kit, "--json");
            Assert.Equal((signer, "none", ShippedTrainings.Design("joint-labour").Languages.Length), ((string?)check["signer"], (string?)check["lineage"], check["languages"]!.AsArray().Count));
            Assert.NotEqual(0, (await Run(there, "kit", "export", "nothing", "--out", Path.Combine(folder, "x"))).Exit);
            Assert.False(File.Exists(Path.Combine(folder, "x")));

            // Nobody here knows the key: it waits, and the exit says so.
            var (refused, _, said) = await Run(here, "kit", "import", kit, "--json");
            Assert.NotEqual(0, refused);
            Assert.Contains(signer, said);
            Assert.NotEqual(0, (await Run(here, "kit", "import", kit, "--trust", new string('0', 32))).Exit);
            Assert.Equal("newer", (string?)(await Json(0, here, "kit", "import", kit, "--trust", signer, "--name", "The steward", "--json"))["verdict"]);
            Assert.Equal("same", (string?)(await Json(0, here, "kit", "import", kit, "--json"))["verdict"]);

            // Results of it, signed by somebody whom that node trusts.
            var read = KitFile.Read(File.ReadAllBytes(kit)).Kit;
            await Trusted(folder, there);
            var results = Path.Combine(folder, "results.json");
            var bundle = new ResultBundle(read.Name, new string('2', 32), 1, "GR", new DateOnly(2027, 3, 1), new DateOnly(2027, 3, 2), ["el"], ReplicationLabel.Replication, 24, [], new FidelityProfile(1, 1, 1, 4, 4), null, [], [], [], [], [], []);
            File.WriteAllBytes(results, bundle.Write(Academy.Elsewhere));
            Assert.Equal(24, (int)(await Json(0, there, "kit", "results", results, "--json"))["people"]!);
            var (again, _, why) = await Run(there, "kit", "results", results);
            Assert.NotEqual(0, again);
            Assert.Contains("here already", why);

            var broken = File.ReadAllBytes(kit);
            broken[broken.Length / 2] ^= 1;
            File.WriteAllBytes(kit, broken);
            var (bad, _, words) = await Run(null, "kit", "check", kit);
            Assert.NotEqual(0, bad);
            Assert.Single(words.TrimEnd().Split('\n'));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // A small kit of the same signer is taken in and trusted: from then on its results are too.
    private static async Task Trusted(string folder, RunningNode node)
    {
        var kit = Path.Combine(folder, "other.kit.zip");
        File.WriteAllBytes(kit, Academy.File(SmallTraining.Kit()));
        Assert.Equal("new", (string?)(await Json(0, node, "kit", "import", kit, "--trust", Academy.Elsewhere.Id, "--json"))["verdict"]);
    }

    [Fact]
    public async Task A_certificate_is_verified_offline_and_valid_revoked_expired_altered_and_unknown_are_told_apart()
    {
        await using var academy = await Academy.On(await RunningNode.Start());
        var delivery = await academy.Plan(await academy.TakeIn(Academy.File(SmallTraining.Kit())));
        var passes = await academy.Fill(delivery, 1);
        await academy.Step(delivery, DeliveryState.Running);
        await academy.Upload(delivery, $$"""{"device":"one","signIns":[{{string.Join(',', SmallTraining.Design.Sessions.Select(one => $$"""{"session":"{{one.Id}}","number":1,"minutes":500}"""))}}]}""");
        await academy.Step(delivery, DeliveryState.Closed);
        var address = $"/en/deliveries/{delivery}/certificates";
        await academy.Trainer.Post(address, address);
        using var phone = await SignedIn.Nobody(academy.Node);
        await phone.Post("/en/training/me", "/en/training/me", ("pass", passes[0]));
        var link = (await phone.Page("/en/training/me")).QuerySelector("a[href*='/training/me/certificate/']")!.GetAttribute("href")!;
        var file = Path.Combine(academy.Node.DataFolder, "certificate.jwt");
        var badge = await phone.GetStringAsync(link + "?file=true");
        await File.WriteAllTextAsync(file, badge, TestContext.Current.CancellationToken);
        using var anybody = academy.Node.Client();
        var issuer = (string)JsonNode.Parse(await anybody.GetStringAsync("/training/keys.json"))![0]!["id"]!;
        async Task<string> List()
        {
            var path = Path.Combine(academy.Node.DataFolder, "revoked.jwt");
            await File.WriteAllTextAsync(path, await anybody.GetStringAsync("/training/revoked.jwt"), TestContext.Current.CancellationToken);
            return path;
        }

        var list = await List();
        var report = await Json(0, null, "badge", "verify", file, "--issuer", issuer, "--revoked", list, "--name", "Person 1", "--at", "2026-03-02", "--json");
        Assert.Equal(("valid", "small"), ((string?)report["verdict"], (string?)report["kit"]));
        var told = new List<string>
        {
            (string)(await Json(1, null, "badge", "verify", file, "--json"))["verdict"]!,
            (string)(await Json(1, null, "badge", "verify", file, "--issuer", issuer, "--at", "2036-03-02", "--json"))["verdict"]!,
            (string)(await Json(1, null, "badge", "verify", file, "--issuer", issuer, "--name", "Somebody", "--at", "2026-03-02", "--json"))["verdict"]!,
        };
        var given = (await academy.Trainer.Page(address)).QuerySelector("#certificate option")!.GetAttribute("value")!;
        await academy.Trainer.Post(address, $"{address}/revoke", ("certificate", given), ("why", "A mistake."));
        told.Add((string)(await Json(1, null, "badge", "verify", file, "--issuer", issuer, "--revoked", await List(), "--at", "2026-03-02", "--json"))["verdict"]!);
        Assert.Equal(4, told.Distinct().Count());
        await File.WriteAllTextAsync(file, badge[..^9] + "AAAAAAAAA", TestContext.Current.CancellationToken);
        told.Add((string)(await Json(1, null, "badge", "verify", file, "--issuer", issuer, "--at", "2026-03-02", "--json"))["verdict"]!);
        Assert.Equal(5, told.Distinct().Count());
    }

    private static async Task<JsonNode> Json(int exit, RunningNode? node, params string[] arguments)
    {
        var (ended, output, error) = await Run(node, arguments);
        Assert.True((ended == 0) == (exit == 0), $"{ended} {error}");
        return JsonNode.Parse(output)!;
    }

    private static async Task<(int Exit, string Output, string Error)> Run(RunningNode? node, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "entraide.dll"), .. arguments, .. node is null ? Array.Empty<string>() : ["--data", node.DataFolder, "--keys", node.KeysFolder]]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
