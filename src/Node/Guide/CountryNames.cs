using System.Globalization;
using Entraide.Core.Text;
using Entraide.Node.Platform;

namespace Entraide.Node.Guide;

/// <summary>What countries are called.</summary>
internal static class CountryNames
{
    /// <summary>The name in the reader's language where the catalogue has it; else in the country's own, or its code.</summary>
    public static string NameOf(Frame frame, string code) => NameOf(frame.Say, code);

    /// <inheritdoc cref="NameOf(Frame, string)"/>
    public static string NameOf(Catalogue say, string code)
    {
        if (say.Keys.Contains("country." + code)) return say["country." + code];
        try
        {
            return new RegionInfo(code).NativeName;
        }
        catch (ArgumentException)
        {
            return code;
        }
    }
}
