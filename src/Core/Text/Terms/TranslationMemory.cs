using System.Runtime.InteropServices;
using Entraide.Core.Text.Blocks;

namespace Entraide.Core.Text.Terms;

/// <summary>A source text that was translated before, with its translation.</summary>
/// <param name="Place">Where, as the caller names it.</param>
public sealed record MemoryEntry(string Place, string Source, string Target);

/// <summary>What was translated before and is like what is to be translated now.</summary>
/// <param name="Percent">How alike the two sources are: 100 for the same words. A proposal, never a decision: one "not" leaves two texts alike.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MemoryMatch(MemoryEntry Entry, int Percent);

/// <summary>Finds earlier translations of the same or a similar text.</summary>
public sealed class TranslationMemory
{
    /// <summary>In percent; below it a proposal costs more than it saves.</summary>
    public const int LeastAlike = 60;

    private readonly List<(MemoryEntry Entry, string Source, List<string> Words)> entries;

    public TranslationMemory(IEnumerable<MemoryEntry> entries) => this.entries = [.. entries.Select(entry => (entry, BlockVersion.Normalised(entry.Source), Words(entry.Source)))];

    /// <summary>The best few, the most alike first; of several with the same translation one.</summary>
    /// <param name="except">The place that asks, which is no memory of itself.</param>
    public IReadOnlyList<MemoryMatch> Find(string source, string? except = null, int most = 5)
    {
        var (same, words) = (BlockVersion.Normalised(source), Words(source));
        return [.. entries.Where(one => one.Entry.Place != except).Select(one => new MemoryMatch(one.Entry, one.Source == same ? 100 : Alike(words, one.Words))).Where(match => match.Percent >= LeastAlike)
            .OrderByDescending(match => match.Percent).ThenBy(match => match.Entry.Place, StringComparer.Ordinal).DistinctBy(match => match.Entry.Target, StringComparer.Ordinal).Take(most)];
    }

    private static int Alike(List<string> words, List<string> there)
    {
        var all = words.Count + there.Count;
        if (all == 0 || 200 * Math.Min(words.Count, there.Count) / all < LeastAlike) return 0;
        // In whatever order first, since that is quick; then in the same order.
        var bag = there.CountBy(word => word, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var shared = words.Count(word => bag.TryGetValue(word, out var left) && (bag[word] = left - 1) >= 0);
        // The same words with other signs or marks are not the same text.
        return 200 * shared / all < LeastAlike ? 0 : Math.Min(99, 200 * Common(words, there) / all);
    }

    private static int Common(List<string> one, List<string> other)
    {
        var row = new int[other.Count + 1];
        foreach (var word in one)
        {
            var diagonal = 0;
            for (var j = 1; j <= other.Count; j++) (diagonal, row[j]) = (row[j], word == other[j - 1] ? diagonal + 1 : Math.Max(row[j], row[j - 1]));
        }
        return row[^1];
    }

    private static List<string> Words(string text) => [.. WordEdits.Tokens(text).Select(token => token.Folded)];
}
