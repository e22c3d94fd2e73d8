using System.Collections.Immutable;
using System.Security.Cryptography;
using Entraide.Core.Text;
using Entraide.Core.Text.Blocks;
using Entraide.Core.Training;
using Entraide.Node.Guide;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;

namespace Entraide.Node.Training;

/// <summary>Begins a training: from nothing, or as a copy of one that is here, to be adapted.</summary>
public static class MakeTraining
{
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    public static async Task<IResult> FromNothing(Frame frame, Caller caller, IFormCollection form, KitShelf shelf, ModuleTexts texts, LivingTexts reading, Gate gate)
    {
        var (title, slug) = (form["title"].ToString().Trim(), form["name"].ToString().Trim());
        if (title.Length is 0 or > 200) return await ListTrainings.Page(frame, caller, shelf, reading, gate, "training.fault.title");
        if (!DesignReader.IsId(slug) || slug.Length > DesignReader.LongestId - 6) return await ListTrainings.Page(frame, caller, shelf, reading, gate, "training.fault.name");
        var language = Language.Find(form["written"])?.Tag ?? frame.Language.Tag;
        // Arabic is a language of the pages; the texts of the engine are had in it too.
        var design = new TrainingDesign(Named(slug), 1, language, [language, .. Language.All.Select(one => one.Tag).Where(one => one != language)], "CC-BY-4.0", "-", new TimeOnly(9, 0), [],
            [], new CompositionRule(12, 30, 3, 1, 0.5, 6), [new TrainingPart("one", [])], [], [], [], [], [], []);
        var words = DesignTexts.Of(design).Select(one => one.First(one.Id == "title" ? InlineMarkup.Write([new InlineText(title)]) : "-")).ToImmutableArray();
        var id = await Make(caller, gate, texts, shelf, design, words, [], "");
        return TypedResults.Redirect(frame.To($"/trainings/{id}"));
    }

    /// <summary>A copy of one that has a kit; the kit stays its parent, so that what is changed can be judged.</summary>
    public static async Task<IResult> FromCopy(Frame frame, Caller caller, string id, KitShelf shelf, ModuleTexts texts, LivingTexts reading, Gate gate)
    {
        var parent = await shelf.Find(id);
        if (parent is null) await gate.Ask(caller, AccessAction.Open, Subject.Missing(Resource.Training, Zone.Node, id));
        await gate.Ask(caller, AccessAction.Open, parent!.Subject());
        try
        {
            // What came with the program has no kit before somebody here makes one of it.
            var kit = parent.KitHash.Length > 0 ? await shelf.ReadKit(parent.KitHash) : null;
            if (kit is null && parent.OrganisationId is not null) throw new KitHeldUpException("training.fault.copy");
            kit ??= await shelf.ReadKit((await shelf.Release(Caller.Node(Purpose.Training), parent, AccessAction.Change, "kit-shipped")).Hash);
            var text = await texts.Snapshot(kit!.Design.Document);
            var slug = kit.Design.Id.Length > DesignReader.LongestId - 6 ? kit.Design.Id[..(DesignReader.LongestId - 6)].TrimEnd('-') : kit.Design.Id;
            var design = kit.Design with { Id = Named(slug), Release = 1, Parents = [kit.Name, .. kit.Design.Parents] };
            var made = await Make(caller, gate, texts, shelf, design, text!.Blocks, text.Translations, kit.Hash);
            return TypedResults.Redirect(frame.To($"/trainings/{made}"));
        }
        catch (KitHeldUpException e)
        {
            return await ListTrainings.Page(frame, caller, shelf, reading, gate, e.Key);
        }
    }

    private static async Task<string> Make(Caller caller, Gate gate, ModuleTexts texts, KitShelf shelf, TrainingDesign design, ImmutableArray<BlockVersion> blocks, ImmutableArray<TranslationVersion> translations, string parent)
    {
        var row = new TrainingRow { RecordId = PlatformDb.NewId(), OrganisationId = caller.OrganisationId, KitId = design.Id, Content = DesignWriter.Write(design), ParentHash = parent, ChangedAt = shelf.Now };
        await gate.Do(caller, AccessAction.Create, row.Subject(), [], async scope =>
        {
            scope.Db<TrainingDb>().Trainings.Add(row);
            await texts.TakeIn(scope, new ShippedText(design.Document, 1, design.SourceLanguage, design.Languages, blocks, translations));
        }, reason: parent.Length > 0 ? "training-copied" : "training-begun");
        texts.LookAgain();
        return row.RecordId;
    }

    // Two nodes that begin with the same name do not make the same training.
    private static string Named(string slug) => $"{slug}-{RandomNumberGenerator.GetString(Letters, 5)}";
}
