using System.Diagnostics;
using Entraide.Node.Accounts;
using Entraide.Node.Assistance;
using Entraide.Node.Guide;
using Entraide.Node.Identification;
using Entraide.Node.Impact;
using Entraide.Node.Training;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using static Entraide.Bench.Measure;
using Gate = Entraide.Node.Platform.Access.AccessTicket.Gate;

namespace Entraide.Bench;

/// <summary>
/// What trust costs: a sealed read with its entry on the disk, a sealed write, a flood of sign-ins, and whether time tells
/// what the answer does not. Each figure stands beside what the same machine does in the same run without it.
/// </summary>
internal static class Trust
{
    /// <summary>A read as a handler does it, without a page around it: <c>/bench/ID</c>. The page is measured elsewhere.</summary>
    internal static readonly Entraide.Node.Platform.Module Reading = new()
    {
        Name = "Bench",
        Routes = routes => routes.MapGet("/bench/{id}", async (string id, Caller caller, Gate gate, KeyRing keys, PlatformDb platform, IdentificationDb db) =>
            Results.Text(await Read(id, caller, gate, keys, platform, db))).Asks(AccessAction.Open, Resource.Screening),
    };

    /// <summary>The same without a server around it.</summary>
    internal static async Task<string> Read(string id, Caller caller, Gate gate, KeyRing keys, PlatformDb platform, IdentificationDb db)
    {
        var row = await db.Screenings.AsNoTracking().SingleOrDefaultAsync(one => one.RecordId == id);
        var ticket = await gate.Ask(caller, AccessAction.Open, row?.Subject() ?? Subject.Missing(Resource.Screening, Zone.Care, id), Person.Told);
        var record = await keys.Open(ticket, platform);
        return record.Open(Screening.FactsColumn, row!.Facts) + record.Open(Screening.NarrativeColumn, row.Narrative);
    }

    public static async Task Run()
    {
        var folder = Directory.CreateTempSubdirectory("entraide-bench-").FullName;
        Console.WriteLine("Trust (SQLite, client and node in one process)");
        var raw = RawCommits(folder);
        Console.WriteLine($"  the disk: {raw:N0} single commits/s (SQLite, synchronous FULL)");
        await using var node = await NodeHost.Build(NodeOptions.For(Path.Combine(folder, "data"), urls: "http://127.0.0.1:0"), [PlatformModule.Module, AccountsModule.Module, GuideModule.Module, IdentificationModule.Module, AssistanceModule.Module, TrainingModule.Module, ImpactModule.Module, Reading], builder => builder.Logging.ClearProviders());
        await node.StartAsync();
        await using var plain = await Plain(app => app.MapGet("/", () => Results.Text("{}narrative 1, of some length, as an inspector would write it down in the evening")));
        var (mine, theirs) = (await Person.New(node), await Person.New(node));
        var ids = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => mine.Keep($"narrative {i}, of some length, as an inspector would write it down in the evening")));
        var foreign = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => theirs.Keep($"narrative {i}")));
        using var client = mine.Client(node);
        using var plainClient = new HttpClient { BaseAddress = new Uri(plain.Urls.First()) };

        await Closed(client, i => $"/bench/{ids[i % ids.Length]}", TimeSpan.FromSeconds(2)); // Warm.
        var bare = await Closed(plainClient, _ => "/", TimeSpan.FromSeconds(3));
        var reads = await Closed(client, i => $"/bench/{ids[i % ids.Length]}", TimeSpan.FromSeconds(5));
        Console.WriteLine($"  sealed read with durable ledger: {reads:N0}/s = {reads / raw:N1} x the disk's single commits, {reads / bare:P1} of a plain endpoint ({bare:N0}/s)");
        var writes = await Writes(mine, TimeSpan.FromSeconds(4));
        Console.WriteLine($"  sealed write with durable ledger: {writes:N0}/s = {writes / raw:N1} x the disk's single commits");
        var calm = await Paced(client, i => $"/bench/{ids[i % ids.Length]}", 500, TimeSpan.FromSeconds(5));
        Console.WriteLine($"  at 500 reads/s: p50 {At(calm, 0.5):N1} ms, p99 {At(calm, 0.99):N1} ms");
        await Flood(node, client, ids);
        await Timing(client, foreign);
        await node.StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    // Others read at 50/s, once alone and once while 100 sign-ins a second come in.
    private static async Task Flood(WebApplication node, HttpClient client, string[] ids)
    {
        var alone = await Paced(client, i => $"/bench/{ids[i % ids.Length]}", 50, TimeSpan.FromSeconds(6));
        using var stranger = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(node.Urls.First()) };
        var page = await stranger.GetAsync("/en/sign-in");
        var token = System.Text.RegularExpressions.Regex.Match(await page.Content.ReadAsStringAsync(), "RequestVerificationToken\" value=\"([^\"]+)").Groups[1].Value;
        stranger.DefaultRequestHeaders.Add("Cookie", page.Headers.GetValues("Set-Cookie").First().Split(';')[0]);
        // What is compiled at the first attempt is no part of the flood.
        for (var i = 0; i < 5; i++) await Attempt(stranger, token, $"first{i}");
        using var stop = new CancellationTokenSource();
        var flood = Task.Run(async () =>
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
            var (sent, answers) = (0, new List<Task<HttpResponseMessage>>());
            while (!stop.IsCancellationRequested && await timer.WaitForNextTickAsync())
                answers.Add(Attempt(stranger, token, $"nobody{sent++}"));
            return (await Task.WhenAll(answers)).GroupBy(answer => (int)answer.StatusCode).ToDictionary(group => group.Key, group => group.Count());
        });
        var during = await Paced(client, i => $"/bench/{ids[i % ids.Length]}", 50, TimeSpan.FromSeconds(6));
        await stop.CancelAsync();
        var told = await flood;
        Console.WriteLine($"  100 sign-ins/s for 6 s ({string.Join(", ", told.Select(one => $"{one.Value} x {one.Key}"))}): others' p99 {At(during, 0.99):N1} ms against {At(alone, 0.99):N1} ms alone = {At(during, 0.99) / At(alone, 0.99):N1} x");
    }

    private static Task<HttpResponseMessage> Attempt(HttpClient stranger, string token, string name) => stranger.PostAsync("/en/sign-in", new FormUrlEncodedContent(
        [KeyValuePair.Create("__RequestVerificationToken", token), KeyValuePair.Create("name", name), KeyValuePair.Create("password", "a password of fifteen"), KeyValuePair.Create("code", "123456"), KeyValuePair.Create("return", "")]));

    // A threshold is learnt from half of the pairs and tried on the other half: 50 % is a coin.
    private static async Task Timing(HttpClient client, string[] foreign)
    {
        var pairs = new List<(double Foreign, double Missing)>();
        for (var i = 0; i < 2200; i++)
        {
            // In either order, so that a drift of the machine tells nothing.
            var paths = new[] { $"/bench/{foreign[i % foreign.Length]}", $"/bench/{PlatformDb.NewId()}" };
            var times = new double[2];
            foreach (var which in i % 2 == 0 ? new[] { 0, 1 } : [1, 0]) times[which] = await Time(client, paths[which]);
            if (i >= 200) pairs.Add((times[0], times[1]));
        }
        var (learn, test) = (pairs.Take(1000).ToList(), pairs.Skip(1000).ToList());
        var candidates = learn.SelectMany(pair => new[] { pair.Foreign, pair.Missing }).Order().Where((_, i) => i % 20 == 0).ToList();
        static double Right(IEnumerable<(double Foreign, double Missing)> pairs, double threshold) => pairs.Average(pair => ((pair.Foreign > threshold ? 1 : 0) + (pair.Missing <= threshold ? 1 : 0)) / 2.0);
        var best = candidates.MaxBy(threshold => Math.Abs(Right(learn, threshold) - 0.5));
        var success = Right(learn, best) >= 0.5 ? Right(test, best) : 1 - Right(test, best);
        Console.WriteLine($"  foreign or missing, told by time: right in {success:P1} of 2,000 answers (45 % to 55 % is a coin); medians {At([.. pairs.Select(pair => pair.Foreign)], 0.5):N2} and {At([.. pairs.Select(pair => pair.Missing)], 0.5):N2} ms");
    }

    private static async Task<double> Writes(Person who, TimeSpan time)
    {
        var (watch, done) = (Stopwatch.StartNew(), 0);
        await Task.WhenAll(Enumerable.Range(0, 32).Select(async _ =>
        {
            while (watch.Elapsed < time)
            {
                await who.Keep("a narrative of some length, as an inspector would write it down in the evening");
                Interlocked.Increment(ref done);
            }
        }));
        return done / watch.Elapsed.TotalSeconds;
    }

    private static double RawCommits(string folder)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "raw.db")}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT)";
        command.ExecuteNonQuery();
        command.CommandText = "INSERT INTO rows (text) VALUES ('a row of some length, as an entry of the ledger would be')";
        var (watch, done) = (Stopwatch.StartNew(), 0);
        while (watch.Elapsed < TimeSpan.FromSeconds(2))
        {
            command.ExecuteNonQuery();
            done++;
        }
        return done / watch.Elapsed.TotalSeconds;
    }
}
