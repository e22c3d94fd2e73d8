namespace Entraide.Node.Platform;

/// <summary>The quarter of a day in Coordinated Universal Time, as 2026-Q1.</summary>
public static class Quarter
{
    public static string Of(DateTimeOffset at) => $"{at.UtcDateTime.Year}-Q{(at.UtcDateTime.Month + 2) / 3}";
}
