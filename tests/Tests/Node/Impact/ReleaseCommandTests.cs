using System.Text.Json;

namespace Entraide.Tests.Node.Impact;

/// <summary>What somebody types who publishes data.</summary>
public sealed class ReleaseCommandTests : IDisposable
{
    private static readonly string Data = Repository.File("tests", "Tests", "Core", "Disclosure", "data");
    private readonly Terminal terminal = new();

    public void Dispose() => terminal.Dispose();

    [Fact]
    public async Task The_best_anonymous_release_is_found_and_written()
    {
        var file = terminal.Path("safe.csv");
        var (code, output, _) = await Terminal.Run("release", "anonymise", Path.Combine(Data, "cases.csv"), "--k", "5", "--quasi", "year,gender,age,citizenship,exploited_in", "--hierarchies", Data, "--suppress", "0.05", "--out", file, "--json");
        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(output);
        var root = json.RootElement;
        Assert.Equal(0.353578305, root.GetProperty("score").GetDouble(), 9);
        Assert.Equal((51, 48, 6), (root.GetProperty("suppressed").GetInt32(), root.GetProperty("classes").GetInt32(), root.GetProperty("smallestClass").GetInt32()));
        Assert.Equal(3, root.GetProperty("levels").GetProperty("citizenship").GetInt32());
        var rows = File.ReadAllLines(file);
        Assert.Equal(1201, rows.Length);
        Assert.Equal(51, rows.Count(row => row == "*,*,*,*,*,*"));
        Assert.All(rows.Skip(1).GroupBy(row => row[..row.LastIndexOf(',')]), same => Assert.True(same.Count() >= 5));
    }

    [Theory]
    [InlineData("3", 0.394641709)]
    [InlineData("entropy:2", 0.407325943)]
    [InlineData("recursive:4:2", 0.353578305)]
    public async Task Diversity_of_what_nobody_shall_learn(string diversity, double expected)
    {
        var (code, output, _) = await Terminal.Run("release", "anonymise", Path.Combine(Data, "cases.csv"), "--quasi", "year,gender,age,citizenship,exploited_in", "--hierarchies", Data, "--sensitive", "exploitation", "--l-diversity", diversity, "--json");
        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(expected, json.RootElement.GetProperty("score").GetDouble(), 9);
    }

    [Fact]
    public async Task A_table_without_small_groups_rounded_and_attacked()
    {
        var file = terminal.Path("table.csv");
        var (code, output, _) = await Terminal.Run("release", "tables", Path.Combine(Data, "cases.csv"), "--by", "gender,age", "--threshold", "10", "--round", "5", "--out", file, "--json");
        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(0, json.RootElement.GetProperty("recovered").GetInt32());
        Assert.All(File.ReadAllLines(file).Skip(1).Select(line => line.Split(',')[^1]).Where(count => count.Length > 0), count => Assert.True(int.Parse(count) >= 10 && int.Parse(count) % 5 == 0));
    }

    [Fact]
    public async Task Synthetic_rows_are_entered_in_a_ledger_that_refuses_what_would_exceed_it_and_a_seed()
    {
        var (ledger, input) = (terminal.Path("ledger.csv"), Path.Combine(Data, "cases.csv"));
        Assert.Contains("no ledger", (await Terminal.Run("release", "synthesise", input, "--epsilon", "3", "--ledger", ledger)).Error);
        Assert.Equal(0, (await Terminal.Run("release", "synthesise", input, "--epsilon", "3", "--ledger", ledger, "--population", "drawn", "--budget", "5", "--out", terminal.Path("one.csv"))).Code);
        Assert.Equal(0, (await Terminal.Run("release", "synthesise", input, "--epsilon", "3", "--ledger", ledger, "--out", terminal.Path("two.csv"))).Code);
        var (code, _, error) = await Terminal.Run("release", "synthesise", input, "--epsilon", "3", "--ledger", ledger, "--out", terminal.Path("three.csv"));
        Assert.Equal(1, code);
        Assert.Contains("would spend", error);
        Assert.False(File.Exists(terminal.Path("three.csv")));
        Assert.Equal(3, File.ReadAllLines(ledger).Length);
        Assert.Contains("seed", (await Terminal.Run("release", "synthesise", input, "--epsilon", "0.1", "--ledger", ledger, "--seed", "1")).Error);
        Assert.Contains("another population", (await Terminal.Run("release", "synthesise", input, "--epsilon", "0.1", "--ledger", ledger, "--population", "others")).Error);
    }

    [Fact]
    public async Task A_draft_from_a_seed_repeats_and_says_that_it_protects_nobody()
    {
        var input = Path.Combine(Data, "cases.csv");
        var (_, output, _) = await Terminal.Run("release", "synthesise", input, "--epsilon", "4", "--length", "2", "--seed", "9", "--out", terminal.Path("a.csv"));
        Assert.StartsWith("A draft", output, StringComparison.Ordinal);
        await Terminal.Run("release", "synthesise", input, "--epsilon", "4", "--length", "2", "--seed", "9", "--out", terminal.Path("b.csv"));
        Assert.Equal(File.ReadAllText(terminal.Path("a.csv")), File.ReadAllText(terminal.Path("b.csv")));
    }

    [Theory]
    [InlineData("tables", "--by", "nix", "no column \"nix\"")]
    [InlineData("synthesise", "--epsilon", "0", "ε is 0")]
    [InlineData("synthesise", "--epsilon", "-2", "ε is -2")]
    public async Task What_makes_no_sense_is_refused_and_nothing_is_written(string verb, string option, string value, string expected)
    {
        var file = terminal.Path("never.csv");
        var (code, _, error) = await Terminal.Run("release", verb, Path.Combine(Data, "cases.csv"), option, value, "--out", file);
        Assert.Equal(1, code);
        Assert.Contains(expected, error);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task A_hierarchy_that_is_none_is_told_with_its_row()
    {
        foreach (var (name, content) in ((string, string)[])[("h_a.csv", "x;1;*\ny;2;*\nx;3;*\n"), ("h_b.csv", "p,q,*\n")]) terminal.File(name, content);
        var input = terminal.File("in.csv", "a,b\nx,p\ny,z\n");
        var (_, _, twice) = await Terminal.Run("release", "anonymise", input, "--k", "2", "--quasi", "a", "--hierarchies", terminal.Folder);
        Assert.Contains("h_a.csv: Row 3", twice);
        var (_, _, missing) = await Terminal.Run("release", "anonymise", input, "--k", "2", "--quasi", "b", "--hierarchies", terminal.Folder);
        Assert.Contains("no row for the value \"z\"", missing);
        var (_, _, none) = await Terminal.Run("release", "anonymise", terminal.File("c.csv", "c\nx\n"), "--k", "2", "--quasi", "c", "--hierarchies", terminal.Folder);
        Assert.Contains("There is no hierarchy", none);
    }
}
