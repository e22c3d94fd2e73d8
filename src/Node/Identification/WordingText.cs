using System.Collections.Immutable;
using Entraide.Core.Screening;
using Entraide.Core.Text;
using Entraide.Core.Text.Blocks;
using Entraide.Node.Guide;

namespace Entraide.Node.Identification;

/// <summary>
/// The words of the screening instruments as a living text: each of them is a block, named by its place in the wording file
/// (<c>steps/refer/text</c>). The files are what a new node begins with.
/// </summary>
public static class WordingText
{
    /// <summary>Raised whenever a wording file changes.</summary>
    private const int Release = 1;

    /// <summary>The wording sets of the shipped instruments.</summary>
    public static readonly ImmutableArray<string> Sets = [.. InstrumentLibrary.Shipped.Instruments.Select(instrument => instrument.WordingSet).OfType<string>().Distinct()];

    /// <summary>Where the paragraphs of the guide are used on the desk.</summary>
    public static readonly ImmutableArray<TextUse> Uses =
    [
        new("indicator:", (_, language, key) => Desk(language, key["indicator:".Length..])),
        new("outcome:", (_, language, key) => [(Words(language).Outcomes.GetValueOrDefault(key["outcome:".Length..])?.Title ?? key, $"/{language}/practice")]),
        new("step:", (_, language, key) => [(Words(language).Steps.GetValueOrDefault(key["step:".Length..])?.Title ?? key, $"/{language}/screening#result")]),
    ];

    /// <summary>The document that a wording set is.</summary>
    public static string Document(string set) => $"screening-{set}";

    /// <summary>A wording set as it is shipped.</summary>
    public static ShippedText Ship(InstrumentLibrary library, string set)
    {
        var words = library.Words(set);
        var procedures = library.Procedures.Values.SelectMany(procedure => procedure.Steps).ToLookup(step => step.Id, StringComparer.Ordinal);
        var blocks = Parts(words["en"]).Select(part => new BlockVersion
        {
            BlockId = part.Id,
            Number = 1,
            Kind = BlockKind.Phrase,
            // What somebody is told to do, and what it means, is what may harm.
            SafetyCritical = part.Id.StartsWith("steps/", StringComparison.Ordinal) || part.Id.StartsWith("outcomes/", StringComparison.Ordinal),
            Basis = part.Id.Split('/') is ["steps", var step, "text"] ? [.. procedures[step].Select(one => one.Basis).Take(1)] : [],
            Text = Escaped(part.Text),
        }).ToImmutableArray();
        var known = blocks.Select(block => block.BlockId).ToHashSet(StringComparer.Ordinal);
        return new ShippedText(Document(set), Release, "en", [.. Language.All.Select(language => language.Tag)], blocks,
            [.. words.Where(one => one.Key != "en").OrderBy(one => one.Key, StringComparer.Ordinal).SelectMany(one => Parts(one.Value).Where(part => known.Contains(part.Id)).Select(part => Translation(part, one.Key, one.Value.Review)))]);
    }

    /// <summary>The words of a set in one language, as the text says them today.</summary>
    public static Wording Read(Wording shipped, ResolvedText text)
    {
        var blocks = text.Blocks.ToDictionary(block => block.Id, StringComparer.Ordinal);
        // A block that the steward took out leaves the shipped words: the logic still asks for them.
        string Say(string id, string written) => blocks.TryGetValue(id, out var block) ? Plain(block) : written;
        string? Own(string id) => blocks.TryGetValue(id, out var block) && block.Shown.Freshness != Freshness.Missing ? Plain(block) : null;
        Titled Both(string id, Titled written, string second) => new(Say($"{id}/title", written.Title), Say($"{id}/{second}", written.Text));
        return new Wording(
            shipped.Review == WordingReview.Written && text.Blocks.All(block => !block.Shown.Unreviewed) ? WordingReview.Written : text.Blocks.Any(block => block.Shown.Unreviewed) ? WordingReview.TranslatedNotReviewed : WordingReview.Written,
            shipped.Instruments.ToImmutableDictionary(one => one.Key, one => Both($"instruments/{one.Key}", one.Value, "about"), StringComparer.Ordinal),
            shipped.Dimensions.ToImmutableDictionary(one => one.Key, one => Say($"dimensions/{one.Key}", one.Value), StringComparer.Ordinal),
            shipped.Rules.ToImmutableDictionary(one => one.Key, one => Say($"rules/{one.Key}", one.Value), StringComparer.Ordinal),
            shipped.Outcomes.ToImmutableDictionary(one => one.Key, one => Both($"outcomes/{one.Key}", one.Value, "meaning"), StringComparer.Ordinal),
            shipped.Indicators.ToImmutableDictionary(one => one.Key, one => new IndicatorWording(Say($"indicators/{one.Key}/say", one.Value.Say), Own($"indicators/{one.Key}/ask"), Own($"indicators/{one.Key}/isNot")), StringComparer.Ordinal),
            shipped.Steps.ToImmutableDictionary(one => one.Key, one => Both($"steps/{one.Key}", one.Value, "text"), StringComparer.Ordinal))
        {
            InSource = [.. text.Blocks.Where(block => block.Shown.Freshness == Freshness.BehindCritical).Select(block => block.Id)],
        };
    }

    /// <summary>The words as JSON, in the form of the wording files, for the phone.</summary>
    public static ReadOnlyMemory<byte> Write(Wording words, Language language)
    {
        var json = new CanonicalJson().Open('{').Name("language").Value(language.Tag).Name("review").Value(words.Review == WordingReview.Written ? "written" : "translated-not-reviewed");
        void Each<T>(string name, ImmutableDictionary<string, T> all, Action<T> write)
        {
            json.Name(name).Open('{');
            foreach (var (key, value) in all.OrderBy(one => one.Key, StringComparer.Ordinal))
            {
                json.Name(key);
                write(value);
            }
            json.Close('}');
        }
        Each("instruments", words.Instruments, one => json.Open('{').Name("title").Value(one.Title).Name("about").Value(one.Text).Close('}'));
        Each("dimensions", words.Dimensions, one => json.Value(one));
        Each("rules", words.Rules, one => json.Value(one));
        Each("outcomes", words.Outcomes, one => json.Open('{').Name("title").Value(one.Title).Name("meaning").Value(one.Text).Close('}'));
        Each("indicators", words.Indicators, one =>
        {
            json.Open('{').Name("say").Value(one.Say);
            if (one.Ask is { } ask) json.Name("ask").Value(ask);
            if (one.IsNot is { } isNot) json.Name("isNot").Value(isNot);
            json.Close('}');
        });
        Each("steps", words.Steps, one => json.Open('{').Name("title").Value(one.Title).Name("text").Value(one.Text).Close('}'));
        return json.Name("inSource").Values(words.InSource.Order(StringComparer.Ordinal)).Close('}').Bytes;
    }

    private static IReadOnlyList<(string, string)> Desk(string language, string concepts)
    {
        var (library, star) = (InstrumentLibrary.Shipped, concepts.EndsWith('*'));
        var found = library.Instruments.SelectMany(instrument => instrument.Indicators.Select(indicator => (instrument, indicator.Concept)))
            .Where(one => star ? one.Concept.StartsWith(concepts[..^1], StringComparison.Ordinal) : one.Concept == concepts).DistinctBy(one => one.Concept).Take(12);
        return [.. found.Select(one => (one.instrument.Wording[language].Indicators[one.Concept].Say, $"/{language}/practice/{one.instrument.Id}#{one.Concept}"))];
    }

    private static Wording Words(string language) => InstrumentLibrary.Shipped.Instruments[0].Wording[language];

    private static TranslationVersion Translation((string Id, string Text) part, string language, WordingReview review) => new(part.Id, language, 1, Escaped(part.Text), 1,
        review == WordingReview.Written ? TranslationState.Final : TranslationState.Translated, review == WordingReview.Written ? TranslationOrigin.Written : TranslationOrigin.Human);

    private static IEnumerable<(string Id, string Text)> Parts(Wording words)
    {
        static IEnumerable<(string, string)> Titles(string kind, ImmutableDictionary<string, Titled> all, string second) =>
            all.OrderBy(one => one.Key, StringComparer.Ordinal).SelectMany(one => ((string, string)[])[($"{kind}/{one.Key}/title", one.Value.Title), ($"{kind}/{one.Key}/{second}", one.Value.Text)]);
        static IEnumerable<(string, string)> Lines(string kind, ImmutableDictionary<string, string> all) => all.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => ($"{kind}/{one.Key}", one.Value));
        return
        [
            .. Titles("instruments", words.Instruments, "about"), .. Lines("dimensions", words.Dimensions), .. Lines("rules", words.Rules), .. Titles("outcomes", words.Outcomes, "meaning"),
            .. words.Indicators.OrderBy(one => one.Key, StringComparer.Ordinal).SelectMany(one => ((string, string?)[])[($"indicators/{one.Key}/say", one.Value.Say), ($"indicators/{one.Key}/ask", one.Value.Ask), ($"indicators/{one.Key}/isNot", one.Value.IsNot)])
                .Where(part => part.Item2 is not null).Select(part => (part.Item1, part.Item2!)),
            .. Titles("steps", words.Steps, "text"),
        ];
    }

    private static string Escaped(string text) => InlineMarkup.Write([new InlineText(text)]);

    // National notes stand with what they are on, where they are in its language and not dangerously behind.
    private static string Plain(ResolvedBlock block) => string.Join(' ', block.Notes.Where(note => note.Behind != Freshness.BehindCritical && note.Wording.Language == block.Shown.Language).Select(note => note.Wording.Text)
        .Prepend(block.Shown.Text).Select(text => InlineMarkup.Plain(InlineMarkup.Parse(text))));
}

/// <summary>The instruments in the words of today, put together once for each state of the texts.</summary>
public sealed class LivingInstruments(LivingTexts texts)
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<(long, string), InstrumentLibrary> libraries = new();
    private readonly System.Collections.Concurrent.ConcurrentDictionary<long, Phone> phones = new();

    /// <summary>In the words that readers of this country get.</summary>
    public async ValueTask<InstrumentLibrary> Now(string? country)
    {
        var revision = await texts.Revision();
        if (libraries.TryGetValue((revision, country ?? ""), out var known)) return known;
        var sets = new Dictionary<string, ImmutableDictionary<string, Wording>>(StringComparer.Ordinal);
        foreach (var set in WordingText.Sets)
        {
            var (shipped, living) = (InstrumentLibrary.Shipped.Words(set), ImmutableDictionary.CreateBuilder<string, Wording>(StringComparer.Ordinal));
            foreach (var language in Language.All) living[language.Tag] = WordingText.Read(shipped[language.Tag], await texts.Read(WordingText.Document(set), language.Tag, country));
            sets[set] = living.ToImmutable();
        }
        foreach (var old in libraries.Keys.Where(key => key.Item1 != revision)) libraries.TryRemove(old, out _);
        return libraries[(revision, country ?? "")] = InstrumentLibrary.Shipped.InWords(set => sets[set]);
    }

    /// <summary>The phone's files, which are the same for everybody.</summary>
    public async ValueTask<Phone?> Phone()
    {
        var revision = await texts.Revision();
        if (phones.TryGetValue(revision, out var known)) return known;
        var phone = new Phone(await Now(null));
        foreach (var old in phones.Keys.Where(key => key != revision)) phones.TryRemove(old, out _);
        return phones[revision] = phone;
    }
}
