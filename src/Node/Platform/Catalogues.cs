using System.Collections.Frozen;
using System.Reflection;
using Entraide.Core.Text;

namespace Entraide.Node.Platform;

/// <summary>The sentences of all modules, by language; read once from the files <c>MODULE/Messages/LANGUAGE.json</c>.</summary>
public static class Catalogues
{
    private static readonly FrozenDictionary<string, Catalogue> ByTag = Language.All.ToFrozenDictionary(
        language => language.Tag,
        language => Catalogue.Read(language, Resources($"Messages/{language.Tag}.json")),
        StringComparer.Ordinal);

    public static Catalogue For(Language language) => ByTag[language.Tag];

    /// <summary>The sentences in a language whose keys begin with one of these words, as one JSON object for the phone.</summary>
    public static CanonicalJson WriteTo(CanonicalJson json, Language language, params string[] firstWords)
    {
        var catalogue = For(language);
        json.Open('{');
        foreach (var key in catalogue.Keys.Where(key => firstWords.Contains(key.Split('.')[0])))
        {
            json.Name(key);
            var forms = catalogue.Forms(key);
            if (forms.Count == 1) json.Value(forms["other"]);
            else
            {
                json.Open('{');
                foreach (var (category, form) in forms) json.Name(category).Value(form);
                json.Close('}');
            }
        }
        return json.Close('}');
    }

    private static List<ReadOnlyMemory<byte>> Resources(string ending)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var files = new List<ReadOnlyMemory<byte>>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(ending, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            files.Add(bytes.ToArray());
        }
        return files;
    }
}
