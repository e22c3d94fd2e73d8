using System.Globalization;
using System.Text;
using System.Text.Unicode;
using System.Xml;
using System.Xml.Linq;

namespace Entraide.Core.Text.Xliff;

/// <summary>Where an element stands in the text of its file: places of letters, the end not included.</summary>
internal sealed record XliffSpan(int Start, int ContentStart, int ContentEnd, int End)
{
    /// <summary>Whether it was written as one tag: <c>&lt;target/&gt;</c>.</summary>
    public bool IsOneTag => ContentStart == End;
}

/// <summary>
/// A file from outside, read as XML: bounded in size and depth, UTF-8 only, without document types and therefore without
/// entities of its own. Every element knows its place in the text, so that a change can be spliced in and all else stays
/// as it came.
/// </summary>
internal sealed class XliffText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<int> lines = [0];

    private XliffText(string text, bool hasMark) => (Text, HasMark) = (text, hasMark);

    /// <summary>The whole file without its byte order mark.</summary>
    public string Text { get; }

    /// <summary>Whether the file began with a byte order mark.</summary>
    public bool HasMark { get; }

    public XDocument Document { get; private set; } = new();

    public XElement Root => Document.Root!;

    public static XliffSpan SpanOf(XElement element) => element.Annotation<XliffSpan>() ?? throw new InvalidOperationException("The element was not read from a file.");

    public static int LineOf(XObject place) => ((IXmlLineInfo)place).HasLineInfo() ? ((IXmlLineInfo)place).LineNumber : 0;

    /// <exception cref="XliffException">The file is refused before its XLIFF is looked at.</exception>
    public static XliffText Read(ReadOnlyMemory<byte> bytes)
    {
        var text = XliffKind.Decode(bytes, out var hasMark);
        var read = new XliffText(text, hasMark);
        for (var i = 0; i < text.Length; i++)
            if (text[i] == '\n' || (text[i] == '\r' && !(i + 1 < text.Length && text[i + 1] == '\n'))) read.lines.Add(i + 1);
        try
        {
            var utf8 = Utf8.GetBytes(text);
            var spans = read.Spans(utf8);
            using var reader = Open(utf8);
            read.Document = XDocument.Load(reader, LoadOptions.PreserveWhitespace | LoadOptions.SetLineInfo);
            foreach (var (element, span) in read.Root.DescendantsAndSelf().Zip(spans)) element.AddAnnotation(span);
        }
        catch (XmlException e)
        {
            throw new XliffException(XliffRules.XmlMalformed, "this is not well-formed XML: " + Quoted.Line(Reason(e)), "Open the file in the program that wrote it and save it again.", Math.Max(e.LineNumber, 0));
        }
        return read;
    }

    /// <summary>The text as the bytes of a file, with the mark that the file had.</summary>
    public byte[] Write(string text) => [.. HasMark ? "\uFEFF"u8 : [], .. Utf8.GetBytes(text)];

    private static XmlReader Open(byte[] utf8)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CloseInput = true, ConformanceLevel = ConformanceLevel.Document, CheckCharacters = true,
            MaxCharactersInDocument = XliffOptions.LargestFile, MaxCharactersFromEntities = 1,
        };
        return XmlReader.Create(new BytesStream(utf8), settings);
    }

    // The exception's own message ends with the line, which the fault says itself.
    private static string Reason(XmlException e) => e.Message.Split(" Line ", 2)[0];

    /// <summary>The spans of all elements, in the order in which they begin.</summary>
    private List<XliffSpan> Spans(byte[] utf8)
    {
        using var reader = Open(utf8);
        var place = (IXmlLineInfo)reader;
        List<XliffSpan> spans = [];
        Stack<int> open = new();
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                if (reader.Depth >= XliffOptions.DeepestNesting)
                    throw new XliffException(XliffRules.XmlDepth, $"elements stand inside each other more than {XliffOptions.DeepestNesting} deep.", "No job needs that: ask who wrote the file.", place.LineNumber);
                var start = lines[place.LineNumber - 1] + place.LinePosition - 2;
                var end = TagEnd(Text, start);
                if (!reader.IsEmptyElement) open.Push(spans.Count);
                spans.Add(new XliffSpan(start, end, end, end));
            }
            else if (reader.NodeType == XmlNodeType.EndElement)
            {
                var start = lines[place.LineNumber - 1] + place.LinePosition - 3;
                var index = open.Pop();
                spans[index] = spans[index] with { ContentEnd = start, End = TagEnd(Text, start) };
            }
        }
        return spans;
    }

    /// <summary>The place after the tag that begins at <paramref name="start"/>.</summary>
    internal static int TagEnd(string text, int start)
    {
        var quote = '\0';
        for (var i = start; i < text.Length; i++)
        {
            if (quote != '\0') quote = text[i] == quote ? '\0' : quote;
            else if (text[i] is '"' or '\'') quote = text[i];
            else if (text[i] == '>') return i + 1;
        }
        return text.Length;
    }
}

/// <summary>Tells what kind of file somebody gave, so that the wrong one is refused by what it is.</summary>
internal static class XliffKind
{
    /// <exception cref="XliffException">It cannot be XLIFF, and why.</exception>
    public static string Decode(ReadOnlyMemory<byte> bytes, out bool hasMark)
    {
        var span = bytes.Span;
        if (span.Length > XliffOptions.LargestFile)
            throw new XliffException(XliffRules.FileSize, $"the file has {span.Length.ToString("N0", CultureInfo.InvariantCulture)} bytes; at most {XliffOptions.LargestFile.ToString("N0", CultureInfo.InvariantCulture)} are read.", "Split the job.");
        if (span.StartsWith("PK\u0003\u0004"u8) || span.StartsWith("PK\u0005\u0006"u8))
            throw new XliffException(XliffRules.FileZip, "this is a zip archive.", "Unpack it and give the .xlf file inside.");
        hasMark = span.StartsWith("\uFEFF"u8);
        if (hasMark) span = span[3..];
        if (span.Trim(" \t\r\n"u8).IsEmpty) throw new XliffException(XliffRules.FileEmpty, "the file is empty.", "Export it again.");
        if (!Utf8.IsValid(span) || span.Contains((byte)0)) throw new XliffException(XliffRules.FileEncoding, "this is not UTF-8 text.", "Save it as UTF-8.");
        var text = Encoding.UTF8.GetString(span);
        var trimmed = text.AsSpan().TrimStart();
        if (trimmed[0] is '{' or '[') throw new XliffException(XliffRules.FileJson, "this is JSON.", "Give the .xlf file.");
        if (trimmed[0] != '<') throw new XliffException(XliffRules.FileKind, "this does not begin as XML does, with “<”.", "Give the .xlf file.");
        Prolog(trimmed);
        return text;
    }

    private static void Prolog(ReadOnlySpan<char> rest)
    {
        while (true)
        {
            rest = rest.TrimStart();
            var close = rest.StartsWith("<?") ? "?>" : rest.StartsWith("<!--") ? "-->" : "";
            if (close.Length == 0) break;
            var end = rest.IndexOf(close);
            if (end < 0) return;
            var instruction = rest[..end];
            if (instruction.StartsWith("<?xml ") && Declared(instruction) is { } encoding && !encoding.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
                throw new XliffException(XliffRules.FileEncoding, $"the file says that it is {Quoted.Line(encoding)}, and is UTF-8.", "Save it as UTF-8, and let it say so.", 1);
            rest = rest[(end + close.Length)..];
        }
        if (rest.StartsWith("<!DOCTYPE html", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("<html", StringComparison.OrdinalIgnoreCase))
            throw new XliffException(XliffRules.FileHtml, "this is a web page.", "Give the .xlf file; a page that asks to sign in is often saved by mistake.");
        if (rest.StartsWith("<!DOCTYPE")) throw new XliffException(XliffRules.XmlDtd, "the file brings a document type of its own (<!DOCTYPE>), which could define entities or fetch other files.", "Take the document type out.");
    }

    private static string? Declared(ReadOnlySpan<char> declaration)
    {
        var at = declaration.IndexOf("encoding");
        if (at < 0) return null;
        var quoted = declaration[at..];
        var open = quoted.IndexOfAny('"', '\'');
        if (open < 0) return null;
        var value = quoted[(open + 1)..];
        var end = value.IndexOf(quoted[open]);
        return end < 0 ? null : value[..end].ToString();
    }
}
