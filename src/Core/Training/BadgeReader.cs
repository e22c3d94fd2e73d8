using System.Globalization;
using Entraide.Core.Text;

namespace Entraide.Core.Training;

/// <summary>Reads the payload of a badge back into the certificate.</summary>
internal static class BadgeReader
{
    private const string MomentFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <exception cref="BadgeException">It is no certificate by this issuer in the form of <see cref="BadgeWriter"/>; says where.</exception>
    public static Certificate Read(ReadOnlyMemory<byte> payload, IssuerKey issuer)
    {
        using var document = BadgeForm.Parse(payload, "payload");
        var faults = new List<Fault>();
        var root = new JsonPlace(document.RootElement, "payload", "$", faults);
        var (subject, status) = (root.Member("credentialSubject"), root.Member("credentialStatus"));
        var (achievement, holders) = (subject.Member("achievement"), subject.Member("identifier"));
        var others = achievement.Member("otherIdentifier").Items(3);
        var holder = holders.Exists ? holders.Items(1) : [];
        var (hours, index) = (Item(subject.Member("result").Items(1)).Member("value").Text(), status.Member("statusListIndex").Text());
        var (begins, ends) = (Moment(subject.Member("activityStartDate")), Moment(subject.Member("activityEndDate")));
        var (from, until) = (Moment(root.Member("validFrom")), root.Member("validUntil"));
        var kind = achievement.Member("achievementType").OneOf([.. Enum.GetValues<AchievementKind>().Select(BadgeWriter.NameOf)]);
        string Other(int place) => place < others.Count ? others[place].Member("identifier").Text() : "";
        string Holder(string name) => Item(holder).Member(name).Text();

        // All texts are asked for before the first constructor can refuse one: a missing member is told as missing.
        var (id, issuerName, language) = (root.Member("id").Text(), root.Member("issuer").Member("name").Text(), achievement.Member("inLanguage").Text());
        var (achievementId, name, description) = (achievement.Member("id").Text(), achievement.Member("name").Text(), achievement.Member("description").Text());
        var (criteria, release, address) = (achievement.Member("criteria").Member("narrative").Text(), achievement.Member("version").Text(), status.Member("statusListCredential").Text());
        var (design, hash, country) = (Other(0), Other(1), Other(2));
        var (salt, hashed) = holder.Count > 0 ? (Holder("salt"), Holder("identityHash")) : ("", "");
        var end = until.Exists ? Moment(until) : (DateTimeOffset?)null;
        BadgeForm.Demand(faults);

        var certificate = new Certificate(
            id, new CertifiedAchievement(achievementId, Enum.GetValues<AchievementKind>().Single(one => BadgeWriter.NameOf(one) == kind), name, description, criteria),
            decimal.TryParse(hours, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : 0,
            DateOnly.FromDateTime(begins.UtcDateTime), DateOnly.FromDateTime(ends.UtcDateTime), country, language, new CertifiedKit(design, release, hash),
            issuerName, from, end, holder.Count > 0 ? new CertificateHolder(salt, hashed) : null,
            new StatusPlace(address, int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var entry) ? entry : -1));
        BadgeForm.Demand(document.RootElement, BadgeWriter.Payload(certificate, issuer), "$");
        return certificate;
    }

    /// <summary>A moment as <see cref="BadgeWriter.Moment"/> writes it; another spelling is a fault.</summary>
    public static DateTimeOffset Moment(JsonPlace place)
    {
        var text = place.Text();
        if (DateTimeOffset.TryParseExact(text, MomentFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)) return moment;
        place.Fault("is no moment.", "Write it as 2026-03-01T00:00:00Z.");
        return DateTimeOffset.UnixEpoch;
    }

    private static JsonPlace Item(IReadOnlyList<JsonPlace> items) => items.Count > 0 ? items[0] : new JsonPlace(null, "payload", "$", []);
}
