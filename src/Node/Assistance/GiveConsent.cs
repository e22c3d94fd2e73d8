using System.Collections.Immutable;
using Entraide.Core.Assistance;
using Entraide.Core.Text;
using Entraide.Node.Accounts;
using Entraide.Node.Guide;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Assistance;

/// <summary>
/// Writes down what the person agrees to: item by item, for one recipient, one purpose, until a day; in which language, through
/// whom, and who else was in the room. "Ask me later" is a way out of the form that keeps nothing.
/// </summary>
public static class GiveConsent
{
    /// <summary>How long a grant is proposed for, in days; with police and courts the shorter.</summary>
    public const int ProposedDays = 30;

    /// <summary>In letters: the interpreter, and who was in the room.</summary>
    public const int LongestRoom = 500;

    /// <summary>What the form shows.</summary>
    /// <param name="Given">What was entered and refused; null on a fresh form.</param>
    public sealed record ConsentView(string CaseId, string Number, IReadOnlyList<OrganisationName> Recipients, IReadOnlyList<string> ReadAloud, string RoomText, bool InDanger, ConsentEntered? Given, string? Fault, DateOnly Until, DateOnly Last);

    /// <summary>What was entered.</summary>
    public sealed record ConsentEntered(string Recipient, string Purpose, ImmutableArray<string> Items, string Until, string Language, string Interpreter, string Alone, string Present, bool Danger)
    {
        public static ConsentEntered Of(IFormCollection form) => new(form["recipient"].ToString(), form["purpose"].ToString(), [.. form["item"].Where(one => one is not null).Cast<string>()], form["until"].ToString(),
            form["language"].ToString(), Typed.Of(form["interpreter"]), form["alone"].ToString(), Typed.Of(form["present"]), form.ContainsKey("danger"));
    }

    public static async Task<RazorComponentResult<ConsentPage>> Show(Frame frame, Caller caller, string id, string? spoken, CaseBook book, LivingTexts texts, Organisations organisations)
    {
        var opened = await book.Open(caller, id, AccessAction.Change);
        var reading = Language.Find(spoken) ?? Language.Find(opened.Value("language")) ?? frame.Language;
        return await Page(frame, opened.Row, reading, null, null, book, texts, organisations);
    }

    public static async Task<IResult> Keep(Frame frame, Caller caller, string id, IFormCollection form, CaseBook book, LivingTexts texts, Organisations organisations)
    {
        var entered = ConsentEntered.Of(form);
        var spoken = Language.Find(entered.Language) ?? frame.Language;
        var row = await book.Find(id);
        // Asked first: whoever may not change the case learns nothing of what was wrong with the form.
        await book.Record(caller, AccessAction.Change, CaseBook.SubjectOf(row, id), CaseBook.AllOfIt);
        var (grant, fault) = Grant(entered, [.. (await organisations.All()).Where(one => one.Id != row!.OrganisationId)], book.Now);
        if (grant is null) return await Page(frame, row!, spoken, entered, fault, book, texts, organisations);
        var text = await texts.Read(HelpTexts.Document, spoken.Tag);
        await book.Change(caller, id, CaseBook.AllOfIt, change =>
        {
            Add(change, grant, new Room(grant.Present!, grant.Interpreter, text.Hash));
            return Task.CompletedTask;
        }, reason: "consent-given");
        return TypedResults.Redirect(frame.To($"/cases/{id}/sharing"));
    }

    /// <summary>Adds a grant, with what is known of the room apart from it: who was there is only for those who work on the case.</summary>
    public static void Add(CaseChange change, ConsentGrant grant, Room room)
    {
        var consents = change.Consents;
        change.Keep(consents with { Grants = consents.Grants.Add(grant with { Present = "", Interpreter = "" }) });
        var rooms = SealedForm.Read<Rooms>(change.Record.OpenBytes(CaseRow.RoomColumn, change.Row.Room)!);
        change.Row.Room = change.Record.Seal(CaseRow.RoomColumn, SealedForm.Write(new Rooms(rooms.ByGrant.SetItem(grant.Id, room))));
    }

    /// <summary>The person, through the one who works with her, takes back all of a grant or some of its items. It counts at once.</summary>
    public static async Task<IResult> Withdraw(Frame frame, Caller caller, string id, IFormCollection form, CaseBook book)
    {
        await book.Change(caller, id, [FieldClass.Technical], change => TakeBack(change, form["grant"].ToString(), Items(form["item"])), reason: "consent-withdrawn");
        return TypedResults.Redirect(frame.To($"/cases/{id}/sharing"));
    }

    /// <summary>
    /// Takes a yes back, and with it every other yes to the same recipient for the same purpose: whoever says no means no. Tells
    /// those who may not read on that they have to say what became of the data.
    /// </summary>
    /// <param name="items">Empty for all.</param>
    public static async Task TakeBack(CaseChange change, string grantId, ImmutableArray<DataItem> items)
    {
        var consents = change.Consents;
        if (consents.Grants.FirstOrDefault(one => one.Id == grantId) is not { } grant) return;
        var same = consents.Grants.Where(one => one.RecipientId == grant.RecipientId && one.Purpose == grant.Purpose && one.Until > change.Now);
        change.Keep(consents with { Withdrawals = consents.Withdrawals.AddRange(same.Select(one => new ConsentWithdrawal(one.Id, change.Now, items))) });
        var (id, recipient, purpose) = (change.Row.RecordId, grant.RecipientId, grant.Purpose);
        foreach (var referral in await change.Rows.Referrals.Where(one => one.RecordId == id && one.RecipientId == recipient && one.Purpose == purpose && one.ReceiverId != null).ToListAsync())
            change.Tell(referral.ReceiverId!, "referral.notice.withdrawn");
        foreach (var guest in await change.Rows.Guests.Where(one => one.RecordId == id && one.GuestOrganisationId == recipient && one.EndedAt == null).ToListAsync()) change.Tell(guest.AccountId, "referral.notice.withdrawn");
    }

    internal static ImmutableArray<DataItem> Items(IEnumerable<string?> names) => [.. names.Select(name => Enum.TryParse<DataItem>(name, out var item) && Enum.IsDefined(item) ? item : (DataItem?)null).OfType<DataItem>().Distinct()];

    /// <summary>The grant that was entered; or what is wrong with it, as the key of a sentence.</summary>
    internal static (ConsentGrant? Grant, string? Fault) Grant(ConsentEntered entered, IReadOnlyList<OrganisationName> organisations, DateTimeOffset now)
    {
        var organisation = organisations.FirstOrDefault(one => one.Id == entered.Recipient);
        if (organisation is null && entered.Recipient is not (ConsentGate.Herself or ConsentGate.Counting)) return (null, "consent.fault.NoRecipient");
        if (!Enum.TryParse<SharingPurpose>(entered.Purpose, out var purpose) || !Enum.IsDefined(purpose)) return (null, "consent.fault.purpose");
        if (Days.Read(entered.Until) is not { } until) return (null, "consent.fault.NoTime");
        if (entered.Interpreter.Length > LongestRoom || entered.Present.Length > LongestRoom) return (null, "consent.fault.long");
        var present = entered.Alone == "yes" ? "" : entered is { Alone: "no", Present.Length: > 0 } ? entered.Present : null;
        var grant = new ConsentGrant
        {
            Id = PlatformDb.NewId(), RecipientId = entered.Recipient, Purpose = purpose, Items = Items(entered.Items), GivenAt = now, Until = Days.Moment(until.AddDays(1)),
            Language = Language.Find(entered.Language)?.Tag ?? "", Interpreter = entered.Interpreter, Present = present, InDanger = entered.Danger, ToAuthority = organisation?.IsAuthority == true,
        };
        // The last day is named as a day: a lease of the longest time may end with that day.
        var longest = now + (grant.IsForAuthorities ? ConsentGrant.LongestWithAuthorities : ConsentGrant.Longest);
        if (grant.Until > longest && grant.Until - longest < TimeSpan.FromDays(1)) grant = grant with { Until = longest };
        return grant.Fault is { } fault ? (null, "consent.fault." + fault) : (grant, null);
    }

    private static async Task<RazorComponentResult<ConsentPage>> Page(Frame frame, CaseRow row, Language spoken, ConsentEntered? given, string? fault, CaseBook book, LivingTexts texts, Organisations organisations)
    {
        var (text, today) = (await texts.Read(HelpTexts.Document, spoken.Tag), Days.Of(book.Now));
        var view = new ConsentView(row.RecordId, row.Number, [.. (await organisations.All()).Where(one => one.Id != row.OrganisationId)], [.. HelpTexts.Lines(text, "consent")], HelpTexts.Plain(await texts.Read(HelpTexts.Document, frame.Language.Tag), "room.1"),
            given?.Danger ?? false, given, fault, today.AddDays(ProposedDays), today.AddDays((int)ConsentGrant.Longest.TotalDays));
        return new RazorComponentResult<ConsentPage>(new { Frame = frame, Spoken = spoken, View = view }) { StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }
}
