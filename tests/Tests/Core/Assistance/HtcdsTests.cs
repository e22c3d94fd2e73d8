using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Entraide.Core.Assistance;
using Entraide.Core.Text;

namespace Entraide.Tests.Core.Assistance;

/// <summary>A case goes out in the field's standard and comes back without loss.</summary>
public sealed class HtcdsTests
{
    private static readonly string Facts = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "data", "htcds-fields.csv"));

    [Fact]
    public void The_fields_are_those_of_the_standard()
    {
        Assert.Equal(84, HtcdsFields.All.Length);
        Assert.Equal((40, 3), (HtcdsFields.All.Count(field => field.IsCore), HtcdsFields.All.Count(field => field.IsDeprecated)));
        Assert.SkipUnless(File.Exists(Facts), $"The list of the standard's fields is not at {Facts}: only their number was compared.");
        var rows = File.ReadLines(Facts).Skip(1).Select(line => line.Split(',')).ToList();
        Assert.Equal(rows.Select(row => row[0]), HtcdsFields.All.Select(field => field.Name));
        Assert.Equal(rows.Select(row => (row[4] == "deprecated", row[5] == "yes")), HtcdsFields.All.Select(field => (field.IsDeprecated, field.IsCore)));
        Assert.All(rows.Zip(HtcdsFields.All), pair => Assert.Equal(pair.First[7], string.Join(';', pair.Second.Values)));
    }

    [Fact]
    public void All_fields_come_back_without_loss_from_five_hundred_drawn_cases()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var seed = 0; seed < 500; seed++)
        {
            var written = Drawn(new Random(seed)).Write();
            var back = Htcds.Read(written);
            Assert.Equal(Encoding.UTF8.GetString(written.Span), Encoding.UTF8.GetString(back.Write().Span));
            foreach (var record in back.Records) seen.UnionWith(record.Values.Keys);
        }
        Assert.Equal(HtcdsFields.All.Select(field => field.Name).Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_the_standard_lacks_comes_along()
    {
        const string Case = """{"standard":"HTCDS 2.0","Victim":[{"vic_TypeOfExploitation":["ForcedLabour","x_ForcedCriminality"]}],"extension":{"screening":{"instrument":"ilo-2012/forced-labour","answers":[1,2.5,null,true,"δέκα"]}}}""";
        Assert.Equal(Case, Encoding.UTF8.GetString(Htcds.Read(Encoding.UTF8.GetBytes(Case)).Write().Span));
    }

    [Theory]
    [InlineData("[]", "$")]
    [InlineData("{}", "$")]
    [InlineData("""{"standard":"HTCDS 1.0"}""", "$")]
    [InlineData("""{"standard":"HTCDS 2.0","People":[]}""", "People")]
    [InlineData("""{"standard":"HTCDS 2.0","7":[]}""", "7")]
    [InlineData("""{"standard":"HTCDS 2.0","Person":{}}""", "Person")]
    [InlineData("""{"standard":"HTCDS 2.0","Person":[1]}""", "Person[0]")]
    [InlineData("""{"standard":"HTCDS 2.0","Person":[{},{"prs_Gender":"woman"}]}""", "Person[1].prs_Gender")]
    [InlineData("""{"standard":"HTCDS 2.0","Person":[{"prs_Gender":"x_"}]}""", "Person[0].prs_Gender")]
    [InlineData("""{"standard":"HTCDS 2.0","Person":[{"prs_Birthdate":"1.3.2026"}]}""", "Person[0].prs_Birthdate")]
    [InlineData("""{"standard":"HTCDS 2.0","Person":[{"prs_Birthdate":"2026-02-30"}]}""", "Person[0].prs_Birthdate")]
    [InlineData("""{"standard":"HTCDS 2.0","Person":[{"prs_NumberOfChildren":-1}]}""", "Person[0].prs_NumberOfChildren")]
    [InlineData("""{"standard":"HTCDS 2.0","Person":[{"prs_MailingLatitude":91}]}""", "Person[0].prs_MailingLatitude")]
    [InlineData("""{"standard":"HTCDS 2.0","Person":[{"prs_MailingLatitude":1.00000000000000000000000000001}]}""", "Person[0].prs_MailingLatitude")]
    [InlineData("""{"standard":"HTCDS 2.0","Person":[{"prs_Deceased":"no"}]}""", "Person[0].prs_Deceased")]
    [InlineData("""{"standard":"HTCDS 2.0","Person":[{"prs_FirstName":7}]}""", "Person[0].prs_FirstName")]
    [InlineData("""{"standard":"HTCDS 2.0","Person":[{"prs_Citizenship":"MD"}]}""", "Person[0].prs_Citizenship")]
    [InlineData("""{"standard":"HTCDS 2.0","Person":[{"prs_Citizenship":["MD","MD"]}]}""", "Person[0].prs_Citizenship")]
    [InlineData("""{"standard":"HTCDS 2.0","Person":[{"prs_Citizenship":["Moldova"]}]}""", "Person[0].prs_Citizenship")]
    [InlineData("""{"standard":"HTCDS 2.0","Person":[{"cas_Status":"Active"}]}""", "Person[0].cas_Status")]
    [InlineData("""{"standard":"HTCDS 2.0","Person":[{"prs_Shoe":"42"}]}""", "Person[0].prs_Shoe")]
    [InlineData("""{"standard":"HTCDS 2.0","extension":[]}""", "extension")]
    [InlineData("""{"standard":"HTCDS 2.0","extension":{"x":1e400}}""", "extension.x")]
    public void What_is_wrong_is_refused_with_its_place_and_how_to_mend_it(string json, string place)
    {
        var refused = Assert.Throws<HtcdsException>(() => Htcds.Read(Encoding.UTF8.GetBytes(json)));
        Assert.Equal(place, refused.Place);
        Assert.True(refused.What.EndsWith('.') && refused.Mend.EndsWith('.') || refused.Mend.EndsWith('}'), refused.Message);
    }

    [Fact]
    public void No_sound_JSON_is_refused_as_such() => Assert.Throws<StrictJsonException>(() => Htcds.Read("{"u8.ToArray()));

    private static Htcds Drawn(Random random) => new(
        [.. Enum.GetValues<HtcdsSection>().SelectMany(section => Enumerable.Range(0, random.Next(3)).Select(_ => new HtcdsRecord(section,
            HtcdsFields.All.Where(field => field.Section == section && random.Next(4) > 0).ToImmutableSortedDictionary(field => field.Name, field => Value(field, random), StringComparer.Ordinal))))],
        random.Next(2) == 0 ? ImmutableSortedDictionary<string, string>.Empty : ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("consents", """[{"items":["Name"],"until":"2026-05-01"}]"""));

    private static ImmutableArray<string> Value(HtcdsField field, Random random) => field.Type switch
    {
        HtcdsType.Date => [new DateOnly(1960, 1, 1).AddDays(random.Next(24_000)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)],
        HtcdsType.Number => [(field.Name.EndsWith("itude", StringComparison.Ordinal) ? random.Next(-9000, 9000) / 100m : random.Next(50)).ToString(CultureInfo.InvariantCulture)],
        HtcdsType.Geolocation => [(random.Next(-900_000, 900_000) / 10_000m).ToString(CultureInfo.InvariantCulture)],
        HtcdsType.Checkbox => [random.Next(2) == 0 ? "true" : "false"],
        HtcdsType.Choice => [Choice(field, random)],
        HtcdsType.Choices => [.. Enumerable.Range(0, random.Next(4)).Select(_ => Choice(field, random)).Distinct()],
        _ => [string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => "aé\"\\\nλعи😀 <&"[random.Next(8)]))],
    };

    private static string Choice(HtcdsField field, Random random) => field.CodeList switch
    {
        "ISO-3166" => new[] { "MD", "BE", "BGD" }[random.Next(3)],
        "ISO-639-2" => new[] { "ron", "ara" }[random.Next(2)],
        _ => random.Next(8) == 0 ? "x_Else" : field.Values[random.Next(field.Values.Length)],
    };
}
