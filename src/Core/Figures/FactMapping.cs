using System.Collections.Immutable;
using System.Globalization;

namespace Entraide.Core.Figures;

/// <summary>A row that could not be taken, and why.</summary>
/// <param name="Line">In the file.</param>
/// <param name="Column">The file's own name of the column; empty where the row as a whole is meant.</param>
/// <param name="Value">What stands there.</param>
/// <param name="Dimension">What it should have said.</param>
public sealed record RowAside(int Line, string Column, string Value, string Dimension);

/// <summary>Why a mapping cannot be used.</summary>
public enum MappingFault
{
    /// <summary>Nothing says the year, which every fact has.</summary>
    NoYear,

    /// <summary>The line has none of the three forms.</summary>
    BadLine,

    /// <summary>There is no such dimension.</summary>
    NoDimension,

    /// <summary>The file has no such column.</summary>
    NoColumn,

    /// <summary>The dimension has no such code.</summary>
    NoCode,
}

/// <summary>A mapping that cannot be used: what, in which line of it, and what would do instead.</summary>
/// <param name="line">Of the mapping, from 1; 0 where it is the mapping as a whole.</param>
/// <param name="word">What stands there and cannot be used.</param>
/// <param name="dimension">Of which it should have been a code.</param>
/// <param name="choices">What there is.</param>
public sealed class FactMappingException(MappingFault fault, int line = 0, string word = "", string dimension = "", IEnumerable<string>? choices = null) : Exception($"{fault}, line {line} of the mapping: \"{word}\"")
{
    public MappingFault Fault { get; } = fault;
    public int Line { get; } = line;
    public string Word { get; } = word;
    public string Dimension { get; } = dimension;
    public ImmutableArray<string> Choices { get; } = [.. choices ?? []];
}

/// <summary>
/// How the columns and words of somebody else's file become facts. Written as lines: <c>sex: gender</c> takes a dimension from a
/// column, <c>sex: F = female</c> says what a word means, <c>organisation = police</c> is the same for all rows. Besides the
/// dimensions there are <c>kind</c>, <c>year</c> and <c>record</c> (the number of the record in its own system, for finding
/// duplicates). A line that begins with # is a remark. Columns that are not named are not read: what else stands in the file stays
/// outside. Those named kind, year and record are always read, and those that have the names of the dimensions where the mapping
/// names no column.
/// </summary>
public sealed class FactMapping
{
    public const string Kind = "kind", Year = "year", Record = "record";

    private static readonly ImmutableArray<string> Targets = [Kind, Year, Record, .. FactSchema.All.Select(dimension => dimension.Id)];

    // What other schemes say, in small letters: Eurostat, the case data standard, the global dataset, and plain English and French.
    private static readonly Dictionary<string, Dictionary<string, string>> Words = new(StringComparer.Ordinal)
    {
        [Kind] = new(StringComparer.Ordinal) { ["victims"] = "victim", ["suspects"] = "suspect", ["prosecuted"] = "prosecution", ["convicted"] = "conviction", ["a"] = "victim", ["b"] = "suspect", ["c"] = "prosecution", ["d"] = "prosecution-decision", ["e"] = "conviction", ["f"] = "judgment" },
        ["sex"] = new(StringComparer.Ordinal) { ["f"] = "female", ["w"] = "female", ["woman"] = "female", ["women"] = "female", ["femme"] = "female", ["m"] = "male", ["man"] = "male", ["men"] = "male", ["homme"] = "male", ["x"] = "other", ["transgender/nonconforming"] = "other", ["nonconforming"] = "other", ["unsaid"] = "unknown" },
        ["age"] = new(StringComparer.Ordinal) { ["minor"] = "child", ["mineur"] = "child", ["perhaps-child"] = "child", ["majeur"] = "adult", ["0--8"] = "child", ["9--17"] = "child", ["0-8"] = "child", ["9-17"] = "child", ["18-20"] = "adult", ["21-23"] = "adult", ["24-26"] = "adult", ["27-29"] = "adult", ["30-38"] = "adult", ["39-47"] = "adult", ["18--20"] = "adult", ["21--23"] = "adult", ["24--26"] = "adult", ["27--29"] = "adult", ["30--38"] = "adult", ["39--47"] = "adult", ["48+"] = "adult" },
        ["citizenship"] = new(StringComparer.Ordinal) { ["nat"] = "own", ["national"] = "own", ["eu"] = "other-eu", ["other eu"] = "other-eu", ["neu"] = "non-eu", ["non eu"] = "non-eu", ["stateless"] = "non-eu" },
        ["form"] = new(StringComparer.Ordinal) { ["forced labour"] = "labour", ["forced labor"] = "labour", ["labour exploitation"] = "labour", ["servitude"] = "labour", ["domestic"] = "labour", ["sexual exploitation"] = "sexual", ["begging"] = "other", ["crime"] = "other", ["organs"] = "other", ["marriage"] = "other", ["adoption"] = "other", ["surrogacy"] = "other" },
        ["status"] = new(StringComparer.Ordinal) { ["formal"] = "identified", ["formally identified"] = "identified", ["declined"] = "presumed", ["potential"] = "presumed" },
        ["organisation"] = new(StringComparer.Ordinal) { ["labour inspection"] = "labour-inspectorate", ["border police"] = "border-guard", ["social services"] = "social-service", ["ong"] = "ngo" },
    };

    private static readonly string[] Nothing = ["", "-99", "00", "na", "n/a", "not known", "unk", "?"];

    // What stands for no country in lists of countries; "NA" is Namibia there, and for many programs nothing: the mapping has to say.
    private static readonly string[] NoCountry = ["xx", "zz"];

    // Codes that the institutions of the European Union use beside ISO 3166-1.
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal) { ["EL"] = "GR", ["UK"] = "GB" };

    /// <summary>What is kept of a word that could not be read: enough to find it, too little for a story.</summary>
    public const int LongestAside = 60;

    private readonly Dictionary<string, string> columns = new(StringComparer.Ordinal), constants = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Target, string Value), string> meanings = [];
    private readonly string country;

    private FactMapping(string country) => this.country = country;

    /// <summary>A country's code as ISO 3166-1 alpha-2 has it; null where no region has such a country.</summary>
    public static string? CountryOf(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        var large = code.ToUpperInvariant();
        return Aliases.GetValueOrDefault(large, large) is var known && WorldRegions.Of(known) != FactDimension.Unknown ? known : null;
    }

    /// <param name="text">The lines; empty where the file's columns have the names of the dimensions.</param>
    /// <param name="header">The names of the file's columns.</param>
    /// <param name="country">The State that reports (ISO 3166-1 alpha-2): tells "own" from other citizenships given as countries.</param>
    /// <exception cref="ArgumentException">There is no such country.</exception>
    /// <exception cref="FactMappingException">A line that says nothing, an unknown dimension, column or code, or no year.</exception>
    public static FactMapping Read(string text, IReadOnlyList<string> header, string country)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(header);
        var mapping = new FactMapping(CountryOf(country) ?? throw new ArgumentException($"\"{country}\" is no country code of two capital letters.", nameof(country)));
        var lines = text.Split('\n');
        for (var line = 0; line < lines.Length; line++) mapping.Add(lines[line].Trim(), line + 1, header);
        // What is counted, when and as which record is never left unread where the file says it: without it a suspect would be a victim.
        foreach (var target in mapping.columns.Count == 0 ? Targets : [Kind, Year, Record])
            if (header.FirstOrDefault(column => column.Equals(target, StringComparison.OrdinalIgnoreCase)) is { } same) mapping.columns.TryAdd(target, same);
        if (!mapping.columns.ContainsKey(Year) && !mapping.constants.ContainsKey(Year)) throw new FactMappingException(MappingFault.NoYear);
        return mapping;
    }

    private void Add(string line, int number, IReadOnlyList<string> header)
    {
        if (line.Length == 0 || line[0] == '#') return;
        var (colon, equals) = (line.IndexOf(':', StringComparison.Ordinal), line.IndexOf('=', StringComparison.Ordinal));
        var end = colon >= 0 && (equals < 0 || colon < equals) ? colon : equals;
        if (end <= 0) throw new FactMappingException(MappingFault.BadLine, number, line);
        var target = line[..end].Trim();
        if (!Targets.Contains(target)) throw new FactMappingException(MappingFault.NoDimension, number, target, choices: Targets);
        var rest = line[(end + 1)..].Trim();
        if (end == equals) constants[target] = Code(target, rest, number);
        else if (equals < 0) columns[target] = header.Contains(rest) ? rest : throw new FactMappingException(MappingFault.NoColumn, number, rest, choices: header);
        else
        {
            var at = rest.LastIndexOf('=');
            meanings[(target, rest[..at].Trim().ToLowerInvariant())] = Code(target, rest[(at + 1)..].Trim(), number);
        }
    }

    private static string Code(string target, string code, int number)
    {
        if (Allows(target, code)) return code;
        var known = FactSchema.All.FirstOrDefault(dimension => dimension.Id == target);
        throw new FactMappingException(MappingFault.NoCode, number, code, target, target == Kind ? Enum.GetValues<FactKind>().Select(FactSchema.WordOf) : target == Year ? ["2026"] : known!.IsCountry ? ["BE", "FR", "…"] : known.Codes);
    }

    private static bool Allows(string target, string code) => target switch
    {
        Kind => FactSchema.KindOf(code) is not null,
        Year => int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1990 and <= 2200,
        Record => true,
        _ => FactSchema.All.First(dimension => dimension.Id == target).Knows(code),
    };

    /// <summary>A row as a fact, or why it is none.</summary>
    /// <param name="mark">Turns the number of a record into what it is recognised by.</param>
    public (StatisticalFact? Fact, RowAside? Aside) Apply(int line, IReadOnlyList<string> header, IReadOnlyList<string> cells, Func<string, string> mark)
    {
        ArgumentNullException.ThrowIfNull(mark);
        var codes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var target in Targets)
        {
            var (column, given) = Given(target, header, cells);
            var code = Translate(target, given);
            if (!Allows(target, code)) return (null, new RowAside(line, column, given.Length <= LongestAside ? given : given[..LongestAside] + "…", target));
            codes[target] = code;
        }
        var kind = FactSchema.KindOf(codes[Kind])!.Value;
        return (StatisticalFact.Of(kind, int.Parse(codes[Year], CultureInfo.InvariantCulture), codes, codes[Record].Length == 0 ? "" : mark(codes[Record])), null);
    }

    private (string Column, string Value) Given(string target, IReadOnlyList<string> header, IReadOnlyList<string> cells)
    {
        if (constants.TryGetValue(target, out var constant)) return ("", constant);
        if (!columns.TryGetValue(target, out var column)) return ("", target switch { Kind => "victim", Record => "", _ => FactDimension.Unknown });
        for (var place = 0; place < header.Count; place++)
            if (header[place] == column) return (column, cells[place].Trim());
        return (column, "");
    }

    private string Translate(string target, string given)
    {
        var small = given.ToLowerInvariant();
        // One number for all of whom none is known would make them one person.
        if (target == Record) return Nothing.Contains(small) ? "" : given;
        if (meanings.TryGetValue((target, small), out var meant)) return meant;
        var isCountry = target is "from" or "in" or "citizenship";
        if (isCountry && small == "na") return "";
        if (target is not (Kind or Year) && (Nothing.Contains(small) || (isCountry && NoCountry.Contains(small)))) return FactDimension.Unknown;
        if (Words.TryGetValue(target, out var words) && words.TryGetValue(small, out var word)) return word;
        if (target is "from" or "in") return small == FactDimension.Unknown ? small : CountryOf(given) ?? "";
        if (Allows(target, given)) return given;
        if (Allows(target, small)) return small;
        // Children are all below the age of 18 (Directive 2011/36/EU art. 2(6)).
        if (target == "age" && int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var years) && years <= 120) return years < 18 ? "child" : "adult";
        if (target == "citizenship" && given.Length == 2 && CountryOf(given) is { } citizen) return WorldRegions.CitizenshipOf(citizen, country);
        return given;
    }
}
