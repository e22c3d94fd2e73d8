using Entraide.Core.Assistance;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Ledger;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Assistance;

/// <summary>The way to a case: asked of the gate, opened as far as the ticket allows, changed with its entry of the ledger or not at all.</summary>
public sealed class CaseBook(AssistanceDb db, PlatformDb platform, KeyRing keys, Gate gate, TimeProvider time)
{
    /// <summary>Every class that a case has.</summary>
    public static readonly FieldClass[] AllOfIt = [FieldClass.Technical, FieldClass.Facts, FieldClass.Identity, FieldClass.Location, FieldClass.Narrative];

    public AssistanceDb Db => db;
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The case as the policy sees it; one that is not there is refused on the same path as a foreign one.</summary>
    public static Subject SubjectOf(CaseRow? row, string id, Resource resource = Resource.Case) => row?.Subject(resource) ?? Subject.Missing(resource, Zone.Care, id);

    public Task<CaseRow?> Find(string id) => db.Cases.AsNoTracking().SingleOrDefaultAsync(one => one.RecordId == id);

    /// <exception cref="NotThereException">It is not there, or not hers to open.</exception>
    public async Task<OpenedCase> Open(Caller caller, string id, AccessAction action = AccessAction.Open)
    {
        var row = await Find(id);
        return await Open(caller, SubjectOf(row, id), row, action, AllOfIt);
    }

    /// <summary>The same for a subject that says with whom it is shared.</summary>
    public async Task<OpenedCase> Open(Caller caller, Subject subject, CaseRow? row, AccessAction action, FieldClass[] classes)
    {
        var ticket = await gate.Ask(caller, action, subject, classes);
        // While the ledger was written, a consent may have been taken back, or the case given to somebody else: what is read is what holds now.
        var now = await Find(row!.RecordId);
        if (now is null || now.AssignedTo != row.AssignedTo || now.ClosedAt != row.ClosedAt) throw new NotThereException();
        return OpenedCase.Read(now, await keys.Open(ticket, platform));
    }

    /// <summary>The record of a case against a ticket for another resource of it, as its referral.</summary>
    public async Task<OpenRecord> Record(Caller caller, AccessAction action, Subject subject, params FieldClass[] classes) => await keys.Open(await gate.Ask(caller, action, subject, classes), platform);

    /// <summary>Changes a case: read and written within the change, so that of two at once both stay.</summary>
    /// <exception cref="NotThereException">It is not there or not hers, or was given to somebody else or closed meanwhile.</exception>
    public async Task Change(Caller caller, string id, FieldClass[] classes, Func<CaseChange, Task> change, string reason, AccessAction action = AccessAction.Change, string? about = null)
    {
        var subject = SubjectOf(await Find(id), id) with { About = about };
        await gate.Do(caller, action, subject, classes, async scope =>
        {
            var rows = scope.Db<AssistanceDb>();
            var row = await rows.Cases.SingleOrDefaultAsync(one => one.RecordId == id) ?? throw new NotThereException();
            if (row.AssignedTo != subject.AssignedTo || row.Subject().State != subject.State) throw new NotThereException();
            try
            {
                await change(new CaseChange(scope, rows, row, await scope.Record(), Now));
            }
            catch (NoRoomException e)
            {
                throw new BadHttpRequestException("There is no room for more in this case.", StatusCodes.Status413PayloadTooLarge, e);
            }
        }, reason: reason);
    }
}

/// <summary>A case while it is changed.</summary>
public sealed record CaseChange(WriteScope Scope, AssistanceDb Rows, CaseRow Row, OpenRecord Record, DateTimeOffset Now)
{
    public FieldSheet Sheet(FieldClass fieldClass) => SealedForm.Read<FieldSheet>(Record.OpenBytes(CaseRow.Sheets[fieldClass], Row.Sheet(fieldClass))!);

    public void Keep(FieldClass fieldClass, FieldSheet sheet) => Row.SetSheet(fieldClass, Record.Seal(CaseRow.Sheets[fieldClass], SealedForm.Write(sheet)));

    public Consents Consents => OpenedCase.ConsentsOf(Row, Record);

    public void Keep(Consents consents) => Row.Sharing = Record.Seal(CaseRow.SharingColumn, SealedForm.Write(consents));

    public void Add(EntryKind kind, string by, string text, DateTimeOffset? due = null, bool recorded = false) => Rows.Entries.Add(new DiaryEntry
    {
        EntryId = PlatformDb.NewId(), RecordId = Row.RecordId, OrganisationId = Row.OrganisationId, Kind = kind, WrittenBy = by, WrittenAt = Now, DueAt = due, IsRecorded = recorded,
        Text = Record.Seal(DiaryEntry.TextColumn, SealedForm.Write(text)),
    });

    /// <summary>Tells somebody, in a sentence that says nothing about the person.</summary>
    public void Tell(string account, string key) => Scope.Db<PlatformDb>().Notices.Add(StoredNotice.To(account, key, Now));

    /// <summary>Works out anew when something is due next: what is to be done, the last days of the clocks, referrals that wait for somebody.</summary>
    public async Task SetDue(FieldSheet? facts = null)
    {
        await Rows.Entries.Where(one => one.RecordId == Row.RecordId && one.DueAt != null).LoadAsync();
        await Rows.Referrals.Where(one => one.RecordId == Row.RecordId).LoadAsync();
        var due = Rows.Entries.Local.Where(one => one.RecordId == Row.RecordId && one.DoneAt is null && one.DueAt is not null).Select(one => one.DueAt!.Value)
            .Concat(Rows.Referrals.Local.Where(one => one.RecordId == Row.RecordId && !one.IsSettled).Select(one => one.Stage == ReferralState.Offered ? one.AnswerBy : one.SentAt));
        // A closed case has tasks and referrals still, and no clock that runs for whoever works on it.
        var clocks = (Row.ClosedAt is not null ? [] : OpenedCase.ClocksOf(facts ?? Sheet(FieldClass.Facts))).Select(one => Days.Moment(one.Rule.LastDay(one.Began))).Where(last => last >= Now.AddDays(-1));
        Row.DueAt = due.Concat(clocks).Cast<DateTimeOffset?>().Min();
    }
}

/// <summary>Days as the store and the forms have them. An hour would be read in the wrong time zone, so there is none.</summary>
public static class Days
{
    public static DateTimeOffset Moment(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    public static DateOnly Of(DateTimeOffset moment) => DateOnly.FromDateTime(moment.UtcDateTime);

    public static string Words(DateTimeOffset moment) => Of(moment).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Null where no day, or none of this century or the one before, was entered.</summary>
    public static DateOnly? Read(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var day) && day.Year is >= 1900 and < 2100 ? day : null;
}
