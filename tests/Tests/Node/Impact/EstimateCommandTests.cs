using System.Text.Json;
using Entraide.Core.Estimation;

namespace Entraide.Tests.Node.Impact;

/// <summary>What a researcher types, and what the terminal answers.</summary>
public sealed class EstimateCommandTests : IDisposable
{
    private readonly Terminal terminal = new();

    public void Dispose() => terminal.Dispose();

    private static string Csv(CaptureTable table) => string.Join(',', table.Lists) + ",count\n" + string.Concat(table.Seen.Select(one => string.Join(',', table.Lists.Select((_, list) => one.Lists >> list & 1)) + $",{one.Count}\n"));

    [Fact]
    public async Task The_British_lists_give_the_published_estimate_its_range_and_every_warning()
    {
        var (code, output, _) = await Terminal.Run("estimate", terminal.File("uk.csv", Csv(PublishedTables.UnitedKingdom2013FiveLists)), "--bootstrap", "500", "--seed", "3", "--json");
        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(output);
        var root = json.RootElement;
        Assert.Equal(2744, root.GetProperty("observed").GetInt32());
        Assert.Equal(11312.9903, root.GetProperty("estimate").GetDouble(), 3);
        Assert.Equal("BCa", root.GetProperty("interval").GetProperty("kind").GetString());
        Assert.InRange(root.GetProperty("interval").GetProperty("low").GetDouble(), 8000, 11000);
        Assert.Equal(["LA", "NG"], root.GetProperty("model")[5].EnumerateArray().Select(one => one.GetString()));
        Assert.Equal("not-stable", root.GetProperty("warnings")[0].GetProperty("code").GetString());
        Assert.True(root.GetProperty("range").GetProperty("highest").GetDouble() > 2 * root.GetProperty("range").GetProperty("lowest").GetDouble());
        var again = await Terminal.Run("estimate", terminal.File("uk.csv", Csv(PublishedTables.UnitedKingdom2013FiveLists)), "--bootstrap", "500", "--seed", "3", "--json");
        Assert.Equal(output[..output.IndexOf("elapsedMs", StringComparison.Ordinal)], again.Output[..again.Output.IndexOf("elapsedMs", StringComparison.Ordinal)]);
    }

    [Theory]
    [InlineData("stepwise", 268.7778)]
    [InlineData("main", 141.9926)]
    [InlineData("bic", 157.1667)]
    [InlineData("dga", 161)]
    public async Task Each_method_answers_by_its_name(string method, double expected)
    {
        var (code, output, _) = await Terminal.Run("estimate", terminal.File("k.csv", Csv(PublishedTables.Palembang)), "--method", method, "--bootstrap", "0", "--json");
        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(expected, json.RootElement.GetProperty("estimate").GetDouble(), 4);
        Assert.Equal(method == "dga" ? "credible" : "Wald", json.RootElement.GetProperty("interval").GetProperty("kind").GetString());
    }

    [Fact]
    public async Task For_people_the_first_line_says_what_is_uncertain_and_the_assumptions_stand_beside_the_figure()
    {
        var (_, output, _) = await Terminal.Run("estimate", terminal.File("uk.csv", Csv(PublishedTables.UnitedKingdom2013FiveLists)), "--bootstrap", "200");
        Assert.StartsWith("Not stable:", output, StringComparison.Ordinal);
        Assert.Contains("Assumed:", output);
        Assert.Contains("without PFNCA", output);
        Assert.Contains("Nobody stands on both lists LA, GP", output);
    }

    [Theory]
    [InlineData("A,B,count\n1,0,4\n1,2,3\n", "line 3, column \"B\": \"2\" is neither 0 nor 1")]
    [InlineData("A,B,count\n1,0,4\n0,1,-3\n", "line 3, column \"count\": \"-3\" is no whole number")]
    [InlineData("A,B,count\n1,0,4.5\n", "line 2, column \"count\"")]
    [InlineData("A,B,count\n1,0,\n", "\"\" is no whole number")]
    [InlineData("A,B\n1,0\n", "there is no column \"count\"")]
    [InlineData("A,count\n1,5\n", "(one-list)")]
    [InlineData("A,B,count\n1,0,5\n0,1,6\n", "(no-overlap)")]
    [InlineData("A,B,count\n0,0,5\n1,1,6\n", "people on no list: 5")]
    [InlineData("A,B,C,D,E,F,G,H,I,J,K,L,M,count\n", "(too-many-lists)")]
    [InlineData("A,B,count\n1,0\n", "2 values for 3 columns")]
    [InlineData("A,B,count\n\"1,0,4\n", "quote")]
    [InlineData("", "is empty")]
    public async Task Bad_input_is_refused_in_one_line_that_says_what_where_and_how_to_mend_it(string content, string expected)
    {
        var (code, output, error) = await Terminal.Run("estimate", terminal.File("bad.csv", content), "--json");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(expected, error);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact]
    public async Task A_history_that_stands_twice_is_added_up_with_a_note_and_semicolons_are_read_as_well()
    {
        var (code, output, error) = await Terminal.Run("estimate", terminal.File("twice.csv", "A;B;count\r\n1;0;20\r\n0;1;15\r\n1;1;4\r\n1;1;6\r\n"), "--bootstrap", "0", "--json");
        Assert.Equal(0, code);
        Assert.Contains("line 5: this history stood in the file before", error);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(30.0 * 25 / 10, json.RootElement.GetProperty("estimate").GetDouble(), 6);
    }

    [Theory]
    [InlineData("--method", "magic", "there is no method")]
    [InlineData("--threshold", "2", "from 0 to 1")]
    [InlineData("--bootstrap", "5", "--bootstrap is 0")]
    public async Task Options_that_make_no_sense_are_refused(string option, string value, string expected)
    {
        var (code, _, error) = await Terminal.Run("estimate", terminal.File("k.csv", Csv(PublishedTables.Palembang)), option, value);
        Assert.Equal(1, code);
        Assert.Contains(expected, error);
    }
}
