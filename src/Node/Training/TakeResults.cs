using Entraide.Core.Text;
using Entraide.Core.Training;
using Entraide.Node.Guide;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Training;

/// <summary>What is to be thought of results that came back.</summary>
public enum ResultsVerdict
{
    Included,

    /// <summary>They, or later ones of the same delivery, are here already.</summary>
    Replayed,

    /// <summary>The kit was taken back.</summary>
    Recalled,

    /// <summary>Nobody here knows the kit that was held.</summary>
    UnknownKit,

    /// <summary>Nobody here trusts whoever signed them.</summary>
    UnknownKey,
    RevokedKey,

    /// <summary>They are the same delivery's as others, signed by somebody else.</summary>
    Foreign,
}

/// <summary>Takes results in that came back from a training that was held.</summary>
public sealed class TakeResults(TrainingDb db, KitShelf shelf, KeyRing keys, Gate gate, TimeProvider time)
{
    /// <summary>The bundle that is stored.</summary>
    public static ResultBundle Of(BundleRow row) => ResultBundle.Read(row.File, "results", new List<Fault>()) is var (bundle, _) ? bundle : throw new InvalidOperationException($"The stored results {row.Hash} do not read.");

    /// <summary>Reads a file and takes it in, or says why not; what is refused changes nothing.</summary>
    /// <exception cref="RefusedException">The file is no bundle of results.</exception>
    public async Task<(ResultsVerdict Verdict, ResultBundle Bundle)> Take(Caller caller, ReadOnlyMemory<byte> file)
    {
        var faults = new List<Fault>();
        if (file.Length > ResultBundle.Largest || ResultBundle.Read(file, "results", faults) is not var (bundle, signature)) throw new RefusedException(faults.Count == 0 ? "The file is larger than any bundle of results." : string.Join(' ', faults.Take(5)));
        var verdict = await Judge(bundle, signature);
        if (verdict != ResultsVerdict.Included) return (verdict, bundle);
        await gate.Do(caller, AccessAction.Create, new Subject(Resource.Training, Zone.Node, "results"), [], async scope =>
        {
            var rows = scope.Db<TrainingDb>();
            foreach (var earlier in await rows.Bundles.Where(one => one.Delivery == bundle.Delivery && one.State == BundleState.Included).ToListAsync())
            {
                if (earlier.Sequence >= bundle.Sequence) throw new RefusedException("Later results of this delivery came in meanwhile.");
                earlier.State = BundleState.Replaced;
            }
            rows.Bundles.Add(new BundleRow { Hash = bundle.Hash, KitId = await Lineage(bundle.Kit), KitHash = bundle.Kit.Hash, Delivery = bundle.Delivery, Sequence = bundle.Sequence, File = file.ToArray(), Signer = signature.Fingerprint, State = BundleState.Included, At = time.GetUtcNow() });
        }, reason: "results-taken-in");
        return (verdict, bundle);
    }

    // Results of a copy are compared with those of what it was copied from, as far as that is here.
    private async Task<string> Lineage(KitName kit)
    {
        foreach (var parent in (await shelf.ReadKit(kit.Hash))!.Design.Parents.Reverse())
            if (await db.Trainings.AsNoTracking().AnyAsync(one => one.KitId == parent.Id)) return parent.Id;
        return kit.Id;
    }

    private async Task<ResultsVerdict> Judge(ResultBundle bundle, SignedBy signature)
    {
        if (!keys.Signers.Any(one => one.Id == signature.Fingerprint))
        {
            var signer = await db.Signers.AsNoTracking().SingleOrDefaultAsync(one => one.Fingerprint == signature.Fingerprint);
            if (signer is null) return ResultsVerdict.UnknownKey;
            if (signer.IsRevoked) return ResultsVerdict.RevokedKey;
        }
        var kit = await db.Kits.AsNoTracking().SingleOrDefaultAsync(one => one.Hash == bundle.Kit.Hash);
        if (kit is null or { State: KitState.Quarantined }) return ResultsVerdict.UnknownKit;
        if (kit.State == KitState.Recalled) return ResultsVerdict.Recalled;
        var same = await db.Bundles.AsNoTracking().Where(one => one.Delivery == bundle.Delivery).ToListAsync();
        if (same.Exists(one => one.Signer != signature.Fingerprint)) return ResultsVerdict.Foreign;
        return same.Exists(one => one.Sequence >= bundle.Sequence) ? ResultsVerdict.Replayed : ResultsVerdict.Included;
    }

    /// <summary>From the page.</summary>
    public static async Task<IResult> Bring(Frame frame, Caller caller, IFormCollection form, TakeResults results, KitShelf shelf, LivingTexts texts, Gate gate)
    {
        await gate.Ask(caller, AccessAction.Create, new Subject(Resource.Training, Zone.Node, "results"));
        var bytes = form.Files is [var only] && only.Length <= ResultBundle.Largest ? await TakeKit.Bytes(only) : [];
        try
        {
            var (verdict, bundle) = await results.Take(caller, bytes);
            if (verdict != ResultsVerdict.Included) return await ListTrainings.Page(frame, caller, shelf, texts, gate, $"results.verdict.{verdict}");
            var training = await shelf.Find(bundle.Kit.Id);
            return TypedResults.Redirect(frame.To(training is null ? "/trainings" : $"/trainings/{training.RecordId}/compare"));
        }
        catch (RefusedException)
        {
            return await ListTrainings.Page(frame, caller, shelf, texts, gate, "results.fault.file");
        }
    }
}
