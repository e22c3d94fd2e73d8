using System.Collections.Immutable;
using Entraide.Core.Text;

namespace Entraide.Core.Screening;

/// <summary>Reads the words of instruments in one language, and procedures; schema in <c>instruments/README.md</c>.</summary>
public static class WordingReader
{
    /// <exception cref="InstrumentException">The file is refused.</exception>
    public static Wording Read(ReadOnlyMemory<byte> utf8, string file, string language)
    {
        var faults = new List<Fault>();
        var place = JsonPlace.Open(utf8, file, faults);
        if (place.Exists)
        {
            var wording = Read(place, language);
            if (faults.Count == 0) return wording;
        }
        throw new InstrumentException(faults);
    }

    internal static Wording Read(JsonPlace place, string language)
    {
        if (place.Member("language").Exists) place.Member("language").OneOf(language);
        place.Only("language", "review", "instruments", "dimensions", "rules", "outcomes", "indicators", "steps");
        return new Wording(
            place.Member("review").OneOf("written", "translated-not-reviewed") == "written" ? WordingReview.Written : WordingReview.TranslatedNotReviewed,
            Each(place.Member("instruments"), item => Titled(item, "about")),
            Each(place.Member("dimensions"), item => item.Text()),
            Each(place.Member("rules"), item => item.Text()),
            Each(place.Member("outcomes"), item => Titled(item, "meaning")),
            Each(place.Member("indicators"), Indicator),
            Each(place.Member("steps"), item => Titled(item, "text")));
    }

    /// <exception cref="InstrumentException">The file is refused.</exception>
    public static Procedure ReadProcedure(ReadOnlyMemory<byte> utf8, string file)
    {
        var faults = new List<Fault>();
        var root = JsonPlace.Open(utf8, file, faults);
        if (root.Exists)
        {
            root.Only("format", "id", "version", "status", "source", "steps");
            root.Member("format").Number(1, 1);
            var procedure = new Procedure(root.Member("id").Text(), root.Member("version").Text(),
                root.Member("status").OneOf("draft", "verified") == "verified" ? InstrumentStatus.Verified : InstrumentStatus.Draft,
                root.Member("source").Text(), [.. root.Member("steps").Items(least: 1).Select(Step)]);
            foreach (var twice in procedure.Steps.GroupBy(step => step.Id).Where(same => same.Count() > 1))
                root.Member("steps").Fault($"has the step \"{Quoted.Line(twice.Key)}\" twice.", "Keep one of them.");
            if (faults.Count == 0) return procedure;
        }
        throw new InstrumentException(faults);
    }

    private static Step Step(JsonPlace place)
    {
        place.Only("id", "turnTo", "basis", "consent");
        var turn = place.Member("turnTo").OneOf("person", "own", "support-organisation", "child-protection", "labour-inspectorate", "emergency") switch
        {
            "person" => Turn.Person,
            "support-organisation" => Turn.SupportOrganisation,
            "child-protection" => Turn.ChildProtection,
            "labour-inspectorate" => Turn.LabourInspectorate,
            "emergency" => Turn.Emergency,
            _ => Turn.Own,
        };
        return new Step(place.Member("id").Text(), turn, place.Member("basis").Text(), place.Member("consent").OneOf("needed", "not-needed") == "needed");
    }

    private static ImmutableDictionary<string, T> Each<T>(JsonPlace place, Func<JsonPlace, T> read)
    {
        if (place.Exists && !place.IsObject) place.Fault("is not an object.", "Write { … }.");
        return place.Members().ToImmutableDictionary(member => member.Name, member => read(member.Place), StringComparer.Ordinal);
    }

    private static Titled Titled(JsonPlace place, string text)
    {
        place.Only("title", text);
        return new Titled(place.Member("title").Text(), place.Member(text).Text());
    }

    private static IndicatorWording Indicator(JsonPlace place)
    {
        place.Only("say", "ask", "isNot");
        string? Optional(string name) => place.Member(name).Exists ? place.Member(name).Text() : null;
        return new IndicatorWording(place.Member("say").Text(), Optional("ask"), Optional("isNot"));
    }
}
