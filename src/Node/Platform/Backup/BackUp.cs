using System.Data.Common;
using System.Security.Cryptography;
using Entraide.Core.Sealing;
using Entraide.Core.Text;
using Entraide.Node.Platform.Sealing;

namespace Entraide.Node.Platform.Backup;

/// <summary>What was backed up.</summary>
/// <param name="Tables">What the data package holds.</param>
/// <param name="KeyTables">What the keys package holds.</param>
public sealed record BackupReport(string File, string KeysFile, Manifest Manifest, IReadOnlyList<TableSum> Tables, IReadOnlyList<TableSum> KeyTables);

/// <summary>
/// Writes a backup, in two packages: what is kept for long, and the keys that open what is sealed in it. A record that was
/// erased has lost its key; once the keys packages that still have it are gone, it is unreadable in every older backup.
/// </summary>
public sealed class BackUp(OpenedNode node)
{
    /// <summary>How long a keys package may be kept: that long an erased record could still be read.</summary>
    public const int KeysKeptDays = 30;

    private static readonly Type[] OfKeys = [typeof(StoredKey), typeof(StoredRecordKey), typeof(ErasedRecord)];

    /// <summary>Whether a table goes into the keys package.</summary>
    public static bool IsOfKeys(StoredTable table) => OfKeys.Contains(table.Entity);

    /// <summary>Where the keys package of a backup lies unless told otherwise.</summary>
    public static string KeysFileOf(string file) => file + ".keys";

    /// <summary>Writes both packages; both are on the disk and whole when this returns, and neither is there otherwise.</summary>
    /// <exception cref="RefusedException">A file is there already.</exception>
    public async Task<BackupReport> Write(string file, ECDiffieHellmanPublicKey recipient)
    {
        var keysFile = KeysFileOf(file);
        foreach (var one in (string[])[file, keysFile])
            if (File.Exists(one)) throw new RefusedException($"{Quoted.Line(one)} is there already, and a backup never replaces another. Name a new file with --to.");
        var written = new List<string>();
        try
        {
            var signer = node.Keys.Signer;
            await using var connection = await node.Database.Connect();
            await using var transaction = await Tables.Snapshot(connection);
            var tables = StoredTable.All(node.Database);
            IReadOnlyList<LedgerHead> heads;
            await using (var platform = node.Database.New<PlatformDb>(connection, transaction)) heads = await Manifest.HeadsOf(platform, node.Keys.NodeId);
            var manifest = new Manifest(Manifest.Data, node.Keys.NodeId, node.Time.GetUtcNow().ToUnixTimeMilliseconds(), ProgramVersion, Manifest.SchemaOf(node.Database), heads);

            var data = await Put(file, recipient, manifest, signer, written, package => Copy(package, transaction, tables.Where(table => !IsOfKeys(table) && !table.DiesWithRestore)));
            var keys = await Put(keysFile, recipient, manifest with { Part = Manifest.Keys }, signer, written, async package =>
            {
                await Copy(package, transaction, tables.Where(IsOfKeys));
                var roots = new RootKeyFiles(node.Options.KeysFolder);
                foreach (var version in roots.Versions) package.Write(version, roots.Read(version));
            });
            // The keys first: a backup whose data are in place is whole.
            File.Move(Draft(keysFile), keysFile);
            written.Add(keysFile);
            File.Move(Draft(file), file);
            return new BackupReport(file, keysFile, manifest, data, keys);
        }
        catch
        {
            foreach (var one in written) File.Delete(one);
            throw;
        }
    }

    internal static string ProgramVersion => typeof(BackUp).Assembly.GetName().Version?.ToString(3) ?? "";

    private static string Draft(string file) => file + ".new";

    private static async Task Copy(PackageWriter package, DbTransaction within, IEnumerable<StoredTable> tables)
    {
        foreach (var table in tables) await package.Write(table, Tables.Rows(within, table));
    }

    private static async Task<IReadOnlyList<TableSum>> Put(string file, ECDiffieHellmanPublicKey recipient, Manifest manifest, SigningKey signer, List<string> written, Func<PackageWriter, Task> fill)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var stream = new FileStream(Draft(file), options);
        written.Add(Draft(file));
        using var sealing = new SealedStreamWriter(recipient, Manifest.Purpose(manifest.Part), stream);
        using var package = new PackageWriter(sealing, manifest);
        await fill(package);
        package.Close(signer);
        sealing.Complete();
        stream.Flush(flushToDisk: true);
        return package.Tables;
    }
}
