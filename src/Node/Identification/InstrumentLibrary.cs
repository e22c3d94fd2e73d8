using System.Collections.Immutable;
using Entraide.Core.Screening;
using Entraide.Core.Text;
using Entraide.Node.Guide;
using Entraide.Node.Platform;

namespace Entraide.Node.Identification;

/// <summary>
/// The instruments, procedures and wordings of the folder <c>instruments</c>, read and checked when they are first asked
/// for. A file with a fault stops the node: half an instrument would screen wrongly and silently.
/// </summary>
public sealed class InstrumentLibrary
{
    private readonly Dictionary<string, ImmutableDictionary<string, Wording>?> wordingSets = new(StringComparer.Ordinal);
    private readonly Lazy<ImmutableArray<Instrument>> instruments;
    private readonly Lazy<ImmutableDictionary<string, Procedure>> procedures;
    private readonly string folder;

    public InstrumentLibrary(string folder)
    {
        this.folder = folder;
        instruments = new(ReadAll);
        procedures = new(() => Directory.EnumerateFiles(Path.Combine(folder, "procedures"), "*.json")
            .Select(file => WordingReader.ReadProcedure(File.ReadAllBytes(file), file)).ToImmutableDictionary(procedure => procedure.Id, StringComparer.Ordinal));
    }

    private InstrumentLibrary(InstrumentLibrary written, Func<string, ImmutableDictionary<string, Wording>> words)
    {
        folder = written.folder;
        instruments = new([.. written.Instruments.Select(instrument => instrument.WordingSet is { } set ? instrument.InWords(words(set)) : instrument)]);
        procedures = new(written.Procedures);
    }

    /// <summary>Binds an endpoint's parameter: the instruments in the words of today, for the reader's country.</summary>
    public static async ValueTask<InstrumentLibrary?> BindAsync(HttpContext context) =>
        await context.RequestServices.GetRequiredService<LivingInstruments>().Now(await LivingTexts.CountryOf(context));

    /// <summary>The folder that is shipped beside the executable.</summary>
    public static InstrumentLibrary Shipped { get; } = new(Path.Combine(AppContext.BaseDirectory, "instruments"));

    /// <summary>All instruments, those for a known population first.</summary>
    /// <exception cref="InstrumentException">A file has faults.</exception>
    public ImmutableArray<Instrument> Instruments => instruments.Value;

    public ImmutableDictionary<string, Procedure> Procedures => procedures.Value;

    public Instrument? Find(string? id) => Instruments.FirstOrDefault(instrument => instrument.Id == id);

    /// <summary>
    /// The instrument that applies: where the person is a child, or where the age is uncertain and there is reason to
    /// think so, the instrument for children (Directive 2011/36/EU art. 13(2)).
    /// </summary>
    public Instrument For(Instrument chosen, Age age) =>
        age is Age.Child or Age.PerhapsChild && chosen.ChildCounterpart is { } child ? Find(child)! : chosen;

    /// <summary>The logic of each instrument as it stands in its file, for the phone.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Sources() => Instruments.Select(instrument => (ReadOnlyMemory<byte>)File.ReadAllBytes(FileOf(instrument.Id)));

    /// <summary>The words of a set by language; those of the files, or the living ones that took their place.</summary>
    public ImmutableDictionary<string, Wording> Words(string set) => Instruments.First(instrument => instrument.WordingSet == set).Wording;

    /// <summary>The same instruments in other words.</summary>
    public InstrumentLibrary InWords(Func<string, ImmutableDictionary<string, Wording>> words) => new(this, words);

    /// <summary>Reads and checks any instrument file, with the wordings and procedures of this folder at hand.</summary>
    /// <exception cref="RefusedException">The file cannot be read.</exception>
    /// <exception cref="InstrumentException">The instrument has faults.</exception>
    public Instrument ReadInstrument(string file)
    {
        var instrument = InstrumentReader.Read(InputFile.Read(file), file, WordingSet, id => Procedures.GetValueOrDefault(id));
        if (instrument.ChildCounterpart is { } child && !File.Exists(FileOf(child)))
            throw new InstrumentException([new Fault(file, "$.childCounterpart", $"names {child}, which is not there.", $"Put its file into {FileOf(child)}, or name one that is.")]);
        return instrument;
    }

    private ImmutableArray<Instrument> ReadAll()
    {
        var read = Directory.EnumerateDirectories(folder).Where(sub => Path.GetFileName(sub) is not ("wording" or "procedures" or "examples"))
            .SelectMany(sub => Directory.EnumerateFiles(sub, "*.json", SearchOption.AllDirectories)).Select(file => (File: file, Instrument: ReadInstrument(file))).ToList();
        var faults = read.Where(one => Path.GetFullPath(one.File) != Path.GetFullPath(FileOf(one.Instrument.Id)))
            .Select(one => new Fault(one.File, "$.id", $"is {one.Instrument.Id}.", "Let the id equal the path below the folder, without .json.")).ToList();
        faults.AddRange(read.Where(one => one.Instrument.ChildCounterpart is { } child && read.All(other => other.Instrument.Id != child || other.Instrument.Population != Population.Child))
            .Select(one => new Fault(one.File, "$.childCounterpart", $"names {one.Instrument.ChildCounterpart}, which is no instrument for children.", "Name one with \"population\": \"child\".")));
        if (faults.Count > 0) throw new InstrumentException(faults);
        return [.. read.Select(one => one.Instrument).OrderBy(instrument => instrument.Population == Population.Anyone).ThenBy(instrument => instrument.Id, StringComparer.Ordinal)];
    }

    private string FileOf(string instrumentId) => Path.Combine(folder, instrumentId + ".json");

    private ImmutableDictionary<string, Wording>? WordingSet(string name)
    {
        if (wordingSets.TryGetValue(name, out var known)) return known;
        var set = Path.Combine(folder, "wording", name);
        return wordingSets[name] = !Directory.Exists(set) ? null : Directory.EnumerateFiles(set, "*.json")
            .ToImmutableDictionary(file => Path.GetFileNameWithoutExtension(file), file => WordingReader.Read(File.ReadAllBytes(file), file, Path.GetFileNameWithoutExtension(file)), StringComparer.Ordinal);
    }
}

/// <summary>What is thought of the person's age.</summary>
public enum Age { Adult, Child, PerhapsChild }
