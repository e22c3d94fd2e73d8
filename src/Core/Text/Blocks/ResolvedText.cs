using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Entraide.Core.Text.Blocks;

/// <summary>A piece of text as a reader gets it.</summary>
/// <param name="Language">The language that it is really in.</param>
/// <param name="Freshness">How this wording stands to what it was translated from.</param>
/// <param name="Unreviewed">Translated, and not yet read by a second person.</param>
public sealed record ShownText(string Text, string Language, Freshness Freshness, bool Unreviewed)
{
    internal void WriteTo(CanonicalJson json) => json.Open('{').Name("language").Value(Language).Name("freshness").Value(Freshness.ToString()).Name("unreviewed").Value(Unreviewed).Name("text").Value(Text).Close('}');
}

/// <summary>A national text that stands to a block of the core.</summary>
/// <param name="Behind">How it stands to the core's block that it was made against.</param>
/// <param name="Source">Where the fact was found; empty where it is to be verified.</param>
public sealed record NationalText(string OperationId, OverlayKind Kind, ShownText Wording, Freshness Behind, string Source);

/// <summary>A block as a reader gets it: core, translation and national text put together.</summary>
public sealed record ResolvedBlock
{
    /// <summary>The core's block; for a national addition, its own.</summary>
    public required string Id { get; init; }

    public required BlockKind Kind { get; init; }
    public required NormativeLevel Level { get; init; }
    public bool SafetyCritical { get; init; }

    /// <summary>The number of the version of the core's block; of the national one for an addition.</summary>
    public required int Version { get; init; }

    public ImmutableArray<string> Audiences { get; init; } = [];
    public ImmutableArray<string> Basis { get; init; } = [];
    public ImmutableArray<string> Explains { get; init; } = [];

    /// <summary>What is read.</summary>
    public required ShownText Shown { get; init; }

    /// <summary>A translation that is dangerously behind, or a national text that is: folded away beneath what is shown.</summary>
    public ShownText? Folded { get; init; }

    /// <summary>Whether the core has moved on dangerously: what followed is folded away, and the core's own words are shown.</summary>
    public bool IsDangerouslyBehind => Folded is not null || Shown.Freshness == Freshness.BehindCritical;

    /// <summary>Not null where what is shown is national text; its kind says whether it was added or stands in the core's place.</summary>
    public NationalText? National { get; init; }

    /// <summary>Whether the level is the country's own.</summary>
    public bool Strengthened { get; init; }

    /// <summary>National notes below the block.</summary>
    public ImmutableArray<NationalText> Notes { get; init; } = [];

    internal void WriteTo(CanonicalJson json)
    {
        json.Open('{').Name("id").Value(Id).Name("version").Value(Version).Name("kind").Value(Kind.ToString()).Name("level").Value(Level.ToString()).Name("critical").Value(SafetyCritical)
            .Name("strengthened").Value(Strengthened).Name("audiences").Values(Audiences).Name("basis").Values(Basis).Name("explains").Values(Explains).Name("shown");
        Shown.WriteTo(json);
        json.Name("folded");
        if (Folded is { } folded) folded.WriteTo(json);
        else json.Value((string?)null);
        json.Name("national");
        if (National is { } national) Write(json, national);
        else json.Value((string?)null);
        json.Name("notes").Open('[');
        foreach (var note in Notes) Write(json, note);
        json.Close(']').Close('}');
    }

    internal static void Write(CanonicalJson json, NationalText one)
    {
        json.Open('{').Name("operation").Value(one.OperationId).Name("kind").Value(one.Kind.ToString()).Name("behind").Value(one.Behind.ToString()).Name("source").Value(one.Source).Name("wording");
        one.Wording.WriteTo(json);
        json.Close('}');
    }
}

/// <summary>A placeholder as a reader gets it.</summary>
/// <param name="National">Null where no country has filled it in: the wording is generic.</param>
public sealed record ResolvedPlaceholder(string Name, PlaceholderType Type, ShownText Wording, NationalText? National);

/// <summary>
/// A text as one reader gets it: a pure function of an edition, a country's release and the translations, so that two
/// nodes that hold the same give the same bytes.
/// </summary>
public sealed class ResolvedText
{
    private readonly Lazy<(ReadOnlyMemory<byte> Json, string Hash)> written;

    internal ResolvedText(Edition edition, OverlayRelease? overlay, string language, ImmutableArray<ResolvedBlock> blocks, ImmutableArray<ResolvedPlaceholder> placeholders, ImmutableArray<NationalText> homeless, string editionHash, string translationsHash)
    {
        (Edition, Overlay, Language, Blocks, Homeless, EditionHash, TranslationsHash) = (edition, overlay, language, blocks, homeless, editionHash, translationsHash);
        Placeholders = placeholders.ToImmutableSortedDictionary(one => one.Name, one => one, StringComparer.Ordinal);
        written = new(Write);
    }

    public Edition Edition { get; }

    /// <summary>Null where the core is read alone.</summary>
    public OverlayRelease? Overlay { get; }

    /// <summary>The language that was asked for.</summary>
    public string Language { get; }

    public ImmutableArray<ResolvedBlock> Blocks { get; }
    public ImmutableSortedDictionary<string, ResolvedPlaceholder> Placeholders { get; }

    /// <summary>
    /// National texts without a place in the core: it is gone, or another text of the country took it, or it is of another
    /// kind. Never applied to another block, never lost.
    /// </summary>
    public ImmutableArray<NationalText> Homeless { get; }

    /// <summary>The hashes of what it was made from.</summary>
    public string EditionHash { get; }

    public string TranslationsHash { get; }
    public string OverlayHash => Overlay?.ContentHash() ?? "";

    /// <summary>SHA-256 in hexadecimal of <see cref="Json"/>.</summary>
    public string Hash => written.Value.Hash;

    /// <summary>Everything that is read, in its one form.</summary>
    public ReadOnlyMemory<byte> Json => written.Value.Json;

    private (ReadOnlyMemory<byte>, string) Write()
    {
        var json = new CanonicalJson().Open('{').Name("document").Value(Edition.Document).Name("edition").Value(Edition.Number).Name("country").Value(Overlay?.Country).Name("release").Value(Overlay?.Number ?? 0)
            .Name("language").Value(Language).Name("made-from").Open('{').Name("edition").Value(EditionHash).Name("overlay").Value(OverlayHash).Name("translations").Value(TranslationsHash).Close('}').Name("placeholders").Open('[');
        foreach (var one in Placeholders.Values)
        {
            json.Open('{').Name("name").Value(one.Name).Name("type").Value(one.Type.ToString()).Name("wording");
            one.Wording.WriteTo(json);
            json.Name("source").Value(one.National?.Source).Name("national").Value(one.National is not null).Close('}');
        }
        json.Close(']').Name("blocks").Open('[');
        foreach (var block in Blocks) block.WriteTo(json);
        json.Close(']').Name("homeless").Open('[');
        foreach (var one in Homeless) ResolvedBlock.Write(json, one);
        var bytes = json.Close(']').Close('}').Bytes;
        return (bytes, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)));
    }
}
