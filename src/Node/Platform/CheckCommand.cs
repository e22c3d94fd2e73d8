using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using Entraide.Core.Text;
using Entraide.Node.Platform.Backup;
using Entraide.Node.Platform.Ledger;
using Entraide.Node.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Platform;

/// <summary>One thing that was checked.</summary>
/// <param name="Fault">What is wrong and how to mend it; null where nothing is.</param>
/// <param name="IsWarning">Whether the node is sound all the same.</param>
public sealed record Finding(string What, string Said, string? Fault = null, bool IsWarning = false)
{
    public bool Fails => Fault is not null && !IsWarning;
}

/// <summary><c>entraide check</c>: is this node sound? It changes nothing.</summary>
public static class CheckCommand
{
    private const long LeastFree = 1_000_000_000;

    public static Command Command(IReadOnlyList<Module> modules)
    {
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        var command = new Command("check", "Check a node: settings, folders, keys, tables, ledger.") { NodeFolders.Data, Serve.Keys, json };
        command.SetAction(async parsed =>
        {
            var options = NodeFolders.Of(parsed);
            OpenedNode.RequireStore(options);
            await using var node = OpenedNode.Assemble(options, modules);
            var findings = await Run(node);
            if (parsed.GetValue(json))
            {
                var list = new CanonicalJson().Open('[');
                foreach (var one in findings) list.Open('{').Name("what").Value(one.What).Name("sound").Value(!one.Fails).Name("said").Value(one.Said).Name("fault").Value(one.Fault).Close('}');
                Report.Write(list.Close(']'));
            }
            else Report.Write(string.Join('\n', findings.Select(one => $"{one.What,-12} {(one.Fault is null ? "ok" : one.IsWarning ? "warning" : "WRONG"),-8} {one.Fault ?? one.Said}")));
            if (!findings.Any(one => one.Fails)) return CommandLine.Done;
            await Console.Error.WriteLineAsync($"entraide: {findings.Count(one => one.Fails)} of {findings.Count} checks failed: {string.Join(", ", findings.Where(one => one.Fails).Select(one => one.What))}. Each line says how to mend it.");
            return CommandLine.Refused;
        });
        return command;
    }

    public static async Task<IReadOnlyList<Finding>> Run(OpenedNode node) =>
    [
        await Try("folders", () => Task.FromResult(Folders(node.Options))),
        await Try("disk", () => Task.FromResult(Disk(node.Options))),
        await Try("settings", () => Settings(node.Database)),
        await Try("tables", () => Schema(node)),
        await Try("integrity", () => Integrity(node.Database)),
        await Try("keys", () => Keys(node)),
        await Try("clock", () => Clock(node)),
        await Try("ledger", () => Ledger(node)),
    ];

    private static async Task<Finding> Try(string what, Func<Task<Finding>> check)
    {
        try
        {
            return await check();
        }
        catch (RefusedException e)
        {
            return new Finding(what, "", e.Message);
        }
        catch (Exception e) when (e is DbException or IOException or UnauthorizedAccessException or CryptographicException or FormatException)
        {
            return new Finding(what, "", $"It could not be checked ({Quoted.Line(e.Message)}). Mend what stands above first, or restore a backup.");
        }
    }

    private static Finding Folders(NodeOptions options)
    {
        if (!Directory.Exists(options.KeysFolder)) throw new RefusedException($"The keys folder {options.KeysFolder} is missing. Put it back, or name it with --keys.");
        if (OperatingSystem.IsWindows()) return new Finding("folders", "not checked on Windows");
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        var folders = ((string[])[options.DataFolder, options.KeysFolder]).Where(Directory.Exists);
        var open = new List<string>();
        foreach (var path in folders.Concat(Directory.EnumerateFiles(options.KeysFolder, "root-*.key")))
            if ((File.GetUnixFileMode(path) & Others) != UnixFileMode.None) open.Add(path);
        return open.Count == 0 ? new Finding("folders", "closed to others") : new Finding("folders", "", $"Others may look into {string.Join(", ", open)}. Close them: chmod go= {string.Join(' ', open)}");
    }

    private static Finding Disk(NodeOptions options)
    {
        var drive = new DriveInfo(options.DataFolder);
        var (free, all) = (drive.AvailableFreeSpace, drive.TotalSize);
        var said = string.Create(CultureInfo.InvariantCulture, $"{free / 1e9:0.0} GB of {all / 1e9:0.0} GB free");
        return free >= LeastFree && free >= all / 10 ? new Finding("disk", said) : new Finding("disk", said, $"{said}. Make room before the node has to refuse what it is given.", IsWarning: true);
    }

    private static async Task<Finding> Settings(Database database)
    {
        await using var connection = await database.Connect();
        await database.RequireSettings(connection);
        return new Finding("settings", "an acknowledged write survives a power cut");
    }

    private static async Task<Finding> Schema(OpenedNode node)
    {
        await node.RequireSchema();
        await using var platform = node.Database.New<PlatformDb>();
        await Move.RequireHere(platform);
        return new Finding("tables", string.Join("; ", Manifest.SchemaOf(node.Database)));
    }

    private static async Task<Finding> Integrity(Database database)
    {
        if (database.IsPostgres) return new Finding("integrity", "PostgreSQL looks after it (data checksums, amcheck)");
        await using var connection = await database.Connect();
        var found = await StoreSettings.Read(connection, "quick_check", postgres: false);
        return found == "ok" ? new Finding("integrity", "SQLite finds no fault in its file") : new Finding("integrity", "", $"The database's file is damaged ({Quoted.Line(found)}). Stop the node and restore a backup.");
    }

    private static async Task<Finding> Keys(OpenedNode node)
    {
        await using var platform = node.Database.New<PlatformDb>();
        await node.Keys.Adopt(platform);
        var records = 0;
        await foreach (var key in platform.RecordKeys.AsNoTracking().AsAsyncEnumerable())
        {
            try
            {
                await node.Keys.Unwrap(key);
                records++;
            }
            catch (CryptographicException e)
            {
                throw new RefusedException($"The key of record {key.RecordId} does not open ({e.Message}). Compare the database and the keys folder with a backup.", e);
            }
        }
        return new Finding("keys", $"all open, and those of {records} records");
    }

    private static async Task<Finding> Clock(OpenedNode node)
    {
        await using var platform = node.Database.New<PlatformDb>();
        var (now, last) = (node.Time.GetUtcNow(), await platform.Trees.AsNoTracking().Where(tree => tree.Size > 0).OrderByDescending(tree => tree.LastAt).Select(tree => (DateTimeOffset?)tree.LastAt).FirstOrDefaultAsync());
        return last is null || now >= last ? new Finding("clock", $"{now:yyyy-MM-dd HH:mm:ss}Z")
            : new Finding("clock", "", $"The clock says {now:yyyy-MM-dd HH:mm:ss}Z, and the ledger was written at {last:yyyy-MM-dd HH:mm:ss}Z. Set the clock (timedatectl).");
    }

    private static async Task<Finding> Ledger(OpenedNode node)
    {
        await using var connection = await node.Database.Connect();
        await using var transaction = await Tables.Snapshot(connection);
        await using var platform = node.Database.New<PlatformDb>(connection, transaction);
        if (node.Keys.Signers.Count == 0) await node.Keys.Adopt(platform);
        var kept = Witness.Read(node.Options.KeysFolder, node.Keys.NodeId);
        var ledger = await LedgerCheck.Run(platform, node.Keys.NodeId, node.Keys.Signers, kept);
        return ledger.Fault is null ? new Finding("ledger", $"{ledger.Entries} entries hold, {kept.Count} kept heads agree")
            : new Finding("ledger", "", $"{ledger.Fault}. Export it (entraide ledger export) and keep it as evidence; go on with a restore into new folders.");
    }
}
