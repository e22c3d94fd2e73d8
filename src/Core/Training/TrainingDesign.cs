using System.Collections.Immutable;

namespace Entraide.Core.Training;

/// <summary>How far a part may be adapted by whoever holds the training elsewhere, as its designer says.</summary>
public enum Component
{
    /// <summary>Without it the training is another one.</summary>
    Core,

    /// <summary>May be changed within the bounds that stand beside it.</summary>
    Adaptable,

    /// <summary>May be left out.</summary>
    Optional,
}

/// <summary>What people do in an activity.</summary>
public enum ActivityKind { Welcome, Lecture, Case, Exercise, Simulation, RolePlay, Test, Debrief }

/// <summary>How people sit in a session.</summary>
public enum SessionMode { Plenary, Groups, Individual }

/// <summary>What a participant can do afterwards, from the simplest to the hardest.</summary>
public enum ObjectiveLevel { Recognise, Apply, Decide }

/// <summary>
/// What is asked when: the four levels of Kirkpatrick (1959) are the reaction, what was learnt (before and after), what is done
/// otherwise some months later, and results, which are counted elsewhere.
/// </summary>
public enum FormKind { Before, After, Reaction, Behaviour }

/// <param name="Professions">See <see cref="Professions.All"/>; empty for all.</param>
public sealed record Objective(string Id, ObjectiveLevel Level, ImmutableArray<string> Professions);

/// <summary>A part of a session: a few minutes of one kind of work.</summary>
/// <param name="Minutes">As planned.</param>
/// <param name="Shortest">In minutes: with less it does not do what it is for.</param>
/// <param name="Longest">In minutes.</param>
/// <param name="Scenario">The scenario that is played in it; null for none.</param>
/// <param name="Form">For a test: what is asked.</param>
public sealed record TrainingActivity(string Id, ActivityKind Kind, int Minutes, Component Component, int Shortest, int Longest, string? Scenario = null, FormKind? Form = null);

/// <param name="Day">From 1.</param>
/// <param name="Paragraphs">Blocks of the guide that it exercises.</param>
/// <param name="Instrument">The screening instrument that is practised; null for none.</param>
/// <param name="BreakAfter">In minutes; 0 for none.</param>
public sealed record TrainingSession(string Id, int Day, SessionMode Mode, Component Component, ImmutableArray<string> Objectives, ImmutableArray<string> Paragraphs, string? Instrument, int BreakAfter, ImmutableArray<TrainingActivity> Activities)
{
    /// <summary>Without the break behind it.</summary>
    public int Minutes => Activities.Sum(one => one.Minutes);
}

public sealed record TrainingPart(string Id, ImmutableArray<TrainingSession> Sessions);

/// <summary>Something that happens while a scenario is played and changes what is known.</summary>
/// <param name="Minute">After the beginning of the play.</param>
public sealed record Inject(string Id, int Minute);

/// <summary>A fictional case. That it is one is checked by <see cref="FictionCheck"/> and said by its author.</summary>
/// <param name="Roles">Who is played.</param>
public sealed record Scenario(string Id, ImmutableArray<string> Roles, ImmutableArray<Inject> Injects);

/// <summary>A question of the test.</summary>
/// <param name="Key">The options that are right; one, unless <paramref name="Multiple"/>.</param>
/// <param name="Expected">The share of people whom the author expects to answer it rightly before the training, 0 to 1.</param>
public sealed record TestItem(string Id, bool Multiple, ImmutableArray<string> Options, ImmutableArray<string> Key, string Objective, double Expected)
{
    /// <summary>Whether these are the right options, all of them and no other.</summary>
    public bool IsRight(IEnumerable<string> chosen) => Key.ToHashSet(StringComparer.Ordinal).SetEquals(chosen);
}

/// <summary>Something asked of a participant that is neither right nor wrong.</summary>
/// <param name="Scale">Whether it is a statement that she agrees with from 1 to 5; otherwise she answers in her own words.</param>
public sealed record Statement(string Id, bool Scale);

/// <summary>Who has to be in the room for this training to work: people of several professions and countries.</summary>
/// <param name="LargestShare">Of one profession, above 0 and at most 1.</param>
/// <param name="GroupSize">People of one small group.</param>
public sealed record CompositionRule(int Fewest, int Most, int Professions, int Countries, double LargestShare, int GroupSize);

/// <summary>
/// A training as it is designed: what is learnt, in which sessions, with which cases and questions. Its words stand apart, as
/// blocks of the text engine in several languages; <see cref="DesignTexts"/> says which.
/// </summary>
/// <param name="Id">Of the training, through all its releases; see <see cref="DesignReader"/> for its form.</param>
/// <param name="Release">From 1.</param>
/// <param name="Languages">That it is to be had in, the source among them.</param>
/// <param name="DayStarts">When each day begins, local time.</param>
/// <param name="Parents">The kits that it was made from, the nearest first; empty for one that was made anew.</param>
public sealed record TrainingDesign(
    string Id, int Release, string SourceLanguage, ImmutableArray<string> Languages, string Licence, string Steward, TimeOnly DayStarts, ImmutableArray<KitName> Parents,
    ImmutableArray<Objective> Objectives, CompositionRule Composition, ImmutableArray<TrainingPart> Modules, ImmutableArray<Scenario> Scenarios,
    ImmutableArray<TestItem> Items, ImmutableArray<string> Before, ImmutableArray<string> After, ImmutableArray<Statement> Reaction, ImmutableArray<Statement> Behaviour)
{
    /// <summary>The document of the text engine that holds its words.</summary>
    public string Document => DocumentOf(Id);

    public static string DocumentOf(string id) => $"training-{id}";

    /// <summary>In order.</summary>
    public IEnumerable<TrainingSession> Sessions => Modules.SelectMany(module => module.Sessions);

    public IEnumerable<TrainingActivity> Activities => Sessions.SelectMany(session => session.Activities);

    public int Days => Sessions.Select(one => one.Day).DefaultIfEmpty(0).Max();

    public int Minutes => Sessions.Sum(one => one.Minutes);

    public TrainingSession? Session(string? id) => Sessions.FirstOrDefault(one => one.Id == id);

    public TestItem? Item(string? id) => Items.FirstOrDefault(one => one.Id == id);

    /// <summary>The same with another session in the place of the one of its id.</summary>
    public TrainingDesign With(TrainingSession session) =>
        this with { Modules = [.. Modules.Select(module => module with { Sessions = [.. module.Sessions.Select(one => one.Id == session.Id ? session : one)] })] };

    /// <summary>What of a form is asked of a participant: the ids, in order.</summary>
    public IEnumerable<string> Asked(FormKind form) => form switch
    {
        FormKind.Before => Before,
        FormKind.After => After,
        FormKind.Reaction => Reaction.Select(one => one.Id),
        _ => Behaviour.Select(one => one.Id),
    };
}

/// <summary>Names one release of a training for good.</summary>
/// <param name="Hash">See <see cref="Kit.Hash"/>.</param>
public sealed record KitName(string Id, int Release, string Hash)
{
    public override string ToString() => $"{Id} {Release}";
}

/// <summary>The professions that such a training brings together; the words of Directive 2011/36/EU, art. 18b, and of the field.</summary>
public static class Professions
{
    public static readonly ImmutableArray<string> All =
        ["labour-inspector", "police", "investigator", "prosecutor", "judge", "social-worker", "civil-society", "health-worker", "lawyer", "trade-union", "other"];
}
