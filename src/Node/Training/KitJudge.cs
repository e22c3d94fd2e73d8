using Entraide.Core.Training;

namespace Entraide.Node.Training;

/// <summary>What is to be thought of a kit that came from elsewhere, by what is here.</summary>
public enum KitVerdict
{
    /// <summary>Nothing of this training is here yet.</summary>
    New,

    /// <summary>A later release of what is here.</summary>
    Newer,

    /// <summary>It is here already.</summary>
    Same,

    /// <summary>Nobody here knows whose key signed it: quarantine.</summary>
    UnknownKey,

    /// <summary>The key that signed it is trusted no more: quarantine.</summary>
    RevokedKey,

    /// <summary>A later release is here.</summary>
    Older,

    /// <summary>Another kit has the same id and release.</summary>
    Conflict,

    /// <summary>It was taken back.</summary>
    Recalled,

    /// <summary>A training of an organisation of this node has this id.</summary>
    Ours,

    /// <summary>What it descends from descends from it.</summary>
    Circle,
}

public enum SignerTrust { Unknown, Trusted, Revoked }

/// <summary>A kit of the same training that is here.</summary>
public sealed record KnownKit(string Hash, int Release, KitState State);

/// <summary>A kit that was read and judged.</summary>
/// <param name="SignerName">What its signer is called here; null where nobody knows.</param>
public sealed record JudgedKit(Kit Kit, SignedBy Signature, ReadOnlyMemory<byte> File, KitVerdict Verdict, string? SignerName);

/// <summary>Judges a kit. Pure.</summary>
public static class KitJudge
{
    /// <param name="here">The kits of the same training that are here.</param>
    /// <param name="release">The release of the training that is here; 0 for none.</param>
    /// <param name="isShipped">Whether that came with the program and has no kit yet: the same release, signed, takes its place.</param>
    /// <param name="ancestry">The parents of those of its parents that are here.</param>
    public static KitVerdict Of(Kit kit, IReadOnlyCollection<KnownKit> here, bool isOurs, int release, bool isShipped, IEnumerable<KitName> ancestry, SignerTrust trust)
    {
        var (known, others) = (here.FirstOrDefault(one => one.Hash == kit.Hash), here.Where(one => one.Hash != kit.Hash && one.State != KitState.Quarantined));
        if (known?.State == KitState.Recalled) return KitVerdict.Recalled;
        if (ancestry.Any(one => one.Hash == kit.Hash || (one.Id == kit.Design.Id && one.Release >= kit.Design.Release))) return KitVerdict.Circle;
        if (known is { State: KitState.Current }) return KitVerdict.Same;
        if (isOurs) return KitVerdict.Ours;
        if (known is { State: KitState.Superseded } || others.Any(one => one.Release > kit.Design.Release) || release > kit.Design.Release) return KitVerdict.Older;
        if (others.Any(one => one.Release == kit.Design.Release) || (release == kit.Design.Release && release > 0 && !isShipped)) return KitVerdict.Conflict;
        return trust switch
        {
            SignerTrust.Unknown => KitVerdict.UnknownKey,
            SignerTrust.Revoked => KitVerdict.RevokedKey,
            _ => release == 0 ? KitVerdict.New : KitVerdict.Newer,
        };
    }

    /// <summary>Whether it is not taken at all, not even into quarantine.</summary>
    public static bool IsRefusal(KitVerdict verdict) => verdict is KitVerdict.Older or KitVerdict.Conflict or KitVerdict.Recalled or KitVerdict.Ours or KitVerdict.Circle;
}
