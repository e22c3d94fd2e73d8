using System.Text;
using System.Xml;

namespace Entraide.Node.Guide;

/// <summary>
/// Writes markup for a file that leaves the node: the same calls give XHTML for a book and HTML for a browser. It writes its
/// bytes in one way only, so that the same text gives the same file.
/// </summary>
/// <param name="xml">Whether the file is XML. What only a book has (names with <c>epub:</c>) is left out otherwise.</param>
internal sealed class Xhtml(bool xml)
{
    private readonly StringBuilder text = new();
    private readonly Stack<string> open = new();

    /// <summary>An attribute without a value is left out; <c>lang</c> is said in both ways that XML readers know.</summary>
    public Xhtml Open(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(name, attributes);
        text.Append('>');
        open.Push(name);
        return this;
    }

    /// <summary>An element that never has content.</summary>
    public Xhtml Empty(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(name, attributes);
        text.Append(xml ? "/>" : ">");
        return this;
    }

    public Xhtml Element(string name, string words, params ReadOnlySpan<(string Name, string? Value)> attributes) => Open(name, attributes).Text(words).Close();

    public Xhtml Text(string words)
    {
        Escape(words);
        return this;
    }

    public Xhtml Close()
    {
        text.Append("</").Append(open.Pop()).Append('>');
        return this;
    }

    /// <summary>What is markup already, or stands where nothing is escaped.</summary>
    public Xhtml Raw(string markup)
    {
        text.Append(markup);
        return this;
    }

    /// <exception cref="InvalidOperationException">An element is not closed.</exception>
    public override string ToString() => open.Count == 0 ? text.ToString() : throw new InvalidOperationException($"<{open.Peek()}> is not closed.");

    private void Start(string name, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        text.Append('<').Append(name);
        foreach (var (attribute, value) in attributes)
        {
            if (value is null || (!xml && attribute.Contains(':', StringComparison.Ordinal))) continue;
            Write(attribute, value);
            if (xml && attribute == "lang") Write("xml:lang", value);
        }
    }

    private void Write(string attribute, string value)
    {
        text.Append(' ').Append(attribute).Append("=\"");
        Escape(value);
        text.Append('"');
    }

    private void Escape(string words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            switch (words[i])
            {
                case '&': text.Append("&amp;"); break;
                case '<': text.Append("&lt;"); break;
                case '>': text.Append("&gt;"); break;
                case '"': text.Append("&quot;"); break;
                case var letter when XmlConvert.IsXmlChar(letter): text.Append(letter); break;
                case var high when i + 1 < words.Length && XmlConvert.IsXmlSurrogatePair(words[i + 1], high):
                    text.Append(high).Append(words[++i]);
                    break;
            }
        }
    }
}
