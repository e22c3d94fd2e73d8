using System.Diagnostics;
using Npgsql;

namespace Entraide.Tests.Databases;

/// <summary>
/// A PostgreSQL server for the run: made, started and thrown away again, on a socket in a temporary folder. Where the
/// server's programs are missing, the tests that need it are skipped, never left out.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private string folder = "";
    private int databases;

    /// <summary>Why there is no server; null where there is one.</summary>
    public string? Missing { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (Program("initdb") is not { } initdb || Program("pg_ctl") is not { } control)
        {
            Missing = "The PostgreSQL server is not installed: nothing was tested on PostgreSQL. ./test installs it on Debian.";
            return;
        }
        folder = Directory.CreateTempSubdirectory("pg").FullName;
        if (Environment.IsPrivilegedProcess) await Run("chown", "postgres", folder);
        await AsServer(initdb, "-D", $"{folder}/data", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-N");
        await AsServer(control, "-w", "-D", $"{folder}/data", "-l", $"{folder}/log", "-o", $"-c listen_addresses= -c max_connections=500 -k {folder}", "start");
    }

    /// <summary>The address of a new, empty database.</summary>
    public async Task<string> NewDatabase()
    {
        var name = $"test{Interlocked.Increment(ref databases)}";
        await using var connection = new NpgsqlConnection($"Host={folder};Username=postgres;Database=postgres");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return $"postgres:///{name}?host={Uri.EscapeDataString(folder)}&user=postgres";
    }

    public async ValueTask DisposeAsync()
    {
        if (Missing is not null) return;
        NpgsqlConnection.ClearAllPools();
        await AsServer(Program("pg_ctl")!, "-w", "-m", "immediate", "-D", $"{folder}/data", "stop");
        Directory.Delete(folder, recursive: true);
    }

    internal static string? Program(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Concat(Directory.Exists("/usr/lib/postgresql") ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderDescending().Select(version => $"{version}/bin") : [])
            .Select(path => Path.Combine(path, name)).FirstOrDefault(File.Exists);

    // The server refuses to run as root.
    internal static Task AsServer(params string[] command) =>
        Environment.IsPrivilegedProcess ? Run("runuser", ["-u", "postgres", "--", .. command]) : Run(command[0], command[1..]);

    private static async Task Run(string program, params string[] arguments)
    {
        // Its output goes nowhere: the server it starts would hold a pipe open for as long as it lives.
        var start = new ProcessStartInfo("sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", program, .. arguments]) { WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
