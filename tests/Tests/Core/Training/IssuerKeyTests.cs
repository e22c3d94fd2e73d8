using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Entraide.Core.Training;

namespace Entraide.Tests.Core.Training;

public sealed class IssuerKeyTests
{
    // RFC 7517, appendix A.1, the key on P-256.
    private const string X = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", Y = "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM";

    [Fact]
    public void A_key_becomes_its_id_and_comes_back()
    {
        for (var i = 0; i < 50; i++)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var issuer = IssuerKey.Of(key.ExportSubjectPublicKeyInfo());
            Assert.Equal(issuer, IssuerKey.Parse(issuer.Id));
            Assert.True(IssuerKey.Parse(issuer.Id).HasSigned("text"u8, key.SignData("text"u8, HashAlgorithmName.SHA256)));
            Assert.False(IssuerKey.Of(BadgeSamples.Key.ExportSubjectPublicKeyInfo()).HasSigned("text"u8, key.SignData("text"u8, HashAlgorithmName.SHA256)));
        }
    }

    [Fact]
    public void The_fingerprint_is_the_thumbprint_of_the_members_in_order_of_the_alphabet()
    {
        var key = IssuerKey.Parse(Did($$"""{"crv":"P-256","kty":"EC","x":"{{X}}","y":"{{Y}}"}"""));
        // Worked out apart: printf '…' | openssl dgst -sha256 -binary | basenc --base64url
        Assert.Equal("cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s", key.Fingerprint);
    }

    [Theory]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"XX","y":"YY"}""")]
    [InlineData("""{"crv":"P-256","kty":"EC","x":"XX","y":"YY" }""")]
    [InlineData("""{"crv":"P-256","kty":"EC","x":"XX","y":"YY","use":"sig"}""")]
    [InlineData("""{"crv":"P-256","d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE","kty":"EC","x":"XX","y":"YY"}""")]
    [InlineData("""{"crv":"P-256","kty":"EC","x":"XX","x":"XX","y":"YY"}""")]
    [InlineData("""{"crv":"P-384","kty":"EC","x":"XX","y":"YY"}""")]
    [InlineData("""{"crv":"P-256","kty":"EC","x":"YY","y":"XX"}""")]
    [InlineData("""{"crv":"P-256","kty":"EC","x":"AAAA","y":"YY"}""")]
    [InlineData("""{"crv":"P-256","kty":"EC","x":"XX"}""")]
    [InlineData("""{"crv":"P-256","kty":"EC","x":"XX=","y":"YY"}""")]
    [InlineData("[]")]
    [InlineData("no json")]
    public void Another_form_another_curve_and_a_point_beside_the_curve_are_refused(string jwk) =>
        Assert.Throws<BadgeException>(() => IssuerKey.Parse(Did(jwk.Replace("XX", X).Replace("YY", Y))));

    [Theory]
    [InlineData("")]
    [InlineData("did:jwk:")]
    [InlineData("did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169")]
    public void What_is_no_did_jwk_is_refused(string id) => Assert.Throws<BadgeException>(() => IssuerKey.Parse(id));

    [Fact]
    public void A_key_on_another_curve_is_refused()
    {
        foreach (var curve in (ECCurve[])[ECCurve.NamedCurves.nistP384, ECCurve.CreateFromValue("1.3.132.0.10"), ECCurve.NamedCurves.brainpoolP256r1])
        {
            using var key = ECDsa.Create(curve);
            Assert.Throws<BadgeException>(() => IssuerKey.Of(key.ExportSubjectPublicKeyInfo()));
            using var signer = new Entraide.Core.Sealing.SigningKey(key);
            Assert.Throws<BadgeException>(() => BadgeWriter.Write(BadgeSamples.Certificate(), signer));
        }
    }

    private static string Did(string jwk) => "did:jwk:" + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(jwk));
}
