using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Entraide.Core.Text;

namespace Entraide.Tests.Laws;

/// <summary>Law 5: every sentence exists in every language, with the same placeholders and the plural forms it needs.</summary>
public sealed class CatalogueLaws
{
    private static readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Modules = Directory.EnumerateDirectories(Repository.File("src", "Node"), "Messages", SearchOption.AllDirectories)
        .ToDictionary(folder => Path.GetFileName(Path.GetDirectoryName(folder)!), folder => (IReadOnlyDictionary<string, string>)Directory.EnumerateFiles(folder).ToDictionary(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText));

    [Fact]
    public void Law_5_every_sentence_exists_in_every_language()
    {
        Assert.Equal(["Accounts", "Assistance", "Guide", "Identification", "Impact", "Platform", "Training"], Modules.Keys.Order());
        Assert.All(Modules, module => Assert.Empty(Faults(module.Value)));
    }

    [Theory]
    [InlineData("el", "\"screen.yes\"", "\"screen.yess\"", "el lacks screen.yes")]
    [InlineData("fr", "{outcome}", "{resultat}", "fr: because.outcome has other placeholders")]
    [InlineData("ar", "\"zero\"", "\"none\"", "ar: ")]
    [InlineData("ru", "\"few\"", "\"deux\"", "ru: ")]
    public void Law_5_finds_a_planted_fault(string language, string word, string planted, string expected)
    {
        var module = new Dictionary<string, string>(Modules["Identification"], StringComparer.Ordinal);
        Assert.Contains(word, module[language]);
        module[language] = module[language].Replace(word, planted);
        Assert.Contains(Faults(module), fault => fault.Contains(expected));
    }

    [Fact]
    public void Every_sentence_that_the_code_asks_for_is_there_and_every_one_that_is_there_is_asked_for()
    {
        var known = Modules.Keys.SelectMany(module => Modules[module]).Where(file => file.Key == "en").SelectMany(file => Keys(file.Value)).ToHashSet(StringComparer.Ordinal);
        var text = string.Concat(SourceTree.Read("src").Select(file => file.Text));
        // A whole key, or the beginning of one that is put together: "because.act." + …
        var asked = Regex.Matches(text, "[\"'`]([a-z]+(?:\\.[a-z0-9-]+)*\\.?)(?=[\"'`]|\\{|\\$\\{)").Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        bool Asked(string key) => asked.Contains(key) || Enumerable.Range(1, key.Length - 1).Any(length => key[length - 1] == '.' && asked.Contains(key[..length])) || key.EndsWith(".about", StringComparison.Ordinal) || key.EndsWith(".title", StringComparison.Ordinal);
        Assert.All(known, key => Assert.True(Asked(key), $"{key} is asked for nowhere"));
        // Names of files look like keys. The blocks of shipped texts are asked for by their ids, which are keys of no sentence.
        var blocks = Directory.EnumerateFiles(Repository.File("guide"), "outline.json", SearchOption.AllDirectories).SelectMany(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("blocks").EnumerateArray().Select(block => block.GetProperty("id").GetString()!)).ToHashSet(StringComparer.Ordinal);
        var families = known.Select(key => key.Split('.')[0]).ToHashSet(StringComparer.Ordinal);
        Assert.All(asked.Where(key => key.Contains('.') && !key.EndsWith('.') && families.Contains(key.Split('.')[0]) && !blocks.Contains(key) && !Regex.IsMatch(key, "\\.(css|js|json|jwt|mjs)$")),
            key => Assert.True(known.Any(one => one.StartsWith(key, StringComparison.Ordinal)), $"{key} is asked for and nowhere written"));
    }

    [Fact]
    public void Every_text_is_in_its_composed_form_without_hidden_characters() => Assert.All(
        Directory.EnumerateFiles(Repository.File("src", "Node"), "*.json", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(Repository.File("instruments"), "*.json", SearchOption.AllDirectories)).Concat(Directory.EnumerateFiles(Repository.File("guide"), "*.json", SearchOption.AllDirectories)).Concat(Directory.EnumerateFiles(Repository.File("trainings"), "*.json", SearchOption.AllDirectories)), file =>
        {
            var text = File.ReadAllText(file, new UTF8Encoding(false, true));
            Assert.DoesNotMatch("[\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", text);
            // Romanian has the comma below; the cedilla is Turkish.
            if (file.EndsWith("ro.json", StringComparison.Ordinal)) Assert.DoesNotMatch("[şţŞŢ]", text);
        });

    private static List<string> Faults(IReadOnlyDictionary<string, string> module)
    {
        var faults = new List<string>();
        var english = Read("en", module);
        foreach (var language in Language.All)
        {
            if (!module.ContainsKey(language.Tag))
            {
                faults.Add($"{language.Tag} has no catalogue");
                continue;
            }
            var own = Read(language.Tag, module);
            faults.AddRange(english.Keys.Except(own.Keys).Select(key => $"{language.Tag} lacks {key}"));
            faults.AddRange(own.Keys.Except(english.Keys).Select(key => $"{language.Tag} has {key}, which English has not"));
            foreach (var key in english.Keys.Intersect(own.Keys))
            {
                var counts = english.Forms(key).Count > 1;
                if (counts && !own.Forms(key).Keys.Order().SequenceEqual(PluralRules.Categories(language.Tag).Order())) faults.Add($"{language.Tag}: {key} needs the forms {string.Join(", ", PluralRules.Categories(language.Tag))}");
                if (!counts && own.Forms(key).Count > 1) faults.Add($"{language.Tag}: {key} counts, in English it does not");
                foreach (var form in own.Forms(key).Values)
                    if (!Placeholders(form).SequenceEqual(Placeholders(english.Forms(key)["other"]))) faults.Add($"{language.Tag}: {key} has other placeholders than in English");
            }
        }
        return faults;
    }

    private static Catalogue Read(string tag, IReadOnlyDictionary<string, string> module) => Catalogue.Read(Language.Find(tag)!, [Encoding.UTF8.GetBytes(module[tag])]);

    private static List<string> Keys(string json) => [.. JsonDocument.Parse(json).RootElement.EnumerateObject().Select(member => member.Name)];

    private static IEnumerable<string> Placeholders(string sentence) => Regex.Matches(sentence, "\\{[^}]*\\}").Select(match => match.Value).Order();
}
