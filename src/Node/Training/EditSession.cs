using System.Collections.Immutable;
using Entraide.Core.Training;
using Entraide.Node.Guide;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Entraide.Node.Training;

/// <summary>A session with its activities: minutes, bounds, words; in another place, or out.</summary>
public static class EditSession
{
    /// <param name="Session">Null for a new one.</param>
    /// <param name="Given">What was sent and refused; null at first.</param>
    public sealed record SessionView(TrainingRow Row, TrainingDesign Design, TrainingWords Words, TrainingSession? Session, IFormCollection? Given, string? Fault, string Said);

    public static async Task<IResult> Show(Frame frame, Caller caller, string id, string? part, TrainingDesk desk, LivingTexts texts)
    {
        var row = await desk.Open(caller, id, AccessAction.Change);
        return part is not null && row.Design().Session(part) is null ? TypedResults.NotFound() : await Page(frame, row, part, null, texts, null);
    }

    private static async Task<RazorComponentResult<SessionPage>> Page(Frame frame, TrainingRow row, string? part, IFormCollection? given, LivingTexts texts, DesignRefusedException? refused)
    {
        var design = row.Design();
        var view = new SessionView(row, design, await TrainingWords.Read(texts, design, design.SourceLanguage), design.Session(part), given, refused is null ? null : refused.Key ?? "training.fault", refused?.Said ?? "");
        return new RazorComponentResult<SessionPage>(new { Frame = frame, View = view }) { StatusCode = refused is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }

    public static async Task<IResult> Keep(Frame frame, Caller caller, string id, string? part, IFormCollection form, TrainingDesk desk, LivingTexts texts)
    {
        try
        {
            var design = (await desk.Open(caller, id, AccessAction.Change)).Design();
            var before = design.Session(part);
            var seen = TrainingDesk.Number(form, "revision");
            var act = form["do"].ToString();
            if (before is not null && act is "remove" or "up" or "down")
            {
                await desk.Change(caller, id, seen, now => act == "remove" ? Without(now, part!) : Moved(now, part!, act == "up" ? -1 : 1), ImmutableDictionary<string, string>.Empty, $"session-{act}");
                return TypedResults.Redirect(frame.To($"/trainings/{id}"));
            }
            var words = new Dictionary<string, string>(StringComparer.Ordinal);
            var session = Read(form, before, before?.Id ?? TrainingDesk.Id(form, "id"), words);
            if (before is null && design.Session(session.Id) is not null) throw new DesignRefusedException("training.fault.twice", session.Id);
            var module = form["module"].ToString();
            await desk.Change(caller, id, seen, now => before is null ? Added(now, module, session) : now.With(session), words, before is null ? "session-added" : "session-changed");
            return TypedResults.Redirect(form["do"] == "more" ? frame.To($"/trainings/{id}/session?part={session.Id}") : frame.To($"/trainings/{id}"));
        }
        catch (DesignRefusedException e)
        {
            return await Page(frame, await desk.Open(caller, id, AccessAction.Change), part, form, texts, e);
        }
    }

    private static TrainingSession Read(IFormCollection form, TrainingSession? before, string id, Dictionary<string, string> words)
    {
        foreach (var one in (string[])["title", "purpose", "notes"]) words[$"session.{id}.{one}"] = form[one].ToString();
        var activities = new List<(int Order, TrainingActivity Activity)>();
        foreach (var known in before?.Activities ?? [])
            if (form["out-" + known.Id] != "yes") activities.Add((TrainingDesk.Number(form, "order-" + known.Id, activities.Count + 1), Activity(form, known.Id, known.Id, words)));
        if (form["id-new"].ToString().Trim().Length > 0) activities.Add((TrainingDesk.Number(form, "order-new", 1000), Activity(form, TrainingDesk.Id(form, "id-new"), "new", words)));
        return new TrainingSession(id, TrainingDesk.Number(form, "day"), TrainingDesk.One<SessionMode>(form, "mode"), TrainingDesk.One<Component>(form, "component"), [.. form["objective"].OfType<string>()],
            [.. form["paragraphs"].ToString().Split([' ', ',', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)], form["instrument"].ToString().Trim() is { Length: > 0 } instrument ? instrument : null,
            TrainingDesk.Number(form, "break", 0), [.. activities.OrderBy(one => one.Order).Select(one => one.Activity)]);
    }

    private static TrainingActivity Activity(IFormCollection form, string id, string field, Dictionary<string, string> words)
    {
        foreach (var one in (string[])["title", "steps"]) words[$"activity.{id}.{one}"] = form[$"{one}-{field}"].ToString();
        var (kind, minutes) = (TrainingDesk.One<ActivityKind>(form, "kind-" + field), TrainingDesk.Number(form, "minutes-" + field));
        return new TrainingActivity(id, kind, minutes, TrainingDesk.One<Component>(form, "component-" + field), TrainingDesk.Number(form, "shortest-" + field, minutes), TrainingDesk.Number(form, "longest-" + field, minutes),
            form["scenario-" + field].ToString() is { Length: > 0 } scenario ? scenario : null, kind == ActivityKind.Test ? TrainingDesk.One<FormKind>(form, "form-" + field) : null);
    }

    private static TrainingDesign Added(TrainingDesign design, string module, TrainingSession session)
    {
        if (design.Modules.All(one => one.Id != module)) throw new DesignRefusedException("training.fault.choice", "module");
        return design with { Modules = [.. design.Modules.Select(one => one.Id == module ? one with { Sessions = one.Sessions.Add(session) } : one)] };
    }

    private static TrainingDesign Without(TrainingDesign design, string id) => design with { Modules = [.. design.Modules.Select(one => one with { Sessions = one.Sessions.RemoveAll(session => session.Id == id) })] };

    // Within its module; at the end of it, to the next one.
    private static TrainingDesign Moved(TrainingDesign design, string id, int by)
    {
        var at = design.Modules.ToList().FindIndex(one => one.Sessions.Any(session => session.Id == id));
        var (module, index) = (design.Modules[at], design.Modules[at].Sessions.ToList().FindIndex(session => session.Id == id));
        var session = module.Sessions[index];
        if (index + by >= 0 && index + by < module.Sessions.Length)
            return design with { Modules = design.Modules.SetItem(at, module with { Sessions = module.Sessions.RemoveAt(index).Insert(index + by, session) }) };
        if (at + by < 0 || at + by >= design.Modules.Length) return design;
        var next = design.Modules[at + by];
        return design with { Modules = design.Modules.SetItem(at, module with { Sessions = module.Sessions.RemoveAt(index) }).SetItem(at + by, next with { Sessions = by < 0 ? next.Sessions.Add(session) : next.Sessions.Insert(0, session) }) };
    }
}
