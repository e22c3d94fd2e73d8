using System.Text;
using Entraide.Core.Sealing;
using Entraide.Core.Text;
using Entraide.Node.Platform.Backup;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Platform.Ledger;

/// <summary>
/// Keeps the newest signed heads beside the keys, every minute and when the node stops: a database that is put back to an
/// earlier day, or cut, is then found at the next start. Copies of the file elsewhere are worth more than the file.
/// </summary>
public sealed class Witness(Database database, KeyRing keys, NodeOptions options, TimeProvider time, ILogger<Witness> log) : BackgroundService
{
    /// <summary>In the keys folder: one head per line, see <see cref="LedgerVerifier.HeadLine"/>.</summary>
    public const string FileName = "ledger-heads.jsonl";

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Keeps the newest head of each zone, where it is not the one that was kept last.</summary>
    public async Task Keep()
    {
        await turn.WaitAsync();
        try
        {
            await using var db = database.New<PlatformDb>();
            var kept = Read(options.KeysFolder, keys.NodeId);
            var lines = (await Manifest.HeadsOf(db, keys.NodeId)).Where(head => kept.LastOrDefault(one => one.Zone == head.Zone) is not { } last || last.Size < head.Size).Select(LedgerVerifier.HeadLine).ToList();
            if (lines.Count > 0) Append(FileIn(options.KeysFolder), lines);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The last head of each zone that was kept of this node.</summary>
    /// <exception cref="RefusedException">A line is no head.</exception>
    public static IReadOnlyList<LedgerHead> Read(string keysFolder, string node)
    {
        var file = FileIn(keysFolder);
        if (!File.Exists(file)) return [];
        var text = File.ReadAllText(file);
        // What a power cut left of the last line is no line.
        var lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n');
        try
        {
            return [.. LedgerVerifier.ReadHeads(lines).Where(head => head.Node == node).GroupBy(head => head.Zone, StringComparer.Ordinal).Select(zone => zone.MaxBy(head => head.Size)!)];
        }
        catch (FormatException e)
        {
            throw new RefusedException($"{file}: {Quoted.Line(e.Message)}. Put back a copy of it, or move it away once you know how that came about; entraide check looks at the rest.", e);
        }
    }

    /// <summary>The ledger must have grown from the heads that were kept.</summary>
    /// <exception cref="RefusedException">It is shorter, or another.</exception>
    public static async Task Require(PlatformDb db, string keysFolder, string node)
    {
        var trees = await db.Trees.AsNoTracking().ToDictionaryAsync(tree => tree.Zone.ToString(), StringComparer.Ordinal);
        foreach (var kept in Read(keysFolder, node))
        {
            var size = trees.TryGetValue(kept.Zone, out var tree) ? tree.Size : 0;
            if (size < kept.Size)
                throw new RefusedException($"The ledger ({kept.Zone}) has {size} entries, and on {DateTimeOffset.FromUnixTimeMilliseconds(kept.At):yyyy-MM-dd HH:mm}Z it had {kept.Size}: the database was put back or cut. {WayOn}");
            var head = await db.Heads.AsNoTracking().SingleOrDefaultAsync(one => one.Zone == tree!.Zone && one.Size == kept.Size);
            if (head is null || !head.Root.AsSpan().SequenceEqual(kept.Root))
                throw new RefusedException($"The ledger ({kept.Zone}) is not the one that had {kept.Size} entries on {DateTimeOffset.FromUnixTimeMilliseconds(kept.At):yyyy-MM-dd HH:mm}Z: it was changed. {WayOn}");
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Try();
    }

    public override void Dispose()
    {
        turn.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await Try();
    }

    private const string WayOn = "Find the database that the node last ran on, or restore a backup into new folders with entraide restore.";

    private static string FileIn(string keysFolder) => Path.Combine(keysFolder, FileName);

    private async Task Try()
    {
        try
        {
            await Keep();
        }
        catch (Exception e)
        {
            // The node goes on: what could not be kept now is kept in a minute.
            log.LogWarning(e, "The heads of the ledger could not be kept in {File}.", FileIn(options.KeysFolder));
        }
    }

    private static void Append(string file, IReadOnlyList<string> lines)
    {
        var mode = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows()) mode.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(file, mode);
        // After the last whole line.
        var end = stream.Length;
        for (; end > 0; end--)
        {
            stream.Position = end - 1;
            if (stream.ReadByte() == '\n') break;
        }
        stream.SetLength(end);
        stream.Position = end;
        stream.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
        stream.Flush(flushToDisk: true);
    }
}
