using Entraide.Core.Text.Terms;

namespace Entraide.Tests.Core.Text.Terms;

/// <summary>A translation against its source, by the shipped words of the field.</summary>
public sealed class TranslationChecksTests
{
    private static readonly Termbase Terms = TermMatcherTests.Shipped();

    [Theory]
    [InlineData("Call {hotline}.", "Appelez {hotline}.", "")]
    [InlineData("Call {hotline}.", "Appelez.", "PieceMissing {hotline}")]
    [InlineData("Call {hotline}.", "Appelez {hotline} ou {hotline}.", "PieceExtra {hotline}")]
    [InlineData("Call {hotline}.", "Appelez {authority}.", "PieceExtra {authority}|PieceMissing {hotline}")]
    [InlineData("Call **now**.", "Appelez maintenant.", "PieceMissing **…**")]
    [InlineData("See [this](block:identify).", "Voir [ceci](block:identify).", "")]
    [InlineData("See [this](block:identify).", "Voir [ceci](block:refer).", "PieceMissing […](block:identify)|PieceExtra […](block:refer)")]
    [InlineData("See [this](https://example.org/en).", "Voir [ceci](https://example.org/fr).", "Address https://example.org/fr")]
    [InlineData("See [this](https://example.org/en).", "Voir ceci.", "PieceMissing https://example.org/en")]
    [InlineData("Say *refoulement* here.", "Dites refoulement ici.", "Emphasis ")]
    [InlineData("Within 30 days.", "Sous 30 jours.", "")]
    [InlineData("Within 30 days.", "Sous 13 jours.", "Numbers 13|Numbers 30")]
    [InlineData("Up to 1,200 euro, 3.5 % more.", "Jusqu’à 1\u202F200 euros, 3,5\u00A0% de plus.", "")]
    [InlineData("At 10:30 on page 3.", "À 10.30, page 3.", "")]
    [InlineData("Hello there.", "", "Empty ")]
    [InlineData("Hello there.", "Hello there.", "Identical ")]
    [InlineData("Europol", "Europol", "")]
    [InlineData("Hello there.", "Bon**jour.", "Marks Letter 4, “**”, is not closed. Close it with **, or write \\* for a star.")]
    [InlineData("Hello there.", "Bon\u200Bjour.", "HiddenSign an invisible sign (U+200B)")]
    [InlineData("Hello there.", "Bon\u202Ejour.", "HiddenSign a bidirectional control (U+202E)")]
    [InlineData("Really?", "Vraiment ?", "Spacing Vraiment ?")]
    [InlineData("Really?", "Vraiment\u202F?", "")]
    [InlineData("Note: “yes”.", "Note\u00A0: «\u00A0oui\u00A0».", "")]
    [InlineData("Note: “yes”.", "Note\u00A0: « oui ».", "Spacing Note\u00A0: « o")]
    [InlineData("“Yes” she says.", "«\u00A0Oui, dit-elle.", "Quotes ")]
    [InlineData("“Yes” she says.", "„Oui”, dit-elle.", "")]
    public void What_is_wrong_is_found_and_nothing_else(string source, string target, string expected) =>
        Assert.Equal(expected, string.Join('|', TranslationChecks.Run(Terms, "en", source, "fr", target).Select(one => $"{one.Check} {one.What}")));

    [Theory]
    [InlineData("Trafficking in human beings is a crime.", "La traite des êtres humains est un crime.", "")]
    [InlineData("Trafficking in human beings is a crime.", "La TRAITE DES ÊTRES HUMAINS est un crime.", "")]
    [InlineData("Trafficking in human beings is a crime.", "Le trafic d’êtres humains est un crime.", "TermMissing Trafficking in human beings → traite des êtres humains|TermForbidden trafic d’êtres humains → traite des êtres humains")]
    [InlineData("Trafficking in human beings is a crime.", "Le traité des êtres humains est un crime.", "TermMissing Trafficking in human beings → traite des êtres humains|TermForbidden traité des êtres humains → traite des êtres humains")]
    [InlineData("Trafficking in human beings is a crime.", "La traite des êtres humains, selon le traité, est un crime.", "Confusion traité → traite des êtres humains")]
    [InlineData("The treaty on trafficking in human beings.", "Le traité sur la traite des êtres humains.", "")]
    [InlineData("It is not smuggling of migrants, it is trafficking in human beings.", "Ce n’est pas le trafic illicite de migrants, c’est la traite des êtres humains.", "")]
    public void Trafficking_smuggling_and_treaties_are_kept_apart(string source, string target, string expected) =>
        Assert.Equal(expected, string.Join('|', TranslationChecks.Run(Terms, "en", source, "fr", target).Select(one => $"{one.Check} {one.What} → {one.Instead}")));

    [Fact]
    public void A_language_without_terms_is_not_checked_for_them_and_no_placeholder_is_a_word()
    {
        Assert.Empty(TranslationChecks.Run(Terms, "en", "Trafficking in human beings is a crime.", "ar", "جريمة"));
        Assert.Empty(TranslationChecks.Run(Termbase.Empty, "en", "Trafficking in human beings.", "fr", "Le trafic d’êtres humains."));
        Assert.Empty(TranslationChecks.Run(Terms, "en", "Ask {trafficking-law}.", "fr", "Demandez {trafficking-law}."));
    }

    [Fact]
    public void What_a_page_would_lose_blocks_and_what_a_person_judges_does_not()
    {
        Assert.Contains(TranslationChecks.Run(Terms, "en", "Call {hotline}.", "fr", new string('x', 1201)), one => one is { Check: TranslationCheck.TooLong, Blocks: true });
        Assert.Equal([TranslationCheck.Empty, TranslationCheck.TooLong, TranslationCheck.HiddenSign, TranslationCheck.Marks, TranslationCheck.PieceMissing, TranslationCheck.PieceExtra],
            Enum.GetValues<TranslationCheck>().Where(check => new CheckFinding(check).Blocks));
    }

    [Fact]
    public void The_memory_proposes_the_most_alike_and_calls_a_not_by_its_name()
    {
        MemoryEntry[] entries = [new("a", "The person may stay in the country.", "A"), new("b", "The person may not stay in the country.", "B"), new("c", "Something else altogether, with other words.", "C"), new("d", "The  person may stay in the country.", "A")];
        var found = new TranslationMemory(entries).Find("The person may stay in the country.");
        Assert.Equal(["A", "B"], found.Select(one => one.Entry.Target));
        Assert.Equal(100, found[0].Percent);
        Assert.InRange(found[1].Percent, TranslationMemory.LeastAlike, 99);
    }
}
