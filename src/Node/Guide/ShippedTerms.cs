using Entraide.Core.Text;
using Entraide.Core.Text.Terms;
using Entraide.Node.Platform;

namespace Entraide.Node.Guide;

/// <summary>Reads the words of the field that are shipped beside the executable, in <c>guide/terms</c>.</summary>
public static class ShippedTerms
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "guide", "terms");

    /// <summary>The termbase; a language whose file is not there has no terms yet.</summary>
    /// <exception cref="RefusedException">A file has faults; all of them are named.</exception>
    public static Termbase Read()
    {
        var concepts = Path.Combine(Folder, "concepts.json");
        if (!File.Exists(concepts)) return Termbase.Empty;
        var faults = new List<Fault>();
        var languages = Language.All.Select(language => (language.Tag, File: Path.Combine(Folder, language.Tag + ".json"))).Where(one => File.Exists(one.File))
            .ToDictionary(one => one.Tag, one => (ReadOnlyMemory<byte>)File.ReadAllBytes(one.File), StringComparer.Ordinal);
        var terms = TermbaseReader.Read(File.ReadAllBytes(concepts), languages, faults);
        if (faults.Count > 0) throw new RefusedException($"The words of the field are not sound: {string.Join(' ', faults.Take(20))}{(faults.Count > 20 ? $" And {faults.Count - 20} more." : "")}");
        return terms;
    }
}
