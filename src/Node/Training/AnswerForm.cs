using Entraide.Core.Training;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Ledger;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Training;

/// <summary>
/// The tests and what is asked at the end, under a code that nobody can trace: not by name, not by time, not by the browser, from
/// which nothing but the answers is read.
/// </summary>
public static class AnswerForm
{
    /// <summary>In letters: an answer in one's own words.</summary>
    public const int LongestWords = 1000;

    /// <summary>Codes that a delivery can have; most of them are handed out on paper.</summary>
    public const int MostCodes = 1500;

    /// <param name="Code">A code that was just made for her; null where she brings one.</param>
    public sealed record AnswerView(DeliveryRow Row, Kit Kit, TrainingWords Words, FormKind Form, string? Code, IFormCollection? Given, string? Fault, bool IsDone);

    /// <summary>Whether a form can be answered now.</summary>
    public static bool IsOpen(DeliveryState state, FormKind form) => form switch
    {
        FormKind.Before => state == DeliveryState.Running,
        FormKind.After or FormKind.Reaction => state is DeliveryState.Running or DeliveryState.Closed,
        _ => state == DeliveryState.Closed,
    };

    public static async Task<IResult> Show(Frame frame, string door, string form, DeliveryBook book) => await Find(door, form, book) is var (row, kind) ? await Page(frame, row, kind, book, null, null, null) : TypedResults.NotFound();

    /// <summary>A code for somebody who has no paper: shown on her screen this once.</summary>
    public static async Task<IResult> NewCode(Frame frame, string door, string form, DeliveryBook book)
    {
        if (await Find(door, form, book) is not var (row, kind)) return TypedResults.NotFound();
        if (await book.Db.Codes.CountAsync(one => one.DeliveryId == row.RecordId) >= MostCodes) return await Page(frame, row, kind, book, null, null, "form.fault.codes");
        var code = OneTimeCode.New();
        await book.Change(DeliveryBook.Node, row.RecordId, (scope, _) =>
        {
            scope.Db<TrainingDb>().Codes.Add(new AnswerCode { CodeHash = OneTimeCode.HashOf(code)!, DeliveryId = row.RecordId });
            return Task.CompletedTask;
        }, "code-made");
        return await Page(frame, row, kind, book, code, null, null);
    }

    public static async Task<IResult> Keep(Frame frame, string door, string form, IFormCollection given, DeliveryBook book)
    {
        if (await Find(door, form, book) is not var (row, kind)) return TypedResults.NotFound();
        var fault = await Accept(DeliveryBook.Node, row, kind, given, frame.Language.Tag, book);
        return fault is null ? new RazorComponentResult<AnswerPage>(new { Frame = frame, View = await View(frame, row, kind, book) with { IsDone = true } }) : await Page(frame, row, kind, book, null, given, fault);
    }

    /// <summary>Keeps the answers; what the facilitator typed from paper goes the same way.</summary>
    /// <returns>The key of what is wrong; null where they were kept.</returns>
    internal static async Task<string?> Accept(Caller caller, DeliveryRow row, FormKind kind, IFormCollection given, string language, DeliveryBook book)
    {
        if (OneTimeCode.HashOf(given["code"]) is not { } hash || !await book.Db.Codes.AsNoTracking().AnyAsync(one => one.CodeHash == hash && one.DeliveryId == row.RecordId)) return "form.fault.code";
        var kit = await book.KitOf(row);
        var answers = Read(kit, kind, given);
        if (answers is null) return "form.fault.words";
        if (answers.Count == 0) return "form.fault.empty";
        var fault = (string?)null;
        await book.Change(caller, row.RecordId, async (scope, _) =>
        {
            var rows = scope.Db<TrainingDb>();
            // Twice the same sheet is one sheet: the first stays.
            if (await rows.Answers.AnyAsync(one => one.RecordId == row.RecordId && one.CodeHash == hash && one.Form == kind)) fault = "form.fault.twice";
            else await Add(scope, rows, row, kind, hash, language, answers);
        }, "answers-kept", AccessAction.Change, DeliveryBook.AllOfIt);
        return fault;
    }

    private static async Task Add(WriteScope scope, TrainingDb rows, DeliveryRow row, FormKind kind, string hash, string language, IReadOnlyDictionary<string, (string Value, string Words)> answers)
    {
        var record = await scope.Record();
        foreach (var (part, (value, words)) in answers)
            rows.Answers.Add(new AnswerRow { RecordId = row.RecordId, OrganisationId = row.OrganisationId, CodeHash = hash, Form = kind, Part = part, Language = language, Value = value, Comment = words.Length == 0 ? null : record.Seal(AnswerRow.CommentColumn, words) });
    }

    // What was left out of a test is wrong, and said so by being there without a value; what is only asked may be left out.
    private static Dictionary<string, (string Value, string Words)>? Read(Kit kit, FormKind kind, IFormCollection given)
    {
        var answers = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        foreach (var id in kit.Design.Asked(kind))
        {
            var typed = given["answer-" + id];
            if (kind is FormKind.Before or FormKind.After) answers[id] = (string.Join(' ', kit.Design.Item(id)!.Options.Where(option => typed.Contains(option))), "");
            else if ((kind == FormKind.Reaction ? kit.Design.Reaction : kit.Design.Behaviour).First(one => one.Id == id).Scale)
            {
                if (typed.ToString() is ['1' or '2' or '3' or '4' or '5']) answers[id] = (typed.ToString(), "");
            }
            else if (typed.ToString().Trim() is { Length: > 0 } words)
            {
                if (words.Length > LongestWords) return null;
                answers[id] = ("", words);
            }
        }
        return kind is FormKind.Before or FormKind.After && answers.Values.All(one => one.Item1.Length == 0) ? [] : answers;
    }

    private static async Task<(DeliveryRow Row, FormKind Kind)?> Find(string door, string form, DeliveryBook book) =>
        Enum.GetValues<FormKind>().Where(one => DesignReader.WordOf(one) == form).Select(one => (FormKind?)one).FirstOrDefault() is { } kind && await book.AtDoor(door) is { } row && IsOpen(row.State, kind) ? (row, kind) : null;

    private static async Task<AnswerView> View(Frame frame, DeliveryRow row, FormKind kind, DeliveryBook book)
    {
        var kit = await book.KitOf(row);
        return new AnswerView(row, kit, TrainingWords.Of(kit, frame.Language.Tag), kind, null, null, null, false);
    }

    private static async Task<RazorComponentResult<AnswerPage>> Page(Frame frame, DeliveryRow row, FormKind kind, DeliveryBook book, string? code, IFormCollection? given, string? fault) =>
        new(new { Frame = frame, View = await View(frame, row, kind, book) with { Code = code, Given = given, Fault = fault } }) { StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };

    /// <summary>A sheet that was answered on paper, to be typed by the facilitator.</summary>
    public static async Task<IResult> ShowPaper(Frame frame, Caller caller, string id, string? form, DeliveryBook book)
    {
        var row = await book.Open(caller, id, AccessAction.Change);
        return new RazorComponentResult<PaperPage>(new { Frame = frame, View = await View(frame, row, KindOf(form), book) });
    }

    /// <inheritdoc cref="ShowPaper"/>
    public static async Task<IResult> KeepPaper(Frame frame, Caller caller, string id, string? form, IFormCollection given, DeliveryBook book)
    {
        var row = await book.Open(caller, id, AccessAction.Change);
        var kind = KindOf(form);
        var language = Core.Text.Language.Find(given["spoken"])?.Tag ?? frame.Language.Tag;
        var fault = await Accept(caller, row, kind, given, language, book);
        var view = await View(frame, row, kind, book);
        return new RazorComponentResult<PaperPage>(new { Frame = frame, View = fault is null ? view with { IsDone = true } : view with { Given = given, Fault = fault } }) { StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }

    private static FormKind KindOf(string? form) => Enum.GetValues<FormKind>().FirstOrDefault(one => DesignReader.WordOf(one) == form);
}
