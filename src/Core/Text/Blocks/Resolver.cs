using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Entraide.Core.Text.Blocks;

/// <summary>What a text is put together from.</summary>
/// <param name="SourceLanguage">The language that the core is written in.</param>
/// <param name="History">The versions of a block, of the core or of the country; null where it never was.</param>
/// <param name="Translation">The translation of a block into a language that readers see; null where there is none.</param>
/// <param name="Overlay">A country's release; null for the core alone.</param>
public sealed record TextSources(Edition Edition, string SourceLanguage, Func<string, BlockHistory?> History, Func<string, string, TranslationVersion?> Translation, OverlayRelease? Overlay = null);

/// <summary>Puts core, translations and national text together. Nothing dangerous stays in sight once the core has moved on.</summary>
public static class Resolver
{
    /// <summary>The text in one language.</summary>
    public static ResolvedText Resolve(TextSources sources, string language)
    {
        var work = new Work(sources, language);
        var (edition, overlay) = (sources.Edition, sources.Overlay);
        var operations = (overlay?.Operations ?? []).OrderBy(one => one.Id, StringComparer.Ordinal).ToLookup(one => one.Target, StringComparer.Ordinal);
        var (blocks, placeholders, present) = (ImmutableArray.CreateBuilder<ResolvedBlock>(), ImmutableArray.CreateBuilder<ResolvedPlaceholder>(), new Dictionary<string, BlockVersion>(StringComparer.Ordinal));
        foreach (var entry in edition.Entries)
        {
            var version = present[entry.BlockId] = work.Version(entry);
            if (version.Kind == BlockKind.Contact) placeholders.Add(work.Placeholder(version, operations[entry.BlockId]));
            else blocks.AddRange(work.Block(version, [.. operations[entry.BlockId]]));
        }
        var placed = blocks.SelectMany(block => block.Notes.Select(note => note.OperationId).Append(block.National?.OperationId)).Concat(placeholders.Select(one => one.National?.OperationId)).ToHashSet(StringComparer.Ordinal);
        var shown = blocks.Where(block => block.National is not { Kind: OverlayKind.AddBefore or OverlayKind.AddAfter }).Select(block => block.Id).ToHashSet(StringComparer.Ordinal);
        // What stands to a block that the country itself hides is hidden with it; any other text that found no place is kept.
        bool IsHidden(OverlayOperation one) => one.Kind is OverlayKind.Replace or OverlayKind.Annotate && present.GetValueOrDefault(one.Target) is { Kind: not BlockKind.Contact } && !shown.Contains(one.Target);
        var homeless = operations.SelectMany(group => group).Where(one => one.Content is not null && !placed.Contains(one.Id) && !IsHidden(one))
            .OrderBy(one => one.Id, StringComparer.Ordinal).Select(one => work.National(one, present.TryGetValue(one.Target, out var target) ? work.Behind(one, target) : Freshness.Orphan)).ToImmutableArray();
        return new ResolvedText(edition, overlay, language, blocks.ToImmutable(), placeholders.ToImmutable(), homeless, edition.ContentHash(work.Version), work.TranslationsHash());
    }

    private sealed class Work(TextSources sources, string language)
    {
        private readonly StringBuilder used = new();

        public BlockVersion Version(EditionEntry entry) => sources.History(entry.BlockId)?.At(entry.Version)
            ?? throw new InvalidOperationException($"The edition {sources.Edition.Number} of {sources.Edition.Document} holds {entry.BlockId} in version {entry.Version}, which is not kept.");

        public string TranslationsHash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(used.ToString())));

        public ResolvedPlaceholder Placeholder(BlockVersion version, IEnumerable<OverlayOperation> operations)
        {
            var type = version.Placeholder ?? PlaceholderType.Authority;
            var (generic, _) = Word(version, sources.SourceLanguage);
            // A fact that was given for another type of placeholder does not fill this one.
            var bound = operations.LastOrDefault(one => one is { Kind: OverlayKind.Bind, Content: not null } && TypeAt(version.BlockId, one.BasedOn) == type);
            if (bound is null) return new ResolvedPlaceholder(version.BlockId, type, generic, null);
            var national = National(bound, Freshness.Current);
            // In a line there is no room for a notice, and a fact is right or wrong: what is behind is said in the country's own words.
            if (national.Wording.Freshness == Freshness.Behind) national = national with { Wording = new ShownText(bound.Content!.Text, sources.Overlay!.Languages[0], Freshness.Missing, false) };
            return new ResolvedPlaceholder(version.BlockId, type, national.Wording, national);
        }

        public List<ResolvedBlock> Block(BlockVersion version, IReadOnlyList<OverlayOperation> operations)
        {
            var blocks = Additions(OverlayKind.AddBefore).ToList();
            var (hidden, strengthened, replaced) = (operations.FirstOrDefault(one => one.Kind == OverlayKind.Hide), operations.LastOrDefault(one => one.Kind == OverlayKind.Strengthen), operations.LastOrDefault(one => one is { Kind: OverlayKind.Replace, Content: not null }));
            // What was hidden comes back once it changed dangerously: nobody has seen yet what it says now.
            if (hidden is null || Behind(hidden, version) == Freshness.BehindCritical)
            {
                var (shown, folded) = Word(version, sources.SourceLanguage);
                var block = new ResolvedBlock
                {
                    Id = version.BlockId,
                    Kind = version.Kind,
                    Level = strengthened?.Level is { } level && level > version.Level ? level : version.Level,
                    Strengthened = strengthened?.Level > version.Level,
                    SafetyCritical = version.SafetyCritical,
                    Version = version.Number,
                    Audiences = version.Audiences,
                    Basis = version.Basis,
                    Explains = version.Explains,
                    Shown = shown,
                    Folded = folded,
                    Notes = [.. operations.Where(one => one is { Kind: OverlayKind.Annotate, Content: not null }).Select(one => National(one, Behind(one, version)))],
                };
                blocks.Add(replaced is null ? block : Replace(block, replaced, version));
            }
            return [.. blocks, .. Additions(OverlayKind.AddAfter)];

            IEnumerable<ResolvedBlock> Additions(OverlayKind kind) => operations.Where(one => one.Kind == kind && one.Content is not null).Select(one => Addition(one, version));
        }

        public NationalText National(OverlayOperation one, Freshness behind)
        {
            var (shown, _) = Word(one.Content!, sources.Overlay!.Languages[0]);
            return new NationalText(one.Id, one.Kind, shown, behind, one.Source);
        }

        // The national text is the one that is read, unless the core has changed dangerously since.
        private ResolvedBlock Replace(ResolvedBlock core, OverlayOperation one, BlockVersion version)
        {
            var national = National(one, Behind(one, version));
            if (national.Behind == Freshness.BehindCritical) return core with { National = national, Folded = national.Wording };
            return core with { National = national, Shown = national.Wording, Folded = null, Level = core.Strengthened ? core.Level : one.Content!.Level };
        }

        private ResolvedBlock Addition(OverlayOperation one, BlockVersion target)
        {
            var (content, national) = (one.Content!, National(one, Behind(one, target)));
            return new ResolvedBlock
            {
                Id = content.BlockId,
                Kind = content.Kind,
                Level = content.Level,
                SafetyCritical = content.SafetyCritical,
                Version = content.Number,
                Audiences = content.Audiences,
                Basis = content.Basis,
                Explains = content.Explains,
                Shown = national.Wording,
                National = national,
            };
        }

        public Freshness Behind(OverlayOperation one, BlockVersion target) => FreshnessRule.Of(sources.History(target.BlockId), one.BasedOn, target.Number);

        private PlaceholderType? TypeAt(string block, int version) => sources.History(block)?.At(version)?.Placeholder;

        // What is read, and what is folded away beneath it.
        private (ShownText Shown, ShownText? Folded) Word(BlockVersion version, string written)
        {
            var source = new ShownText(version.Text, written, language == written ? Freshness.Current : Freshness.Missing, false);
            if (language == written || sources.Translation(version.BlockId, language) is not { IsShown: true } translation) return (source, null);
            var freshness = FreshnessRule.Of(sources.History(version.BlockId), translation.BasedOn, version.Number);
            used.Append(translation.BlockId).Append('\t').Append(translation.Number).Append('\t').Append(translation.BasedOn).Append('\t').Append(translation.State).Append('\t').Append(translation.Text).Append('\n');
            var translated = new ShownText(translation.Text, language, freshness, translation.State == TranslationState.Translated && translation.Origin != TranslationOrigin.Written);
            return freshness == Freshness.BehindCritical ? (source with { Freshness = Freshness.BehindCritical }, translated) : (translated, null);
        }
    }
}
