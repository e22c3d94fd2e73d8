using Entraide.Core.Assistance;
using Entraide.Node.Identification;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Assistance;

/// <summary>The caseload: that a case exists, its number, who works on it and when something is due. Nothing by which a person could be known.</summary>
public static class CaseList
{
    /// <summary>Cases on a page.</summary>
    public const int Most = 100;

    /// <summary>All that is told of a case before it is opened.</summary>
    public sealed record ListedCase(string Id, string Number, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt, DateTimeOffset? DueAt, string AssignedTo);

    /// <summary>What was asked for: part of a number; whose (<c>all</c> for the team's); which (<c>due</c>, <c>closed</c>, else the open ones).</summary>
    public sealed record Wanted(string? Number, string? Whose, string? Which, int? Page, string? Fault);

    public static async Task<RazorComponentResult<CaseListPage>> Show(Frame frame, Caller caller, [AsParameters] Wanted wanted, CaseBook book, Gate gate)
    {
        await gate.Ask(caller, AccessAction.List, AllOf(Resource.Case, caller));
        var (organisation, now, page) = (caller.OrganisationId!, book.Now, Math.Clamp(wanted.Page ?? 1, 1, 10_000));
        var supervises = Policy.MayEver(caller.Role, caller.Purpose, AccessAction.Grant, Resource.Case);
        var rows = book.Db.Cases.AsNoTracking().Where(one => one.OrganisationId == organisation);
        if (!supervises && wanted.Whose != "all") rows = rows.Where(one => one.AssignedTo == caller.AccountId);
        var soon = now.AddDays(7);
        rows = wanted.Which switch
        {
            "closed" => rows.Where(one => one.ClosedAt != null),
            "due" => rows.Where(one => one.DueAt != null && one.DueAt <= soon),
            // A closed case in which something is due, as a word from the person, is not out of sight.
            _ => rows.Where(one => one.ClosedAt == null || one.DueAt != null),
        };
        if (string.Concat((wanted.Number ?? "").Where(letter => char.IsAsciiDigit(letter) || letter == '-')) is { Length: > 0 and <= 16 } part) rows = rows.Where(one => one.Number.Contains(part));
        var listed = await rows.OrderBy(one => one.DueAt == null).ThenBy(one => one.DueAt).ThenByDescending(one => one.OpenedAt).ThenBy(one => one.RecordId).Skip((page - 1) * Most).Take(Most + 1)
            .Select(one => new ListedCase(one.RecordId, one.Number, one.OpenedAt, one.ClosedAt, one.DueAt, one.AssignedTo)).ToListAsync();
        return new RazorComponentResult<CaseListPage>(new { Frame = frame, Caller = caller, Wanted = wanted with { Page = page }, Cases = listed, Now = now, Supervises = supervises });
    }

    /// <summary>The caller's organisation's records of a kind, as one record: a list is one entry of the ledger, under the organisation's id.</summary>
    internal static Subject AllOf(Resource resource, Caller caller) => new(resource, Zone.Care, caller.OrganisationId ?? "none", caller.OrganisationId);
}

/// <summary>Opens a case: from nothing, without a name; or from a screening that she works on.</summary>
public static class BeginCase
{
    private static readonly Consents NoConsents = Consents.None;

    public static async Task<RedirectHttpResult> FromNothing(Frame frame, Caller caller, CaseBook book, Gate gate) => Page(frame, await Begin(caller, gate, book.Now, _ => { }));

    public static async Task<RedirectHttpResult> FromScreening(Frame frame, Caller caller, string id, KeptScreenings screenings, CaseBook book, Gate gate)
    {
        var screening = await screenings.Read(caller, id, frame.Language);
        var now = book.Now;
        return Page(frame, await Begin(caller, gate, now, made =>
        {
            made.Row.Screening = made.Record.Seal(CaseRow.ScreeningColumn, SealedForm.Write(new ScreeningThen(screening.Instrument, screening.Version, screening.Outcome, frame.Language.Tag, screening.Text, screening.KeptAt)));
            if (screening.Age is "child" or "perhaps") made.Keep(FieldClass.Facts, FieldSheet.Empty.Write("age", screening.Age == "child" ? "child" : "perhaps-child", caller.AccountId, now, []));
            foreach (var note in screening.Notes) made.Add(EntryKind.Note, caller.AccountId, note);
        }));
    }

    /// <summary>A new case of hers; gives its id.</summary>
    public static async Task<string> Begin(Caller caller, Gate gate, DateTimeOffset now, Action<CaseChange> fill)
    {
        var (id, organisation) = (PlatformDb.NewId(), caller.OrganisationId ?? throw new NotThereException());
        await gate.Do(caller, AccessAction.Create, new Subject(Resource.Case, Zone.Care, id, organisation, caller.AccountId), CaseBook.AllOfIt, async scope =>
        {
            var (rows, record, empty) = (scope.Db<AssistanceDb>(), scope.NewRecord(), SealedForm.Write(FieldSheet.Empty));
            var row = new CaseRow
            {
                RecordId = id, OrganisationId = organisation, AssignedTo = caller.AccountId, Number = await NextNumber(rows, organisation, now.Year), OpenedAt = now,
                Facts = record.Seal(CaseRow.Sheets[FieldClass.Facts], empty), Identity = record.Seal(CaseRow.Sheets[FieldClass.Identity], empty),
                Location = record.Seal(CaseRow.Sheets[FieldClass.Location], empty), Narrative = record.Seal(CaseRow.Sheets[FieldClass.Narrative], empty),
                Sharing = record.Seal(CaseRow.SharingColumn, SealedForm.Write(NoConsents)), Room = record.Seal(CaseRow.RoomColumn, SealedForm.Write(Rooms.None)), Screening = [],
            };
            fill(new CaseChange(scope, rows, row, record, now));
            rows.Cases.Add(row);
        }, reason: "case-begun");
        return id;
    }

    // In the order of the ledger's turns, so that no two are the same; and never one that was given before, to somebody whose case was erased since.
    private static async Task<string> NextNumber(AssistanceDb rows, string organisation, int year)
    {
        var counter = await rows.Counters.SingleOrDefaultAsync(one => one.OrganisationId == organisation && one.Year == year);
        if (counter is null) rows.Counters.Add(counter = new CaseCounter { OrganisationId = organisation, Year = year, Last = 0 });
        return $"{year}-{++counter.Last:000}";
    }

    private static RedirectHttpResult Page(Frame frame, string id) => TypedResults.Redirect(frame.To($"/cases/{id}"));
}
