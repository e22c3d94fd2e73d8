using System.Diagnostics;
using Entraide.Bench;
using Entraide.Node.Platform;

namespace Entraide.Tests.Power;

/// <summary>A process of its own that writes (see <see cref="WriteVerb"/>), and what it said to have been acknowledged.</summary>
internal sealed class WriterProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process process;
    private readonly Lock adding = new();
    private readonly List<string> acknowledged = [];
    private readonly List<string> refusals = [];
    private readonly List<string> errors = [];

    private WriterProcess(Process process) => this.process = process;

    /// <param name="under">A program that runs the writer and watches it; the writer then does all its work on one thread.</param>
    public static WriterProcess Start(NodeOptions node, int count, int writers = 1, bool relaxed = false, params string[] under)
    {
        string[] command =
        [
            .. under, "dotnet", Path.Combine(AppContext.BaseDirectory, "Entraide.Bench.dll"), "write", "--data", node.DataFolder, "--keys", node.KeysFolder,
            .. node.Database is null ? [] : new[] { "--database", node.Database }, "--count", $"{count}", "--writers", $"{writers}", .. relaxed ? ["--relaxed"] : Array.Empty<string>(),
        ];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        if (under.Length > 0)
        {
            // strace counts the calls of each thread by themselves.
            start.Environment["DOTNET_ThreadPool_ForceMinWorkerThreads"] = "1";
            start.Environment["DOTNET_ThreadPool_ForceMaxWorkerThreads"] = "1";
        }
        var writer = new WriterProcess(new Process { StartInfo = start });
        writer.process.OutputDataReceived += (_, line) => writer.Hear(line.Data);
        writer.process.ErrorDataReceived += (_, line) => { lock (writer.adding) writer.errors.Add(line.Data ?? ""); };
        writer.process.Start();
        writer.process.BeginOutputReadLine();
        writer.process.BeginErrorReadLine();
        return writer;
    }

    public IReadOnlyList<string> Acknowledged
    {
        get { lock (adding) return [.. acknowledged]; }
    }

    /// <summary>The exceptions with which writes were refused.</summary>
    public IReadOnlyList<string> Refusals
    {
        get { lock (adding) return [.. refusals]; }
    }

    public string Errors
    {
        get { lock (adding) return string.Join('\n', errors).Trim(); }
    }

    /// <summary>Waits until it has said so; fails if it ends before.</summary>
    public async Task Until(Func<WriterProcess, bool> said)
    {
        var watch = Stopwatch.StartNew();
        while (!said(this))
        {
            if (process.HasExited || watch.Elapsed > Patience) throw new InvalidOperationException($"The writer {(process.HasExited ? $"ended with {process.ExitCode}" : "is too slow")} after {Acknowledged.Count} writes. {Errors}");
            await Task.Delay(2);
        }
    }

    /// <summary>Kills it as the kernel does (SIGKILL), and reads what it had still said.</summary>
    public async Task Kill()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>Waits until it ends by itself, or by whoever watches it, and gives how.</summary>
    public async Task<int> Ended()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await Kill();
        process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (adding)
        {
            if (line.StartsWith("ack ", StringComparison.Ordinal)) acknowledged.Add(line["ack ".Length..]);
            else refusals.Add(line.Split(' ')[^1]);
        }
    }
}
