using System.Buffers.Text;
using System.IO.Compression;
using System.Text;

namespace Entraide.Core.Training;

/// <summary>
/// A badge as text that a printed square (QR code, ISO/IEC 18004) has room for: its three parts, packed with zlib (RFC 1950) and
/// written in Base45 (RFC 9285), as the EU's digital certificates do. It is the same badge, to the letter, when it is unpacked.
/// </summary>
public static class BadgeSquare
{
    /// <summary>Stands before it, so that nobody takes it for something else.</summary>
    public const string Prefix = "ENTRAIDE1:";

    private const string Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

    // More than any badge has; what unpacks to more is none.
    private const int LargestBadge = 64 * 1024;

    /// <exception cref="BadgeException">It is no badge in three parts.</exception>
    public static string Pack(string badge)
    {
        if (badge.Split('.') is not [var header, var payload, var signature]) throw new BadgeException("text", "it does not have three parts with points between.", "Take the whole badge.");
        var parts = new[] { header, payload, signature }.Select((part, i) => BadgeEnvelope.Decode($"part {i + 1}", part)).ToArray();
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            foreach (var part in parts)
            {
                zlib.Write([(byte)(part.Length >> 8), (byte)(part.Length & 0xFF)]);
                zlib.Write(part);
            }
        return Prefix + Encode(packed.ToArray());
    }

    /// <summary>The badge of a square; what is no square is given back as it is.</summary>
    /// <exception cref="BadgeException">It begins like a square and is none.</exception>
    public static string Unpack(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal)) return text;
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(Decode(text[Prefix.Length..])), CompressionMode.Decompress);
            var bytes = new byte[LargestBadge];
            var length = zlib.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            var parts = new List<string>();
            for (var at = 0; at < length;)
            {
                var size = (bytes[at] << 8) | bytes[at + 1];
                if (length == bytes.Length || at + 2 + size > length) break;
                parts.Add(Base64Url.EncodeToString(bytes.AsSpan(at + 2, size)));
                at += 2 + size;
            }
            if (parts.Count == 3) return string.Join('.', parts);
        }
        catch (Exception e) when (e is InvalidDataException or IndexOutOfRangeException)
        {
            // Said below.
        }
        throw new BadgeException("text", "the square was not read whole.", "Photograph it again, from straight above.");
    }

    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        for (var i = 0; i < bytes.Length; i += 2)
        {
            var value = i + 1 < bytes.Length ? (bytes[i] << 8) | bytes[i + 1] : bytes[i];
            text.Append(Letters[value % 45]).Append(Letters[value / 45 % 45]);
            if (i + 1 < bytes.Length) text.Append(Letters[value / (45 * 45)]);
        }
        return text.ToString();
    }

    private static byte[] Decode(string text)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i += 3)
        {
            var digits = text.Substring(i, Math.Min(3, text.Length - i)).Select(letter => Letters.IndexOf(letter)).ToArray();
            if (digits.Length == 1 || digits.Contains(-1)) throw new InvalidDataException();
            var value = digits[0] + digits[1] * 45 + (digits.Length == 3 ? digits[2] * 45 * 45 : 0);
            if (value > (digits.Length == 3 ? 0xFFFF : 0xFF)) throw new InvalidDataException();
            if (digits.Length == 3) bytes.Add((byte)(value >> 8));
            bytes.Add((byte)(value & 0xFF));
        }
        return [.. bytes];
    }
}
