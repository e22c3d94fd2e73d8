using System.Collections.Immutable;

namespace Entraide.Core.Text.Xliff;

/// <summary>How far a translation is: XLIFF 2.1, 4.3.1.32 state.</summary>
public enum JobState
{
    /// <summary>Not translated, or only proposed.</summary>
    Initial,

    /// <summary>Translated.</summary>
    Translated,

    /// <summary>Read by a second person.</summary>
    Reviewed,

    /// <summary>Approved.</summary>
    Final,
}

/// <summary>What a translator should know of a unit.</summary>
/// <param name="Category">What kind of note: <c>context</c>, <c>reviewer</c>. In XLIFF 1.2 it stands in <c>from</c>.</param>
public sealed record JobNote(string Category, string Text);

/// <summary>A term of a unit's source with what is known of it in the target language; a translation or a definition at least.</summary>
public sealed record JobTerm(string Source, ImmutableArray<string> Translations, string? Definition = null);

/// <summary>An earlier translation that may help.</summary>
/// <param name="Similarity">Of its source to the unit's, in per cent.</param>
/// <param name="Origin">Where it comes from.</param>
public sealed record JobMatch(ImmutableArray<InlineNode> Source, ImmutableArray<InlineNode> Target, int Similarity, string Origin);

/// <summary>One text to translate.</summary>
/// <param name="Id">Unique in the job.</param>
/// <param name="Target">What is there already; null for nothing.</param>
/// <param name="BaseVersion">The version of the source that is translated.</param>
/// <param name="ChangeClass">How much the source changed since its last translation.</param>
/// <param name="LongestTarget">In code points, codes not counted; null for no limit.</param>
public sealed record JobUnit(
    string Id, ImmutableArray<InlineNode> Source, ImmutableArray<InlineNode>? Target = null, JobState State = JobState.Initial, ImmutableArray<JobNote> Notes = default,
    int? BaseVersion = null, string? ChangeClass = null, ImmutableArray<JobTerm> Terms = default, ImmutableArray<JobMatch> Matches = default, int? LongestTarget = null);

/// <summary>Texts that go to a translator and come back, in one language.</summary>
/// <param name="SourceLanguage">BCP 47 tag.</param>
/// <param name="Original">Where the texts come from, as the translator reads it.</param>
public sealed record XliffJob(string SourceLanguage, string TargetLanguage, string Original, ImmutableArray<JobUnit> Units);

/// <summary>What came back for one unit.</summary>
/// <param name="Id">The unit's id in the job.</param>
/// <param name="Target">The translation; null where there is none, or where it was refused.</param>
/// <param name="Notes">All that the unit carries now, those of the job too.</param>
/// <param name="BaseVersion">The version of the source that was translated, as the file says.</param>
/// <param name="Refusals">The rules that the translation breaks; none where it was taken.</param>
/// <param name="Warnings">What a person should look at.</param>
public sealed record ImportedUnit(string Id, ImmutableArray<InlineNode>? Target, JobState State, ImmutableArray<JobNote> Notes, int? BaseVersion, string? ChangeClass, ImmutableArray<XliffFault> Refusals, ImmutableArray<XliffFault> Warnings)
{
    public bool IsTaken => Refusals.IsEmpty;
}

/// <summary>What came back.</summary>
/// <param name="Units">Those of the job that the file has, in the order of the file.</param>
/// <param name="Unknown">The ids of units that the job does not have; nothing of them is taken.</param>
/// <param name="Absent">The ids of the job's units that the file does not have.</param>
public sealed record XliffImport(ImmutableArray<ImportedUnit> Units, ImmutableArray<string> Unknown, ImmutableArray<string> Absent);
