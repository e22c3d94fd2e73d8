namespace Entraide.Core.Training;

/// <summary>What a verifier says of a badge. Of several that are true, the first below is said.</summary>
public enum BadgeVerdict
{
    /// <summary>It is no badge in the form of <see cref="BadgeWriter"/>; <see cref="BadgeReport.Fault"/> says what and where.</summary>
    Unreadable,

    /// <summary>Something was changed since it was signed, or the named key did not sign it.</summary>
    Altered,

    /// <summary>Signed by a key that is not among the trusted: whoever that is, and whatever name stands in it.</summary>
    UnknownIssuer,

    /// <summary>The issuer has taken it back for good.</summary>
    Revoked,

    /// <summary>A name was given, and the certificate is another's, or nobody's.</summary>
    NotItsHolder,

    /// <summary>It begins to be valid later.</summary>
    NotYetValid,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>None of these. Whether it was revoked may still be unknown: see <see cref="BadgeReport.Status"/>.</summary>
    Valid,
}

/// <summary>Whether it is known that a certificate was or was not revoked.</summary>
public enum RevocationStatus
{
    /// <summary>A list of the same issuer, under the certificate's address and not too old, tells.</summary>
    Known,

    /// <summary>There was no list.</summary>
    NoList,

    /// <summary>The list is of another issuer, has another address, or no such entry.</summary>
    OtherList,

    /// <summary>The list was valid until a moment that is past. That it says "revoked" still holds; that it does not, says nothing.</summary>
    ListTooOld,
}

/// <summary>The verdict with its grounds.</summary>
/// <param name="Certificate">Every certified field, where the signature is sound and they could be read; null otherwise, so that nobody shows what nobody signed.</param>
/// <param name="Issuer">The key that has signed; null where the signature is not sound.</param>
/// <param name="Fault">What could not be read and where; null where all could be.</param>
public sealed record BadgeReport(BadgeVerdict Verdict, RevocationStatus Status, Certificate? Certificate, IssuerKey? Issuer, BadgeException? Fault);

/// <summary>Verifies badges with nothing but what is handed in: no network, no clock.</summary>
public static class BadgeVerifier
{
    /// <param name="badge">The signed text alone: blanks around it are not forgiven.</param>
    /// <param name="trusted">The keys whose certificates count.</param>
    /// <param name="list">The issuer's status list, or null where there is none at hand.</param>
    /// <param name="holder">A name, to ask whether the certificate is hers; null asks nothing.</param>
    public static BadgeReport Verify(string badge, IReadOnlyCollection<IssuerKey> trusted, StatusList? list, DateTimeOffset now, string? holder = null)
    {
        BadgeEnvelope envelope;
        try
        {
            envelope = BadgeEnvelope.Open(badge, BadgeWriter.Type);
        }
        catch (BadgeException fault)
        {
            return new BadgeReport(BadgeVerdict.Unreadable, RevocationStatus.NoList, null, null, fault);
        }
        if (!envelope.IsSound) return new BadgeReport(BadgeVerdict.Altered, RevocationStatus.NoList, null, null, null);
        var known = trusted.Contains(envelope.Issuer);
        Certificate certificate;
        try
        {
            certificate = BadgeReader.Read(envelope.Payload, envelope.Issuer);
        }
        catch (BadgeException fault)
        {
            return new BadgeReport(known ? BadgeVerdict.Unreadable : BadgeVerdict.UnknownIssuer, RevocationStatus.NoList, null, envelope.Issuer, fault);
        }
        var status = StatusOf(certificate, envelope.Issuer, list, now);
        var verdict = !known ? BadgeVerdict.UnknownIssuer
            : status is RevocationStatus.Known or RevocationStatus.ListTooOld && list!.IsRevoked(certificate.Status.Index) ? BadgeVerdict.Revoked
            : holder is not null && certificate.Holder?.Is(holder) != true ? BadgeVerdict.NotItsHolder
            : now < certificate.IssuedAt ? BadgeVerdict.NotYetValid
            : now >= certificate.ValidUntil ? BadgeVerdict.Expired
            : BadgeVerdict.Valid;
        return new BadgeReport(verdict, status, certificate, envelope.Issuer, null);
    }

    private static RevocationStatus StatusOf(Certificate certificate, IssuerKey issuer, StatusList? list, DateTimeOffset now) =>
        list is null ? RevocationStatus.NoList
        : list.Issuer != issuer || list.Address != certificate.Status.Address || certificate.Status.Index >= list.Entries ? RevocationStatus.OtherList
        : now >= list.ValidUntil ? RevocationStatus.ListTooOld
        : RevocationStatus.Known;
}
