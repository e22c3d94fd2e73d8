using System.Security.Cryptography;
using Entraide.Core.Assistance;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Assistance;

/// <summary>
/// The documents of a case. What is uploaded is read in memory, cleaned of what could harm or tell where it was made
/// (<see cref="SafeFiles"/>), and sealed before it is stored; the original is kept beside it, sealed, with its hash. Handed out
/// as an attachment only, under a policy that lets nothing in it run.
/// </summary>
public static class CaseDocuments
{
    /// <summary>Of one case.</summary>
    public const int Most = 20;

    /// <summary>In letters.</summary>
    public const int LongestName = 120;

    public sealed record ListedDocument(string Id, string Name, SafeFileKind Kind, int Size, DateTimeOffset AddedAt);

    public static Task<RazorComponentResult<DocumentsPage>> Show(Frame frame, Caller caller, string id, CaseBook book) => Page(frame, caller, id, book, null);

    public static async Task<IResult> Add(Frame frame, Caller caller, string id, IFormCollection form, CaseBook book)
    {
        var files = form.Files;
        if (files is not [var file] || file.Length is 0 or > SafeFiles.Largest) return await Page(frame, caller, id, book, files.Count == 0 || files[0].Length == 0 ? FileFault.Empty : FileFault.TooLarge);
        var bytes = await CaseFiles.Bytes(file);
        var (safe, fault) = SafeFiles.Read(file.FileName, bytes);
        if (safe is null) return await Page(frame, caller, id, book, fault);
        var full = false;
        await book.Change(caller, id, [FieldClass.Technical, FieldClass.Narrative], async change =>
        {
            if (full = await change.Rows.Documents.CountAsync(one => one.RecordId == id) >= Most) return;
            change.Rows.Documents.Add(new CaseDocument
            {
                DocumentId = PlatformDb.NewId(), RecordId = id, OrganisationId = change.Row.OrganisationId, AddedBy = caller.AccountId, AddedAt = change.Now, Kind = safe.Kind, Size = bytes.Length,
                Name = change.Record.Seal(CaseDocument.NameColumn, Name(file.FileName)), Content = change.Record.Seal(CaseDocument.ContentColumn, safe.Content.Span),
                Original = change.Record.Seal(CaseDocument.OriginalColumn, [.. SHA256.HashData(bytes), .. bytes]),
            });
        }, reason: "document-added");
        return full ? await Page(frame, caller, id, book, FileFault.TooLarge) : TypedResults.Redirect(frame.To($"/cases/{id}/documents"));
    }

    public static async Task<IResult> Open(HttpContext context, Caller caller, string id, string document, CaseBook book)
    {
        var record = await book.Record(caller, AccessAction.Open, CaseBook.SubjectOf(await book.Find(id), id), FieldClass.Technical, FieldClass.Narrative);
        // Masked is as missing: a supervisor's ticket does not open a document.
        if (await book.Db.Documents.AsNoTracking().SingleOrDefaultAsync(one => one.DocumentId == document && one.RecordId == id) is not { } row || record.OpenBytes(CaseDocument.ContentColumn, row.Content) is not { } content) return TypedResults.NotFound();
        context.Sandbox();
        return TypedResults.File(content, SafeFiles.MediaType(row.Kind), "document" + SafeFiles.Extension(row.Kind));
    }

    public static async Task<IResult> Remove(Frame frame, Caller caller, string id, string document, [FromForm] string? sure, CaseBook book)
    {
        if (sure is null) return TypedResults.Redirect(frame.To($"/cases/{id}/documents"));
        await book.Change(caller, id, [], async change =>
        {
            if (await change.Rows.Documents.SingleOrDefaultAsync(one => one.DocumentId == document && one.RecordId == id) is { } row) change.Rows.Documents.Remove(row);
        }, reason: "document-removed");
        return TypedResults.Redirect(frame.To($"/cases/{id}/documents"));
    }

    private static async Task<RazorComponentResult<DocumentsPage>> Page(Frame frame, Caller caller, string id, CaseBook book, FileFault? fault)
    {
        var row = await book.Find(id);
        var record = await book.Record(caller, AccessAction.Open, CaseBook.SubjectOf(row, id), FieldClass.Technical, FieldClass.Narrative);
        // A supervisor's ticket masks what it tells; then there is no such page.
        if (row!.AssignedTo != caller.AccountId) throw new NotThereException();
        var rows = await book.Db.Documents.AsNoTracking().Where(one => one.RecordId == id).OrderBy(one => one.AddedAt).Select(one => new { one.DocumentId, one.Name, one.Kind, one.Size, one.AddedAt }).ToListAsync();
        return new RazorComponentResult<DocumentsPage>(new
        {
            Frame = frame, CaseId = id, Number = row.Number, IsOpen = row.ClosedAt is null, Documents = (IReadOnlyList<ListedDocument>)[.. rows.Select(one => new ListedDocument(one.DocumentId, record.Open(CaseDocument.NameColumn, one.Name)!, one.Kind, one.Size, one.AddedAt))], Fault = fault,
        }) { StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }

    // A name for colleagues to find it by; never a path.
    private static string Name(string given)
    {
        var name = Typed.Of(given.Split('/', '\\')[^1]).Replace('\n', ' ');
        return name.Length <= LongestName ? name : name[^LongestName..];
    }
}
