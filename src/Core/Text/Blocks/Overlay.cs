using System.Collections.Immutable;

namespace Entraide.Core.Text.Blocks;

/// <summary>What a country does to a block of the core.</summary>
public enum OverlayKind
{
    AddBefore,
    AddAfter,

    /// <summary>The national text stands in the core's place.</summary>
    Replace,

    /// <summary>The block is not shown; on a block that says "must" the core's steward has to agree.</summary>
    Hide,

    /// <summary>A note below the block.</summary>
    Annotate,

    /// <summary>Fills in a placeholder: the target is its <see cref="BlockKind.Contact"/> block.</summary>
    Bind,

    /// <summary>The block binds more strongly here; it may only be raised.</summary>
    Strengthen,
}

/// <summary>One thing that a country does to one block, made against one version of it.</summary>
public sealed record OverlayOperation
{
    /// <summary>Opaque, never reused; operations at the same place stand in the order of their ids.</summary>
    public required string Id { get; init; }

    public required OverlayKind Kind { get; init; }

    /// <summary>The block of the core.</summary>
    public required string Target { get; init; }

    /// <summary>The version of the target that it was made against, or last decided for.</summary>
    public required int BasedOn { get; init; }

    /// <summary>The national text, a block of the country's own text; null for what has none (hide, strengthen).</summary>
    public BlockVersion? Content { get; init; }

    /// <summary>For <see cref="OverlayKind.Strengthen"/>: the level here.</summary>
    public NormativeLevel? Level { get; init; }

    /// <summary>Why, in the country's language.</summary>
    public string Rationale { get; init; } = "";

    /// <summary>Where the national fact was found; empty where it is still to be verified.</summary>
    public string Source { get; init; } = "";

    /// <summary>The day after which it has to be looked at again; null for none.</summary>
    public DateOnly? ReviewBy { get; init; }

    /// <summary>Whether the core's steward has agreed to hide or weaken what must be done.</summary>
    public bool StewardAgreed { get; init; }

    /// <summary>What is wrong with it against its target; null where nothing is.</summary>
    public string? Fault(BlockVersion target) => Kind switch
    {
        OverlayKind.Hide when target.Level == NormativeLevel.Must && !StewardAgreed => $"{Id} hides {Target}, which says what must be done: the steward of the core has to agree first.",
        OverlayKind.Replace when target.Level == NormativeLevel.Must && Content is { Level: < NormativeLevel.Must } && !StewardAgreed => $"{Id} replaces {Target} by something weaker: the steward of the core has to agree first, or give it the level must.",
        OverlayKind.Strengthen when Level is not { } level || level <= target.Level => $"{Id} strengthens {Target} to {Level}, which is not above {target.Level}: name a higher level.",
        OverlayKind.Bind when target.Placeholder is not { } type => $"{Id} fills in {Target}, which is no placeholder: name a block of the kind contact.",
        OverlayKind.Bind when target.Placeholder is { } type && Content is not null && !PlaceholderRule.Satisfies(type, Content.Text) => $"{Id} fills in {Target} with “{Quoted.Line(Content.Text)}”, which is no {target.Placeholder}: {PlaceholderRule.Wanted(target.Placeholder.Value)}",
        not (OverlayKind.Hide or OverlayKind.Strengthen) when Content is null => $"{Id} has no text: give one in a language of the country.",
        _ => null,
    };
}

/// <summary>What a filled-in placeholder must hold.</summary>
public static class PlaceholderRule
{
    public static bool Satisfies(PlaceholderType type, string text) => type switch
    {
        PlaceholderType.Phone => text.Count(char.IsAsciiDigit) >= 3,
        PlaceholderType.Deadline => text.Any(char.IsDigit),
        _ => text.Any(char.IsLetter),
    };

    public static string Wanted(PlaceholderType type) => type switch
    {
        PlaceholderType.Phone => "give a telephone number of at least three digits.",
        PlaceholderType.Deadline => "give a time with its number.",
        PlaceholderType.Law => "name the law.",
        _ => "name it.",
    };
}

/// <summary>A country's released text: its operations at one time. Immutable.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Languages">Those of the country's own text, the source first.</param>
public sealed record OverlayRelease(string Country, int Number, ImmutableArray<string> Languages, ImmutableArray<OverlayOperation> Operations)
{
    /// <summary>SHA-256 in hexadecimal over everything that it says in its source language.</summary>
    public string ContentHash()
    {
        var json = new CanonicalJson().Open('{').Name("country").Value(Country).Name("release").Value(Number).Name("operations").Open('[');
        foreach (var one in Operations.OrderBy(one => one.Id, StringComparer.Ordinal))
        {
            json.Open('{').Name("id").Value(one.Id).Name("kind").Value(one.Kind.ToString()).Name("target").Value(one.Target).Name("basedOn").Value(one.BasedOn)
                .Name("level").Value(one.Level?.ToString()).Name("source").Value(one.Source).Name("content");
            if (one.Content is { } content) content.WriteTo(json);
            else json.Value((string?)null);
            json.Close('}');
        }
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(json.Close(']').Close('}').Bytes.Span));
    }
}
