using System.Globalization;

namespace Entraide.Tests.Core.Text.Blocks;

internal static class Rebase
{
    /// <summary>Runs something as on a machine of another culture.</summary>
    public static void In(string culture, Action run)
    {
        var (before, beforeUi) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Culture(culture);
            run();
        }
        finally { (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, beforeUi); }
    }

    // The process knows no cultures (InvariantGlobalization): where it refuses one, its numbers and dates are set by hand.
    private static CultureInfo Culture(string name)
    {
        try { return CultureInfo.GetCultureInfo(name); }
        catch (CultureNotFoundException)
        {
            var made = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (made.NumberFormat.NegativeSign, made.NumberFormat.NumberDecimalSeparator, made.NumberFormat.NumberGroupSeparator) = name == "tr-TR" ? ("\u2212", ",", ".") : ("\u061C-", "٫", "٬");
            (made.DateTimeFormat.DateSeparator, made.DateTimeFormat.ShortDatePattern) = name == "tr-TR" ? (".", "d.MM.yyyy") : ("/", "dd/MM/yy");
            return made;
        }
    }
}
