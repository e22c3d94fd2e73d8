using System.Collections.Immutable;
using System.Xml.Linq;
using Entraide.Core.Text.Xliff.Rules;

namespace Entraide.Core.Text.Xliff;

/// <summary>
/// A valid file of XLIFF 2.0 or 2.1. What it holds is told as a model; the file itself is kept as it came, so that a change
/// of targets changes these and nothing else: modules and extensions that are not known here pass through byte for byte.
/// </summary>
public sealed class XliffDocument
{
    private readonly XliffText text;

    private XliffDocument(XliffText text)
    {
        this.text = text;
        SourceLanguage = (string)text.Root.Attribute("srcLang")!;
        TargetLanguage = (string?)text.Root.Attribute("trgLang");
        Files = [.. text.Root.Elements(XliffNames.File).Select(file => new XliffFile(Id(file), (string?)file.Attribute("original"), Translate(file), Notes(file), Metadata(file), Parts(file, Id(file))))];
    }

    public string SourceLanguage { get; }

    public string? TargetLanguage { get; }

    public ImmutableArray<XliffFile> Files { get; }

    public IEnumerable<XliffUnit> Units => Files.SelectMany(file => file.Units);

    /// <exception cref="XliffException">The file breaks a rule.</exception>
    public static XliffDocument Read(ReadOnlyMemory<byte> file, XliffOptions? options = null) => new(XliffChecker.Read(file, options ?? XliffOptions.Any));

    /// <summary>The file as it came, byte for byte.</summary>
    public byte[] Write() => text.Write(text.Text);

    /// <summary>The file with these targets, and otherwise as it came, byte for byte.</summary>
    /// <exception cref="XliffException">With these targets the file would break a rule.</exception>
    /// <exception cref="ArgumentException">A change names a segment that is not there, or one twice.</exception>
    public byte[] With(IEnumerable<XliffChange> changes)
    {
        var units = text.Root.Descendants(XliffNames.Unit).ToLookup(unit => (Id(unit.Ancestors(XliffNames.File).First()), Id(unit)));
        var splice = new XliffSplice(text);
        foreach (var change in changes)
        {
            var parts = units[(change.File, change.Unit)].SelectMany(PartsOf).ToList();
            if (change.Segment < 0 || change.Segment >= parts.Count) throw new ArgumentException($"There is no segment {change.Segment} in the unit “{Quoted.Line(change.Unit)}”.", nameof(changes));
            splice.Target(parts[change.Segment], change.Target);
            if (change.State is not null && parts[change.Segment].Name == XliffNames.Segment) splice.State(parts[change.Segment], change.State);
        }
        var written = text.Write(splice.Write());
        XliffChecker.Read(written, XliffOptions.Any with { HiddenSigns = true });
        return written;
    }

    private static IEnumerable<XElement> PartsOf(XElement unit) => unit.Elements().Where(one => one.Name == XliffNames.Segment || one.Name == XliffNames.Ignorable);

    private static string Id(XElement element) => (string)element.Attribute("id")!;

    private static bool Translate(XElement element) => StructureCheck.Inherited(element, "translate", "yes") == "yes";

    private static ImmutableArray<XliffNote> Notes(XElement container) =>
    [
        .. container.Elements(XliffNames.Notes).Elements(XliffNames.Note).Select(note => new XliffNote((string?)note.Attribute("id"), (string?)note.Attribute("category"), (string?)note.Attribute("appliesTo"),
            Values.Whole((string?)note.Attribute("priority")) is var priority && priority > 0 ? priority : 1, note.Value)),
    ];

    private static ImmutableArray<XliffMeta> Metadata(XElement container) =>
    [
        .. container.Elements(XliffNames.Metadata + "metadata").Descendants(XliffNames.Metadata + "meta").Select(meta => new XliffMeta((string?)meta.Parent!.Attribute("category"), (string)meta.Attribute("type")!, meta.Value)),
    ];

    private static ImmutableArray<XliffPart> Parts(XElement container, string file) =>
    [
        .. container.Elements().Where(one => one.Name == XliffNames.Unit || one.Name == XliffNames.Group).Select(XliffPart (one) => one.Name == XliffNames.Unit ? Unit(one, file)
            : new XliffGroup(Id(one), (string?)one.Attribute("name"), Translate(one), Notes(one), Metadata(one), Parts(one, file))),
    ];

    private static XliffUnit Unit(XElement unit, string file)
    {
        var terms = unit.Elements(XliffNames.Glossary + "glossary").Elements(XliffNames.Glossary + "glossEntry").Select(entry => new XliffTerm(entry.Element(XliffNames.Glossary + "term")!.Value,
            [.. entry.Elements(XliffNames.Glossary + "translation").Select(one => one.Value)], (string?)entry.Element(XliffNames.Glossary + "definition")));
        var data = unit.Elements(XliffNames.OriginalData).Elements(XliffNames.Data)
            .ToImmutableSortedDictionary(Id, one => string.Concat(XliffMarkup.Read(one).OfType<XliffPlain>().Select(plain => plain.Text)), StringComparer.Ordinal);
        return new XliffUnit(file, Id(unit), (string?)unit.Attribute("name"), Translate(unit), Notes(unit), Metadata(unit), [.. terms], data, [.. PartsOf(unit).Select(Segment)]);
    }

    private static XliffSegment Segment(XElement part)
    {
        var (source, target) = (part.Element(XliffNames.Source)!, part.Element(XliffNames.Target));
        return new XliffSegment((string?)part.Attribute("id"), part.Name == XliffNames.Ignorable, (string?)part.Attribute("state") ?? "initial", (string?)part.Attribute("subState"), XliffMarkup.Read(source),
            target is null ? null : XliffMarkup.Read(target), Values.Whole((string?)target?.Attribute("order")) is var order && order > 0 ? order : null, StructureCheck.Inherited(source, XliffNames.XmlSpace, "default") == "preserve");
    }
}
