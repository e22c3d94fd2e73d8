using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Identification;

/// <summary>Adds a note to a screening. Notes are added, never rewritten.</summary>
public static class AddNote
{
    /// <summary>In letters.</summary>
    public const int Longest = 2000;

    public static async Task<IResult> Add(HttpContext context, Frame frame, Caller caller, string id, [FromForm] string? text, IdentificationDb db, Gate gate, TimeProvider time)
    {
        var (page, note) = (TypedResults.Redirect(frame.To($"/screenings/{id}")), Plain(text));
        if (note.Length == 0) return page;
        if (note.Length > Longest) return await OpenScreening.Page(context, frame, caller, id, "screening.note.long", text);
        try
        {
            await gate.Do(caller, AccessAction.Change, await OpenScreening.SubjectOf(db, id), [FieldClass.Technical, FieldClass.Narrative], async scope =>
            {
                // Read and written within the change: of two notes at once, both stay. It may have been given to a colleague meanwhile.
                var row = await scope.Db<IdentificationDb>().Screenings.SingleOrDefaultAsync(one => one.RecordId == id && one.AssignedTo == caller.AccountId) ?? throw new NotThereException();
                var record = await scope.Record();
                var notes = KeptNotes.Read(record.OpenBytes(Screening.NarrativeColumn, row.Narrative)!);
                var written = (notes with { Later = [.. notes.Later, new LaterNote(time.GetUtcNow(), note)] }).Write();
                if (written.Length > KeptNotes.Largest) throw new FullException();
                row.Narrative = record.Seal(Screening.NarrativeColumn, written);
            }, reason: "note-added");
        }
        catch (FullException)
        {
            return await OpenScreening.Page(context, frame, caller, id, "screening.note.full", text);
        }
        return page;
    }

    // A browser counts a line break as one letter and sends two; other control characters mean nothing in a note.
    private static string Plain(string? text) => string.Concat((text ?? "").ReplaceLineEndings("\n").Where(letter => letter == '\n' || !char.IsControl(letter))).Trim();

    private sealed class FullException : Exception;
}
