using System.Xml.Linq;

namespace Entraide.Core.Text.Xliff.Rules;

/// <summary>Annotations and references: XLIFF 2.1, section 3 and 4.7.3.</summary>
internal static class MarkerCheck
{
    public static void Run(InlineScope scope, Check check)
    {
        foreach (var marker in InlineScope.Inlines(scope.Sources.Concat(scope.Targets)).Where(one => one.Name == XliffNames.Mrk || one.Name == XliffNames.Sm))
        {
            var (type, reference, value) = ((string?)marker.Attribute("type"), marker.Attribute("ref"), marker.Attribute("value"));
            var named = reference is not null ? Resolve(reference, check) : null;
            if (type == "mtc:match" && reference is not null) check.Fault(XliffRules.MatchMarkerRef, marker, "it marks the text of a match, and has a reference.", "Take ref out: the match refers to the marker.");
            if (type != "comment") continue;
            if (reference is null == value is null)
                check.Fault(XliffRules.CommentContent, marker, value is null ? "the comment says nothing." : "the comment has a value and a reference.", "Give one of value and ref.");
            else if (reference is not null && !(named?.Name == XliffNames.Note && named.Ancestors(XliffNames.Unit).FirstOrDefault() == marker.Ancestors(XliffNames.Unit).FirstOrDefault()))
                check.Fault(XliffRules.CommentNote, marker, $"“{Quoted.Line(reference.Value)}” is no note of the unit.", "Refer to a note of the unit, such as #n=1.");
        }
    }

    /// <summary>References of notes, wherever they stand.</summary>
    public static void Notes(IEnumerable<XElement> judged, Check check)
    {
        foreach (var note in judged)
            if (note.Name == XliffNames.Note && note.Attribute("ref") is { } reference) Resolve(reference, check);
    }

    // What names another document cannot be looked up here.
    private static XElement? Resolve(XAttribute reference, Check check)
    {
        if (!reference.Value.StartsWith('#') || Fragment.Read(reference.Value[1..], reference, check) is not { } fragment) return null;
        var named = fragment.Resolve(reference.Parent!);
        if (named is null) check.Fault(XliffRules.FragmentTarget, reference, $"nothing in the file is “{Quoted.Line(reference.Value)}”.", "Name an element of the file.");
        return named;
    }
}
