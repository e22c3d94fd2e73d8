namespace Entraide.Core.Text.Xliff;

/// <summary>A rule that a file can break.</summary>
/// <param name="Id">Stable: other programs may look for it.</param>
/// <param name="Says">The rule in one sentence.</param>
/// <param name="Source">Where the rule comes from: a section of XLIFF 2.1 (OASIS Standard, 13 February 2018), another standard, or the house.</param>
public sealed record XliffRule(string Id, string Says, string Source);

/// <summary>A rule that a file breaks: what, where and how to mend it.</summary>
/// <param name="Line">From 1; 0 where the whole file is meant.</param>
/// <param name="Place">The element with its id and its unit, as a translator finds it.</param>
public sealed record XliffFault(XliffRule Rule, string What, string Mend, int Line, string Place)
{
    /// <summary>One line: where, what, how to mend it.</summary>
    public string Sentence => $"{(Line > 0 ? $"line {Line}, " : "")}{(Place.Length > 0 ? $"{Place}: " : "")}{What} {Mend}";

    public override string ToString() => $"{Rule.Id}: {Sentence}";
}

/// <summary>A file that was refused, with every rule that it breaks.</summary>
public sealed class XliffException(IReadOnlyList<XliffFault> faults) : Exception(faults[0].ToString())
{
    /// <summary>At least one; in the order in which they stand in the file.</summary>
    public IReadOnlyList<XliffFault> Faults { get; } = faults;

    internal XliffException(XliffRule rule, string what, string mend, int line = 0, string place = "") : this([new XliffFault(rule, what, mend, line, place)])
    {
    }
}

/// <summary>What a reader asks of a file beyond the standard.</summary>
/// <param name="SourceLanguage">The language that the sources must be in; null for any.</param>
/// <param name="TargetLanguage">The language that was asked for; null for any.</param>
/// <param name="HiddenSigns">Whether targets may hold bidirectional controls and zero-width signs, which no reader of a text sees.</param>
public sealed record XliffOptions(string? SourceLanguage = null, string? TargetLanguage = null, bool HiddenSigns = false)
{
    /// <summary>In bytes. A whole guide in one language has less than a tenth.</summary>
    public const int LargestFile = 10_000_000;

    /// <summary>In letters of the file, from the unit's first sign to its last.</summary>
    public const int LargestUnit = 1_000_000;

    /// <summary>How many elements may stand inside each other. XLIFF's own need is a dozen.</summary>
    public const int DeepestNesting = 100;

    public static readonly XliffOptions Any = new();
}
