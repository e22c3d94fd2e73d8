using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Entraide.Core.Sealing;

/// <summary>
/// A field as it is stored: one byte for the format, one for the algorithm, four for the version of the record's key, a
/// random nonce, the sealed text with its tag. AES-256-GCM (NIST SP 800-38D). Where the field stands is bound in, so
/// that a sealed text that is moved to another field, record, table or node does not open.
/// </summary>
public static class SealedField
{
    /// <summary>Length in bytes of a key.</summary>
    public const int KeyLength = 32;

    private const byte Format = 1, Aes256Gcm = 1;
    /// <summary>Length in bytes of a nonce.</summary>
    public const int NonceLength = 12;

    private const int HeaderLength = 6, TagLength = 16;

    /// <param name="nonce">12 bytes drawn at random for this field alone: a nonce that is used twice under one key betrays both texts.</param>
    public static byte[] Seal(ReadOnlySpan<byte> key, int keyVersion, FieldPlace place, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> text)
    {
        var all = new byte[HeaderLength + NonceLength + text.Length + TagLength];
        (all[0], all[1]) = (Format, Aes256Gcm);
        BinaryPrimitives.WriteInt32BigEndian(all.AsSpan(2), keyVersion);
        nonce.CopyTo(all.AsSpan(HeaderLength, NonceLength));
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, text, all.AsSpan(HeaderLength + NonceLength, text.Length), all.AsSpan(all.Length - TagLength), Bound(all, place));
        return all;
    }

    /// <exception cref="CryptographicException">Not sealed with this key for this place, or changed since.</exception>
    public static byte[] Open(ReadOnlySpan<byte> key, FieldPlace place, ReadOnlySpan<byte> field)
    {
        KeyVersion(field); // Refuses what has another form.
        var text = new byte[field.Length - HeaderLength - NonceLength - TagLength];
        using var aes = new AesGcm(key, TagLength);
        aes.Decrypt(field.Slice(HeaderLength, NonceLength), field[(HeaderLength + NonceLength)..^TagLength], field[^TagLength..], text, Bound(field, place));
        return text;
    }

    /// <summary>The version of the record's key with which the field was sealed.</summary>
    /// <exception cref="CryptographicException">This is no sealed field of format 1, algorithm 1.</exception>
    public static int KeyVersion(ReadOnlySpan<byte> field) => field.Length >= HeaderLength + NonceLength + TagLength && field[0] == Format && field[1] == Aes256Gcm
        ? BinaryPrimitives.ReadInt32BigEndian(field[2..])
        : throw new CryptographicException("This is no sealed field of format 1, algorithm 1.");

    private static byte[] Bound(ReadOnlySpan<byte> field, FieldPlace place) => [.. field[..HeaderLength], .. place.ToBytes()];
}

/// <summary>Where a sealed field stands.</summary>
public readonly record struct FieldPlace(string Node, string Zone, string Table, string Record, string Field)
{
    // Each part with its length before it: no two places give the same bytes.
    internal byte[] ToBytes()
    {
        var bytes = new List<byte>();
        foreach (var part in (ReadOnlySpan<string>)[Node, Zone, Table, Record, Field])
        {
            var text = Encoding.UTF8.GetBytes(part);
            bytes.AddRange([(byte)(text.Length >> 24), (byte)(text.Length >> 16), (byte)(text.Length >> 8), (byte)text.Length]);
            bytes.AddRange(text);
        }
        return [.. bytes];
    }
}

/// <summary>
/// The key of one record. Each class of field has a key of its own, derived from it (HKDF-Expand, RFC 5869), so that who is
/// given one class holds nothing of the others.
/// </summary>
public sealed class RecordKey
{
    private readonly byte[] key;

    private RecordKey(byte[] key, int version) => (this.key, Version) = (key, version);

    /// <summary>Counts the keys that this record has had, from 1.</summary>
    public int Version { get; }

    /// <param name="random">32 bytes drawn at random.</param>
    public static RecordKey New(byte[] random, int version) => random.Length == SealedField.KeyLength ? new RecordKey(random, version) : throw new CryptographicException($"A record's key has {SealedField.KeyLength} bytes, not {random.Length}.");

    /// <summary>The key, wrapped for storage with AES key wrap with padding (RFC 5649).</summary>
    public byte[] Wrap(KeyWrap with) => with.Wrap(key);

    /// <exception cref="CryptographicException">Not wrapped with this key.</exception>
    public static RecordKey Unwrap(KeyWrap with, ReadOnlySpan<byte> wrapped, int version) => new(with.Unwrap(wrapped), version);

    /// <summary>The key of a class of fields.</summary>
    public byte[] ForClass(string fieldClass) => HKDF.Expand(HashAlgorithmName.SHA256, key, SealedField.KeyLength, Encoding.UTF8.GetBytes("entraide field class 1\n" + fieldClass));
}

/// <summary>Wraps keys with a key: AES key wrap with padding (RFC 5649).</summary>
public sealed class KeyWrap : IDisposable
{
    private readonly Aes aes = Aes.Create();

    /// <param name="key">32 bytes.</param>
    /// <exception cref="CryptographicException">The key has another length.</exception>
    public KeyWrap(ReadOnlySpan<byte> key)
    {
        if (key.Length != SealedField.KeyLength) throw new CryptographicException($"A key for wrapping has {SealedField.KeyLength} bytes, not {key.Length}.");
        aes.SetKey(key);
    }

    public byte[] Wrap(ReadOnlySpan<byte> secret) => aes.EncryptKeyWrapPadded(secret);

    /// <exception cref="CryptographicException">Not wrapped with this key, or changed since.</exception>
    public byte[] Unwrap(ReadOnlySpan<byte> wrapped)
    {
        try
        {
            return aes.DecryptKeyWrapPadded(wrapped);
        }
        catch (ArgumentException e)
        {
            // What the framework throws for a length that no wrapped key has.
            throw new CryptographicException("This is no wrapped key.", e);
        }
    }

    public void Dispose() => aes.Dispose();
}
