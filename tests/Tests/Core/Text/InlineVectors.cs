using System.Text;
using System.Text.Json;
using Entraide.Core.Text;

namespace Entraide.Tests.Core.Text;

/// <summary>The shared vectors of <c>tests/vectors/inline.json</c>, which the phone must meet as well.</summary>
public static class InlineVectors
{
    private static readonly string[] Letters = ["a", " ", "**", "*", "***", "[", "](block:a)", "](https://x.org/a)", "]", "{", "}", "{fact}", "\\", "\\*", "\\[", "é", "ж", "(", ")", "\u200C", "ش", "😀"];

    private static readonly JsonElement Root = JsonDocument.Parse(Text).RootElement;

    /// <summary>The file.</summary>
    public static string Text => File.ReadAllText(Repository.File("tests", "vectors", "inline.json"));

    public static IReadOnlyList<JsonElement> Read { get; } = [.. Root.GetProperty("read").EnumerateArray()];
    public static IReadOnlyList<string> Refused { get; } = [.. Root.GetProperty("refused").EnumerateArray().Select(one => one.GetString()!)];

    /// <summary>What Core reads in a text, in the phone's form; null where it refuses it.</summary>
    public static string? Pieces(string markup)
    {
        try
        {
            return Write(new CanonicalJson(), InlineMarkup.Parse(markup)) is { } json ? Encoding.UTF8.GetString(json.Bytes.Span) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Drawn texts, full of marks in every order.</summary>
    public static IEnumerable<string> Drawn(int count) => Enumerable.Range(0, count).Select(seed =>
    {
        var random = new Random(seed);
        return string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Letters[random.Next(Letters.Length)]));
    });

    private static CanonicalJson Write(CanonicalJson json, IEnumerable<InlineNode> nodes)
    {
        json.Open('[');
        foreach (var node in nodes)
        {
            switch (node)
            {
                case InlineText plain: json.Value(plain.Text); break;
                case InlineStrong strong: Write(json.Open('{').Name("strong"), strong.Content).Close('}'); break;
                case InlineEmphasis emphasis: Write(json.Open('{').Name("emphasis"), emphasis.Content).Close('}'); break;
                case InlineLink link: Write(json.Open('{').Name("link").Value(link.Target).Name("words"), link.Content).Close('}'); break;
                case InlinePlaceholder placeholder: json.Open('{').Name("placeholder").Value(placeholder.Name).Close('}'); break;
            }
        }
        return json.Close(']');
    }
}
