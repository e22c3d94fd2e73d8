using System.Collections.Immutable;

namespace Entraide.Core.Figures;

/// <summary>
/// Countries in regions, for flows: those of the United Nations' standard M49, with the member States of the European Union as one.
/// </summary>
public static class WorldRegions
{
    /// <summary>The member States of the European Union.</summary>
    public static readonly ImmutableHashSet<string> EuropeanUnion = [.. "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".Split(' ')];

    private static readonly (string Region, string Countries)[] Listed =
    [
        ("other-europe", "AD AL AX BA BY CH FO GB GG GI IM IS JE LI MC MD ME MK NO RS RU SJ SM UA VA XK"),
        ("northern-africa", "DZ EG EH LY MA SD TN"),
        ("sub-saharan-africa", "AO BF BI BJ BW CD CF CG CI CM CV DJ ER ET GA GH GM GN GQ GW KE KM LR LS MG ML MR MU MW MZ NA NE NG RE RW SC SH SL SN SO SS ST SZ TD TG TZ UG YT ZA ZM ZW"),
        ("western-asia", "AE AM AZ BH GE IL IQ JO KW LB OM PS QA SA SY TR YE"),
        ("central-asia", "KG KZ TJ TM UZ"),
        ("southern-asia", "AF BD BT IN IR LK MV NP PK"),
        ("eastern-asia", "CN HK JP KP KR MN MO TW"),
        ("south-eastern-asia", "BN ID KH LA MM MY PH SG TH TL VN"),
        ("latin-america", "AG AI AR AW BB BL BO BQ BR BS BZ CL CO CR CU CW DM DO EC FK GD GF GP GT GY HN HT JM KN KY LC MF MQ MS MX NI PA PE PR PY SR SV SX TC TT UY VC VE VG VI"),
        ("northern-america", "BM CA GL PM US"),
        ("oceania", "AS AU CK FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV VU WF WS"),
    ];

    private static readonly ImmutableDictionary<string, string> ByCountry = Listed.SelectMany(one => one.Countries.Split(' ').Select(country => (country, one.Region))).Concat(EuropeanUnion.Select(country => (country, Region: "european-union"))).ToImmutableDictionary(one => one.country, one => one.Region, StringComparer.Ordinal);

    /// <summary>Every region, the European Union first.</summary>
    public static readonly ImmutableArray<string> All = ["european-union", .. Listed.Select(one => one.Region)];

    /// <summary>The region of a country; "unknown" for a code that no region has.</summary>
    public static string Of(string country) => ByCountry.GetValueOrDefault(country, FactDimension.Unknown);

    /// <summary>Own, other EU or not EU, as Eurostat asks.</summary>
    public static string CitizenshipOf(string country, string reporting) => country == reporting ? "own" : EuropeanUnion.Contains(country) ? "other-eu" : ByCountry.ContainsKey(country) ? "non-eu" : FactDimension.Unknown;
}
