using System.Text;
using Entraide.Core.Estimation;
using Entraide.Core.Statistics;
using Entraide.Core.Text;
using Entraide.Node.Accounts;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;

namespace Entraide.Node.Impact;

/// <summary>
/// The demonstration's part: bodies of an invented country give facts, a year is frozen, published, released; and the published
/// lists of a real one give an estimate with its range. The facts are drawn; no row is anybody's.
/// </summary>
public static class ImpactStory
{
    private const int Year = 2025;

    private static readonly Frame Frame = new(Language.English, "", "");

    public static async Task Demonstrate(IServiceProvider services, DemoTale tale)
    {
        var (book, keys, platform) = (services.GetRequiredService<FactBook>(), services.GetRequiredService<KeyRing>(), services.GetRequiredService<PlatformDb>());
        if ((await services.GetRequiredService<Organisations>().All()).FirstOrDefault(one => one.Name == DemoOrganisations.Training) is not { } inspectorate) return;
        Caller rapporteur = Acting(Role.NationalRapporteur), researcher = Acting(Role.Researcher);

        tale.Step("A year is counted");
        var (random, facts) = (new SeededRandom(2025), 0);
        foreach (var (source, people) in ((string, int)[])[("Police of Exampleland", 310), ("Labour Inspectorate of Exampleland", 190), ("Haven", 120)])
        {
            await GiveFacts.Bring(Frame, rapporteur, WithFile([("source", source), ("country", "BE")], Drawn(random, source, people)), book);
            facts += people;
        }
        await OpenYear.Freeze(Frame, rapporteur, Year, Form([("reason", "First edition of the demonstration, from drawn facts"), ("after", "0")]), book);
        await OpenYear.Publish(Frame, rapporteur, Year, 1, book);
        tale.Say($"Reka, the national rapporteur, has {facts} drawn facts of three bodies, says what is missing, and freezes the year: /en/national-figures/{Year}");
        tale.Say($"Everybody reads it with groups under {PublishFigures.Threshold} hidden: /en/figures/{Year}");

        tale.Step("Data are released");
        await ReleaseDesk.Build(Frame, rapporteur, Form([("year", $"{Year}"), ("kind", nameof(ReleaseKind.Synthetic)), ("epsilon", "4")]), book, CancellationToken.None);
        var release = await book.Db.Releases.AsNoTracking().SingleAsync();
        await ReleaseDesk.Publish(Frame, rapporteur, release.RecordId, book, keys, platform);
        tale.Say($"Synthetic rows at ε = 4 of a budget of {ReleaseDesk.Budget}; what an attacker could learn was looked at first: /en/releases/{release.RecordId}");

        tale.Step("What nobody saw is estimated");
        var estimate = await EstimationDesk.Keep(researcher, book, "United Kingdom 2013, six lists (Home Office 2014)", PublishedTables.UnitedKingdom2013, new EstimationOptions(Replicates: 2000), CancellationToken.None);
        await EstimationDesk.Publish(Frame, researcher, estimate, book, keys, platform);
        var row = await book.Db.Estimates.AsNoTracking().SingleAsync();
        var shown = KeptEstimate.Read(row.Published);
        tale.Say($"From the published lists of {shown.Observed} people: {EstimateText.Number(shown.Lowest)} to {EstimateText.Number(shown.Highest)}, depending on method and lists, and the page says so first: /en/estimates/{estimate}");

        Caller Acting(Role role) => new(PlatformDb.NewId(), PlatformDb.NewId(), inspectorate.Id, role, Purpose.Statistics, book.Now);
    }

    private static string Drawn(SeededRandom random, string source, int people)
    {
        string Pick(params string[] among) => among[Math.Min(random.Below(among.Length), random.Below(among.Length))];
        var body = source.StartsWith("Police", StringComparison.Ordinal) ? "police" : source.StartsWith("Labour", StringComparison.Ordinal) ? "labour-inspectorate" : "ngo";
        var text = new StringBuilder("kind,year,record,organisation,status,sex,age,citizenship,form,from,in,decision,judgment\n");
        for (var i = 0; i < people; i++)
        {
            var form = body == "labour-inspectorate" ? "labour" : Pick("sexual", "labour", "other");
            text.Append($"victim,{Year},{source[0]}{i},{body},{Pick("presumed", "identified")},{(form == "sexual" ? Pick("female", "female", "male") : Pick("male", "female"))},{Pick("adult", "adult", "child")},{Pick("non-eu", "own", "other-eu", "unknown")},{form},{Pick("RO", "NG", "VN", "UA", "MA", "BR")},BE,,\n");
        }
        if (body != "police") return text.ToString();
        for (var i = 0; i < 90; i++) text.Append($"suspect,{Year},S{i},,,{Pick("male", "male", "female")},adult,{Pick("own", "non-eu", "other-eu")},{Pick("sexual", "labour")},,,,\n");
        for (var i = 0; i < 60; i++) text.Append($"prosecution-decision,{Year},D{i},,,,,,,,,{Pick("trafficking-charge", "other-charge", "not-charged")},\n");
        for (var i = 0; i < 40; i++) text.Append($"conviction,{Year},C{i},,,{Pick("male", "male", "female")},adult,{Pick("own", "non-eu")},,,,,\n");
        for (var i = 0; i < 55; i++) text.Append($"judgment,{Year},J{i},,,,,,,,,,{Pick("conviction", "conviction", "acquittal")}\n");
        return text.ToString();
    }

    private static FormCollection Form(IEnumerable<(string Name, string Value)> fields, FormFileCollection? files = null) => new(fields.GroupBy(one => one.Name).ToDictionary(same => same.Key, same => new StringValues([.. same.Select(one => one.Value)]), StringComparer.Ordinal), files);

    private static FormCollection WithFile(IEnumerable<(string Name, string Value)> fields, string content)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        return Form(fields, [new FormFile(new MemoryStream(bytes), 0, bytes.Length, "file", "facts.csv")]);
    }
}
