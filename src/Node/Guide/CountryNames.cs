using System.Globalization;
using Entraide.Node.Platform;

namespace Entraide.Node.Guide;

/// <summary>What countries are called.</summary>
internal static class CountryNames
{
    /// <summary>The name in the reader's language where the catalogue has it; else in the country's own, or its code.</summary>
    public static string NameOf(Frame frame, string code)
    {
        if (frame.Say.Keys.Contains("country." + code)) return frame.Say["country." + code];
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
