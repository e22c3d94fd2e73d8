using System.Collections.Immutable;
using Entraide.Core.Text.Blocks;

namespace Entraide.Core.Training;

/// <summary>A block of words that a design needs.</summary>
/// <param name="Critical">Whether a wrong word in it could harm a person.</param>
public sealed record NeededText(string Id, BlockKind Kind, bool Critical = false)
{
    /// <summary>The block in its first version.</summary>
    public BlockVersion First(string text) => new() { BlockId = Id, Number = 1, Kind = Kind, SafetyCritical = Critical, Text = text };
}

/// <summary>Which words a design needs: the ids of their blocks follow from those of its parts, so that none can point nowhere.</summary>
public static class DesignTexts
{
    /// <summary>What is said of the training as a whole.</summary>
    public static readonly ImmutableArray<string> Whole = ["title", "summary", "about", "prepare", "safety", "adapt"];

    /// <summary>All blocks in order of reading.</summary>
    public static IEnumerable<NeededText> Of(TrainingDesign design) =>
    [
        .. Whole.Select(id => new NeededText(id, id switch { "title" => BlockKind.Heading, "safety" => BlockKind.Warning, _ => BlockKind.Paragraph }, id == "safety")),
        .. design.Objectives.Select(one => new NeededText($"objective.{one.Id}", BlockKind.ListItem)),
        .. design.Modules.SelectMany(Module),
        .. design.Scenarios.SelectMany(OfScenario),
        .. design.Items.SelectMany(Item),
        .. design.Reaction.Select(one => new NeededText($"reaction.{one.Id}", BlockKind.Phrase)),
        .. design.Behaviour.Select(one => new NeededText($"behaviour.{one.Id}", BlockKind.Phrase)),
    ];

    /// <summary>Those of a session and of its activities.</summary>
    public static IEnumerable<NeededText> OfSession(TrainingSession session) =>
    [
        new($"session.{session.Id}.title", BlockKind.Subheading), new($"session.{session.Id}.purpose", BlockKind.Paragraph), new($"session.{session.Id}.notes", BlockKind.Paragraph),
        .. session.Activities.SelectMany(one => new NeededText[] { new($"activity.{one.Id}.title", BlockKind.Subheading), new($"activity.{one.Id}.steps", BlockKind.Step) }),
    ];

    /// <summary>Those of a scenario. What is played with is as dangerous as what is done: a wrong brief teaches what harms.</summary>
    public static IEnumerable<NeededText> OfScenario(Scenario scenario) =>
    [
        new($"scenario.{scenario.Id}.title", BlockKind.Heading), new($"scenario.{scenario.Id}.story", BlockKind.Paragraph), new($"scenario.{scenario.Id}.watch", BlockKind.Warning, Critical: true),
        .. scenario.Roles.SelectMany(role => new NeededText[] { new($"role.{scenario.Id}.{role}.name", BlockKind.Subheading), new($"role.{scenario.Id}.{role}.brief", BlockKind.Paragraph) }),
        .. scenario.Injects.Select(one => new NeededText($"inject.{scenario.Id}.{one.Id}", BlockKind.Paragraph)),
    ];

    /// <summary>Those of a question, its options and why the right one is right.</summary>
    public static IEnumerable<NeededText> Item(TestItem item) =>
    [
        new($"item.{item.Id}.stem", BlockKind.Paragraph), .. item.Options.Select(option => new NeededText($"item.{item.Id}.option.{option}", BlockKind.ListItem)), new($"item.{item.Id}.why", BlockKind.Paragraph),
    ];

    private static IEnumerable<NeededText> Module(TrainingPart module) => [new($"module.{module.Id}", BlockKind.Heading), .. module.Sessions.SelectMany(OfSession)];
}
