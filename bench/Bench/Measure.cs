using System.Diagnostics;
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
    public static async Task<string> InTurn(HttpClient client, string page, HttpClient plain, string same, int requests = 1000)
    {
        var (here, there) = (new List<double>(), new List<double>());
        for (var i = -200; i < requests; i++)
        {
            var (a, b) = (await Time(client, page), await Time(plain, same));
            if (i < 0) continue; // Warm first.
            here.Add(a);
            there.Add(b);
        }
        return string.Join("; ", new[] { 0.5, 0.99 }.Select(quantile => $"p{quantile * 100:N0} {At(here, quantile):N2} ms against {At(there, quantile):N2} ms: {At(here, quantile) / At(there, quantile):N1} times"));
    }
}
