using Entraide.Core.Text;
using Entraide.Node.Platform;

namespace Entraide.Node.Impact;

/// <summary>A file that cannot be taken. At the terminal it is said in English, on a page in the reader's language: what, where, and how to mend it.</summary>
/// <param name="key">The sentence, with its <paramref name="values"/>.</param>
/// <param name="others">How many more faults the file has.</param>
public sealed class FileRefusedException(string key, (string Name, object Value)[] values, int others = 0, Exception? inner = null) : RefusedException(Sentence(Catalogues.For(Language.English), key, values, others), inner)
{
    public string Say(Catalogue say) => Sentence(say, key, values, others);

    private static string Sentence(Catalogue say, string key, (string Name, object Value)[] values, int others)
    {
        ArgumentNullException.ThrowIfNull(say);
        return say.Say(key, values) + (others > 0 ? " " + say.Say("file.more", ("value", others)) : "");
    }
}
