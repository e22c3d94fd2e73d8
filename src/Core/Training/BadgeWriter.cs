using System.Globalization;
using Entraide.Core.Sealing;
using Entraide.Core.Text;

namespace Entraide.Core.Training;

/// <summary>
/// Writes a certificate as Open Badge 3.0 (1EdTech; W3C Verifiable Credentials Data Model 2.0), signed as section 8.2 of that
/// standard says: a JWT whose payload is the credential with the claims iss, jti, nbf, sub and exp beside its members.
/// Every certified field stands in a member that the standard has. The hours are a result with its description (its credits
/// are semester hours, which these are not); design, hash of the kit and country are other identifiers of the achievement,
/// with the prefix <c>ext:</c> that the standard asks for; the release of the kit is the achievement's version.
/// </summary>
public static class BadgeWriter
{
    /// <summary>The header <c>typ</c> of a badge.</summary>
    internal const string Type = "JWT";

    internal const string Credentials = "https://www.w3.org/ns/credentials/v2", Revocation = "revocation";
    private const string OpenBadges = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

    /// <summary>The signed badge, one line of ASCII.</summary>
    /// <param name="key">The issuer's private key, on P-256; its public half becomes the issuer's id.</param>
    /// <exception cref="BadgeException">The key is not on the curve P-256.</exception>
    public static string Write(Certificate certificate, SigningKey key) => BadgeEnvelope.Seal(key, Type, Payload(certificate, IssuerKey.Of(key.Public)).Span);

    /// <summary>What is signed, as canonical JSON.</summary>
    public static ReadOnlyMemory<byte> Payload(Certificate certificate, IssuerKey issuer)
    {
        var json = new CanonicalJson().Open('{').Name("@context").Values([Credentials, OpenBadges])
            .Name("id").Value(certificate.Id).Name("type").Values(["VerifiableCredential", "OpenBadgeCredential"]).Name("name").Value(certificate.Achievement.Name)
            .Name("issuer").Open('{').Name("id").Value(issuer.Id).Name("type").Values(["Profile"]).Name("name").Value(certificate.IssuerName).Close('}');
        Put(json, certificate.IssuedAt, certificate.ValidUntil).Name("credentialSubject").Open('{')
            .Name("id").Value(certificate.Subject).Name("type").Values(["AchievementSubject"])
            .Name("activityStartDate").Value(Day(certificate.Begins)).Name("activityEndDate").Value(Day(certificate.Ends)).Name("achievement");
        Put(json, certificate);
        if (certificate.Holder is { } holder)
            json.Name("identifier").Open('[').Open('{').Name("type").Value("IdentityObject").Name("hashed").Value(true).Name("identityHash").Value(holder.Hash)
                .Name("identityType").Value("name").Name("salt").Value(holder.Salt).Close('}').Close(']');
        json.Name("result").Open('[').Open('{').Name("type").Values(["Result"]).Name("resultDescription").Value(HoursOf(certificate)).Name("value").Value(Number(certificate.Hours)).Close('}').Close(']').Close('}');
        json.Name("credentialStatus").Open('{').Name("id").Value($"{certificate.Status.Address}#{certificate.Status.Index}").Name("type").Value("BitstringStatusListEntry")
            .Name("statusPurpose").Value(Revocation).Name("statusListIndex").Value(certificate.Status.Index.ToString(CultureInfo.InvariantCulture)).Name("statusListCredential").Value(certificate.Status.Address).Close('}');
        return Claims(json, issuer, certificate.Id, certificate.IssuedAt, certificate.ValidUntil, certificate.Subject).Close('}').Bytes;
    }

    /// <summary>The name of the kind in the standard's list of AchievementType.</summary>
    internal static string NameOf(AchievementKind kind) => kind switch
    {
        AchievementKind.Participation => "CertificateOfCompletion",
        AchievementKind.Attainment => "Competency",
        _ => throw new BadgeException("achievement.kind", $"there is no kind {(int)kind}.", "Choose participation or attainment."),
    };

    /// <summary>Moments are written in UTC in whole seconds.</summary>
    internal static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    internal static CanonicalJson Put(CanonicalJson json, DateTimeOffset from, DateTimeOffset? until)
    {
        json.Name("validFrom").Value(Moment(from));
        return until is { } end ? json.Name("validUntil").Value(Moment(end)) : json;
    }

    /// <summary>The claims of the JWT (RFC 7519, section 4.1), which repeat members of the credential.</summary>
    internal static CanonicalJson Claims(CanonicalJson json, IssuerKey issuer, string id, DateTimeOffset from, DateTimeOffset? until, string subject)
    {
        json.Name("iss").Value(issuer.Id).Name("jti").Value(id).Name("nbf").Value(from.ToUnixTimeSeconds());
        if (until is { } end) json.Name("exp").Value(end.ToUnixTimeSeconds());
        return json.Name("sub").Value(subject);
    }

    private static void Put(CanonicalJson json, Certificate certificate)
    {
        var (achievement, kit) = (certificate.Achievement, certificate.Kit);
        json.Open('{').Name("id").Value(achievement.Id).Name("type").Values(["Achievement"]).Name("achievementType").Value(NameOf(achievement.Kind))
            .Name("name").Value(achievement.Name).Name("description").Value(achievement.Description).Name("criteria").Open('{').Name("narrative").Value(achievement.Criteria).Close('}')
            .Name("inLanguage").Value(certificate.Language).Name("version").Value(kit.Release).Name("otherIdentifier").Open('[');
        foreach (var (kind, value) in ((string, string)[])[("ext:Design", kit.Design), ("ext:KitSha256", kit.Hash), ("ext:Country", certificate.Country)])
            json.Open('{').Name("type").Value("IdentifierEntry").Name("identifier").Value(value).Name("identifierType").Value(kind).Close('}');
        json.Close(']').Name("resultDescription").Open('[').Open('{').Name("id").Value(HoursOf(certificate)).Name("type").Values(["ResultDescription"])
            .Name("name").Value("Hours").Name("resultType").Value("Result").Close('}').Close(']').Close('}');
    }

    private static string HoursOf(Certificate certificate) => certificate.Achievement.Id + "#hours";

    private static string Number(decimal number) => (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);

    // The standard knows moments only; a day is its beginning in UTC.
    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd'T00:00:00Z'", CultureInfo.InvariantCulture);
}
