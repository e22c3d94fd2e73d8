using System.Collections.Immutable;
using System.Text;
using System.Xml.Linq;

namespace Entraide.Core.Text.Xliff;

/// <summary>Changes of a file's letters, made all at once at the end; what no change names stays.</summary>
internal sealed class XliffSplice(XliffText text)
{
    private readonly SortedDictionary<int, (int End, string Letters)> edits = [];

    /// <summary>The content of a segment's target, which is added where there is none.</summary>
    public void Target(XElement segment, ImmutableArray<XliffInline> content)
    {
        var source = segment.Element(XliffNames.Source)!;
        if (segment.Element(XliffNames.Target) is { } target)
        {
            var span = XliffText.SpanOf(target);
            var letters = XliffMarkup.Write(content, target);
            if (!span.IsOneTag) Add(span.ContentStart, span.ContentEnd, letters);
            else if (letters.Length > 0)
            {
                // <target/> becomes <target>…</target>: what stands before the slash stays.
                var slash = text.Text.LastIndexOf('/', span.End - 1);
                Add(slash, span.End, $">{letters}</{XliffMarkup.Prefix(target, XliffNames.Core)}target>");
            }
            return;
        }
        var name = XliffMarkup.Prefix(source, XliffNames.Core) + "target";
        var space = source.Attribute(XliffNames.XmlSpace) is { } own ? $" xml:space=\"{own.Value}\"" : "";
        // A language that the source inherits rightly is wrong for its target.
        var root = segment.Document!.Root!;
        var language = Rules.StructureCheck.Inherited(segment, XliffNames.XmlLang, "") is { Length: > 0 } && (string?)root.Attribute("trgLang") is { } wanted ? $" xml:lang=\"{wanted}\"" : "";
        var end = XliffText.SpanOf(source).End;
        var start = XliffText.SpanOf(source).Start;
        var blank = start;
        while (text.Text[blank - 1] is ' ' or '\t' or '\r' or '\n') blank--;
        Add(end, end, $"{text.Text[blank..start]}<{name}{space}{language}>{XliffMarkup.Write(content, source)}</{name}>");
    }

    /// <summary>The state of a segment; the sub-state, which belonged to the old one, goes (4.3.1.32).</summary>
    public void State(XElement segment, string state)
    {
        if (((string?)segment.Attribute("state") ?? "initial") == state) return;
        var start = XliffText.SpanOf(segment).Start;
        var tag = text.Text[start..XliffText.TagEnd(text.Text, start)];
        foreach (var name in (string[])["state", "subState"])
        {
            if (segment.Attribute(name) is null) continue;
            var (from, value, to) = Attribute(tag, name);
            if (name == "state") Add(start + value, start + to - 1, state);
            else Add(start + from, start + to, "");
        }
        if (segment.Attribute("state") is not null) return;
        var end = start + 1;
        while (text.Text[end] is not (' ' or '\t' or '\r' or '\n' or '>' or '/')) end++;
        Add(end, end, $" state=\"{state}\"");
    }

    public string Write()
    {
        var written = new StringBuilder(text.Text.Length + 1024);
        var at = 0;
        foreach (var (start, (end, letters)) in edits)
        {
            written.Append(text.Text, at, start - at).Append(letters);
            at = end;
        }
        return written.Append(text.Text, at, text.Text.Length - at).ToString();
    }

    private void Add(int start, int end, string letters)
    {
        if (!edits.TryAdd(start, (end, letters))) throw new ArgumentException("The same segment was given twice.", nameof(start));
    }

    /// <summary>Where an attribute of a tag begins with the blank before it, where its value begins, and where it ends.</summary>
    private static (int From, int Value, int To) Attribute(string tag, string name)
    {
        var quote = '\0';
        for (var i = 1; i < tag.Length; i++)
        {
            if (quote != '\0') quote = tag[i] == quote ? '\0' : quote;
            else if (tag[i] is '"' or '\'') quote = tag[i];
            else if (tag[i - 1] is ' ' or '\t' or '\r' or '\n' && tag.AsSpan(i).StartsWith(name) && tag[i + name.Length] is '=' or ' ' or '\t' or '\r' or '\n')
            {
                var open = tag.IndexOfAny(['"', '\''], i);
                if (tag[(i + name.Length)..open].AsSpan().Trim(" \t\r\n=").IsEmpty) return (i - 1, open + 1, tag.IndexOf(tag[open], open + 1) + 1);
            }
        }
        throw new InvalidOperationException($"The tag has no {name}.");
    }
}
