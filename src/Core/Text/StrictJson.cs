using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Entraide.Core.Text;

/// <summary>Why a JSON text was refused; the phone's reader gives the same kinds.</summary>
public enum JsonRefusal
{
    /// <summary>Not JSON at all (RFC 8259), or not UTF-8.</summary>
    Malformed,

    /// <summary>More bytes than <see cref="StrictJson.LargestText"/>.</summary>
    TooLarge,

    /// <summary>Nested deeper than <see cref="StrictJson.DeepestNesting"/>.</summary>
    TooDeep,

    /// <summary>An object names one member twice.</summary>
    DuplicateKey,

    /// <summary>A string holds half of a surrogate pair, which no UTF-8 text can carry.</summary>
    LoneSurrogate,
}

/// <summary>A JSON text that was refused, with what, where and how to mend it.</summary>
public sealed class StrictJsonException(JsonRefusal refusal, string what, string mend) : Exception($"{what} {mend}")
{
    public JsonRefusal Refusal { get; } = refusal;
    public string What { get; } = what;
    public string Mend { get; } = mend;
}

/// <summary>
/// Reads JSON from outside: bounded in size and depth, every name once, every string well-formed. Lenient readers have
/// let two programs see two different documents in one text; screening must not.
/// </summary>
public static class StrictJson
{
    /// <summary>In bytes: one megabyte.</summary>
    public const int LargestText = 1_000_000;

    /// <summary>How many arrays and objects may stand inside each other.</summary>
    public const int DeepestNesting = 16;

    /// <exception cref="StrictJsonException">The text is refused.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Span.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        if (utf8.Length > LargestText)
            throw new StrictJsonException(JsonRefusal.TooLarge, $"the text is {utf8.Length:N0} bytes long; at most {LargestText:N0} are read.", "Split it into smaller files.");
        if (!Utf8.IsValid(utf8.Span))
            throw new StrictJsonException(JsonRefusal.Malformed, "this is not UTF-8 text.", "Save the file as UTF-8.");
        if (Deepest(utf8.Span) > DeepestNesting)
            throw new StrictJsonException(JsonRefusal.TooDeep, $"objects and arrays are nested deeper than {DeepestNesting}.", "Flatten it.");
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = DeepestNesting });
        }
        catch (JsonException e)
        {
            throw new StrictJsonException(JsonRefusal.Malformed, $"this is not JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.", "Check the quotes, commas and brackets there.");
        }
        try
        {
            Check(document.RootElement, "$");
            return document;
        }
        catch
        {
            document.Dispose();
            throw;
        }
    }

    private static void Check(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.String) Text(() => element.GetString()!, path);
        if (element.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in element.EnumerateArray()) Check(item, $"{path}[{index++}]");
        }
        if (element.ValueKind != JsonValueKind.Object) return;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            var name = Text(() => member.Name, path);
            if (!names.Add(name))
                throw new StrictJsonException(JsonRefusal.DuplicateKey, $"{path} names \"{Quoted.Line(name)}\" twice.", "Keep one of them.");
            Check(member.Value, $"{path}.{Quoted.Line(name)}");
        }
    }

    // The reader reports half a surrogate pair only when the string is asked for.
    private static string Text(Func<string> read, string path)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidOperationException or DecoderFallbackException or ArgumentException)
        {
            throw new StrictJsonException(JsonRefusal.LoneSurrogate, $"a text at {path} holds half of a character (a lone surrogate).", "Write the character whole.");
        }
    }

    private static int Deepest(ReadOnlySpan<byte> utf8)
    {
        int depth = 0, deepest = 0;
        var quoted = false;
        for (var i = 0; i < utf8.Length; i++)
        {
            if (quoted)
            {
                if (utf8[i] == '\\') i++;
                else if (utf8[i] == '"') quoted = false;
            }
            else if (utf8[i] == '"') quoted = true;
            else if (utf8[i] is (byte)'{' or (byte)'[') deepest = Math.Max(deepest, ++depth);
            else if (utf8[i] is (byte)'}' or (byte)']') depth--;
        }
        return deepest;
    }
}
