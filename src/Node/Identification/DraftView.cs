using Entraide.Core.Screening;

namespace Entraide.Node.Identification;

/// <summary>A draft or a screening as a page shows it: with the questions of its own list, where the node has that list in that version.</summary>
public sealed class DraftView
{
    private readonly InstrumentLibrary library;

    /// <param name="notes">Null where who reads may not see them.</param>
    public DraftView(InstrumentLibrary library, DraftText text, KeptNotes? notes)
    {
        (this.library, Text, Notes) = (library, text, notes);
        // Another version may weigh otherwise: what was seen then is not judged by what holds today.
        if (library.Find(text.InstrumentId) is { } list && list.Version == text.Version) Situation = new Situation(library, list, text.AgeGroup, Fields(list));
    }

    public DraftText Text { get; }
    public KeptNotes? Notes { get; }

    /// <summary>The situation with its result; null where the node does not have the list in this version.</summary>
    public Situation? Situation { get; }

    /// <summary>The questions of the list that were answered or noted on, in its order.</summary>
    public IEnumerable<(Indicator Indicator, string? Said, string? Note)> Touched => Situation is null ? [] : Situation.Chosen.Indicators
        .Select(indicator => (indicator, Text.Answered.GetValueOrDefault(indicator.Id), Notes?.OnIndicators.GetValueOrDefault(indicator.Id))).Where(one => one.Item2 is not null || one.Item3 is not null);

    /// <summary>The questions of the list that are still open.</summary>
    public IReadOnlyList<Indicator> StillOpen => Situation is null ? [] : [.. Situation.Chosen.Indicators.Where(indicator => !Text.Answered.ContainsKey(indicator.Id))];

    /// <summary>What the list does not ask, and everything where the node does not have the list: by concept or by the list's own id.</summary>
    public IEnumerable<(string Id, string? Said, string? Note)> Others
    {
        get
        {
            var unknown = Text.Answered.Keys.Union(Notes?.OnIndicators.Keys ?? [], StringComparer.Ordinal).Where(id => Situation is null || Situation.Chosen.IndexOf(id) < 0)
                .Select(id => (id, Text.Answered.GetValueOrDefault(id), Notes?.OnIndicators.GetValueOrDefault(id)));
            var elsewhere = Text.AnsweredElsewhere.Keys.Union(Notes?.OnConcepts.Keys ?? [], StringComparer.Ordinal)
                .Select(concept => (concept, Text.AnsweredElsewhere.GetValueOrDefault(concept), Notes?.OnConcepts.GetValueOrDefault(concept)));
            return unknown.Concat(elsewhere).OrderBy(one => one.Item1, StringComparer.Ordinal);
        }
    }

    /// <summary>What a concept is called, in whichever list has it; null where none has.</summary>
    public string? Called(string concept, string languageTag) => library.Instruments.FirstOrDefault(list => list.Indicators.Any(indicator => indicator.Concept == concept))?.Wording[languageTag].Indicators[concept].Say;

    // As the desk's form names them.
    private Dictionary<string, string> Fields(Instrument list)
    {
        var fields = Text.AnsweredElsewhere.ToDictionary(one => "a." + one.Key, one => one.Value, StringComparer.Ordinal);
        foreach (var indicator in list.Indicators)
            if (Text.Answered.TryGetValue(indicator.Id, out var answer)) fields["a." + indicator.Concept] = answer;
        return fields;
    }
}
