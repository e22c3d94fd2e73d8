using Entraide.Core.Figures;

namespace Entraide.Tests.Core.Figures;

public sealed class FactMappingTests
{
    private static readonly string[] Header = ["yr", "gender", "years", "nat", "name"];

    private static (StatisticalFact? Fact, RowAside? Aside) Read(string mapping, params string[] cells) => FactMapping.Read(mapping, Header, "BE").Apply(7, Header, cells, record => "m" + record);

    [Theory]
    [InlineData("F", "17", "BE", "female", "child", "own")]
    [InlineData("homme", "18", "FR", "male", "adult", "other-eu")]
    [InlineData("X", "9--17", "ng", "other", "child", "non-eu")]
    [InlineData("-99", "", "", "unknown", "unknown", "unknown")]
    [InlineData("Femme", "48+", "stateless", "female", "adult", "non-eu")]
    public void Words_of_other_schemes_are_understood(string gender, string years, string nationality, string sex, string age, string citizenship)
    {
        var (fact, _) = Read("year: yr\nsex: gender\nage: years\ncitizenship: nat\n# a remark\nform = labour", "2025", gender, years, nationality, "Somebody");
        Assert.Equal((sex, age, citizenship, "labour", FactKind.Victim, 2025), (fact![FactSchema.Sex], fact[FactSchema.Age], fact[FactSchema.Citizenship], fact[FactSchema.Form], fact.Kind, fact.Year));
        Assert.DoesNotContain("Somebody", fact.Codes);
    }

    [Fact]
    public void What_cannot_be_read_is_kept_aside_with_its_place()
    {
        Assert.Equal(new RowAside(7, "gender", "martian", "sex"), Read("year: yr\nsex: gender", "2025", "martian", "", "", "").Aside);
        Assert.Equal(new RowAside(7, "yr", "20 25", "year"), Read("year: yr", "20 25", "", "", "", "").Aside);
        Assert.Equal("female", Read("year: yr\nsex: gender\nsex: martian = female", "2025", "Martian", "", "", "").Fact![FactSchema.Sex]);
    }

    [Fact]
    public void What_stands_for_nothing_is_nobody_and_a_country_is_one_of_the_world()
    {
        (StatisticalFact? Fact, RowAside? Aside) Of(string mapping, string record, string from, string citizenship) => FactMapping.Read(mapping, ["year", "record", "from", "citizenship", "Status"], "EL").Apply(2, ["year", "record", "from", "citizenship", "Status"], ["2025", record, from, citizenship, "told us a long story that nobody asked for"], number => $"mark of {number}");
        const string Named = "year: year\nrecord: record\nfrom: from\ncitizenship: citizenship";
        // Three hundred rows without a number are three hundred people.
        Assert.All((string[])["", "-99", "n/a", "NA"], nothing => Assert.Equal("", Of(Named, nothing, "RO", "RO").Fact!.Mark));
        Assert.Equal("mark of 17", Of(Named, "17", "RO", "RO").Fact!.Mark);
        // Greece reports as EL or GR; the United Kingdom is UK or GB; "ZZ" is no country, and "NA" may be one.
        Assert.Equal(("own", "GB"), (Of(Named, "", "uk", "GR").Fact![FactSchema.Citizenship], Of(Named, "", "uk", "GR").Fact![FactSchema.From]));
        Assert.Equal("unknown", Of(Named, "", "ZZ", "EL").Fact![FactSchema.From]);
        Assert.Equal(("from", "NA"), (Of(Named, "", "NA", "EL").Aside!.Dimension, Of(Named, "", "NA", "EL").Aside!.Value));
        Assert.Equal("NA", Of(Named + "\nfrom: NA = NA", "", "NA", "EL").Fact![FactSchema.From]);
        Assert.Equal("from", Of(Named, "", "QQ", "EL").Aside!.Dimension);
        Assert.Throws<ArgumentException>(() => FactMapping.Read(Named, ["year", "record", "from", "citizenship"], "QQ"));
        // A column that happens to have one of our names is read only where no column was named; and then little of it is kept.
        Assert.Equal("unknown", Of(Named, "", "RO", "RO").Fact![FactSchema.Status]);
        Assert.Equal(FactKind.Suspect, FactMapping.Read("sex: genre", ["year", "genre", "kind"], "BE").Apply(2, ["year", "genre", "kind"], ["2025", "F", "suspect"], number => number).Fact!.Kind);
        Assert.True(FactMapping.Read("", ["year", "status"], "BE").Apply(2, ["year", "status"], ["2025", new string('x', 5000)], number => number).Aside!.Value.Length <= FactMapping.LongestAside + 1);
    }

    [Theory]
    [InlineData("", MappingFault.NoYear, 0, "")]
    [InlineData("year: yr\nsex gender", MappingFault.BadLine, 2, "sex gender")]
    [InlineData("year: yr\nshoe: gender", MappingFault.NoDimension, 2, "shoe")]
    [InlineData("year: yr\nsex: colour", MappingFault.NoColumn, 2, "colour")]
    [InlineData("year: yr\nsex: f = woman", MappingFault.NoCode, 2, "woman")]
    [InlineData("year = soon", MappingFault.NoCode, 1, "soon")]
    public void A_mapping_that_says_nothing_is_refused_with_its_line(string mapping, MappingFault fault, int line, string word)
    {
        var refused = Assert.Throws<FactMappingException>(() => FactMapping.Read(mapping, Header, "BE"));
        Assert.Equal((fault, line, word), (refused.Fault, refused.Line, refused.Word));
        Assert.Equal(fault is MappingFault.NoYear or MappingFault.BadLine, refused.Choices.IsEmpty);
    }

    [Fact]
    public void Facts_are_kept_and_read_back_to_the_letter_in_any_order()
    {
        StatisticalFact[] facts = [StatisticalFact.Of(FactKind.Victim, 2025, new Dictionary<string, string> { ["sex"] = "female", ["from"] = "RO" }, "m1"), StatisticalFact.Of(FactKind.Judgment, 2024, new Dictionary<string, string> { ["judgment"] = "acquittal" }), StatisticalFact.Of(FactKind.Judgment, 2024, new Dictionary<string, string> { ["judgment"] = "acquittal" })];
        Assert.Equal(FactFile.Write(facts), FactFile.Write(facts.Reverse()));
        Assert.Equal(facts.OrderBy(fact => fact.Kind).ThenBy(fact => fact.Mark), FactFile.Read(FactFile.Write(facts)).OrderBy(fact => fact.Kind).ThenBy(fact => fact.Mark));
        Assert.Throws<ArgumentException>(() => StatisticalFact.Of(FactKind.Victim, 2025, new Dictionary<string, string> { ["sex"] = "x" }));
    }

    [Fact]
    public void A_year_counts_a_record_once_and_says_what_is_missing_late_and_absent()
    {
        StatisticalFact Victim(int year, string mark, string sex = "unknown") => StatisticalFact.Of(FactKind.Victim, year, new Dictionary<string, string> { ["sex"] = sex }, mark);
        Contribution[] given = [new("Police", new DateOnly(2026, 2, 1), [Victim(2025, "a"), Victim(2025, "b"), Victim(2025, "")], 4, 1), new("Inspectorate", new DateOnly(2026, 10, 1), [Victim(2025, "a", "female"), Victim(2025, "")], 0, 0), new("Shelter", new DateOnly(2025, 2, 1), [Victim(2024, "c")], 9, 9)];
        var (cube, quality) = YearOfFigures.Count(2025, given);
        Assert.Equal(4, cube.Total(FactKind.Victim));
        // Of two that are one record, the one that says more.
        Assert.Equal(1, cube.By(FactKind.Victim, FactSchema.Sex).Single(one => one.Key[0] == "female").Value);
        Assert.Equal((1, 4, 1), (quality.Duplicates, quality.Others, quality.Aside));
        Assert.Equal(["Inspectorate"], quality.Late);
        Assert.Equal(["Shelter"], quality.Absent);
        Assert.Equal((3, 4), quality.Missing.Where(one => one.Dimension == FactSchema.Sex).Select(one => (one.Unknown, one.Of)).Single());
        Assert.Equal(cube.Write(), FactCube.Read(cube.Write()).Write());
        // A source that gives again corrects itself; one that counts her cases and has none is not missed.
        var again = YearOfFigures.Count(2025, [.. given, new("Inspectorate", new DateOnly(2026, 11, 1), [Victim(2025, "a", "male")], 0, 0), new("Shelter", new DateOnly(2026, 3, 1), [], 2, 0, 2025)]);
        Assert.Equal("male", again.Cube.By(FactKind.Victim, FactSchema.Sex).Single(one => one.Key[0] != "unknown").Key[0]);
        Assert.Empty(again.Quality.Absent);
        // Who gives again what she gave has not twice as many who said no.
        Assert.Equal(4, YearOfFigures.Count(2025, [.. given, given[0] with { Others = 3 }]).Quality.Others);

        var later = YearOfFigures.Count(2025, given[..1]).Cube;
        var changes = Restatement.Between(cube, later);
        Assert.Contains(new RestatedFigure(FactKind.Victim, null, "", 4, 3), changes);
        Assert.Contains(new RestatedFigure(FactKind.Victim, FactSchema.Sex, "female", 1, 0), changes);
        Assert.Empty(Restatement.Between(cube, cube));
        Assert.Throws<ArgumentException>(() => Restatement.Between(cube, FactCube.Of(2024, [])));
    }

    [Fact]
    public void Every_letter_of_the_article_has_a_table_with_all_that_it_asks_for()
    {
        Assert.Equal(["a", "b", "c", "d", "e", "f", "g"], YearlyTables.Article19A.Select(table => FactSchema.LetterOf(table.Kind)).Distinct().Order());
        var victims = YearlyTables.Article19A.Single(table => table.Id == "a");
        Assert.Equal(["organisation", "sex", "age", "citizenship", "form"], victims.Dimensions.Select(one => one.Id));
        Assert.Equal(9 * 4 * 3 * 4 * 4, YearlyTables.Fill(FactCube.Of(2025, []), victims).Count());
        Assert.All(YearlyTables.ByScheme.Values.SelectMany(tables => tables), table => Assert.All(table.Dimensions, dimension => Assert.Contains(dimension, FactSchema.DimensionsOf(table.Kind))));
    }
}
