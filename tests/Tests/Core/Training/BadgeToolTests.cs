using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Entraide.Core.Training;
using static Entraide.Tests.Core.Training.BadgeSamples;

namespace Entraide.Tests.Core.Training;

/// <summary>What we sign is read by a verifier that shares no line with ours (<c>verify-badge.mjs</c>, on jose), and it says what ours says.</summary>
public sealed class BadgeToolTests
{
    private static readonly string Folder = Repository.File("artifacts", "tools", "badges");
    private static readonly JsonSerializerOptions NoNulls = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    [Fact]
    public async Task Another_verifier_on_jose_reads_every_field_and_comes_to_the_same_verdicts()
    {
        Assert.SkipUnless(File.Exists(Path.Combine(Folder, "node_modules", "jose", "package.json")) && Directory.Exists(Path.Combine(Folder, "node_modules", "@learncard", "types")),
            "jose is not there: NO OTHER PROGRAM HAS READ OUR CERTIFICATES in this run. Install npm and run ./test --tools.");
        var (badge, held, payload) = (BadgeWriter.Write(Certificate(), Signer), BadgeWriter.Write(Certificate("Zoé Ångström"), Signer), Payload());
        payload["name"] = "Another";
        var (parts, stranger) = (badge.Split('.'), IssuerKey.Of(Stranger.ExportSubjectPublicKeyInfo()));
        var asked = new List<(string Expected, BadgeVerdict Ours, string Badge, string? List, DateTimeOffset At, string? Name)>
        {
            ("valid", BadgeVerdict.Valid, badge, List().Write(Signer), Now, null),
            ("valid", BadgeVerdict.Valid, badge, null, Now, null),
            ("valid", BadgeVerdict.Valid, BadgeWriter.Write(Certificate(name: null, forever: true, kind: AchievementKind.Participation), Signer), List(1, 2).Write(Signer), Now, null),
            ("valid", BadgeVerdict.Valid, held, List().Write(Signer), Now, "Zoe\u0301 A\u030Angstro\u0308m"),
            ("not its holder", BadgeVerdict.NotItsHolder, held, List().Write(Signer), Now, "Jean Dupont"),
            ("revoked", BadgeVerdict.Revoked, badge, List(94_567).Write(Signer), Now, null),
            ("expired", BadgeVerdict.Expired, badge, null, Until, null),
            ("not yet valid", BadgeVerdict.NotYetValid, badge, List().Write(Signer), Issued.AddSeconds(-1), null),
            ("unknown issuer", BadgeVerdict.UnknownIssuer, BadgeWriter.Write(Certificate(), StrangeSigner), List().Write(Signer), Now, null),
            ("altered", BadgeVerdict.Altered, Sign(Header(Issuer), Payload().ToJsonString(), Stranger), null, Now, null),
            ("altered", BadgeVerdict.Altered, $"{parts[0]}.{Sign(Header(Issuer), payload.ToJsonString(), Key).Split('.')[1]}.{parts[2]}", List().Write(Signer), Now, null),
            ("unreadable", BadgeVerdict.Unreadable, Sign($$"""{"alg":"HS256","typ":"JWT","kid":"{{Issuer.KeyId}}"}""", Payload().ToJsonString(), Key), null, Now, null) };
        foreach (var path in Leaves(Payload()))
        {
            var changed = Payload();
            Change(At(changed, path));
            asked.Add(("altered", BadgeVerdict.Altered, $"{parts[0]}.{Sign(Header(Issuer), changed.ToJsonString(), Key).Split('.')[1]}.{parts[2]}", null, Now, null));
        }

        var answers = await Ask(asked.Select(one => new { badge = one.Badge, list = one.List, at = one.At.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"), trusted = (string[])[Issuer.Id], name = one.Name }));

        Assert.Equal(asked.Select(one => one.Expected), answers.Select(answer => answer["verdict"]!.GetValue<string>()));
        Assert.Equal(asked.Select(one => one.Ours), asked.Select(one => Verify(one.Badge, one.List is null ? null : StatusList.Read(one.List), one.At, one.Name).Verdict));
        Assert.Equal(["known", "unknown"], answers.Take(2).Select(answer => answer["status"]!.GetValue<string>()));
        var certificate = Certificate();
        foreach (var (member, value) in new Dictionary<string, string>
        {
            ["id"] = certificate.Id, ["achievement"] = certificate.Achievement.Id, ["kind"] = "Competency", ["name"] = certificate.Achievement.Name, ["description"] = certificate.Achievement.Description, ["criteria"] = certificate.Achievement.Criteria,
            ["hours"] = "12.5", ["begins"] = "2026-02-27", ["ends"] = "2026-02-28", ["country"] = "FR", ["language"] = "fr", ["design"] = certificate.Kit.Design, ["release"] = certificate.Kit.Release, ["hash"] = certificate.Kit.Hash,
            ["issuer"] = certificate.IssuerName, ["did"] = Issuer.Id,
        }) Assert.Equal((member, value), (member, answers[0][member]?.GetValue<string>()));
    }

    private static async Task<IReadOnlyList<JsonNode>> Ask(object cases)
    {
        // Beside the packages, where Node looks for what a script imports.
        var (script, input) = (Path.Combine(Folder, "verify-badge.mjs"), Path.Combine(Folder, $"cases-{Environment.ProcessId}.json"));
        File.Copy(Repository.File("tests", "Tests", "Core", "Training", "verify-badge.mjs"), script, overwrite: true);
        await File.WriteAllTextAsync(input, JsonSerializer.Serialize(cases, NoNulls));
        using var process = Process.Start(new ProcessStartInfo("node", [script, input]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        File.Delete(input);
        Assert.True(process.ExitCode == 0, await errors);
        return [.. (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }
}
