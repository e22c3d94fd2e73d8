using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AngleSharp;
using AngleSharp.Dom;
using Entraide.Core.Text;
using Entraide.Node.Platform;
using Entraide.Tests.Core.Screening;
using Entraide.Tests.Databases;

namespace Entraide.Tests.Node.Identification;

/// <summary>The desk as a browser without script sees it.</summary>
public sealed class ScreenTests(ScreenTests.OneNode node) : IClassFixture<ScreenTests.OneNode>
{
    [Fact]
    public async Task A_labour_inspector_ticks_what_she_saw_and_sees_what_it_means_and_what_to_do()
    {
        var page = await Post("/fr/screening", ("instrument", "ilo-ec-2009/adult-labour"), ("age", "adult"),
            ("a.EX-hours", "yes"), ("a.EX-lowpay", "yes"), ("a.CD-docs", "yes"), ("a.CD-debt", "yes"), ("a.DR-job", "no"), ("n.EX-hours", "sept jours sur sept"));
        Assert.Equal("forced-labour-indicated", page.GetElementById("outcome")!.GetAttribute("data-outcome"));
        Assert.Equal(2, page.QuerySelectorAll(".dimensions .reached").Length);
        Assert.Contains("Beaucoup trop d’heures", page.QuerySelector(".dimensions .reached")!.TextContent);
        Assert.InRange(page.QuerySelectorAll(".ask-next li").Length, 1, 5);
        Assert.All(page.QuerySelectorAll(".ask-next a"), link => Assert.NotNull(page.GetElementById(link.GetAttribute("href")![1..])));
        Assert.Contains(page.QuerySelectorAll(".steps summary"), step => step.TextContent.StartsWith("Proposer de l’aide dès maintenant", StringComparison.Ordinal));
        Assert.Equal("sept jours sur sept", page.QuerySelector("textarea[name='n.EX-hours']")!.TextContent);
        Assert.True(page.QuerySelector("input[name='a.EX-hours'][value=yes]")!.HasAttribute("checked"));
        Assert.Equal("fr", page.DocumentElement.GetAttribute("lang"));
    }

    [Fact] // Directive 2011/36/EU art. 13(2)
    public async Task Where_the_age_is_uncertain_the_list_for_children_applies_and_the_answers_stay()
    {
        var page = await Post("/en/screening", ("instrument", "ilo-ec-2009/adult-labour"), ("age", "perhaps"), ("a.EX-hours", "yes"), ("a.EX-lowpay", "yes"));
        Assert.Equal("trafficking-indicated", page.GetElementById("outcome")!.GetAttribute("data-outcome"));
        Assert.Contains(Catalogues.For(Language.English)["screen.age.applied"], page.Body!.TextContent);
        Assert.Contains("Treat the person as a child", page.QuerySelector(".steps")!.TextContent);
    }

    [Fact]
    public async Task The_page_in_Arabic_runs_from_right_to_left_and_asks_in_Arabic()
    {
        var page = await Get("/ar/screening");
        Assert.Equal("rtl", page.DocumentElement.GetAttribute("dir"));
        Assert.Equal(Shipped.Adult.Wording["ar"].Indicators["EX-hours"].Say, page.GetElementById("q.EX-hours")!.QuerySelector("legend")!.TextContent);
        Assert.Equal(67, page.QuerySelectorAll(".question").Length);
    }

    [Fact]
    public async Task What_another_list_asks_is_carried_along_and_comes_back()
    {
        var page = await Post("/en/screening", ("instrument", "ilo-2012/forced-labour"), ("a.EX-hours", "yes"), ("n.EX-hours", "twelve\r\nhours"), ("a.FL-debt", "yes"));
        Assert.Equal("indicators-present", page.GetElementById("outcome")!.GetAttribute("data-outcome"));
        Assert.Equal("yes", page.QuerySelector("input[type=hidden][name='a.EX-hours']")!.GetAttribute("value"));
        Assert.Equal("twelve\nhours", page.QuerySelector("input[type=hidden][name='n.EX-hours']")!.GetAttribute("value"));
        Assert.Equal("Present", page.QuerySelector("[id='q.FL-debt'] label span")!.TextContent);
        Assert.Contains("Bound", page.QuerySelector("[id='q.FL-debt'] dd ul")!.TextContent);
    }

    [Fact]
    public async Task Whoever_takes_the_list_for_children_has_said_that_the_person_is_one()
    {
        var page = await Get("/en/screening?instrument=ilo-ec-2009/child-labour");
        Assert.True(page.QuerySelector("input[name=age][value=child]")!.HasAttribute("checked"));
    }

    [Fact]
    public async Task A_trainer_opens_a_published_judgment_as_a_worked_example()
    {
        var page = await Get("/el/screening?example=chowdury-2017");
        Assert.Equal("trafficking-indicated", page.GetElementById("outcome")!.GetAttribute("data-outcome"));
        Assert.Contains("21884/15", page.QuerySelector("main")!.TextContent);
    }

    [Fact]
    public async Task Rule_14_the_form_asks_for_signs_notes_list_and_age_and_for_nothing_else()
    {
        foreach (var path in (string[])["/en/screening", "/en/screening?age=child", "/en/screening?instrument=ilo-2012/forced-labour"])
            Assert.All((await Get(path)).QuerySelectorAll("[name]").Where(field => field.LocalName is "input" or "select" or "textarea" or "button"),
                field => Assert.Matches("^(a\\.|n\\.|age$|instrument$|apply$|__RequestVerificationToken$)", field.GetAttribute("name")!));
    }

    [Theory]
    [InlineData("application/json", "{}")]
    [InlineData("multipart/form-data", "x")]
    [InlineData("multipart/form-data; boundary=x", "x")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7", "a=b")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nbroken")]
    public async Task A_broken_form_is_refused_and_never_an_error(string type, string body)
    {
        using var client = node.Node.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/en/screening") { Content = new StringContent(body) };
        request.Content.Headers.Remove("Content-Type");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        request.Headers.Add("X-Form-Token", System.Text.Json.JsonDocument.Parse(await client.GetStringAsync("/token")).RootElement.GetProperty("token").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, (await client.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /en HTTP/1.0\r\n\r\n")]
    [InlineData("GET /en HTTP/1.1\r\nHost: a..b\r\nConnection: close\r\n\r\n")]
    public async Task A_broken_request_line_is_refused_and_never_an_error(string request)
    {
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(node.Node.Address).Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(request));
        var buffer = new byte[64];
        var read = await stream.ReadAsync(buffer);
        Assert.StartsWith("HTTP/1.1 4", System.Text.Encoding.ASCII.GetString(buffer, 0, read));
    }

    [Fact]
    public async Task The_result_alone_is_what_the_desk_s_script_asks_for()
    {
        var part = await Post("/fr/screening", [("a.EX-hours", "yes")], resultOnly: true);
        Assert.NotNull(part.GetElementById("result"));
        Assert.Null(part.GetElementById("desk"));
    }

    [Fact]
    public async Task Without_its_token_a_form_is_refused_and_said_calmly()
    {
        using var client = node.Node.Client();
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["a.EX-hours"] = "yes" });
        var answer = await client.PostAsync("/fr/screening", form);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("Ce formulaire n’a pas pu être accepté", (await Parse(await answer.Content.ReadAsStringAsync())).QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task An_unknown_list_or_page_leads_on_and_never_to_an_error()
    {
        using var client = node.Node.Client();
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/en/screening?instrument=nowhere")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/en/screening?example=nowhere")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/en/practice/nowhere")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/xx/screening")).StatusCode);
        Assert.Equal("/en", (await client.GetAsync("/")).Headers.Location!.ToString());
    }

    [Fact]
    public async Task The_rights_page_has_a_neutral_title_a_quick_exit_and_no_cookie_in_every_language()
    {
        using var client = node.Node.Client();
        foreach (var language in Language.All)
        {
            var answer = await client.GetAsync($"/{language.Tag}/rights");
            Assert.False(answer.Headers.Contains("Set-Cookie"));
            var page = await Parse(await answer.Content.ReadAsStringAsync());
            Assert.Equal(Catalogues.For(language)["rights.title"], page.Title);
            Assert.Equal("https://www.wikipedia.org/", page.GetElementById("exit")!.GetAttribute("href"));
            Assert.Empty(page.QuerySelectorAll("form"));
        }
    }

    [Fact]
    public async Task Every_answer_carries_every_header_of_the_table()
    {
        using var client = node.Node.Client();
        foreach (var path in (string[])["/", "/fr", "/fr/screening", "/ar/rights", "/fr/practice", "/phone/tr", "/phone/tr.webmanifest", "/phone/words/ro.json", "/phone/instruments.json", "/phone/key.json", "/phone/worker.js", "/token", "/phone/app.js", "/base.css", "/nowhere", "/fr/components"])
        {
            var answer = await client.GetAsync(path);
            foreach (var (name, value) in SecurityHeaders.Table) Assert.Equal(value, Assert.Single(answer.Headers.TryGetValues(name, out var values) ? values : []));
            Assert.False(answer.Headers.Contains("Server"), path);
            Assert.True(answer.Headers.CacheControl is { NoStore: true } or { NoCache: true }, path);
        }
    }

    [Fact]
    public async Task With_a_certificate_the_node_answers_on_https_and_asks_browsers_to_stay_there()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("entraide-test-").FullName, "node.pem");
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddIpAddress(IPAddress.Loopback);
            var request = new CertificateRequest("CN=node", key, HashAlgorithmName.SHA256) { CertificateExtensions = { names.Build() } };
            var certificate = request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));
            await File.WriteAllTextAsync(file, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
            trust.CustomTrustStore.Add(certificate);
        }
        await using var secure = await RunningNode.Start(urls: "https://127.0.0.1:0", certificate: file);
        using var client = new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = trust } }) { BaseAddress = new Uri(secure.Address) };
        var answer = await client.GetAsync("/en/screening");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
        Assert.Contains("; secure; samesite=strict; httponly", Assert.Single(answer.Headers.GetValues("Set-Cookie")));
        await Assert.ThrowsAsync<RefusedException>(() => RunningNode.Start(urls: "https://127.0.0.1:0", certificate: file + ".missing"));
    }

    [Fact]
    public async Task Behind_a_proxy_that_was_named_https_is_known_and_behind_another_it_is_not()
    {
        await using var behind = await RunningNode.Start(proxy: IPAddress.Loopback);
        foreach (var (of, expected) in ((RunningNode, bool)[])[(behind, true), (node.Node, false)])
        {
            using var client = of.Client();
            client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
            var answer = await client.GetAsync("/en/screening");
            Assert.Equal(expected, answer.Headers.Contains("Strict-Transport-Security"));
            Assert.Equal(expected, Assert.Single(answer.Headers.GetValues("Set-Cookie")).Contains("secure", StringComparison.Ordinal));
        }
    }

    private async Task<IDocument> Get(string path)
    {
        using var client = node.Node.Client();
        return await Parse(await client.GetStringAsync(path));
    }

    private Task<IDocument> Post(string path, params (string, string)[] fields) => Post(path, fields, resultOnly: false);

    private async Task<IDocument> Post(string path, (string, string)[] fields, bool resultOnly)
    {
        using var client = node.Node.Client();
        var token = (await Parse(await client.GetStringAsync(path))).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new FormUrlEncodedContent([.. fields.Select(field => KeyValuePair.Create(field.Item1, field.Item2)), KeyValuePair.Create("__RequestVerificationToken", token)]);
        if (resultOnly) request.Headers.Add("X-Result-Only", "true");
        var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await Parse(await answer.Content.ReadAsStringAsync());
    }

    private static Task<IDocument> Parse(string html) => BrowsingContext.New(Configuration.Default).OpenAsync(response => response.Content(html));

    public sealed class OneNode : IAsyncLifetime
    {
        public RunningNode Node { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Node = await RunningNode.Start();

        public ValueTask DisposeAsync() => Node.DisposeAsync();
    }
}
