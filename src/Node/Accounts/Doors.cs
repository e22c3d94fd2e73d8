using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;

namespace Entraide.Node.Accounts;

public enum DoorKind
{
    Invitation,

    /// <summary>A recovery that a second person has still to confirm.</summary>
    RecoveryAsked,

    /// <summary>A recovery that was confirmed.</summary>
    Recovery,
}

/// <summary>A one-time code that lets one person make her way of signing in, once.</summary>
[DiesWithRestore]
public sealed class Door
{
    [Holds(FieldClass.Technical)]
    public required string CodeHash { get; init; }

    [Holds(FieldClass.Technical)]
    public required string AccountId { get; init; }

    [Holds(FieldClass.Technical)]
    public required DoorKind Kind { get; set; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>What a passkey was asked to sign; used once.</summary>
[DiesWithRestore]
public sealed class Challenge
{
    [Holds(FieldClass.Technical)]
    public required string Id { get; init; }

    /// <summary>The account that makes or proves a passkey; null where the passkey itself is to say whose it is.</summary>
    [Holds(FieldClass.Technical)]
    public required string? AccountId { get; init; }

    [Holds(FieldClass.Technical)]
    public required string State { get; init; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset ExpiresAt { get; init; }
}

public enum ProposalKind
{
    GiveRole,
    TakeRole,
    Recovery,
}

/// <summary>What one person has asked for and a second has to confirm.</summary>
[DiesWithRestore]
public sealed class Proposal
{
    [Holds(FieldClass.Technical)]
    public required string Id { get; init; }

    [Holds(FieldClass.Technical)]
    public required ProposalKind Kind { get; init; }

    /// <summary>The account that it is about.</summary>
    [Holds(FieldClass.Technical)]
    public required string AccountId { get; init; }

    /// <summary>The role that is given or taken.</summary>
    [Holds(FieldClass.Technical)]
    public Role? Role { get; init; }

    /// <summary>Six digits that the person tells the one who confirms, so that nobody confirms blindly.</summary>
    [Holds(FieldClass.Technical)]
    public required string Number { get; init; }

    /// <summary>How often a wrong number was given.</summary>
    [Holds(FieldClass.Technical)]
    public int WrongNumbers { get; set; }

    /// <summary>The door that a confirmed recovery opens.</summary>
    [Holds(FieldClass.Technical)]
    public string? DoorHash { get; init; }

    [Holds(FieldClass.Technical)]
    public required string AskedBy { get; init; }

    [Holds(FieldClass.Technical)]
    public required string? AskerOrganisation { get; init; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset AskedAt { get; init; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>How often signing in has failed for a name, known or not.</summary>
public sealed class Attempts
{
    /// <summary>What the name is found by.</summary>
    [Holds(FieldClass.Technical)]
    public required string Key { get; init; }

    [Holds(FieldClass.Technical)]
    public required int Failures { get; set; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset LastAt { get; set; }
}
