using System.Globalization;
using Entraide.Core.Text;
using Entraide.Core.Text.Blocks;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Guide;

/// <summary>What the form says of a national operation.</summary>
public sealed class OperationForm
{
    public string? Operation { get; set; }
    public string? Document { get; set; }
    public OverlayKind Kind { get; set; }
    public string? Target { get; set; }
    public string? Text { get; set; }
    public BlockKind Block { get; set; }
    public NormativeLevel Level { get; set; }
    public string? Critical { get; set; }
    public string? Basis { get; set; }
    public string? Rationale { get; set; }
    public string? Source { get; set; }
    public string? ReviewBy { get; set; }
    public string? Remove { get; set; }

    /// <summary>The number of the operation, and the edition of the core, that were on the page.</summary>
    public int Seen { get; set; }
    public int Edition { get; set; }
}

/// <summary>Adds, changes or takes back what a country does to a block, against the version that counts today.</summary>
public static class EditOperation
{
    private const int Longest = 500;

    public static async Task<Results<RazorComponentResult<OperationPage>, NotFound>> Show(Frame frame, Caller caller, TextStore store, Gate gate, string id, string? operation, string? document, string? target)
    {
        var state = await store.Now();
        await gate.Ask(caller, AccessAction.Change, OpenNational.SubjectOf(state, id));
        var country = state.Countries[id];
        var last = operation is null ? default : country.Operations[operation].LastOrDefault();
        var text = state.Documents.GetValueOrDefault(last.Document ?? document ?? ReadGuide.Document);
        if (text is null || (operation is not null && last.Operation is null)) return TypedResults.NotFound();
        return new RazorComponentResult<OperationPage>(new { Frame = frame, State = state, Country = country, Document = text.Id, last.Operation, Target = last.Operation?.Target ?? target, Seen = last.Number, Edition = text.Current.Number });
    }

    public static async Task<IResult> Save(Frame frame, Caller caller, TextStore store, Gate gate, TimeProvider time, string id, [FromForm] OperationForm form)
    {
        var state = await store.Now();
        var subject = OpenNational.SubjectOf(state, id);
        if (!state.Countries.TryGetValue(id, out var country))
        {
            await gate.Ask(caller, AccessAction.Change, subject);
            return TypedResults.NotFound();
        }
        var last = form.Operation is { } known ? country.Operations[known].LastOrDefault() : default;
        var document = state.Documents.GetValueOrDefault(last.Document ?? form.Document ?? "");
        if (document is null || (form.Operation is not null && last.Operation is null))
        {
            await gate.Ask(caller, AccessAction.Change, subject);
            return TypedResults.NotFound();
        }
        var target = document.Block(form.Target ?? "");
        // What she saw of the core is what her text is made against; what has moved since she has to see first.
        var saw = document.EditionAt(form.Edition)?.Entries.FirstOrDefault(entry => entry.BlockId == form.Target)?.Version;
        var operationId = form.Operation ?? $"{id.ToLowerInvariant()}-{PlatformDb.NewId()[..8]}";
        var drawn = target is null ? null : Draw(country, last.Operation, operationId, target, form);
        var fault = last.Number != form.Seen ? "national.fault.moved" : form.Remove is not null ? null : saw != target?.Number ? "national.fault.moved" : Fault(drawn, target, document, form);
        if (fault is not null)
        {
            await gate.Ask(caller, AccessAction.Change, subject);
            return Again(fault);
        }
        try
        {
            await Keep();
        }
        catch (HeldUpException e)
        {
            return Again(e.Key);
        }
        store.LookAgain();
        return TypedResults.Redirect(frame.To($"/national/{id}"));

        // The page with what she wrote; what has moved is on it now, and is seen.
        RazorComponentResult<OperationPage> Again(string fault) => new(new { Frame = frame, State = state, Country = country, Document = document.Id, Operation = drawn, Target = form.Target, IsNew = form.Operation is null, Fault = fault, Seen = last.Number, Edition = document.Current.Number }) { StatusCode = StatusCodes.Status422UnprocessableEntity };

        Task Keep() => gate.Do(caller, AccessAction.Change, subject, [], async scope =>
        {
            var db = scope.Db<GuideDb>();
            if (await db.Operations.AnyAsync(one => one.Country == id && one.OperationId == operationId && one.Number > last.Number)) throw new HeldUpException("national.fault.moved");
            db.Operations.Add(DecideDrift.Next(country, operationId, document.Id, form.Remove is null ? drawn : null, caller, time));
            foreach (var item in state.Drift(country, OpenNational.Today(time)).Where(one => one.Item.Operation.Id == operationId))
                db.Decisions.Add(new DriftDecision { Id = PlatformDb.NewId(), Country = id, OperationId = operationId, Kind = item.Item.Kind, Version = target?.Number ?? 0, Answer = DriftAnswer.Edit, Reason = form.Rationale ?? "", AuthorId = caller.AccountId, At = time.GetUtcNow() });
            await TextStore.Count(db);
        }, reason: form.Remove is null ? "operation-changed" : "operation-taken-back");
    }

    /// <summary>The core's steward agrees to what hides or weakens what must be done.</summary>
    public static async Task<IResult> Agree(Frame frame, Caller caller, TextStore store, Gate gate, TimeProvider time, string id, [FromForm] string? operation, [FromForm] int seen)
    {
        var state = await store.Now();
        var last = state.Countries.GetValueOrDefault(id)?.Operations[operation ?? ""].LastOrDefault() ?? default;
        await gate.Do(caller, AccessAction.Confirm, OpenNational.SubjectOf(state, id), [], async scope =>
        {
            if (last.Operation is not { } agreed || last.Number != seen) throw new NotThereException();
            var db = scope.Db<GuideDb>();
            // What she has not seen she has not agreed to; and whoever wrote it is not her own second person.
            if (await db.Operations.AnyAsync(one => one.Country == id && one.OperationId == operation && (one.Number > last.Number || one.AuthorId == caller.AccountId))) throw new NotThereException();
            db.Operations.Add(DecideDrift.Next(state.Countries[id], agreed.Id, last.Document, agreed with { StewardAgreed = true }, caller, time));
            await TextStore.Count(db);
        }, reason: "steward-agreed");
        store.LookAgain();
        return TypedResults.Redirect(frame.To($"/national/{id}"));
    }

    // Whatever the steward agreed to was agreed to as it stood: a change asks anew.
    private static OverlayOperation Draw(CountryState country, OverlayOperation? old, string id, BlockVersion target, OperationForm form)
    {
        var text = BlockVersion.Normalised(form.Text ?? "");
        var latest = country.Histories.GetValueOrDefault(id)?.Latest;
        var content = form.Kind is OverlayKind.Hide or OverlayKind.Strengthen ? null : new BlockVersion
        {
            BlockId = id,
            Number = (latest?.Number ?? 0) + 1,
            Kind = form.Block,
            Level = form.Level,
            // A number that safety depends on is no less so in a country.
            SafetyCritical = form.Critical is not null || (form.Kind == OverlayKind.Bind && target.SafetyCritical),
            Basis = [.. (form.Basis ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
            Text = text,
        };
        if (content is not null && latest is not null) content = content.SaysTheSameAs(latest) ? latest : content with { Change = text.Length > InlineMarkup.Longest ? ChangeClass.Critical : ChangeFloor.Of(latest, content).Class };
        return new OverlayOperation
        {
            Id = id,
            Kind = form.Kind,
            Target = target.BlockId,
            BasedOn = target.Number,
            Content = content,
            Level = form.Kind == OverlayKind.Strengthen ? form.Level : null,
            Rationale = (form.Rationale ?? "").Trim(),
            Source = (form.Source ?? "").Trim(),
            ReviewBy = DateOnly.TryParseExact(form.ReviewBy, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
            StewardAgreed = old is { StewardAgreed: true } && old.Kind == form.Kind && old.Target == target.BlockId && old.BasedOn == target.Number && Equals(old.Content, content),
        };
    }

    private static string? Fault(OverlayOperation? drawn, BlockVersion? target, DocumentState document, OperationForm form)
    {
        if (drawn is null || target is null) return "national.fault.target";
        if (!Enum.IsDefined(form.Kind) || !Enum.IsDefined(form.Level) || !Enum.IsDefined(form.Block)) return "text.fault.form";
        if (((string?[])[form.Basis, form.Rationale, form.Source]).Any(one => one?.Length > Longest)) return "text.fault.note";
        if (((string?[])[form.Basis, form.Rationale, form.Source]).Any(EditBlock.HidesSomething)) return "text.fault.marks";
        // A phrase has its place in a page of the program, where nothing can stand beside it; a title takes no note.
        if (target.Kind == BlockKind.Phrase && form.Kind is OverlayKind.Hide or OverlayKind.AddBefore or OverlayKind.AddAfter) return "national.fault.rule";
        if (target.Kind == BlockKind.Heading && form.Kind is OverlayKind.Annotate) return "national.fault.rule";
        if (drawn.Content is { } content)
        {
            if (content.Text.Length == 0) return "text.fault.empty";
            if (content.Text.Length > InlineMarkup.Longest) return "text.fault.long";
            if (EditBlock.FaultOfWords(document, content.Text) is { } fault) return fault;
        }
        // What only the steward's agreement lacks may be kept: it is held up at the release.
        return (drawn with { StewardAgreed = true }).Fault(target) is null ? null : "national.fault.rule";
    }
}
