using System.Collections.Immutable;
using Entraide.Core.Screening;
using Entraide.Core.Text;
using Entraide.Node.Platform;

namespace Entraide.Node.Identification;

/// <summary>
/// The instruments, procedures and wordings of the folder <c>instruments</c>, read and checked once. A file with a fault
/// stops the node: half an instrument would screen wrongly and silently.
/// </summary>
public sealed class InstrumentLibrary
{
    private readonly Dictionary<string, ImmutableDictionary<string, Wording>?> wordingSets = new(StringComparer.Ordinal);
    private readonly string folder;

    private InstrumentLibrary(string folder)
    {
        this.folder = folder;
        Procedures = Files("procedures").Select(file => Read(file, WordingReader.ReadProcedure)).ToImmutableDictionary(procedure => procedure.Id, StringComparer.Ordinal);
        Instruments = [.. InstrumentFiles().Select(file => ReadInstrument(file)).OrderBy(instrument => (int)instrument.Population == (int)Population.Anyone).ThenBy(instrument => instrument.Id, StringComparer.Ordinal)];
        foreach (var instrument in Instruments)
            if (instrument.ChildCounterpart is { } child && Find(child)?.Population != Population.Child)
                throw new RefusedException($"{instrument.Id} names {child} as its counterpart for children, which is no instrument for children. Put it into {folder}.");
    }

    /// <summary>The folder that is shipped beside the executable.</summary>
    public static InstrumentLibrary Shipped { get; } = new(Path.Combine(AppContext.BaseDirectory, "instruments"));

    /// <summary>All instruments, those for a known population first.</summary>
    public ImmutableArray<Instrument> Instruments { get; }

    public ImmutableDictionary<string, Procedure> Procedures { get; }

    public Instrument? Find(string? id) => Instruments.FirstOrDefault(instrument => instrument.Id == id);

    /// <summary>
    /// The instrument that applies: where the person is a child, or where the age is uncertain and there is reason to
    /// think so, the instrument for children (Directive 2011/36/EU art. 13(2)).
    /// </summary>
    public Instrument For(Instrument chosen, Age age) =>
        age is Age.Child or Age.PerhapsChild && chosen.ChildCounterpart is { } child ? Find(child)! : chosen;

    /// <summary>The logic of each instrument as it stands in its file, for the phone.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Sources() => Instruments.Select(instrument => (ReadOnlyMemory<byte>)File.ReadAllBytes(Path.Combine(folder, instrument.Id + ".json")));

    /// <summary>The words of a set in one language as they stand in their file, for the phone.</summary>
    public ReadOnlyMemory<byte> WordingSource(string set, Language language) => File.ReadAllBytes(Path.Combine(folder, "wording", set, language.Tag + ".json"));

    /// <summary>Reads and checks any instrument file, with the shipped wordings and procedures at hand.</summary>
    /// <exception cref="RefusedException">The file cannot be read.</exception>
    /// <exception cref="InstrumentException">The instrument has faults.</exception>
    public Instrument ReadInstrument(string file)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"{file} cannot be read ({e.Message}). Check its name and that you may read it.", e);
        }
        return InstrumentReader.Read(bytes, file, WordingSet, id => Procedures.GetValueOrDefault(id));
    }

    private IEnumerable<string> InstrumentFiles() => Directory.EnumerateDirectories(folder)
        .Where(sub => Path.GetFileName(sub) is not ("wording" or "procedures" or "examples"))
        .SelectMany(sub => Directory.EnumerateFiles(sub, "*.json", SearchOption.AllDirectories));

    private IEnumerable<string> Files(string sub) => Directory.EnumerateFiles(Path.Combine(folder, sub), "*.json");

    private ImmutableDictionary<string, Wording>? WordingSet(string name)
    {
        if (wordingSets.TryGetValue(name, out var known)) return known;
        var set = Path.Combine(folder, "wording", name);
        return wordingSets[name] = !Directory.Exists(set) ? null : Directory.EnumerateFiles(set, "*.json")
            .ToImmutableDictionary(file => Path.GetFileNameWithoutExtension(file), file => Read(file, WordingReader.Read), StringComparer.Ordinal);
    }

    private static T Read<T>(string file, Func<ReadOnlyMemory<byte>, string, T> read) => read(File.ReadAllBytes(file), file);
}

/// <summary>What is thought of the person's age.</summary>
public enum Age { Adult, Child, PerhapsChild }
