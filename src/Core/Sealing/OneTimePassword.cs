using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Entraide.Core.Sealing;

/// <summary>
/// The six digits that an authenticator app shows for thirty seconds (TOTP, RFC 6238, on HOTP, RFC 4226), and the base 32
/// (RFC 4648, section 6) in which the app is told its key.
/// </summary>
public static class OneTimePassword
{
    private const int Digits = 6, Modulus = 1_000_000, Seconds = 30;

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The code of a step.</summary>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "Authenticator apps know only SHA-1; its use in HMAC (RFC 4226, appendix B) is not broken by its collisions.")]
    public static string At(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        var hash = HMACSHA1.HashData(secret, counter);
        // Dynamic truncation, RFC 4226, section 5.3.
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0x0f)) & 0x7fffffff;
        return (number % Modulus).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The number of the thirty seconds that this moment lies in, counted from 1970.</summary>
    public static long Step(DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        return seconds / Seconds - (seconds % Seconds < 0 ? 1 : 0);
    }

    /// <summary>
    /// The step whose code was typed: the current one or the one before it, for whoever types slowly; null if neither. A step up to
    /// <paramref name="lastStep"/> is not accepted: keep what is returned as the next one, and no code is accepted twice.
    /// </summary>
    /// <param name="typed">As a person typed it: with blanks, and in the digits of her script.</param>
    /// <param name="lastStep">The step that was accepted last for this secret.</param>
    public static long? Match(ReadOnlySpan<byte> secret, string typed, DateTimeOffset now, long lastStep)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var code = Normalize(typed);
        if (code is null) return null;
        // Both are always compared, in full, so that the time taken says nothing about the code.
        var step = Step(now);
        var (isPrevious, isCurrent) = (IsAt(secret, step - 1, code), IsAt(secret, step, code));
        if (isCurrent && step > lastStep) return step;
        return isPrevious && step - 1 > lastStep ? step - 1 : null;
    }

    /// <summary>Base 32 in capitals, without the padding that authenticator apps do not want.</summary>
    public static string ToBase32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (held, bits) = (0, 0);
        foreach (var value in bytes)
        {
            held = (held << 8 | value) & 0xfff;
            for (bits += 8; bits >= 5; bits -= 5) text.Append(Alphabet[held >> bits - 5 & 31]);
        }
        if (bits > 0) text.Append(Alphabet[held << 5 - bits & 31]);
        return text.ToString();
    }

    /// <summary>Reads base 32 in capitals or not, with blanks between groups, with the whole padding or none.</summary>
    /// <exception cref="FormatException">This is no base 32.</exception>
    public static byte[] FromBase32(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var written = string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));
        var letters = written.TrimEnd('=');
        if (letters.Length < written.Length && (written.Length % 8 != 0 || written.Length - letters.Length > 6)) throw new FormatException("The padding of base 32 fills its last eight letters.");
        if (letters.Length % 8 is 1 or 3 or 6) throw new FormatException("Base 32 of this length does not exist: a letter is missing.");
        var bytes = new List<byte>(letters.Length * 5 / 8);
        var (held, bits) = (0, 0);
        foreach (var letter in letters)
        {
            var value = Alphabet.IndexOf(char.ToUpperInvariant(letter), StringComparison.Ordinal);
            if (value < 0 || !char.IsAscii(letter)) throw new FormatException("Base 32 has the letters A to Z and the digits 2 to 7 only.");
            (held, bits) = (held << 5 | value, bits + 5);
            if (bits < 8) continue;
            bits -= 8;
            bytes.Add((byte)(held >> bits));
            held &= (1 << bits) - 1;
        }
        if (held != 0) throw new FormatException("The last letter of this base 32 says more than fits: it is mistyped.");
        return [.. bytes];
    }

    /// <summary>The six digits in ASCII, or null if they are not six digits. Blanks and marks of direction, which a copied text may carry, are passed over.</summary>
    private static byte[]? Normalize(string typed)
    {
        var code = new List<byte>(Digits);
        foreach (var letter in typed)
        {
            if (char.IsWhiteSpace(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.Format) continue;
            var digit = CharUnicodeInfo.GetDecimalDigitValue(letter);
            if (digit < 0 || code.Count == Digits) return null;
            code.Add((byte)('0' + digit));
        }
        return code.Count == Digits ? [.. code] : null;
    }

    private static bool IsAt(ReadOnlySpan<byte> secret, long step, byte[] code) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(At(secret, step)), code);
}
