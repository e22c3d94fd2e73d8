using System.Text;
using Entraide.Core.Text;
using Entraide.Tests.Core.Screening;
using FsCheck;
using FsCheck.Fluent;

namespace Entraide.Tests.Core.Text;

public sealed class TextTests
{
    [Fact]
    public void Canonical_texts_are_written_as_the_shared_vectors_have_them() => Assert.All(Vectors.Canonical, vector =>
        Assert.Equal(vector.GetProperty("canonical").GetString(), Encoding.UTF8.GetString(new CanonicalJson().Value(vector.GetProperty("value").GetString()).Bytes.Span)));

    [Fact]
    public void Half_a_character_is_not_written() => Assert.All(Vectors.Noncanonical,
        text => Assert.Throws<EncoderFallbackException>(() => new CanonicalJson().Value(text)));

    [Fact]
    public void What_is_written_reads_back_the_same() => Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
    {
        if (!Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get)).Equals(text.Get, StringComparison.Ordinal)) return true;
        using var document = StrictJson.Parse(new CanonicalJson().Open('[').Value(text.Get).Close(']').Bytes);
        return document.RootElement[0].GetString() == text.Get;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Theory]
    [InlineData("fr-BE,fr;q=0.9,en;q=0.8", "fr")]
    [InlineData("de;q=1, ar;q=0.4, tr;q=0.5", "tr")]
    [InlineData("en;q=0.2,el", "el")]
    [InlineData("xx, *;q=0.1", "en")]
    [InlineData("uk-UA;q=0.7, ru;q=nonsense", "uk")]
    [InlineData("ro;q=0", "en")]
    [InlineData("", "en")]
    [InlineData(null, "en")]
    public void The_language_is_the_one_that_the_browser_likes_best(string? header, string tag) => Assert.Equal(tag, Language.Negotiate(header).Tag);

    [Theory] // Samples of CLDR's plural table.
    [InlineData("ar", "zero one two few few many many few many other few")]
    [InlineData("ru", "many one few few many many one few few many few")]
    [InlineData("ro", "few one few few few other other few few other other")]
    [InlineData("fr", "one one other other other other other other other other other")]
    [InlineData("en", "other one other other other other other other other other other")]
    public void Numbers_take_the_form_that_CLDR_says(string language, string expected)
    {
        int[] counts = language switch
        {
            "ar" => [0, 1, 2, 3, 10, 11, 99, 103, 111, 100, 110],
            "ru" => [0, 1, 2, 4, 5, 11, 21, 22, 104, 112, 1003],
            "ro" => [0, 1, 2, 10, 19, 20, 21, 101, 119, 120, 200],
            _ => [0, 1, 2, 3, 5, 11, 21, 22, 104, 112, 1003],
        };
        Assert.Equal(expected.Split(' '), counts.Select(count => PluralRules.Category(language, count)));
    }

    [Fact]
    public void A_sentence_is_filled_once_and_counts_in_its_language()
    {
        var say = Catalogue.Read(Language.Find("ru")!, [Encoding.UTF8.GetBytes("""{"a":"{x} und {y}","n":{"one":"{count} раз","few":"{count} раза","many":"{count} раз!","other":"?"}}""")]);
        Assert.Equal("{y} und 2", say.Say("a", ("x", "{y}"), ("y", 2)));
        Assert.Equal("3 раза", say.Say("n", ("count", 3)));
        Assert.Equal("5 раз!", say.Say("n", ("count", 5)));
        Assert.Throws<KeyNotFoundException>(() => say["missing"]);
    }

    [Theory]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("same", "same", 0)]
    public void The_distance_of_words_is_the_fewest_changes(string from, string to, int distance) => Assert.Equal(distance, Nearest.Distance(from, to));
}
