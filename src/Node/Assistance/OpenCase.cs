using Entraide.Core.Assistance;
using Entraide.Node.Guide;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Assistance;

/// <summary>Opens a case: whoever works on it reads all of it; her supervisor what may be counted, and no word of hers.</summary>
public static class OpenCase
{
    /// <summary>A diary entry as it is read; its text is null where it is masked.</summary>
    public sealed record ReadEntry(DiaryEntry Row, string? Text);

    /// <summary>A clock that runs, with the paragraph that says why.</summary>
    public sealed record RunningClock(ClockRule Rule, DateOnly Began, DateOnly LastDay, int DaysLeft, string Why, IReadOnlyList<(string Language, string Words)> Notes);

    /// <summary>What the page shows and offers.</summary>
    /// <param name="Fault">The key of what was wrong with a form; null for nothing.</param>
    /// <param name="Given">What was typed into it, to be mended.</param>
    public sealed record CaseView(OpenedCase Case, IReadOnlyList<ReadEntry> Entries, IReadOnlyList<RunningClock> Clocks, IReadOnlyList<EmergencyAccess> Emergencies, bool IsMine, bool MayGive, bool IsFresh, DateTimeOffset Now, string? Fault, string? Given, Diary.EntryForm? Entry)
    {
        public int Interviews => Entries.Count(one => one.Row.Kind == EntryKind.Interview);
    }

    public static Task<RazorComponentResult<CasePage>> Show(HttpContext context, Frame frame, Caller caller, string id) => Page(context, frame, caller, id, null, null, null);

    /// <summary>The page, with what was wrong with a form on it.</summary>
    internal static async Task<RazorComponentResult<CasePage>> Page(HttpContext context, Frame frame, Caller caller, string id, string? fault, string? given, Diary.EntryForm? entry = null)
    {
        var book = context.RequestServices.GetRequiredService<CaseBook>();
        var row = await book.Find(id);
        var record = await book.Record(caller, AccessAction.Open, CaseBook.SubjectOf(row, id), CaseBook.AllOfIt);
        var opened = OpenedCase.Read(row!, record);
        var entries = await book.Db.Entries.AsNoTracking().Where(one => one.RecordId == id).OrderBy(one => one.WrittenAt).ThenBy(one => one.EntryId).ToListAsync();
        var mine = row!.AssignedTo == caller.AccountId;
        var view = new CaseView(opened, [.. entries.Select(one => new ReadEntry(one, record.OpenBytes(DiaryEntry.TextColumn, one.Text) is { } text ? SealedForm.Read<string>(text) : null))],
            await Clocks(context.RequestServices.GetRequiredService<LivingTexts>(), frame, opened, book.Now),
            await book.Db.Emergencies.AsNoTracking().Where(one => one.RecordId == id).OrderByDescending(one => one.At).ToListAsync(),
            mine && Policy.MayEver(caller.Role, caller.Purpose, AccessAction.Change, Resource.Case), Policy.MayEver(caller.Role, caller.Purpose, AccessAction.Grant, Resource.Case), book.Now - caller.ProvedAt <= Caller.StepUpFor, book.Now, fault, given, entry);
        return new RazorComponentResult<CasePage>(new { Frame = frame, View = view }) { StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }

    internal static async Task<IReadOnlyList<RunningClock>> Clocks(LivingTexts texts, Frame frame, OpenedCase opened, DateTimeOffset now)
    {
        var clocks = new List<RunningClock>();
        foreach (var (rule, began) in opened.Clocks)
        {
            var text = await texts.Read(HelpTexts.Document, frame.Language.Tag, rule.Country.Length == 0 ? null : rule.Country);
            clocks.Add(new RunningClock(rule, began, rule.LastDay(began), rule.DaysLeft(began, Days.Of(now)), HelpTexts.Plain(text, ClockRules.Explanation(rule.Kind)), [.. HelpTexts.Notes(text, ClockRules.Explanation(rule.Kind))]));
        }
        return clocks;
    }
}
