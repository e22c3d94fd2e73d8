using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Entraide.Node.Accounts;
using Entraide.Node.Platform.Access;
using Entraide.Tests.Databases;
using Entraide.Tests.Node.Accounts;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Entraide.Tests.Laws;

/// <summary>
/// The register of the OWASP Application Security Verification Standard 5.0, levels 1 and 2 (docs/asvs.csv): which of its
/// requirements apply here, and what shows that they are met. It may name only what is there. Below stand the few tests of
/// requirements that no other test shows.
/// </summary>
public sealed class AsvsLaws
{
    private const string Header = "id,level,applies,shown_by,how", Open = "open", Test = "test:", Document = "doc:";

    private static readonly string[] Register = File.ReadAllLines(Repository.File("docs", "asvs.csv"));

    private static readonly HashSet<string> Known = [.. TestsOfThisProgram(), .. TestsOfTheJourneys()];

    // What the node has no use for: clients, other programs, and ciphers, modes and paddings beside AES-GCM and AES key wrap.
    private static readonly string[] Never =
    [
        "HttpClient", "HttpMessageInvoker", "SocketsHttpHandler", "HttpWebRequest", "WebRequest", "WebClient", "ClientWebSocket", "TcpClient", "UdpClient", "SmtpClient", "Socket", "Dns", "Process", "ProcessStartInfo",
        "CipherMode", "PaddingMode", "CreateEncryptor", "CreateDecryptor", "EncryptEcb", "DecryptEcb", "EncryptCbc", "DecryptCbc", "EncryptCfb", "DecryptCfb", "DES", "TripleDES", "RC2", "RSA", "DSA", "RSAEncryptionPadding",
    ];

    [Fact]
    public void The_register_has_every_requirement_of_levels_1_and_2_once()
    {
        var rows = Rows();
        Assert.Equal(253, rows.Count);
        Assert.Equal(253, rows.Select(row => row.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(70, rows.Count(row => row.Level == "1"));
        Assert.Equal(183, rows.Count(row => row.Level == "2"));
        // As many as the standard has in each of its seventeen chapters.
        Assert.Equal("27 11 19 10 9 35 18 7 7 29 14 9 13 9 13 16 7", string.Join(' ', Enumerable.Range(1, 17).Select(chapter => rows.Count(row => row.Id.StartsWith($"V{chapter}.", StringComparison.Ordinal)))));
    }

    [Fact]
    public void Every_test_and_every_heading_that_the_register_names_is_there() => Assert.Empty(Faults(Register));

    [Fact]
    public void Of_the_requirements_that_apply_three_in_five_are_shown_and_the_others_are_openly_open()
    {
        var rows = Rows();
        var (applicable, open) = (rows.Count(row => row.Applies == "yes"), rows.Count(row => row.ShownBy == Open));
        var shown = applicable - open;
        var counts = $"{applicable} apply: {shown} are shown, {open} are open; {rows.Count(row => row.Applies == "later")} come later, {rows.Count(row => row.Applies == "no")} do not apply";
        TestContext.Current.TestOutputHelper?.WriteLine(counts);
        Assert.True(shown * 10 >= applicable * 6, counts);
    }

    [Theory]
    [InlineData("V2.2.1,1,yes,test:RouteLaws.Laws_3_and_4_hold_for_every_route_of_the_node,It holds.", null)]
    [InlineData("V2.2.1,1,yes,test:DeskStory.She_does_the_same_without_script,It holds.", null)]
    [InlineData("V2.2.1,1,yes,doc:CONTRIBUTING.md#Style,It holds.", null)]
    [InlineData("V2.2.1,1,yes,open,It does not hold yet.", null)]
    [InlineData("V2.2.1,1,no,,There is none.", null)]
    [InlineData("V2.2.1,1,yes,test:RouteLaws.No_such_test,It holds.", "names no test")]
    [InlineData("V2.2.1,1,yes,test:RouteLaws.Start,It holds.", "names no test")]
    [InlineData("V2.2.1,1,yes,test:DeskStory.Tick,It holds.", "names no test")]
    [InlineData("V2.2.1,1,yes,test:GateTests.She_does_the_same_without_script,It holds.", "names no test")]
    [InlineData("V2.2.1,1,yes,doc:CONTRIBUTING.md#No such heading,It holds.", "names no heading")]
    [InlineData("V2.2.1,1,yes,doc:NOWHERE.md#Style,It holds.", "names no heading")]
    [InlineData("V2.2.1,1,yes,doc:../CONTRIBUTING.md#Style,It holds.", "names no heading")]
    [InlineData("V2.2.1,1,yes,,It holds.", "says nothing of what shows it")]
    [InlineData("V2.2.1,1,no,open,There is none.", "does not apply")]
    [InlineData("V2.2.1,1,perhaps,,It may.", "applies yes, no or later")]
    [InlineData("V2.2.1,3,no,,There is none.", "level")]
    [InlineData("2.2.1,1,no,,There is none.", "is no id")]
    [InlineData("V2.2.1,1,no,,", "how")]
    [InlineData("V2.2.1,1,no,,There is none, or so.", "five parts")]
    [InlineData("V2.2.1,1,no,,There is \"none\".", "five parts")]
    [InlineData("V1.1.1,1,no,,There is none.", "stands there twice")]
    public void A_planted_fault_is_found(string line, string? expected)
    {
        var faults = Faults([Header, "V1.1.1,2,no,,There is none.", line]);
        if (expected is null) Assert.Empty(faults);
        else Assert.Contains(expected, Assert.Single(faults));
    }

    [Fact] // V1.2.5, V11.3.1, V13.2.4, V13.2.5
    public void The_node_sends_no_request_starts_no_program_and_knows_no_other_cipher()
    {
        var sources = SourceTree.Read("src");
        Assert.Empty(Strange(sources));
        foreach (var planted in (string[])["new HttpClient()", "Process.Start(\"sh\")", "aes.EncryptEcb(text, PaddingMode.None)"])
            Assert.Contains(Strange(sources.With("src/Node/X/Y.cs", $"sealed class Y {{ object Do() => {planted}; }}")), found => found.StartsWith("src/Node/X/Y.cs", StringComparison.Ordinal));
    }

    [Theory] // V3.7.2
    [InlineData("/en/work", true), InlineData("/fr/drafts?page=2", true)]
    [InlineData("https://elsewhere.example/en/work", false), InlineData("//elsewhere.example/en", false), InlineData("/\\elsewhere.example", false), InlineData("/en/\\work", false), InlineData("elsewhere.example", false)]
    [InlineData("/xx/work", false), InlineData("/en/wo\nrk", false), InlineData("/", false), InlineData("", false), InlineData(null, false)]
    public void Nobody_is_led_on_to_an_address_that_is_not_ours(string? address, bool ours) => Assert.Equal(ours, AskEveryRequest.IsOurs(address));

    [Fact] // V3.4.2, V5.3.2, V13.4.3
    public async Task Nothing_is_shared_with_other_origins_no_folder_is_listed_and_no_path_leads_out()
    {
        await using var node = await RunningNode.Start();
        using var client = node.Client();
        client.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");
        foreach (var path in (string[])["/en", "/en/sign-in", "/token", "/phone/key.json", "/base.css"])
        {
            var answer = await client.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
        }
        foreach (var path in (string[])["/phone", "/phone/", "/phone/words/", "/en/screening?instrument=../../../etc/passwd", "/en/practice/..%2F..%2F..%2Fetc%2Fpasswd", "/phone/words/..%2Fen.json", "/..%2Fentraide.dll", "/.git/config"])
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(path)).StatusCode);
    }

    [Fact] // V6.2.6, V6.2.7, V6.2.9
    public async Task A_password_is_typed_unseen_may_be_pasted_and_may_be_long()
    {
        await using var node = await RunningNode.Start();
        using var client = node.Client();
        var field = (await SignedIn.Parse(await client.GetStringAsync("/en/sign-in"))).GetElementById("password")!;
        Assert.Equal("password", field.GetAttribute("type"));
        Assert.Equal("current-password", field.GetAttribute("autocomplete"));
        Assert.DoesNotContain(SourceTree.Read("src/Node").Where(file => !file.IsCSharp), file => file.Text.Contains("paste", StringComparison.OrdinalIgnoreCase));
        const string Long = "four green buses and a cat wait in the rain for eleven old clocks that nobody winds";
        Assert.True(Long.Length >= 64);
        Assert.Null(Passwords.Fault(Long));
    }

    [Fact] // V7.4.2
    public async Task Whose_account_is_ended_is_out_with_the_next_request()
    {
        await using var node = await RunningNode.Start();
        using var administrator = await SignedIn.As(node, Role.Administrator);
        using var leaver = await SignedIn.As(node, Role.LabourInspector);
        using var colleague = await SignedIn.As(node, Role.LabourInspector);
        Assert.Equal(HttpStatusCode.OK, (await leaver.GetAsync("/en/work")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await administrator.Post("/en/people", $"/en/people/{leaver.AccountId}/end")).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await leaver.GetAsync("/en/work")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await colleague.GetAsync("/en/work")).StatusCode);
    }

    private static List<Requirement> Rows() => [.. Register.Skip(1).Select(Requirement.Read).OfType<Requirement>()];

    private static List<string> Faults(string[] lines)
    {
        var faults = new List<string>();
        if (lines.Length == 0 || lines[0] != Header) faults.Add($"The first line is not {Header}.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in lines.Skip(1))
        {
            if (Requirement.Read(line) is not { } row)
            {
                faults.Add($"{line} is not made of five parts, with commas between them and no quotes.");
                continue;
            }
            if (!Regex.IsMatch(row.Id, @"^V[1-9]\d?\.[1-9]\d?\.[1-9]\d?$")) faults.Add($"{row.Id} is no id.");
            if (!seen.Add(row.Id)) faults.Add($"{row.Id} stands there twice.");
            if (row.Level is not ("1" or "2")) faults.Add($"{row.Id} is of level {row.Level}: this register has levels 1 and 2.");
            if (!row.How.EndsWith('.')) faults.Add($"{row.Id} does not say how, in a sentence.");
            if (Fault(row) is { } fault) faults.Add($"{row.Id} {fault}.");
        }
        return faults;
    }

    private static string? Fault(Requirement row) => (row.Applies, row.ShownBy) switch
    {
        ("no" or "later", "") or ("yes", Open) => null,
        ("no" or "later", _) => $"does not apply, and yet says {row.ShownBy}",
        ("yes", var shown) when shown.StartsWith(Test, StringComparison.Ordinal) => Known.Contains(shown[Test.Length..]) ? null : $"names no test that there is: {shown}",
        ("yes", var shown) when shown.StartsWith(Document, StringComparison.Ordinal) => IsHeading(shown[Document.Length..]) ? null : $"names no heading that there is: {shown}",
        ("yes", _) => $"says nothing of what shows it: {Test}Class.Method, {Document}path#heading or {Open}",
        _ => $"applies yes, no or later, not {row.Applies}",
    };

    private static bool IsHeading(string place)
    {
        var parts = place.Split('#', 2);
        if (parts.Length != 2 || !Regex.IsMatch(parts[0], "^([A-Za-z0-9-]+/)*[A-Za-z0-9-]+[.]md$")) return false;
        var file = Repository.File(parts[0].Split('/'));
        return File.Exists(file) && File.ReadLines(file).Any(line => line.StartsWith('#') && line.TrimStart('#').Trim() == parts[1]);
    }

    private static IEnumerable<string> TestsOfThisProgram() => typeof(AsvsLaws).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods().Where(method => method.GetCustomAttributes<FactAttribute>().Any()).Select(method => $"{type.Name}.{method.Name}"));

    // They are a program of their own, which this one does not load.
    private static IEnumerable<string> TestsOfTheJourneys() => SourceTree.Read("tests/Journeys").Where(file => file.IsCSharp)
        .SelectMany(file => file.Syntax.DescendantNodes().OfType<MethodDeclarationSyntax>())
        .Where(method => method.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => attribute.Name.ToString() is "Fact" or "Theory"))
        .Select(method => $"{(method.Parent as ClassDeclarationSyntax)?.Identifier.Text}.{method.Identifier.Text}");

    private static IEnumerable<string> Strange(IReadOnlyList<SourceFile> sources) =>
        // One command, never a page, hands its own text to WeasyPrint: by name, with fixed words, through no shell.
        sources.Where(file => file.IsCSharp && file.Path != "src/Node/Guide/GuidePaper.cs").SelectMany(file => file.TypeNames.Intersect(Never).Select(name => $"{file.Path} uses {name}"));

    /// <summary>A line of the register.</summary>
    /// <param name="Applies"><c>yes</c>, <c>no</c> (there is no such thing here) or <c>later</c> (it comes with a later module).</param>
    /// <param name="ShownBy"><c>test:Class.Method</c>, <c>doc:path#heading</c> or <c>open</c>; empty where it does not apply.</param>
    /// <param name="How">What holds, or what is missing.</param>
    private sealed record Requirement(string Id, string Level, string Applies, string ShownBy, string How)
    {
        /// <summary>Null where the line is not made of five parts without quotes.</summary>
        public static Requirement? Read(string line) => line.Split(',') is [var id, var level, var applies, var shownBy, var how] && !line.Contains('"') ? new(id, level, applies, shownBy, how) : null;
    }
}
