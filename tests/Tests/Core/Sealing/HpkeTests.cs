using System.Security.Cryptography;
using System.Text.Json;
using Entraide.Core.Sealing;

namespace Entraide.Tests.Core.Sealing;

public sealed class HpkeTests
{
    [Fact]
    public void What_was_sealed_opens_and_nothing_else_does()
    {
        using var recipient = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        using var publicKey = recipient.PublicKey;
        var draft = SealedDraft.Seal(publicKey, "draft", "key", "node", "what she said"u8);
        Assert.Equal("what she said"u8.ToArray(), SealedDraft.Open(recipient, "draft", "key", "node", draft));
        Assert.ThrowsAny<CryptographicException>(() => SealedDraft.Open(other, "draft", "key", "node", draft));
        Assert.ThrowsAny<CryptographicException>(() => SealedDraft.Open(recipient, "another", "key", "node", draft));
        Assert.ThrowsAny<CryptographicException>(() => SealedDraft.Open(recipient, "draft", "another", "node", draft));
        Assert.ThrowsAny<CryptographicException>(() => SealedDraft.Open(recipient, "draft", "key", "another", draft));
        for (var i = 0; i < draft.Length; i++)
        {
            var changed = draft.ToArray();
            changed[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => SealedDraft.Open(recipient, "draft", "key", "node", changed));
            Assert.ThrowsAny<CryptographicException>(() => SealedDraft.Open(recipient, "draft", "key", "node", draft.AsSpan(0, i)));
        }
    }

    [Fact]
    public void The_published_vectors_of_RFC_9180_open()
    {
        var vector = JsonDocument.Parse(File.ReadAllBytes(Repository.File("tests", "vectors", "hpke.json"))).RootElement;
        byte[] Hex(string name) => Convert.FromHexString(vector.GetProperty(name).GetString()!);
        var point = Hex("pkRm");
        using var recipient = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = Hex("skRm"), Q = { X = point[1..33], Y = point[33..] } });
        var context = Hpke.ToOpen(recipient, Hex("enc"), Hex("info"));
        var messages = vector.GetProperty("encryptions").EnumerateArray().ToList();
        Assert.Equal(6, messages.Count);
        foreach (var message in messages)
        {
            byte[] Of(string name) => Convert.FromHexString(message.GetProperty(name).GetString()!);
            Assert.Equal(Of("pt"), context.Open(message.GetProperty("sequence_number").GetInt64(), Of("aad"), Of("ct")));
            Assert.Equal(Of("ct"), context.Seal(message.GetProperty("sequence_number").GetInt64(), Of("aad"), Of("pt")));
        }
    }
}
