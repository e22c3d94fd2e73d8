using System.Collections.Immutable;
using System.Text;

namespace Entraide.Core.Text.Terms;

/// <summary>The order of the alphabet, language by language: the node carries no tables of cultures.</summary>
public static class TermOrder
{
    // Where letters with marks are letters of their own, or where the code points stand in another order than the letters.
    private static readonly ImmutableDictionary<string, string> Alphabets = ImmutableDictionary.CreateRange(StringComparer.Ordinal,
    [
        KeyValuePair.Create("tr", "abcçdefgğhıijklmnoöpqrsştuüvwxyz"),
        KeyValuePair.Create("ro", "aăâbcdefghiîjklmnopqrsștțuvwxyz"),
        KeyValuePair.Create("uk", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"),
        KeyValuePair.Create("ru", "абвгдежзийклмнопрстуфхцчшщъыьэюя"),
    ]);

    /// <summary>What to compare ordinally, so that texts stand in the order of their language's alphabet.</summary>
    public static string Key(string language, string text)
    {
        var (key, alphabet) = (new StringBuilder(text.Length), Alphabets.GetValueOrDefault(language, ""));
        foreach (var letter in TermWords.Fold(language, ComposedForm.Of(text)))
        {
            if (alphabet.IndexOf(letter) is >= 0 and var at) key.Append((char)('a' + at));
            else if (char.IsLetter(letter)) key.Append(ComposedForm.Bare(letter));
            else if (char.IsWhiteSpace(letter) || letter is '-' or '\'') key.Append(' ');
            else key.Append(letter);
        }
        return key.ToString();
    }
}
