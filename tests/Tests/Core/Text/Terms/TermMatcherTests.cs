using System.Text;
using Entraide.Core.Text;
using Entraide.Core.Text.Terms;

namespace Entraide.Tests.Core.Text.Terms;

/// <summary>Terms found in running text, and the termbase's files read strictly.</summary>
public sealed class TermMatcherTests
{
    [Theory]
    [InlineData("fr", "traite", "La traite est un crime.", "traite")]
    [InlineData("fr", "traite", "LA TRAITE est un crime.", "TRAITE")]
    [InlineData("fr", "traite", "Le traité dit autre chose.", null)]
    [InlineData("fr", "traité", "Le traite\u0301 de Palerme.", "traité")]
    [InlineData("fr", "traite", "retraite", null)]
    [InlineData("fr", "traite", "Il maltraite, on extraite.", null)]
    [InlineData("fr", "exploitation", "lutte contre l’exploitation", "exploitation")]
    [InlineData("fr", "traite d’êtres humains", "La TRAITE D'ÊTRES HUMAINS.", "TRAITE D'ÊTRES HUMAINS")]
    [InlineData("en", "trafficking", "anti-trafficking work", "trafficking")]
    [InlineData("en", "forced labour", "forced,\nlabour", null)]
    [InlineData("en", "forced labour", "forced \n labour", "forced \n labour")]
    [InlineData("en", "non-punishment", "the non\u2011punishment rule", "non\u2011punishment")]
    [InlineData("tr", "insan ticareti", "İNSAN TİCARETİ suçtur", "İNSAN TİCARETİ")]
    [InlineData("tr", "sığınma", "SIĞINMA hakkı", "SIĞINMA")]
    [InlineData("tr", "sığınma", "SİĞİNMA", null)]
    [InlineData("el", "εμπορία ανθρώπων", "Η ΕΜΠΟΡΙΑ ΑΝΘΡΩΠΩΝ είναι έγκλημα", "ΕΜΠΟΡΙΑ ΑΝΘΡΩΠΩΝ")]
    [InlineData("el", "διακινητής", "ο ΔΙΑΚΙΝΗΤΗΣ", "ΔΙΑΚΙΝΗΤΗΣ")]
    [InlineData("ro", "protecție", "protecţie", "protecţie")]
    [InlineData("ru", "её право", "ЕЕ ПРАВО", "ЕЕ ПРАВО")]
    [InlineData("uk", "обов’язок", "ОБОВ'ЯЗОК держави", "ОБОВ'ЯЗОК")]
    [InlineData("uk", "язок", "обов’язок", null)]
    [InlineData("ar", "الاتجار", "الاتِّجار", "الاتِّجار")]
    public void A_term_is_found_as_its_language_writes_it(string language, string term, string text, string? expected)
    {
        var found = Base(language, ("one", term, TermStatus.Preferred, [])).Matches(language, text);
        Assert.Equal(expected is null ? [] : [expected], found.Select(match => match.Words));
        Assert.All(found, match => Assert.Equal(match.Words, ComposedForm.Of(text).Substring(match.Start, match.Length)));
    }

    [Fact]
    public void The_longest_term_wins_and_every_listed_form_counts()
    {
        var terms = Base("fr", ("trafficking", "traite", TermStatus.Admitted, ["traites"]), ("children", "traite des enfants", TermStatus.Preferred, ["traite d’enfants"]), ("smuggling", "trafic", TermStatus.Admitted, []), ("treaty", "traité", TermStatus.Preferred, ["traités"]));
        Assert.Equal(["children", "smuggling", "treaty", "trafficking"],
            terms.Matches("fr", "La traite d'enfants, le trafic, les traités et les traites.").Select(match => Assert.Single(match.Readings).Concept));
        // What is cut off is no term of several words.
        Assert.Equal(["trafficking"], terms.Matches("fr", "traite des").Select(match => Assert.Single(match.Readings).Concept));
    }

    [Fact]
    public void Words_that_stand_for_two_concepts_have_both_readings()
    {
        var match = Assert.Single(Base("en", ("one", "agent", TermStatus.Preferred, []), ("other", "agent", TermStatus.Forbidden, [])).Matches("en", "The agent."));
        Assert.Equal(["one", "other"], match.Readings.Select(one => one.Concept));
    }

    [Fact]
    public void The_shipped_termbase_reads_without_a_fault_and_finds_its_own_terms()
    {
        var terms = Shipped();
        Assert.True(terms.Concepts.Count() > 80);
        foreach (var language in terms.Languages)
            foreach (var concept in terms.Concepts)
                foreach (var term in terms.In(language, concept.Id)?.Terms ?? [])
                    foreach (var form in term.Forms.Prepend(term.Text))
                        Assert.True(terms.Matches(language, $"… {form} …").Any(match => match.Readings.Any(one => one.Concept == concept.Id)), $"{language}: {concept.Id}: {form}");
    }

    [Theory]
    [InlineData("\"confusedWith\": []", "\"confusedWith\": [\"treety\"]", "treety, which is no concept. Did you mean \"treaty\"?")]
    [InlineData("\"source\"", "\"sorce\"", "is not known here. Did you mean \"source\"?")]
    [InlineData("\"preferred\"", "\"prefered\"", "is prefered.")]
    [InlineData("\"treaty\": {", "\"treatty\": {", "is no concept.")]
    [InlineData("\"definition\": \"An agreement.\",", "", "is missing.")]
    [InlineData("\"text\": \"treaty\"", "\"text\": \"—\"", "has no word in it.")]
    public void A_fault_in_the_files_is_told_with_its_place(string good, string planted, string expected)
    {
        const string Concepts = """{ "concepts": [ { "id": "treaty", "source": "", "confusedWith": [] } ] }""";
        const string English = """{ "language": "en", "review": "written", "concepts": { "treaty": { "definition": "An agreement.", "terms": [ { "text": "treaty", "status": "preferred", "forms": ["treaties"] } ] } } }""";
        Assert.Empty(Faults(Concepts, English));
        Assert.Contains(good, Concepts + English);
        Assert.Contains(Faults(Concepts.Replace(good, planted), English.Replace(good, planted)), fault => fault.ToString().Contains(expected));
    }

    [Fact]
    public void Letters_stand_in_the_order_of_their_alphabet()
    {
        Assert.Equal(["єдність", "захист", "їжа", "яма"], Sorted("uk", "яма", "їжа", "єдність", "захист"));
        Assert.Equal(["cuma", "çocuk", "ışık", "iş", "şart"], Sorted("tr", "şart", "iş", "ışık", "çocuk", "cuma"));
        Assert.Equal(["abus", "équité", "État", "exploitation"], Sorted("fr", "exploitation", "État", "équité", "abus"));

        static IEnumerable<string> Sorted(string language, params string[] words) => words.OrderBy(word => TermOrder.Key(language, word), StringComparer.Ordinal);
    }

    internal static Termbase Shipped()
    {
        var faults = new List<Fault>();
        var folder = Repository.File("guide", "terms");
        var languages = Language.All.Select(one => one.Tag).Where(tag => File.Exists(Path.Combine(folder, tag + ".json"))).ToDictionary(tag => tag, tag => (ReadOnlyMemory<byte>)File.ReadAllBytes(Path.Combine(folder, tag + ".json")));
        var terms = TermbaseReader.Read(File.ReadAllBytes(Path.Combine(folder, "concepts.json")), languages, faults);
        Assert.Empty(faults);
        return terms;
    }

    private static List<Fault> Faults(string concepts, string english)
    {
        var faults = new List<Fault>();
        TermbaseReader.Read(Encoding.UTF8.GetBytes(concepts), new Dictionary<string, ReadOnlyMemory<byte>> { ["en"] = Encoding.UTF8.GetBytes(english) }, faults);
        return faults;
    }

    private static Termbase Base(string language, params (string Concept, string Text, TermStatus Status, string[] Forms)[] terms) => new(
        terms.Select(one => new Concept(one.Concept, "", [])),
        new Dictionary<string, IReadOnlyDictionary<string, ConceptWords>> { [language] = terms.ToDictionary(one => one.Concept, one => new ConceptWords("…", [new Term(one.Text, one.Status, [.. one.Forms], "")])) }, [language]);
}
