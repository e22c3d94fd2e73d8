using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Entraide.Core.Text.Xliff;

/// <summary>Inline content between the model and the letters of a file.</summary>
internal static class XliffMarkup
{
    /// <summary>Reads the content of a source, a target, a pair or a marker.</summary>
    public static ImmutableArray<XliffInline> Read(XElement content)
    {
        var pieces = ImmutableArray.CreateBuilder<XliffInline>();
        var plain = new StringBuilder();
        foreach (var node in content.Nodes())
        {
            if (node is XText text) plain.Append(text.Value);
            else if (node is XElement { Name.LocalName: "cp" } character && character.Name.Namespace == XliffNames.Core) plain.Append(Character((string)character.Attribute("hex")!));
            else if (node is XElement code)
            {
                Flush();
                pieces.Add(new XliffCode(code.Name.LocalName, [.. code.Attributes().Where(one => !one.IsNamespaceDeclaration).Select(one => (one.Name, one.Value))], Read(code)));
            }
        }
        Flush();
        return pieces.ToImmutable();

        void Flush()
        {
            if (plain.Length > 0) pieces.Add(new XliffPlain(plain.ToString()));
            plain.Clear();
        }
    }

    /// <summary>Writes inline content as it stands at a place of a file, with the prefixes that are known there.</summary>
    public static string Write(IEnumerable<XliffInline> content, XElement place)
    {
        var written = new StringBuilder();
        foreach (var piece in content)
        {
            if (piece is XliffPlain plain) Text(written, plain.Text, Prefix(place, XliffNames.Core));
            if (piece is not XliffCode code) continue;
            var name = Prefix(place, XliffNames.Core) + code.Name;
            written.Append('<').Append(name);
            foreach (var (attribute, value) in code.Attributes)
            {
                if (attribute.Namespace != XNamespace.None && attribute.Namespace != XNamespace.Xml && place.GetPrefixOfNamespace(attribute.Namespace) is null)
                    written.Append($" xmlns:m=\"{Quote(attribute.NamespaceName)}\" m:{attribute.LocalName}=\"{Quote(value)}\"");
                else written.Append($" {(attribute.Namespace == XNamespace.None ? "" : place.GetPrefixOfNamespace(attribute.Namespace) + ":")}{attribute.LocalName}=\"{Quote(value)}\"");
            }
            if (code.Name is "pc" or "mrk") written.Append('>').Append(Write(code.Content, place)).Append($"</{name}>");
            else written.Append("/>");
        }
        return written.ToString();
    }

    /// <summary>An element and all that it holds, with the prefixes that are known where it stands.</summary>
    public static string Write(XNode node)
    {
        if (node is XCData data) return $"<![CDATA[{data.Value}]]>";
        if (node is XText text) return Escape(text.Value);
        if (node is XComment comment) return $"<!--{comment.Value}-->";
        if (node is XProcessingInstruction instruction) return $"<?{instruction.Target}{(instruction.Data.Length > 0 ? " " : "")}{instruction.Data}?>";
        if (node is not XElement element) return "";
        var name = Prefix(element, element.Name.Namespace) + element.Name.LocalName;
        return $"{StartTag(element, name)}{(element.Nodes().Any() ? ">" + string.Concat(element.Nodes().Select(Write)) + $"</{name}>" : "/>")}";
    }

    /// <summary>A start tag without its last sign.</summary>
    public static string StartTag(XElement element, string name)
    {
        var written = new StringBuilder("<").Append(name);
        var own = 0;
        foreach (var attribute in element.Attributes())
        {
            if (!attribute.IsNamespaceDeclaration && attribute.Name.Namespace != XNamespace.None && element.GetPrefixOfNamespace(attribute.Name.Namespace) is null)
            {
                // It came from a place where its prefix was declared.
                written.Append($" xmlns:m{++own}=\"{Quote(attribute.Name.NamespaceName)}\" m{own}:{attribute.Name.LocalName}=\"{Quote(attribute.Value)}\"");
                continue;
            }
            var shown = attribute.IsNamespaceDeclaration ? attribute.Name.Namespace == XNamespace.None ? "xmlns" : "xmlns:" + attribute.Name.LocalName
                : attribute.Name.Namespace == XNamespace.None ? attribute.Name.LocalName : element.GetPrefixOfNamespace(attribute.Name.Namespace) + ":" + attribute.Name.LocalName;
            written.Append($" {shown}=\"{Quote(attribute.Value)}\"");
        }
        return written.ToString();
    }

    /// <summary>The prefix with its colon, or nothing where the namespace is the default.</summary>
    public static string Prefix(XElement place, XNamespace name) => place.GetDefaultNamespace() == name ? "" : place.GetPrefixOfNamespace(name) is { Length: > 0 } prefix ? prefix + ":" : "";

    public static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\r", "&#xD;");

    public static string Quote(string value) => Escape(value).Replace("\"", "&quot;").Replace("\n", "&#xA;").Replace("\t", "&#x9;");

    /// <summary>Text with what XML cannot hold written by its number (4.2.3.1 cp).</summary>
    private static void Text(StringBuilder written, string text, string prefix)
    {
        var plain = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i])) continue;
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                i++;
                continue;
            }
            written.Append(Escape(text[plain..i])).Append($"<{prefix}cp hex=\"{(int)text[i]:X4}\"/>");
            plain = i + 1;
        }
        written.Append(Escape(text[plain..]));
    }

    public static string Character(string hex)
    {
        if (!int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)) return "\uFFFD";
        return number <= char.MaxValue ? ((char)number).ToString() : number <= 0x10FFFF ? char.ConvertFromUtf32(number) : "\uFFFD";
    }
}
