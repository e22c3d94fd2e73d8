using System.Buffers.Text;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Entraide.Core.Training;
using FsCheck;
using FsCheck.Fluent;
using static Entraide.Tests.Core.Training.BadgeSamples;

namespace Entraide.Tests.Core.Training;

public sealed class StatusListTests
{
    private static readonly string[] Members = [.. Leaves(ReadPayload(List(5).Write(Signer)))];

    [Fact]
    public void A_list_comes_back_with_every_entry() => Prop.ForAll((
        from entries in Gen.Choose(0, 64).Select(more => StatusList.LeastEntries + more * 8)
        from revoked in Gen.Choose(0, StatusList.LeastEntries - 1).ListOf()
        select (entries, revoked: revoked.Append(entries - 1).ToHashSet())).ToArbitrary(), tried =>
    {
        var read = StatusList.Read(new StatusList(Issuer, Address, Issued, Until, tried.revoked, tried.entries).Write(Signer));
        return (read.Issuer, read.Address, read.IssuedAt, read.ValidUntil, read.Entries) == (Issuer, Address, Issued, Until, tried.entries)
            && Enumerable.Range(0, tried.entries).Where(read.IsRevoked).ToHashSet().SetEquals(tried.revoked);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void It_is_written_as_the_standard_says()
    {
        var payload = ReadPayload(List(0, 9).Write(Signer));
        var subject = payload["credentialSubject"]!;
        Assert.Equal(["VerifiableCredential", "BitstringStatusListCredential"], payload["type"]!.AsArray().Select(one => one!.GetValue<string>()));
        Assert.Equal(("BitstringStatusList", "revocation", Address, Issuer.Id), (subject["type"]!.GetValue<string>(), subject["statusPurpose"]!.GetValue<string>(), payload["id"]!.GetValue<string>(), payload["issuer"]!.GetValue<string>()));
        var encoded = subject["encodedList"]!.GetValue<string>();
        Assert.Equal('u', encoded[0]);
        using var unpacked = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(Base64Url.DecodeFromChars(encoded.AsSpan(1))), CompressionMode.Decompress)) gzip.CopyTo(unpacked);
        // The first entry is the leftmost bit.
        Assert.Equal((16 * 1024, 0x80, 0x40, 0), (unpacked.ToArray().Length, unpacked.ToArray()[0], unpacked.ToArray()[1], unpacked.ToArray()[2]));
    }

    [Fact]
    public void The_example_of_the_standard_is_understood()
    {
        // W3C Bitstring Status List 1.0, the encodedList of its examples: 131,072 entries, of which none is revoked.
        var payload = ReadPayload(List(5).Write(Signer));
        payload["credentialSubject"]!["encodedList"] = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA";
        var list = StatusList.Read(Sign(Header(Issuer, "vc+jwt"), payload.ToJsonString(), Key));
        Assert.Equal(StatusList.LeastEntries, list.Entries);
        Assert.DoesNotContain(Enumerable.Range(0, list.Entries), list.IsRevoked);
    }

    [Fact]
    public void A_changed_list_is_refused_field_by_field_and_byte_by_byte()
    {
        var text = List(5).Write(Signer);
        Assert.True(StatusList.Read(text).IsRevoked(5));
        for (var i = 0; i < text.Length; i += 3)
        {
            var changed = $"{text[..i]}{(text[i] == 'A' ? 'B' : 'A')}{text[(i + 1)..]}";
            Assert.Throws<BadgeException>(() => StatusList.Read(changed));
        }
        foreach (var path in Members)
        {
            var payload = ReadPayload(text);
            Change(At(payload, path));
            Assert.Throws<BadgeException>(() => StatusList.Read(Sign(Header(Issuer, "vc+jwt"), payload.ToJsonString(), Stranger)));
        }
    }

    [Fact]
    public void A_list_that_contradicts_itself_is_refused_though_the_issuer_signed_it()
    {
        foreach (var path in Members.Where(path => path != "$.credentialSubject.encodedList"))
        {
            var payload = ReadPayload(List(5).Write(Signer));
            Change(At(payload, path));
            Assert.Throws<BadgeException>(() => StatusList.Read(Sign(Header(Issuer, "vc+jwt"), payload.ToJsonString(), Key)));
        }
    }

    [Fact]
    public void A_badge_is_no_list_and_a_list_is_no_badge()
    {
        Assert.Equal("header.typ", Assert.Throws<BadgeException>(() => StatusList.Read(BadgeWriter.Write(Certificate(), Signer))).Place);
        Assert.Equal((BadgeVerdict.Unreadable, "header.typ"), Verify(List().Write(Signer)) is var report ? (report.Verdict, report.Fault?.Place) : default);
    }

    [Theory]
    [InlineData(StatusList.LeastEntries - 8, false, "u")]
    [InlineData(StatusList.MostEntries + 8, false, "u")]
    [InlineData(64 * StatusList.MostEntries, false, "u")]
    [InlineData(StatusList.LeastEntries, true, "u")]
    [InlineData(StatusList.LeastEntries, false, "z")]
    public void A_list_that_is_too_short_too_long_cut_off_or_in_another_base_is_refused(int entries, bool cut, string multibase)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) gzip.Write(new byte[entries / 8]);
        var payload = ReadPayload(List().Write(Signer));
        payload["credentialSubject"]!["encodedList"] = multibase + Base64Url.EncodeToString(packed.ToArray().AsSpan(0, (int)packed.Length - (cut ? 12 : 0)));
        Assert.Equal("$.credentialSubject.encodedList", Assert.Throws<BadgeException>(() => StatusList.Read(Sign(Header(Issuer, "vc+jwt"), payload.ToJsonString(), Key))).Place);
    }

    [Fact]
    public void Nonsense_is_not_listed()
    {
        Assert.Throws<BadgeException>(() => List(-1));
        Assert.Throws<BadgeException>(() => List(StatusList.LeastEntries));
        Assert.Throws<BadgeException>(() => new StatusList(Issuer, Address, Until, Until, []));
        Assert.Throws<BadgeException>(() => new StatusList(Issuer, "not an address", Issued, Until, []));
        Assert.Throws<BadgeException>(() => new StatusList(Issuer, Address, Issued, Until, [], StatusList.LeastEntries + 1));
        Assert.Throws<BadgeException>(() => List().Write(BadgeSamples.StrangeSigner));
        Assert.Throws<ArgumentOutOfRangeException>(() => List().IsRevoked(StatusList.LeastEntries));
        Assert.Throws<ArgumentOutOfRangeException>(() => List().IsRevoked(-1));
    }

    private static JsonObject ReadPayload(string text) => JsonNode.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text.Split('.')[1])))!.AsObject();
}
