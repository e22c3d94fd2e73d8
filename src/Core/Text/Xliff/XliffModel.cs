using System.Collections.Immutable;
using System.Xml.Linq;

namespace Entraide.Core.Text.Xliff;

/// <summary>A piece of inline content as XLIFF has it (4.2.3).</summary>
public abstract record XliffInline;

/// <summary>Letters. Characters that XML cannot hold, which a file writes as <c>cp</c>, are letters here.</summary>
public sealed record XliffPlain(string Text) : XliffInline;

/// <summary>A code or a marker: <c>ph</c>, <c>pc</c>, <c>sc</c>, <c>ec</c>, <c>mrk</c>, <c>sm</c> or <c>em</c>.</summary>
/// <param name="Name">Its name in XLIFF.</param>
/// <param name="Attributes">In the order of the file; those of modules with their namespace.</param>
/// <param name="Content">What <c>pc</c> and <c>mrk</c> hold.</param>
public sealed record XliffCode(string Name, ImmutableArray<(XName Name, string Value)> Attributes, ImmutableArray<XliffInline> Content) : XliffInline
{
    /// <summary>The value of an attribute of the core; null where it is absent.</summary>
    public string? this[string attribute] => Attributes.FirstOrDefault(one => one.Name == attribute).Value;

    /// <summary>The id that both halves of a code share.</summary>
    public string Id => this["id"] ?? this["startRef"] ?? "";
}

/// <summary>A note (4.2.2.9).</summary>
/// <param name="AppliesTo"><c>source</c>, <c>target</c>, or null for both.</param>
/// <param name="Priority">From 1, the highest, to 10.</param>
public sealed record XliffNote(string? Id, string? Category, string? AppliesTo, int Priority, string Text);

/// <summary>An entry of a unit's glossary (5.2).</summary>
public sealed record XliffTerm(string Term, ImmutableArray<string> Translations, string? Definition);

/// <summary>A value of the metadata module (5.4) with the category of the group in which it stands.</summary>
public sealed record XliffMeta(string? Category, string Type, string Value);

/// <summary>A segment or an ignorable (4.2.2.6, 4.2.2.7).</summary>
/// <param name="State"><c>initial</c>, <c>translated</c>, <c>reviewed</c> or <c>final</c>.</param>
/// <param name="Target">Null where there is none; a target may be empty.</param>
/// <param name="IsPreserved">Whether blanks count: <c>xml:space="preserve"</c>.</param>
public sealed record XliffSegment(string? Id, bool IsIgnorable, string State, string? SubState, ImmutableArray<XliffInline> Source, ImmutableArray<XliffInline>? Target, int? Order, bool IsPreserved);

/// <summary>A file, a group or a unit.</summary>
/// <param name="Translate">Its own or inherited.</param>
public abstract record XliffPart(string Id, string? Name, bool Translate, ImmutableArray<XliffNote> Notes, ImmutableArray<XliffMeta> Metadata);

/// <summary>A unit (4.2.2.5).</summary>
/// <param name="File">The id of its file: a unit's own id is unique only there.</param>
/// <param name="Data">Original data by id.</param>
public sealed record XliffUnit(string File, string Id, string? Name, bool Translate, ImmutableArray<XliffNote> Notes, ImmutableArray<XliffMeta> Metadata, ImmutableArray<XliffTerm> Terms,
    ImmutableSortedDictionary<string, string> Data, ImmutableArray<XliffSegment> Segments) : XliffPart(Id, Name, Translate, Notes, Metadata);

/// <summary>A group (4.2.2.4).</summary>
public sealed record XliffGroup(string Id, string? Name, bool Translate, ImmutableArray<XliffNote> Notes, ImmutableArray<XliffMeta> Metadata, ImmutableArray<XliffPart> Parts) : XliffPart(Id, Name, Translate, Notes, Metadata);

/// <summary>A file (4.2.2.2).</summary>
/// <param name="Original">Where its text comes from.</param>
public sealed record XliffFile(string Id, string? Original, bool Translate, ImmutableArray<XliffNote> Notes, ImmutableArray<XliffMeta> Metadata, ImmutableArray<XliffPart> Parts) : XliffPart(Id, null, Translate, Notes, Metadata)
{
    /// <summary>All units, those in groups too, in the order of the file.</summary>
    public IEnumerable<XliffUnit> Units => UnitsOf(Parts);

    private static IEnumerable<XliffUnit> UnitsOf(ImmutableArray<XliffPart> parts) => parts.SelectMany(part => part switch
    {
        XliffUnit unit => [unit],
        XliffGroup group => UnitsOf(group.Parts),
        _ => Enumerable.Empty<XliffUnit>(),
    });
}

/// <summary>A new target for a segment.</summary>
/// <param name="Segment">Which of the unit's segments and ignorables, from 0.</param>
/// <param name="State">The new state; null leaves it. A sub-state goes with the old one (4.3.1.32).</param>
public sealed record XliffChange(string File, string Unit, int Segment, ImmutableArray<XliffInline> Target, string? State);
