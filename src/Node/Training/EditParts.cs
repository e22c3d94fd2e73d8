using System.Collections.Immutable;
using System.Globalization;
using Entraide.Core.Training;
using Entraide.Node.Guide;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Entraide.Node.Training;

/// <param name="Part">The id of what is edited; null for something new.</param>
/// <param name="Given">What was sent and refused; null at first.</param>
public sealed record PartView(TrainingRow Row, TrainingDesign Design, TrainingWords Words, string? Part, IFormCollection? Given, string? Fault, string Said)
{
    internal static async Task<PartView> Of(TrainingRow row, string? part, IFormCollection? given, LivingTexts texts, DesignRefusedException? refused)
    {
        var design = row.Design();
        return new PartView(row, design, await TrainingWords.Read(texts, design, design.SourceLanguage), part, given, refused is null ? null : refused.Key ?? "training.fault", refused?.Said ?? "");
    }

    /// <summary>The words in a field: those that were sent, or those that are kept.</summary>
    public string? Text(string field, string block) => Given?[field].ToString() ?? (Words[block].Version == 0 ? null : Words[block].Text);
}

/// <summary>The frame of a training: its title, what must be there, who must be in the room, what is learnt, what is asked at the end.</summary>
public static class EditFrame
{
    /// <summary>Lists whose parts have an id and words, each on a line: <c>id | words</c>, or <c>id | kind | words</c>.</summary>
    public static readonly ImmutableArray<string> Lists = ["modules", "objectives", "reaction", "behaviour"];

    public static async Task<IResult> Show(Frame frame, Caller caller, string id, TrainingDesk desk, LivingTexts texts) => new RazorComponentResult<FramePage>(new { Frame = frame, View = await PartView.Of(await desk.Open(caller, id, AccessAction.Change), null, null, texts, null) });

    public static async Task<IResult> Keep(Frame frame, Caller caller, string id, IFormCollection form, TrainingDesk desk, LivingTexts texts)
    {
        try
        {
            var words = DesignTexts.Whole.ToDictionary(one => one, one => form[one].ToString(), StringComparer.Ordinal);
            await desk.Change(caller, id, TrainingDesk.Number(form, "revision"), now => Read(now, form, words), words, "training-changed");
            return TypedResults.Redirect(frame.To($"/trainings/{id}"));
        }
        catch (DesignRefusedException e)
        {
            return new RazorComponentResult<FramePage>(new { Frame = frame, View = await PartView.Of(await desk.Open(caller, id, AccessAction.Change), null, form, texts, e) }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
        }
    }

    private static TrainingDesign Read(TrainingDesign now, IFormCollection form, Dictionary<string, string> words)
    {
        if (!TimeOnly.TryParseExact(form["starts"], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var starts)) throw new DesignRefusedException("training.fault.number", "starts");
        var modules = Lines(form, "modules", 2).Select(line =>
        {
            words[$"module.{line[0]}"] = line[1];
            return now.Modules.FirstOrDefault(one => one.Id == line[0]) ?? new TrainingPart(line[0], []);
        }).ToImmutableArray();
        if (now.Modules.FirstOrDefault(one => one.Sessions.Length > 0 && modules.All(kept => kept.Id != one.Id)) is { } full) throw new DesignRefusedException("training.fault.module", full.Id);
        var objectives = Lines(form, "objectives", 3).Select(line =>
        {
            words[$"objective.{line[0]}"] = line[2];
            return new Objective(line[0], Named<ObjectiveLevel>(line[1]), now.Objectives.FirstOrDefault(one => one.Id == line[0])?.Professions ?? []);
        }).ToImmutableArray();
        var rule = new CompositionRule(TrainingDesk.Number(form, "fewest"), TrainingDesk.Number(form, "most"), TrainingDesk.Number(form, "professions"), TrainingDesk.Number(form, "countries"), TrainingDesk.Number(form, "share") / 100.0, TrainingDesk.Number(form, "group"));
        return now with { Steward = form["steward"].ToString().Trim(), Licence = form["licence"].ToString().Trim(), DayStarts = starts, Modules = modules, Objectives = objectives, Composition = rule, Reaction = Statements("reaction"), Behaviour = Statements("behaviour") };

        ImmutableArray<Statement> Statements(string list) =>
        [
            .. Lines(form, list, 3).Select(line =>
            {
                words[$"{list}.{line[0]}"] = line[2];
                return new Statement(line[0], line[1] is "scale" || (line[1] is "text" ? false : throw new DesignRefusedException("training.fault.choice", line[1])));
            }),
        ];
    }

    private static T Named<T>(string word) where T : struct, Enum => Enum.GetValues<T>().FirstOrDefault(one => DesignReader.WordOf(one) == word) is var value && DesignReader.WordOf(value) == word ? value : throw new DesignRefusedException("training.fault.choice", word);

    private static IEnumerable<string[]> Lines(IFormCollection form, string list, int parts)
    {
        foreach (var line in form[list].ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var split = line.Split('|', parts, StringSplitOptions.TrimEntries);
            if (split.Length < parts || !DesignReader.IsId(split[0])) throw new DesignRefusedException("training.fault.line", line);
            yield return split;
        }
    }
}

/// <summary>A fictional case: its story, its roles, what happens while it is played.</summary>
public static class EditScenario
{
    public static async Task<IResult> Show(Frame frame, Caller caller, string id, string? part, TrainingDesk desk, LivingTexts texts)
    {
        var row = await desk.Open(caller, id, AccessAction.Change);
        return part is not null && row.Design().Scenarios.All(one => one.Id != part) ? TypedResults.NotFound() : new RazorComponentResult<ScenarioPage>(new { Frame = frame, View = await PartView.Of(row, part, null, texts, null) });
    }

    public static async Task<IResult> Keep(Frame frame, Caller caller, string id, string? part, IFormCollection form, TrainingDesk desk, LivingTexts texts)
    {
        try
        {
            var words = new Dictionary<string, string>(StringComparer.Ordinal);
            if (form["do"] == "remove" && part is not null)
            {
                await desk.Change(caller, id, TrainingDesk.Number(form, "revision"), now => now with { Scenarios = now.Scenarios.RemoveAll(one => one.Id == part) }, words, "scenario-removed");
                return TypedResults.Redirect(frame.To($"/trainings/{id}"));
            }
            if (form["fictional"] != "yes") throw new DesignRefusedException("training.fault.fictional");
            await desk.Change(caller, id, TrainingDesk.Number(form, "revision"), now => Read(now, part, form, words), words, part is null ? "scenario-added" : "scenario-changed");
            return TypedResults.Redirect($"{frame.To($"/trainings/{id}")}#scenarios");
        }
        catch (DesignRefusedException e)
        {
            return new RazorComponentResult<ScenarioPage>(new { Frame = frame, View = await PartView.Of(await desk.Open(caller, id, AccessAction.Change), part, form, texts, e) }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
        }
    }

    private static TrainingDesign Read(TrainingDesign now, string? part, IFormCollection form, Dictionary<string, string> words)
    {
        var before = now.Scenarios.FirstOrDefault(one => one.Id == part);
        var name = part ?? TrainingDesk.Id(form, "id");
        if (before is null && now.Scenarios.Any(one => one.Id == name)) throw new DesignRefusedException("training.fault.twice", name);
        foreach (var one in (string[])["title", "story", "watch"]) words[$"scenario.{name}.{one}"] = form[one].ToString();
        var roles = new List<string>();
        foreach (var (key, role) in (before?.Roles ?? []).Where(one => form["out-role-" + one] != "yes").Select(one => (one, one)).Concat(New("role")))
        {
            roles.Add(role);
            (words[$"role.{name}.{role}.name"], words[$"role.{name}.{role}.brief"]) = (form["role-name-" + key].ToString(), form["role-brief-" + key].ToString());
        }
        var injects = new List<Inject>();
        foreach (var (key, inject) in (before?.Injects ?? []).Where(one => form["out-inject-" + one.Id] != "yes").Select(one => (one.Id, one.Id)).Concat(New("inject")))
        {
            injects.Add(new Inject(inject, TrainingDesk.Number(form, "inject-minute-" + key)));
            words[$"inject.{name}.{inject}"] = form["inject-text-" + key].ToString();
        }
        var scenario = new Scenario(name, [.. roles], [.. injects.OrderBy(one => one.Minute)]);
        return now with { Scenarios = before is null ? now.Scenarios.Add(scenario) : now.Scenarios.Replace(before, scenario) };

        IEnumerable<(string, string)> New(string kind) => form[$"{kind}-id-new"].ToString().Trim().Length > 0 ? [("new", TrainingDesk.Id(form, $"{kind}-id-new"))] : [];
    }
}

/// <summary>A question of the tests: its options, which is right and why, and where it is asked.</summary>
public static class EditItem
{
    /// <summary>The ids of options; as many as a question may have here.</summary>
    public static readonly ImmutableArray<string> Options = ["a", "b", "c", "d", "e", "f"];

    public static async Task<IResult> Show(Frame frame, Caller caller, string id, string? part, TrainingDesk desk, LivingTexts texts)
    {
        var row = await desk.Open(caller, id, AccessAction.Change);
        return part is not null && row.Design().Item(part) is null ? TypedResults.NotFound() : new RazorComponentResult<ItemPage>(new { Frame = frame, View = await PartView.Of(row, part, null, texts, null) });
    }

    public static async Task<IResult> Keep(Frame frame, Caller caller, string id, string? part, IFormCollection form, TrainingDesk desk, LivingTexts texts)
    {
        try
        {
            var words = new Dictionary<string, string>(StringComparer.Ordinal);
            if (form["do"] == "remove" && part is not null)
                await desk.Change(caller, id, TrainingDesk.Number(form, "revision"), now => now with { Items = now.Items.RemoveAll(one => one.Id == part), Before = now.Before.Remove(part), After = now.After.Remove(part) }, words, "item-removed");
            else
                await desk.Change(caller, id, TrainingDesk.Number(form, "revision"), now => Read(now, part, form, words), words, part is null ? "item-added" : "item-changed");
            return TypedResults.Redirect($"{frame.To($"/trainings/{id}")}#items");
        }
        catch (DesignRefusedException e)
        {
            return new RazorComponentResult<ItemPage>(new { Frame = frame, View = await PartView.Of(await desk.Open(caller, id, AccessAction.Change), part, form, texts, e) }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
        }
    }

    private static TrainingDesign Read(TrainingDesign now, string? part, IFormCollection form, Dictionary<string, string> words)
    {
        var before = now.Item(part);
        var name = part ?? TrainingDesk.Id(form, "id");
        if (before is null && now.Item(name) is not null) throw new DesignRefusedException("training.fault.twice", name);
        var options = Options.Where(one => form["option-" + one].ToString().Trim().Length > 0).ToImmutableArray();
        foreach (var option in options) words[$"item.{name}.option.{option}"] = form["option-" + option].ToString();
        (words[$"item.{name}.stem"], words[$"item.{name}.why"]) = (form["stem"].ToString(), form["why"].ToString());
        var item = new TestItem(name, form["multiple"] == "yes", options, [.. form["key"].OfType<string>()], form["objective"].ToString(), Math.Max(1, TrainingDesk.Number(form, "expected")) / 100.0);
        return now with
        {
            Items = before is null ? now.Items.Add(item) : now.Items.Replace(before, item),
            Before = In(now.Before, "before"),
            After = In(now.After, "after"),
        };

        ImmutableArray<string> In(ImmutableArray<string> list, string box) => form["in"].Contains(box) ? list.Contains(name) ? list : list.Add(name) : list.Remove(name);
    }
}
