using System.Globalization;
using System.Security.Cryptography;
using Entraide.Core.Training;
using Entraide.Node.Accounts;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Training;

/// <summary>Gives certificates to who was there, and takes one back. They hold a salted hash of the name, not the name.</summary>
public static class Certificates
{
    /// <summary>Of the minutes of core activities' sessions: who was there for so much took part.</summary>
    public const double Enough = 0.8;

    /// <summary>A certificate of this kind is good for so long; what is learnt grows old, and so does the law.</summary>
    public const int YearsValid = 5;

    public const int LongestReason = 200;

    /// <param name="Share">Of the core minutes, 0 to 1.</param>
    public sealed record Attended(PersonRow Person, double Share, IReadOnlyList<CertificateRow> Given);

    public sealed record CertificatesView(DeliveryRow Row, TrainingWords Words, IReadOnlyList<Attended> People, IReadOnlyDictionary<string, PersonIdentity> Names);

    public static async Task<IResult> Show(Frame frame, Caller caller, string id, DeliveryBook book)
    {
        var row = await book.Open(caller, id);
        var people = await Read(row, book);
        return new RazorComponentResult<CertificatesPage>(new { Frame = frame, View = new CertificatesView(row, TrainingWords.Of(await book.KitOf(row), frame.Language.Tag), people, await book.IdentifyAll(caller, [.. people.Select(one => one.Person)])) });
    }

    private static async Task<List<Attended>> Read(DeliveryRow row, DeliveryBook book)
    {
        var design = (await book.KitOf(row)).Design;
        var core = design.Sessions.Where(one => one.Component == Component.Core).ToDictionary(one => one.Id, one => one.Minutes, StringComparer.Ordinal);
        var signed = (await book.Db.SignIns.AsNoTracking().Where(one => one.DeliveryId == row.RecordId).ToListAsync()).ToLookup(one => one.PersonId);
        var given = (await book.Db.Certificates.AsNoTracking().Where(one => one.DeliveryId == row.RecordId).ToListAsync()).ToLookup(one => one.PersonId);
        var whole = Math.Max(1, core.Values.Sum());
        return [.. (await book.People(row.RecordId)).Where(one => one.State == PersonState.Accepted).Select(one => new Attended(one, (double)signed[one.RecordId].Where(row => core.ContainsKey(row.Session)).Sum(row => row.Minutes) / whole, [.. given[one.RecordId]]))];
    }

    /// <summary>Gives to each who was there what she has not got yet.</summary>
    public static async Task<IResult> Give(HttpContext context, Frame frame, Caller caller, string id, IFormCollection form, DeliveryBook book, KeyRing keys, Organisations organisations)
    {
        var row = await book.Open(caller, id, AccessAction.Change);
        if (row.State == DeliveryState.Closed)
        {
            var (people, kit) = (await Read(row, book), await book.KitOf(row));
            var names = await book.IdentifyAll(caller, [.. people.Select(one => one.Person)]);
            var issuer = (await organisations.All()).FirstOrDefault(one => one.Id == row.OrganisationId)?.Name ?? kit.Design.Steward;
            var home = $"{context.Request.Scheme}://{context.Request.Host}";
            await book.Change(caller, id, async (scope, _) =>
            {
                var rows = scope.Db<TrainingDb>();
                var index = await rows.Certificates.MaxAsync(one => (int?)one.StatusIndex) ?? -1;
                foreach (var one in people.Where(one => one.Share >= Enough))
                    foreach (var attainment in form["attained"].Contains(one.Person.RecordId) ? new[] { false, true } : [false])
                        if (one.Given.All(given => given.IsAttainment != attainment)) rows.Certificates.Add(Make(row, kit, one.Person, names[one.Person.RecordId].Name, attainment, ++index, (home, issuer), keys, book.Now));
            }, "certificates-given");
        }
        return TypedResults.Redirect(frame.To($"/deliveries/{id}/certificates"));
    }

    private static CertificateRow Make(DeliveryRow row, Kit kit, PersonRow person, string name, bool attainment, int index, (string Home, string Issuer) from, KeyRing keys, DateTimeOffset now)
    {
        var (id, at, language) = (PlatformDb.NewId(), DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()), kit.Texts.ContainsKey(person.Language) ? person.Language : kit.Design.SourceLanguage);
        var words = TrainingWords.Of(kit, language);
        var say = Catalogues.For(Core.Text.Language.Find(language)!);
        var kind = attainment ? AchievementKind.Attainment : AchievementKind.Participation;
        var achievement = new CertifiedAchievement($"urn:entraide:{kit.Design.Id}:{DesignReader.WordOf(kind)}", kind, $"{say[attainment ? "certificate.attainment" : "certificate.participation"]}: {words.Plain("title")}", words.Plain("summary"), say["certificates.rule"]);
        var certificate = new Certificate($"urn:uuid:{Guid.ParseExact(id, "N")}", achievement, Math.Round(kit.Design.Minutes / 60m, 2), DeliveryBook.Day(row.Begins), DeliveryBook.Day(row.Ends), row.Country, language,
            new CertifiedKit(kit.Design.Id, kit.Design.Release.ToString(CultureInfo.InvariantCulture), kit.Hash), from.Issuer, at, at.AddYears(YearsValid), CertificateHolder.Of(name, RandomNumberGenerator.GetBytes(16)), new StatusPlace($"{from.Home}/training/revoked.jwt", index));
        return new CertificateRow { CertificateId = id, DeliveryId = row.RecordId, PersonId = person.RecordId, IsAttainment = attainment, StatusIndex = index, Badge = BadgeWriter.Write(certificate, keys.Signer), IssuedAt = at };
    }

    public static async Task<IResult> Revoke(Frame frame, Caller caller, string id, IFormCollection form, DeliveryBook book)
    {
        var (certificate, why) = (form["certificate"].ToString(), form["why"].ToString().Trim());
        await book.Change(caller, id, async (scope, _) =>
        {
            if (why.Length is > 0 and <= LongestReason && await scope.Db<TrainingDb>().Certificates.SingleOrDefaultAsync(one => one.CertificateId == certificate && one.DeliveryId == id) is { RevokedAt: null } given) (given.RevokedAt, given.RevokedWhy) = (book.Now, why);
        }, "certificate-revoked");
        return TypedResults.Redirect(frame.To($"/deliveries/{id}/certificates"));
    }

    /// <param name="Name">As it was given when she registered.</param>
    public sealed record OwnCertificateView(CertificateRow Row, Certificate Certificate, IssuerKey Issuer, string Name);

    /// <summary>A participant's own certificate, to print or to take along.</summary>
    public static async Task<IResult> Own(HttpContext context, Frame frame, string id, bool? file, DeliveryBook book)
    {
        if (await book.With(context.Request.Cookies[TakePart.Cookie]) is not var (person, _) || await book.Db.Certificates.AsNoTracking().SingleOrDefaultAsync(one => one.CertificateId == id && one.PersonId == person.RecordId) is not { } row) return TypedResults.NotFound();
        if (file == true) return TypedResults.Text(row.Badge, "application/vc+jwt");
        var name = (await book.Identify(DeliveryBook.Node, person)).Name;
        var report = BadgeVerifier.Verify(row.Badge, [], null, book.Now);
        return new RazorComponentResult<CertificatePage>(new { Frame = frame, View = new OwnCertificateView(row, report.Certificate!, report.Issuer!, name) });
    }
}

/// <summary>Checks certificates for everybody: every field, who issued it, whether it was revoked. Nothing that is typed is kept.</summary>
public static class VerifyCertificate
{
    public const int LongestBadge = 20_000;

    /// <summary>How long a list of revoked certificates says that the others are not.</summary>
    private static readonly TimeSpan ListValid = TimeSpan.FromDays(30);

    public sealed record VerifyView(BadgeReport? Report, string? Text, string? Name);

    public static RazorComponentResult<VerifyPage> Ask(Frame frame) => new(new { Frame = frame, View = new VerifyView(null, null, null) });

    public static async Task<IResult> Check(HttpContext context, Frame frame, IFormCollection form, DeliveryBook book, KeyRing keys)
    {
        var (text, name) = (form["certificate"].ToString().Trim(), form["name"].ToString().Trim());
        BadgeReport report;
        try
        {
            var badge = text.Length > LongestBadge ? throw new BadgeException("text", "it is longer than any certificate.", "Paste the certificate alone.") : BadgeSquare.Unpack(text);
            report = BadgeVerifier.Verify(badge, Issuers(keys), await ListOf(badge, book, keys), book.Now, name.Length == 0 ? null : name);
        }
        catch (BadgeException e)
        {
            report = new BadgeReport(BadgeVerdict.Unreadable, RevocationStatus.NoList, null, null, e);
        }
        return new RazorComponentResult<VerifyPage>(new { Frame = frame, View = new VerifyView(report, text, name) }) { StatusCode = report.Verdict == BadgeVerdict.Valid ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }

    /// <summary>The keys with which this node issued certificates, oldest first.</summary>
    public static IReadOnlyList<IssuerKey> Issuers(KeyRing keys) => [.. keys.Signers.Select(one => IssuerKey.Of(one.Public))];

    // The list as it is now, under the key and the address that the certificate names: after a rotation the older key's list goes on.
    private static async Task<StatusList?> ListOf(string badge, DeliveryBook book, KeyRing keys)
    {
        var report = BadgeVerifier.Verify(badge, [], null, book.Now);
        return report is { Certificate: { } certificate, Issuer: { } issuer } && Issuers(keys).Contains(issuer) ? new StatusList(issuer, certificate.Status.Address, Second(book.Now), Second(book.Now) + ListValid, await Revoked(book)) : null;
    }

    /// <summary>The signed list of revoked certificates: to be taken along and used without a network.</summary>
    public static async Task<IResult> RevokedList(HttpContext context, DeliveryBook book, KeyRing keys)
    {
        var list = new StatusList(IssuerKey.Of(keys.Signer.Public), $"{context.Request.Scheme}://{context.Request.Host}/training/revoked.jwt", Second(book.Now), Second(book.Now) + ListValid, await Revoked(book));
        return TypedResults.Text(list.Write(keys.Signer), "application/vc+jwt");
    }

    /// <summary>The node's public keys, as ids that are the keys themselves.</summary>
    public static IResult Keys(KeyRing keys) => TypedResults.Json(Issuers(keys).Select(one => new { id = one.Id, fingerprint = one.Fingerprint }));

    private static async Task<List<int>> Revoked(DeliveryBook book) => await book.Db.Certificates.AsNoTracking().Where(one => one.RevokedAt != null).Select(one => one.StatusIndex).ToListAsync();

    private static DateTimeOffset Second(DateTimeOffset at) => DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds());
}
