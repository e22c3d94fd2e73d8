using Entraide.Core.Assistance;
using Entraide.Core.Text;
using Entraide.Node.Accounts;
using Entraide.Node.Guide;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Assistance;

/// <summary>
/// A data-protection officer gives a person everything that is kept about her, and erases it. She names the case by its number;
/// what a copy holds is what the person has agreed to have handed to her, and the consent is asked like any other.
/// </summary>
public static class Protection
{
    public sealed record ProtectionView(bool IsFresh, string? Said, string? Number, int Waiting, IReadOnlyList<string> About);

    public static Task<RazorComponentResult<ProtectionPage>> Show(HttpContext context, Frame frame, Caller caller, string? erased) => Page(context, frame, caller, erased is null ? null : "protection.said.erased", null, 0);

    public static async Task<IResult> Export(HttpContext context, Frame frame, Caller caller, [FromForm] string? number, CaseBook book)
    {
        if (await Find(caller, number, book) is not { } id) return await Page(context, frame, caller, "protection.fault.number", number, 0);
        var row = await book.Find(id);
        var subject = CaseBook.SubjectOf(row, id);
        var opened = await book.Open(caller, subject, row, AccessAction.Export, CaseBook.AllOfIt);
        var items = ConsentGate.Passing(opened.Consents, ConsentGate.Herself, SharingPurpose.Care, Enum.GetValues<DataItem>(), book.Now);
        if (items.IsEmpty) return await Page(context, frame, caller, "protection.fault.consent", number, 0);
        var record = await book.Record(caller, AccessAction.Export, subject, CaseBook.AllOfIt);
        var entries = (await book.Db.Entries.AsNoTracking().Where(one => one.RecordId == id).OrderBy(one => one.WrittenAt).ToListAsync()).Where(one => items.Contains(one.Item));
        var names = (await context.RequestServices.GetRequiredService<Organisations>().All()).ToDictionary(one => one.Id, one => one.Name, StringComparer.Ordinal);
        var referrals = await book.Db.Referrals.AsNoTracking().Where(one => one.RecordId == id).OrderBy(one => one.SentAt).ToListAsync();
        var others = new CanonicalJson().Open('{').Name("documents").Open('[');
        foreach (var one in items.Contains(DataItem.Documents) ? await book.Db.Documents.AsNoTracking().Where(one => one.RecordId == id).OrderBy(one => one.AddedAt).ToListAsync() : [])
            others.Open('{').Name("name").Value(record.Open(CaseDocument.NameColumn, one.Name)).Name("addedAt").Value(one.AddedAt.ToString("O")).Name("content").Value(Convert.ToBase64String(record.OpenBytes(CaseDocument.ContentColumn, one.Content)!)).Close('}');
        others.Close(']').Name("letIn").Open('[');
        foreach (var one in await book.Db.Guests.AsNoTracking().Where(one => one.RecordId == id).OrderBy(one => one.Since).ToListAsync())
            others.Open('{').Name("organisation").Value(names.GetValueOrDefault(one.GuestOrganisationId, one.GuestOrganisationId)).Name("class").Value(one.Class.ToString()).Name("since").Value(one.Since.ToString("O")).Name("until").Value((one.EndedAt ?? one.Until).ToString("O")).Close('}');
        others.Close(']').Name("emergencies").Open('[');
        foreach (var one in await book.Db.Emergencies.AsNoTracking().Where(one => one.RecordId == id).OrderBy(one => one.At).ToListAsync())
            others.Open('{').Name("at").Value(one.At.ToString("O")).Name("reason").Value(one.Reason.ToString()).Name("verdict").Value(one.Verdict.ToString()).Close('}');
        others.Close(']').Close('}');
        return TypedResults.File(Write(opened, items, entries.Select(one => (one, SealedForm.Read<string>(record.OpenBytes(DiaryEntry.TextColumn, one.Text)!))), referrals, names, System.Text.Encoding.UTF8.GetString(others.Bytes.Span)), "application/json", $"everything-{opened.Row.Number}.json");
    }

    /// <summary>Erases a case with all that belongs to it. Its key goes, and a restore of an older backup erases it again.</summary>
    public static async Task<IResult> Erase(HttpContext context, Frame frame, Caller caller, [FromForm] string? number, [FromForm] string? sure, [FromForm] string? lost, CaseBook book, Gate gate)
    {
        if (await Find(caller, number, book) is not { } id || sure is null) return await Page(context, frame, caller, "protection.fault.number", number, 0);
        // Nobody may be waiting for help in what is erased, or it is said that it is known.
        var waiting = await book.Db.Referrals.AsNoTracking().CountAsync(one => one.RecordId == id && (one.Stage == ReferralState.Offered || one.Stage == ReferralState.Accepted || one.Stage == ReferralState.Disclosed));
        if (waiting > 0 && lost is null) return await Page(context, frame, caller, "protection.fault.waiting", number, waiting);
        await gate.Do(caller, AccessAction.Erase, CaseBook.SubjectOf(await book.Find(id), id), [], async scope =>
        {
            var (rows, now) = (scope.Db<AssistanceDb>(), book.Now);
            var row = await rows.Cases.SingleOrDefaultAsync(one => one.RecordId == id) ?? throw new NotThereException();
            var referrals = await rows.Referrals.Where(one => one.RecordId == id).ToListAsync();
            foreach (var told in referrals.Select(one => one.ReceiverId).OfType<string>().Append(row.AssignedTo).Distinct()) scope.Db<PlatformDb>().Notices.Add(StoredNotice.To(told, "protection.notice.erased", now));
            rows.RemoveRange(referrals);
            rows.RemoveRange(await rows.Entries.Where(one => one.RecordId == id).ToListAsync());
            rows.RemoveRange(await rows.Documents.Where(one => one.RecordId == id).ToListAsync());
            rows.RemoveRange(await rows.Guests.Where(one => one.RecordId == id).ToListAsync());
            rows.RemoveRange(await rows.Receipts.Where(one => one.RecordId == id).ToListAsync());
            rows.RemoveRange(await rows.Emergencies.Where(one => one.RecordId == id).ToListAsync());
            rows.Remove(row);
            await scope.EraseRecord();
        }, reason: "erased");
        // Led on, so that to send the page again erases nothing.
        return TypedResults.Redirect(frame.To("/protection?erased=1"));
    }

    private static async Task<string?> Find(Caller caller, string? number, CaseBook book)
    {
        var (own, wanted) = (caller.OrganisationId ?? "none", (number ?? "").Trim());
        return await book.Db.Cases.AsNoTracking().Where(one => one.OrganisationId == own && one.Number == wanted).Select(one => one.RecordId).SingleOrDefaultAsync();
    }

    private static byte[] Write(OpenedCase opened, IReadOnlyCollection<DataItem> items, IEnumerable<(DiaryEntry Row, string Text)> entries, IEnumerable<ReferralRow> referrals, IReadOnlyDictionary<string, string> names, string others)
    {
        var json = new CanonicalJson().Open('{').Name("number").Value(opened.Row.Number).Name("openedAt").Value(opened.Row.OpenedAt.ToString("O")).Name("fields").Open('[');
        foreach (var (field, _) in ConsentGate.SharedFields(opened, items))
            foreach (var value in opened.Sheet(field.Class)!.All.Where(one => one.Field == field.Id))
                json.Open('{').Name("field").Value(field.Id).Name("value").Value(value.Value).Name("writtenAt").Value(value.At.ToString("O")).Name("counts").Value(opened.Sheet(field.Class)!.Current(field.Id).Any(one => one.Number == value.Number)).Close('}');
        json.Close(']').Name("diary").Open('[');
        foreach (var (row, text) in entries) json.Open('{').Name("kind").Value(row.Kind.ToString()).Name("writtenAt").Value(row.WrittenAt.ToString("O")).Name("text").Value(text).Close('}');
        json.Close(']').Name("consents").Open('[');
        foreach (var grant in opened.Consents.Grants)
            json.Open('{').Name("recipient").Value(names.GetValueOrDefault(grant.RecipientId, grant.RecipientId)).Name("purpose").Value(grant.Purpose.ToString()).Name("items").Values(grant.Items.Select(item => item.ToString())).Name("givenAt").Value(grant.GivenAt.ToString("O")).Name("until").Value(grant.Until.ToString("O")).Name("language").Value(grant.Language).Close('}');
        json.Close(']').Name("takenBack").Open('[');
        foreach (var one in opened.Consents.Withdrawals.Where(one => opened.Consents.Grants.Any(grant => grant.Id == one.GrantId)))
            json.Open('{').Name("recipient").Value(names.GetValueOrDefault(opened.Consents.Grants.First(grant => grant.Id == one.GrantId).RecipientId, "")).Name("items").Values(one.Items.Select(item => item.ToString())).Name("at").Value(one.At.ToString("O")).Close('}');
        json.Close(']').Name("referrals").Open('[');
        foreach (var row in referrals) json.Open('{').Name("to").Value(names.GetValueOrDefault(row.RecipientId, row.RecipientId)).Name("purpose").Value(row.Purpose.ToString()).Name("sentAt").Value(row.SentAt.ToString("O")).Name("stage").Value(row.Stage.ToString()).Close('}');
        return json.Close(']').Name("besides").Value(others).Name("caseDataStandard").Value(System.Text.Encoding.UTF8.GetString(HtcdsCase.Write(opened, items).Write().Span)).Close('}').Bytes.ToArray();
    }

    private static async Task<RazorComponentResult<ProtectionPage>> Page(HttpContext context, Frame frame, Caller caller, string? said, string? number, int waiting)
    {
        var (book, gate, texts) = (context.RequestServices.GetRequiredService<CaseBook>(), context.RequestServices.GetRequiredService<Gate>(), context.RequestServices.GetRequiredService<LivingTexts>());
        await gate.Ask(caller, AccessAction.List, CaseList.AllOf(Resource.Case, caller));
        var about = HelpTexts.Lines(await texts.Read(HelpTexts.Document, frame.Language.Tag), "erase").ToList();
        return new RazorComponentResult<ProtectionPage>(new { Frame = frame, View = new ProtectionView(book.Now - caller.ProvedAt <= Caller.StepUpFor, said, number, waiting, about) })
        {
            StatusCode = said?.Contains(".fault.", StringComparison.Ordinal) == true ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK,
        };
    }
}
