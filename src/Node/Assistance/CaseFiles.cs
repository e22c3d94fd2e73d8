using System.Text;
using Entraide.Core.Assistance;
using Entraide.Core.Text;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Entraide.Node.Assistance;

/// <summary>A case as a file in the case data standard (HTCDS 2.0): out to an organisation, as far as a consent covers it; in as a new case, whole.</summary>
public static class CaseFiles
{
    /// <summary>In bytes.</summary>
    public const int Largest = 512 * 1024;

    /// <summary>The file for an organisation that is not on this node's way of referrals. What no consent covers is not in it; where none covers anything, there is no file.</summary>
    public static async Task<IResult> Export(HttpContext context, Frame frame, Caller caller, string id, [FromForm] string? recipient, [FromForm] string? purpose, CaseBook book)
    {
        var opened = await book.Open(caller, id, AccessAction.Export);
        var items = Enum.TryParse<SharingPurpose>(purpose, out var sharing) && Enum.IsDefined(sharing) && recipient is { Length: > 0 }
            ? ConsentGate.Passing(opened.Consents, recipient, sharing, Enum.GetValues<DataItem>(), book.Now) : [];
        if (items.IsEmpty) return await ShowSharing.Page(context, frame, caller, id, null, "file.fault.consent");
        return TypedResults.File(HtcdsCase.Write(opened, items).Write().ToArray(), "application/json", opened.Row.Number + ".json");
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
        // In memory alone: no byte of it touches a disk before it is sealed (AssistanceModule sets the thresholds).
        using var memory = new MemoryStream((int)file.Length);
        await file.CopyToAsync(memory);
        return memory.ToArray();
    }
}
