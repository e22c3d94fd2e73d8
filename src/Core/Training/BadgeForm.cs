using System.Text.Json;
using Entraide.Core.Text;

namespace Entraide.Core.Training;

/// <summary>
/// Strict reading in one stroke: what was understood of a document is written again, and the two must say the same. Whatever
/// is unknown, missing, doubled, contradictory or written in a second way shows as a difference, and the difference has a place.
/// </summary>
internal static class BadgeForm
{
    /// <exception cref="BadgeException">It is no sound JSON (see <see cref="StrictJson"/>).</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json, string place)
    {
        try
        {
            return StrictJson.Parse(json);
        }
        catch (StrictJsonException e)
        {
            throw new BadgeException(place, e.What, e.Mend);
        }
    }

    /// <exception cref="BadgeException">There is a fault; the first is told.</exception>
    public static void Demand(IReadOnlyList<Fault> faults)
    {
        if (faults.Count > 0) throw new BadgeException(faults[0].Path, faults[0].What, faults[0].Mend);
    }

    /// <summary>Demands the same members with the same values, in any order of members.</summary>
    /// <exception cref="BadgeException">The first difference, with its place.</exception>
    public static void Demand(JsonElement given, ReadOnlyMemory<byte> expected, string place)
    {
        using var document = JsonDocument.Parse(expected);
        Demand(given, document.RootElement, place);
    }

    private static void Demand(JsonElement given, JsonElement expected, string place)
    {
        if (given.ValueKind == JsonValueKind.Object && expected.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in given.EnumerateObject())
            {
                var here = $"{place}.{Quoted.Line(member.Name)}";
                if (!expected.TryGetProperty(member.Name, out var other)) throw new BadgeException(here, "this is not known here.", "Leave it out: what is not understood is not certified.");
                Demand(member.Value, other, here);
            }
            foreach (var member in expected.EnumerateObject().Where(member => !given.TryGetProperty(member.Name, out _)))
                throw new BadgeException($"{place}.{member.Name}", "this is missing.", $"It must be {Quoted.Line(member.Value.GetRawText())}.");
        }
        else if (given.ValueKind == JsonValueKind.Array && expected.ValueKind == JsonValueKind.Array && given.GetArrayLength() == expected.GetArrayLength())
            foreach (var (index, (one, other)) in given.EnumerateArray().Zip(expected.EnumerateArray()).Index()) Demand(one, other, $"{place}[{index}]");
        else if (given.ValueKind != expected.ValueKind || (given.ValueKind == JsonValueKind.String ? given.GetString() != expected.GetString() : given.GetRawText() != expected.GetRawText()))
            throw new BadgeException(place, $"this is {Quoted.Line(given.GetRawText())}.", $"It must be {Quoted.Line(expected.GetRawText())}.");
    }
}
