using Entraide.Core.Text;
using Entraide.Core.Text.Blocks;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Guide;

/// <summary>What the form says of a block.</summary>
public sealed class BlockForm
{
    public string? Block { get; set; }
    public string? Text { get; set; }
    public NormativeLevel Level { get; set; }
    public string? Critical { get; set; }
    public string? Basis { get; set; }
    public ChangeClass Class { get; set; }
    public string? Note { get; set; }
    public string? After { get; set; }
    public string? New { get; set; }

    /// <summary>For a new block: the names of those that were split or merged into it.</summary>
    public string? From { get; set; }
    public BlockKind Kind { get; set; }
    public string? Remove { get; set; }

    /// <summary>The change that was on the page; see <see cref="EditBlock.MarkOf"/>.</summary>
    public long Seen { get; set; }
}

/// <summary>
/// Changes a block, adds one or takes one out. Nothing of it reaches readers or translators before the next edition. The
/// author says how grave the change is; she may go above its floor, below it only with a second reader.
/// </summary>
public static class EditBlock
{
    public const int LongestNote = 500;

    /// <summary>Tells one draft of a change from the next, so that nobody overwrites, agrees to or releases what she has not seen; 0 for none.</summary>
    internal static long MarkOf(PendingChange? change) => change?.At.ToUnixTimeMilliseconds() ?? 0;

    /// <summary>The class that a change may not go below by one person's word, against the block as it stands today.</summary>
    internal static ChangeClass FloorOf(BlockVersion? before, BlockVersion? after) =>
        before is null ? ChangeClass.Substantive : after is not null ? ChangeFloor.Of(before, after).Class : before.SafetyCritical ? ChangeClass.Critical : ChangeClass.Substantive;

    /// <summary>The block as it stands, or as it was changed already.</summary>
    public static async Task<IResult> Show(Frame frame, Caller caller, TextStore store, GuideDb db, Gate gate, string id, string? block, string? after) => await Show(frame, caller, store, db, gate, id, block, after, null);

    private static async Task<IResult> Show(Frame frame, Caller caller, TextStore store, GuideDb db, Gate gate, string id, string? block, string? after, string? fault)
    {
        var state = await store.Now();
        await gate.Ask(caller, AccessAction.Change, OpenText.SubjectOf(state, id));
        var document = state.Documents[id];
        var pending = await db.Pending.AsNoTracking().SingleOrDefaultAsync(one => one.Document == id && one.BlockId == block);
        var (before, now) = (block is null ? null : document.Block(block), pending?.Content is { } content ? TextStore.FromJson<BlockVersion>(content) : null);
        if (block is not null && before is null && now is null) return TypedResults.NotFound();
        return new RazorComponentResult<EditBlockPage>(new { Frame = frame, Document = document, Before = before, Block = now ?? before, After = pending?.After ?? after, Class = pending?.Class, Note = pending?.Note, Seen = MarkOf(pending), Fault = fault }) { StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }

    public static async Task<IResult> Save(Frame frame, Caller caller, TextStore store, GuideDb reading, Gate gate, TimeProvider time, string id, [FromForm] BlockForm form)
    {
        var state = await store.Now();
        var subject = OpenText.SubjectOf(state, id);
        if (!state.Documents.TryGetValue(id, out var document))
        {
            await gate.Ask(caller, AccessAction.Change, subject);
            return TypedResults.NotFound();
        }
        var (blockId, isNew) = ((form.Block ?? form.New ?? "").Trim(), form.Block is null);
        var before = document.Block(blockId);
        var text = BlockVersion.Normalised(form.Text ?? "");
        if (Fault(document, before, blockId, isNew, text, form) is { } fault)
            return new RazorComponentResult<EditBlockPage>(new { Frame = frame, Document = document, Before = before, Block = Drawn(form, before, blockId, text), form.After, Class = (ChangeClass?)form.Class, form.Note, Fault = fault, form.Seen }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
        var after = form.Remove is null ? Drawn(form, before, blockId, text) : null;
        var floor = FloorOf(before, after);
        try
        {
            await Keep();
        }
        catch (HeldUpException e)
        {
            return await Show(frame, caller, store, reading, gate, id, blockId, form.After, e.Key);
        }
        return TypedResults.Redirect($"{frame.To($"/texts/{id}")}#change.{blockId}");

        Task Keep() => gate.Do(caller, AccessAction.Change, subject, [], async scope =>
        {
            var db = scope.Db<GuideDb>();
            var old = await db.Pending.SingleOrDefaultAsync(one => one.Document == id && one.BlockId == blockId);
            if (MarkOf(old) != form.Seen) throw new HeldUpException("unit.fault.meanwhile");
            if (old is not null) db.Pending.Remove(old);
            await db.SaveChangesAsync();
            var moves = form.After is { Length: > 0 } place && place != blockId;
            if (before is not null && after is not null && before.SaysTheSameAs(after) && !moves) return;
            db.Pending.Add(new PendingChange
            {
                Document = id,
                BlockId = blockId,
                Content = after is null ? null : TextStore.ToJson(after),
                After = moves ? form.After : null,
                Class = form.Class,
                Floor = floor,
                Note = (form.Note ?? "").Trim(),
                AuthorId = caller.AccountId,
                At = time.GetUtcNow(),
            });
        }, reason: form.Remove is null ? "text-changed" : "text-taken-out");
    }

    /// <summary>Takes a change back that was not released.</summary>
    public static async Task<IResult> Withdraw(Frame frame, Caller caller, TextStore store, Gate gate, string id, [FromForm] string? block)
    {
        await gate.Do(caller, AccessAction.Change, OpenText.SubjectOf(await store.Now(), id), [], async scope =>
        {
            if (await scope.Db<GuideDb>().Pending.SingleOrDefaultAsync(one => one.Document == id && one.BlockId == block) is { } change) scope.Db<GuideDb>().Pending.Remove(change);
        }, reason: "change-withdrawn");
        return TypedResults.Redirect(frame.To($"/texts/{id}"));
    }

    /// <summary>A second reader agrees that a change counts for less than its floor.</summary>
    public static async Task<IResult> Agree(Frame frame, Caller caller, TextStore store, Gate gate, string id, [FromForm] string? block, [FromForm] long seen)
    {
        await gate.Do(caller, AccessAction.Confirm, OpenText.SubjectOf(await store.Now(), id), [], async scope =>
        {
            // Whoever wrote it is not her own second person, in whatever role she comes back.
            var change = await scope.Db<GuideDb>().Pending.SingleOrDefaultAsync(one => one.Document == id && one.BlockId == block && one.AuthorId != caller.AccountId) ?? throw new NotThereException();
            if (MarkOf(change) != seen) throw new NotThereException();
            change.ApproverId = caller.AccountId;
        }, reason: "lower-class-agreed");
        return TypedResults.Redirect($"{frame.To($"/texts/{id}")}#change.{block}");
    }

    private static BlockVersion Drawn(BlockForm form, BlockVersion? before, string blockId, string text) => (before ?? new BlockVersion { BlockId = blockId, Number = 0, Kind = form.Kind, Text = "" }) with
    {
        Text = text,
        DerivedFrom = before is null ? [.. Parents(form)] : before.DerivedFrom,
        Level = form.Level,
        SafetyCritical = form.Critical is not null,
        Basis = [.. (form.Basis ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
    };

    private static string[] Parents(BlockForm form) => (form.From ?? "").Split([' ', ',', ';', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);

    // What is wrong with the form: the key of the sentence.
    private static string? Fault(DocumentState document, BlockVersion? before, string blockId, bool isNew, string text, BlockForm form)
    {
        if (isNew && (!BlockIds.IsId(blockId) || document.Histories.ContainsKey(blockId))) return "text.fault.id";
        // A placeholder has a type, which no form asks for: it comes with the program.
        if (isNew && form.Kind == BlockKind.Contact) return "text.fault.form";
        if (!isNew && before is null) return "text.fault.gone";
        if (form.Remove is not null) return before!.Kind == BlockKind.Phrase || document.Blocks.Any(one => one.BlockId != blockId && Names(one.Text).Contains(blockId)) ? "text.fault.used" : null;
        if (text.Length == 0) return "text.fault.empty";
        if (text.Length > InlineMarkup.Longest) return "text.fault.long";
        if ((form.Note ?? "").Length > LongestNote || (form.Basis ?? "").Length > LongestNote) return "text.fault.note";
        if (!Enum.IsDefined(form.Level) || !Enum.IsDefined(form.Class) || !Enum.IsDefined(form.Kind)) return "text.fault.form";
        if (HidesSomething(form.Note) || HidesSomething(form.Basis)) return "text.fault.marks";
        if (isNew && string.IsNullOrEmpty(form.After)) return "text.fault.after";
        if (isNew && Parents(form).Any(parent => !document.Histories.ContainsKey(parent))) return "text.fault.name";
        if (form.After is { Length: > 0 } after && document.Block(after) is null) return "text.fault.after";
        return FaultOfWords(document, text);
    }

    /// <summary>Whether a line of a form holds signs that are not seen.</summary>
    internal static bool HidesSomething(string? line) => line is not null && Enumerable.Range(0, line.Length).Any(at => line[at] is not ('\n' or '\r') && TextSigns.Refusal(line, at) is not null);

    private static IEnumerable<string> Names(string text) => InlineMarkup.All(InlineMarkup.Parse(text)).Select(node => node switch
    {
        InlinePlaceholder placeholder => placeholder.Name,
        InlineLink { Target: ['b', 'l', 'o', 'c', 'k', ':', .. var id] } => id,
        _ => "",
    });

    /// <summary>What is wrong with the words of a block of this document, or of a country's block to it; null where nothing is.</summary>
    internal static string? FaultOfWords(DocumentState document, string text)
    {
        try
        {
            foreach (var node in InlineMarkup.All(InlineMarkup.Parse(text)))
                if ((node is InlinePlaceholder placeholder && document.Block(placeholder.Name)?.Kind != BlockKind.Contact) || (node is InlineLink link && link.Target.StartsWith("block:", StringComparison.Ordinal) && document.Block(link.Target["block:".Length..]) is null)) return "text.fault.name";
            return null;
        }
        catch (FormatException)
        {
            return "text.fault.marks";
        }
    }
}
