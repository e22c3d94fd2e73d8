using System.Collections.Immutable;

namespace Entraide.Core.Figures;

/// <summary>
/// Released rows under the columns of the Counter-Trafficking Data Collaborative's global file of 2020 (CTDC, International
/// Organization for Migration): whoever reads that file reads this one. What is not known is -99, or 00 for a country, as there.
/// What it has no column for stands after its columns, under a name that begins with x_.
/// </summary>
public static class CtdcColumns
{
    private const string Missing = "-99", NoCountry = "00", Yes = "1", Added = "x_";

    // The file's own order. A group of flags ends in one column that names those which are set.
    private static readonly ImmutableArray<string> Theirs =
    [
        .. Words("yearOfRegistration Datasource gender ageBroad majorityStatus majorityStatusAtExploit majorityEntry citizenship"),
        .. Words("meansOfControl", "DebtBondage TakesEarnings RestrictsFinancialAccess Threats PsychologicalAbuse PhysicalAbuse SexualAbuse FalsePromises PsychoactiveSubstances RestrictsMovement RestrictsMedicalCare ExcessiveWorkingHours UsesChildren ThreatOfLawEnforcement WithholdsNecessities WithholdsDocuments Other NotSpecified Concatenated"),
        .. Words("is", "ForcedLabour SexualExploit OtherExploit SexAndLabour ForcedMarriage ForcedMilitary OrganRemoval SlaveryAndPractices"), "typeOfExploitConcatenated",
        .. Words("typeOfLabour", "Agriculture Aquafarming Begging Construction DomesticWork Hospitality IllicitActivities Manufacturing MiningOrDrilling Peddling Transportation Other NotSpecified Concatenated"),
        .. Words("typeOfSex", "Prostitution Pornography RemoteInteractiveServices PrivateSexualServices Concatenated"),
        "isAbduction", "RecruiterRelationship", "CountryOfExploitation",
        .. Words("recruiterRelation", "IntimatePartner Friend Family Other Unknown"),
    ];

    private static readonly ImmutableArray<FactDimension> Ours = [FactSchema.Citizenship, FactSchema.From, FactSchema.In];

    /// <summary>Every column, in order.</summary>
    public static readonly ImmutableArray<string> All = [.. Theirs, .. Ours.Select(dimension => Added + dimension.Id)];

    /// <summary>A released row under <see cref="All"/>.</summary>
    /// <param name="codes">By dimension; countries as regions. A code that its dimension has not, as the * of a value told less exactly, is not known.</param>
    public static ImmutableArray<string> Row(int year, IReadOnlyDictionary<string, string> codes)
    {
        ArgumentNullException.ThrowIfNull(codes);
        string Code(FactDimension dimension) => codes.GetValueOrDefault(dimension.Id, FactDimension.Unknown);
        // One form is counted for each person: whether she suffered another is not said by it.
        var (flag, form) = Code(FactSchema.Form) switch { "labour" => ("isForcedLabour", "Forced labour"), "sexual" => ("isSexualExploit", "Sexual exploitation"), "other" => ("isOtherExploit", "Other"), _ => ("", Missing) };
        string Cell(string column) => column switch
        {
            "yearOfRegistration" => year.ToString(System.Globalization.CultureInfo.InvariantCulture),
            "gender" => Code(FactSchema.Sex) switch { "female" => "Female", "male" => "Male", "other" => "Other", _ => Missing },
            "majorityStatus" => Code(FactSchema.Age) switch { "child" => "Minor", "adult" => "Adult", _ => Missing },
            "typeOfExploitConcatenated" => form,
            "citizenship" or "CountryOfExploitation" => NoCountry,
            _ when column == flag => Yes,
            _ when column.StartsWith(Added, StringComparison.Ordinal) => Known(codes.GetValueOrDefault(column[Added.Length..], "")),
            _ => Missing,
        };
        return [.. All.Select(Cell)];
    }

    private static string Known(string code) => code is "" or "*" or FactDimension.Unknown ? Missing : code;

    private static IEnumerable<string> Words(string words) => Words("", words);

    private static IEnumerable<string> Words(string begin, string words) => words.Split(' ').Select(word => begin + word);
}
