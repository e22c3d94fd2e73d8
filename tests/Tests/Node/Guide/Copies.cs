using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using Entraide.Core.Text.Blocks;
using Entraide.Node.Guide;

namespace Entraide.Tests.Node.Guide;

/// <summary>Texts to make files from: the shipped one, and one in which everything has happened that can happen to a text.</summary>
internal static class Copies
{
    public static readonly DateTimeOffset First = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly DateOnly Day = new(2026, 3, 2);
    public static readonly ShippedText Shipped = ShippedTexts.Read("best-practice");

    /// <summary>The languages of the guide.</summary>
    public static IEnumerable<string> Languages => Shipped.Languages;

    public static CopySource Core(string language) => CopySource.Shipped("best-practice", language, null);

    /// <summary>The shipped text, changed and adapted in Belgium: a block moved on dangerously under its translation, another under national text, and every kind of operation.</summary>
    public static CopySource Belgian(string language)
    {
        var blocks = Shipped.Blocks.Where(block => block.Kind != BlockKind.Contact).ToList();
        var plain = blocks.Where(block => block.Kind == BlockKind.Paragraph).ToList();
        var (dangerous, replaced, behind) = (plain[0], plain[1], plain[2]);
        var contact = Shipped.Blocks.First(block => block.Kind == BlockKind.Contact);
        var operations = new[]
        {
            Operation("be-1", OverlayKind.AddAfter, plain[3].BlockId), Operation("be-2", OverlayKind.AddBefore, plain[3].BlockId), Operation("be-3", OverlayKind.Replace, replaced.BlockId),
            Operation("be-4", OverlayKind.Replace, behind.BlockId), Operation("be-5", OverlayKind.Annotate, blocks.First(block => block.Kind == BlockKind.Heading).BlockId), Operation("be-6", OverlayKind.Annotate, plain[4].BlockId, source: "Loi <du> 13 avril 1995 & \"suites\""),
            new OverlayOperation { Id = "be-7", Kind = OverlayKind.Strengthen, Target = plain[5].BlockId, BasedOn = 1, Level = NormativeLevel.Must },
            Operation("be-8", OverlayKind.Bind, contact.BlockId) with { Content = Content("be-8", "0800 123 456, Payoke: 03 201 16 90, article 1") },
            Operation("be-9", OverlayKind.Annotate, "gone-for-good"),
        };
        var newer = new[] { dangerous, behind }.Select(block => block with { Number = 2, Change = ChangeClass.Critical, Text = block.Text + " It changed." });
        var histories = Shipped.Blocks.Concat(newer).Concat(operations.Select(one => one.Content).OfType<BlockVersion>()).GroupBy(block => block.BlockId).ToDictionary(group => group.Key, group => new BlockHistory(group));
        var translations = Shipped.Translations.ToLookup(one => (one.BlockId, one.Language));
        var edition = new Edition("best-practice", 2, [.. Shipped.Blocks.Select(block => new EditionEntry(block.BlockId, histories[block.BlockId].Latest.Number))]);
        var sources = new TextSources(edition, Shipped.SourceLanguage, histories.GetValueOrDefault, (block, wanted) => translations[(block, wanted)].FirstOrDefault(), new OverlayRelease("BE", 3, ["fr", "nl"], [.. operations]));
        return new CopySource(Resolver.Resolve(sources, language), Shipped.Languages, new Uri("https://entraide.example.org/"));
    }

    /// <summary>The files of a book by name, in their order.</summary>
    public static IReadOnlyList<(string Name, string Text)> Open(byte[] book)
    {
        using var zip = new ZipArchive(new MemoryStream(book));
        return [.. zip.Entries.Select(entry =>
        {
            using var reader = new StreamReader(entry.Open(), Encoding.UTF8);
            return (entry.FullName, reader.ReadToEnd());
        })];
    }

    private static OverlayOperation Operation(string id, OverlayKind kind, string target, string source = "") => new() { Id = id, Kind = kind, Target = target, BasedOn = 1, Source = source, Content = Content(id, $"Texte **belge** {id}, voir [plus haut](block:{Shipped.Blocks[0].BlockId}).") };

    private static BlockVersion Content(string id, string text) => new() { BlockId = id, Number = 1, Kind = BlockKind.Paragraph, Text = text };
}
