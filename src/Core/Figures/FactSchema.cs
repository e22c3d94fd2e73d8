using System.Collections.Immutable;

namespace Entraide.Core.Figures;

/// <summary>What is counted: the letters of Directive 2011/36/EU art. 19a(2), as amended by Directive (EU) 2024/1712.</summary>
public enum FactKind
{
    /// <summary>(a) A registered identified or presumed victim.</summary>
    Victim,
    /// <summary>(b) A registered suspect.</summary>
    Suspect,
    /// <summary>(c) A person prosecuted.</summary>
    Prosecution,
    /// <summary>(d) A decision whether to prosecute.</summary>
    ProsecutionDecision,
    /// <summary>(e) A person convicted.</summary>
    Conviction,
    /// <summary>(f) A court judgment.</summary>
    Judgment,
    /// <summary>(g) A suspect of knowingly using what a victim is exploited for (art. 18a).</summary>
    ServiceUseSuspect,
    /// <summary>(g) A person prosecuted for it.</summary>
    ServiceUseProsecution,
    /// <summary>(g) A person convicted of it.</summary>
    ServiceUseConviction,
}

/// <summary>One way in which what is counted is told apart, with all codes that it can have; the last stands for "not known".</summary>
public sealed record FactDimension(string Id, ImmutableArray<string> Codes)
{
    public const string Unknown = "unknown";

    /// <summary>Whether its codes are countries (ISO 3166-1 alpha-2), which are not listed.</summary>
    public bool IsCountry => Codes.IsEmpty;

    public bool Knows(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return code == Unknown || (IsCountry ? code.Length == 2 && code.All(char.IsAsciiLetterUpper) : Codes.Contains(code));
    }
}

/// <summary>
/// The dimensions and which of them belongs to what. Sex, child or adult, citizenship and form of exploitation are those of
/// art. 19a(2); the bodies that register are those that Eurostat tells apart.
/// </summary>
public static class FactSchema
{
    public static readonly FactDimension
        Organisation = Of("organisation", "police", "labour-inspectorate", "border-guard", "immigration", "social-service", "health-service", "ngo", "other"),
        Status = Of("status", "identified", "presumed"),
        Sex = Of("sex", "female", "male", "other"),
        Age = Of("age", "child", "adult"),
        Citizenship = Of("citizenship", "own", "other-eu", "non-eu"),
        Form = Of("form", "labour", "sexual", "other"),
        Decision = Of("decision", "trafficking-charge", "other-charge", "not-charged", "other"),
        Outcome = Of("judgment", "acquittal", "conviction", "other"),
        From = new("from", []),
        In = new("in", []);

    /// <summary>Every dimension, in the order of a fact's codes.</summary>
    public static readonly ImmutableArray<FactDimension> All = [Organisation, Status, Sex, Age, Citizenship, Form, Decision, Outcome, From, In];

    /// <summary>What tells one kind apart.</summary>
    public static ImmutableArray<FactDimension> DimensionsOf(FactKind kind) => kind switch
    {
        FactKind.Victim => [Organisation, Status, Sex, Age, Citizenship, Form, From, In],
        FactKind.Suspect => [Sex, Age, Citizenship, Form],
        FactKind.Prosecution => [Sex, Age, Citizenship, Form, Decision],
        FactKind.ProsecutionDecision => [Decision],
        FactKind.Conviction => [Sex, Age, Citizenship],
        FactKind.Judgment => [Outcome],
        _ => [Sex, Age],
    };

    /// <summary>The letter of art. 19a(2) under which a kind is reported.</summary>
    public static string LetterOf(FactKind kind) => kind switch
    {
        FactKind.Victim => "a", FactKind.Suspect => "b", FactKind.Prosecution => "c", FactKind.ProsecutionDecision => "d", FactKind.Conviction => "e", FactKind.Judgment => "f", _ => "g",
    };

    /// <summary>The word of a kind in files: victim, suspect, prosecution-decision.</summary>
    public static string WordOf(FactKind kind) => string.Concat(kind.ToString().Select((letter, place) => char.IsUpper(letter) ? (place > 0 ? "-" : "") + char.ToLowerInvariant(letter) : $"{letter}"));

    public static FactKind? KindOf(string word) => Enum.GetValues<FactKind>().Where(kind => WordOf(kind) == word).Cast<FactKind?>().FirstOrDefault();

    private static FactDimension Of(string id, params ReadOnlySpan<string> codes) => new(id, [.. codes, FactDimension.Unknown]);
}

/// <summary>One person or decision that is counted: codes, and nothing that tells who.</summary>
/// <param name="Year">The calendar year that it counts for.</param>
/// <param name="Codes">One for each dimension of <see cref="FactSchema.All"/>; "unknown" too for those that the kind has not.</param>
/// <param name="Mark">What tells apart whether two files hold the same record: a keyed hash of its number in its own system; empty for none.</param>
public sealed record StatisticalFact(FactKind Kind, int Year, ImmutableArray<string> Codes, string Mark)
{
    /// <summary>The code in a dimension.</summary>
    public string this[FactDimension dimension] => Codes[FactSchema.All.IndexOf(dimension)];

    /// <exception cref="ArgumentException">A code that its dimension has not, or a dimension that the kind has not.</exception>
    public static StatisticalFact Of(FactKind kind, int year, IReadOnlyDictionary<string, string> codes, string mark = "")
    {
        ArgumentNullException.ThrowIfNull(codes);
        if (year is < 1990 or > 2200) throw new ArgumentOutOfRangeException(nameof(year), year, "A year is from 1990 to 2200.");
        var own = FactSchema.DimensionsOf(kind);
        return new StatisticalFact(kind, year, [.. FactSchema.All.Select(dimension => codes.TryGetValue(dimension.Id, out var code) && own.Contains(dimension) ? Known(dimension, code) : FactDimension.Unknown)], mark);
    }

    private static string Known(FactDimension dimension, string code) => dimension.Knows(code) ? code : throw new ArgumentException($"\"{code}\" is no code of {dimension.Id}.", nameof(code));

    public bool Equals(StatisticalFact? other) => other is not null && Kind == other.Kind && Year == other.Year && Mark == other.Mark && Codes.SequenceEqual(other.Codes);

    public override int GetHashCode() => Codes.Aggregate(HashCode.Combine(Kind, Year, Mark), HashCode.Combine);
}
