using System.Net;
using Entraide.Core.Estimation;
using Entraide.Node.Impact;
using Entraide.Node.Platform.Access;
using Entraide.Tests.Databases;
using Entraide.Tests.Node.Accounts;

namespace Entraide.Tests.Node.Impact;

/// <summary>A researcher estimates from overlapping lists; and what everybody reads of it tells no small overlap.</summary>
public sealed class EstimationTests(PostgresServer postgres)
{
    private readonly Stores stores = new(postgres);

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_researcher_estimates_sees_the_range_first_and_publishes_it_without_small_overlaps(string store)
    {
        await using var node = await stores.Start(store);
        var organisation = await SignedIn.Organisation(node);
        using var researcher = await SignedIn.As(node, Role.Researcher, organisation);
        using var anybody = await SignedIn.Nobody(node);
        var table = PublishedTables.UnitedKingdom2013FiveLists;
        var csv = Bureau.Lists(table);
        var made = await Bureau.Send(researcher, "/en/estimates", csv, ("title", "United Kingdom 2013"), ("method", "stepwise"), ("seed", "3"));
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        var page = await researcher.Page(made.Headers.Location!.OriginalString);
        Assert.StartsWith("Not stable:", page.QuerySelector(".first-note")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("--seed 3", page.QuerySelector("code")!.TextContent);
        Assert.Equal(csv, await (await researcher.GetAsync(made.Headers.Location + "/lists.csv")).Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Redirect, (await researcher.Post(made.Headers.Location.OriginalString, made.Headers.Location + "/publish")).StatusCode);
        var shown = await anybody.Page("/en/figures");
        Assert.Contains("fewer than 5", shown.QuerySelector("main")!.TextContent);
        Assert.Contains("cannot be ranked", shown.QuerySelector("main")!.TextContent);
        // The last digits would tell which small overlaps there were: they stay at the desk.
        var kept = KeptEstimate.Read(await (await anybody.GetAsync(shown.QuerySelector("a[href^='/figures/estimate/']")!.GetAttribute("href")!)).Content.ReadAsByteArrayAsync());
        double?[] figures = [kept.Population, kept.Low, kept.High, kept.Lowest, kept.Highest, .. kept.Alternatives.Select(one => one.Population)];
        Assert.All(figures.Where(figure => figure >= 10_000), figure => Assert.Equal(0, figure!.Value % 100));
        Assert.InRange(kept.Population!.Value, 11_000, 12_000);

        // Who may not publish one reads why, and sending the form all the same publishes nothing.
        var untold = (await Bureau.Send(researcher, "/en/estimates", "A,B,count\n1,0,60\n0,1,50\n1,1,4\n", ("title", "Two lists"), ("method", "main"))).Headers.Location!.OriginalString;
        var why = await researcher.Page(untold);
        Assert.Contains("fewer than 5", why.QuerySelector("#untold")!.TextContent);
        Assert.Null(why.QuerySelector("#publish"));
        await researcher.Post(untold, untold + "/publish");
        Assert.Single((await anybody.Page("/en/figures")).QuerySelectorAll("a[href^='/figures/estimate/']"));

        // No estimate is made up: the page says why there is none.
        var refused = await Bureau.Send(researcher, "/en/estimates", "A,B,C,count\n1,0,0,40\n0,1,0,30\n0,0,1,20\n", ("title", "No overlap"), ("method", "stepwise"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("nobody stands on two lists", await refused.Content.ReadAsStringAsync());
        // Another organisation's researcher does not see it.
        using var other = await SignedIn.As(node, Role.Researcher);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(made.Headers.Location)).StatusCode);
    }

    [Fact]
    public void What_everybody_reads_of_an_estimate_is_its_whole_range_and_tells_no_small_overlap()
    {
        // Of three lists with a small overlap, what two of them say alone tells it, and so does a note; of two, everything does.
        KeptEstimate Made(params (int Histories, int Count)[] seen) => KeptEstimate.Of(Estimator.Estimate(CaptureTable.Of([.. "ABC"[..(seen.Max(one => one.Histories) > 3 ? 3 : 2)].Select(list => $"{list}")], seen.Select(one => new CaptureHistory(one.Histories, one.Count))), new EstimationOptions(EstimationMethod.MainEffects)));
        var three = Made((1, 60), (2, 50), (4, 40), (3, 3), (5, 9), (6, 8));
        Assert.Contains(three.Alternatives, one => one.Without == "C" && one.Population is not null);
        Assert.Contains(three.Notes, note => note.Warning == nameof(EstimationWarning.FewOverlaps));
        var told = three.ForEverybody();
        Assert.DoesNotContain(told.Alternatives, one => one.Without == "C");
        Assert.DoesNotContain(told.Notes, note => note.Warning == nameof(EstimationWarning.FewOverlaps));
        Assert.True(told.Highest < three.Alternatives.Single(one => one.Without == "C").Population);
        // Nor does the factor by which the ways differ: the extreme that is left out would follow from it.
        Assert.Contains(told.Notes, note => note.Warning == nameof(EstimationWarning.NotStable));
        Assert.All(told.Notes.Where(note => note.Warning == nameof(EstimationWarning.NotStable)), note => Assert.InRange(note.Value!.Value, 0.98 * told.Highest / told.Lowest, 1.02 * told.Highest / told.Lowest));
        // The whole range is told, of the models that are nearly as good too, which no line of the table names.
        var whole = KeptEstimate.Of(Estimator.Estimate(PublishedTables.UnitedKingdom2013, new EstimationOptions(Replicates: 100)));
        Assert.True(whole.Highest > 1.05 * whole.Alternatives.Max(one => one.Population));
        Assert.InRange(whole.ForEverybody().Highest / whole.Highest, 0.99, 1.01);
        Assert.InRange(whole.ForEverybody().Lowest / whole.Lowest, 0.99, 1.01);
        Assert.True(three.MayBeTold);
        Assert.False(Made((1, 60), (2, 50), (3, 4)).MayBeTold);
    }
}
