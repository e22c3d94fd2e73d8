using System.Collections.Immutable;
using System.Globalization;
using Entraide.Core.Assistance;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Entraide.Node.Assistance;

/// <summary>
/// A form of a case. What it says is written over what its author had before her; what somebody else wrote meanwhile stays
/// beside it until one of them decides. No field must be filled in.
/// </summary>
public static class EditCase
{
    /// <summary>In bytes.</summary>
    public const int LargestForm = 128 * 1024;

    /// <summary>A field as the form shows it.</summary>
    /// <param name="Current">What counts; more than one where two wrote at once.</param>
    /// <param name="Given">What was entered and refused; null where nothing was.</param>
    /// <param name="SeenThen">What its author had before her when she entered it; she has seen nothing newer since.</param>
    public sealed record EditedField(CaseField Field, ImmutableArray<FieldValue> Current, string? Given, string? SeenThen)
    {
        public string Shown => Given ?? (Current is [var only] ? only.Value : "");
        public bool IsInConflict => Current.Length > 1;
        public string Seen => SeenThen ?? string.Join(',', Current.Select(one => one.Number));
    }

    public static async Task<Results<RazorComponentResult<EditCasePage>, NotFound>> Show(Frame frame, Caller caller, string id, string section, CaseBook book)
    {
        if (!CaseFields.Sections.Contains(section)) return TypedResults.NotFound();
        return Page(frame, await book.Open(caller, id, AccessAction.Change), section, null, null);
    }

    public static async Task<Results<RazorComponentResult<EditCasePage>, RedirectHttpResult, NotFound>> Keep(Frame frame, Caller caller, string id, string section, IFormCollection form, CaseBook book)
    {
        if (!CaseFields.Sections.Contains(section)) return TypedResults.NotFound();
        // What a form does not say is not emptied by it; boxes of which none is ticked are not sent, and then what was seen stands for them.
        var fields = CaseFields.Of(section).Where(field => form.ContainsKey("seen." + field.Id) && (field.IsSeveral || form.ContainsKey("f." + field.Id))).ToList();
        var entered = fields.ToDictionary(field => field.Id, field => Entered(field, form), StringComparer.Ordinal);
        if (fields.Any(field => entered[field.Id].Length > 0 && !CaseFields.IsSound(field, entered[field.Id]))) return Page(frame, await book.Open(caller, id, AccessAction.Change), section, form, entered);
        await book.Change(caller, id, [FieldClass.Technical, .. fields.Select(field => field.Class).Distinct()], change =>
        {
            foreach (var same in fields.GroupBy(field => field.Class))
            {
                var before = change.Sheet(same.Key);
                var after = same.Aggregate(before, (sheet, field) => Written(sheet, field, entered[field.Id], Seen(form, field), caller.AccountId, change.Now));
                if (after != before) change.Keep(same.Key, after);
            }
            return Task.CompletedTask;
        }, reason: "edited-" + section);
        return TypedResults.Redirect(frame.To($"/cases/{id}#{section}"));
    }

    /// <summary>The sheet with what was entered; as it was where nothing was changed, or a conflict is left for later.</summary>
    internal static FieldSheet Written(FieldSheet sheet, CaseField field, string entered, IReadOnlyCollection<long> seen, string by, DateTimeOffset now)
    {
        var before = sheet.All.Where(one => one.Field == field.Id && seen.Contains(one.Number)).ToList();
        var untouched = before.Count > 1 ? entered.Length == 0 : entered == (before is [var only] ? only.Value : "");
        return untouched ? sheet : sheet.Write(field.Id, entered, by, now, seen);
    }

    /// <summary>What a form says of a field: without control characters, line breaks as one letter.</summary>
    internal static string Entered(CaseField field, IFormCollection form)
    {
        var values = form["f." + field.Id];
        if (field.IsSeveral) return string.Join(';', field.Choices.Where(choice => values.Contains(choice)));
        var text = Typed.Of(values.ToString());
        return field.Kind == CaseFieldKind.Country ? text.ToUpperInvariant() : text;
    }

    private static long[] Seen(IFormCollection form, CaseField field) =>
        [.. form["seen." + field.Id].ToString().Split(',').Select(one => long.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).Where(number => number > 0)];

    private static RazorComponentResult<EditCasePage> Page(Frame frame, OpenedCase opened, string section, IFormCollection? form, Dictionary<string, string>? given) => new(new
    {
        Frame = frame, Number = opened.Row.Number, Id = opened.Row.RecordId, Section = section,
        Fields = CaseFields.Of(section).Select(field => new EditedField(field, opened.Sheet(field.Class)!.Current(field.Id), given?.GetValueOrDefault(field.Id), given?.ContainsKey(field.Id) == true ? form!["seen." + field.Id].ToString() : null)).ToList(),
    }) { StatusCode = given is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
}

/// <summary>What somebody typed.</summary>
internal static class Typed
{
    /// <summary>A browser counts a line break as one letter and sends two; other control characters mean nothing in a text.</summary>
    public static string Of(string? text) => string.Concat((text ?? "").ReplaceLineEndings("\n").Where(letter => letter == '\n' || !char.IsControl(letter))).Trim();
}
