using Entraide.Core.Text;
using Entraide.Core.Text.Blocks;
using Entraide.Core.Training;
using Entraide.Node.Guide;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Training;

/// <summary>
/// Trainings that come with the program, in the folder <c>trainings</c>: <c>design.json</c> and <c>text/LANGUAGE.json</c>; their
/// form stands in its README. A file with a fault stops the node: half a training would teach what harms.
/// </summary>
public static class ShippedTrainings
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "trainings");

    /// <summary>The names of their folders, which are their ids.</summary>
    public static IReadOnlyList<string> Ids => Directory.Exists(Folder) ? [.. Directory.EnumerateFiles(Folder, "design.json", SearchOption.AllDirectories).Select(file => Path.GetFileName(Path.GetDirectoryName(file)!)).Order(StringComparer.Ordinal)] : [];

    /// <exception cref="RefusedException">A file has faults; all of them are named.</exception>
    public static TrainingDesign Design(string id)
    {
        var faults = new List<Fault>();
        var design = DesignReader.Read(Bytes(id, "design.json", faults), $"{id}/design.json", faults);
        if (design is not null && design.Id != id) faults.Add(new Fault($"{id}/design.json", "$.id", $"is {design.Id}.", "Write the name of its folder."));
        Refuse(faults);
        return design!;
    }

    /// <summary>Its words, for the text engine.</summary>
    /// <inheritdoc cref="Design"/>
    public static ShippedText Text(string id)
    {
        var (design, faults) = (Design(id), new List<Fault>());
        var needed = DesignTexts.Of(design).ToList();
        var words = design.Languages.ToDictionary(language => language, language => Words(id, language, needed, faults), StringComparer.Ordinal);
        Refuse(faults);
        return new ShippedText(design.Document, design.Release, design.SourceLanguage, design.Languages, [.. needed.Select(one => one.First(words[design.SourceLanguage].Words[one.Id]))],
            [.. design.Languages.Where(language => language != design.SourceLanguage).SelectMany(language => words[language].Words.Select(one => Translation(one.Key, language, one.Value, words[language].Written)))]);
    }

    private static TranslationVersion Translation(string block, string language, string text, bool written) =>
        new(block, language, 1, text, 1, written ? TranslationState.Final : TranslationState.Translated, written ? TranslationOrigin.Written : TranslationOrigin.Human);

    private static (bool Written, IReadOnlyDictionary<string, string> Words) Words(string id, string language, List<NeededText> needed, List<Fault> faults)
    {
        var name = $"{id}/text/{language}.json";
        var root = JsonPlace.Open(Bytes(id, Path.Combine("text", language + ".json"), faults), name, faults).Only("language", "review", "blocks");
        root.Member("language").OneOf(language);
        var words = root.Member("blocks").Members().ToDictionary(one => one.Name, one => one.Place.Text(), StringComparer.Ordinal);
        foreach (var missing in needed.Where(one => !words.ContainsKey(one.Id))) root.Fault($"has no words for {missing.Id}.", "Write them.");
        foreach (var more in words.Keys.Except(needed.Select(one => one.Id), StringComparer.Ordinal)) root.Fault($"has words for {more}, which the design does not need.", "Take them out.");
        return (root.Member("review").OneOf("written", "translated-not-reviewed") == "written", words);
    }

    private static byte[] Bytes(string id, string file, List<Fault> faults)
    {
        var path = Path.Combine(Folder, id, file);
        if (File.Exists(path)) return File.ReadAllBytes(path);
        faults.Add(new Fault($"{id}/{file}", "$", "is missing.", "Put it there."));
        return [];
    }

    private static void Refuse(List<Fault> faults)
    {
        if (faults.Count > 0) throw new RefusedException($"The trainings that came with the program are not sound: {string.Join(' ', faults.Take(20))}");
    }

    /// <summary>Brings in what is not there yet, or is there in an earlier release. The words were taken in before, by the text engine.</summary>
    public static async Task TakeIn(IServiceProvider services)
    {
        await services.GetRequiredService<Database>().Prepare(services.GetRequiredService<TrainingDb>());
        var (db, gate, now) = (services.GetRequiredService<TrainingDb>(), services.GetRequiredService<Gate>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        foreach (var design in Ids.Select(Design))
        {
            var here = await db.Trainings.AsNoTracking().SingleOrDefaultAsync(one => one.KitId == design.Id);
            if (here is not null && (here.OrganisationId is not null || here.Design().Release >= design.Release)) continue;
            var row = here ?? new TrainingRow { RecordId = PlatformDb.NewId(), KitId = design.Id, Content = DesignWriter.Write(design), ChangedAt = now };
            try
            {
                await gate.Do(Caller.Node(Purpose.Training), AccessAction.Create, row.Subject(), [], async scope =>
                {
                    var rows = scope.Db<TrainingDb>();
                    if (here is null) rows.Trainings.Add(row);
                    else if (await rows.Trainings.SingleAsync(one => one.RecordId == here.RecordId) is var stored) (stored.Content, stored.KitHash, stored.ChangedAt) = (DesignWriter.Write(design), "", now);
                }, reason: "shipped");
            }
            catch (DbUpdateException)
            {
                // Another process of the same node was first, if it is there now; else this is a fault of the store.
                if (!await db.Trainings.AsNoTracking().AnyAsync(one => one.KitId == design.Id)) throw;
            }
        }
    }
}
