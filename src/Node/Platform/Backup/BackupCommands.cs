using System.CommandLine;
using Entraide.Core.Text;

namespace Entraide.Node.Platform.Backup;

/// <summary><c>entraide backup</c>, <c>restore</c> and <c>move</c>.</summary>
public static class BackupCommands
{
    private static readonly Option<bool> Json = new("--json") { Description = "Write JSON." };

    public static IReadOnlyList<Command> Commands(IReadOnlyList<Module> modules) => [Backup(modules), Restored(modules), Moved(modules)];

    private static Command Backup(IReadOnlyList<Module> modules)
    {
        var to = new Option<string>("--to") { Description = "The new file; its keys go to FILE.keys.", HelpName = "FILE", Required = true };
        var recipient = new Option<string>("--recipient") { Description = "The public key that it is sealed to (entraide keys make).", HelpName = "PUB", Required = true };
        var command = new Command("backup", "Write a sealed backup, also while the node runs.") { to, recipient, NodeFolders.Data, Serve.Keys, Json };
        command.SetAction(async parsed =>
        {
            using var key = BackupKeys.ReadPublic(parsed.GetValue(recipient)!);
            using var half = key.PublicKey;
            await using var node = await OpenedNode.Open(NodeFolders.Of(parsed), modules);
            var began = node.Time.GetTimestamp();
            var report = await new BackUp(node).Write(Path.GetFullPath(parsed.GetValue(to)!), half);
            var seconds = node.Time.GetElapsedTime(began).TotalSeconds;
            if (parsed.GetValue(Json))
                Report.Write(new CanonicalJson().Open('{').Name("file").Value(report.File).Name("keys").Value(report.KeysFile).Name("node").Value(report.Manifest.Node).Name("createdAt").Value(report.Manifest.CreatedAt)
                    .Tables(report.Tables.Concat(report.KeyTables)).Heads(report.Manifest.Heads).Name("milliseconds").Value((long)(seconds * 1000)).Close('}'));
            else
                Report.Write(string.Join('\n',
                [
                    $"{report.File}: {Report.Rows(report.Tables)}.", $"{report.KeysFile}: {Report.Rows(report.KeyTables)}.", .. Report.Heads(report.Manifest.Heads), $"Sealed in {seconds:0.0} seconds.",
                    $"Keep {Path.GetFileName(report.KeysFile)} for {BackUp.KeysKeptDays} days and then delete it, so that what was erased becomes unreadable; a restore takes any backup with the newest keys package.",
                ]));
            return CommandLine.Done;
        });
        return command;
    }

    private static Command Restored(IReadOnlyList<Module> modules)
    {
        var file = new Argument<string>("FILE") { Description = "The backup." };
        var data = new Option<string>("--data") { Description = "Folder of the node's data, new or empty.", HelpName = "DIR", Required = true };
        var key = new Option<string>("--key") { Description = "The private key that opens the backup.", HelpName = "KEY", Required = true };
        var package = new Option<string>("--keys-package") { Description = "The newest keys package (FILE.keys).", HelpName = "FILE" };
        var to = new Option<string>("--to") { Description = "Restore into this empty PostgreSQL database rather than into the data folder.", HelpName = "postgres://…" };
        var command = new Command("restore", "Restore a node from a backup onto an empty machine.") { file, data, key, package, Serve.Keys, to, Json };
        command.SetAction(async parsed =>
        {
            var options = NodeOptions.For(parsed.GetValue(data)!, parsed.GetValue(Serve.Keys));
            if (options.Database is not null && parsed.GetValue(to) is null) throw new RefusedException("ENTRAIDE_DATABASE names a database. Restore into an empty one with --to postgres://…, or unset it to restore into the data folder.");
            using var opening = BackupKeys.ReadPrivate(parsed.GetValue(key)!);
            var from = Path.GetFullPath(parsed.GetValue(file)!);
            var began = TimeProvider.System.GetTimestamp();
            var report = await Restore.Run(new RestorePlan(from, parsed.GetValue(package) ?? BackUp.KeysFileOf(from), opening, options with { Database = parsed.GetValue(to) }), modules);
            var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
            if (parsed.GetValue(Json))
                Report.Write(new CanonicalJson().Open('{').Name("node").Value(report.Manifest.Node).Name("createdAt").Value(report.Manifest.CreatedAt).Name("keysCreatedAt").Value(report.KeysCreatedAt).Name("signedBy").Value(report.SignedBy)
                    .Tables(report.Tables).Name("erasedAgain").Value(report.ErasedAgain).Name("keyless").Value(report.Keyless).Heads(report.Ledger.Heads).Name("milliseconds").Value((long)(seconds * 1000)).Close('}'));
            else
                Report.Write(string.Join('\n',
                [
                    $"Restored node {report.Manifest.Node} as it was at {DateTimeOffset.FromUnixTimeMilliseconds(report.Manifest.CreatedAt):yyyy-MM-dd HH:mm:ss}Z, signed by key {report.SignedBy}: {Report.Rows(report.Tables)}.",
                    $"{report.ErasedAgain} rows of records erased since then were erased again; {report.Keyless} rows whose key is gone were left out. Nobody is signed in.",
                    .. Report.Heads(report.Ledger.Heads), $"Verified and in place after {seconds:0.0} seconds. Start it with {(options.Database is null && parsed.GetValue(to) is null ? "" : "ENTRAIDE_DATABASE set and ")}entraide serve --data {options.DataFolder}",
                ]));
            return CommandLine.Done;
        });
        return command;
    }

    private static Command Moved(IReadOnlyList<Module> modules)
    {
        var to = new Option<string>("--to") { Description = "The empty PostgreSQL database.", HelpName = "postgres://…", Required = true };
        var copy = new Option<bool>("--copy") { Description = "Copy only: the node in the data folder can still be started." };
        var command = new Command("move", "Carry a node from SQLite to PostgreSQL.") { to, copy, NodeFolders.Data, Serve.Keys, Json };
        command.SetAction(async parsed =>
        {
            var options = NodeFolders.Of(parsed) with { Database = null };
            await using var node = await OpenedNode.Open(options, modules);
            await using var target = OpenedNode.Assemble(options with { Database = parsed.GetValue(to) }, modules);
            var began = node.Time.GetTimestamp();
            var report = await Move.Run(node, target, parsed.GetValue(copy));
            var seconds = node.Time.GetElapsedTime(began).TotalSeconds;
            if (parsed.GetValue(Json))
                Report.Write(new CanonicalJson().Open('{').Tables(report.Tables).Heads(report.Ledger.Heads).Name("milliseconds").Value((long)(seconds * 1000)).Close('}'));
            else
                Report.Write(string.Join('\n',
                [
                    $"Moved, counted and compared: {Report.Rows(report.Tables)}.", .. Report.Heads(report.Ledger.Heads), $"It took {seconds:0.0} seconds.",
                    $"Start the node with ENTRAIDE_DATABASE={Move.WithoutPassword(parsed.GetValue(to)!)} entraide serve --data {options.DataFolder} --keys {options.KeysFolder}{(parsed.GetValue(copy) ? "" : "; the one in the data folder is closed")}.",
                ]));
            return CommandLine.Done;
        });
        return command;
    }
}
