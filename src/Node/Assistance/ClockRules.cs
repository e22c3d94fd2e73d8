using Entraide.Core.Assistance;
using Entraide.Core.Text;

namespace Entraide.Node.Assistance;

/// <summary>The clocks that run in each country, as data (<c>clock-rules.json</c>): how long, from what, by which rule, and whether a person has checked it.</summary>
public static class ClockRules
{
    public static readonly IReadOnlyList<ClockRule> All = Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Assistance", "clock-rules.json")));

    public static readonly IReadOnlyDictionary<string, ClockRule> ById = All.ToDictionary(rule => rule.Id, StringComparer.Ordinal);

    /// <summary>The name under which a case keeps the day on which a clock began; among the facts.</summary>
    public static string Field(ClockRule rule) => "clock." + rule.Id;

    /// <summary>The paragraph that says why a clock runs, in the document <c>assistance</c>.</summary>
    public static string Explanation(ClockKind kind) => kind switch { ClockKind.ReflectionPeriod => "clock.reflection", ClockKind.ResidencePermit => "clock.residence", _ => "clock.limitation" };

    /// <exception cref="FormatException">A rule is not sound; the message says which and why.</exception>
    public static IReadOnlyList<ClockRule> Read(ReadOnlyMemory<byte> json)
    {
        using var document = StrictJson.Parse(json);
        var rules = new List<ClockRule>();
        foreach (var one in document.RootElement.GetProperty("rules").EnumerateArray())
        {
            string Text(string name) => one.GetProperty(name).GetString()!;
            rules.Add(new ClockRule(Text("id"), Text("country"), Enum.Parse<ClockKind>(Text("kind")), Enum.Parse<ClockStart>(Text("start")), one.GetProperty("days").GetInt32(), one.GetProperty("months").GetInt32(), Text("source"), one.GetProperty("verified").GetBoolean()));
        }
        if (rules.Select(rule => rule.Id).Distinct(StringComparer.Ordinal).Count() != rules.Count) throw new FormatException("Two clocks have the same id. Give each its own.");
        return rules;
    }
}
