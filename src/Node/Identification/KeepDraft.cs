using System.Buffers.Text;
using System.Text.Json;
using Entraide.Core.Sealing;
using Entraide.Core.Text;
using Entraide.Node.Platform;
using Microsoft.AspNetCore.Antiforgery;
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

    /// <summary>The name of the limit on uploads from one address.</summary>
    public const string RateLimit = "drafts";

    /// <summary>Gives the page its antiforgery token, which a page from the phone's cache cannot carry.</summary>
    public static Ok<TokenAnswer> Token(HttpContext context, IAntiforgery antiforgery) =>
        TypedResults.Ok(new TokenAnswer(antiforgery.GetAndStoreTokens(context).RequestToken!));

    public static async Task<Results<Created<Receipt>, Ok<Receipt>, ProblemHttpResult>> Keep(HttpContext context, IdentificationDb db, PlatformDb node, DraftKey key, TimeProvider time)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        Upload upload;
        try
        {
            upload = Read(body.ToArray(), key.Id, await node.NodeId());
        }
        catch (RefusedException e)
        {
            return TypedResults.Problem(e.Message, statusCode: StatusCodes.Status422UnprocessableEntity);
        }

        if (await db.Drafts.AsNoTracking().SingleOrDefaultAsync(draft => draft.Id == upload.Id) is { } known) return Known(known, upload);
        if (await db.Drafts.CountAsync() >= MostWaiting)
            return TypedResults.Problem("The node keeps no more drafts for now. Keep yours and send it later.", statusCode: StatusCodes.Status503ServiceUnavailable);
        var now = time.GetUtcNow();
        db.Drafts.Add(new KeptDraft { Id = upload.Id, KeyId = upload.KeyId, RecipientId = upload.Recipient, ReceivedAt = now, ExpiresAt = now + KeptFor, Size = upload.Sealed.Length, Sealed = upload.Sealed });
        try
        {
            await db.SaveChangesAsync(CancellationToken.None);
        }
        catch (DbUpdateException)
        {
            // The same draft came twice at the same moment; the other one was first.
            if (await db.Drafts.AsNoTracking().SingleOrDefaultAsync(draft => draft.Id == upload.Id) is { } first) return Known(first, upload);
            throw;
        }
        return TypedResults.Created((string?)null, new Receipt(upload.Id, upload.Sealed.Length));
    }

    private static Results<Created<Receipt>, Ok<Receipt>, ProblemHttpResult> Known(KeptDraft known, Upload upload) => known.Sealed.AsSpan().SequenceEqual(upload.Sealed)
        ? TypedResults.Ok(new Receipt(upload.Id, upload.Sealed.Length))
        : TypedResults.Problem("Another draft has this id. Seal yours anew.", statusCode: StatusCodes.Status409Conflict);

    private static Upload Read(byte[] body, string keyId, string nodeId)
    {
        try
        {
            using var document = StrictJson.Parse(body);
            var root = document.RootElement;
            string Text(string name) => root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()!
                : throw new RefusedException($"$.{name} is missing. Send {{\"id\",\"keyId\",\"recipient\",\"sealed\"}} as texts.");
            var upload = new Upload(Text("id"), Text("keyId"), Text("recipient"), Base64Url.DecodeFromChars(Text("sealed")));
            if (upload.Id.Length != 32 || !upload.Id.All(char.IsAsciiHexDigitLower)) throw new RefusedException("$.id is not 32 hexadecimal digits in lower case.");
            if (upload.KeyId != keyId) throw new RefusedException("$.keyId is not this node's key: the draft could never be opened here. Open the page again to get the node's key.");
            if (upload.Recipient != nodeId) throw new RefusedException("$.recipient is not known to this node.");
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

    public sealed record TokenAnswer(string Token);

    private sealed record Upload(string Id, string KeyId, string Recipient, byte[] Sealed);
}
