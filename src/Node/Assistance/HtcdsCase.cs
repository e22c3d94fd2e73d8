using System.Collections.Immutable;
using Entraide.Core.Assistance;
using Entraide.Core.Text;
using Entraide.Node.Platform.Storage;

namespace Entraide.Node.Assistance;

/// <summary>
/// A case as a file in the case data standard, and back. What came in a file is kept whole, each field with the class and the
/// item that its meaning has; what leaves is what a consent covers, field by field.
/// </summary>
public static class HtcdsCase
{
    /// <summary>The name under which each class of a case keeps its part of a file that came.</summary>
    public const string Field = "htcds";

    /// <summary>The addition to the standard that holds what it lacks.</summary>
    public const string Extension = "entraide";

    private sealed record Code(string Field, string Standard, ImmutableSortedDictionary<string, string> Codes);

    private static readonly ImmutableArray<Code> Coded =
    [
        Codes("sex", "prs_Gender", "female Feminine", "male Masculine", "other NonConforming", "unsaid NonSpecifiedUnknown"),
        Codes("form", "vic_TypeOfExploitation", "labour ForcedLabour", "sexual SexualExploitation", "marriage ForcedMarriage", "servitude Servitude", "organs OrganRemoval", "begging ForcedBegging", "adoption ForcedAdoption", "surrogacy Surrogacy", "other Other", "crime x_ForcedCriminality", "domestic x_DomesticWork"),
        Codes("means", "vic_MethodsOfControl", "deception FalsePromises", "debt DebtBondage", "wages TakesEarnings", "threats PhysicalThreats", "violence PhysicalAbuse", "papers x_IdentityPapersKept", "isolation x_Isolation", "movement x_RestrictedMovement", "vulnerability x_AbuseOfVulnerability", "payment x_PaymentToController"),
        Codes("sector", "vic_ForcedLabourIndustry", "farming A_AgricultureForestryAndFishing", "building F_Construction", "making C_Manufacturing", "kitchens I_AccommodationAndFoodServiceActivities", "cleaning N_AdministrativeAndSupportServiceActivities", "transport H_TransportationAndStorage", "care Q_HumanHealthAndSocialWorkActivities", "streets x_Streets", "households x_Households", "other S_OtherServiceActivities"),
    ];

    // Words that go over as they are.
    private static readonly ImmutableSortedDictionary<string, string> Plainly = new Dictionary<string, string>
    {
        ["born"] = "prs_Birthdate", ["citizenship"] = "prs_Citizenship", ["recruited-in"] = "vic_LocationOfRecruitment", ["exploited-in"] = "vic_LocationOfExploitation", ["plan"] = "spl_ActionPlan", ["needs-later"] = "spl_Objectives", ["account"] = "cco_CaseComment",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Under which consent a field of the standard may leave.</summary>
    public static DataItem ItemOf(HtcdsField field) => field.Name switch
    {
        "prs_Birthdate" => DataItem.BirthDate,
        "prs_Citizenship" => DataItem.Citizenship,
        "prs_IdentityNumber" => DataItem.Documents,
        "prs_MaritalStatus" or "prs_NumberOfChildren" => DataItem.Family,
        "prs_Email" or "prs_HomePhone" or "prs_MobilePhone" => DataItem.Contact,
        "prs_Gender" or "prs_Deceased" or "prs_PrimaryLanguage" or "prs_SecondaryLanguage" or "prs_HighestLevelOfEducation" or "hte_Type" or "cas_Status" => DataItem.Facts,
        "vic_Vulnerabilities" => DataItem.Health,
        "vic_LocationOfRecruitment" or "vic_LocationOfExploitation" or "vic_DetailsOfVulnerabilities" or "vic_RelationshipToTrafficker" or "cas_ReasonForCaseClosure" or "cas_CaseOwner" => DataItem.Account,
        // An organisation in a file may be the shelter where she is.
        _ when field.Section == HtcdsSection.Organisation || field.Name.StartsWith("prs_Mailing", StringComparison.Ordinal) => DataItem.Whereabouts,
        _ => field.Section switch
        {
            HtcdsSection.Person => DataItem.Name,
            HtcdsSection.Victim => DataItem.Facts,
            HtcdsSection.SupportPlan => DataItem.Needs,
            HtcdsSection.Consent => DataItem.Outline,
            _ => DataItem.Account,
        },
    };

    /// <summary>The class in which an item is kept.</summary>
    public static FieldClass ClassOf(DataItem item) => item == DataItem.Outline ? FieldClass.Facts : CaseFields.ClassesOf([item])[0];

    /// <summary>The part of a file whose fields have such items; every record stays in its place, if need be empty.</summary>
    public static Htcds Part(Htcds file, Func<DataItem, bool> which) => new(
        [.. file.Records.Select(record => record with { Values = record.Values.Where(one => which(ItemOf(HtcdsFields.ByName[one.Key]))).ToImmutableSortedDictionary(StringComparer.Ordinal) })],
        which(DataItem.Account) ? file.Extension : file.Extension.Clear());

    /// <summary>Puts the parts of one file together again.</summary>
    public static Htcds Whole(IEnumerable<Htcds> parts)
    {
        var all = parts.ToList();
        if (all.Count == 0) return new Htcds([], ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal));
        var records = all[0].Records.Select((record, i) => record with { Values = all.SelectMany(part => part.Records[i].Values).ToImmutableSortedDictionary(StringComparer.Ordinal) });
        return new Htcds([.. records], all.SelectMany(part => part.Extension).ToImmutableSortedDictionary(StringComparer.Ordinal));
    }

    /// <summary>What a file says in the case's own fields.</summary>
    public static IReadOnlyDictionary<string, string> Fields(Htcds file)
    {
        string First(string name) => file.Records.Select(record => record.Values.GetValueOrDefault(name)).FirstOrDefault(values => !values.IsDefaultOrEmpty) is { IsDefaultOrEmpty: false } values ? values[0] : "";
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = string.Join(' ', Names.Select(First).Where(part => part.Length > 0)) };
        foreach (var (ours, theirs) in Plainly) fields[ours] = First(theirs);
        foreach (var coded in Coded)
        {
            var values = file.Records.Select(record => record.Values.GetValueOrDefault(coded.Standard)).FirstOrDefault(values => !values.IsDefaultOrEmpty);
            fields[coded.Field] = values.IsDefaultOrEmpty ? "" : string.Join(';', CaseFields.ById[coded.Field].Choices.Where(choice => coded.Codes.TryGetValue(choice, out var code) && values.Contains(code)));
        }
        // What another node of this kind wrote: fields that the standard lacks, safe contact and safety plan among them.
        foreach (var (id, value) in Added(file)) fields[id] = value;
        // What is too long for a field, or of another form, stays in the file alone.
        return fields.Where(one => one.Value.Length > 0 && CaseFields.IsSound(CaseFields.ById[one.Key], one.Value)).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>The file for somebody who may have these items.</summary>
    public static Htcds Write(OpenedCase opened, IReadOnlyCollection<DataItem> items)
    {
        var came = Came(opened);
        var (said, file) = (Fields(came), Part(came, items.Contains));
        // What was emptied or changed since is not carried along from the file that came.
        foreach (var (id, value) in said)
            if (opened.Values(CaseFields.ById[id]).All(one => one.Value != value)) file = Without(file, id);
        var extension = new CanonicalJson().Open('{').Name("fields").Open('{');
        foreach (var (field, values) in ConsentGate.SharedFields(opened, items).OrderBy(one => one.Field.Id, StringComparer.Ordinal))
        {
            var value = string.Join("\n", values.Select(one => one.Value).Where(one => one.Length > 0));
            // What the case says otherwise than the file that came has been changed since.
            if (value.Length == 0 || said.GetValueOrDefault(field.Id) == value) continue;
            if (Standard(field, value) is { } standard) file = Set(file, standard.Field, standard.Values);
            else extension.Name(field.Id).Value(value);
        }
        extension.Close('}');
        if (opened.Screening is { } screening && items.Contains(DataItem.Facts))
            extension.Name("screening").Open('{').Name("instrument").Value(screening.Instrument).Name("version").Value(screening.Version).Name("outcome").Value(screening.Outcome).Close('}');
        extension.Name("consent").Values(items.Order().Select(item => item.ToString())).Close('}');
        file = Set(file, "con_Consent", ["true"]);
        return file with { Extension = file.Extension.SetItem(Extension, System.Text.Encoding.UTF8.GetString(extension.Bytes.Span)) };
    }

    /// <summary>What the file said that no field of a case has; as far as the case is open.</summary>
    public static IReadOnlyList<(string Name, string Value)> Unmapped(OpenedCase opened)
    {
        var mapped = Plainly.Values.Concat(Coded.Select(one => one.Standard)).Concat(Names).ToHashSet(StringComparer.Ordinal);
        return [.. Came(opened).Records.SelectMany(record => record.Values).Where(one => !mapped.Contains(one.Key)).Select(one => (one.Key, string.Join(", ", one.Value)))];
    }

    private static readonly ImmutableArray<string> Names = ["prs_FirstName", "prs_MiddleName", "prs_SecondName"];

    private static Htcds Came(OpenedCase opened) =>
        Whole(CaseRow.Sheets.Keys.Order().Select(fieldClass => opened.Sheet(fieldClass)?.Current(Field) is [.., var part] ? Htcds.Read(System.Text.Encoding.UTF8.GetBytes(part.Value)) : null).OfType<Htcds>());

    private static IEnumerable<(string Id, string Value)> Added(Htcds file)
    {
        if (!file.Extension.TryGetValue(Extension, out var json)) yield break;
        using var document = System.Text.Json.JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != System.Text.Json.JsonValueKind.Object || !document.RootElement.TryGetProperty("fields", out var fields) || fields.ValueKind != System.Text.Json.JsonValueKind.Object) yield break;
        foreach (var member in fields.EnumerateObject())
            if (CaseFields.ById.ContainsKey(member.Name) && member.Value.ValueKind == System.Text.Json.JsonValueKind.String) yield return (member.Name, member.Value.GetString()!);
    }

    private static Htcds Without(Htcds file, string field)
    {
        IEnumerable<string> names = field == "name" ? Names : Plainly.TryGetValue(field, out var plain) ? [plain] : Coded.Where(one => one.Field == field).Select(one => one.Standard);
        return file with { Records = [.. file.Records.Select(record => record with { Values = record.Values.RemoveRange(names) })] };
    }

    private static (string Field, ImmutableArray<string> Values)? Standard(CaseField field, string value)
    {
        if (field.Id == "name") return ("prs_FirstName", [value]);
        if (Plainly.TryGetValue(field.Id, out var theirs)) return value.Contains('\n') && field.Kind != CaseFieldKind.Text ? null : (theirs, [value]);
        if (Coded.FirstOrDefault(one => one.Field == field.Id) is not { } coded) return null;
        var codes = value.Split(';', '\n').Select(one => coded.Codes.GetValueOrDefault(one)).OfType<string>().Distinct().ToImmutableArray();
        // The standard has room for one industry; a second one goes beside it.
        return codes.IsEmpty || (codes.Length > 1 && HtcdsFields.ByName[coded.Standard].Type != HtcdsType.Choices) ? null : (coded.Standard, codes);
    }

    private static Htcds Set(Htcds file, string name, ImmutableArray<string> values)
    {
        var section = HtcdsFields.ByName[name].Section;
        var index = file.Records.IndexOf(file.Records.FirstOrDefault(record => record.Section == section)!);
        return index < 0
            ? file with { Records = file.Records.Add(new HtcdsRecord(section, ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal).Add(name, values))) }
            : file with { Records = file.Records.SetItem(index, file.Records[index] with { Values = file.Records[index].Values.SetItem(name, values) }) };
    }

    private static Code Codes(string field, string standard, params string[] pairs) => new(field, standard, pairs.Select(pair => pair.Split(' ')).ToImmutableSortedDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal));
}
