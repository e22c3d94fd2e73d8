using Entraide.Core.Disclosure;
using Entraide.Core.Statistics;

namespace Entraide.Tests.Core.Disclosure;

/// <summary>The best release: known optima, every node tried by hand, and what must not change it.</summary>
public sealed class AnonymiserTests
{
    [Theory]
    [InlineData(2, 0, LossMeasure.AverageClassSize, 24, "0,1,3,1,2", 0, 50, 3)]
    [InlineData(2, 0, LossMeasure.Discernibility, 44670, "0,1,1,3,2", 0, 40, 2)]
    [InlineData(2, 0, LossMeasure.Loss, 0.479530510207, "2,0,2,2,2", 0, 20, 3)]
    [InlineData(2, 0.05, LossMeasure.AverageClassSize, 6.06060606061, "0,1,1,3,0", 59, 197, 2)]
    [InlineData(2, 0.05, LossMeasure.Discernibility, 22469, "0,1,0,3,2", 1, 89, 2)]
    [InlineData(2, 0.05, LossMeasure.Loss, 0.256156666446, "2,0,1,1,1", 32, 105, 2)]
    [InlineData(2, 1, LossMeasure.AverageClassSize, 4.49438202247, "0,0,0,3,0", 354, 266, 2)]
    [InlineData(2, 1, LossMeasure.Discernibility, 22469, "0,1,0,3,2", 1, 89, 2)]
    [InlineData(2, 1, LossMeasure.Loss, 0.242223343287, "1,0,1,1,1", 82, 149, 2)]
    [InlineData(3, 0, LossMeasure.AverageClassSize, 24, "0,1,3,1,2", 0, 50, 3)]
    [InlineData(3, 0, LossMeasure.Discernibility, 52386, "1,1,0,3,2", 0, 36, 8)]
    [InlineData(3, 0, LossMeasure.Loss, 0.479530510207, "2,0,2,2,2", 0, 20, 3)]
    [InlineData(3, 0.05, LossMeasure.AverageClassSize, 9.23076923077, "0,1,0,3,1", 58, 129, 3)]
    [InlineData(3, 0.05, LossMeasure.Discernibility, 27261, "0,1,0,3,2", 5, 87, 3)]
    [InlineData(3, 0.05, LossMeasure.Loss, 0.293882243523, "1,0,1,2,1", 56, 75, 3)]
    [InlineData(3, 1, LossMeasure.AverageClassSize, 7.22891566265, "0,0,0,3,1", 192, 165, 3)]
    [InlineData(3, 1, LossMeasure.Discernibility, 27261, "0,1,0,3,2", 5, 87, 3)]
    [InlineData(3, 1, LossMeasure.Loss, 0.283767309551, "2,0,1,1,1", 74, 84, 3)]
    [InlineData(5, 0, LossMeasure.AverageClassSize, 30, "2,1,3,0,2", 0, 40, 5)]
    [InlineData(5, 0, LossMeasure.Discernibility, 52386, "1,1,0,3,2", 0, 36, 8)]
    [InlineData(5, 0, LossMeasure.Loss, 0.551116190051, "2,0,3,2,2", 0, 10, 9)]
    [InlineData(5, 0.05, LossMeasure.AverageClassSize, 14.6341463415, "0,1,0,3,2", 27, 81, 5)]
    [InlineData(5, 0.05, LossMeasure.Discernibility, 50657, "0,1,1,3,2", 5, 38, 5)]
    [InlineData(5, 0.05, LossMeasure.Loss, 0.353578305165, "1,0,1,3,1", 51, 48, 6)]
    [InlineData(5, 1, LossMeasure.AverageClassSize, 10.9090909091, "0,0,0,3,2", 197, 109, 5)]
    [InlineData(5, 1, LossMeasure.Discernibility, 50657, "0,1,1,3,2", 5, 38, 5)]
    [InlineData(5, 1, LossMeasure.Loss, 0.323794036639, "2,0,1,1,1", 135, 66, 5)]
    [InlineData(10, 0, LossMeasure.AverageClassSize, 60, "0,1,2,3,2", 0, 20, 25)] // Three nodes tie.
    [InlineData(10, 0, LossMeasure.Discernibility, 87830, "0,1,2,3,2", 0, 20, 25)]
    [InlineData(10, 0, LossMeasure.Loss, 0.603813914366, "1,1,2,3,1", 0, 16, 13)]
    [InlineData(10, 0.05, LossMeasure.AverageClassSize, 32.4324324324, "0,0,2,3,2", 38, 36, 10)]
    [InlineData(10, 0.05, LossMeasure.Discernibility, 72641, "1,1,0,3,2", 17, 34, 11)]
    [InlineData(10, 0.05, LossMeasure.Loss, 0.419709855739, "1,0,2,3,1", 41, 27, 11)]
    [InlineData(10, 1, LossMeasure.AverageClassSize, 19.6721311475, "0,1,0,3,2", 184, 60, 10)]
    [InlineData(10, 1, LossMeasure.Discernibility, 72641, "1,1,0,3,2", 17, 34, 11)]
    [InlineData(10, 1, LossMeasure.Loss, 0.398548406714, "2,0,1,2,1", 145, 27, 10)]
    public void The_optimum_of_the_made_up_cases_is_found(int k, double limit, LossMeasure measure, double score, string levels, int suppressed, int classes, int smallest)
    {
        var result = Anonymiser.Find(MadeUpCases.Data, MadeUpCases.Hierarchies, new PrivacyModel(k), limit, measure);
        Assert.Equal(score, result.Score, 1e-9 * score);
        Assert.Equal(384, result.LatticeNodes);
        if (k == 10 && limit == 0 && measure == LossMeasure.AverageClassSize) return; // Of the three that tie, any is right.
        Assert.Equal((levels, suppressed, classes, smallest), (string.Join(',', result.Levels), result.Suppressed, result.Classes, result.SmallestClass));
    }

    public static TheoryData<string, double, string, double, int> SensitiveOptima => new()
    {
        { "distinct", 0, "1,1,0,3,2", 0.565647506, 0 }, { "distinct", 0.05, "2,0,3,1,1", 0.394641709, 48 },
        { "entropy", 0, "1,1,0,3,2", 0.565647506, 0 }, { "entropy", 0.05, "2,0,1,3,1", 0.407325943, 52 },
        { "recursive", 0, "2,0,3,2,2", 0.551116190, 0 }, { "recursive", 0.05, "1,0,1,3,1", 0.353578305, 51 },
        { "closeness", 0, "1,1,2,3,1", 0.603813914, 0 }, { "closeness", 0.05, "1,1,3,1,1", 0.522998737, 34 },
    };

    [Theory]
    [MemberData(nameof(SensitiveOptima))]
    public void The_optimum_with_a_sensitive_column_is_found(string model, double limit, string levels, double score, int suppressed)
    {
        SensitiveModel sensitive = model switch
        {
            "distinct" => new DistinctDiversity(MadeUpCases.Sensitive, 3),
            "entropy" => new EntropyDiversity(MadeUpCases.Sensitive, 2),
            "recursive" => new RecursiveDiversity(MadeUpCases.Sensitive, 4, 2),
            _ => new EqualDistanceCloseness(MadeUpCases.Sensitive, 0.3),
        };
        var result = Anonymiser.Find(MadeUpCases.Data, MadeUpCases.Hierarchies, new PrivacyModel(5, sensitive), limit, LossMeasure.Loss);
        Assert.Equal((levels, suppressed), (string.Join(',', result.Levels), result.Suppressed));
        Assert.Equal(score, result.Score, 1e-9);
    }

    [Theory]
    [InlineData(LossMeasure.Loss), InlineData(LossMeasure.Discernibility), InlineData(LossMeasure.AverageClassSize)]
    public void The_search_finds_what_trying_every_node_finds(LossMeasure measure)
    {
        var random = new SeededRandom(2026);
        var (found, none) = (0, 0);
        for (var table = 0; table < 150; table++)
        {
            var (data, hierarchies) = DrawnTable.Of(random);
            foreach (var sensitive in DrawnTable.Models(random))
            {
                var model = new PrivacyModel(2 + random.Below(3), sensitive);
                var limit = ((double[])[0, 0.1, 0.3, 1])[random.Below(4)];
                var best = Exhaustive.Best(data, hierarchies, model, limit, measure);
                if (best is null)
                {
                    none++;
                    Assert.StartsWith("No release meets this.", Assert.Throws<DisclosureException>(() => Anonymiser.Find(data, hierarchies, model, limit, measure)).Message);
                    continue;
                }
                found++;
                var result = Anonymiser.Find(data, hierarchies, model, limit, measure);
                Assert.Equal(best.Value, result.Score, 1e-9 * (1 + best.Value));
                // Where several nodes tie, the one that is named must be one of them.
                var own = Exhaustive.Judge(data, hierarchies, [.. result.Levels], model, measure);
                Assert.Equal(result.Score, own.Score, 1e-9 * (1 + own.Score));
                Assert.Equal((own.Suppressed, own.Classes, own.Smallest), (result.Suppressed, result.Classes, result.SmallestClass));
            }
        }
        Assert.True(found > 300 && none > 20, $"{found} with a release, {none} without: the tables drawn are too easy or too hard.");
    }

    [Theory]
    [InlineData(LossMeasure.Loss), InlineData(LossMeasure.Discernibility), InlineData(LossMeasure.AverageClassSize)]
    public void The_order_of_rows_and_of_columns_changes_nothing(LossMeasure measure)
    {
        var random = new SeededRandom(7);
        for (var round = 0; round < 40; round++)
        {
            var (data, hierarchies) = DrawnTable.Of(random);
            var model = new PrivacyModel(2, round % 2 == 0 ? null : new DistinctDiversity(DrawnTable.Sensitive, 2));
            if (Exhaustive.Best(data, hierarchies, model, 0.3, measure) is null) continue;
            int[] rows = Shuffled(data.RowCount, random), columns = Shuffled(data.Columns.Length, random), quasi = Shuffled(hierarchies.Length, random);
            var shuffled = Microdata.Of([.. columns.Select(place => data.Columns[place].Name)], rows.Select(row => (string[])[.. columns.Select(place => data.Columns[place][row])]));
            var (first, second) = (Anonymiser.Find(data, hierarchies, model, 0.3, measure), Anonymiser.Find(shuffled, [.. quasi.Select(place => hierarchies[place])], model, 0.3, measure));
            Assert.Equal(quasi.Select(place => first.Levels[place]), second.Levels);
            Assert.Equal((first.Score, first.Suppressed, first.Classes, first.SmallestClass, first.NodesEvaluated), (second.Score, second.Suppressed, second.Classes, second.SmallestClass, second.NodesEvaluated));
            Assert.Equal(Rows(first.Release, data), Rows(second.Release, data));
        }
    }

    [Fact]
    public void A_release_has_every_row_and_each_meets_the_model_or_says_nothing()
    {
        var result = Anonymiser.Find(MadeUpCases.Data, MadeUpCases.Hierarchies, new PrivacyModel(5, new DistinctDiversity(MadeUpCases.Sensitive, 3)), 0.05, LossMeasure.Loss);
        var risk = ReidentificationRisk.Of(result.Release, MadeUpCases.Quasi, MadeUpCases.Sensitive);
        Assert.Equal((1200, 48, 1152), (result.Release.RowCount, risk.Suppressed, risk.Rows));
        Assert.Equal((result.Classes, result.SmallestClass), (risk.Classes.Length, risk.Classes.Min(one => one.Size)));
        Assert.All(risk.Classes, one => Assert.True(one.Size >= 5 && one.Sensitive.Count >= 3));
        // The rows that are told are those of the source, each column at its level.
        var told = MadeUpCases.Lines[1..].Select(line => string.Join(';', [.. MadeUpCases.Hierarchies.Select((hierarchy, place) => hierarchy.Value(line[place], result.Levels[place])), line[5]])).CountBy(row => row).ToDictionary();
        Assert.All(Rows(result.Release, result.Release).Where(row => row.Any(letter => letter is not ('*' or ';'))).CountBy(row => row), row => Assert.True(row.Value <= told.GetValueOrDefault(row.Key), row.Key));
    }

    [Fact]
    public void A_suppressed_row_says_nothing_in_any_column_and_no_order_tells_where_it_was()
    {
        var data = Microdata.Of(["place", "note", "kind"], [["z", "n1", "b"], ["a", "n2", "a"], ["z", "n3", "a"], ["z", "n4", "b"], ["b", "n5", "c"], ["z", "n6", "b"]]);
        var hierarchy = Hierarchy.Of("place", [["a", "*"], ["b", "*"], ["z", "*"]]);
        var result = Anonymiser.Find(data, [hierarchy], new PrivacyModel(2, new DistinctDiversity("kind", 2)), 0.34, LossMeasure.Loss);
        Assert.Equal(["*;*;*", "*;*;*", "z;n1;b", "z;n3;a", "z;n4;b", "z;n6;b"], Enumerable.Range(0, 6).Select(row => string.Join(';', result.Release.Columns.Select(column => column[row]))));
        Assert.Equal((2, 1, 4, 2L), (result.Suppressed, result.Classes, result.SmallestClass, result.LatticeNodes));
    }

    [Fact]
    public void A_limit_is_what_its_digits_say()
    {
        // 0.29 times 100 is a little less than 29 in binary fractions.
        var rows = Enumerable.Range(0, 100).Select(row => (string[])[row < 71 ? "common" : $"rare {row}"]).ToArray();
        var hierarchy = Hierarchy.Of("place", [.. rows.Select(row => row[0]).Distinct().Select(value => (string[])[value, "*"])]);
        Assert.Equal((0, 29), Told(0.29));
        Assert.Equal((1, 0), Told(0.28));

        (int, int) Told(double limit)
        {
            var result = Anonymiser.Find(Microdata.Of(["place"], rows), [hierarchy], new PrivacyModel(2), limit, LossMeasure.Loss);
            return (result.Levels[0], result.Suppressed);
        }
    }

    [Fact]
    public void A_key_may_be_full_to_its_last_bit_and_not_beyond()
    {
        var values = Enumerable.Range(0, 256).ToArray();
        Hierarchy Of(string column) => Hierarchy.Of(column, [.. values.Select(value => (string[])[$"{value:X2}", "*"])]);
        string[] columns = ["a", "b", "c", "d", "e", "f", "g", "h"];
        var data = Microdata.Of([.. columns, "i", "same"], values.Select(row => (string[])[.. columns.Select((_, place) => $"{row * (2 * place + 1) % 256:X2}"), row < 128 ? "00" : "01", "00"]));
        // Every row is alone in every column: nothing can be told.
        Hierarchy[] full = [.. columns.Select(Of)];
        Assert.All(Anonymiser.Find(data, [.. full, Of("same")], new PrivacyModel(2), 0, LossMeasure.Discernibility).Levels[..8], level => Assert.Equal(1, level));
        var refusal = Assert.Throws<DisclosureException>(() => Anonymiser.Find(data, [.. full, Of("i")], new PrivacyModel(2), 0, LossMeasure.Discernibility)).Message;
        Assert.Equal("The quasi-identifiers need 65 bits to tell a row from another; 64 are there. Take out a column, or record one less exactly: \"a\" has the most values, 256.", refusal);
    }

    [Fact]
    public void The_search_says_how_far_it_is_and_stops_when_told()
    {
        var told = new Shares();
        Anonymiser.Find(MadeUpCases.Data, MadeUpCases.Hierarchies, new PrivacyModel(5), 0.05, LossMeasure.Loss, told);
        Assert.Equal(told.All.Order(), told.All);
        Assert.Equal((0, 1), (told.All[0], told.All[^1]));
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Anonymiser.Find(MadeUpCases.Data, MadeUpCases.Hierarchies, new PrivacyModel(5), 0.05, LossMeasure.Loss, cancel: stopped.Token));
    }

    public static TheoryData<string, Func<AnonymityResult>> Refusals()
    {
        var data = Microdata.Of(["place", "kind"], [["a", "x"], ["a", "x"], ["b", "x"], ["b", "y"]]);
        var place = Hierarchy.Of("place", [["a", "*"], ["b", "*"]]);
        AnonymityResult Find(int k = 2, SensitiveModel? sensitive = null, double limit = 0, Hierarchy[]? quasi = null, Microdata? rows = null) => Anonymiser.Find(rows ?? data, quasi ?? [place], new PrivacyModel(k, sensitive), limit, LossMeasure.Loss);
        return new()
        {
            { "No release meets this. There are 4 rows, fewer than k = 5. Lower k.", () => Find(k: 5, limit: 1) },
            { "No release meets this. \"kind\" has 2 values in the whole table, fewer than l = 3. Lower l.", () => Find(sensitive: new DistinctDiversity("kind", 3)) },
            { "No release meets this. The values of \"kind\" are spread too unevenly in the whole table: their entropy is 0.562, below ln 2 = 0.693. Lower l. Or let more than 1 rows be suppressed.", () => Find(sensitive: new EntropyDiversity("kind", 2), limit: 0.25) },
            { "No release meets this. The most frequent value of \"kind\" occurs 3 times in the whole table, all from the 2. most frequent on 1 times together: not less than c = 3 times as often. Raise c or lower l. Or let more than 0 rows be suppressed.", () => Find(sensitive: new RecursiveDiversity("kind", 3, 2)) },
            { "k is 1: a class of one row hides nobody. Choose 2 or more.", () => Find(k: 1) },
            { "l is 1: one value is no diversity. Choose 2 or more.", () => Find(sensitive: new DistinctDiversity("kind", 1)) },
            { "l is 1: one value is no diversity. Choose 2 or more.", () => Find(sensitive: new EntropyDiversity("kind", 1)) },
            { "l is 0: one value is no diversity. Choose 2 or more.", () => Find(sensitive: new RecursiveDiversity("kind", 3, 0)) },
            { "c is 0: no class can meet that. Choose a number above 0.", () => Find(sensitive: new RecursiveDiversity("kind", 0, 2)) },
            { "t is 1.5: a distance of shares lies from 0 to 1. Choose one between them, such as 0.3.", () => Find(sensitive: new EqualDistanceCloseness("kind", 1.5)) },
            { "t is NaN: a distance of shares lies from 0 to 1. Choose one between them, such as 0.3.", () => Find(sensitive: new EqualDistanceCloseness("kind", double.NaN)) },
            { "The suppression limit is 1.1; it is a share of the rows. Choose a number from 0 to 1, such as 0.05.", () => Find(limit: 1.1) },
            { "The suppression limit is NaN; it is a share of the rows. Choose a number from 0 to 1, such as 0.05.", () => Find(limit: double.NaN) },
            { "The data have no rows. Give at least as many as k.", () => Find(rows: Microdata.Of(["place", "kind"], [])) },
            { "No quasi-identifier is named. Give the hierarchy of each column by which somebody could be recognised.", () => Find(quasi: []) },
            { "There are two hierarchies of \"place\". Give one for each column.", () => Find(quasi: [place, place]) },
            { "\"place\" is both quasi-identifier and sensitive. Let it be one of them.", () => Find(sensitive: new DistinctDiversity("place", 2)) },
            { "There is no column \"colour\". The columns are: place, kind.", () => Find(sensitive: new DistinctDiversity("colour", 2)) },
            { "The hierarchy of \"place\" has no row for the value \"b\". Add a row that begins with it, or mend the value in the data.", () => Find(quasi: [Hierarchy.Of("place", [["a", "*"]])]) },
        };
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_makes_no_sense_is_refused_and_the_sentence_says_how_to_mend_it(string sentence, Func<AnonymityResult> find) => Assert.Equal(sentence, Assert.Throws<DisclosureException>(find).Message);

    private static int[] Shuffled(int count, SeededRandom random)
    {
        int[] places = [.. Enumerable.Range(0, count)];
        for (var i = count - 1; i > 0; i--)
        {
            var other = random.Below(i + 1);
            (places[i], places[other]) = (places[other], places[i]);
        }
        return places;
    }

    // In the order of the columns of another table, and of no row.
    private static IEnumerable<string> Rows(Microdata table, Microdata order) => Enumerable.Range(0, table.RowCount).Select(row => string.Join(';', order.Columns.Select(column => table[column.Name][row]))).Order(StringComparer.Ordinal);

    private sealed class Shares : IProgress<double>
    {
        public List<double> All { get; } = [];

        public void Report(double value) => All.Add(value);
    }
}
