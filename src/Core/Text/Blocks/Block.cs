using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Entraide.Core.Text.Blocks;

/// <summary>What a block is to its reader.</summary>
public enum BlockKind
{
    /// <summary>The title of a chapter: everything up to the next one belongs to it.</summary>
    Heading,
    Subheading,
    Paragraph,
    ListItem,

    /// <summary>An item of a numbered list: what to do, in order.</summary>
    Step,
    Warning,
    Definition,
    LegalReference,

    /// <summary>What stands in the place of a national fact until a country has filled it in. Inserted by name, never read by itself.</summary>
    Contact,

    /// <summary>A few words that stand in a page of another module.</summary>
    Phrase,
}

/// <summary>How binding a block is, from the weakest to the strongest.</summary>
public enum NormativeLevel { Info, May, Should, Must }

/// <summary>What kind of national fact fills a placeholder.</summary>
public enum PlaceholderType { Phone, Authority, Deadline, Law, Organisation }

/// <summary>How much a change may change what a reader does, from the least to the most.</summary>
public enum ChangeClass
{
    /// <summary>Nothing that is read: spacing, quotes, spelling signs.</summary>
    Editorial,

    /// <summary>The same, said better.</summary>
    Clarifying,

    /// <summary>Something else is said.</summary>
    Substantive,

    /// <summary>Whoever acts on the old text may harm a person.</summary>
    Critical,
}

/// <summary>A block as it stood from one release to the next. What it says stands in the source language.</summary>
public sealed record BlockVersion
{
    /// <summary>Opaque, never reused.</summary>
    public required string BlockId { get; init; }

    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    public required BlockKind Kind { get; init; }
    public NormativeLevel Level { get; init; }

    /// <summary>Whether a wrong word here could harm a person.</summary>
    public bool SafetyCritical { get; init; }

    /// <summary>For a <see cref="BlockKind.Contact"/> only.</summary>
    public PlaceholderType? Placeholder { get; init; }

    /// <summary>Professions that it is written for; empty for everybody.</summary>
    public ImmutableArray<string> Audiences { get; init; } = [];

    /// <summary>The rules it stands on, as one would cite them.</summary>
    public ImmutableArray<string> Basis { get; init; } = [];

    /// <summary>What it explains elsewhere, as <c>indicator:DR-*</c> or <c>step:refer</c>.</summary>
    public ImmutableArray<string> Explains { get; init; } = [];

    /// <summary>See <see cref="InlineMarkup"/>.</summary>
    public required string Text { get; init; }

    /// <summary>How much this version changed the one before; <see cref="ChangeClass.Substantive"/> for a first one.</summary>
    public ChangeClass Change { get; init; } = ChangeClass.Substantive;

    /// <summary>The blocks that were split or merged into this one.</summary>
    public ImmutableArray<string> DerivedFrom { get; init; } = [];

    /// <summary>SHA-256 in hexadecimal of the text as it is read: composed (NFC), with single blanks.</summary>
    public string TextHash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Normalised(Text))));

    /// <summary>The text composed (NFC), with single plain blanks.</summary>
    public static string Normalised(string text) => string.Join(' ', ComposedForm.Of(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Whether a change between the two would be seen in nothing that a reader sees.</summary>
    public bool SaysTheSameAs(BlockVersion other) =>
        (Kind, Level, SafetyCritical, Placeholder, Text) == (other.Kind, other.Level, other.SafetyCritical, other.Placeholder, other.Text)
        && Audiences.SequenceEqual(other.Audiences) && Basis.SequenceEqual(other.Basis) && Explains.SequenceEqual(other.Explains);

    internal void WriteTo(CanonicalJson json)
    {
        json.Open('{').Name("id").Value(BlockId).Name("version").Value(Number).Name("kind").Value(Kind.ToString()).Name("level").Value(Level.ToString())
            .Name("critical").Value(SafetyCritical).Name("placeholder").Value(Placeholder?.ToString()).Name("audiences").Values(Audiences).Name("basis").Values(Basis)
            .Name("explains").Values(Explains).Name("text").Value(Text).Close('}');
    }
}

/// <summary>All versions of one block, oldest first; each released once.</summary>
public sealed class BlockHistory
{
    private readonly ImmutableArray<BlockVersion> versions;

    /// <exception cref="ArgumentException">The versions are not those of one block from 1 on without a gap.</exception>
    public BlockHistory(IEnumerable<BlockVersion> versions)
    {
        this.versions = [.. versions.OrderBy(one => one.Number)];
        if (this.versions.IsEmpty || this.versions.Select((one, i) => one.Number == i + 1 && one.BlockId == this.versions[0].BlockId).Contains(false))
            throw new ArgumentException("These are not the versions of one block, from 1 on without a gap.", nameof(versions));
    }

    public BlockVersion Latest => versions[^1];

    public ImmutableArray<BlockVersion> Versions => versions;

    /// <summary>The version of this number; null where there is none.</summary>
    public BlockVersion? At(int number) => number >= 1 && number <= versions.Length ? versions[number - 1] : null;

    /// <summary>The gravest change after one version up to another; null where nothing changed. Several small changes stay small.</summary>
    public ChangeClass? Between(int after, int upTo)
    {
        ChangeClass? gravest = null;
        for (var number = Math.Max(after, 0) + 1; number <= Math.Min(upTo, versions.Length); number++)
            if (gravest is null || versions[number - 1].Change > gravest) gravest = versions[number - 1].Change;
        return gravest;
    }
}

/// <summary>A version of a block that an edition holds.</summary>
public sealed record EditionEntry(string BlockId, int Version);

/// <summary>
/// What was released of a text at one time: which version of which block, in which order. Immutable: a change is the next
/// edition.
/// </summary>
/// <param name="Document">The id of the text.</param>
/// <param name="Number">From 1.</param>
public sealed record Edition(string Document, int Number, ImmutableArray<EditionEntry> Entries)
{
    /// <summary>SHA-256 in hexadecimal over everything that the edition says in its source language.</summary>
    public string ContentHash(Func<EditionEntry, BlockVersion> find)
    {
        var json = new CanonicalJson().Open('{').Name("document").Value(Document).Name("edition").Value(Number).Name("blocks").Open('[');
        foreach (var entry in Entries) find(entry).WriteTo(json);
        return Convert.ToHexStringLower(SHA256.HashData(json.Close(']').Close('}').Bytes.Span));
    }
}
