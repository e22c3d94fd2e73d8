using System.Globalization;
using Entraide.Core.Text;
using Entraide.Core.Text.Blocks;
using Entraide.Core.Training;
using Entraide.Node.Guide;
using Entraide.Node.Platform.Access;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Training;

/// <summary>A change of a training is refused; nothing of it is kept.</summary>
/// <param name="key">The key of the sentence that says why; null where <paramref name="said"/> says it in its own words.</param>
public sealed class DesignRefusedException(string? key, string said = "") : Exception($"{key} {said}")
{
    public string? Key => key;
    public string Said => said;
}

/// <summary>Opens and changes trainings: the design and its words, together or not at all.</summary>
public sealed class TrainingDesk(TrainingDb db, ModuleTexts texts, Gate gate, TimeProvider time)
{
    public TrainingDb Db => db;

    /// <summary>The training, after the gate has said yes.</summary>
    /// <exception cref="NotThereException">It is not there, or not hers to open.</exception>
    public async Task<TrainingRow> Open(Caller caller, string id, AccessAction action = AccessAction.Open)
    {
        var row = await db.Trainings.AsNoTracking().SingleOrDefaultAsync(one => one.RecordId == id);
        await gate.Ask(caller, action, row?.Subject() ?? Subject.Missing(Resource.Training, Zone.Node, id));
        return row!;
    }

    /// <summary>Changes a training.</summary>
    /// <param name="seen">The revision that was on the page.</param>
    /// <param name="words">Words in the source language, by block; blank ones are refused.</param>
    /// <exception cref="DesignRefusedException">The result would not be sound, a case in it is not fictional, or somebody else was quicker.</exception>
    public async Task Change(Caller caller, string id, int seen, Func<TrainingDesign, TrainingDesign> change, IReadOnlyDictionary<string, string> words, string reason)
    {
        var row = await db.Trainings.AsNoTracking().SingleOrDefaultAsync(one => one.RecordId == id);
        var subject = row?.Subject() ?? Subject.Missing(Resource.Training, Zone.Node, id);
        if (row is null || row.OrganisationId is null)
        {
            await gate.Ask(caller, AccessAction.Change, subject);
            throw new NotThereException();
        }
        var before = row.Design();
        var design = change(before);
        // What was released stays as it was: from now on the next release is made.
        if (await db.Kits.AsNoTracking().AnyAsync(one => one.KitId == row.KitId && one.Release == design.Release)) design = design with { Release = design.Release + 1 };
        var (content, blocks) = (Sound(design), await Blocks(design, words));
        await gate.Do(caller, AccessAction.Change, subject, [], async scope =>
        {
            var stored = await scope.Db<TrainingDb>().Trainings.SingleOrDefaultAsync(one => one.RecordId == id) ?? throw new NotThereException();
            if (stored.Revision != seen) throw new DesignRefusedException("training.fault.meanwhile");
            (stored.Content, stored.ChangedAt, stored.Revision) = (content, time.GetUtcNow(), stored.Revision + 1);
            await texts.Write(scope, design.Document, blocks, caller.AccountId);
        }, reason: reason);
        texts.LookAgain();
    }

    private static byte[] Sound(TrainingDesign design)
    {
        var (bytes, faults) = (DesignWriter.Write(design), new List<Fault>());
        if (DesignReader.Read(bytes, "design", faults) is null) throw new DesignRefusedException(null, string.Join(' ', faults.Take(3).Select(fault => $"{fault.Path} {fault.What} {fault.Mend}")));
        return bytes;
    }

    private async Task<List<BlockVersion>> Blocks(TrainingDesign design, IReadOnlyDictionary<string, string> words)
    {
        var here = (await texts.Snapshot(design.Document))!;
        var known = here.Blocks.ToDictionary(block => block.BlockId, block => block.Text, StringComparer.Ordinal);
        foreach (var (id, said) in words) known[id] = Marked(design, id, said);
        return [.. DesignTexts.Of(design).Select(one => one.First(known.GetValueOrDefault(one.Id, "-")))];
    }

    private static string Marked(TrainingDesign design, string id, string said)
    {
        var text = BlockVersion.Normalised(said);
        if (text.Length == 0) throw new DesignRefusedException("training.fault.blank", id);
        if (text.Length > InlineMarkup.Longest) throw new DesignRefusedException("training.fault.long", id);
        try
        {
            InlineMarkup.Parse(text);
        }
        catch (FormatException e)
        {
            throw new DesignRefusedException(null, $"{id}: {e.Message}");
        }
        if (RealTraces.In(id, design.SourceLanguage, text).FirstOrDefault() is { } trace) throw new DesignRefusedException("training.fault.real", trace.Words);
        return text;
    }

    /// <summary>A whole number in a form; what is none is refused.</summary>
    public static int Number(IFormCollection form, string name, int? ifBlank = null) =>
        form[name].ToString().Trim() is var text && text.Length == 0 && ifBlank is { } given ? given : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new DesignRefusedException("training.fault.number", name);

    /// <summary>One of an enum's values in a form.</summary>
    public static T One<T>(IFormCollection form, string name) where T : struct, Enum => Enum.TryParse<T>(form[name], out var value) && Enum.IsDefined(value) ? value : throw new DesignRefusedException("training.fault.choice", name);

    /// <summary>An id in a form.</summary>
    public static string Id(IFormCollection form, string name) => form[name].ToString().Trim() is var id && DesignReader.IsId(id) ? id : throw new DesignRefusedException("training.fault.name", name);
}
