using System.Globalization;
using System.Text.Json;
using Entraide.Core.Statistics;

namespace Entraide.Tests.Core.Statistics;

/// <summary>
/// The cases of <c>tests/vectors/training-statistics.json</c>, worked out apart from this code, and what a result differs in:
/// numbers by more than 1e-9 (relative above 1), counts, flags and nulls at all.
/// </summary>
public static class StatisticsVectors
{
    private const double Tolerance = 1e-9;

    private static readonly JsonElement[] All = [.. JsonDocument.Parse(File.ReadAllBytes(Repository.File("tests", "vectors", "training-statistics.json"))).RootElement.EnumerateArray()];

    public static IReadOnlyList<JsonElement> Of(string kind) => [.. All.Where(one => one.GetProperty("kind").GetString() == kind)];

    /// <summary>What the result of this code differs in from what is expected.</summary>
    public static List<string> Differences(JsonElement vector)
    {
        var (input, expected, faults) = (vector.GetProperty("input"), vector.GetProperty("expected"), new List<string>());
        var check = new Check(vector.GetProperty("name").GetString()!, faults);
        switch (vector.GetProperty("kind").GetString())
        {
            case "gain": Gain(input, expected, check); break;
            case "items": Items(input, expected, check); break;
            default: Language(input, expected, check); break;
        }
        return faults;
    }

    private static void Gain(JsonElement input, JsonElement expected, Check check)
    {
        var people = input.GetProperty("people").EnumerateArray().Select(pair => new BeforeAndAfter(Number(pair[0]), Number(pair[1]))).ToList();
        var gain = LearningGain.Of(people, input.GetProperty("max").GetDouble(), ulong.Parse(input.GetProperty("seed").GetString()!, CultureInfo.InvariantCulture), input.GetProperty("resamples").GetInt32());
        (string Name, double? Value)[] numbers =
        [
            ("meanBefore", gain.MeanBefore), ("meanAfter", gain.MeanAfter), ("deviationBefore", gain.DeviationBefore), ("deviationAfter", gain.DeviationAfter),
            ("gain", gain.Gain), ("individualMean", gain.MeanIndividualGain), ("ceilingShare", gain.CeilingShare), ("effect", gain.Effect),
            ("intervalLow", gain.Interval?.Low), ("intervalHigh", gain.Interval?.High),
        ];
        foreach (var (name, value) in numbers) check.Same(name, expected.GetProperty(name), value);
        (string Name, int Value)[] counts =
        [
            ("pairs", gain.Pairs), ("onlyBefore", gain.OnlyBefore), ("onlyAfter", gain.OnlyAfter), ("individualUndefined", gain.UndefinedGains),
            ("individualNegative", gain.NegativeGains), ("undefinedResamples", gain.UndefinedResamples),
        ];
        foreach (var (name, value) in counts) check.Same(name, expected.GetProperty(name).GetInt32(), value);
        check.Same("ceilingFlag", expected.GetProperty("ceilingFlag").GetBoolean(), gain.IsAtCeiling);
        var individual = expected.GetProperty("individualGains").EnumerateArray().ToArray();
        check.Same("individualGains", individual.Length, gain.IndividualGains.Length);
        foreach (var (one, value) in individual.Zip(gain.IndividualGains)) check.Same("individualGains", one, value);
    }

    private static void Items(JsonElement input, JsonElement expected, Check check)
    {
        var analysis = ItemAnalysis.Of([.. input.GetProperty("people").EnumerateArray().Select(Row)]);
        check.Same("alpha", expected.GetProperty("alpha"), analysis.Reliability.Alpha);
        check.Same("alphaPeople", expected.GetProperty("alphaPeople").GetInt32(), analysis.Reliability.People);
        // Without a person no row says how many columns there are.
        if (input.GetProperty("people").GetArrayLength() == 0) return;
        check.Same("alphaItems", expected.GetProperty("alphaItems").GetInt32(), analysis.Reliability.Items);
        check.Same("items", expected.GetProperty("items").GetArrayLength(), analysis.Items.Length);
        foreach (var (one, figures) in expected.GetProperty("items").EnumerateArray().Zip(analysis.Items))
        {
            check.Same("responses", one.GetProperty("responses").GetInt32(), figures.Responses);
            check.Same("facility", one.GetProperty("facility"), figures.Facility);
            check.Same("discrimination", one.GetProperty("discrimination"), figures.Discrimination);
            check.Same("state", one.GetProperty("state").GetString(), figures.State == DiscriminationState.Measured ? "Ok" : figures.State.ToString());
            check.Same("negative", one.GetProperty("negative").GetBoolean(), figures.IsNegative);
        }
    }

    private static void Language(JsonElement input, JsonElement expected, Check check)
    {
        var cells = input.GetProperty("cells");
        var findings = cells.ValueKind == JsonValueKind.Null
            ? LanguageBias.FromPeople([.. input.GetProperty("people").EnumerateArray().Select(one => new LanguageAnswers(one[0].GetString()!, Row(one[1])))])
            : LanguageBias.FromCells([.. cells.EnumerateArray().Select(cell => new LanguageCell(cell.GetProperty("item").GetInt32(), cell.GetProperty("language").GetString()!, cell.GetProperty("band").GetInt32(), cell.GetProperty("people").GetInt32(), cell.GetProperty("right").GetInt32()))]);
        var tested = expected.GetProperty("pairs").EnumerateArray().Where(pair => pair.GetProperty("tested").GetBoolean()).ToArray();
        check.Same("tests", expected.GetProperty("tests").GetInt32(), findings.Length);
        check.Same("flaggedItems", Joined(expected.GetProperty("flaggedItems").EnumerateArray().Select(item => item.GetInt32())), Joined(findings.Where(found => found.IsHarder).Select(found => found.Item).Distinct()));
        foreach (var (pair, found) in tested.Zip(findings))
        {
            check.Same("item", pair.GetProperty("item").GetInt32(), found.Item);
            check.Same("language", pair.GetProperty("language").GetString(), found.Language);
            check.Same("people", pair.GetProperty("people").GetInt32(), found.People);
            check.Same("others", pair.GetProperty("others").GetInt32(), found.Others);
            check.Same("z", pair.GetProperty("z"), found.Z);
            check.Same("p", pair.GetProperty("p"), found.Probability);
            check.Same("adjusted", pair.GetProperty("adjusted"), found.Adjusted);
            check.Same("odds", pair.GetProperty("odds"), found.Odds);
            check.Same("flagged", pair.GetProperty("flagged").GetBoolean(), found.IsHarder);
        }
    }

    private static string Joined(IEnumerable<int> numbers) => string.Join(' ', numbers);

    private static bool?[] Row(JsonElement row) => [.. row.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.Null ? (bool?)null : one.GetInt32() == 1)];

    private static double? Number(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetDouble();

    private sealed record Check(string Name, List<string> Faults)
    {
        public void Same<T>(string what, T expected, T actual)
        {
            if (!EqualityComparer<T>.Default.Equals(expected, actual)) Faults.Add($"{Name}: {what} is {actual}, expected {expected}");
        }

        public void Same(string what, JsonElement expected, double? actual)
        {
            var same = Number(expected) is { } number ? actual is { } value && Math.Abs(value - number) <= Tolerance * Math.Max(1, Math.Abs(number)) : actual is null;
            if (!same) Faults.Add($"{Name}: {what} is {actual?.ToString("R", CultureInfo.InvariantCulture) ?? "null"}, expected {expected}");
        }
    }
}
