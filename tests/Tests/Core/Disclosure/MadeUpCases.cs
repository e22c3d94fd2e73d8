using Entraide.Core.Disclosure;

namespace Entraide.Tests.Core.Disclosure;

/// <summary>A made-up table of 1200 rows with a hierarchy for each of its five quasi-identifiers; "exploitation" is sensitive.</summary>
internal static class MadeUpCases
{
    public static readonly string[] Quasi = ["year", "gender", "age", "citizenship", "exploited_in"];

    public const string Sensitive = "exploitation";

    public static readonly string[][] Lines = Read("cases");

    public static readonly Microdata Data = Microdata.Of(Lines[0], Lines[1..]);

    public static readonly Hierarchy[] Hierarchies = [.. Quasi.Select(column => Hierarchy.Of(column, Read($"h_{column}")))];

    private static string[][] Read(string name) => [.. File.ReadAllLines(Repository.File("tests", "Tests", "Core", "Disclosure", "data", $"{name}.csv")).Select(line => line.Split(';'))];
}
