using System.Net;
using System.Text;
using Entraide.Core.Estimation;
using Entraide.Node.Platform.Access;
using Entraide.Tests.Databases;
using Entraide.Tests.Node.Accounts;

namespace Entraide.Tests.Node.Impact;

/// <summary>An office that counts: its rapporteur, researcher and coordinator, and what they send.</summary>
public sealed class Bureau : IDisposable
{
    /// <summary>The columns by our own names.</summary>
    public const string Header = "kind,year,record,organisation,status,sex,age,citizenship,form,from,in,decision,judgment\n";

    /// <summary>The State that counts.</summary>
    public const string Country = "BE";

    private Bureau(SignedIn rapporteur, SignedIn researcher, SignedIn coordinator) => (Rapporteur, Researcher, Coordinator) = (rapporteur, researcher, coordinator);

    public SignedIn Rapporteur { get; }
    public SignedIn Researcher { get; }
    public SignedIn Coordinator { get; }

    public static async Task<Bureau> On(RunningNode node)
    {
        var organisation = await SignedIn.Organisation(node, "Bureau", takesDrafts: false);
        return new Bureau(await SignedIn.As(node, Role.NationalRapporteur, organisation), await SignedIn.As(node, Role.Researcher, organisation), await SignedIn.As(node, Role.Coordinator, organisation));
    }

    public static string Victims(int count, string sex, string form, string prefix) => string.Concat(Enumerable.Range(0, count).Select(i => $"victim,2025,{prefix}{i},police,identified,{sex},{(i % 7 == 0 ? "child" : "adult")},{(i % 3 == 0 ? "own" : "non-eu")},{form},{(i % 2 == 0 ? "RO" : "NG")},BE,,\n"));

    /// <summary>Lists as a file.</summary>
    public static string Lists(CaptureTable table) => string.Join(',', table.Lists) + ",count\n" + string.Concat(table.Seen.Select(one => string.Join(',', table.Lists.Select((_, list) => one.Lists >> list & 1)) + $",{one.Count}\n"));

    /// <summary>Sends a file with a form, as a browser would.</summary>
    public static async Task<HttpResponseMessage> Send(SignedIn who, string to, string file, params (string Name, string Value)[] fields)
    {
        var token = (await who.Page("/en/work")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new ByteArrayContent(Encoding.UTF8.GetBytes(file)), "file", "facts.csv" } };
        foreach (var (name, value) in fields) form.Add(new StringContent(value), name);
        return await who.PostAsync(to, form);
    }

    /// <summary>Brings a file of facts.</summary>
    public static Task<HttpResponseMessage> Bring(SignedIn who, string source, string file, string mapping = "", bool national = false) =>
        Send(who, "/en/contributions/file", file, [("source", source), ("country", Country), ("mapping", mapping), .. national ? [("national", "yes")] : Array.Empty<(string, string)>()]);

    /// <summary>Freezes a year as its page stands.</summary>
    public static async Task<HttpResponseMessage> Freeze(SignedIn who, int year, string reason)
    {
        var page = $"/en/national-figures/{year}";
        var after = (await who.Page(page)).QuerySelector("input[name=after]")!.GetAttribute("value")!;
        return await who.Post(page, page + "/freeze", ("reason", reason), ("after", after));
    }

    /// <summary>A year with two editions, both published, each kind of release, and a published estimate: something on every page. Gives the addresses of a contribution, a release of each kind, and the estimate.</summary>
    public async Task<(string Contribution, string[] Releases, string Estimate)> Fill()
    {
        var given = await Bring(Rapporteur, "Police of a long name, department of trafficking", Header + Victims(120, "female", "sexual", "A") + Victims(90, "male", "labour", "B") + Victims(7, "other", "other", "C") + "victim,2025,X,police,identified,martian,adult,own,labour,,,,\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"suspect,2025,S{i},,,male,adult,own,labour,,,,\n")));
        Assert.Equal(HttpStatusCode.Redirect, given.StatusCode);
        foreach (var reason in (string[])["First edition", "Late facts of the police"])
        {
            Assert.Equal(HttpStatusCode.Redirect, (await Freeze(Rapporteur, 2025, reason)).StatusCode);
            Assert.Equal(HttpStatusCode.Redirect, (await Bring(Rapporteur, "Inspectorate", Header + Victims(30, "female", "labour", "D"))).StatusCode);
        }
        await Rapporteur.Post("/en/national-figures/2025", "/en/national-figures/2025/2/publish");
        var releases = new List<string>();
        foreach (var fields in ((string, string)[][])[[("kind", "Tables"), ("by", "sex"), ("by", "form")], [("kind", "Anonymised"), ("k", "10")], [("kind", "Synthetic"), ("epsilon", "4")]])
            releases.Add((await Rapporteur.Post("/en/releases", "/en/releases", [("year", "2025"), .. fields])).Headers.Location!.OriginalString["/en".Length..]);
        await Rapporteur.Post("/en" + releases[2], "/en" + releases[2] + "/publish");
        var estimate = (await Send(Researcher, "/en/estimates", Lists(PublishedTables.UnitedKingdom2013FiveLists), ("title", "United Kingdom 2013"), ("method", "stepwise"), ("seed", "1"))).Headers.Location!.OriginalString;
        await Researcher.Post(estimate, estimate + "/publish");
        return (given.Headers.Location!.OriginalString["/en".Length..], [.. releases], estimate["/en".Length..]);
    }

    public void Dispose()
    {
        Rapporteur.Dispose();
        Researcher.Dispose();
        Coordinator.Dispose();
    }
}
