using System.Text.Json;
using Entraide.Core.Assistance;
using Entraide.Core.Figures;

namespace Entraide.Tests.Core.Figures;

/// <summary>Whoever reads the field's own files reads what is released.</summary>
public sealed class FieldStandardsTests
{
    [Fact]
    public void A_released_row_stands_under_the_columns_of_the_global_file()
    {
        // The groups as the file of 2020 has them: 18 means of control, 8 forms, 13 kinds of labour, 4 of sexual exploitation, 5 of recruiters.
        int Of(string begin) => CtdcColumns.All.Count(column => column.StartsWith(begin, StringComparison.Ordinal) && !column.EndsWith("Concatenated", StringComparison.Ordinal));
        Assert.Equal((18, 8, 13, 4, 5), (Of("meansOfControl"), Of("is") - 1, Of("typeOfLabour"), Of("typeOfSex"), Of("recruiterRelation")));
        Assert.Equal(CtdcColumns.All.Length, CtdcColumns.All.Distinct(StringComparer.Ordinal).Count());

        var row = CtdcColumns.All.Zip(CtdcColumns.Row(2025, new Dictionary<string, string> { ["sex"] = "female", ["age"] = "*", ["citizenship"] = "eu-or-own", ["form"] = "labour", ["in"] = "european-union" })).ToDictionary(one => one.First, one => one.Second);
        Assert.Equal(("2025", "Female", "-99", "00", "1", "Forced labour"), (row["yearOfRegistration"], row["gender"], row["majorityStatus"], row["citizenship"], row["isForcedLabour"], row["typeOfExploitConcatenated"]));
        Assert.Equal(("eu-or-own", "-99", "european-union"), (row["x_citizenship"], row["x_from"], row["x_in"]));
        // Nothing is claimed that was not counted: that she was not exploited otherwise, or how she was controlled.
        Assert.Equal(("-99", "-99"), (row["isSexualExploit"], row["meansOfControlThreats"]));
        Assert.DoesNotContain("1", CtdcColumns.Row(2025, new Dictionary<string, string>()));
    }

    [Fact]
    public void Counts_stand_under_fields_and_values_of_the_standard_or_say_that_they_are_additions()
    {
        foreach (var dimension in FactSchema.DimensionsOf(FactKind.Victim))
        {
            var field = HtcdsAggregates.FieldOf(dimension.Id);
            if (!field.StartsWith(Htcds.Added, StringComparison.Ordinal)) Assert.Contains(field, HtcdsFields.ByName.Keys);
            string[] values = [.. (dimension.IsCountry ? [.. WorldRegions.All, FactDimension.Unknown] : dimension.Codes).Select(code => HtcdsAggregates.ValueOf(dimension.Id, code))];
            Assert.Equal(values.Length, values.Distinct(StringComparer.Ordinal).Count());
            Assert.All(values, value => Assert.True(value.StartsWith(Htcds.Added, StringComparison.Ordinal) || HtcdsFields.ByName[field].Values.Contains(value), value));
        }
        using var json = JsonDocument.Parse(HtcdsAggregates.Write(2025, [(new Dictionary<string, string> { ["sex"] = "female", ["organisation"] = "labour-inspectorate" }, 45), (new Dictionary<string, string>(), null)]));
        Assert.Equal("HTCDS 2.0", json.RootElement.GetProperty("standard").GetString());
        var counts = json.RootElement.GetProperty("counts");
        Assert.Equal(("Feminine", "x_LabourInspectorate", 45), (counts[0].GetProperty("values").GetProperty("prs_Gender").GetString(), counts[0].GetProperty("values").GetProperty("vic_TraffickingStatusDecisionMakingOrg").GetString(), counts[0].GetProperty("count").GetInt32()));
        Assert.Equal(JsonValueKind.Null, counts[1].GetProperty("count").ValueKind);
    }
}
