using System.Security.Cryptography;
using System.Text;

namespace Entraide.Node.Platform;

/// <summary>
/// A code that is printed, or told, and used once: 135 random bits as 27 letters and digits that cannot be taken for one
/// another, and one more that finds a mistyped one. Only its hash is stored; at this length it needs no slow one.
/// </summary>
public static class OneTimeCode
{
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int Length = 28;

    /// <summary>A new code in groups of four.</summary>
    public static string New() => Grouped(RandomNumberGenerator.GetString(Letters, Length - 1));

    /// <summary>The code that these bytes give, of which there must be at least 27 that nobody can guess.</summary>
    public static string From(ReadOnlySpan<byte> secret)
    {
        var code = new char[Length - 1];
        for (var i = 0; i < code.Length; i++) code[i] = Letters[secret[i] % Letters.Length];
        return Grouped(new string(code));
    }

    private static string Grouped(string code) => string.Join('-', (code + Check(code)).Chunk(4).Select(group => new string(group)));

    /// <summary>The hash that is stored; null where what was typed is no code: a letter is missing or wrong.</summary>
    public static string? HashOf(string? typed)
    {
        if (typed is null || typed.Length > 200) return null;
        var code = new string([.. typed.ToUpperInvariant().Where(char.IsLetterOrDigit)]);
        if (code.Length != Length || !code.All(Letters.Contains) || Check(code[..^1]) != code[^1]) return null;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(code)));
    }

    // Odd weights modulo 32: one wrong letter always changes the sum.
    private static char Check(string code) => Letters[code.Select((letter, i) => (2 * i + 1) * Letters.IndexOf(letter)).Sum() % Letters.Length];
}
