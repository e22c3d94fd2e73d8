using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Entraide.Core.Text;

/// <summary>
/// The sentences of the interface in one language, by key. A sentence is plain text with <c>{name}</c> placeholders;
/// one that counts is an object with a sentence for each plural category of its language, chosen by <c>{count}</c>.
/// Server, command line and phone read the same files.
/// </summary>
public sealed class Catalogue
{
    private readonly ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>> sentences;

    private Catalogue(Language language, ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>> sentences) =>
        (Language, this.sentences) = (language, sentences);

    public Language Language { get; }

    /// <summary>All keys, in ordinal order.</summary>
    public IEnumerable<string> Keys => sentences.Keys;

    /// <summary>The forms of a sentence by plural category; a sentence that does not count has only "other".</summary>
    /// <exception cref="KeyNotFoundException">No sentence has this key.</exception>
    public IReadOnlyDictionary<string, string> Forms(string key) => sentences.TryGetValue(key, out var forms)
        ? forms
        : throw new KeyNotFoundException($"No sentence '{key}' in the {Language.Tag} catalogue: add it to the module's Messages/{Language.Tag}.json, and to the other languages.");

    /// <summary>The sentence without placeholders.</summary>
    public string this[string key] => Say(key);

    /// <summary>The sentence with its placeholders filled; <c>count</c> also chooses the plural form.</summary>
    /// <exception cref="KeyNotFoundException">No sentence has this key.</exception>
    public string Say(string key, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var forms = Forms(key);
        var category = "other";
        foreach (var (name, value) in values)
            if (name == "count" && value is int count) category = PluralRules.Category(Language.Tag, count);
        var sentence = forms.TryGetValue(category, out var form) ? form : forms["other"];
        if (values.IsEmpty) return sentence;

        // One pass from left to right, so that a value that looks like a placeholder stays what it is.
        var said = new StringBuilder(sentence.Length + 32);
        for (var at = 0; at < sentence.Length;)
        {
            var open = sentence.IndexOf('{', at);
            var close = open < 0 ? -1 : sentence.IndexOf('}', open);
            if (close < 0) return said.Append(sentence, at, sentence.Length - at).ToString();
            said.Append(sentence, at, open - at);
            var wanted = sentence.AsSpan(open + 1, close - open - 1);
            var found = false;
            foreach (var (name, value) in values)
            {
                if (!wanted.SequenceEqual(name)) continue;
                said.Append(Convert.ToString(value, CultureInfo.InvariantCulture));
                found = true;
                break;
            }
            if (!found) said.Append(sentence, open, close - open + 1);
            at = close + 1;
        }
        return said.ToString();
    }

    /// <summary>Reads the catalogues of several modules as one.</summary>
    /// <param name="language">The language of all of them.</param>
    /// <param name="files">UTF-8 JSON objects: key → sentence, or key → object of plural category → sentence.</param>
    /// <exception cref="FormatException">A file is not such an object, or two files share a key.</exception>
    public static Catalogue Read(Language language, IEnumerable<ReadOnlyMemory<byte>> files)
    {
        var read = ImmutableSortedDictionary.CreateBuilder<string, ImmutableSortedDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            using var document = JsonDocument.Parse(file, new JsonDocumentOptions { AllowDuplicateProperties = false });
            foreach (var entry in document.RootElement.EnumerateObject())
            {
                var forms = entry.Value.ValueKind == JsonValueKind.Object
                    ? entry.Value.EnumerateObject().ToImmutableSortedDictionary(form => form.Name, form => form.Value.GetString()!, StringComparer.Ordinal)
                    : ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("other", entry.Value.GetString()!);
                if (!read.TryAdd(entry.Name, forms))
                    throw new FormatException($"The sentence '{entry.Name}' stands in two catalogues of {language.Tag}: rename one of them.");
            }
        }
        return new Catalogue(language, read.ToImmutable());
    }
}
