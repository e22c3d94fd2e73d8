using Entraide.Core.Training;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;

namespace Entraide.Node.Training;

/// <summary>How far a training that is held has come.</summary>
public enum DeliveryState
{
    /// <summary>Its people are not asked yet.</summary>
    Planned,

    /// <summary>People can register.</summary>
    Open,

    /// <summary>It is being held: sign-in sheets and tests are open.</summary>
    Running,

    /// <summary>Over; what is asked months later can still be answered.</summary>
    Closed,
    Cancelled,
}

/// <summary>A training as it is held: somewhere, from one day to another, with a kit as it was then.</summary>
public sealed class DeliveryRow : IGuarded
{
    [Holds(FieldClass.Technical)] public required string RecordId { get; init; }
    [Holds(FieldClass.Technical)] public required string OrganisationId { get; init; }

    /// <summary>The training that is held: the row's id, and the kit as it was when the delivery was planned.</summary>
    [Holds(FieldClass.Technical)] public required string TrainingId { get; init; }
    [Holds(FieldClass.Technical)] public required string KitId { get; init; }
    [Holds(FieldClass.Technical)] public required string KitHash { get; init; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    [Holds(FieldClass.Technical)] public required string Country { get; init; }

    /// <summary>Town and house, as those who take part are told.</summary>
    [Holds(FieldClass.Technical)] public required string Place { get; set; }

    /// <summary>Days as ISO 8601.</summary>
    [Holds(FieldClass.Technical)] public required string Begins { get; set; }
    [Holds(FieldClass.Technical)] public required string Ends { get; set; }

    /// <summary>IANA time zone.</summary>
    [Holds(FieldClass.Technical)] public required string TimeZone { get; init; }

    /// <summary>Tags with blanks between.</summary>
    [Holds(FieldClass.Technical)] public required string Languages { get; init; }

    [Holds(FieldClass.Technical)] public required DeliveryState State { get; set; }

    /// <summary>In the public address where one registers, signs in and is tested: random, so that it cannot be guessed, and no secret among those who take part.</summary>
    [Holds(FieldClass.Technical)] public required string Door { get; init; }

    /// <summary>The delivery as bundles name it: random, and found in nothing else.</summary>
    [Holds(FieldClass.Technical)] public required string BundleId { get; init; }

    /// <summary>Of the last bundle of results; 0 before the first.</summary>
    [Holds(FieldClass.Technical)] public int Sequence { get; set; }

    /// <summary>1 to 5, by an observer who was not the facilitator; null where nobody observed.</summary>
    [Holds(FieldClass.Technical)] public int? Quality { get; set; }

    [Holds(FieldClass.Technical)] public required DateTimeOffset ChangedAt { get; set; }

    string? IGuarded.OrganisationId => OrganisationId;

    public Subject Subject() => new(Resource.Delivery, Zone.Node, RecordId, OrganisationId, State: State == DeliveryState.Cancelled ? RecordState.Ended : RecordState.Active);
}

/// <summary>Whether somebody who registered takes part.</summary>
public enum PersonState { Applied, Accepted, Declined, Withdrawn }

/// <summary>
/// Somebody who registered. Who she is is sealed with a key of her own, which goes when she does; what the mix of the room
/// needs stands open, under a number. Nothing leads from here to what she answered.
/// </summary>
public sealed class PersonRow : IGuarded
{
    public static readonly SealedColumn IdentityColumn = SealedColumn.Of<PersonRow>(nameof(Identity));

    [Holds(FieldClass.Technical)] public required string RecordId { get; init; }
    [Holds(FieldClass.Technical)] public required string OrganisationId { get; init; }
    [Holds(FieldClass.Technical)] public required string DeliveryId { get; init; }

    /// <summary>What she is called on lists, from 1 on; unique in a delivery.</summary>
    [Holds(FieldClass.Technical)] public required int Number { get; init; }

    /// <summary>See <see cref="Professions.All"/>.</summary>
    [Holds(FieldClass.Technical)] public required string Profession { get; init; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    [Holds(FieldClass.Technical)] public required string Country { get; init; }

    /// <summary>In which she follows best.</summary>
    [Holds(FieldClass.Technical)] public required string Language { get; init; }

    /// <summary>From 1; 0 while there are none.</summary>
    [Holds(FieldClass.Technical)] public int Group { get; set; }

    [Holds(FieldClass.Technical)] public required PersonState State { get; set; }

    /// <summary>The hash of the code with which she comes back; see <see cref="Platform.OneTimeCode"/>.</summary>
    [Holds(FieldClass.Technical)] public required string PassHash { get; init; }

    /// <summary>A <see cref="PersonIdentity"/>, as JSON; null once she has withdrawn.</summary>
    [Holds(FieldClass.Identity, isSealed: true)] public byte[]? Identity { get; set; }

    [Holds(FieldClass.Technical)] public required DateTimeOffset At { get; init; }

    string? IGuarded.OrganisationId => OrganisationId;

    public Subject Subject() => new(Resource.Participation, Zone.Node, RecordId, OrganisationId);

    public Participant Participant() => new(RecordId, Profession, Country);
}

/// <param name="Contact">How she is reached; may be empty.</param>
/// <param name="Organisation">Where she works; may be empty.</param>
public sealed record PersonIdentity(string Name, string Contact, string Organisation);

/// <summary>How it is known that somebody was there.</summary>
public enum SignInEvidence
{
    /// <summary>She opened the address on the wall herself.</summary>
    Herself,

    /// <summary>She signed on paper.</summary>
    Sheet,

    /// <summary>The facilitator ticked her off.</summary>
    Facilitator,
}

/// <summary>That somebody attended a session. One row for each of both, whoever sent it, however often.</summary>
public sealed class SignInRow
{
    [Holds(FieldClass.Technical)] public required string DeliveryId { get; init; }
    [Holds(FieldClass.Technical)] public required string Session { get; init; }
    [Holds(FieldClass.Technical)] public required string PersonId { get; init; }

    /// <summary>That she attended; 0 where she was ticked off by mistake.</summary>
    [Holds(FieldClass.Technical)] public required int Minutes { get; set; }

    [Holds(FieldClass.Technical)] public required SignInEvidence Evidence { get; set; }

    /// <summary>The device that it was noted on, and the number that the device gave it; empty where it was noted here.</summary>
    [Holds(FieldClass.Technical)] public string Device { get; init; } = "";

    [Holds(FieldClass.Technical)] public required DateTimeOffset At { get; set; }
}

/// <summary>What became of an activity.</summary>
public sealed class HeldRow
{
    [Holds(FieldClass.Technical)] public required string DeliveryId { get; init; }
    [Holds(FieldClass.Technical)] public required string Activity { get; init; }
    [Holds(FieldClass.Technical)] public required DeliveryOutcome Outcome { get; set; }
    [Holds(FieldClass.Technical)] public required int Minutes { get; set; }
    [Holds(FieldClass.Technical)] public required Observer Observer { get; set; }
    [Holds(FieldClass.Technical)] public string Note { get; set; } = "";
}

/// <summary>A code that somebody may answer under. The node knows its hash, and not who has it.</summary>
public sealed class AnswerCode
{
    [Holds(FieldClass.Technical)] public required string CodeHash { get; init; }
    [Holds(FieldClass.Technical)] public required string DeliveryId { get; init; }
}

/// <summary>
/// An answer under a code. It has no time and no order: with them, whoever knows who sat where could tell whose it is.
/// </summary>
public sealed class AnswerRow : IGuarded
{
    public static readonly SealedColumn CommentColumn = SealedColumn.Of<AnswerRow>(nameof(Comment));

    /// <summary>The delivery's.</summary>
    [Holds(FieldClass.Technical)] public required string RecordId { get; init; }
    [Holds(FieldClass.Technical)] public required string OrganisationId { get; init; }
    [Holds(FieldClass.Technical)] public required string CodeHash { get; init; }
    [Holds(FieldClass.Technical)] public required FormKind Form { get; init; }

    /// <summary>The id of the item or statement.</summary>
    [Holds(FieldClass.Technical)] public required string Part { get; init; }

    /// <summary>The language that she answered in.</summary>
    [Holds(FieldClass.Technical)] public required string Language { get; init; }

    /// <summary>The options that she chose, with blanks between; or 1 to 5; empty for words.</summary>
    [Holds(FieldClass.Technical)] public required string Value { get; init; }

    /// <summary>Her words, sealed with the delivery's key; null for none.</summary>
    [Holds(FieldClass.Narrative, isSealed: true)] public byte[]? Comment { get; init; }

    /// <summary>Whether somebody found that her words give nobody away, so that they may leave.</summary>
    [Holds(FieldClass.Technical)] public bool IsCleared { get; set; }

    string? IGuarded.OrganisationId => OrganisationId;
}

/// <summary>A certificate that was given.</summary>
public sealed class CertificateRow
{
    [Holds(FieldClass.Technical)] public required string CertificateId { get; init; }
    [Holds(FieldClass.Technical)] public required string DeliveryId { get; init; }
    [Holds(FieldClass.Technical)] public required string PersonId { get; init; }

    /// <summary>Whether it says more than that she took part.</summary>
    [Holds(FieldClass.Technical)] public required bool IsAttainment { get; init; }

    /// <summary>Its place in the list of those that were taken back.</summary>
    [Holds(FieldClass.Technical)] public required int StatusIndex { get; init; }

    /// <summary>The certificate itself, as it was signed. It holds no name: only a salted hash of one.</summary>
    [Holds(FieldClass.Technical)] public required string Badge { get; init; }

    [Holds(FieldClass.Technical)] public required DateTimeOffset IssuedAt { get; init; }
    [Holds(FieldClass.Technical)] public DateTimeOffset? RevokedAt { get; set; }
    [Holds(FieldClass.Technical)] public string RevokedWhy { get; set; } = "";
}
