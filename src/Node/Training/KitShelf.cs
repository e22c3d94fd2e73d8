using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Entraide.Core.Text.Blocks;
using Entraide.Core.Training;
using Entraide.Node.Guide;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Ledger;
using Entraide.Node.Platform.Sealing;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Training;

/// <summary>A kit cannot be made, released or taken in as things stand; <paramref name="key"/> is that of the sentence that says why.</summary>
public sealed class KitHeldUpException(string key, string said = "") : Exception($"{key} {said}")
{
    public string Key => key;
    public string Said => said;
}

/// <summary>
/// Kits that were read lately. A kit is named by what it holds and never changes, so that a room of thirty phones does not
/// unpack it thirty times.
/// </summary>
public sealed class ReadKits
{
    private const int Most = 16;

    private readonly ConcurrentDictionary<string, Kit> kits = new(StringComparer.Ordinal);

    public Kit? Find(string hash) => kits.GetValueOrDefault(hash);

    public Kit Keep(Kit kit)
    {
        if (kits.Count >= Most) kits.Clear();
        return kits[kit.Hash] = kit;
    }
}

/// <summary>Makes kits of trainings, lets them out and takes them in.</summary>
public sealed class KitShelf(TrainingDb db, ModuleTexts texts, KeyRing keys, Gate gate, TimeProvider time, PackPrinter printer, ReadKits read)
{
    public TrainingDb Db => db;
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The fingerprints of this node's own signing keys.</summary>
    public IReadOnlyList<string> OwnKeys => [.. keys.Signers.Select(one => one.Id)];

    /// <summary>The training with this id, either the node's for it or its own; null where there is none.</summary>
    public Task<TrainingRow?> Find(string id) => db.Trainings.AsNoTracking().SingleOrDefaultAsync(one => one.RecordId == id || one.KitId == id);

    /// <summary>The newest kit of a training, as a file; null while there is none.</summary>
    public async Task<KitRow?> Newest(TrainingRow row) => await db.Kits.AsNoTracking().SingleOrDefaultAsync(one => one.Hash == row.KitHash);

    /// <summary>Puts the kit together as the training stands now. Nothing is stored.</summary>
    /// <exception cref="KitHeldUpException">Words are missing, or a case in it is not fictional.</exception>
    public async Task<Kit> Build(TrainingRow row)
    {
        var design = row.Design();
        var text = await texts.Snapshot(design.Document) ?? throw new KitHeldUpException("kit.fault.words");
        var words = TextsOf(text);
        if (DesignTexts.Of(design).FirstOrDefault(one => !words[0].Words.ContainsKey(one.Id)) is { } missing) throw new KitHeldUpException("kit.fault.words", missing.Id);
        if (RealTraces.In(design, text).FirstOrDefault() is { } trace) throw new KitHeldUpException("kit.fault.real", $"{trace.Block}: {trace.Words}");
        var adaptation = await AdaptationOf(row);
        var extra = new List<KeyValuePair<string, ReadOnlyMemory<byte>>>();
        foreach (var language in design.Languages.Where(language => language != design.SourceLanguage))
            if (ModuleTexts.Xliff(text, language, JobOf(design, language)) is { } job) extra.Add(KeyValuePair.Create($"xliff/{language}.xlf", (ReadOnlyMemory<byte>)job));
        var bare = Kit.Make(design, words, adaptation, extra);
        foreach (var language in design.Languages) extra.Add(KeyValuePair.Create($"pack/{language}.html", (ReadOnlyMemory<byte>)await printer.Print(design, TrainingWords.Of(bare, language), language)));
        if (row.Lessons.Length > 0) extra.Add(KeyValuePair.Create($"lessons/{row.LessonsLanguage}.txt", (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(row.Lessons)));
        return Kit.Make(design, words, adaptation, extra);
    }

    /// <summary>Differences to the kit that the training was copied from, with the reasons given; null where it was made anew.</summary>
    public async Task<KitAdaptation?> AdaptationOf(TrainingRow row)
    {
        if (row.ParentHash.Length == 0 || await ReadKit(row.ParentHash) is not { } parent) return null;
        var (design, text) = (row.Design(), await texts.Snapshot(row.Design().Document));
        var source = parent.Texts.GetValueOrDefault(design.SourceLanguage)?.Words;
        var changed = text is null || source is null ? [] : text.Blocks.Where(block => source.TryGetValue(block.BlockId, out var before) && BlockVersion.Normalised(before) != BlockVersion.Normalised(block.Text)).Select(block => block.BlockId).ToList();
        var changes = Adaptation.Between(parent.Design, design, changed);
        return new KitAdaptation(parent.Name, Adaptation.LabelOf(changes), changes, [.. Reasons.Read(row.Reasons).Where(reason => changes.Any(change => change.Part == reason.Part))]);
    }

    /// <summary>A kit that is here, read again from its file; null where it is not.</summary>
    public async Task<Kit?> ReadKit(string hash)
    {
        if (read.Find(hash) is { } kit) return kit;
        return await db.Kits.AsNoTracking().SingleOrDefaultAsync(one => one.Hash == hash) is { } row ? read.Keep(KitFile.Read(row.File).Kit) : null;
    }

    /// <summary>
    /// Makes the kit, signs it and keeps it. What was made before with the same content is given again, to the byte; what was
    /// released stays as it was, so other content (a translation, lessons) goes out as the next release.
    /// </summary>
    /// <exception cref="KitHeldUpException">It is not ready.</exception>
    public async Task<KitRow> Release(Caller caller, TrainingRow row, AccessAction action, string reason)
    {
        var kit = await Build(row);
        if (await db.Kits.AsNoTracking().SingleOrDefaultAsync(one => one.Hash == kit.Hash) is { State: not KitState.Recalled } same && row.KitHash == kit.Hash) return same;
        var newest = await db.Kits.AsNoTracking().Where(one => one.KitId == row.KitId).MaxAsync(one => (int?)one.Release) ?? 0;
        if (newest >= kit.Design.Release)
        {
            if (row.OrganisationId is null) throw new KitHeldUpException("kit.fault.release");
            row.Content = DesignWriter.Write(kit.Design with { Release = newest + 1 });
            kit = await Build(row);
        }
        if (kit.Adaptation is { } adaptation && adaptation.Changes.FirstOrDefault(change => change.Component == Component.Core && adaptation.Reasons.All(reason => reason.Part != change.Part)) is { } unsaid) throw new KitHeldUpException("kit.fault.reason", unsaid.Part);
        var text = (await texts.Snapshot(kit.Design.Document))!;
        var made = new KitRow { Hash = kit.Hash, KitId = row.KitId, Release = kit.Design.Release, File = KitFile.Write(kit, KitFile.Sign(kit, keys.Signer)), Signer = keys.Signer.Id, State = KitState.Current, At = Now };
        await gate.Do(caller, action, row.Subject(), [], async scope =>
        {
            var rows = scope.Db<TrainingDb>();
            var stored = await rows.Trainings.SingleAsync(one => one.RecordId == row.RecordId);
            if (stored.Revision != row.Revision) throw new KitHeldUpException("training.fault.meanwhile");
            foreach (var earlier in await rows.Kits.Where(one => one.KitId == row.KitId && one.State == KitState.Current).ToListAsync()) earlier.State = KitState.Superseded;
            rows.Kits.Add(made);
            (stored.KitHash, stored.Content) = (made.Hash, row.Content);
            foreach (var language in kit.Design.Languages.Where(one => one != kit.Design.SourceLanguage)) await texts.Expect(scope, text, language, JobOf(kit.Design, language));
        }, reason: reason);
        return made;
    }

    /// <summary>Reads a file and judges it; nothing is stored.</summary>
    /// <exception cref="KitException">It is refused for what it is.</exception>
    public async Task<JudgedKit> Judge(ReadOnlyMemory<byte> file)
    {
        var (kit, signature) = KitFile.Read(file);
        var here = await db.Kits.AsNoTracking().Where(one => one.KitId == kit.Design.Id).Select(one => new KnownKit(one.Hash, one.Release, one.State)).ToListAsync();
        var row = await db.Trainings.AsNoTracking().SingleOrDefaultAsync(one => one.KitId == kit.Design.Id);
        var signer = await db.Signers.AsNoTracking().SingleOrDefaultAsync(one => one.Fingerprint == signature.Fingerprint);
        // A parent that is here may itself say that it descends from this one.
        var parents = kit.Design.Parents.Select(one => one.Hash).ToList();
        var ancestry = new List<KitName>();
        foreach (var known in await db.Kits.AsNoTracking().Where(one => parents.Contains(one.Hash)).Select(one => one.File).ToListAsync()) ancestry.AddRange(KitFile.Read(known).Kit.Design.Parents);
        var trust = OwnKeys.Contains(signature.Fingerprint) ? SignerTrust.Trusted : signer is null ? SignerTrust.Unknown : signer.IsRevoked ? SignerTrust.Revoked : SignerTrust.Trusted;
        return new JudgedKit(kit, signature, file, KitJudge.Of(kit, here, row is { OrganisationId: not null }, row?.Design().Release ?? 0, row?.KitHash.Length == 0, ancestry, trust), signer?.Name);
    }

    /// <summary>
    /// Takes a judged kit in: as it says, or into quarantine where nobody here trusts its key. What cannot be taken is refused
    /// and nothing is changed.
    /// </summary>
    /// <exception cref="KitHeldUpException">Its verdict is one of refusal.</exception>
    public async Task Take(Caller caller, JudgedKit judged)
    {
        var (kit, now) = (judged.Kit, Now);
        if (KitJudge.IsRefusal(judged.Verdict)) throw new KitHeldUpException($"kit.verdict.{judged.Verdict}");
        if (judged.Verdict == KitVerdict.Same) return;
        var here = await db.Trainings.AsNoTracking().SingleOrDefaultAsync(one => one.KitId == kit.Design.Id);
        var row = here ?? new TrainingRow { RecordId = PlatformDb.NewId(), KitId = kit.Design.Id, Content = DesignWriter.Write(kit.Design), ChangedAt = now };
        await gate.Do(caller, AccessAction.Create, row.Subject(), [], async scope =>
        {
            var rows = scope.Db<TrainingDb>();
            var stored = await rows.Kits.SingleOrDefaultAsync(one => one.Hash == kit.Hash);
            if (stored is null) rows.Kits.Add(stored = new KitRow { Hash = kit.Hash, KitId = kit.Design.Id, Release = kit.Design.Release, File = judged.File.ToArray(), Signer = judged.Signature.Fingerprint, State = KitState.Quarantined, At = now });
            if (judged.Verdict is KitVerdict.UnknownKey or KitVerdict.RevokedKey) return;
            foreach (var earlier in await rows.Kits.Where(one => one.KitId == kit.Design.Id && one.State == KitState.Current).ToListAsync()) earlier.State = KitState.Superseded;
            stored.State = KitState.Current;
            if (here is null) rows.Trainings.Add(row);
            var training = here is null ? row : await rows.Trainings.SingleAsync(one => one.RecordId == row.RecordId);
            (training.Content, training.KitHash, training.ChangedAt, training.Revision) = (DesignWriter.Write(kit.Design), kit.Hash, now, training.Revision + 1);
            // The words of what came with the program in the same release are here, and perhaps better translated.
            if (here is null || here.Design().Release < kit.Design.Release) await TakeWords(scope, kit);
        }, reason: judged.Verdict is KitVerdict.UnknownKey or KitVerdict.RevokedKey ? "kit-quarantined" : "kit-taken-in");
        texts.LookAgain();
    }

    private async Task TakeWords(WriteScope scope, Kit kit)
    {
        var design = kit.Design;
        var source = kit.Texts[design.SourceLanguage];
        var text = new ShippedText(design.Document, design.Release, design.SourceLanguage, design.Languages, [.. DesignTexts.Of(design).Select(one => one.First(source.Words[one.Id]))],
            [.. kit.Texts.Values.Where(one => one.Language != design.SourceLanguage).SelectMany(one => one.Words.Select(words => new TranslationVersion(words.Key, one.Language, 1, words.Value, 1, one.Reviewed.Contains(words.Key) ? TranslationState.Reviewed : TranslationState.Translated, TranslationOrigin.Human)))]);
        await texts.TakeIn(scope, text);
        foreach (var language in design.Languages.Where(one => one != design.SourceLanguage)) await texts.Expect(scope, text, language, JobOf(design, language));
    }

    /// <summary>Trusts whoever signed something, under a name; or takes the trust back.</summary>
    public Task Trust(Caller caller, SignedBy signature, string name, bool revoked) => gate.Do(caller, caller.Role == Role.Node ? AccessAction.Change : AccessAction.Grant, new Subject(Resource.Training, Zone.Node, "signers"), [], async scope =>
    {
        var rows = scope.Db<TrainingDb>();
        var known = await rows.Signers.SingleOrDefaultAsync(one => one.Fingerprint == signature.Fingerprint);
        if (known is null) rows.Signers.Add(known = new SignerRow { Fingerprint = signature.Fingerprint, Key = signature.Key, Name = name, At = Now });
        (known.Name, known.IsRevoked, known.At) = (name, revoked, Now);
    }, reason: revoked ? "signer-revoked" : "signer-trusted");

    // The job in which a kit's words go to be translated: the same on every node, so that its file can be brought back on any.
    private static string JobOf(TrainingDesign design, string language) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"kit\n{design.Id}\n{design.Release}\n{language}")))[..32];

    private static List<KitText> TextsOf(ShippedText text)
    {
        var source = new KitText(text.SourceLanguage, System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, text.Blocks.Select(block => KeyValuePair.Create(block.BlockId, block.Text))), [.. text.Blocks.Select(block => block.BlockId)]);
        return
        [
            source,
            .. text.Translations.GroupBy(one => one.Language, StringComparer.Ordinal).Select(group => new KitText(group.Key,
                System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, group.Select(one => KeyValuePair.Create(one.BlockId, one.Text))),
                [.. group.Where(one => one.State is TranslationState.Reviewed or TranslationState.Final || one.Origin == TranslationOrigin.Written).Select(one => one.BlockId)])),
        ];
    }
}
