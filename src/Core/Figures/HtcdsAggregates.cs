using System.Collections.Immutable;
using Entraide.Core.Text;

namespace Entraide.Core.Figures;

/// <summary>
/// Counts of victims under the fields and values of the Human Trafficking Case Data Standard (HTCDS 2.0): a system that keeps cases
/// in the standard reads the counts without a mapping of its own. What the standard has no field or value for begins with x_.
/// </summary>
public static class HtcdsAggregates
{
    private const string Added = "x_";

    private static readonly ImmutableDictionary<string, (string Field, ImmutableDictionary<string, string> Values)> Fields = new (FactDimension Dimension, string Field, string Values)[]
    {
        (FactSchema.Sex, "prs_Gender", "female=Feminine male=Masculine other=NonConforming unknown=NonSpecifiedUnknown"),
        (FactSchema.Form, "vic_TypeOfExploitation", "labour=ForcedLabour sexual=SexualExploitation other=Other"),
        (FactSchema.Status, "vic_TraffickingStatus", "identified=ActualVictimOfTrafficking presumed=PossibleVictimOfTrafficking"),
        (FactSchema.Organisation, "vic_TraffickingStatusDecisionMakingOrg", "police=Police ngo=NGO other=Other"),
        // The standard knows places and ages, and the counts only regions and whether somebody is a child.
        (FactSchema.Age, Added + "Age", ""), (FactSchema.Citizenship, Added + "Citizenship", ""), (FactSchema.From, Added + "RegionOfOrigin", ""), (FactSchema.In, Added + "RegionOfExploitation", ""),
    }.ToImmutableDictionary(one => one.Dimension.Id, one => (one.Field, one.Values.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToImmutableDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal)), StringComparer.Ordinal);

    /// <summary>The field of a dimension.</summary>
    public static string FieldOf(string dimension) => Fields[dimension].Field;

    /// <summary>The value of a code in the field of its dimension. Two codes have two values: counts are never added up here, since a sum tells what is hidden.</summary>
    public static string ValueOf(string dimension, string code) => Fields[dimension].Values.GetValueOrDefault(code) ?? Added + string.Concat(code.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>Counts as JSON: the year, and for each count its fields with their values.</summary>
    /// <param name="counts">By dimension; null for a count that is not shown.</param>
    public static ReadOnlyMemory<byte> Write(int year, IEnumerable<(IReadOnlyDictionary<string, string> Codes, int? Count)> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var json = new CanonicalJson().Open('{').Name("standard").Value(Assistance.Htcds.Standard).Name("year").Value(year).Name("counts").Open('[');
        foreach (var (codes, count) in counts)
        {
            json.Open('{').Name("values").Open('{');
            foreach (var (dimension, code) in codes.OrderBy(one => FieldOf(one.Key), StringComparer.Ordinal)) json.Name(FieldOf(dimension)).Value(ValueOf(dimension, code));
            json.Close('}').Name("count");
            if (count is { } shown) json.Value(shown);
            else json.Value((string?)null);
            json.Close('}');
        }
        return json.Close(']').Close('}').Bytes;
    }
}
