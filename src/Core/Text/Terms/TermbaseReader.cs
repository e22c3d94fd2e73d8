using System.Collections.Immutable;

namespace Entraide.Core.Text.Terms;

/// <summary>Reads the termbase's files strictly: what is misspelt or points nowhere is named, all at once.</summary>
public static class TermbaseReader
{
    private static readonly string[] Statuses = ["preferred", "admitted", "deprecated", "forbidden"];

    /// <param name="concepts">The concepts: <c>{ "concepts": [ { "id", "source", "confusedWith": [] } ] }</c>.</param>
    /// <param name="languages">By tag: <c>{ "language", "review", "concepts": { ID: { "definition", "terms": [ { "text", "status", "forms": [], "note" } ] } } }</c>. A language without a file has no terms.</param>
    /// <param name="faults">Takes what is wrong; with any, what is returned must not be used.</param>
    public static Termbase Read(ReadOnlyMemory<byte> concepts, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> languages, ICollection<Fault> faults)
    {
        var root = JsonPlace.Open(concepts, "terms/concepts.json", faults).Only("concepts");
        var known = new Dictionary<string, Concept>(StringComparer.Ordinal);
        var places = root.Member("concepts").Items();
        foreach (var place in places)
        {
            var concept = Concept(place);
            if (!known.TryAdd(concept.Id, concept)) place.Fault($"names the concept {Quoted.Line(concept.Id)} a second time.", "Keep one of them.");
        }
        foreach (var (place, other) in places.SelectMany(place => Texts(place.Member("confusedWith")).Select(other => (place.Member("confusedWith"), other))).Where(one => !known.ContainsKey(one.other)))
            place.Fault($"names {Quoted.Line(other)}, which is no concept.", $"Did you mean \"{Nearest.To(other, [.. known.Keys])}\"?");
        var words = new Dictionary<string, IReadOnlyDictionary<string, ConceptWords>>(StringComparer.Ordinal);
        var reviewed = new List<string>();
        foreach (var (language, bytes) in languages.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            var file = JsonPlace.Open(bytes, $"terms/{language}.json", faults).Only("language", "review", "concepts");
            file.Member("language").OneOf(language);
            if (file.Member("review").OneOf("written", "reviewed", "translated-not-reviewed") != "translated-not-reviewed") reviewed.Add(language);
            words[language] = Words(file.Member("concepts"), known);
        }
        return new Termbase(known.Values, words, reviewed);
    }

    private static Concept Concept(JsonPlace place)
    {
        place.Only("id", "source", "confusedWith");
        var id = place.Member("id").Text();
        if (!BlockIds.IsId(id)) place.Member("id").Fault($"is \"{Quoted.Line(id)}\".", "Write Latin letters and digits, with hyphens between.");
        return new Concept(id, place.Member("source").TextOrBlank(), Texts(place.Member("confusedWith")));
    }

    private static Dictionary<string, ConceptWords> Words(JsonPlace place, Dictionary<string, Concept> known)
    {
        var words = new Dictionary<string, ConceptWords>(StringComparer.Ordinal);
        if (!place.IsObject) place.Fault("is no object.", "Write { … }.");
        foreach (var (id, one) in place.Members())
        {
            if (!known.ContainsKey(id)) one.Fault("is no concept.", $"Did you mean \"{Nearest.To(id, [.. known.Keys])}\"? Add it to terms/concepts.json first.");
            one.Only("definition", "terms");
            words[id] = new ConceptWords(one.Member("definition").Text(), [.. one.Member("terms").Items(1).Select(Term)]);
            if (words[id].Terms.Count(term => term.Status == TermStatus.Preferred) > 1) one.Member("terms").Fault("prefers two terms.", "Prefer one, admit the others.");
        }
        return words;
    }

    private static Term Term(JsonPlace place)
    {
        place.Only("text", "status", "forms", "note");
        var status = Enum.TryParse<TermStatus>(place.Member("status").OneOf(Statuses), ignoreCase: true, out var known) ? known : TermStatus.Admitted;
        var term = new Term(place.Member("text").Text(), status, Texts(place.Member("forms")), place.Member("note").TextOrBlank());
        if (term.Text.Length > 0 && TermWords.Of("en", term.Text).Count == 0) place.Member("text").Fault("has no word in it.", "Write the term.");
        return term;
    }

    private static ImmutableArray<string> Texts(JsonPlace place) => place.Exists ? [.. place.Items().Select(item => item.Text())] : [];
}
