using System.Collections.Immutable;
using Entraide.Core.Assistance;
using Entraide.Node.Accounts;
using Entraide.Node.Guide;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Assistance;

/// <summary>
/// The person's own page: who may read what of hers, for what, until when. It is there only if she wants it, behind a phrase of
/// which the node keeps the hash; she may take a yes back, correct, ask, and end the page. It carries no name, nothing that she
/// told, and no word that tells what this is about.
/// </summary>
public static class Receipts
{
    public const string RateLimit = "own-page";

    /// <summary>In letters.</summary>
    public const int LongestWords = 1000;

    /// <summary>A yes of hers on the page.</summary>
    /// <param name="IsRead">Whether the other side has been let in already.</param>
    public sealed record OwnGrant(string Id, string Recipient, SharingPurpose Purpose, ImmutableArray<DataItem> Items, DateTimeOffset Until, bool IsRead);

    /// <param name="Phrase">Carried by the page's own forms, never by its address.</param>
    /// <param name="Said">The key of what was just done; null for nothing.</param>
    public sealed record OwnView(string Phrase, IReadOnlyList<OwnGrant> Grants, IReadOnlyList<string> About, string? Said);

    /// <summary>Makes her page, and shows the phrase this once. An earlier page of hers ends.</summary>
    public static async Task<IResult> Make(HttpContext context, Frame frame, Caller caller, string id, IFormCollection form, CaseBook book)
    {
        if (!form.ContainsKey("wanted")) return await ShowSharing.Page(context, frame, caller, id, null, "receipt.fault.wanted");
        var phrase = OneTimeCode.New();
        await book.Change(caller, id, [], async change =>
        {
            change.Rows.Receipts.RemoveRange(await change.Rows.Receipts.Where(one => one.RecordId == id).ToListAsync());
            change.Rows.Receipts.Add(new OwnReceipt { PhraseHash = OneTimeCode.HashOf(phrase)!, RecordId = id, OrganisationId = change.Row.OrganisationId, MadeAt = change.Now, Until = change.Now + OwnReceipt.Lasts });
        }, reason: "receipt-made");
        return await ShowSharing.Page(context, frame, caller, id, phrase, null);
    }

    public static async Task<IResult> End(Frame frame, Caller caller, string id, CaseBook book)
    {
        await book.Change(caller, id, [], async change => change.Rows.Receipts.RemoveRange(await change.Rows.Receipts.Where(one => one.RecordId == id).ToListAsync()), reason: "receipt-ended");
        return TypedResults.Redirect(frame.To($"/cases/{id}/sharing"));
    }

    /// <summary>Where she types her phrase. The same for everybody.</summary>
    public static RazorComponentResult<OwnPage> Ask(Frame frame) => new(new { Frame = frame });

    /// <summary>What the phrase opens; for a wrong one, one that ended and a case that is gone the same answer.</summary>
    public static async Task<IResult> Show(Frame frame, IFormCollection form, CaseBook book, LivingTexts texts, Organisations organisations)
    {
        var (act, phrase) = (form["do"].ToString(), form["phrase"].ToString());
        if (await Find(phrase, book) is not var (receipt, kase)) return Unknown(frame);
        var caller = new Caller(receipt.Reader, "", null, Role.PersonConcerned, Purpose.Care, DateTimeOffset.MinValue);
        string? said = null;
        if (act == "withdraw") said = await Withdraw(caller, kase.RecordId, form, book);
        else if (act == "say") said = await Say(caller, kase.RecordId, Typed.Of(form["words"]), book);
        else if (act == "end")
        {
            await book.Change(caller, kase.RecordId, [], async change => change.Rows.Receipts.RemoveRange(await change.Rows.Receipts.Where(one => one.RecordId == kase.RecordId).ToListAsync()), reason: "receipt-ended", about: caller.AccountId);
            return Unknown(frame, "own.said.ended");
        }
        return new RazorComponentResult<OwnPage>(new { Frame = frame, View = await Read(caller, frame, phrase, kase.RecordId, said, book, texts, organisations) });
    }

    private static async Task<OwnView> Read(Caller caller, Frame frame, string phrase, string id, string? said, CaseBook book, LivingTexts texts, Organisations organisations)
    {
        var row = await book.Find(id);
        var record = await book.Record(caller, AccessAction.Open, CaseBook.SubjectOf(row, id) with { About = caller.AccountId }, FieldClass.Technical);
        var (consents, now) = (OpenedCase.ConsentsOf(row!, record), book.Now);
        var reading = await book.Db.Referrals.AsNoTracking().Where(one => one.RecordId == id && (one.Stage == ReferralState.Disclosed || one.Stage == ReferralState.Served)).Select(one => one.RecipientId).ToListAsync();
        var guests = await book.Db.Guests.AsNoTracking().Where(one => one.RecordId == id && one.EndedAt == null && one.Until > now).Select(one => one.GuestOrganisationId).ToListAsync();
        var names = (await organisations.All()).ToDictionary(one => one.Id, one => one.Name, StringComparer.Ordinal);
        var grants = consents.Grants.Select(grant => new OwnGrant(grant.Id, grant.RecipientId is ConsentGate.Herself or ConsentGate.Counting ? frame.Say["recipient." + grant.RecipientId] : names.GetValueOrDefault(grant.RecipientId, ""), grant.Purpose,
            consents.Standing(grant, grant.From > now ? grant.From : now), grant.Until, reading.Contains(grant.RecipientId) || guests.Contains(grant.RecipientId))).Where(one => one.Items.Length > 0).ToList();
        return new OwnView(phrase, grants, [.. HelpTexts.Lines(await texts.Read(HelpTexts.Document, frame.Language.Tag), "receipt")], said);
    }

    private static async Task<string?> Withdraw(Caller caller, string id, IFormCollection form, CaseBook book)
    {
        await book.Change(caller, id, [FieldClass.Technical], async change =>
        {
            await GiveConsent.TakeBack(change, form["grant"].ToString(), []);
            change.Tell(change.Row.AssignedTo, "receipt.notice.withdrawn");
        }, reason: "consent-withdrawn", about: caller.AccountId);
        return "own.said.withdrawn";
    }

    // What she says becomes a task of whoever works with her.
    private static async Task<string?> Say(Caller caller, string id, string words, CaseBook book)
    {
        if (words.Length is 0 or > LongestWords) return "own.said.length";
        await book.Change(caller, id, [FieldClass.Technical, FieldClass.Narrative], change =>
        {
            change.Add(EntryKind.FromHer, caller.AccountId, words, change.Now);
            change.Row.DueAt = change.Row.DueAt is { } due && due < change.Now ? due : change.Now;
            change.Tell(change.Row.AssignedTo, "receipt.notice.said");
            return Task.CompletedTask;
        }, reason: "receipt-said", about: caller.AccountId);
        return "own.said.kept";
    }

    private static async Task<(OwnReceipt Receipt, CaseRow Case)?> Find(string phrase, CaseBook book)
    {
        if (OneTimeCode.HashOf(phrase) is not { } hash) return null;
        var now = book.Now;
        return await book.Db.Receipts.AsNoTracking().SingleOrDefaultAsync(one => one.PhraseHash == hash && one.Until > now) is { } receipt && await book.Find(receipt.RecordId) is { } kase ? (receipt, kase) : null;
    }

    private static RazorComponentResult<OwnPage> Unknown(Frame frame, string said = "own.said.unknown") => new(new { Frame = frame, Said = said }) { StatusCode = said == "own.said.unknown" ? StatusCodes.Status404NotFound : StatusCodes.Status200OK };
}
