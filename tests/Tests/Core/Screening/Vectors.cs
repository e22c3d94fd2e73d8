using System.Text.Json;
using Entraide.Core.Screening;
using Entraide.Node.Identification;

namespace Entraide.Tests.Core.Screening;

/// <summary>The shared vectors of <c>tests/vectors/screening.json</c>, which the phone must meet as well.</summary>
public static class Vectors
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllBytes(Repository.File("tests", "vectors", "screening.json"))).RootElement;

    public static IReadOnlyList<JsonElement> Results { get; } = [.. Root.GetProperty("results").EnumerateArray()];
    public static IReadOnlyList<JsonElement> Refusals { get; } = [.. Root.GetProperty("refusals").EnumerateArray()];
    public static IReadOnlyList<JsonElement> Canonical { get; } = [.. Root.GetProperty("canonical").EnumerateArray()];

    /// <summary>Texts that cannot be written, as they stand in the file: escaped, since no file can hold them otherwise.</summary>
    public static IReadOnlyList<string> Noncanonical { get; } =
    [
        .. Root.GetProperty("noncanonical").EnumerateArray().Select(text => System.Text.RegularExpressions.Regex.Replace(text.GetRawText()[1..^1], @"\\u([0-9a-f]{4})", match => ((char)Convert.ToInt32(match.Groups[1].Value, 16)).ToString())),
    ];

    public static Instrument InstrumentOf(JsonElement vector) => InstrumentLibrary.Shipped.Find(vector.GetProperty("instrument").GetString())!;

    public static byte[] AnswersOf(JsonElement vector) => System.Text.Encoding.UTF8.GetBytes(vector.GetProperty("answers").GetString()!);

    /// <summary>What the result differs in from what is expected; empty where it is as expected.</summary>
    public static string Difference(JsonElement vector, Instrument instrument)
    {
        var result = ScreeningEngine.Evaluate(Answers.Read(instrument, AnswersOf(vector)));
        var expect = vector.GetProperty("expect");
        var name = vector.GetProperty("name").GetString();
        if (result.Outcome != expect.GetProperty("outcome").GetString()) return $"{name}: outcome {result.Outcome}, expected {expect.GetProperty("outcome")}";
        if (expect.TryGetProperty("rules", out var rules))
            foreach (var dimension in result.Dimensions)
                if (dimension.Rule != rules.GetProperty(dimension.Id).GetString()) return $"{name}: {dimension.Id} by {dimension.Rule}, expected {rules.GetProperty(dimension.Id)}";
        if (expect.TryGetProperty("askNext", out var ask) && !result.AskNext.SequenceEqual(ask.EnumerateArray().Select(id => id.GetString()!)))
            return $"{name}: asks {string.Join(' ', result.AskNext)}, expected {ask}";
        if (expect.TryGetProperty("elements", out var elements)
            && (result.Elements.Act, result.Elements.Means, result.Elements.Purpose) != (elements.GetProperty("act").GetString()!, elements.GetProperty("means").GetString()!, elements.GetProperty("purpose").GetString()!))
            return $"{name}: {result.Elements}, expected {elements}";
        return "";
    }
}
