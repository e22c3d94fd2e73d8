using Entraide.Core.Text;
using Entraide.Core.Training;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;

namespace Entraide.Node.Training;

/// <summary>A training as it stands here: being made, released, or taken in from elsewhere. Its words are a document of the text engine.</summary>
public sealed class TrainingRow : IGuarded
{
    [Holds(FieldClass.Technical)] public required string RecordId { get; init; }

    /// <summary>Whose designers change it; null for what came with the program or from another node, which is adapted in a copy.</summary>
    [Holds(FieldClass.Technical)] public string? OrganisationId { get; init; }

    /// <summary>The training's own id, through all its releases; unique on a node.</summary>
    [Holds(FieldClass.Technical)] public required string KitId { get; init; }

    /// <summary>A <see cref="TrainingDesign"/> in its one form.</summary>
    [Holds(FieldClass.Technical)] public required byte[] Content { get; set; }

    /// <summary>The kit that it was copied from; empty where it was made anew.</summary>
    [Holds(FieldClass.Technical)] public string ParentHash { get; init; } = "";

    /// <summary>Why it differs from that kit: <see cref="AdaptationReason"/>s, as JSON.</summary>
    [Holds(FieldClass.Technical)] public string Reasons { get; set; } = "[]";

    /// <summary>The newest kit made from it, or the one that was taken in; empty before the first.</summary>
    [Holds(FieldClass.Technical)] public string KitHash { get; set; } = "";

    /// <summary>Rises with every change, so that nobody overwrites what she has not seen.</summary>
    [Holds(FieldClass.Technical)] public int Revision { get; set; }

    /// <summary>When its lessons were published; null while they are not.</summary>
    [Holds(FieldClass.Technical)] public DateTimeOffset? PublishedAt { get; set; }

    /// <summary>What was learnt from holding it, in the author's words.</summary>
    [Holds(FieldClass.Technical)] public string Lessons { get; set; } = "";

    /// <summary>The language that the lessons are written in; empty while there are none.</summary>
    [Holds(FieldClass.Technical)] public string LessonsLanguage { get; set; } = "";

    [Holds(FieldClass.Technical)] public required DateTimeOffset ChangedAt { get; set; }

    /// <summary>The training as it is stored.</summary>
    /// <exception cref="InvalidOperationException">What this node stored does not read: a fault of ours.</exception>
    public TrainingDesign Design()
    {
        var faults = new List<Fault>();
        return DesignReader.Read(Content, KitId, faults) ?? throw new InvalidOperationException($"The stored training {KitId} does not read: {string.Join(' ', faults.Take(3))}");
    }

    public Subject Subject() => new(Resource.Training, Zone.Node, RecordId, OrganisationId);
}

/// <summary>What has become of a kit here.</summary>
public enum KitState
{
    /// <summary>Signed by a key that nobody here trusts yet: it can be looked at, and is not used.</summary>
    Quarantined,
    Current,

    /// <summary>A later release of the same training is here.</summary>
    Superseded,

    /// <summary>Taken back by who released it: results of it are not counted any more.</summary>
    Recalled,
}

/// <summary>A kit as a file, made here or taken in.</summary>
public sealed class KitRow
{
    [Holds(FieldClass.Technical)] public required string Hash { get; init; }
    [Holds(FieldClass.Technical)] public required string KitId { get; init; }
    [Holds(FieldClass.Technical)] public required int Release { get; init; }
    [Holds(FieldClass.Technical)] public required byte[] File { get; init; }

    /// <summary>The fingerprint of whoever signed it.</summary>
    [Holds(FieldClass.Technical)] public required string Signer { get; init; }

    [Holds(FieldClass.Technical)] public required KitState State { get; set; }
    [Holds(FieldClass.Technical)] public required DateTimeOffset At { get; init; }
}

/// <summary>Somebody elsewhere whose signature is known here.</summary>
public sealed class SignerRow
{
    [Holds(FieldClass.Technical)] public required string Fingerprint { get; init; }

    /// <summary>The public key, as SubjectPublicKeyInfo.</summary>
    [Holds(FieldClass.Technical)] public required byte[] Key { get; init; }

    /// <summary>Whose it is, as those here call them.</summary>
    [Holds(FieldClass.Technical)] public required string Name { get; set; }

    /// <summary>Not trusted any more: its holder lost it, or was mistaken for another.</summary>
    [Holds(FieldClass.Technical)] public bool IsRevoked { get; set; }

    [Holds(FieldClass.Technical)] public required DateTimeOffset At { get; set; }
}

/// <summary>What has become of results that came back.</summary>
public enum BundleState { Included, Excluded, Replaced }

/// <summary>Results of a training that was held, here or elsewhere.</summary>
public sealed class BundleRow
{
    [Holds(FieldClass.Technical)] public required string Hash { get; init; }

    /// <summary>The training that they are compared under: the one that was held, or the first of its ancestors that is here.</summary>
    [Holds(FieldClass.Technical)] public required string KitId { get; init; }

    /// <summary>The kit that was held.</summary>
    [Holds(FieldClass.Technical)] public required string KitHash { get; init; }

    /// <summary>The delivery's random id, as the bundle says it.</summary>
    [Holds(FieldClass.Technical)] public required string Delivery { get; init; }

    [Holds(FieldClass.Technical)] public required int Sequence { get; init; }
    [Holds(FieldClass.Technical)] public required byte[] File { get; init; }
    [Holds(FieldClass.Technical)] public required string Signer { get; init; }
    [Holds(FieldClass.Technical)] public required BundleState State { get; set; }

    /// <summary>Why it is not counted; empty where it is.</summary>
    [Holds(FieldClass.Technical)] public string Reason { get; set; } = "";

    [Holds(FieldClass.Technical)] public required DateTimeOffset At { get; init; }
}
