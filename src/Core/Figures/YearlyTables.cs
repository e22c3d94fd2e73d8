using System.Collections.Immutable;

namespace Entraide.Core.Figures;

/// <summary>A table to be filled from a cube: what, by what.</summary>
/// <param name="Id">Names it in files and addresses, as <c>a-sex-age</c>.</param>
public sealed record YearlyTable(string Id, FactKind Kind, ImmutableArray<FactDimension> Dimensions);

/// <summary>The figures that somebody asks for, as tables over the same cube.</summary>
public static class YearlyTables
{
    /// <summary>
    /// Directive 2011/36/EU art. 19a(2): for each letter all that it asks for at once, which Eurostat collects, and before it each
    /// of its dimensions alone, which people read.
    /// </summary>
    public static readonly ImmutableArray<YearlyTable> Article19A =
    [
        .. Enum.GetValues<FactKind>().SelectMany(kind =>
        {
            var asked = FactSchema.DimensionsOf(kind).Where(dimension => !dimension.IsCountry && dimension != FactSchema.Status).ToImmutableArray();
            var word = FactSchema.LetterOf(kind) == "g" ? FactSchema.WordOf(kind) : FactSchema.LetterOf(kind);
            var alone = asked.Length > 1 ? asked.Select(dimension => new YearlyTable($"{word}-{dimension.Id}", kind, [dimension])) : [];
            return alone.Append(new YearlyTable(asked.Length > 1 ? word : $"{word}-{asked[0].Id}", kind, asked));
        }),
        new("a-status", FactKind.Victim, [FactSchema.Status]),
    ];

    /// <summary>Victims by sex and age, and by sex and form: the shape of Eurostat's crim_thb_vsage and crim_thb_vexp.</summary>
    public static readonly ImmutableArray<YearlyTable> Eurostat =
    [
        new("crim_thb_vsage", FactKind.Victim, [FactSchema.Sex, FactSchema.Age]),
        new("crim_thb_vexp", FactKind.Victim, [FactSchema.Sex, FactSchema.Form]),
        new("victims-citizenship", FactKind.Victim, [FactSchema.Citizenship, FactSchema.Sex]),
        new("victims-organisation", FactKind.Victim, [FactSchema.Organisation]),
        new("suspects", FactKind.Suspect, [FactSchema.Sex, FactSchema.Citizenship]),
        new("prosecuted", FactKind.Prosecution, [FactSchema.Sex, FactSchema.Citizenship]),
        new("convicted", FactKind.Conviction, [FactSchema.Sex, FactSchema.Citizenship]),
    ];

    /// <summary>The questionnaire for the Global Report of the United Nations Office on Drugs and Crime: people in formal contact by sex, victims by age, sex, form and citizenship.</summary>
    public static readonly ImmutableArray<YearlyTable> Unodc =
    [
        new("suspected", FactKind.Suspect, [FactSchema.Sex]),
        new("prosecuted", FactKind.Prosecution, [FactSchema.Sex]),
        new("convicted", FactKind.Conviction, [FactSchema.Sex]),
        new("convicted-citizenship", FactKind.Conviction, [FactSchema.Citizenship]),
        new("victims", FactKind.Victim, [FactSchema.Age, FactSchema.Sex]),
        new("victims-form", FactKind.Victim, [FactSchema.Form, FactSchema.Age, FactSchema.Sex]),
        new("victims-citizenship", FactKind.Victim, [FactSchema.From]),
    ];

    /// <summary>What the questionnaires of GRETA ask every party for, year by year.</summary>
    public static readonly ImmutableArray<YearlyTable> Greta =
    [
        new("presumed-and-identified", FactKind.Victim, [FactSchema.Status, FactSchema.Sex, FactSchema.Age]),
        new("by-form", FactKind.Victim, [FactSchema.Status, FactSchema.Form]),
        new("by-nationality", FactKind.Victim, [FactSchema.Status, FactSchema.From]),
        new("by-authority", FactKind.Victim, [FactSchema.Organisation]),
        new("prosecutions", FactKind.Prosecution, [FactSchema.Form]),
        new("decisions", FactKind.ProsecutionDecision, [FactSchema.Decision]),
        new("judgments", FactKind.Judgment, [FactSchema.Outcome]),
        new("convictions", FactKind.Conviction, [FactSchema.Sex]),
    ];

    /// <summary>By the name under which a collection is asked for.</summary>
    public static readonly ImmutableSortedDictionary<string, ImmutableArray<YearlyTable>> ByScheme = new Dictionary<string, ImmutableArray<YearlyTable>>(StringComparer.Ordinal)
    {
        ["article-19a"] = Article19A, ["eurostat"] = Eurostat, ["unodc"] = Unodc, ["greta"] = Greta,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Every combination of codes with its count, 0 included, in the order of the codes; countries only where somebody is counted.</summary>
    public static IEnumerable<(ImmutableArray<string> Codes, int Count)> Fill(FactCube cube, YearlyTable table)
    {
        ArgumentNullException.ThrowIfNull(cube);
        ArgumentNullException.ThrowIfNull(table);
        var counts = cube.By(table.Kind, table.Dimensions);
        return table.Dimensions.Any(dimension => dimension.IsCountry) ? counts.Select(one => (one.Key, one.Value)) : Combinations(table.Dimensions).Select(codes => (codes, counts.GetValueOrDefault(codes)));
    }

    private static IEnumerable<ImmutableArray<string>> Combinations(ImmutableArray<FactDimension> dimensions) =>
        dimensions.Aggregate((IEnumerable<ImmutableArray<string>>)[[]], (all, dimension) => all.SelectMany(codes => dimension.Codes.Select(codes.Add)));
}
