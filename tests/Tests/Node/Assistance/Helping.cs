using AngleSharp.Dom;
using Entraide.Core.Assistance;
using Entraide.Node.Assistance;
using Entraide.Node.Platform.Access;
using Entraide.Tests.Databases;
using Entraide.Tests.Node.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace Entraide.Tests.Node.Assistance;

/// <summary>A social worker of one organisation and a receiving one of another, as their browsers without script.</summary>
public sealed class Helping : IAsyncDisposable
{
    private Helping(RunningNode node, string ours, string theirs, SignedIn worker, SignedIn receiver) => (Node, Ours, Theirs, Worker, Receiver) = (node, ours, theirs, worker, receiver);

    public RunningNode Node { get; }
    public string Ours { get; }
    public string Theirs { get; }
    public SignedIn Worker { get; }
    public SignedIn Receiver { get; }

    /// <param name="takesDrafts">Whether phones can seal drafts for them: on a node that others use too, they would have to choose.</param>
    public static async Task<Helping> Start(RunningNode node, bool takesDrafts = false)
    {
        var (ours, theirs) = (await SignedIn.Organisation(node, "Haven", takesDrafts), await SignedIn.Organisation(node, "Harbour", takesDrafts: false));
        return new Helping(node, ours, theirs, await SignedIn.As(node, Role.SocialWorker, ours, Purpose.Care), await SignedIn.As(node, Role.SocialWorker, theirs, Purpose.Care));
    }

    /// <summary>A new case of the worker's; gives its id.</summary>
    public async Task<string> Begin(SignedIn? by = null)
    {
        var answer = await (by ?? Worker).Post("/en/cases", "/en/cases");
        Assert.Equal(System.Net.HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!.OriginalString.Split('/')[^1];
    }

    /// <summary>Writes fields of one form, as whoever opened it just now.</summary>
    public async Task<HttpResponseMessage> Write(string id, string section, params (string Field, string Value)[] fields)
    {
        var page = await Worker.Page($"/en/cases/{id}/edit/{section}");
        return await Worker.Post($"/en/cases/{id}/edit/{section}", $"/en/cases/{id}/edit/{section}", [.. Form(page), .. fields.Select(one => ("f." + one.Field, one.Value))]);
    }

    /// <summary>What a form of a page holds that its author does not touch.</summary>
    public static IEnumerable<(string, string)> Form(IDocument page) => page.QuerySelectorAll("main form[method=post] input[type=hidden]").Where(one => one.GetAttribute("name")!.StartsWith("seen.", StringComparison.Ordinal)).Select(one => (one.GetAttribute("name")!, one.GetAttribute("value") ?? ""));

    /// <summary>Writes a consent down, and fails where it was not taken.</summary>
    public async Task<string> Agree(string id, string recipient, SharingPurpose purpose, params DataItem[] items)
    {
        var answer = await Worker.Post($"/en/cases/{id}/consent", $"/en/cases/{id}/consent",
            [("recipient", recipient), ("purpose", purpose.ToString()), ("until", Day(20)), ("language", "en"), ("alone", "yes"), .. items.Select(item => ("item", item.ToString()))]);
        Assert.True(answer.StatusCode == System.Net.HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        var page = await Worker.Page($"/en/cases/{id}/sharing");
        return page.QuerySelector("form[action$='/withdraw'] input[name=grant]")!.GetAttribute("value")!;
    }

    /// <summary>A day from now, as forms have it.</summary>
    public string Day(int later) => Node.Clock.Now.AddDays(later).ToString("yyyy-MM-dd");

    /// <summary>A service of the receiving organisation in the directory; gives its id.</summary>
    public async Task<string> Offer(string? organisation = null)
    {
        using var supervisor = await SignedIn.As(Node, Role.Supervisor, organisation ?? Theirs, Purpose.Care);
        var answer = await supervisor.Post("/en/services", "/en/services", ("kind", "Shelter"), ("places", "4"), ("for", "women"), ("language", "ro"), ("always", "yes"));
        Assert.True(answer.StatusCode == System.Net.HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        await using var scope = Node.App.Services.CreateAsyncScope();
        return scope.ServiceProvider.GetRequiredService<AssistanceDb>().Services.First(one => one.OrganisationId == (organisation ?? Theirs)).RecordId;
    }

    /// <summary>Sends an outline; gives the referral's id.</summary>
    public async Task<string> Refer(string id, SharingPurpose purpose = SharingPurpose.Care, string? service = null)
    {
        service ??= await Offer();
        var answer = await Worker.Post($"/en/cases/{id}/refer", $"/en/cases/{id}/refer", ("service", service), ("purpose", purpose.ToString()), ("need", "Shelter"), ("age", "24-26"), ("sex", "female"), ("language", "ro"), ("urgency", "Today"), ("constraint", "with-children"));
        Assert.True(answer.StatusCode == System.Net.HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.OriginalString.Split('/')[^1];
    }

    /// <summary>One step of a referral, from its own page.</summary>
    public static Task<HttpResponseMessage> Step(SignedIn by, string referral, string step, params (string, string)[] fields) => by.Post($"/en/referrals/{referral}", $"/en/referrals/{referral}/{step}", fields);

    /// <summary>The same on a node that others use too, which stays.</summary>
    public void Leave()
    {
        Worker.Dispose();
        Receiver.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        Leave();
        await Node.DisposeAsync();
    }
}
