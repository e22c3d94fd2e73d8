using Entraide.Core.Training;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Training;

/// <summary>
/// A kit from elsewhere: looked at first, with who signed it and what it holds; then taken in. One that nobody here trusts goes
/// into quarantine until somebody has compared its key with its owner and said whose it is.
/// </summary>
public static class TakeKit
{
    /// <param name="Refused">Why the file is no kit; empty where it is one.</param>
    public sealed record KitView(JudgedKit? Judged, string Refused, string? Fault);

    /// <summary>Looks at a file, and puts what is sound into quarantine: to be taken in from there.</summary>
    public static async Task<IResult> Inspect(Frame frame, Caller caller, IFormCollection form, KitShelf shelf, Gate gate)
    {
        await gate.Ask(caller, AccessAction.Create, new Subject(Resource.Training, Zone.Node, "kits"));
        var bytes = form.Files is [var only] && only.Length <= KitFile.Largest ? await Bytes(only) : [];
        try
        {
            var judged = await shelf.Judge(bytes);
            if (KitJudge.IsRefusal(judged.Verdict)) return Page(frame, new KitView(judged, "", null));
            if (!await shelf.Db.Kits.AnyAsync(one => one.Hash == judged.Kit.Hash)) await shelf.Take(caller, judged with { Verdict = KitVerdict.UnknownKey });
            return TypedResults.Redirect(frame.To($"/trainings/kit/{judged.Kit.Hash}"));
        }
        catch (KitException e)
        {
            return Page(frame, new KitView(null, $"{frame.Say["kit.refusal." + e.Refusal]} {e.Message}", null));
        }
    }

    /// <summary>What is in a kit, whether anybody trusts it or not.</summary>
    public static async Task<IResult> Show(Frame frame, Caller caller, string hash, KitShelf shelf, Gate gate)
    {
        await gate.Ask(caller, AccessAction.Create, new Subject(Resource.Training, Zone.Node, "kits"));
        return await Judged(hash, shelf) is { } judged ? Page(frame, new KitView(judged, "", null)) : TypedResults.NotFound();
    }

    /// <summary>Takes it in; with a name for its signer, trusts that key from now on.</summary>
    public static async Task<IResult> Take(Frame frame, Caller caller, string hash, IFormCollection form, KitShelf shelf, Gate gate)
    {
        if (await Judged(hash, shelf) is not { } judged)
        {
            await gate.Ask(caller, AccessAction.Create, new Subject(Resource.Training, Zone.Node, "kits"));
            return TypedResults.NotFound();
        }
        if (judged.Verdict == KitVerdict.UnknownKey)
        {
            var name = form["signer"].ToString().Trim();
            if (name.Length is 0 or > 100 || form["compared"] != "yes") return Page(frame, new KitView(judged, "", "kit.fault.compared"));
            await shelf.Trust(caller, judged.Signature, name, revoked: false);
            judged = await shelf.Judge(judged.File);
        }
        if (judged.Verdict == KitVerdict.RevokedKey) return Page(frame, new KitView(judged, "", "kit.fault.revoked"));
        try
        {
            await shelf.Take(caller, judged);
        }
        catch (KitHeldUpException e)
        {
            return Page(frame, new KitView(judged, "", e.Key));
        }
        return TypedResults.Redirect(frame.To($"/trainings/{(await shelf.Find(judged.Kit.Design.Id))!.RecordId}"));
    }

    /// <summary>Trusts a known key no more, or again.</summary>
    public static async Task<IResult> SetTrust(Frame frame, Caller caller, IFormCollection form, KitShelf shelf, Gate gate)
    {
        var fingerprint = form["fingerprint"].ToString();
        if (await shelf.Db.Signers.AsNoTracking().SingleOrDefaultAsync(one => one.Fingerprint == fingerprint) is { } known) await shelf.Trust(caller, new SignedBy(known.Key, []), known.Name, form["revoke"] == "yes");
        else await gate.Ask(caller, AccessAction.Grant, new Subject(Resource.Training, Zone.Node, "signers"));
        return TypedResults.Redirect(frame.To("/trainings"));
    }

    private static async Task<JudgedKit?> Judged(string hash, KitShelf shelf) => await shelf.Db.Kits.AsNoTracking().SingleOrDefaultAsync(one => one.Hash == hash) is { } row ? await shelf.Judge(row.File) : null;

    private static RazorComponentResult<KitPage> Page(Frame frame, KitView view) =>
        new(new { Frame = frame, View = view }) { StatusCode = view.Refused.Length > 0 || view.Fault is not null || (view.Judged is { } judged && KitJudge.IsRefusal(judged.Verdict)) ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK };

    internal static async Task<byte[]> Bytes(IFormFile file)
    {
        using var memory = new MemoryStream((int)file.Length);
        await file.CopyToAsync(memory);
        return memory.ToArray();
    }
}
