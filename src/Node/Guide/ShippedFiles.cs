using System.Collections.Immutable;
using System.Globalization;
using Entraide.Core.Text;
using Entraide.Core.Text.Blocks;
using Entraide.Node.Platform;

namespace Entraide.Node.Guide;

/// <summary>
/// Reads the texts of the folder <c>guide</c> that is shipped beside the executable; their form stands in its README. A file
/// with a fault stops the node: half a guide would mislead silently.
/// </summary>
public static class ShippedFiles
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "guide");

    private static readonly string[] Kinds = ["heading", "subheading", "paragraph", "list-item", "step", "warning", "definition", "legal-reference", "contact", "phrase"];

    /// <summary>A country's texts are shipped and translated under its code, in capitals, which no document's id is.</summary>
    public static bool IsCountry(string document) => document is [>= 'A' and <= 'Z', >= 'A' and <= 'Z'];

    /// <summary>A document's outline and its words in every language.</summary>
    /// <exception cref="RefusedException">A file has faults; all of them are named.</exception>
    public static ShippedText Document(string id)
    {
        var faults = new List<Fault>();
        var folder = Path.Combine(Folder, id);
        var root = Open(Path.Combine(folder, "outline.json"), faults).Only("format", "id", "release", "sourceLanguage", "languages", "licence", "blocks");
        root.Member("id").OneOf(id);
        var (source, languages) = (root.Member("sourceLanguage").Text(), root.Member("languages").Items(1).Select(one => one.Text()).ToImmutableArray());
        var outline = root.Member("blocks").Items(1).Select(Block).ToList();
        foreach (var twice in outline.GroupBy(block => block.BlockId, StringComparer.Ordinal).Where(same => same.Count() > 1)) root.Fault($"has the block {twice.Key} twice.", "Give each its own id.");
        var words = languages.ToDictionary(language => language, language => Words(Path.Combine(folder, "text", language + ".json"), language, faults), StringComparer.Ordinal);
        foreach (var (language, (_, texts)) in words)
        {
            foreach (var missing in outline.Where(block => !texts.ContainsKey(block.BlockId))) root.Fault($"names {missing.BlockId}, which has no words in {language}.", "Write them.");
            foreach (var unknown in texts.Keys.Except(outline.Select(block => block.BlockId), StringComparer.Ordinal)) root.Fault($"does not name {unknown}, which has words in {language}.", "Name it, or take the words out.");
        }
        Refuse(faults);
        return new ShippedText(id, root.Member("release").Number(1, int.MaxValue), source, languages,
            [.. outline.Select(block => block with { Text = words[source].Texts[block.BlockId] })],
            [.. languages.Where(language => language != source).SelectMany(language => outline.Select(block => Translation(block.BlockId, language, words[language])))]);
    }

    /// <summary>The countries' texts.</summary>
    /// <inheritdoc cref="Document"/>
    public static IReadOnlyList<ShippedCountry> Countries()
    {
        var faults = new List<Fault>();
        var folder = Path.Combine(Folder, "countries");
        var countries = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(file => Country(file, faults)).ToList() : [];
        Refuse(faults);
        return countries;
    }

    private static void Refuse(List<Fault> faults)
    {
        if (faults.Count > 0) throw new RefusedException($"The shipped texts are not sound: {string.Join(' ', faults.Take(20))}{(faults.Count > 20 ? $" And {faults.Count - 20} more." : "")}");
    }

    private static BlockVersion Block(JsonPlace place)
    {
        place.Only("id", "kind", "norm", "critical", "type", "audiences", "basis", "explains");
        var kind = Kind(place.Member("kind").OneOf(Kinds));
        return new BlockVersion
        {
            BlockId = Id(place.Member("id")),
            Number = 1,
            Kind = kind,
            Level = Level(place.Member("norm")),
            SafetyCritical = place.Member("critical").Flag(),
            Placeholder = kind == BlockKind.Contact ? Enum.Parse<PlaceholderType>(place.Member("type").OneOf("phone", "authority", "deadline", "law", "organisation"), ignoreCase: true) : null,
            Audiences = [.. Texts(place.Member("audiences")).Where(one => one != "all")],
            Basis = Texts(place.Member("basis")),
            Explains = Texts(place.Member("explains")),
            Text = "",
        };
    }

    private static string Id(JsonPlace place)
    {
        var id = place.Text();
        if (!BlockIds.IsId(id)) place.Fault($"is \"{Quoted.Line(id)}\".", "Write Latin letters and digits, with hyphens, dots or slashes between.");
        return id;
    }

    private static BlockKind Kind(string word) => word.Length == 0 ? BlockKind.Paragraph : Enum.Parse<BlockKind>(word.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);

    private static NormativeLevel Level(JsonPlace place) => place.Exists && place.OneOf("info", "may", "should", "must") is { Length: > 0 } word ? Enum.Parse<NormativeLevel>(word, ignoreCase: true) : NormativeLevel.Info;

    private static ImmutableArray<string> Texts(JsonPlace place) => place.Exists ? [.. place.Items().Select(item => item.Text())] : [];

    private static TranslationVersion Translation(string block, string language, (bool Written, IReadOnlyDictionary<string, string> Texts) words) =>
        new(block, language, 1, words.Texts[block], 1, words.Written ? TranslationState.Final : TranslationState.Translated, words.Written ? TranslationOrigin.Written : TranslationOrigin.Human);

    private static (bool Written, IReadOnlyDictionary<string, string> Texts) Words(string file, string language, List<Fault> faults)
    {
        var root = Open(file, faults).Only("language", "review", "blocks");
        root.Member("language").OneOf(language);
        var written = root.Member("review").OneOf("written", "translated-not-reviewed") == "written";
        return (written, root.Member("blocks").Members().ToDictionary(member => member.Name, member => Markup(member.Place), StringComparer.Ordinal));
    }

    private static string Markup(JsonPlace place)
    {
        var text = place.Text();
        try
        {
            InlineMarkup.Parse(text);
        }
        catch (FormatException e)
        {
            place.Fault(e.Message, "Mend it there.");
        }
        if (text.Length > InlineMarkup.Longest) place.Fault($"has {text.Length} letters.", $"Split the block: at most {InlineMarkup.Longest}.");
        return text;
    }

    private static ShippedCountry Country(string file, List<Fault> faults)
    {
        var root = Open(file, faults).Only("format", "country", "release", "languages", "authority", "operations");
        var country = root.Member("country").OneOf(Path.GetFileNameWithoutExtension(file));
        var languages = root.Member("languages").Items(1).Select(one => one.Text()).ToImmutableArray();
        var translations = new List<TranslationVersion>();
        var operations = root.Member("operations").Items().Select(place => Operation(place, languages, translations)).ToImmutableArray();
        return new ShippedCountry(country, root.Member("release").Number(1, int.MaxValue), languages, operations, [.. translations]);
    }

    private static ShippedOperation Operation(JsonPlace place, ImmutableArray<string> languages, List<TranslationVersion> translations)
    {
        place.Only("id", "document", "kind", "target", "norm", "critical", "block", "basis", "text", "rationale", "source", "reviewBy");
        var (id, words) = (Id(place.Member("id")), place.Member("text"));
        var kind = Enum.TryParse<OverlayKind>(place.Member("kind").OneOf("add-before", "add-after", "replace", "hide", "annotate", "bind", "strengthen").Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var known) ? known : OverlayKind.Annotate;
        foreach (var language in languages.Skip(1).Where(_ => words.Exists))
            translations.Add(new TranslationVersion(id, language, 1, Markup(words.Member(language)), 1, TranslationState.Translated, TranslationOrigin.Human));
        var content = !words.Exists ? null : new BlockVersion
        {
            BlockId = id,
            Number = 1,
            Kind = place.Member("block").Exists ? Kind(place.Member("block").OneOf(Kinds)) : BlockKind.Paragraph,
            Level = Level(place.Member("norm")),
            SafetyCritical = place.Member("critical").Flag(),
            Basis = Texts(place.Member("basis")),
            Text = Markup(words.Member(languages.FirstOrDefault("en"))),
        };
        return new ShippedOperation(place.Member("document").Text(), new OverlayOperation
        {
            Id = id,
            Kind = kind,
            Target = Id(place.Member("target")),
            BasedOn = 1,
            Content = content,
            Level = kind == OverlayKind.Strengthen ? Level(place.Member("norm")) : null,
            Rationale = place.Member("rationale").Exists ? place.Member("rationale").Text() : "",
            Source = place.Member("source").Exists ? place.Member("source").Text() : "",
            ReviewBy = place.Member("reviewBy").Exists && DateOnly.TryParseExact(place.Member("reviewBy").Text(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
        });
    }

    private static JsonPlace Open(string file, List<Fault> faults)
    {
        var name = Path.GetRelativePath(Folder, file);
        if (File.Exists(file)) return JsonPlace.Open(File.ReadAllBytes(file), name, faults);
        faults.Add(new Fault(name, "$", "is missing.", "Put it there."));
        return new JsonPlace(null, name, "$", []);
    }
}
