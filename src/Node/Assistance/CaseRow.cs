using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;

namespace Entraide.Node.Assistance;

/// <summary>A case: one person who is helped. Without a name, if she prefers.</summary>
public sealed class CaseRow : IGuarded
{
    /// <summary>The columns that hold fields, one for each class; see <see cref="CaseFields"/>.</summary>
    public static readonly IReadOnlyDictionary<FieldClass, SealedColumn> Sheets = new Dictionary<FieldClass, SealedColumn>
    {
        [FieldClass.Facts] = SealedColumn.Of<CaseRow>(nameof(Facts)),
        [FieldClass.Identity] = SealedColumn.Of<CaseRow>(nameof(Identity)),
        [FieldClass.Location] = SealedColumn.Of<CaseRow>(nameof(Location)),
        [FieldClass.Narrative] = SealedColumn.Of<CaseRow>(nameof(Narrative)),
    };

    public static readonly SealedColumn SharingColumn = SealedColumn.Of<CaseRow>(nameof(Sharing)), RoomColumn = SealedColumn.Of<CaseRow>(nameof(Room)), ScreeningColumn = SealedColumn.Of<CaseRow>(nameof(Screening));

    [Holds(FieldClass.Technical)]
    public required string RecordId { get; init; }

    [Holds(FieldClass.Technical)]
    public required string OrganisationId { get; init; }

    /// <summary>The account that works on it.</summary>
    [Holds(FieldClass.Technical)]
    public required string AssignedTo { get; set; }

    /// <summary>What it is called among colleagues, as 2026-014; unique in its organisation.</summary>
    [Holds(FieldClass.Technical)]
    public required string Number { get; init; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset OpenedAt { get; init; }

    [Holds(FieldClass.Technical)]
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>The next moment at which something is due: a task, an appointment, the last day of a clock.</summary>
    [Holds(FieldClass.Technical)]
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>What may be counted without knowing whom.</summary>
    [Holds(FieldClass.Facts, isSealed: true)]
    public required byte[] Facts { get; set; }

    [Holds(FieldClass.Identity, isSealed: true)]
    public required byte[] Identity { get; set; }

    [Holds(FieldClass.Location, isSealed: true)]
    public required byte[] Location { get; set; }

    [Holds(FieldClass.Narrative, isSealed: true)]
    public required byte[] Narrative { get; set; }

    /// <summary>What she agreed to and took back (<see cref="Core.Assistance.Consents"/>). Every ticket for the case opens it, since every way out has to ask it; sealed, since it tells who helps.</summary>
    [Holds(FieldClass.Technical, isSealed: true)]
    public required byte[] Sharing { get; set; }

    /// <summary>Who was in the room and through whom it was explained, by grant.</summary>
    [Holds(FieldClass.Narrative, isSealed: true)]
    public required byte[] Room { get; set; }

    /// <summary>The screening that it began with, as it was read then; empty for none.</summary>
    [Holds(FieldClass.Facts, isSealed: true)]
    public required byte[] Screening { get; set; }

    string? IGuarded.OrganisationId => OrganisationId;

    /// <summary>The stored bytes of a class.</summary>
    internal byte[] Sheet(FieldClass fieldClass) => fieldClass switch { FieldClass.Facts => Facts, FieldClass.Identity => Identity, FieldClass.Location => Location, _ => Narrative };

    internal void SetSheet(FieldClass fieldClass, byte[] bytes)
    {
        switch (fieldClass)
        {
            case FieldClass.Facts: Facts = bytes; break;
            case FieldClass.Identity: Identity = bytes; break;
            case FieldClass.Location: Location = bytes; break;
            default: Narrative = bytes; break;
        }
    }

    /// <summary>The case as the policy sees it.</summary>
    public Subject Subject(Resource resource = Resource.Case) =>
        new(resource, Zone.Care, RecordId, OrganisationId, AssignedTo, State: ClosedAt is null ? RecordState.Active : RecordState.Ended);
}

/// <summary>The last number that a case of an organisation was given in a year.</summary>
public sealed class CaseCounter
{
    [Holds(FieldClass.Technical)]
    public required string OrganisationId { get; init; }

    [Holds(FieldClass.Technical)]
    public required int Year { get; init; }

    [Holds(FieldClass.Technical)]
    public required int Last { get; set; }
}

/// <summary>What was done, or is to be done, for her.</summary>
public enum EntryKind
{
    Note,

    /// <summary>She told what happened. Counted, since telling costs her (Directive 2011/36/EU art. 12(4) and 15(3)).</summary>
    Interview,
    Appointment,
    Task,

    /// <summary>She asked, or corrected something, from her own page.</summary>
    FromHer,

    /// <summary>Something went out in a file: to whom, and what.</summary>
    Sent,
}

/// <summary>An entry of a case's diary. Added, ticked off, never rewritten.</summary>
public sealed class DiaryEntry : IGuarded
{
    public static readonly SealedColumn TextColumn = SealedColumn.Of<DiaryEntry>(nameof(Text));

    [Holds(FieldClass.Technical)]
    public required string EntryId { get; init; }

    [Holds(FieldClass.Technical)]
    public required string RecordId { get; init; }

    [Holds(FieldClass.Technical)]
    public required string OrganisationId { get; init; }

    [Holds(FieldClass.Technical)]
    public required EntryKind Kind { get; init; }

    /// <summary>The account that wrote it; that of her page where she did.</summary>
    [Holds(FieldClass.Technical)]
    public required string WrittenBy { get; init; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset WrittenAt { get; init; }

    [Holds(FieldClass.Technical)]
    public DateTimeOffset? DueAt { get; init; }

    [Holds(FieldClass.Technical)]
    public DateTimeOffset? DoneAt { get; set; }

    /// <summary>Whether an interview was recorded, so that it need not be repeated.</summary>
    [Holds(FieldClass.Technical)]
    public required bool IsRecorded { get; init; }

    [Holds(FieldClass.Narrative, isSealed: true)]
    public required byte[] Text { get; init; }

    string? IGuarded.OrganisationId => OrganisationId;

    /// <summary>Under which consent it may leave.</summary>
    internal Core.Assistance.DataItem Item => Kind is EntryKind.Appointment or EntryKind.Task ? Core.Assistance.DataItem.Needs : Core.Assistance.DataItem.Account;
}

/// <summary>A file in a case: the cleaned copy, and what came, for a court.</summary>
public sealed class CaseDocument : IGuarded
{
    public static readonly SealedColumn NameColumn = SealedColumn.Of<CaseDocument>(nameof(Name)), ContentColumn = SealedColumn.Of<CaseDocument>(nameof(Content)), OriginalColumn = SealedColumn.Of<CaseDocument>(nameof(Original));

    [Holds(FieldClass.Technical)]
    public required string DocumentId { get; init; }

    [Holds(FieldClass.Technical)]
    public required string RecordId { get; init; }

    [Holds(FieldClass.Technical)]
    public required string OrganisationId { get; init; }

    [Holds(FieldClass.Technical)]
    public required string AddedBy { get; init; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset AddedAt { get; init; }

    [Holds(FieldClass.Technical)]
    public required Core.Assistance.SafeFileKind Kind { get; init; }

    /// <summary>In bytes, of what came.</summary>
    [Holds(FieldClass.Technical)]
    public required int Size { get; init; }

    [Holds(FieldClass.Narrative, isSealed: true)]
    public required byte[] Name { get; init; }

    [Holds(FieldClass.Narrative, isSealed: true)]
    public required byte[] Content { get; init; }

    /// <summary>As it came, with its SHA-256 before it.</summary>
    [Holds(FieldClass.Narrative, isSealed: true)]
    public required byte[] Original { get; init; }

    string? IGuarded.OrganisationId => OrganisationId;
}
