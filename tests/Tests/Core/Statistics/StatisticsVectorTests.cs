using System.Text.Json.Nodes;
using System.Text.Json;

namespace Entraide.Tests.Core.Statistics;

public sealed class StatisticsVectorTests
{
    [Theory]
    [InlineData("gain")]
    [InlineData("items")]
    [InlineData("language")]
    public void Two_implementations_that_do_not_know_each_other_agree_to_1e_9(string kind)
    {
        var vectors = StatisticsVectors.Of(kind);
        Assert.True(vectors.Count >= 10, $"{vectors.Count} cases of {kind}");
        Assert.Empty(vectors.SelectMany(StatisticsVectors.Differences));
    }

    [Theory]
    [InlineData("gain", "gain")]
    [InlineData("gain", "intervalLow")]
    [InlineData("items", "alpha")]
    public void A_vector_that_is_off_by_1e_8_is_found(string kind, string name)
    {
        var vector = StatisticsVectors.Of(kind).First(one => one.GetProperty("expected").GetProperty(name).ValueKind == JsonValueKind.Number);
        var planted = JsonNode.Parse(vector.GetRawText())!;
        planted["expected"]![name] = planted["expected"]![name]!.GetValue<double>() + 1e-8;
        Assert.Contains($": {name} is ", Assert.Single(StatisticsVectors.Differences(JsonSerializer.SerializeToElement(planted))));
    }

    [Fact]
    public void A_pair_that_is_flagged_the_other_way_is_found()
    {
        var planted = JsonNode.Parse(StatisticsVectors.Of("language").First(one => one.GetProperty("expected").GetProperty("tests").GetInt32() > 0).GetRawText())!;
        var pair = planted["expected"]!["pairs"]!.AsArray().First(one => one!["tested"]!.GetValue<bool>())!;
        pair["flagged"] = !pair["flagged"]!.GetValue<bool>();
        Assert.Contains(": flagged is ", Assert.Single(StatisticsVectors.Differences(JsonSerializer.SerializeToElement(planted))));
    }
}
