using System.Collections.Immutable;

namespace Entraide.Core.Statistics;

/// <summary>A person's answers in the language in which she was asked: right; wrong or left out; null if she was not given the item.</summary>
public sealed record LanguageAnswers(string Language, IReadOnlyList<bool?> Answers);

/// <summary>People of one language and one band of results who were given an item, and how many of them got it right. Tells of nobody; can be added up over trainings.</summary>
/// <param name="Item">Number of the item.</param>
/// <param name="Band">Of the result in the whole test: people of one band are held to know about as much.</param>
public sealed record LanguageCell(int Item, string Language, int Band, int People, int Right);

/// <summary>What the test says of an item in a language, against all other languages together.</summary>
/// <param name="Item">Number of the item, from 0 where it was found from people.</param>
/// <param name="People">Asked in this language.</param>
/// <param name="Others">Asked in another.</param>
/// <param name="Z">Standard deviations from "as hard as elsewhere", corrected for continuity; negative is harder.</param>
/// <param name="Probability">Of a z so low, or lower, were the item as hard as elsewhere.</param>
/// <param name="Adjusted">The same after Holm's correction for all pairs of item and language that were tested.</param>
/// <param name="Odds">Odds of the right answer in this language over those elsewhere, among people who know as much (Mantel and Haenszel); null where it has no denominator.</param>
public sealed record LanguageFinding(int Item, string Language, int People, int Others, double Z, double Probability, double Adjusted, double? Odds)
{
    /// <summary>Harder beyond chance, and by enough to matter: ETS delta at most -1 (more than category A of Zwick 2012).</summary>
    public bool IsHarder => Adjusted <= LanguageBias.Significance && Odds is { } odds && LanguageBias.DeltaPerLogOdds * Math.Log(odds) <= -1;
}

/// <summary>
/// Items that are harder in one language than in the others for people who know as much, as a mistranslation makes them:
/// differential item functioning by N. Mantel and W. Haenszel ("Statistical aspects of the analysis of data from retrospective
/// studies", 1959) as used by P. W. Holland and D. T. Thayer ("Differential item performance and the Mantel-Haenszel procedure",
/// 1988), with S. Holm's step-down ("A simple sequentially rejective multiple test procedure", 1979). Pairs that cannot be tested
/// are not listed; the findings are in the order of item, then language. An item that most people get wrong anyway can hide a wrong
/// key: that nothing was found does not show that nothing is wrong.
/// </summary>
public static class LanguageBias
{
    /// <summary>On either side, for an item.</summary>
    public const int LeastPeople = 10;

    /// <summary>The chance, over all pairs together, of any false alarm.</summary>
    public const double Significance = 0.05;

    /// <summary>From log odds to the delta scale of ETS.</summary>
    public const double DeltaPerLogOdds = 2.35;

    /// <summary>
    /// From people; those who were not given every item are left out. They are matched by their number of right answers, in a
    /// second pass without the items that the first found, so that a bad item does not spoil the measure that the others are held to.
    /// </summary>
    /// <exception cref="ArgumentException">The rows are not all of one length.</exception>
    public static ImmutableArray<LanguageFinding> FromPeople(IReadOnlyList<LanguageAnswers> people)
    {
        ArgumentNullException.ThrowIfNull(people);
        var items = people.Count == 0 ? 0 : people[0].Answers.Count;
        if (people.Any(one => one.Answers.Count != items)) throw new ArgumentException("Every person has one answer, or none, for each item.", nameof(people));
        var complete = people.Where(one => one.Answers.All(answer => answer is not null)).ToArray();
        var first = Findings(Tables(complete, items, []));
        return Findings(Tables(complete, items, [.. first.Where(found => found.IsHarder).Select(found => found.Item)]));
    }

    /// <summary>From cells, in one pass; cells of the same item, language and band are added up.</summary>
    /// <exception cref="ArgumentException">A cell has more right answers than people, or fewer than none.</exception>
    public static ImmutableArray<LanguageFinding> FromCells(IReadOnlyList<LanguageCell> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (cells.FirstOrDefault(cell => cell.Right < 0 || cell.Right > cell.People) is { } wrong) throw new ArgumentException($"{wrong} has right answers that nobody gave.", nameof(cells));
        return Findings(cells.GroupBy(cell => cell.Item).Select(own =>
        {
            var bands = own.Select(cell => cell.Band).Distinct().Order().ToArray();
            var table = new ItemTable(own.Key, Ordinal(own.Select(cell => cell.Language)), bands.Length);
            foreach (var cell in own) table.Add(cell.Language, Array.BinarySearch(bands, cell.Band), cell.People, cell.Right);
            return table;
        }));
    }

    private static string[] Ordinal(IEnumerable<string> languages) => [.. languages.Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<ItemTable> Tables(LanguageAnswers[] people, int items, HashSet<int> leftOut)
    {
        var languages = Ordinal(people.Select(one => one.Language));
        int[] scores = [.. people.Select(one => Enumerable.Range(0, items).Count(item => one.Answers[item] == true && !leftOut.Contains(item)))];
        for (var item = 0; item < items; item++)
        {
            var table = new ItemTable(item, languages, items + 1);
            for (var person = 0; person < people.Length; person++)
            {
                var right = people[person].Answers[item] == true ? 1 : 0;
                table.Add(people[person].Language, scores[person] + (leftOut.Contains(item) ? right : 0), 1, right);
            }
            yield return table;
        }
    }

    private static ImmutableArray<LanguageFinding> Findings(IEnumerable<ItemTable> tables)
    {
        var tested = tables.SelectMany(table => table.Findings())
            .OrderBy(found => found.Probability).ThenBy(found => found.Item).ThenBy(found => found.Language, StringComparer.Ordinal).ToArray();
        // Holm: each is multiplied by the number of those not before it, and none is adjusted below one before it.
        var highest = 0.0;
        for (var i = 0; i < tested.Length; i++)
        {
            highest = Math.Max(highest, Math.Min(1, (tested.Length - i) * tested[i].Probability));
            tested[i] = tested[i] with { Adjusted = highest };
        }
        return [.. tested.OrderBy(found => found.Item).ThenBy(found => found.Language, StringComparer.Ordinal)];
    }

    /// <summary>One item's people and right answers, by language and stratum.</summary>
    private sealed class ItemTable(int item, string[] languages, int strata)
    {
        private readonly int[,] people = new int[languages.Length, strata], right = new int[languages.Length, strata];

        public void Add(string language, int stratum, int more, int moreRight)
        {
            var row = Array.BinarySearch(languages, language, StringComparer.Ordinal);
            people[row, stratum] += more;
            right[row, stratum] += moreRight;
        }

        /// <summary>The pairs that can be tested, not adjusted yet.</summary>
        public IEnumerable<LanguageFinding> Findings()
        {
            int[] all = [.. Enumerable.Range(0, strata).Select(stratum => Column(people, stratum))], allRight = [.. Enumerable.Range(0, strata).Select(stratum => Column(right, stratum))];
            for (var language = 0; language < languages.Length; language++)
            {
                var own = Enumerable.Range(0, strata).Sum(stratum => people[language, stratum]);
                var others = all.Sum() - own;
                if (own < LeastPeople || others < LeastPeople) continue;
                if (Tested(language, all, allRight) is { } finding) yield return finding with { People = own, Others = others };
            }
        }

        private int Column(int[,] table, int stratum) => Enumerable.Range(0, languages.Length).Sum(language => table[language, stratum]);

        private LanguageFinding? Tested(int language, int[] all, int[] allRight)
        {
            double excess = 0, variance = 0, top = 0, bottom = 0;
            for (var stratum = 0; stratum < strata; stratum++)
            {
                if (all[stratum] == 0) continue;
                double total = all[stratum], correct = allRight[stratum], own = people[language, stratum], ownRight = right[language, stratum];
                double ownWrong = own - ownRight, otherRight = correct - ownRight, otherWrong = total - own - otherRight;
                excess += ownRight - (own * correct / total);
                if (total > 1) variance += own * (total - own) * correct * (total - correct) / (total * total * (total - 1));
                top += ownRight * otherWrong / total;
                bottom += ownWrong * otherRight / total;
            }
            if (variance == 0) return null;
            // Half a person towards "no difference": counts are whole, the normal distribution is not.
            var corrected = excess < 0 ? Math.Min(0, excess + 0.5) : Math.Max(0, excess - 0.5);
            var z = corrected / Math.Sqrt(variance);
            var probability = NormalDistribution.Below(z);
            return new LanguageFinding(item, languages[language], 0, 0, z, probability, probability, bottom == 0 ? null : top / bottom);
        }
    }
}
