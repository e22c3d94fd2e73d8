using Entraide.Core.Text;

namespace Entraide.Node.Identification;

/// <summary>What was noted of a situation: on the phone, and by whoever works on the screening since. Sealed apart from the answers.</summary>
/// <param name="OnIndicators">By the id of the list's indicator.</param>
/// <param name="OnConcepts">By concept, where only another list asks it.</param>
public sealed record KeptNotes(IReadOnlyDictionary<string, string> OnIndicators, IReadOnlyDictionary<string, string> OnConcepts, IReadOnlyList<LaterNote> Later)
{
    /// <summary>In bytes: what is kept must be readable again (<see cref="StrictJson.LargestText"/>).</summary>
    public const int Largest = 900_000;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static KeptNotes Read(ReadOnlyMemory<byte> text)
    {
        using var document = StrictJson.Parse(text);
        var root = document.RootElement;
        return new KeptNotes(DraftText.Texts(root, "notes"), DraftText.Texts(root, "besides"),
            [.. root.GetProperty("later").EnumerateArray().Select(one => new LaterNote(DateTimeOffset.FromUnixTimeMilliseconds(one.GetProperty("at").GetInt64()), one.GetProperty("text").GetString()!))]);
    }

    /// <summary>The text for sealing.</summary>
    public byte[] Write()
    {
        var json = new CanonicalJson().Open('{');
        DraftText.Put(json.Name("notes"), OnIndicators);
        DraftText.Put(json.Name("besides"), OnConcepts);
        json.Name("later").Open('[');
        foreach (var note in Later) json.Open('{').Name("at").Value(note.At.ToUnixTimeMilliseconds()).Name("text").Value(note.Text).Close('}');
        return DraftText.Padded(json.Close(']').Close('}'));
    }
}

/// <summary>A note that was added to a screening.</summary>
public sealed record LaterNote(DateTimeOffset At, string Text);
