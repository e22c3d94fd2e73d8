using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Entraide.Core.Sealing;
using Entraide.Core.Training;

namespace Entraide.Tests.Core.Training;

/// <summary>A certificate, its issuer, a stranger, and a signer that has nothing of ours: it signs whatever it is told.</summary>
public static class BadgeSamples
{
    public const string Name = "Олена Ґудзь-Šťastná", Address = "https://node.example/certificates/status/1";
    public static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256), Stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    public static readonly SigningKey Signer = new(Key), StrangeSigner = new(Stranger);
    public static readonly IssuerKey Issuer = IssuerKey.Of(Key.ExportSubjectPublicKeyInfo());
    public static readonly DateTimeOffset Issued = new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero), Until = Issued.AddYears(2), Now = Issued.AddDays(10);
    public static readonly byte[] Salt = [.. Enumerable.Range(1, 16).Select(one => (byte)one)];

    public static Certificate Certificate(string? name = Name, DateTimeOffset? until = null, bool forever = false, int index = 94_567, AchievementKind kind = AchievementKind.Attainment) => new(
        "urn:uuid:6f1c0b7e-5d1a-4c39-9e58-0a3f6f1f8a11",
        new("urn:uuid:0d6c6a0e-7a3b-4d55-8c1e-2f9d4b7a9c10", kind, "Reconnaître la traite : évaluation", "Signes, “entretien”, orientation.\nDeux jours.", "Répondre juste à 16 questions sur 20."),
        12.5m, new(2026, 2, 27), new(2026, 2, 28), "FR", "fr", new("field-workers-two-days", "2026.1", new string('a', 60) + "0123"),
        "Association d’entraide \\ Lyon", Issued, forever ? null : until ?? Until, name is null ? null : CertificateHolder.Of(name, Salt), new(Address, index));

    public static StatusList List(params int[] revoked) => new(Issuer, Address, Issued.AddDays(1), Issued.AddDays(31), revoked);

    public static BadgeReport Verify(string badge, StatusList? list = null, DateTimeOffset? now = null, string? holder = null) => BadgeVerifier.Verify(badge, [Issuer], list, now ?? Now, holder);

    public static JsonObject Payload(Certificate? certificate = null) => JsonNode.Parse(BadgeWriter.Payload(certificate ?? Certificate(), Issuer).Span)!.AsObject();

    public static string Header(IssuerKey key, string type = "JWT") => $$"""{"alg":"ES256","typ":"{{type}}","kid":"{{key.KeyId}}"}""";

    /// <summary>Signs by RFC 7515 as it is written there.</summary>
    public static string Sign(string header, string payload, ECDsa key)
    {
        var signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}";
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    /// <summary>Signed by the trusted key: what its holder might do by mistake.</summary>
    public static string ByIssuer(JsonNode payload) => Sign(Header(Issuer), payload.ToJsonString(), Key);

    /// <summary>Every value in the document that holds no other, by its path.</summary>
    public static IEnumerable<string> Leaves(JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(member => Leaves(member.Value!)),
        JsonArray items => items.SelectMany(item => Leaves(item!)),
        _ => [node.GetPath()],
    };

    public static JsonNode At(JsonNode root, string path) => Leaves(root).Contains(path) ? Find(root, path)! : throw new ArgumentException(path, nameof(path));

    /// <summary>Another value of the same kind and look.</summary>
    public static void Change(JsonNode leaf)
    {
        if (leaf.GetValueKind() is System.Text.Json.JsonValueKind.True) leaf.ReplaceWith(false);
        else if (leaf.GetValueKind() == System.Text.Json.JsonValueKind.Number) leaf.ReplaceWith(leaf.GetValue<long>() + 1);
        else
        {
            var letters = leaf.GetValue<string>().ToCharArray();
            var place = Math.Max(Array.FindLastIndex(letters, char.IsAsciiLetterOrDigit), 0);
            letters[place] = letters[place] is '1' or 'a' or 'A' ? (char)(letters[place] + 1) : char.IsDigit(letters[place]) ? '1' : char.IsLower(letters[place]) ? 'a' : 'A';
            leaf.ReplaceWith(new string(letters));
        }
    }

    private static JsonNode? Find(JsonNode? node, string path) => node switch
    {
        null => null,
        _ when node.GetPath() == path => node,
        JsonObject members => members.Select(member => Find(member.Value, path)).FirstOrDefault(found => found is not null),
        JsonArray items => items.Select(item => Find(item, path)).FirstOrDefault(found => found is not null),
        _ => null,
    };
}
