using System.Collections.Immutable;
using Entraide.Core.Text;

namespace Entraide.Core.Training;

/// <summary>The parts of a kit that mean something to a node, as files.</summary>
public static class KitParts
{
    public const string DesignName = "design.json", AdaptationName = "adaptation.json";

    public static string TextName(string language) => $"text/{language}.json";

    internal static byte[] Write(KitText text)
    {
        var json = new CanonicalJson().Open('{').Name("language").Value(text.Language).Name("reviewed").Values(text.Reviewed).Name("blocks").Open('{');
        foreach (var (id, words) in text.Words) json.Name(id).Value(words);
        return json.Close('}').Close('}').Bytes.ToArray();
    }

    internal static byte[] Write(KitAdaptation adaptation)
    {
        var json = new CanonicalJson().Open('{').Name("from").Open('{');
        DesignWriter.Write(json, adaptation.From);
        json.Close('}').Name("label").Value(DesignReader.WordOf(adaptation.Label));
        Write(json, adaptation.Changes, adaptation.Reasons);
        return json.Close('}').Bytes.ToArray();
    }

    /// <summary>Changes and reasons as members of an object; kits and results say them in the same form.</summary>
    internal static void Write(CanonicalJson json, IEnumerable<DesignChange> changes, IEnumerable<AdaptationReason> reasons)
    {
        DesignWriter.List(json, "changes", changes, (to, one) => to.Name("part").Value(one.Part).Name("component").Value(DesignReader.WordOf(one.Component)).Name("nature").Value(DesignReader.WordOf(one.Nature)).Name("withinBounds").Value(one.WithinBounds));
        DesignWriter.List(json, "reasons", reasons, (to, one) => to.Name("part").Value(one.Part).Name("words").Value(one.Words).Name("planned").Value(one.Planned));
    }

    internal static (ImmutableArray<DesignChange> Changes, ImmutableArray<AdaptationReason> Reasons) ReadChanges(JsonPlace place) =>
    (
        [.. place.Member("changes").Items().Select(one => new DesignChange(one.Only("part", "component", "nature", "withinBounds").Member("part").Text(), DesignReader.One<Component>(one.Member("component")), DesignReader.One<ChangeNature>(one.Member("nature")), one.Member("withinBounds").Flag()))],
        [.. place.Member("reasons").Items().Select(one => new AdaptationReason(one.Only("part", "words", "planned").Member("part").Text(), one.Member("words").Text(), one.Member("planned").Flag()))]
    );

    internal static KitName ReadName(JsonPlace place) => new(place.Only("id", "release", "hash").Member("id").Text(), place.Member("release").Number(1, 1_000_000), place.Member("hash").Text());

    internal static KitAdaptation ReadAdaptation(ReadOnlyMemory<byte> bytes, ICollection<Fault> faults)
    {
        var root = JsonPlace.Open(bytes, AdaptationName, faults).Only("from", "label", "changes", "reasons");
        var (changes, reasons) = ReadChanges(root);
        return new KitAdaptation(ReadName(root.Member("from")), DesignReader.One<ReplicationLabel>(root.Member("label")), changes, reasons);
    }

    /// <summary>Words with a mark-up that does not parse, or that are too long, are faults: they would be stored for ever.</summary>
    internal static KitText ReadText(string name, string language, ReadOnlyMemory<byte> bytes, IReadOnlySet<string> needed, ICollection<Fault> faults)
    {
        var root = JsonPlace.Open(bytes, name, faults).Only("language", "reviewed", "blocks");
        root.Member("language").OneOf(language);
        var words = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (id, place) in root.Member("blocks").Members())
        {
            words[id] = place.Text();
            if (!needed.Contains(id)) place.Fault("has no place in the design.", "Take it out.");
            else if (words[id].Length > InlineMarkup.Longest) place.Fault($"has {words[id].Length} letters.", $"At most {InlineMarkup.Longest}.");
            else
                try
                {
                    InlineMarkup.Parse(words[id]);
                }
                catch (FormatException e)
                {
                    place.Fault(e.Message, "Mend it there.");
                }
        }
        var reviewed = root.Member("reviewed").Items().Select(one => one.Text()).ToImmutableSortedSet(StringComparer.Ordinal);
        if (!reviewed.All(words.ContainsKey)) root.Member("reviewed").Fault("names blocks that have no words here.", "Take them out.");
        return new KitText(language, words.ToImmutable(), reviewed);
    }
}
