using System.Buffers.Text;
using System.Text.Json;
using Entraide.Core.Sealing;
using Entraide.Core.Text;
using Entraide.Node.Accounts;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Identification;

/// <summary>
/// Takes a sealed draft from a phone: <c>POST /phone/drafts</c> with <c>{"id","keyId","recipient","sealed"}</c>. The
/// answer 201 is given once the draft is on disk; a draft that is already here is answered 200, so that a phone that
/// missed the answer may safely send again.
/// </summary>
public static class KeepDraft
{
    /// <summary>How long the node keeps what it cannot read.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    /// <summary>How many drafts may wait; a stranger must not be able to fill the disk.</summary>
    public const int MostWaiting = 10_000;

    /// <summary>How many bytes of drafts may wait: half a gigabyte.</summary>
    public const long MostBytesWaiting = 512L * 1024 * 1024;

    /// <summary>In bytes: the largest draft that a phone makes (phone/drafts.js), in base64url with what goes along.</summary>
    public const int LargestUpload = 256 * 1024;

    /// <summary>The name of the limit on uploads from one address.</summary>
    public const string RateLimit = "drafts";

    public static async Task<Results<Created<Receipt>, Ok<Receipt>, ProblemHttpResult>> Keep(HttpContext context, IdentificationDb db, PlatformDb platform, KeyRing keys, Organisations organisations, Gate gate, TimeProvider time)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        Upload upload;
        DraftRecipient organisation;
        try
        {
            upload = Read(body.ToArray());
            await keys.Refresh();
            if (DraftKeys.Find(keys, upload.KeyId) is null) throw new OtherKeyException("$.keyId is not this node's key: the draft could never be opened here.");
            organisation = await organisations.For(upload.Recipient, keys.NodeId) ?? throw new OtherKeyException("$.recipient is not known to this node.");
        }
        catch (RefusedException e)
        {
            // The title is for the phone, which says it in its own language; the detail is for whoever runs the node.
            return TypedResults.Problem(e.Message, title: e is OtherKeyException ? "key" : "draft", statusCode: StatusCodes.Status422UnprocessableEntity);
        }

        if (await db.Drafts.AsNoTracking().SingleOrDefaultAsync(one => one.RecordId == upload.Id) is { } known) return Known(known, upload);
        // It was kept as a screening or erased since, and the phone missed the answer: it must not come back.
        if (await db.Screenings.AnyAsync(one => one.RecordId == upload.Id) || await platform.Erased.AnyAsync(one => one.RecordId == upload.Id)) return TypedResults.Ok(new Receipt(upload.Id, upload.Sealed.Length));
        if (await db.Drafts.CountAsync() >= MostWaiting || await db.Drafts.SumAsync(one => (long)one.Size) + upload.Sealed.Length > MostBytesWaiting)
            return TypedResults.Problem("The node keeps no more drafts for now. Keep yours and send it later.", statusCode: StatusCodes.Status503ServiceUnavailable);
        var now = time.GetUtcNow();
        var draft = new KeptDraft { RecordId = upload.Id, KeyId = upload.KeyId, RecipientId = upload.Recipient, OrganisationId = organisation.OrganisationId, ReceivedAt = now, ExpiresAt = now + KeptFor, Size = upload.Sealed.Length, Sealed = upload.Sealed };
        try
        {
            await gate.Do(Caller.Node(Purpose.Identification), AccessAction.Create, KeptDraft.Subject(draft.RecordId, draft.OrganisationId), [], scope =>
            {
                scope.Db<IdentificationDb>().Drafts.Add(draft);
                return Task.CompletedTask;
            });
        }
        catch (DbUpdateException)
        {
            // The same draft came twice at the same moment; the other one was first.
            if (await db.Drafts.AsNoTracking().SingleOrDefaultAsync(one => one.RecordId == upload.Id) is { } first) return Known(first, upload);
            throw;
        }
        return TypedResults.Created((string?)null, new Receipt(upload.Id, upload.Sealed.Length));
    }

    private static Results<Created<Receipt>, Ok<Receipt>, ProblemHttpResult> Known(KeptDraft known, Upload upload) => known.Sealed.AsSpan().SequenceEqual(upload.Sealed)
        ? TypedResults.Ok(new Receipt(upload.Id, upload.Sealed.Length))
        : TypedResults.Problem("Another draft has this id. Seal yours anew.", statusCode: StatusCodes.Status409Conflict);

    private static Upload Read(byte[] body)
    {
        try
        {
            using var document = StrictJson.Parse(body);
            var root = document.RootElement;
            string Text(string name) => root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()!
                : throw new RefusedException($"$.{name} is missing. Send {{\"id\",\"keyId\",\"recipient\",\"sealed\"}} as texts.");
            var upload = new Upload(Text("id"), Text("keyId"), Text("recipient"), Base64Url.DecodeFromChars(Text("sealed")));
            if (!RecordIdConstraint.IsId(upload.Id)) throw new RefusedException("$.id is not 32 hexadecimal digits in lower case.");
            if (!SealedDraft.IsWellFormed(upload.Sealed)) throw new RefusedException("$.sealed is no sealed draft.");
            return upload;
        }
        catch (Exception e) when (e is StrictJsonException or FormatException)
        {
            throw new RefusedException(e.Message, e);
        }
    }

    /// <summary>What the node says back: only what the phone knew already.</summary>
    public sealed record Receipt(string Id, int Size);

    private sealed class OtherKeyException(string message) : RefusedException(message);

    private sealed record Upload(string Id, string KeyId, string Recipient, byte[] Sealed);
}
