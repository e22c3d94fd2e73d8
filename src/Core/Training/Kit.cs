using System.Collections.Immutable;
using System.Security.Cryptography;
using Entraide.Core.Text;

namespace Entraide.Core.Training;

/// <summary>How far a language of a kit is.</summary>
/// <param name="Translated">Blocks that have words in it which are no older than their source.</param>
/// <param name="Reviewed">Of these, those that a second person has read, or that were written in it.</param>
public sealed record KitLanguage(string Tag, int Translated, int Reviewed);

/// <summary>The words of a kit in one language, by block.</summary>
/// <param name="Reviewed">The blocks whose words a second person has read, or that were written in this language.</param>
public sealed record KitText(string Language, ImmutableSortedDictionary<string, string> Words, ImmutableSortedSet<string> Reviewed);

/// <summary>What was done to the kit that this one was made from, and why.</summary>
public sealed record KitAdaptation(KitName From, ReplicationLabel Label, ImmutableArray<DesignChange> Changes, ImmutableArray<AdaptationReason> Reasons);

/// <summary>
/// A training in one file that another node takes in without asking anybody: design, words, tests, what the facilitator prints,
/// files beside it, and a manifest with the hash of each. See <see cref="KitFile"/> for the file itself.
/// </summary>
public sealed record Kit
{
    /// <summary>Names of the parts of the file that are no content.</summary>
    public const string ManifestName = "kit.json", SignatureName = "signature.json";

    public required TrainingDesign Design { get; init; }

    /// <summary>By language; the source language is whole.</summary>
    public required ImmutableSortedDictionary<string, KitText> Texts { get; init; }

    /// <summary>Null for a training that was made anew, and for the next release of the same.</summary>
    public KitAdaptation? Adaptation { get; init; }

    /// <summary>All parts but manifest and signature, by name, as they are stored.</summary>
    public required ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> Files { get; init; }

    /// <summary>The manifest as it is stored: names each file with its SHA-256.</summary>
    public required ReadOnlyMemory<byte> Manifest { get; init; }

    /// <summary>SHA-256 of the manifest in hexadecimal: names this kit, with all that is in it, for good.</summary>
    public string Hash => HashOf(Manifest.Span);

    public KitName Name => new(Design.Id, Design.Release, Hash);

    /// <summary>How far each language is, in the order of the design.</summary>
    public IEnumerable<KitLanguage> Languages => Design.Languages.Select(tag => Texts.TryGetValue(tag, out var text) ? new KitLanguage(tag, text.Words.Count, text.Reviewed.Count) : new KitLanguage(tag, 0, 0));

    /// <summary>What a training of this language is called; in the source language where it is not translated.</summary>
    public string Title(string language) => (Texts.GetValueOrDefault(language)?.Words.GetValueOrDefault("title") ?? Texts[Design.SourceLanguage].Words["title"]).Replace("*", "", StringComparison.Ordinal);

    internal static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Whether this is a SHA-256 in hexadecimal.</summary>
    public static bool IsHash(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Puts a kit together. The same parts give the same manifest, and so the same hash.</summary>
    /// <param name="extra">What is to be in it beside design, words and adaptation, by name; see <see cref="KitFile.IsAllowed"/>.</param>
    /// <exception cref="ArgumentException">The source language is not whole, or a file has a name that no kit holds.</exception>
    public static Kit Make(TrainingDesign design, IReadOnlyCollection<KitText> texts, KitAdaptation? adaptation, IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> extra)
    {
        var needed = DesignTexts.Of(design).Select(one => one.Id).ToHashSet(StringComparer.Ordinal);
        var kept = texts.Where(text => design.Languages.Contains(text.Language)).Select(text => text with { Words = text.Words.RemoveRange(text.Words.Keys.Where(id => !needed.Contains(id))), Reviewed = text.Reviewed.Intersect(needed) }).ToImmutableSortedDictionary(text => text.Language, text => text, StringComparer.Ordinal);
        if (!kept.TryGetValue(design.SourceLanguage, out var source) || source.Words.Count < needed.Count) throw new ArgumentException($"The words in {design.SourceLanguage} are not whole.", nameof(texts));
        var files = extra.ToImmutableSortedDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal).Add(KitParts.DesignName, DesignWriter.Write(design))
            .AddRange(kept.Select(one => KeyValuePair.Create(KitParts.TextName(one.Key), (ReadOnlyMemory<byte>)KitParts.Write(one.Value))));
        if (adaptation is not null) files = files.Add(KitParts.AdaptationName, KitParts.Write(adaptation));
        if (files.Keys.FirstOrDefault(name => !KitFile.IsAllowed(name)) is { } foreign) throw new ArgumentException($"A kit holds no file {foreign}.", nameof(extra));
        return new Kit { Design = design, Texts = kept, Adaptation = adaptation, Files = files, Manifest = ManifestOf(design, kept, needed.Count, files) };
    }

    internal static ReadOnlyMemory<byte> ManifestOf(TrainingDesign design, ImmutableSortedDictionary<string, KitText> texts, int blocks, ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> files)
    {
        var json = new CanonicalJson().Open('{').Name("format").Value(1).Name("id").Value(design.Id).Name("release").Value(design.Release).Name("title").Value(texts[design.SourceLanguage].Words["title"])
            .Name("steward").Value(design.Steward).Name("licence").Value(design.Licence).Name("sourceLanguage").Value(design.SourceLanguage).Name("blocks").Value(blocks);
        DesignWriter.List(json, "parents", design.Parents, DesignWriter.Write);
        DesignWriter.List(json, "languages", design.Languages, (to, tag) =>
            to.Name("tag").Value(tag).Name("translated").Value(texts.TryGetValue(tag, out var text) ? text.Words.Count : 0).Name("reviewed").Value(text?.Reviewed.Count ?? 0));
        DesignWriter.List(json, "files", files, (to, file) => to.Name("name").Value(file.Key).Name("bytes").Value(file.Value.Length).Name("sha256").Value(HashOf(file.Value.Span)));
        return json.Close('}').Bytes;
    }
}
