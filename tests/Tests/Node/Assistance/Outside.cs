using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Entraide.Core.Assistance;
using Entraide.Node.Assistance;
using Entraide.Node.Platform.Access;
using Entraide.Tests.Databases;
using Entraide.Tests.Node.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace Entraide.Tests.Node.Assistance;

/// <summary>A case whose every field carries a token of its own, with everything set up through which something could leave it.</summary>
internal sealed class Outside : IAsyncDisposable
{
    private readonly Helping help;
    private readonly string id;
    private string firm = "", referral = "", guest = "", phrase = "";
    private SignedIn lawyer = null!, officer = null!;

    private Outside(Helping help, string id) => (this.help, this.id) = (help, id);

    public DateTimeOffset Now => help.Node.Clock.Now;

    public static async Task<Outside> Start(RunningNode node)
    {
        var parties = await Helping.Start(node);
        var record = await parties.Begin();
        var outside = new Outside(parties, record);
        await outside.Label();
        outside.firm = await SignedIn.Organisation(node, "Firm", takesDrafts: false);
        (outside.lawyer, outside.officer) = (await SignedIn.As(node, Role.Lawyer, outside.firm), await SignedIn.As(node, Role.DataProtectionOfficer, parties.Ours));
        await parties.Worker.Post($"/en/cases/{record}/sharing", $"/en/cases/{record}/guests", ("organisation", outside.firm), ("number", outside.lawyer.AccountId[..8]), ("class", "Narrative"), ("until", parties.Day(3)));
        outside.guest = (await outside.lawyer.Page("/en/shared")).QuerySelector("main ul.rows a")!.GetAttribute("href")!;
        // A referral that was accepted and disclosed under consents which then end.
        await outside.SetConsents(new Consents([outside.Grant([DataItem.Outline, DataItem.Name, DataItem.Needs], parties.Theirs, SharingPurpose.Care)], []));
        outside.referral = await parties.Refer(record);
        await Helping.Step(parties.Receiver, outside.referral, "accept");
        await Helping.Step(parties.Worker, outside.referral, "disclose", ("item", "Name"), ("item", "Needs"));
        var made = await SignedIn.Parse(await (await parties.Worker.Post($"/en/cases/{record}/sharing", $"/en/cases/{record}/receipt", ("wanted", "yes"))).Content.ReadAsStringAsync());
        outside.phrase = made.QuerySelector("#phrase")!.TextContent.Trim();
        return outside;
    }

    /// <summary>A sound grant.</summary>
    public ConsentGrant Grant(ImmutableArray<DataItem> items, string recipient, SharingPurpose purpose) => new()
    {
        Id = Entraide.Node.Platform.PlatformDb.NewId(), RecipientId = recipient, Purpose = purpose, Items = items, GivenAt = Now, Until = Now + TimeSpan.FromDays(10), Language = "en", Present = "",
    };

    /// <summary>What each way out asks for.</summary>
    public (ImmutableArray<DataItem> Items, string Recipient, SharingPurpose Purpose) Asks(WayOut way) => way switch
    {
        WayOut.Outline => ([DataItem.Outline], help.Theirs, SharingPurpose.Care),
        WayOut.Referral => ([DataItem.Name, DataItem.Needs], help.Theirs, SharingPurpose.Care),
        WayOut.Guest => ([DataItem.Work], firm, SharingPurpose.LegalAid),
        WayOut.Print => ([DataItem.Needs], ConsentGate.Herself, SharingPurpose.Care),
        WayOut.File => ([DataItem.Name, DataItem.Account], help.Theirs, SharingPurpose.Care),
        WayOut.Copy => ([DataItem.Name, DataItem.Account], ConsentGate.Herself, SharingPurpose.Care),
        WayOut.Statistics => ([DataItem.Facts], ConsentGate.Counting, SharingPurpose.Statistics),
        WayOut.Receipt => ([DataItem.Outline], help.Theirs, SharingPurpose.Care),
        _ => throw new NotSupportedException($"{way} has no row here: say what it asks for and how it is taken."),
    };

    /// <summary>Goes this way, and gives every byte that left as text.</summary>
    public async Task<string> Take(WayOut way)
    {
        switch (way)
        {
            case WayOut.Outline:
                return await Text(await help.Receiver.GetAsync($"/en/referrals/{referral}"));
            case WayOut.Referral:
                return await Text(await help.Receiver.GetAsync($"/en/referrals/{referral}"));
            case WayOut.Guest:
                return await Text(await lawyer.GetAsync(guest));
            case WayOut.Print:
                return await Text(await help.Worker.GetAsync($"/en/cases/{id}/plan?spoken=en"));
            case WayOut.File:
                return await Text(await help.Worker.Post($"/en/cases/{id}/sharing", $"/en/cases/{id}/file", ("recipient", help.Theirs), ("purpose", "Care")));
            case WayOut.Copy:
                return await Text(await officer.Post("/en/protection", "/en/protection/export", ("number", "2026-001")));
            case WayOut.Receipt:
                using (var her = await SignedIn.Nobody(help.Node)) return await Text(await her.Post("/en/own", "/en/own", ("phrase", phrase)));
            default:
                await using (var scope = help.Node.App.Services.CreateAsyncScope())
                {
                    var counted = await scope.ServiceProvider.GetRequiredService<CaseFacts>().Read(new Caller(Entraide.Node.Platform.PlatformDb.NewId(), "", help.Ours, Role.Coordinator, Purpose.Statistics, Now));
                    return string.Join(' ', counted.Cases.SelectMany(one => one.Facts.Select(fact => $"{fact.Key}={fact.Value}")));
                }
        }
    }

    /// <summary>Whether the way let out what it is for.</summary>
    public static bool IsOpen(WayOut way, string text) => way switch
    {
        WayOut.Outline => text.Contains("24 to 26", StringComparison.Ordinal),
        WayOut.Receipt => text.Contains("Harbour", StringComparison.Ordinal),
        WayOut.Statistics => text.Contains("age=24-26", StringComparison.Ordinal),
        WayOut.Print => Tokens(text).Contains("plan"),
        WayOut.Guest => Tokens(text).Contains("work"),
        WayOut.Referral => Tokens(text).Contains("name"),
        _ => Tokens(text).Contains("account"),
    };

    /// <summary>The fields whose tokens, or whose codes, stand in a text.</summary>
    public static IReadOnlyList<string> Tokens(string text) =>
    [
        .. Regex.Matches(text, "TOKEN-([a-z-]+)-END").Select(match => match.Groups[1].Value).Distinct(),
        .. CaseFields.All.Where(field => field.Kind != CaseFieldKind.Text && field.Kind != CaseFieldKind.Line && Code(field) is { Length: > 3 } code && text.Contains($"{field.Id}={code}", StringComparison.Ordinal)).Select(field => field.Id),
    ];

    /// <summary>Writes consents past the form, since the form refuses what is unsound: it is the gate that is tried here.</summary>
    public async Task SetConsents(Consents consents)
    {
        await using var scope = help.Node.App.Services.CreateAsyncScope();
        var book = scope.ServiceProvider.GetRequiredService<CaseBook>();
        await book.Change(new Caller(help.Worker.AccountId, "", help.Ours, Role.SocialWorker, Purpose.Care, Now), id, CaseBook.AllOfIt, change =>
        {
            change.Keep(consents);
            return Task.CompletedTask;
        }, reason: "test");
    }

    private static async Task<string> Text(HttpResponseMessage answer) => string.Join('\n', answer.Headers.Select(header => $"{header.Key}: {string.Join(',', header.Value)}")) + await answer.Content.ReadAsStringAsync();

    private async Task Label()
    {
        await using var scope = help.Node.App.Services.CreateAsyncScope();
        var book = scope.ServiceProvider.GetRequiredService<CaseBook>();
        await book.Change(new Caller(help.Worker.AccountId, "", help.Ours, Role.SocialWorker, Purpose.Care, Now), id, CaseBook.AllOfIt, change =>
        {
            foreach (var fieldClass in CaseRow.Sheets.Keys)
            {
                var sheet = change.Sheet(fieldClass);
                foreach (var field in CaseFields.All.Where(field => field.Class == fieldClass)) sheet = sheet.Write(field.Id, Code(field) ?? $"TOKEN-{field.Id}-END", help.Worker.AccountId, change.Now, []);
                change.Keep(fieldClass, sheet);
            }
            change.Add(EntryKind.Note, help.Worker.AccountId, "TOKEN-account-END");
            change.Add(EntryKind.Appointment, help.Worker.AccountId, "TOKEN-plan-END", change.Now.AddDays(1));
            return Task.CompletedTask;
        }, reason: "test");
    }

    // What a field can hold that takes no words.
    private static string? Code(CaseField field) => field.Id switch
    {
        "age" => "24-26",
        "born" => "2001-02-03",
        _ when field.Kind == CaseFieldKind.Country => "RO",
        _ when field.Kind is CaseFieldKind.Choice or CaseFieldKind.Choices => field.Choices[^1],
        _ => null,
    };

    public async ValueTask DisposeAsync()
    {
        lawyer.Dispose();
        officer.Dispose();
        await help.DisposeAsync();
    }
}
