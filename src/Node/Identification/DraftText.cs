using System.Globalization;
using System.Text.Json;
using Entraide.Core.Text;

namespace Entraide.Node.Identification;

/// <summary>
/// What a phone sealed (<c>snapshot</c> in phone/app.js): which list, which age, what was answered and noted. Any phone may
/// send anything, so nothing in it is believed: it is checked here, and shown as text.
/// </summary>
public sealed record DraftText
{
    private const string Format = "1";
    private const int Step = 4096;

    public required string InstrumentId { get; init; }
    public required string Version { get; init; }

    /// <summary>The tag of the language in which the phone showed the questions.</summary>
    public required string LanguageTag { get; init; }

    /// <summary><c>adult</c>, <c>child</c> or <c>perhaps</c>.</summary>
    public required string AgeGroup { get; init; }

    /// <summary>By the phone's clock; null where it said no moment.</summary>
    public required DateTimeOffset? SavedAt { get; init; }

    /// <summary><c>yes</c> or <c>no</c>, by the id of the list's indicator.</summary>
    public required IReadOnlyDictionary<string, string> Answered { get; init; }

    /// <summary>The same by concept, where only another list asks it.</summary>
    public required IReadOnlyDictionary<string, string> AnsweredElsewhere { get; init; }

    /// <summary>What was noted. A screening's facts are written without it.</summary>
    public required KeptNotes Notes { get; init; }

    /// <summary>Reads the text; null where it is no such text.</summary>
    public static DraftText? Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = StrictJson.Parse(text);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "format") != Format) return null;
            var besides = root.TryGetProperty("besides", out var others) ? others : default;
            var (answered, elsewhere) = (Texts(root, "answers"), Texts(besides, "answers"));
            if (answered.Values.Concat(elsewhere.Values).Any(answer => answer is not ("yes" or "no"))) return null;
            return new DraftText
            {
                InstrumentId = Text(root, "instrument"),
                Version = Text(root, "version"),
                LanguageTag = Text(root, "language"),
                AgeGroup = Text(root, "age"),
                SavedAt = DateTimeOffset.TryParse(root.TryGetProperty("savedAt", out var saved) ? saved.GetString() : null, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null,
                Answered = answered,
                AnsweredElsewhere = elsewhere,
                Notes = new KeptNotes(Texts(root, "notes"), Texts(besides, "notes"), []),
            };
        }
        catch (Exception e) when (e is StrictJsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The text without its notes, for sealing.</summary>
    public byte[] WriteFacts()
    {
        var json = new CanonicalJson().Open('{').Name("format").Value(Format).Name("instrument").Value(InstrumentId).Name("version").Value(Version)
            .Name("language").Value(LanguageTag).Name("age").Value(AgeGroup);
        if (SavedAt is { } at) json.Name("savedAt").Value(at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        Put(json.Name("answers"), Answered);
        Put(json.Name("besides").Open('{').Name("answers"), AnsweredElsewhere);
        return Padded(json.Close('}').Close('}'));
    }

    /// <summary>Filled up with blanks to steps of one size, as on the phone: the exact size would tell how much was ticked or noted.</summary>
    internal static byte[] Padded(CanonicalJson json)
    {
        var padded = new byte[(json.Bytes.Length / Step + 1) * Step];
        padded.AsSpan().Fill((byte)' ');
        json.Bytes.Span.CopyTo(padded);
        return padded;
    }

    internal static void Put(CanonicalJson json, IReadOnlyDictionary<string, string> texts)
    {
        json.Open('{');
        foreach (var (name, text) in texts.OrderBy(one => one.Key, StringComparer.Ordinal)) json.Name(name).Value(text);
        json.Close('}');
    }

    /// <summary>The members of an object that is a member of another; none where there is no such object.</summary>
    /// <exception cref="FormatException">A member is no text.</exception>
    internal static Dictionary<string, string> Texts(JsonElement of, string name) => of.ValueKind != JsonValueKind.Object || !of.TryGetProperty(name, out var texts)
        ? new(StringComparer.Ordinal)
        : texts.EnumerateObject().ToDictionary(one => one.Name, one => one.Value.GetString() ?? throw new FormatException($"{name} holds what is no text."), StringComparer.Ordinal);

    private static string Text(JsonElement of, string name) => of.TryGetProperty(name, out var text) && text.GetString() is { Length: > 0 and <= 100 } said ? said : throw new FormatException($"{name} is missing.");
}
