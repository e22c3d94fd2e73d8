using System.Collections.Immutable;
using Entraide.Core.Assistance;
using Entraide.Core.Text;
using Entraide.Core.Text.Blocks;
using Entraide.Node.Guide;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Assistance;

/// <summary>
/// Her plan and her rights on paper, in her language. It leaves the circle of those who work with her, so it asks her yes: a
/// consent to herself, of this moment, for each item. Nothing on it tells what it is about, but what she agreed to have on it.
/// </summary>
public static class PrintPlan
{
    /// <summary>The fields of a plan, in order.</summary>
    public static readonly ImmutableArray<string> Fields = ["needs-today", "needs-later", "plan", "safety-plan"];

    /// <param name="Rights">The page of rights; null where she does not want it on paper.</param>
    public sealed record PlanView(Language Language, IReadOnlyList<(CaseField Field, string Value)> Plan, IReadOnlyList<(DateTimeOffset When, string What)> Appointments, string About, ResolvedText? Rights);

    public static async Task<IResult> Show(HttpContext context, Frame frame, Caller caller, string id, string? spoken, string? rights, CaseBook book, LivingTexts texts)
    {
        var opened = await book.Open(caller, id, AccessAction.Export);
        var items = ConsentGate.Passing(opened.Consents, ConsentGate.Herself, SharingPurpose.Care, [DataItem.Needs, DataItem.Risks], book.Now);
        if (items.IsEmpty) return await ShowSharing.Page(context, frame, caller, id, null, "plan.fault.consent");
        var reading = Language.Find(spoken) ?? Language.Find(opened.Value("language")) ?? frame.Language;
        var plan = ConsentGate.SharedFields(opened, items).Where(one => Fields.Contains(one.Field.Id)).OrderBy(one => Fields.IndexOf(one.Field.Id)).Select(one => (one.Field, string.Join("\n", one.Values.Select(value => value.Value)))).Where(one => one.Item2.Length > 0).ToList();
        var appointments = items.Contains(DataItem.Needs) ? await Appointments(caller, opened.Row, book) : [];
        return new RazorComponentResult<PlanPage>(new
        {
            Frame = new Frame(reading, frame.Path, frame.Query),
            View = new PlanView(reading, plan, appointments, HelpTexts.Plain(await texts.Read(HelpTexts.Document, reading.Tag), "plan.1"), rights is null ? null : await texts.Read("rights", reading.Tag)),
        });
    }

    private static async Task<List<(DateTimeOffset, string)>> Appointments(Caller caller, CaseRow row, CaseBook book)
    {
        var record = await book.Record(caller, AccessAction.Export, row.Subject(), FieldClass.Technical, FieldClass.Narrative);
        var entries = await book.Db.Entries.AsNoTracking().Where(one => one.RecordId == row.RecordId && one.Kind == EntryKind.Appointment && one.DoneAt == null && one.DueAt != null).OrderBy(one => one.DueAt).ToListAsync();
        return [.. entries.Select(one => (one.DueAt!.Value, SealedForm.Read<string>(record.OpenBytes(DiaryEntry.TextColumn, one.Text)!)))];
    }
}
