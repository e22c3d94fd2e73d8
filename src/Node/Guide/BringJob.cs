using Entraide.Core.Text;
using Entraide.Core.Text.Blocks;
using Entraide.Core.Text.Terms;
using Entraide.Core.Text.Xliff;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Guide;

/// <summary>What became of one unit of a file that came back.</summary>
/// <param name="Said">What is wrong with it, or to be looked at, in the words of the file's reader.</param>
public sealed record BroughtLine(PlannedUnit Plan, IReadOnlyList<string> Said);

/// <summary>A file that came back, judged; nothing is written yet.</summary>
public sealed record BroughtJob(ExchangeJob Job, TranslatableText Text, IReadOnlyList<BroughtLine> Lines)
{
    public int Count(UnitFate fate) => Lines.Count(line => line.Plan.Fate == fate);
}

/// <summary>A file is refused as a whole.</summary>
/// <param name="key">The key of the sentence that says why.</param>
/// <param name="said">What the reader of the file says; empty where the sentence is enough.</param>
internal sealed class JobRefusedException(string key, string said = "") : Exception($"{key} {said}")
{
    public string Key => key;
    public string Said => said;
}

/// <summary>Takes away what is to be translated, as a file, and brings it back.</summary>
public static class BringJob
{
    /// <summary>In bytes; the form around the file needs a few more.</summary>
    public const int LargestFile = XliffOptions.LargestFile, LargestBody = LargestFile + 10_000;

    /// <summary>The file to translate elsewhere; that it was taken is remembered with the versions of its sources.</summary>
    /// <param name="format">xliff2 or xliff12.</param>
    /// <param name="scope">all for every unit; otherwise those that wait for something.</param>
    public static async Task<IResult> Take(Frame frame, Caller caller, TextStore store, Lazy<Termbase> terms, Gate gate, TimeProvider time, string id, [FromQuery(Name = "language")] string? target, string? format, string? scope)
    {
        var state = await store.Now();
        var subject = OpenTranslation.SubjectOf(state, id);
        var units = TranslatableText.Find(state, id) is { } found && found.Takes(target) ? TranslationJobs.Choose(found, target!, scope == "all") : [];
        if (units.Count == 0)
        {
            await gate.Ask(caller, AccessAction.Export, subject);
            return TypedResults.Redirect(frame.To($"/translate/{id}?language={Uri.EscapeDataString(target ?? "")}"));
        }
        var (text, job) = (TranslatableText.Find(state, id)!, PlatformDb.NewId());
        await gate.Do(caller, AccessAction.Export, subject, [], scoped =>
        {
            scoped.Db<GuideDb>().Jobs.Add(new ExchangeJob { Id = job, Document = id, Language = target!, Units = TranslationJobs.Lines(units), AuthorId = caller.AccountId, At = time.GetUtcNow() });
            return Task.CompletedTask;
        }, reason: "job-taken");
        var sent = TranslationJobs.ToSend(state, text, target!, job, units, terms.Value);
        return TypedResults.File(format == "xliff12" ? Xliff12Writer.Write(sent) : XliffJobWriter.Write(sent), "application/xliff+xml", $"{id}.{target}.xlf");
    }

    public static async Task<IResult> Memory(Caller caller, TextStore store, Gate gate, string id, [FromQuery(Name = "language")] string? target)
    {
        var state = await store.Now();
        await gate.Ask(caller, AccessAction.Export, OpenTranslation.SubjectOf(state, id));
        var text = TranslatableText.Find(state, id)!;
        return text.Takes(target) ? TypedResults.File(TranslationJobs.Memory(text, target!), "application/x-tmx+xml", $"{id}.{target}.tmx") : TypedResults.NotFound();
    }

    public static IResult Terms(Lazy<Termbase> terms) => TypedResults.File(TranslationJobs.Terms(terms.Value), "application/x-tbx+xml", "entraide.tbx");

    /// <summary>The file that comes back through the form.</summary>
    public static async Task<IResult> Bring(Frame frame, Caller caller, TextStore store, Lazy<Termbase> terms, GuideDb reading, Gate gate, TimeProvider time, string id, HttpRequest request)
    {
        // Read by hand: bound as parameters, a form of another kind would be answered before the policy is asked.
        var form = request.HasFormContentType ? await request.ReadFormAsync(request.HttpContext.RequestAborted) : FormCollection.Empty;
        var (file, target) = (form.Files.GetFile("file"), (string?)form["target"]);
        var state = await store.Now();
        var subject = OpenTranslation.SubjectOf(state, id);
        if (TranslatableText.Find(state, id) is not { } text || !text.Takes(target))
        {
            await gate.Ask(caller, AccessAction.Change, subject);
            return TypedResults.NotFound();
        }
        try
        {
            if (file is null || file.Length == 0) throw new JobRefusedException("job.fault.file");
            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes);
            var brought = await Judge(state, terms.Value, reading, bytes.GetBuffer().AsMemory(0, (int)bytes.Length), caller.Role == Role.Reviewer);
            if (brought.Job.Document != id || brought.Job.Language != target) throw new JobRefusedException("job.fault.job");
            await Write(gate, caller, brought, time);
            store.LookAgain();
            return Draw(frame, text, target!, brought, null);
        }
        catch (JobRefusedException e)
        {
            await gate.Ask(caller, AccessAction.Change, subject);
            return Draw(frame, text, target!, null, e);
        }
        catch (HeldUpException)
        {
            // Somebody was quicker between the judging and the writing: nothing was written.
            store.LookAgain();
            return Draw(frame, text, target!, null, new JobRefusedException("unit.fault.meanwhile"));
        }
    }

    private static RazorComponentResult<JobPage> Draw(Frame frame, TranslatableText text, string target, BroughtJob? brought, JobRefusedException? refused) =>
        new(new { Frame = frame, Text = text, Target = target, Brought = brought, Fault = refused?.Key, Said = refused?.Said ?? "" }) { StatusCode = refused is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };

    /// <summary>Judges a file that came back, unit by unit; writes nothing.</summary>
    /// <exception cref="JobRefusedException">It is refused as a whole.</exception>
    internal static async Task<BroughtJob> Judge(TextState state, Termbase terms, GuideDb reading, ReadOnlyMemory<byte> file, bool mayChangeFinal)
    {
        try
        {
            var origin = XliffOrigin.Of(file);
            var number = origin.Original?.Split('/')[^1] ?? "";
            var job = await reading.Jobs.AsNoTracking().SingleOrDefaultAsync(one => one.Id == number);
            if (job is null || origin.Original != TranslationJobs.OriginalOf(job.Document, job.Id) || TranslatableText.Find(state, job.Document) is not { } text) throw new JobRefusedException("job.fault.job");
            var units = TranslationJobs.Read(job.Units);
            var sent = TranslationJobs.Sent(text, job.Language, job.Id, units);
            var import = origin.IsVersion12 ? Xliff12Reader.Read(file, sent) : XliffJobReader.Read(file, sent);
            return new BroughtJob(job, text, Lines(text, terms, job, units.ToDictionary(one => one.Block, StringComparer.Ordinal), import, mayChangeFinal));
        }
        catch (XliffException e)
        {
            throw new JobRefusedException("job.fault.unreadable", string.Join(' ', e.Faults.Take(5).Select(fault => fault.Sentence)));
        }
    }

    private static List<BroughtLine> Lines(TranslatableText text, Termbase terms, ExchangeJob job, Dictionary<string, TakenUnit> taken, XliffImport import, bool mayChangeFinal)
    {
        var lines = new List<BroughtLine>();
        foreach (var unit in import.Units)
        {
            var words = unit.Target is { } target ? InlineMarkup.Write(target) : "";
            var brought = new BroughtUnit(unit.Id, Math.Min(unit.BaseVersion ?? taken[unit.Id].Version, taken[unit.Id].Version), words, new SentTarget(TranslationJobs.Target(text, job.Language, taken[unit.Id])));
            var plan = unit.IsTaken ? TranslationPlan.Of(text, terms, job.Language, brought, mayChangeFinal) : new PlannedUnit(brought, UnitFate.Refused, TranslationState.Initial, [], "unit.fault.checks");
            lines.Add(new BroughtLine(plan, [.. (unit.IsTaken ? plan.IsStored ? unit.Warnings : [] : unit.Refusals).Select(fault => fault.Sentence)]));
        }
        lines.AddRange(import.Unknown.Select(unknown => new BroughtLine(new PlannedUnit(new BroughtUnit(unknown, 0, ""), UnitFate.Refused, TranslationState.Initial, [], "unit.fault.gone"), [])));
        lines.AddRange(import.Absent.Select(absent => new BroughtLine(new PlannedUnit(new BroughtUnit(absent, 0, ""), UnitFate.Left, TranslationState.Initial, []), [])));
        return lines;
    }

    /// <summary>Writes what is taken and what is kept, all of it or nothing.</summary>
    internal static Task Write(Gate gate, Caller caller, BroughtJob brought, TimeProvider time)
    {
        var subject = TextSubjects.Translation(brought.Text.Id);
        var stored = brought.Lines.Select(line => line.Plan).Where(plan => plan.IsStored).ToList();
        return gate.Do(caller, AccessAction.Change, subject, [], async scope =>
        {
            var db = scope.Db<GuideDb>();
            foreach (var plan in stored)
                await KeepTranslation.Add(db, brought.Text, brought.Job.Language, plan, TranslationOrigin.Human, caller, KeepTranslation.Note(plan, $"job {brought.Job.Id[..8]}"), brought.Text.Latest(plan.Unit.Block, brought.Job.Language)?.Number ?? 0, time.GetUtcNow());
            if (stored.Count > 0) await TextStore.Count(db);
        }, reason: $"job-brought-{stored.Count}");
    }
}
