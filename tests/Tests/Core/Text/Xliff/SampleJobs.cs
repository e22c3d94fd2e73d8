using System.Collections.Immutable;
using Entraide.Core.Text;
using Entraide.Core.Text.Xliff;

namespace Entraide.Tests.Core.Text.Xliff;

/// <summary>Made-up jobs in the guide's languages, the same for the same seed.</summary>
internal sealed class SampleJobs(int seed)
{
    /// <summary>The nine languages of the guide with words in their scripts, and signs that formats must escape.</summary>
    public static readonly ImmutableSortedDictionary<string, string[]> Words = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["en"] = ["help", "person", "the", "must", "R&D", "<3", "always", "\"quoted\"", "it's", "two  blanks"],
        ["fr"] = ["aide", "personne", "doit", "être", "entendue", "« ici »", "à\u00A0l’écart", "50\u202F%", "œuvre", "]]>"],
        ["nl"] = ["hulp", "persoon", "moet", "altijd", "’s nachts", "één", "café"],
        ["it"] = ["aiuto", "persona", "deve", "perché", "è", "l’avvocato", "più"],
        ["el"] = ["βοήθεια", "εμπορία", "εμπορίας", "πρέπει", "άνθρωπος", "«εδώ»", "ή;"],
        ["tr"] = ["yardım", "kişi", "İnsan", "ığdır", "şüphe", "çocuğun", "öğüt"],
        ["ro"] = ["ajutor", "persoană", "trebuie", "știe", "țară", "și", "învață"],
        ["uk"] = ["допомога", "людина", "зобов’язана", "їжа", "ґрунт", "є", "№\u00A05"],
        ["ru"] = ["помощь", "людьми", "людей", "обязана", "ёлка", "«здесь»", "—"],
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static readonly string[] Addresses = ["block:intro", "https://example.org/a?b=1&c=2", "block:rights/rest"], Places = ["helpline", "deadline.days", "law-1"];

    // The same texts each time: randomness is a parameter here.
#pragma warning disable RS0030
    private readonly Random random = new(seed);
#pragma warning restore RS0030

    /// <summary>A job from English (from French where the target is English).</summary>
    public XliffJob Job(string language, int units)
    {
        var source = language == "en" ? "fr" : "en";
        return new XliffJob(source, language, "guide/best-practice", [.. Enumerable.Range(1, units).Select(number => Unit(number, source, language))]);
    }

    /// <summary>The same pieces in another order with other words, as a translator would.</summary>
    public ImmutableArray<InlineNode> Translate(ImmutableArray<InlineNode> nodes, string language) => Keepable(() => Shuffled(nodes, language));

    private JobUnit Unit(int number, string from, string to)
    {
        var source = Keepable(() => Nodes(from, 2));
        var state = (JobState)random.Next(4);
        var target = state != JobState.Initial || random.Next(4) == 0 ? Translate(source, to) : (ImmutableArray<InlineNode>?)null;
        return new JobUnit($"chapter-{number % 7}/block.{number}", source, target, state,
            [.. Enumerable.Range(0, random.Next(3)).Select(_ => new JobNote(random.Next(2) == 0 ? "context" : "reviewer", Text(from)))],
            random.Next(5) == 0 ? null : random.Next(1, 40), random.Next(2) == 0 ? null : "substantive",
            [.. Enumerable.Range(0, random.Next(3)).Select(_ => new JobTerm(Word(from), [Word(to)], random.Next(2) == 0 ? null : Text(from)))],
            [.. Enumerable.Range(0, random.Next(2)).Select(_ => new JobMatch(source, Translate(source, to), random.Next(50, 101), "memory"))],
            random.Next(3) == 0 ? 100_000 : null);
    }

    private ImmutableArray<InlineNode> Nodes(string language, int depth)
    {
        var nodes = ImmutableArray.CreateBuilder<InlineNode>();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            if (random.Next(4) > 0) nodes.Add(new InlineText(Text(language)));
            if (depth == 0) continue;
            switch (random.Next(5))
            {
                case 0: nodes.Add(new InlineStrong(Nodes(language, depth - 1))); break;
                case 1: nodes.Add(new InlineEmphasis(Nodes(language, depth - 1))); break;
                case 2: nodes.Add(new InlineLink(Addresses[random.Next(Addresses.Length)], Nodes(language, depth - 1))); break;
                case 3: nodes.Add(new InlinePlaceholder(Places[random.Next(Places.Length)])); break;
            }
        }
        if (nodes.Count == 0) nodes.Add(new InlineText(Text(language)));
        return nodes.ToImmutable();
    }

    private ImmutableArray<InlineNode> Shuffled(ImmutableArray<InlineNode> nodes, string language)
    {
        InlineNode[] shuffled =
        [
            .. nodes.Select(InlineNode (node) => node switch
            {
                InlineText => new InlineText(Text(language)),
                InlineStrong strong => new InlineStrong(Shuffled(strong.Content, language)),
                InlineEmphasis emphasis => new InlineEmphasis(Shuffled(emphasis.Content, language)),
                InlineLink link => link with { Content = Shuffled(link.Content, language) },
                _ => node,
            }),
        ];
        random.Shuffle(shuffled);
        return [.. shuffled];
    }

    /// <summary>Pieces that the compact form can hold, so that the text could be a block's.</summary>
    private static ImmutableArray<InlineNode> Keepable(Func<ImmutableArray<InlineNode>> make)
    {
        while (true)
        {
            var made = make();
            try
            {
                var parsed = InlineMarkup.Parse(InlineMarkup.Write(made));
                if (Show(parsed) == Show(made) && InlineMarkup.Plain(made).Trim().Length > 0) return parsed;
            }
            catch (FormatException)
            {
                // Codes that touch: others are made.
            }
        }
    }

    /// <summary>The pieces in each other, whatever their compact form is.</summary>
    internal static string Show(IEnumerable<InlineNode> nodes) => string.Concat(nodes.Select(node => node switch
    {
        InlineText text => text.Text,
        InlineStrong strong => $"<S>{Show(strong.Content)}</S>",
        InlineEmphasis emphasis => $"<E>{Show(emphasis.Content)}</E>",
        InlineLink link => $"<L {link.Target}>{Show(link.Content)}</L>",
        InlinePlaceholder placeholder => $"<P {placeholder.Name}>",
        _ => throw new InvalidOperationException("no such piece"),
    }));

    private string Text(string language) => (random.Next(3) == 0 ? " " : "") + string.Join(' ', Enumerable.Range(0, random.Next(1, 6)).Select(_ => Word(language))) + (random.Next(3) == 0 ? " " : "");

    private string Word(string language) => Words[language][random.Next(Words[language].Length)];
}
