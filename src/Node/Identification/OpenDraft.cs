using System.Security.Cryptography;
using Entraide.Core.Sealing;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Identification;

/// <summary>Opens a draft that a phone sealed for her organisation, to be read; it stays as it is.</summary>
public static class OpenDraft
{
    /// <summary>What a draft holds, and what a screening holds that was kept from it.</summary>
    internal static readonly FieldClass[] Told = [FieldClass.Technical, FieldClass.Facts, FieldClass.Narrative];

    public static async Task<RazorComponentResult<DraftPage>> Show(Frame frame, Caller caller, string id, IdentificationDb db, KeyRing keys, InstrumentLibrary library, Gate gate, TimeProvider time)
    {
        var draft = await Find(db, id, time);
        var ticket = await gate.Ask(caller, AccessAction.Open, SubjectOf(draft, id), Told);
        var text = await Read(ticket, draft!, keys);
        return new RazorComponentResult<DraftPage>(new { Frame = frame, Draft = draft, View = text is null ? null : new DraftView(library, text, text.Notes) });
    }

    /// <summary>The draft; null where there is none, or its time is over and it is only still to be deleted.</summary>
    internal static async Task<KeptDraft?> Find(IdentificationDb db, string id, TimeProvider time)
    {
        var now = time.GetUtcNow();
        return await db.Drafts.AsNoTracking().SingleOrDefaultAsync(one => one.RecordId == id && one.ExpiresAt > now);
    }

    /// <summary>The draft as the policy sees it; one that is not there is refused on the same path as a foreign one.</summary>
    internal static Subject SubjectOf(KeptDraft? draft, string id) => draft is null ? Subject.Missing(Resource.Draft, Zone.Care, id) : KeptDraft.Subject(draft.RecordId, draft.OrganisationId);

    /// <summary>What the draft says; null where it does not open, or is no text of a phone page.</summary>
    internal static async Task<DraftText?> Read(AccessTicket ticket, KeptDraft draft, KeyRing keys)
    {
        // The private key opens every draft: here the ticket is held against the one that is asked for.
        if (ticket.Subject.Resource != Resource.Draft || ticket.Subject.RecordId != draft.RecordId || !Told.All(ticket.Allows)) throw new GuardException(typeof(KeptDraft));
        await keys.Refresh();
        if (DraftKeys.Find(keys, draft.KeyId) is not { } pair) return null;
        try
        {
            return DraftText.Read(SealedDraft.Open(pair, draft.RecordId, draft.KeyId, draft.RecipientId, draft.Sealed));
        }
        catch (CryptographicException)
        {
            // Anybody may send bytes that have the form of a sealed draft.
            return null;
        }
    }
}
