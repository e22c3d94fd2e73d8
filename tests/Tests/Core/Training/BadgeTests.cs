using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Entraide.Core.Training;
using FsCheck;
using FsCheck.Fluent;
using static Entraide.Tests.Core.Training.BadgeSamples;

namespace Entraide.Tests.Core.Training;

public sealed class BadgeTests
{
    public static TheoryData<string> AllLeaves => [.. Leaves(Payload())];

    [Fact]
    public void Every_field_comes_back_as_it_was_certified()
    {
        foreach (var certificate in (Certificate[])[Certificate(), Certificate(name: null), Certificate(forever: true), Certificate(kind: AchievementKind.Participation, index: 0)])
        {
            var report = Verify(BadgeWriter.Write(certificate, Signer), List());
            Assert.Equal((BadgeVerdict.Valid, RevocationStatus.Known, certificate, Issuer, null), (report.Verdict, report.Status, report.Certificate, report.Issuer, report.Fault));
        }
    }

    [Fact]
    public void The_claims_are_those_of_Open_Badges()
    {
        var payload = Payload();
        foreach (var (claim, member) in ((string, string)[])[("iss", "$.issuer.id"), ("jti", "$.id"), ("sub", "$.credentialSubject.id")]) Assert.Equal(At(payload, member).GetValue<string>(), payload[claim]!.GetValue<string>());
        Assert.Equal((Issued.ToUnixTimeSeconds(), Until.ToUnixTimeSeconds()), (payload["nbf"]!.GetValue<long>(), payload["exp"]!.GetValue<long>()));
        Assert.Equal(("2026-03-02T09:30:00Z", "2028-03-02T09:30:00Z"), (payload["validFrom"]!.GetValue<string>(), payload["validUntil"]!.GetValue<string>()));
        Assert.Null(Payload(Certificate(forever: true))["exp"]);
        var header = JsonNode.Parse(Base64Url.DecodeFromChars(BadgeWriter.Write(Certificate(), Signer).Split('.')[0]))!;
        Assert.Equal(("ES256", "JWT", Issuer.Id + "#0", 3), (header["alg"]!.GetValue<string>(), header["typ"]!.GetValue<string>(), header["kid"]!.GetValue<string>(), header.AsObject().Count));
    }

    [Fact]
    public void The_name_is_not_in_the_badge_and_two_certificates_of_one_person_share_nothing()
    {
        var text = Payload().ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Assert.DoesNotContain(Name.Split(' ')[0], text);
        Assert.NotEqual(CertificateHolder.Of(Name, Salt), CertificateHolder.Of(Name, RandomNumberGenerator.GetBytes(16)));
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(Name + Base64Url.EncodeToString(Salt)));
        Assert.Contains($"sha256${Convert.ToHexStringLower(hash)}", text);
    }

    [Fact]
    public void More_than_twenty_fields_are_tried_below() => Assert.True(AllLeaves.Count >= 35, $"{AllLeaves.Count}");

    [Theory, MemberData(nameof(AllLeaves))]
    public void A_field_changed_without_the_key_is_an_alteration_and_changed_with_another_key_is_of_an_unknown_issuer(string path)
    {
        var (badge, payload) = (BadgeWriter.Write(Certificate(), Signer).Split('.'), Payload());
        Change(At(payload, path));
        Assert.False(JsonNode.DeepEquals(Payload(), payload));
        var text = payload.ToJsonString();
        Assert.Equal(BadgeVerdict.Altered, Verify($"{badge[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text))}.{badge[2]}", List()).Verdict);
        var forged = Verify(Sign(Header(Issuer), text, Stranger), List());
        Assert.Equal((BadgeVerdict.Altered, null, null), (forged.Verdict, forged.Certificate, forged.Issuer));
        var stranger = IssuerKey.Of(Stranger.ExportSubjectPublicKeyInfo());
        Assert.Equal((BadgeVerdict.UnknownIssuer, stranger), (Verify(Sign(Header(stranger), text, Stranger), List()) is var named ? (named.Verdict, named.Issuer) : default));
        Assert.Equal(BadgeVerdict.UnknownIssuer, Verify(Sign(Header(stranger), text.Replace(Issuer.Id, stranger.Id), Stranger), List()).Verdict);
    }

    [Theory, MemberData(nameof(AllLeaves))]
    public void A_member_that_is_missing_is_refused_at_its_place_though_the_issuer_signed_it(string path)
    {
        var payload = Payload();
        var leaf = At(payload, path);
        if (leaf.Parent is JsonObject owner) owner.Remove(leaf.GetPropertyName());
        else leaf.Parent!.AsArray().RemoveAt(leaf.GetElementIndex());
        // A certificate that does not expire has neither of the two; one alone is refused.
        var report = Verify(ByIssuer(payload), List());
        Assert.Equal((BadgeVerdict.Unreadable, null), (report.Verdict, report.Certificate));
        Assert.NotNull(report.Fault);
        Assert.StartsWith("$", report.Fault.Place);
    }

    [Theory]
    [InlineData("$.iss", "$.issuer.id")]
    [InlineData("$.jti", "")]
    [InlineData("$.id", "$.credentialSubject.id")]
    [InlineData("$.nbf", "$.validFrom")]
    [InlineData("$.exp", "$.validUntil")]
    [InlineData("$.sub", "$.credentialSubject.id")]
    [InlineData("$.name", "$.credentialSubject.achievement.name")]
    [InlineData("$.type[1]", "")]
    [InlineData("$.@context[0]", "")]
    [InlineData("$.credentialStatus.type", "")]
    [InlineData("$.credentialStatus.statusPurpose", "")]
    [InlineData("$.credentialSubject.result[0].resultDescription", "")]
    [InlineData("$.credentialSubject.achievement.resultDescription[0].name", "")]
    [InlineData("$.credentialSubject.identifier[0].hashed", "")]
    [InlineData("$.credentialSubject.identifier[0].identityType", "")]
    public void Two_members_that_contradict_each_other_are_refused_at_their_place(string path, string twin)
    {
        foreach (var one in (string[])[path, .. twin.Length > 0 ? new[] { twin } : []])
        {
            var payload = Payload();
            Change(At(payload, one));
            var report = Verify(ByIssuer(payload), List());
            Assert.Equal(BadgeVerdict.Unreadable, report.Verdict);
            Assert.Contains(report.Fault!.Place, (string[])[path, twin]);
        }
    }

    [Theory]
    [InlineData("""{"alg":"none","typ":"JWT","kid":"KID"}""", "header.alg")]
    [InlineData("""{"alg":"HS256","typ":"JWT","kid":"KID"}""", "header.alg")]
    [InlineData("""{"alg":"es256","typ":"JWT","kid":"KID"}""", "header.alg")]
    [InlineData("""{"alg":"ES256","typ":"vc+jwt","kid":"KID"}""", "header.typ")]
    [InlineData("""{"alg":"ES256","kid":"KID"}""", "header.typ")]
    [InlineData("""{"alg":"ES256","typ":"JWT"}""", "header.kid")]
    [InlineData("""{"alg":"ES256","typ":"JWT","kid":"KID","jwk":{"kty":"EC"}}""", "header.jwk")]
    [InlineData("""{"alg":"ES256","typ":"JWT","kid":"KID","crit":["b64"]}""", "header.crit")]
    [InlineData("""{"alg":"none","alg":"ES256","typ":"JWT","kid":"KID"}""", "header")]
    [InlineData("""["ES256"]""", "header.kid")]
    public void Another_header_is_refused_though_the_signature_is_right(string header, string place)
    {
        var report = Verify(Sign(header.Replace("KID", Issuer.KeyId), Payload().ToJsonString(), Key));
        Assert.Equal((BadgeVerdict.Unreadable, place), (report.Verdict, report.Fault?.Place));
    }

    [Theory]
    [InlineData("\"name\":", "\"name\":\"Other\",\"name\":", "payload")]
    [InlineData("\"jti\":", "\"vc\":{},\"jti\":", "$.vc")]
    [InlineData("\"statusPurpose\":", "\"statusSize\":2,\"statusPurpose\":", "$.credentialStatus.statusSize")]
    [InlineData("\"value\":\"12.5\"", "\"value\":\"12.50\"", "$.credentialSubject.result[0].value")]
    [InlineData("\"value\":\"12.5\"", "\"value\":12.5", "$.credentialSubject.result[0].value")]
    [InlineData("2026-02-27T00:00:00Z", "2026-02-27T01:00:00Z", "$.credentialSubject.activityStartDate")]
    [InlineData("2026-02-27T00:00:00Z", "2026-02-27", "$.credentialSubject.activityStartDate")]
    [InlineData("2026-02-28T00", "2026-02-26T00", "ends")]
    [InlineData("\"94567\"", "\"094567\"", "$.credentialStatus.statusListIndex")]
    [InlineData("\"94567\"", "\"-1\"", "status.index")]
    [InlineData("CertificateOfCompletion", "Course", "$.credentialSubject.achievement.achievementType")]
    public void What_has_two_readings_or_is_nonsense_is_refused_at_its_place(string written, string instead, string place)
    {
        var text = BadgeWriter.Payload(Certificate(kind: AchievementKind.Participation), Issuer);
        var changed = Encoding.UTF8.GetString(text.Span).Replace(written, instead);
        Assert.NotEqual(Encoding.UTF8.GetString(text.Span), changed);
        var report = Verify(Sign(Header(Issuer), changed, Key), List());
        Assert.Equal((BadgeVerdict.Unreadable, place), (report.Verdict, report.Fault?.Place));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d")]
    [InlineData("https://node.example/certificates/1")]
    public void What_is_no_badge_is_said_to_be_none(string text) => Assert.Equal(BadgeVerdict.Unreadable, Verify(text).Verdict);

    [Fact]
    public void Blanks_padding_and_a_second_spelling_of_the_same_bytes_are_refused()
    {
        var badge = BadgeWriter.Write(Certificate(), Signer);
        foreach (var other in (string[])[badge + "\n", " " + badge, badge + "=", badge + "==", badge.Insert(5, "\n"), badge[..^1], badge + "A"]) Assert.NotEqual(BadgeVerdict.Valid, Verify(other).Verdict);
    }

    [Fact]
    public void Any_one_byte_changed_is_refused()
    {
        var badge = BadgeWriter.Write(Certificate(), Signer);
        Assert.Equal(BadgeVerdict.Valid, Verify(badge, List()).Verdict);
        bool IsRefused(int place, char letter) => badge[place] == letter || Verify($"{badge[..place]}{letter}{badge[(place + 1)..]}", List()) is { Verdict: BadgeVerdict.Altered or BadgeVerdict.Unreadable, Certificate: null };
        Prop.ForAll((from place in Gen.Choose(0, badge.Length - 1) from letter in Gen.Choose(0, 255) select (place, letter: (char)letter)).ToArbitrary(), tried => IsRefused(tried.place, tried.letter)).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
        // The last letters of each part, where several letters may stand for the same bytes, with every letter of the alphabet.
        int[] ends = [badge.IndexOf('.') - 1, badge.LastIndexOf('.') - 1, badge.Length - 1];
        foreach (var letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=.") Assert.All(ends, place => Assert.True(IsRefused(place, letter)));
    }

    [Fact]
    public void Revoked_expired_and_not_yet_valid_are_told_apart_and_revoked_wins()
    {
        var badge = BadgeWriter.Write(Certificate(until: Issued.AddDays(20)), Signer);
        var (day, late) = (Issued.AddDays(10), Issued.AddDays(20));
        Assert.Equal(BadgeVerdict.Valid, Verify(badge, List(94_566, 94_568), late.AddTicks(-1)).Verdict);
        Assert.Equal(BadgeVerdict.Expired, Verify(badge, List(94_566, 94_568), late).Verdict);
        Assert.Equal(BadgeVerdict.Revoked, Verify(badge, List(94_567), day).Verdict);
        Assert.Equal(BadgeVerdict.Revoked, Verify(badge, List(94_567), late).Verdict);
        Assert.Equal(BadgeVerdict.Revoked, Verify(badge, List(94_567), day, "Another").Verdict);
        Assert.Equal(BadgeVerdict.NotYetValid, Verify(badge, List(), Issued.AddTicks(-1)).Verdict);
        Assert.Equal(BadgeVerdict.Valid, Verify(badge, List(), Issued).Verdict);
        Assert.Equal(BadgeVerdict.Valid, Verify(BadgeWriter.Write(Certificate(forever: true), Signer), null, Issued.AddYears(900)).Verdict);
    }

    [Fact]
    public void An_unknown_status_is_said_beside_the_verdict()
    {
        var badge = BadgeWriter.Write(Certificate(forever: true), Signer);
        (BadgeVerdict, RevocationStatus) Ask(StatusList? list, DateTimeOffset? now = null) => Verify(badge, list, now) is var report ? (report.Verdict, report.Status) : default;
        Assert.Equal((BadgeVerdict.Valid, RevocationStatus.NoList), Ask(null));
        Assert.Equal((BadgeVerdict.Valid, RevocationStatus.OtherList), Ask(new(IssuerKey.Of(Stranger.ExportSubjectPublicKeyInfo()), Address, Issued, Until, [94_567])));
        Assert.Equal((BadgeVerdict.Valid, RevocationStatus.OtherList), Ask(new(Issuer, Address + "0", Issued, Until, [94_567])));
        Assert.Equal((BadgeVerdict.Valid, RevocationStatus.ListTooOld), Ask(List(), List().ValidUntil));
        Assert.Equal((BadgeVerdict.Revoked, RevocationStatus.ListTooOld), Ask(List(94_567), List().ValidUntil));
        var far = BadgeVerifier.Verify(BadgeWriter.Write(Certificate(index: StatusList.LeastEntries), Signer), [Issuer], List(), Now);
        Assert.Equal((BadgeVerdict.Valid, RevocationStatus.OtherList), (far.Verdict, far.Status));
    }

    [Fact]
    public void A_sound_badge_of_a_stranger_shows_what_stands_in_it_and_is_not_trusted()
    {
        var report = Verify(BadgeWriter.Write(Certificate(), StrangeSigner), List());
        Assert.Equal((BadgeVerdict.UnknownIssuer, Certificate(), IssuerKey.Of(Stranger.ExportSubjectPublicKeyInfo())), (report.Verdict, report.Certificate, report.Issuer));
        Assert.Equal(BadgeVerdict.Valid, BadgeVerifier.Verify(BadgeWriter.Write(Certificate(), StrangeSigner), [Issuer, IssuerKey.Of(Stranger.ExportSubjectPublicKeyInfo())], null, Now).Verdict);
    }

    [Theory]
    [InlineData("Олена Ґудзь", "  Олена\u00A0 Ґудзь ")]
    [InlineData("Ólafur Ğüneş", "O\u0301lafur G\u0306u\u0308nes\u0327")]
    [InlineData("Μαρία Παπαδοπούλου", "Μαρι\u0301α Παπαδοπου\u0301λου")]
    [InlineData("Андрій Йовенко", "Андріи\u0306 И\u0306овенко")]
    [InlineData("فاطمة أحمد", "\u200Fفاطمة ا\u0654حمد\u200E")]
    [InlineData("Nguyễn Thị Ánh", "Nguyê\u0303n Thi\u0323 A\u0301nh")]
    [InlineData("सीता देवी", "सीता देवी")]
    [InlineData("张伟", "张伟")]
    public void A_name_in_any_script_is_hers_however_it_was_typed_and_nobody_elses(string name, string typed)
    {
        var badge = BadgeWriter.Write(Certificate(name), Signer);
        Assert.Equal(BadgeVerdict.Valid, Verify(badge, holder: typed).Verdict);
        foreach (var other in (string[])["", " ", name[..^1], name + "a", "Jean Dupont"]) Assert.Equal(BadgeVerdict.NotItsHolder, Verify(badge, holder: other).Verdict);
        Assert.Equal(BadgeVerdict.NotItsHolder, Verify(BadgeWriter.Write(Certificate(name: null), Signer), holder: typed).Verdict);
    }

    [Fact]
    public void Nonsense_is_not_certified()
    {
        var good = Certificate();
        Certificate With(string? id = null, decimal hours = 1, string country = "FR", string language = "fr", DateOnly? ends = null, DateTimeOffset? issued = null, DateTimeOffset? until = null, string issuer = "x") =>
            new(id ?? good.Id, good.Achievement, hours, good.Begins, ends ?? good.Ends, country, language, good.Kit, issuer, issued ?? Issued, until, null, good.Status);
        Assert.Equal(1, With().Hours);
        foreach (var refused in (Func<object>[])[() => With(id: "urn:uuid:1"), () => With(id: good.Id + "\n"), () => With(hours: 0), () => With(hours: 1.125m), () => With(hours: 10_001), () => With(country: "fr"), () => With(language: "French"),
            () => With(ends: good.Begins.AddDays(-1)), () => With(issued: Issued.AddTicks(1)), () => With(until: Issued), () => With(issuer: " "), () => With(issuer: "a\nb"), () => With(issuer: "\uD800"),
            () => new CertifiedKit("x", "1", new string('A', 64)), () => new StatusPlace("x y", 1), () => new StatusPlace(Address + "#1", 1), () => new StatusPlace(Address, -1),
            () => CertificateHolder.Of("x", new byte[15]), () => CertificateHolder.Of(" ", new byte[16]), () => new CertificateHolder(Base64Url.EncodeToString(Salt), "md5$0")]) Assert.Throws<BadgeException>(refused);
    }
}
