using System.Text;
using Entraide.Core.Assistance;
using Entraide.Core.Text;
using Entraide.Node.Accounts;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Entraide.Node.Assistance;

/// <summary>A case as a file in the case data standard (HTCDS 2.0): out to an organisation, as far as a consent covers it; in as a new case, whole.</summary>
public static class CaseFiles
{
    /// <summary>In bytes.</summary>
    public const int Largest = 512 * 1024;

    /// <summary>
    /// The file for an organisation that is not on this node's way of referrals. What no consent covers is not in it; where none
    /// covers anything, there is no file. To whom it went, and what, stands in the diary and in the ledger.
    /// </summary>
    public static async Task<IResult> Export(HttpContext context, Frame frame, Caller caller, string id, [FromForm] string? recipient, [FromForm] string? purpose, CaseBook book, Organisations organisations)
    {
        var to = (await organisations.All()).FirstOrDefault(one => one.Id == recipient);
        var (sharing, file) = (Enum.TryParse<SharingPurpose>(purpose, out var named) && Enum.IsDefined(named) ? named : (SharingPurpose?)null, Array.Empty<byte>());
        // Asked first: whoever may not export learns nothing of what was wrong with the form.
        var opened = await book.Open(caller, id, AccessAction.Export);
        if (to is not null && sharing is { } wanted && !Passing(opened).IsEmpty)
            await book.Change(caller, id, CaseBook.AllOfIt, change =>
            {
                var now = OpenedCase.Read(change.Row, change.Record);
                var items = Passing(now);
                if (items.IsEmpty) return Task.CompletedTask;
                file = HtcdsCase.Write(now, items).Write().ToArray();
                change.Add(EntryKind.Sent, caller.AccountId, $"{to.Name} · {frame.Say["purpose." + wanted]} · {FieldWords.Items(frame, items)}");
                return Task.CompletedTask;
            }, reason: $"file-to-{to.Id}", AccessAction.Export);
        return file.Length == 0 ? await ShowSharing.Page(context, frame, caller, id, null, "file.fault.consent") : TypedResults.File(file, "application/json", opened.Row.Number + ".json");

        System.Collections.Immutable.ImmutableArray<DataItem> Passing(OpenedCase of) => ConsentGate.Passing(of.Consents, to.Id, sharing!.Value, Enum.GetValues<DataItem>(), book.Now);
    }

    /// <summary>Opens a case from a file. A fault in it is said with its place, and nothing is kept.</summary>
    public static async Task<IResult> Import(Frame frame, Caller caller, IFormCollection form, CaseBook book, Gate gate)
    {
        var bytes = form.Files is [var only] && only.Length <= Largest ? await Bytes(only) : [];
        Htcds file;
        try
        {
            file = Htcds.Read(bytes);
        }
        catch (Exception e) when (e is StrictJsonException or HtcdsException)
        {
            return new Microsoft.AspNetCore.Http.HttpResults.RazorComponentResult<ImportFaultPage>(new { Frame = frame, Fault = e.Message }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
        }
        var now = book.Now;
        var id = await BeginCase.Begin(caller, gate, now, made =>
        {
            var said = HtcdsCase.Fields(file);
            foreach (var fieldClass in CaseRow.Sheets.Keys.Order())
            {
                var sheet = FieldSheet.Empty.Write(HtcdsCase.Field, Encoding.UTF8.GetString(HtcdsCase.Part(file, item => HtcdsCase.ClassOf(item) == fieldClass).Write().Span), caller.AccountId, now, []);
                foreach (var field in CaseFields.All.Where(field => field.Class == fieldClass && said.ContainsKey(field.Id))) sheet = sheet.Write(field.Id, said[field.Id], caller.AccountId, now, []);
                made.Keep(fieldClass, sheet);
            }
        });
        return TypedResults.Redirect(frame.To($"/cases/{id}"));
    }

    internal static async Task<byte[]> Bytes(IFormFile file)
    {
        // In memory alone: no byte of it touches a disk before it is sealed (RouteRules sets the thresholds).
        using var memory = new MemoryStream((int)file.Length);
        await file.CopyToAsync(memory);
        return memory.ToArray();
    }
}
