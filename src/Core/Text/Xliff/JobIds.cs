using System.Globalization;
using System.Text;
using Entraide.Core.Text.Xliff.Rules;

namespace Entraide.Core.Text.Xliff;

/// <summary>
/// Ids of units as XLIFF 2 can hold them (an NMTOKEN), and back: a slash becomes a colon, and what else is not allowed,
/// and the signs that say so, become <c>_</c> and four hexadecimal digits.
/// </summary>
internal static class JobIds
{
    public static string Write(string id)
    {
        var written = new StringBuilder();
        foreach (var letter in id)
        {
            if (letter == '/') written.Append(':');
            else if (letter is ':' or '_' || !Values.IsId(letter.ToString())) written.Append($"_{(int)letter:X4}");
            else written.Append(letter);
        }
        return written.ToString();
    }

    /// <summary>The id that was written so; the text itself where it was written by somebody else.</summary>
    public static string Read(string written)
    {
        var id = new StringBuilder();
        for (var i = 0; i < written.Length; i++)
        {
            if (written[i] == ':') id.Append('/');
            else if (written[i] == '_' && i + 4 < written.Length && int.TryParse(written.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var letter))
            {
                id.Append((char)letter);
                i += 4;
            }
            else id.Append(written[i]);
        }
        return id.ToString();
    }
}
