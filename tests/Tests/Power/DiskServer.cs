using System.Globalization;
using Entraide.Tests.Databases;
using Npgsql;

namespace Entraide.Tests.Power;

/// <summary>A PostgreSQL server whose data lie in a given folder, as on a disk that can fail. Its socket and log lie elsewhere.</summary>
internal sealed class DiskServer : IAsyncDisposable
{
    private readonly string data;
    private readonly string sockets;
    private int process;

    private DiskServer(string data, string sockets) => (this.data, this.sockets) = (data, sockets);

    /// <summary>The address of its one database.</summary>
    public string Address => $"postgres:///node?host={Uri.EscapeDataString(sockets)}&user=postgres";

    /// <summary>Makes and starts it; skips the test, and says why, where there is no server.</summary>
    public static async Task<DiskServer> Make(string disk, WorkFolder work)
    {
        Assert.SkipWhen(PostgresServer.Program("initdb") is null, "The PostgreSQL server is not installed: nothing was proved on it. ./test installs it on Debian.");
        var server = new DiskServer(Path.Combine(disk, "pg"), work.In("sockets"));
        foreach (var folder in (string[])[server.data, server.sockets])
        {
            Directory.CreateDirectory(folder);
            await Machine.Must("chown", "postgres", folder);
        }
        // With checksums, as an installation for real data has them: so a torn page does not go unseen.
        await PostgresServer.AsServer(PostgresServer.Program("initdb")!, "-D", server.data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums");
        await server.Start();
        await using var connection = new NpgsqlConnection($"Host={server.sockets};Username=postgres;Database=postgres;Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("CREATE DATABASE node", connection);
        await command.ExecuteNonQueryAsync();
        return server;
    }

    public async Task Start()
    {
        // A machine that was switched off has no such process; here its number may still stand in the kernel's table, and what
        // it left behind would be believed.
        foreach (var left in (string[])[Path.Combine(data, "postmaster.pid"), .. Directory.EnumerateFiles(sockets, ".s.PGSQL.*")]) File.Delete(left);
        var log = Path.Combine(sockets, "log");
        try
        {
            await PostgresServer.AsServer(PostgresServer.Program("pg_ctl")!, "-w", "-D", data, "-l", log, "-o", $"-c listen_addresses= -k {sockets}", "start");
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidOperationException($"{e.Message} {string.Join('\n', File.ReadLines(log).TakeLast(20))}", e);
        }
        process = int.Parse((await File.ReadAllLinesAsync(Path.Combine(data, "postmaster.pid")))[0], CultureInfo.InvariantCulture);
    }

    /// <summary>Ends it at once, without any chance to write something more.</summary>
    public async Task Kill()
    {
        NpgsqlConnection.ClearAllPools();
        // Its own children go with it: they wait for its end. SIGKILL could leave one of them alive for a while.
        await Machine.Run("kill", "-QUIT", $"{process}");
        for (var tries = 0; tries < 400 && Runs; tries++) await Task.Delay(25);
        if (Runs) throw new InvalidOperationException("The server does not end.");
    }

    /// <summary>Whether every page and every index is as it should be (pg_amcheck).</summary>
    public async Task<string> Check()
    {
        var (exit, said) = await Machine.Run(PostgresServer.Program("pg_amcheck")!, "--install-missing", "--heapallindexed", "-h", sockets, "-U", "postgres", "-d", "node");
        return exit == 0 ? "ok" : $"pg_amcheck: {said}";
    }

    public async ValueTask DisposeAsync()
    {
        if (Runs) await Kill();
    }

    private bool Runs => File.Exists($"/proc/{process}/stat") && !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
}
