using System.Text;

namespace Entraide.Core.Text;

/// <summary>Shows in a message what somebody gave, so that it stays one short line and moves no terminal.</summary>
public static class Quoted
{
    /// <summary>In letters; what is longer is cut and marked.</summary>
    public const int Longest = 80;

    /// <summary>The text with control characters as <c>\u001b</c>, cut where it is long.</summary>
    public static string Line(string given)
    {
        var shown = new StringBuilder();
        foreach (var rune in given.EnumerateRunes())
        {
            if (shown.Length >= Longest) return shown.Append('…').ToString();
            if (Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029) shown.Append($"\\u{rune.Value:x4}");
            else shown.Append(rune);
        }
        return shown.ToString();
    }
}
