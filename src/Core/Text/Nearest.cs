namespace Entraide.Core.Text;

/// <summary>Finds the word that somebody probably meant.</summary>
public static class Nearest
{
    /// <summary>
    /// The candidate with the smallest Levenshtein distance to <paramref name="word"/> (letter case ignored), the first
    /// of equals; null without candidates. Of a very long word only the beginning is compared.
    /// </summary>
    public static string? To(string word, IEnumerable<string> candidates)
    {
        var meant = word[..Math.Min(word.Length, Quoted.Longest)].ToUpperInvariant();
        return candidates.MinBy(candidate => Distance(meant, candidate.ToUpperInvariant()));
    }

    /// <summary>V. I. Levenshtein (1966): the fewest insertions, deletions and substitutions from one word to the other.</summary>
    public static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var substituted = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.Length];
    }
}
