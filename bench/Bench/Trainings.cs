using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using Entraide.Core.Sealing;
using Entraide.Core.Statistics;
using Entraide.Core.Training;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Training;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace Entraide.Bench;

/// <summary>Kits of 500 files, and the comparison of 200 replications of 60 people each.</summary>
internal static class Trainings
{
    private const int Files = 500, FileSize = 20_000, Replications = 200, People = 60;

    public static async Task Run()
    {
        var folder = Directory.CreateTempSubdirectory("entraide-bench-").FullName;
        await using var node = await NodeHost.Build(NodeOptions.For(Path.Combine(folder, "data"), urls: "http://127.0.0.1:0"), Arguments.Modules, builder => builder.Logging.ClearProviders());
        await node.StartAsync();
        await using var scope = node.Services.CreateAsyncScope();
        var shelf = scope.ServiceProvider.GetRequiredService<KitShelf>();
        var shipped = (await shelf.Find("joint-labour"))!;
        var kit = KitFile.Read((await shelf.Release(Caller.Node(Purpose.Training), shipped, AccessAction.Change, "bench")).File).Kit;
        await Kits(kit);
        Statistics();
        await Compare(node, scope.ServiceProvider, shipped, kit, folder);
        await node.StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    // Against an archive of the same files that nobody signs and nobody checks, written and read in turn.
    private static async Task Kits(Kit shipped)
    {
        var random = new SeededRandom(1);
        var media = Enumerable.Range(0, Files).Select(i => KeyValuePair.Create($"media/file-{i:D3}.txt", (ReadOnlyMemory<byte>)Enumerable.Range(0, FileSize).Select(_ => (byte)(32 + random.Next() % 64)).ToArray())).ToList();
        using var key = new SigningKey(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        byte[] Export()
        {
            var kit = Kit.Make(shipped.Design, [.. shipped.Texts.Values], null, media);
            return KitFile.Write(kit, KitFile.Sign(kit, key));
        }

        byte[] Bare()
        {
            using var bytes = new MemoryStream();
            using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
                foreach (var (name, content) in media)
                {
                    using var entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                    entry.Write(content.Span);
                }
            return bytes.ToArray();
        }

        var (file, bare) = (Export(), Bare());
        Console.WriteLine($"Kit of {Files} files and 9 languages, {file.Length / 1e6:N1} MB, in turn with an archive of the same files, unsigned and unchecked");
        Console.WriteLine($"  export  {await Turns(() => Export(), () => Bare())}");
        Console.WriteLine($"  import, every hash and the signature checked  {await Turns(() => KitFile.Read(file), () => Unpack(bare))}");
    }

    private static int Unpack(byte[] archive)
    {
        using var read = new ZipArchive(new MemoryStream(archive));
        var total = 0;
        foreach (var entry in read.Entries)
        {
            using var content = entry.Open();
            using var bytes = new MemoryStream();
            content.CopyTo(bytes);
            total += (int)bytes.Length;
        }
        return total;
    }

    private static async Task<string> Turns(Func<object> one, Func<object> other)
    {
        var (here, there) = (new List<double>(), new List<double>());
        for (var i = 0; i < 12; i++)
        {
            var watch = Stopwatch.StartNew();
            one();
            var a = watch.Elapsed.TotalMilliseconds;
            other();
            if (i < 2) continue; // Warm first.
            here.Add(a);
            there.Add(watch.Elapsed.TotalMilliseconds - a);
        }
        await Task.CompletedTask;
        return $"p50 {Measure.At(here, 0.5):N0} ms against {Measure.At(there, 0.5):N0} ms: {Measure.At(here, 0.5) / Measure.At(there, 0.5):N1} times";
    }

    private static (List<BeforeAndAfter> Scores, List<IReadOnlyList<bool?>> Rights, List<LanguageAnswers> Languages) Room(ulong seed)
    {
        var random = new SeededRandom(seed);
        double Draw() => (random.Next() >> 11) / (double)(1UL << 53);
        var rights = Enumerable.Range(0, People).Select(_ => Draw()).Select(able => (IReadOnlyList<bool?>)[.. Enumerable.Range(0, 12).Select(item => (bool?)(Draw() < 0.3 + 0.6 * able - 0.01 * item))]).ToList();
        return ([.. rights.Select(one => new BeforeAndAfter((int)(Draw() * 6), one.Count(right => right == true)))], rights, [.. rights.Select((one, i) => new LanguageAnswers(new[] { "en", "el", "fr" }[i % 3], one))]);
    }

    private static void Statistics()
    {
        var rooms = Enumerable.Range(1, Replications).Select(i => Room((ulong)i)).ToList();
        var watch = Stopwatch.StartNew();
        foreach (var (scores, rights, _) in rooms)
        {
            LearningGain.Of(scores, 12, 1);
            ItemAnalysis.Of(rights);
        }
        Console.WriteLine($"Statistics of {Replications} replications x {People} people x 12 questions: gains with bootstrap intervals and items {watch.ElapsedMilliseconds:N0} ms");
        watch.Restart();
        var harder = LanguageBias.FromPeople([.. rooms.SelectMany(one => one.Languages)]).Count(one => one.IsHarder);
        Console.WriteLine($"  language bias over all {Replications * People:N0} people {watch.ElapsedMilliseconds:N0} ms ({harder} found, none planted)");
    }

    private static async Task Compare(WebApplication node, IServiceProvider services, TrainingRow training, Kit kit, string folder)
    {
        var (results, keys) = (services.GetRequiredService<TakeResults>(), services.GetRequiredService<KeyRing>());
        var watch = Stopwatch.StartNew();
        for (var i = 1; i <= Replications; i++)
        {
            var (scores, rights, _) = Room((ulong)i);
            var gain = LearningGain.Of(scores, 12, 1);
            var bundle = new ResultBundle(kit.Name, $"{i:x32}", 1, "XH", new DateOnly(2026, 1, 1).AddDays(i), new DateOnly(2026, 1, 2).AddDays(i), ["en"], ReplicationLabel.Replication, People, [], new FidelityProfile(1, 0.9, 1, 4, 4.2),
                new BundleLearning(gain.Pairs, 0, 0, 12, gain.MeanBefore, gain.MeanAfter, gain.Gain, gain.Interval?.Low, gain.Interval?.High, false), [],
                [.. kit.Design.After.SelectMany((item, at) => new[] { "en", "el" }.SelectMany((language, l) => Enumerable.Range(0, 5).Select(band => new BundleCell(item, language, band, 6, Math.Min(6, band + (rights[at][l] == true ? 2 : 1))))))], [], [], [], []);
            await results.Take(Caller.Node(Purpose.Training), bundle.Write(keys.Signer));
        }
        Console.WriteLine($"Comparison: {Replications} signed bundles taken in, {watch.ElapsedMilliseconds / (double)Replications:N1} ms each");
        using var client = (await Person.New(node, Role.TrainingDesigner, Purpose.Training)).Client(node);
        var path = $"/en/trainings/{training.RecordId}/compare";
        var page = await client.GetByteArrayAsync(path);
        var wwwroot = Directory.CreateDirectory(Path.Combine(folder, "static")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(wwwroot, "page.html"), page);
        await using var plain = await Measure.Plain(app => app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(wwwroot) }));
        using var plainClient = new HttpClient { BaseAddress = new Uri(plain.Urls.First()) };
        Console.WriteLine($"  page ({page.Length:N0} bytes), in turn with the same bytes as a static file:  {await Measure.InTurn(client, path, plainClient, "/page.html", 50)}");
    }
}
