using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Entraide.Bench;

/// <summary>What all measurements share.</summary>
internal static class Measure
{
    /// <param name="quantile">From 0 up to, not including, 1.</param>
    public static double At(List<double> times, double quantile) => times.Order().ElementAt((int)(quantile * times.Count));

    /// <summary>Milliseconds until the last byte of an answer, whatever it says.</summary>
    public static async Task<double> Time(HttpClient client, string path)
    {
        var watch = Stopwatch.StartNew();
        using var answer = await client.GetAsync(path);
        await answer.Content.ReadAsByteArrayAsync();
        return watch.Elapsed.TotalMilliseconds;
    }

    /// <summary>A server that does nothing but what it is told, to compare a node with.</summary>
    public static async Task<WebApplication> Plain(Action<WebApplication> answers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var plain = builder.Build();
        answers(plain);
        await plain.StartAsync();
        return plain;
    }

    /// <summary>A page and the same bytes from elsewhere, asked for in turn, and what came of it in a line.</summary>
    public static Task<string> InTurn(HttpClient client, string page, HttpClient plain, string same, int requests = 1000) => InTurn(_ => Time(client, page), _ => Time(plain, same), requests);

    /// <summary>Two things, done in turn, and what came of it in a line.</summary>
    /// <param name="one">Given which time it is, does it and gives how long it took, in milliseconds; so does <paramref name="other"/>.</param>
    public static async Task<string> InTurn(Func<int, Task<double>> one, Func<int, Task<double>> other, int times = 1000)
    {
        var (here, there) = (new List<double>(), new List<double>());
        for (var i = 0; i < 200 + times; i++)
        {
            var (a, b) = (await one(i), await other(i));
            if (i < 200) continue; // Warm first.
            here.Add(a);
            there.Add(b);
        }
        return string.Join("; ", new[] { 0.5, 0.99 }.Select(quantile => $"p{quantile * 100:N0} {At(here, quantile):N2} ms against {At(there, quantile):N2} ms: {At(here, quantile) / At(there, quantile):N1} times"));
    }

    /// <summary>Calls per second: runs for about a second after a warm-up.</summary>
    public static double Rate(Func<object> call)
    {
        for (var i = 0; i < 2000; i++) call();
        long calls = 0;
        var watch = Stopwatch.StartNew();
        while (watch.ElapsedMilliseconds < 1000)
        {
            for (var i = 0; i < 200; i++) call();
            calls += 200;
        }
        return calls / watch.Elapsed.TotalSeconds;
    }

    /// <summary>Answers per second, as fast as 32 at once can.</summary>
    public static async Task<double> Closed(HttpClient client, Func<int, string> path, TimeSpan time)
    {
        var (watch, done) = (Stopwatch.StartNew(), 0);
        await Task.WhenAll(Enumerable.Range(0, 32).Select(async _ =>
        {
            while (watch.Elapsed < time)
            {
                (await client.GetAsync(path(Interlocked.Increment(ref done)))).EnsureSuccessStatusCode();
            }
        }));
        return done / watch.Elapsed.TotalSeconds;
    }

    /// <summary>At a fixed rate, whether the answers keep up or not: each is measured from when it was due.</summary>
    public static async Task<List<double>> Paced(HttpClient client, Func<int, string> path, int rate, TimeSpan time)
    {
        var (watch, times, running) = (Stopwatch.StartNew(), new ConcurrentBag<double>(), new List<Task>());
        for (var i = 0; i < rate * time.TotalSeconds; i++)
        {
            var due = i * 1000.0 / rate;
            if (due - watch.Elapsed.TotalMilliseconds is > 1 and var wait) await Task.Delay(TimeSpan.FromMilliseconds(wait));
            var mine = i;
            running.Add(Task.Run(async () =>
            {
                (await client.GetAsync(path(mine))).EnsureSuccessStatusCode();
                times.Add(watch.Elapsed.TotalMilliseconds - due);
            }));
        }
        await Task.WhenAll(running);
        return [.. times];
    }

    /// <summary>A node as an operator starts it, a process of its own: milliseconds until it answers and for the first page; resident bytes after 200 pages more.</summary>
    /// <param name="page">Asks for one page, or for a few that are one for the count.</param>
    public static async Task<(double Started, double FirstPage, long Memory)> OwnProcess(string data, Func<HttpClient, Task> page)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "entraide.dll"), "serve", "--data", data, "--urls", "http://127.0.0.1:0"]) { UseShellExecute = false, RedirectStandardOutput = true };
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        try
        {
            string answers;
            do answers = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The node did not start.");
            while (!answers.Contains("http://", StringComparison.Ordinal));
            var started = watch.Elapsed.TotalMilliseconds;
            using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(Regex.Match(answers, "http://[0-9.:]+").Value.TrimEnd('.')) };
            await page(http);
            var first = watch.Elapsed.TotalMilliseconds - started;
            for (var i = 0; i < 200; i++) await page(http);
            process.Refresh();
            return (started, first, process.WorkingSet64);
        }
        finally
        {
            process.Kill();
        }
    }
}
