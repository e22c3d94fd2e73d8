using System.Globalization;
using Entraide.Core.Training;

namespace Entraide.Node.Training;

/// <summary>How figures are written: with a point, the same in every language, and a dash for what is not known.</summary>
internal static class Figures
{
    public const string Unknown = "–";

    public static string Of(double? number, int digits = 2) => number is { } known ? known.ToString($"F{digits}", CultureInfo.InvariantCulture) : Unknown;

    public static string Share(double? share) => share is { } known ? (known * 100).ToString("F0", CultureInfo.InvariantCulture) + "\u00a0%" : Unknown;

    public static string Interval(double? low, double? high) => low is null || high is null ? Unknown : $"[{Of(low)}; {Of(high)}]";

    /// <summary>The parts of a profile with their names.</summary>
    public static IReadOnlyList<(string Key, string Value)> Profile(FidelityProfile one) =>
        [("fidelity.adherence", Share(one.Adherence)), ("fidelity.coverage", Share(one.Coverage)), ("fidelity.dose", Share(one.Dose)), ("fidelity.quality", Of(one.Quality, 1)), ("fidelity.responsiveness", Of(one.Responsiveness, 1))];
}
