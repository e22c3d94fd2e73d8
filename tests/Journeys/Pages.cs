namespace Entraide.Journeys;

/// <summary>Every page of the node.</summary>
public static class Pages
{
    public static IEnumerable<string> Paths(string language) =>
    [
        $"/{language}", $"/{language}/screening", $"/{language}/screening?instrument=ilo-2012/forced-labour",
        $"/{language}/practice", $"/{language}/practice/ilo-2012/forced-labour", $"/{language}/rights", $"/phone/{language}", $"/{language}/components", $"/{language}/nowhere",
    ];
}
