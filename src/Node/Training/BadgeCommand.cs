using System.CommandLine;
using System.Globalization;
using System.Text;
using Entraide.Core.Text;
using Entraide.Core.Training;
using Entraide.Node.Platform;

namespace Entraide.Node.Training;

/// <summary><c>entraide badge verify FILE</c> checks a certificate without a network and without a node.</summary>
public static class BadgeCommand
{
    public static Command Command() => new("badge", "Certificates (Open Badges 3.0).") { Verify() };

    private static Command Verify()
    {
        var file = new Argument<string>("FILE") { Description = "A certificate, or what its square says." };
        var issuers = new Option<string[]>("--issuer") { Description = "The issuer's did:jwk, or its fingerprint, that you trust. May be given several times.", HelpName = "ID", AllowMultipleArgumentsPerToken = true };
        var list = new Option<string>("--revoked") { Description = "The issuer's list of revoked certificates, as a file.", HelpName = "FILE" };
        var name = new Option<string>("--name") { Description = "The holder's name, to be compared with its hash.", HelpName = "NAME" };
        var at = new Option<string>("--at") { Description = "The day on which it is to be valid, as 2027-03-01; today where none is given.", HelpName = "DAY" };
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        var command = new Command("verify", "Check a certificate without a network: signature, every field, expiry, revocation. Exit 0 where it is valid.") { file, issuers, list, name, at, json };
        command.SetAction(async parsed =>
        {
            try
            {
                var badge = BadgeSquare.Unpack(Text(parsed.GetValue(file)!));
                var known = parsed.GetValue(issuers) ?? [];
                // A fingerprint says which key is trusted; the key itself stands in the certificate.
                var named = BadgeVerifier.Verify(badge, [], null, DateTimeOffset.UnixEpoch).Issuer;
                IssuerKey[] trusted = [.. known.Where(one => one.StartsWith("did:", StringComparison.Ordinal)).Select(IssuerKey.Parse), .. named is not null && known.Contains(named.Fingerprint) ? [named] : Array.Empty<IssuerKey>()];
                var report = BadgeVerifier.Verify(badge, trusted, parsed.GetValue(list) is { } path ? StatusList.Read(Text(path)) : null, Day(parsed.GetValue(at)), parsed.GetValue(name));
                Write(report, parsed.GetValue(json));
                if (report.Verdict == BadgeVerdict.Valid) return CommandLine.Done;
                await Console.Error.WriteLineAsync($"entraide: {Catalogues.For(Language.English)["verify.verdict." + report.Verdict]} {report.Fault?.Message}".TrimEnd());
                return CommandLine.Refused;
            }
            catch (BadgeException e)
            {
                throw new RefusedException($"The certificate cannot be read: {e.Message}", e);
            }
        });
        return command;
    }

    private static string Text(string file)
    {
        using var stream = File.OpenRead(file);
        var bytes = new byte[1_500_000];
        return Encoding.UTF8.GetString(bytes, 0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)).Trim();
    }

    private static DateTimeOffset Day(string? day)
    {
        if (day is null) return TimeProvider.System.GetUtcNow();
        return DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var known) ? new DateTimeOffset(known, new TimeOnly(12, 0), TimeSpan.Zero) : throw new RefusedException($"{Quoted.Line(day)} is no day. Write it as 2027-03-01.");
    }

    private static void Write(BadgeReport report, bool json)
    {
        List<(string Name, string Value)> facts = [("verdict", DesignReader.WordOf(report.Verdict)), ("status", DesignReader.WordOf(report.Status))];
        if (report is { Certificate: { } one, Issuer: { } issuer })
            facts.AddRange(
            [
                ("id", one.Id), ("kind", DesignReader.WordOf(one.Achievement.Kind)), ("achievement", one.Achievement.Name), ("achievementId", one.Achievement.Id), ("description", one.Achievement.Description), ("criteria", one.Achievement.Criteria),
                ("hours", one.Hours.ToString(CultureInfo.InvariantCulture)), ("begins", Iso(one.Begins)), ("ends", Iso(one.Ends)), ("country", one.Country), ("language", one.Language), ("kit", one.Kit.Design), ("release", one.Kit.Release), ("kitHash", one.Kit.Hash),
                ("issuerName", one.IssuerName), ("issuedAt", one.IssuedAt.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)), ("validUntil", one.ValidUntil?.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) ?? "none"),
                ("statusList", one.Status.Address), ("statusIndex", one.Status.Index.ToString(CultureInfo.InvariantCulture)), ("issuer", issuer.Id), ("fingerprint", issuer.Fingerprint),
            ]);
        if (!json)
        {
            CommandLine.Write(Encoding.UTF8.GetBytes(string.Join('\n', facts.Select(fact => $"{fact.Name,-13} {fact.Value}"))));
            return;
        }
        var to = new CanonicalJson().Open('{');
        foreach (var (name, value) in facts) to.Name(name).Value(value);
        CommandLine.Write(to.Close('}').Bytes.Span);
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
