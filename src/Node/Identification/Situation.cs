using Entraide.Core.Screening;

namespace Entraide.Node.Identification;

/// <summary>
/// A situation as the desk's form describes it: which list, which age, what was answered and noted. Answers and notes are
/// named by concept (<c>a.EX-hours</c>, <c>n.EX-hours</c>), so that they stay when another list takes the place of this one.
/// </summary>
public sealed class Situation
{
    /// <summary>In letters.</summary>
    public const int LongestNote = 500;

    private readonly IReadOnlyDictionary<string, string> fields;

    /// <summary>Reads what a form says; what it does not say is not known.</summary>
    public Situation(InstrumentLibrary library, Instrument chosen, string? age, IReadOnlyDictionary<string, string> fields)
    {
        (Library, Chosen, this.fields) = (library, chosen, fields);
        GivenAge = age switch { "child" => Age.Child, "perhaps" => Age.PerhapsChild, _ => Age.Adult };
        // Whoever takes the list for children has said that the person is one.
        Age = chosen.Population == Population.Child ? Age.Child : GivenAge;
        Applied = library.For(chosen, Age);
        Result = ScreeningEngine.Evaluate(Answers.From(Applied, AnswerTo));
    }

    public InstrumentLibrary Library { get; }

    /// <summary>The list that was chosen.</summary>
    public Instrument Chosen { get; }

    /// <summary>What was answered to the question of age; it stays while the list for children is tried.</summary>
    public Age GivenAge { get; }

    /// <summary>The age that counts with the chosen list.</summary>
    public Age Age { get; }

    /// <summary>The list that applies at this age.</summary>
    public Instrument Applied { get; }

    public ScreeningResult Result { get; }

    /// <summary>The judgment that the answers are taken from; null where they are somebody's own.</summary>
    public JudgmentExample? Example { get; init; }

    public int Answered => Applied.Indicators.Count(indicator => AnswerTo(indicator) != Answer.Unknown);

    public Answer AnswerTo(Indicator indicator) => fields.GetValueOrDefault("a." + indicator.Concept) switch { "yes" => Answer.Yes, "no" => Answer.No, _ => Answer.Unknown };

    public string? NoteOn(Indicator indicator) => fields.GetValueOrDefault("n." + indicator.Concept) is { Length: > 0 } note ? Shorten(note) : null;

    /// <summary>What was answered and noted in lists that are not shown just now; the form carries it along.</summary>
    public IEnumerable<(string Name, string Value)> Elsewhere()
    {
        var shown = Applied.Indicators.Select(indicator => indicator.Concept).ToHashSet(StringComparer.Ordinal);
        return fields.Where(field => field.Key.Length > 2 && field.Key[..2] is "a." or "n." && !shown.Contains(field.Key[2..]) && field.Value.Length > 0)
            .Select(field => (field.Key, field.Key[0] == 'a' ? field.Value : Shorten(field.Value)));
    }

    // A browser counts a line break as one letter and sends two.
    private static string Shorten(string note)
    {
        note = note.ReplaceLineEndings("\n");
        if (note.Length <= LongestNote) return note;
        return note[..(char.IsHighSurrogate(note[LongestNote - 1]) ? LongestNote - 1 : LongestNote)];
    }
}
