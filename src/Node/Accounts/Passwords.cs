using System.Collections.Frozen;
using System.Globalization;
using Entraide.Core.Text;
using Microsoft.AspNetCore.Identity;

namespace Entraide.Node.Accounts;

/// <summary>
/// Passwords: at least 15 characters, no rules of composition, none that is easily guessed (NIST SP 800-63B-4, section
/// 3.1.1). Hashing is slow on purpose; a flood of sign-ins must not stop everybody else (<see cref="SlowWork"/>).
/// </summary>
public sealed class Passwords(IPasswordHasher<Account> hasher) : IDisposable
{
    /// <summary>In characters.</summary>
    public const int Shortest = 15, Longest = 128;

    /// <summary>Rounds of PBKDF2 with SHA-512 (OWASP password storage: at least 210,000).</summary>
    public const int Rounds = 220_000;

    /// <summary>How many hashes run at once, and how many sign-ins may wait for one.</summary>
    public const int LongestQueue = 20;

    /// <inheritdoc cref="LongestQueue"/>
    public static readonly int AtOnce = Math.Clamp(Environment.ProcessorCount / 2, 1, 2);

    private static readonly FrozenSet<string> Weak = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Accounts", "weak-passwords.txt"))
        .Where(line => line.Length > 0 && line[0] != '#').Select(Plain).ToFrozenSet(StringComparer.Ordinal);

    private readonly SlowWork hashing = new(AtOnce, LongestQueue);

    /// <summary>What is wrong with a new password, as a key of the catalogue; null where nothing is.</summary>
    /// <param name="context">What stands close at hand: her name, her sign-in name, her organisation.</param>
    public static string? Fault(string password, params string?[] context)
    {
        if (password.EnumerateRunes().Count() < Shortest) return "password.short";
        if (password.Length > Longest) return "password.long";
        return IsEasy(Plain(password), context) ? "password.weak" : null;
    }

    /// <exception cref="TooManyException">Too many are waiting.</exception>
    public Task<string> Hash(Account account, string password) => hashing.Run(() => hasher.HashPassword(account, Composed(password)));

    /// <exception cref="TooManyException">Too many are waiting.</exception>
    public Task<bool> Verify(Account account, string hash, string password) => hashing.Run(() => hasher.VerifyHashedPassword(account, hash, Composed(password)) != PasswordVerificationResult.Failed);

    public void Dispose() => hashing.Dispose();

    // The same letters typed on another keyboard may be composed otherwise.
    private static string Composed(string password) => password.Length > Longest * 4 ? "" : ComposedForm.Of(password);

    private static string Plain(string text) => new([.. text.ToLowerInvariant().Select(ComposedForm.Bare).Where(letter => char.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark && !char.IsWhiteSpace(letter))]);

    private static bool IsEasy(string plain, string?[] context)
    {
        if (Weak.Contains(plain) || plain.Distinct().Count() < 5) return true;
        // A word said again and again, and rows of letters or digits.
        for (var length = 1; length <= plain.Length / 2; length++)
            if (Enumerable.Range(length, plain.Length - length).All(i => plain[i] == plain[i % length])) return true;
        var steps = Enumerable.Range(1, plain.Length - 1).Count(i => plain[i] - plain[i - 1] is 1 or -1 or 0);
        if (steps >= (plain.Length - 1) * 3 / 4) return true;
        // What remains without the words that anybody would try first must still be long.
        var rest = plain;
        foreach (var word in context.OfType<string>().SelectMany(one => one.Split(' ', '.', '@', '-')).Append("entraide").Append("password").Select(Plain).Where(word => word.Length > 3))
            rest = rest.Replace(word, "", StringComparison.Ordinal);
        return rest.Length < 8;
    }
}
