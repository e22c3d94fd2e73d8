using System.Diagnostics;
using Entraide.Core.Text.Blocks;
using Entraide.Node.Accounts;
using Entraide.Node.Assistance;
using Entraide.Node.Guide;
using Entraide.Node.Identification;
using Entraide.Node.Impact;
using Entraide.Node.Training;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace Entraide.Bench;

/// <summary>
/// The living guide at a size that no guide will reach: the shipped one over and over until it has 10,000 blocks in ten
/// languages, ten countries with a thousand operations each, and a second edition that changed every tenth block.
/// </summary>
internal static class Guide
{
    private const int Blocks = 10_000, Operations = 1_000;
    private const string Large = "large", Shown = "AT";

    private static readonly string[] Languages = ["en", "fr", "nl", "el", "ro", "ru", "tr", "it", "uk", "ar"];
    private static readonly string[] Countries = [Shown, "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR"];

    private static readonly Lazy<ShippedText> Text = new(Make);

    // Taken in when the node starts, as the texts of any other module are.
    private static readonly Entraide.Node.Platform.Module Shipping = new()
    {
        Name = "Bench",
        Services = (services, _) => services.AddSingleton(Text).AddSingleton(new Lazy<IReadOnlyList<ShippedCountry>>(() => [.. Countries.Select(Country)])),
    };

    public static async Task Run()
    {
        var folder = Directory.CreateTempSubdirectory("entraide-bench-").FullName;
        Console.WriteLine($"Guide: {Blocks:N0} blocks x {Languages.Length} languages x {Countries.Length} countries (SQLite)");
        await using var node = await NodeHost.Build(NodeOptions.For(Path.Combine(folder, "data"), urls: "http://127.0.0.1:0"), [PlatformModule.Module, AccountsModule.Module, GuideModule.Module, IdentificationModule.Module, AssistanceModule.Module, TrainingModule.Module, ImpactModule.Module, Shipping], builder => builder.Logging.ClearProviders());
        await node.StartAsync();
        await SecondEdition(node.Services.GetRequiredService<Database>());
        await Report(node);
        await Publish(node);
        await FirstPage(node, folder);
        await node.StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task Report(WebApplication node)
    {
        using var store = new TextStore(node.Services.GetRequiredService<Database>(), TimeProvider.System);
        for (var round = 1; round <= 3; round++)
        {
            var watch = Stopwatch.StartNew();
            store.LookAgain();
            var state = await store.Now();
            var read = watch.Elapsed;
            var items = state.Countries.Values.Sum(country => state.Drift(country, new DateOnly(2026, 11, 1)).Count);
            var drift = watch.Elapsed - read;
            var standings = GuideCheck.Standings(state);
            Console.WriteLine($"  drift report, round {round}: {items:N0} items of all countries in {drift.TotalMilliseconds:N0} ms, {standings.Count} standings of all languages in {(watch.Elapsed - read - drift).TotalMilliseconds:N0} ms{(round == 1 ? $"; the store read before in {read.TotalMilliseconds:N0} ms" : "")}");
        }
    }

    private static async Task Publish(WebApplication node)
    {
        var (store, files) = (node.Services.GetRequiredService<TextStore>(), node.Services.GetRequiredService<CopyFiles>());
        var state = await store.Now();
        var watch = Stopwatch.StartNew();
        var source = files.Source(state, Large, "fr", Shown);
        Console.WriteLine($"  publishing one country and language: text resolved and hashed in {watch.ElapsedMilliseconds:N0} ms");
        foreach (var format in new[] { CopyFiles.Html, CopyFiles.Epub, CopyFiles.Json })
        {
            using var peak = new Peak();
            watch.Restart();
            var bytes = await files.Make(source, format);
            Console.WriteLine($"    {format}: {watch.ElapsedMilliseconds:N0} ms, {bytes.Length / 1e6:N1} MB; the heap grew by at most {peak.Stop() / 1e6:N0} MB, {peak.Allocated / 1e6:N0} MB allocated in all");
        }
    }

    private static async Task FirstPage(WebApplication node, string folder)
    {
        using var client = new HttpClient { BaseAddress = new Uri(node.Urls.First()) };
        var wwwroot = Directory.CreateDirectory(Path.Combine(folder, "static")).FullName;
        await using var plain = await Measure.Plain(app => app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(wwwroot) }));
        using var plainClient = new HttpClient { BaseAddress = new Uri(plain.Urls.First()) };
        foreach (var (name, path) in new[] { ("first page", "/fr/guide?country=BE"), ("a chapter", "/fr/guide/help?country=BE") })
        {
            var page = await client.GetByteArrayAsync(path);
            await File.WriteAllBytesAsync(Path.Combine(wwwroot, "page.html"), page);
            Console.WriteLine($"  {name} of the guide ({page.Length:N0} bytes), in turn with the same bytes as a static file:");
            Console.WriteLine($"    {await Measure.InTurn(client, path, plainClient, "/page.html")}");
        }
    }

    private static ShippedText Make()
    {
        var guide = ShippedTexts.Read(ReadGuide.Document);
        var translations = guide.Translations.ToLookup(one => one.BlockId, StringComparer.Ordinal);
        var (blocks, translated) = (new List<BlockVersion>(Blocks), new List<TranslationVersion>(Blocks * Languages.Length));
        for (var round = 0; blocks.Count < Blocks; round++)
            foreach (var block in guide.Blocks.Take(Blocks - blocks.Count))
            {
                var id = round == 0 ? block.BlockId : $"{block.BlockId}-{round}";
                blocks.Add(block with { BlockId = id });
                translated.AddRange(translations[block.BlockId].Select(one => one with { BlockId = id }));
                // The guide has no Arabic: what stands for it is as long as French.
                translated.AddRange(translations[block.BlockId].Where(one => one.Language == "fr").Select(one => one with { BlockId = id, Language = "ar" }));
            }
        return new ShippedText(Large, 1, guide.SourceLanguage, [.. Languages], [.. blocks], [.. translated]);
    }

    private static ShippedCountry Country(string code)
    {
        // Headings and contacts are filled in or left alone; everything else can be added to or replaced.
        var targets = Text.Value.Blocks.Where(block => block.Kind is BlockKind.Paragraph or BlockKind.ListItem or BlockKind.Step).ToList();
        var every = targets.Count / Operations;
        return new ShippedCountry(code, 1, ["fr"], [.. Enumerable.Range(0, Operations).Select(i => Operation(code, i, targets[i * every]))], []);
    }

    private static ShippedOperation Operation(string code, int i, BlockVersion target) => new(Large, new OverlayOperation
    {
        Id = $"{code}-{i}",
        Kind = (i % 3) switch { 0 => OverlayKind.Replace, 1 => OverlayKind.Annotate, _ => OverlayKind.AddAfter },
        Target = target.BlockId,
        BasedOn = 1,
        Content = target with { BlockId = $"{code}-{i}-text", Explains = [], Text = $"What is done here instead, {i}: a paragraph of some length, with a number and a law of the country." },
    });

    private static async Task SecondEdition(Database database)
    {
        await using var db = database.New<GuideDb>();
        var (text, now) = (Text.Value, TimeProvider.System.GetUtcNow());
        var changed = text.Blocks.Where((_, i) => i % 10 == 0).Select((block, i) => block with { Number = 2, Text = block.Text + " More.", Change = (ChangeClass)(i % 4) }).ToDictionary(one => one.BlockId, StringComparer.Ordinal);
        db.Versions.AddRange(changed.Values.Select(one => new StoredVersion { Document = Large, BlockId = one.BlockId, Number = 2, Content = System.Text.Encoding.UTF8.GetString(TextStore.ToBytes(one)), At = now }));
        db.Editions.Add(new StoredEdition { Document = Large, Number = 2, Entries = string.Join('\n', text.Blocks.Select(block => $"{block.BlockId} {(changed.ContainsKey(block.BlockId) ? 2 : 1)}")), At = now });
        await TextStore.Count(db);
        await db.SaveChangesAsync();
    }

    /// <summary>How far the heap grows while something is done.</summary>
    private sealed class Peak : IDisposable
    {
        private readonly long before, allocated;
        private readonly Timer timer;
        private long most;

        public Peak()
        {
            before = GC.GetTotalMemory(forceFullCollection: true);
            allocated = GC.GetTotalAllocatedBytes();
            timer = new Timer(_ => most = Math.Max(most, GC.GetTotalMemory(false)), null, 0, 2);
        }

        public long Allocated => GC.GetTotalAllocatedBytes() - allocated;

        public long Stop() => Math.Max(most, GC.GetTotalMemory(false)) - before;

        public void Dispose() => timer.Dispose();
    }
}
