using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Entraide.Core.Text;

namespace Entraide.Core.Training;

/// <summary>Whether someone was there, or has shown that she can do it. Each is an achievement of its own: one must not pass for the other.</summary>
public enum AchievementKind
{
    /// <summary>Took part in the training to its end. In Open Badges: <c>CertificateOfCompletion</c>.</summary>
    Participation,

    /// <summary>Has shown in a test or exercise what was to be learnt. In Open Badges: <c>Competency</c>.</summary>
    Attainment,
}

/// <summary>What is certified, the same for everybody who has it.</summary>
/// <param name="Id">A URI without fragment, as <c>urn:uuid:…</c>; one for participation and another for attainment.</param>
/// <param name="Name">For people, in the certificate's language.</param>
/// <param name="Criteria">What had to be done for it.</param>
public sealed record CertifiedAchievement(string Id, AchievementKind Kind, string Name, string Description, string Criteria)
{
    public string Id { get; } = Certified.Address("achievement.id", Id);
    public string Name { get; } = Certified.Line("achievement.name", Name);
    public string Description { get; } = Certified.Lines("achievement.description", Description);
    public string Criteria { get; } = Certified.Lines("achievement.criteria", Criteria);
}

/// <summary>What was taught with: the design of the training, and the release of the kit.</summary>
/// <param name="Release">As the kit names its release.</param>
/// <param name="Hash">SHA-256 of the kit, 64 letters of hexadecimal in lower case.</param>
public sealed record CertifiedKit(string Design, string Release, string Hash)
{
    public string Design { get; } = Certified.Line("kit", Design);
    public string Release { get; } = Certified.Line("kit.release", Release);
    public string Hash { get; } = Certified.Match("kit.hash", Hash, @"^[0-9a-f]{64}\z", "Write the SHA-256 as 64 letters of hexadecimal in lower case.");
}

/// <summary>Where it stands whether the certificate was revoked (W3C Bitstring Status List 1.0).</summary>
/// <param name="Address">The URI of the list, without fragment. It may be reached or not: lists also come as files.</param>
/// <param name="Index">The entry in the list, from 0.</param>
public sealed record StatusPlace(string Address, int Index)
{
    public string Address { get; } = Certified.Address("status.address", Address);
    public int Index { get; } = Index is >= 0 and < StatusList.MostEntries ? Index : throw new BadgeException("status.index", $"{Index} is no entry of a list.", $"Give one from 0 to {StatusList.MostEntries - 1}.");
}

/// <summary>
/// To whom a certificate was given, without saying it: the name with a salt as SHA-256 (Open Badges 3.0, IdentityObject and
/// IdentityHash). Who is told the name can check it. The salt stands beside the hash, so whoever has the certificate and a
/// list of names can try them all: it keeps a name from being read, not from being guessed.
/// </summary>
/// <param name="Salt">128 random bits or more, in base64url.</param>
/// <param name="Hash">As <c>sha256$</c> and hexadecimal.</param>
public sealed record CertificateHolder(string Salt, string Hash)
{
    private const int LeastSalt = 16;

    public string Salt { get; } = Certified.Match("holder.salt", Salt, @"^[A-Za-z0-9_-]{22,86}\z", "Draw 16 random bytes and write them in base64url.");
    public string Hash { get; } = Certified.Match("holder.hash", Hash, @"^sha256\$[0-9a-f]{64}\z", "Write sha256$ and 64 letters of hexadecimal in lower case.");

    /// <param name="salt">16 to 64 bytes, drawn at random for this certificate alone: with one salt for two, one sees that they are one person's.</param>
    public static CertificateHolder Of(string name, ReadOnlySpan<byte> salt)
    {
        if (salt.Length < LeastSalt) throw new BadgeException("holder.salt", $"it has {salt.Length} bytes.", $"Draw {LeastSalt} at random.");
        var text = Base64Url.EncodeToString(salt);
        return new CertificateHolder(text, HashOf(Certified.Line("holder.name", Plain(name)), text));
    }

    /// <summary>Whether this is the name: in composed form (NFC), blanks and invisible marks of direction aside. Upper and lower case differ, as in the standard.</summary>
    public bool Is(string name) => HashOf(Plain(name), Salt) == Hash;

    private static string HashOf(string name, string salt) => "sha256$" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name + salt)));

    // Keyboards and copying leave these marks around names in Arabic and Hebrew; nobody sees them.
    private static string Plain(string name) => ComposedForm.Of(string.Join(' ', new string([.. name.Where(letter => letter is not ('\u200E' or '\u200F' or '\u061C' or '\uFEFF' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069')))])
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
}

/// <summary>A certificate of training with everything that is certified; <see cref="BadgeWriter"/> signs it, <see cref="BadgeVerifier"/> reads it.</summary>
/// <param name="Id">As <c>urn:uuid:…</c>, drawn at random.</param>
/// <param name="Hours">Hours of 60 minutes of training, more than 0, at most two digits behind the point.</param>
/// <param name="Begins">The first day.</param>
/// <param name="Ends">The last day.</param>
/// <param name="Country">Whose national version was taught: ISO 3166-1, two letters.</param>
/// <param name="Language">In which it was taught, and in which the certificate is written: a BCP 47 tag.</param>
/// <param name="IssuedAt">In whole seconds; not valid before.</param>
/// <param name="ValidUntil">In whole seconds, later than <paramref name="IssuedAt"/>; null where it does not expire.</param>
/// <param name="Holder">Null where it is given to nobody by name.</param>
public sealed record Certificate(
    string Id, CertifiedAchievement Achievement, decimal Hours, DateOnly Begins, DateOnly Ends, string Country, string Language, CertifiedKit Kit,
    string IssuerName, DateTimeOffset IssuedAt, DateTimeOffset? ValidUntil, CertificateHolder? Holder, StatusPlace Status)
{
    private const decimal MostHours = 10_000;

    public string Id { get; } = Certified.Match("id", Id, @"^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\z", "Write urn:uuid: and a UUID in lower case (RFC 9562).");
    public CertifiedAchievement Achievement { get; } = Achievement;
    public decimal Hours { get; } = Hours is > 0 and <= MostHours && decimal.Round(Hours, 2) == Hours ? Hours : throw new BadgeException("hours", $"there are no {Hours} hours.", $"Give more than 0 and at most {MostHours}, with at most two digits behind the point.");
    public DateOnly Begins { get; } = Begins;
    public DateOnly Ends { get; } = Ends >= Begins ? Ends : throw new BadgeException("ends", $"{Ends:yyyy-MM-dd} is before {Begins:yyyy-MM-dd}, when it begins.", "Give the last day.");
    public string Country { get; } = Certified.Match("country", Country, @"^[A-Z]{2}\z", "Write two capital letters (ISO 3166-1).");
    public string Language { get; } = Certified.Match("language", Language, @"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\z", "Write a language tag, as fr or sr-Latn.");
    public CertifiedKit Kit { get; } = Kit;
    public string IssuerName { get; } = Certified.Line("issuer.name", IssuerName);
    public DateTimeOffset IssuedAt { get; } = Certified.Second("issuedAt", IssuedAt);
    public DateTimeOffset? ValidUntil { get; } = ValidUntil is not { } until ? null : until > IssuedAt ? Certified.Second("validUntil", until) : throw new BadgeException("validUntil", "it is not later than the issue.", "Give a later moment, or none.");
    public CertificateHolder? Holder { get; } = Holder;
    public StatusPlace Status { get; } = Status;

    /// <summary>
    /// The name without meaning of whoever has it: the standard asks for the id of a subject also where it is nobody by name.
    /// Made from the certificate's id alone (UUID version 8, RFC 9562), so that two certificates of one person share nothing.
    /// </summary>
    public string Subject
    {
        get
        {
            var bytes = SHA256.HashData(Encoding.ASCII.GetBytes($"entraide certificate subject 1\n{Id}\n")).AsSpan(0, 16);
            (bytes[6], bytes[8]) = ((byte)((bytes[6] & 0x0F) | 0x80), (byte)((bytes[8] & 0x3F) | 0x80));
            return $"urn:uuid:{new Guid(bytes, bigEndian: true)}";
        }
    }
}

/// <summary>What the fields of certificates must be.</summary>
internal static class Certified
{
    private const int LongestLine = 300, LongestText = 5_000;

    public static string Line(string field, string text) => Text(field, text, LongestLine, lines: false);

    public static string Lines(string field, string text) => Text(field, text, LongestText, lines: true);

    /// <summary>A URI without fragment, as RFC 3986 spells it.</summary>
    public static string Address(string field, string text) => Match(field, text, @"^[a-z][a-z0-9+.-]*:[A-Za-z0-9._~:/?\[\]@!$&'()*+,;=%-]{1,2000}\z", "Write a URI, as https://… or urn:uuid:…, without blanks and without #.");

    public static string Match(string field, string text, string pattern, string mend) => Regex.IsMatch(text, pattern) ? text : throw new BadgeException(field, $"it is “{Quoted.Line(text)}”.", mend);

    public static DateTimeOffset Second(string field, DateTimeOffset at) => at.Ticks % TimeSpan.TicksPerSecond == 0 && at.UtcDateTime.Year >= 1970 ? at.ToUniversalTime() : throw new BadgeException(field, $"it is {at:O}.", "Give a moment since 1970 in whole seconds.");

    private static string Text(string field, string text, int longest, bool lines)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > longest) throw new BadgeException(field, "it is blank or too long.", $"Write 1 to {longest} letters.");
        if (text.Any(letter => char.IsControl(letter) && !(lines && letter == '\n')) || text.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar))
            throw new BadgeException(field, "it holds control characters, or halves of characters.", lines ? "Write plain text; lines end with \\n." : "Write plain text on one line.");
        return text;
    }
}
