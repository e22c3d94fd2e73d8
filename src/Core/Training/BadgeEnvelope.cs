using System.Buffers.Text;
using System.Text;
using Entraide.Core.Sealing;
using Entraide.Core.Text;

namespace Entraide.Core.Training;

/// <summary>
/// A signed JSON text in three parts: header, payload and signature in base64url with points between (JWS compact
/// serialisation, RFC 7515; ES256, RFC 7518). The header says the algorithm, the type and the key, and nothing else: a key that
/// came with the text as <c>jwk</c>, "none" and the algorithms of shared secrets are refused (RFC 8725, sections 3.1 and 3.2).
/// </summary>
/// <param name="Issuer">The key that the header names.</param>
/// <param name="IsSound">Whether that key has signed header and payload.</param>
internal sealed record BadgeEnvelope(IssuerKey Issuer, byte[] Payload, bool IsSound)
{
    private const int LongestText = StrictJson.LargestText * 4 / 3;

    /// <exception cref="BadgeException">The key is not on the curve P-256.</exception>
    public static string Seal(SigningKey key, string type, ReadOnlySpan<byte> payload)
    {
        var signed = $"{Base64Url.EncodeToString(Header(type, IssuerKey.Of(key.Public).KeyId).Span)}.{Base64Url.EncodeToString(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>The payload is not looked at: until the signature is known to be sound, nobody should read it.</summary>
    /// <exception cref="BadgeException">It is no such text; says where.</exception>
    public static BadgeEnvelope Open(string text, string type)
    {
        if (text.Length > LongestText) throw new BadgeException("text", $"it is {text.Length:N0} letters long; at most {LongestText:N0} are read.", "Take the badge alone, without anything around it.");
        if (text.Split('.') is not [var header, var payload, var signature]) throw new BadgeException("text", "it does not have three parts with points between.", "Take the whole badge, without anything around it.");
        using var document = BadgeForm.Parse(Decode("header", header), "header");
        var faults = new List<Fault>();
        var keyId = new JsonPlace(document.RootElement, "header", "header", faults).Member("kid").Text();
        BadgeForm.Demand(faults);
        BadgeForm.Demand(document.RootElement, Header(type, keyId), "header");
        var issuer = keyId.EndsWith("#0", StringComparison.Ordinal) ? IssuerKey.Parse(keyId[..^2]) : throw new BadgeException("header.kid", "it does not end with #0.", "A did:jwk has one key, and #0 names it.");
        return new BadgeEnvelope(issuer, Decode("payload", payload), issuer.HasSigned(Encoding.ASCII.GetBytes($"{header}.{payload}"), Decode("signature", signature)));
    }

    /// <summary>Base64url without padding, of which only one form is taken: the idle bits of the last letter are zero.</summary>
    /// <exception cref="BadgeException">It is no base64url, or not in this form.</exception>
    public static byte[] Decode(string place, string text)
    {
        try
        {
            var bytes = Base64Url.DecodeFromChars(text);
            if (Base64Url.EncodeToString(bytes) == text) return bytes;
        }
        catch (FormatException)
        {
            // Said below, as of the other forms.
        }
        throw new BadgeException(place, "this is no base64url in its one form.", "Copy it again, whole and without blanks.");
    }

    private static ReadOnlyMemory<byte> Header(string type, string keyId) => new CanonicalJson().Open('{').Name("alg").Value("ES256").Name("typ").Value(type).Name("kid").Value(keyId).Close('}').Bytes;
}
