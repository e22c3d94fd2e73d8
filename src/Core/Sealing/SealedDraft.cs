using System.Security.Cryptography;
using System.Text;

namespace Entraide.Core.Sealing;

/// <summary>
/// A draft as it leaves the phone: one byte for the format, one for the algorithm, the encapsulated key, the sealed
/// text. The draft's id, the key's id and the recipient are bound in, so that a draft cannot be passed off as another.
/// </summary>
public static class SealedDraft
{
    /// <summary>Format 1; algorithm 1 is <see cref="Hpke"/>'s suite.</summary>
    public static ReadOnlySpan<byte> Header => [1, 1];

    /// <summary>The fewest bytes that a sealed draft can have.</summary>
    public static int ShortestLength => Header.Length + Hpke.EncapsulatedKeyLength + Hpke.TagLength;

    /// <summary>
    /// Whether the bytes have the form of a sealed draft, its encapsulated key a point of the curve. Whether they open, only
    /// the private key tells.
    /// </summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> draft)
    {
        if (draft.Length < ShortestLength || !draft.StartsWith(Header)) return false;
        try
        {
            using var key = Hpke.PublicKey(draft.Slice(Header.Length, Hpke.EncapsulatedKeyLength));
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    public static byte[] Seal(ECDiffieHellmanPublicKey recipientKey, string draftId, string keyId, string recipient, ReadOnlySpan<byte> text)
    {
        var (context, encapsulatedKey) = Hpke.ToSeal(recipientKey, Purpose);
        return [.. Header, .. encapsulatedKey, .. context.Seal(0, Bound(draftId, keyId, recipient), text)];
    }

    /// <exception cref="CryptographicException">Not sealed to this key under these ids, or changed on the way.</exception>
    public static byte[] Open(ECDiffieHellman recipientKey, string draftId, string keyId, string recipient, ReadOnlySpan<byte> draft)
    {
        if (!IsWellFormed(draft)) throw new CryptographicException("This is no sealed draft of format 1, algorithm 1.");
        var body = draft[Header.Length..];
        var context = Hpke.ToOpen(recipientKey, body[..Hpke.EncapsulatedKeyLength], Purpose);
        return context.Open(0, Bound(draftId, keyId, recipient), body[Hpke.EncapsulatedKeyLength..]);
    }

    private static ReadOnlySpan<byte> Purpose => "entraide draft 1"u8;

    private static byte[] Bound(string draftId, string keyId, string recipient) =>
        [.. Header, .. Encoding.UTF8.GetBytes($"{draftId}\n{keyId}\n{recipient}")];
}
