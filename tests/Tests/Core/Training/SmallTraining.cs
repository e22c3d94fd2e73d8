using System.Collections.Immutable;
using System.Globalization;
using Entraide.Core.Training;

namespace Entraide.Tests.Core.Training;

/// <summary>A small training for tests: two days, four sessions, one fictional case, six questions; everything in it is invented.</summary>
public static class SmallTraining
{
    public static readonly TrainingDesign Design = new(
        "small", 1, "en", ["en", "fr", "el"], "CC-BY-4.0", "Tests", new TimeOnly(9, 0), [],
        [new("tell", ObjectiveLevel.Recognise, []), new("refer", ObjectiveLevel.Decide, ["police"])], new CompositionRule(4, 30, 2, 1, 0.6, 4),
        [
            new("one", [Session("open", 1, Component.Core, Test("pre", FormKind.Before), Talk("why", Component.Core, 30, 20, 40)), Session("case", 1, Component.Adaptable, new TrainingActivity("play", ActivityKind.Simulation, 60, Component.Core, 45, 90, "quarry"), Talk("look-back", Component.Adaptable, 20, 10, 30))]),
            new("two", [Session("more", 2, Component.Optional, Talk("extra", Component.Optional, 30, 10, 60)), Session("close", 2, Component.Core, Test("post", FormKind.After), Test("say", FormKind.Reaction))]),
        ],
        [new("quarry", ["inspector", "worker"], [new("call", 10), new("van", 25)])],
        [.. Enumerable.Range(1, 6).Select(i => new TestItem($"q{i}", i == 6, ["a", "b", "c"], i == 6 ? ["a", "c"] : ["b"], i % 2 == 0 ? "tell" : "refer", 0.5))],
        ["q1", "q2", "q3", "q6"], ["q1", "q4", "q5", "q6"], [new("useful", true), new("words", false)], [new("did", true)]);

    private static TrainingSession Session(string id, int day, Component component, params TrainingActivity[] activities) => new(id, day, SessionMode.Plenary, component, ["tell"], [], null, 15, [.. activities]);

    private static TrainingActivity Talk(string id, Component component, int minutes, int shortest, int longest) => new(id, ActivityKind.Lecture, minutes, component, shortest, longest);

    private static TrainingActivity Test(string id, FormKind form) => new(id, ActivityKind.Test, 20, Component.Core, 15, 30, Form: form);

    /// <summary>Words for every block, each its own.</summary>
    public static KitText Words(TrainingDesign design, string language, int reviewed = int.MaxValue)
    {
        var ids = DesignTexts.Of(design).Select(one => one.Id).ToList();
        return new KitText(language, ids.ToImmutableSortedDictionary(id => id, id => $"{language}: {id.Replace('.', ' ')}", StringComparer.Ordinal), [.. ids.Take(reviewed)]);
    }

    public static Kit Kit(TrainingDesign? design = null, params KeyValuePair<string, ReadOnlyMemory<byte>>[] extra) => Entraide.Core.Training.Kit.Make(design ?? Design, [Words(design ?? Design, "en"), Words(design ?? Design, "fr", reviewed: 10)], null, extra);

    public static KeyValuePair<string, ReadOnlyMemory<byte>> File(int number) => new($"media/file-{number.ToString("D3", CultureInfo.InvariantCulture)}.txt", System.Text.Encoding.UTF8.GetBytes($"file {number}\n"));
}
