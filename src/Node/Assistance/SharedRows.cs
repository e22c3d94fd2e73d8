using Entraide.Core.Assistance;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;

namespace Entraide.Node.Assistance;

/// <summary>A referral. It is part of its case's record: it is sealed with the case's key, and goes with the case.</summary>
public sealed class ReferralRow : IGuarded
{
    public static readonly SealedColumn OutlineColumn = SealedColumn.Of<ReferralRow>(nameof(Outline)), CourseColumn = SealedColumn.Of<ReferralRow>(nameof(Course));

    [Holds(FieldClass.Technical)]
    public required string ReferralId { get; init; }

    [Holds(FieldClass.Technical)]
    public required string RecordId { get; init; }

    /// <summary>The organisation that sent it.</summary>
    [Holds(FieldClass.Technical)]
    public required string OrganisationId { get; init; }

    /// <summary>The organisation that it was sent to.</summary>
    [Holds(FieldClass.Technical)]
    public required string RecipientId { get; init; }

    /// <summary>The account that answers for it there; null until it is accepted.</summary>
    [Holds(FieldClass.Technical)]
    public string? ReceiverId { get; set; }

    [Holds(FieldClass.Technical)]
    public required SharingPurpose Purpose { get; init; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset SentAt { get; init; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset AnswerBy { get; set; }

    /// <summary>What has become of it, as far as no time decides: see <see cref="Course"/>.</summary>
    [Holds(FieldClass.Technical)]
    public required ReferralState Stage { get; set; }

    /// <summary>Whether nothing is left to do for the sender: help was given, it was taken back, or something else was done instead.</summary>
    [Holds(FieldClass.Technical)]
    public bool IsSettled { get; set; }

    /// <summary>Whether the sender was told that nobody answered in time.</summary>
    [Holds(FieldClass.Technical)]
    public bool IsLapseTold { get; set; }

    /// <summary>What the other side reads before it answers: nothing by which she could be known.</summary>
    [Holds(FieldClass.Facts, isSealed: true)]
    public required byte[] Outline { get; init; }

    /// <summary>Everything that happened to it (<see cref="Referral"/>): moments, accounts and codes, no words about her.</summary>
    [Holds(FieldClass.Technical, isSealed: true)]
    public required byte[] Course { get; set; }

    string? IGuarded.OrganisationId => OrganisationId;
}

/// <summary>Somebody from outside who was let into one case for a while, as far as one class of its fields.</summary>
public sealed class Guest : IGuarded
{
    [Holds(FieldClass.Technical)]
    public required string GuestId { get; init; }

    [Holds(FieldClass.Technical)]
    public required string RecordId { get; init; }

    [Holds(FieldClass.Technical)]
    public required string OrganisationId { get; init; }

    [Holds(FieldClass.Technical)]
    public required string AccountId { get; init; }

    [Holds(FieldClass.Technical)]
    public required string GuestOrganisationId { get; init; }

    [Holds(FieldClass.Technical)]
    public required FieldClass Class { get; init; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset Since { get; init; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset Until { get; init; }

    [Holds(FieldClass.Technical)]
    public DateTimeOffset? EndedAt { get; set; }

    string? IGuarded.OrganisationId => OrganisationId;
}

/// <summary>Why a colleague's case was opened in an emergency. The list is closed.</summary>
public enum EmergencyReason { LifeInDanger, MedicalEmergency, PersonAtTheDoor, DeadlineToday }

/// <summary>What a supervisor thinks of it afterwards.</summary>
public enum EmergencyVerdict { Open, Justified, NotJustified }

/// <summary>A case that was opened in an emergency by somebody who does not work on it.</summary>
public sealed class EmergencyAccess : IGuarded
{
    /// <summary>How long it lasts, and by when it is to be reviewed.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(60), ReviewedWithin = TimeSpan.FromHours(24);

    [Holds(FieldClass.Technical)]
    public required string EmergencyId { get; init; }

    [Holds(FieldClass.Technical)]
    public required string RecordId { get; init; }

    [Holds(FieldClass.Technical)]
    public required string OrganisationId { get; init; }

    [Holds(FieldClass.Technical)]
    public required string OpenedBy { get; init; }

    [Holds(FieldClass.Technical)]
    public required EmergencyReason Reason { get; init; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset At { get; init; }

    [Holds(FieldClass.Technical)]
    public required EmergencyVerdict Verdict { get; set; }

    [Holds(FieldClass.Technical)]
    public string? ReviewedBy { get; set; }

    [Holds(FieldClass.Technical)]
    public DateTimeOffset? ReviewedAt { get; set; }

    string? IGuarded.OrganisationId => OrganisationId;
}

/// <summary>The page of the person concerned: behind a phrase of which only the hash is kept, and only if she wants it.</summary>
public sealed class OwnReceipt : IGuarded
{
    /// <summary>How long it lasts, unless she ends it before.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromDays(180);

    [Holds(FieldClass.Technical)]
    public required string PhraseHash { get; init; }

    [Holds(FieldClass.Technical)]
    public required string RecordId { get; init; }

    [Holds(FieldClass.Technical)]
    public required string OrganisationId { get; init; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset MadeAt { get; init; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset Until { get; init; }

    string? IGuarded.OrganisationId => OrganisationId;

    /// <summary>What stands in the ledger for who reads it: the beginning of the hash, from which the phrase cannot be found.</summary>
    internal string Reader => PhraseHash[..32];
}

/// <summary>What an organisation offers.</summary>
public enum ServiceKind { Shelter, SocialWork, LegalAid, Health, Psychological, Interpreting, ChildProtection, Work, Return, Other }

/// <summary>A line of the directory. It has no field for a place: where a shelter is, is told to nobody here.</summary>
public sealed class ServiceOffer : IGuarded
{
    /// <summary>In letters.</summary>
    public const int LongestHours = 20;

    /// <summary>Round the clock.</summary>
    public const string Always = "always";

    [Holds(FieldClass.Technical)]
    public required string RecordId { get; init; }

    [Holds(FieldClass.Technical)]
    public required string OrganisationId { get; init; }

    [Holds(FieldClass.Technical)]
    public required ServiceKind Kind { get; set; }

    /// <summary>For whom: codes of <see cref="KeepServices.ForWhom"/>, with commas; empty for everybody.</summary>
    [Holds(FieldClass.Technical)]
    public required string For { get; set; }

    /// <summary>Tags of the languages that are spoken, with commas.</summary>
    [Holds(FieldClass.Technical)]
    public required string Languages { get; set; }

    /// <summary>How many more it can take.</summary>
    [Holds(FieldClass.Technical)]
    public required int Places { get; set; }

    /// <summary>When somebody can come: <see cref="Always"/>, or days from 1 for Monday with hours of the place, as <c>12345 09:00-17:00</c>.</summary>
    [Holds(FieldClass.Technical)]
    public required string Hours { get; set; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset ChangedAt { get; set; }

    string? IGuarded.OrganisationId => OrganisationId;

    public Subject Subject() => new(Resource.Service, Zone.Care, RecordId, OrganisationId);
}
