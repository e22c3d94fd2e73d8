using System.CommandLine;
using System.Security.Cryptography;
using Entraide.Core.Sealing;
using Entraide.Core.Text;
using Entraide.Node.Platform.Backup;

namespace Entraide.Node.Platform.Ledger;

/// <summary><c>entraide ledger</c>: carries the ledger out, verifies such a file anywhere, and shows the key that it is verified with.</summary>
public static class LedgerCommand
{
    public static Command Command(IReadOnlyList<Module> modules) => new("ledger", "Export the ledger, or verify one without a node.") { Export(modules), Verify(), Key(modules) };

    private static Command Export(IReadOnlyList<Module> modules)
    {
        var to = new Option<string>("--to") { Description = "The new file.", HelpName = "FILE", Required = true };
        var command = new Command("export", "Write the whole ledger, also while the node runs.") { to, NodeFolders.Data, Serve.Keys };
        command.SetAction(async parsed =>
        {
            await using var node = await OpenedNode.Open(NodeFolders.Of(parsed), modules);
            var file = Path.GetFullPath(parsed.GetValue(to)!);
            var entries = await Write(node, file);
            Report.Write($"{file}: {entries} entries. Verify it anywhere with entraide ledger verify {Quoted.Line(Path.GetFileName(file))} --key PUB; entraide ledger key prints PUB.");
            return CommandLine.Done;
        });
        return command;
    }

    /// <summary>Writes the ledger of an opened node; the file is whole or not there. Gives the number of entries.</summary>
    /// <exception cref="RefusedException">The file is there already.</exception>
    public static async Task<long> Write(OpenedNode node, string file)
    {
        if (File.Exists(file)) throw new RefusedException($"{Quoted.Line(file)} is there already. Name a new file with --to.");
        var draft = file + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            long entries;
            await using (var stream = new FileStream(draft, options))
            {
                await using var writer = new StreamWriter(stream) { NewLine = "\n" };
                await using var connection = await node.Database.Connect();
                await using var transaction = await Tables.Snapshot(connection);
                await using var platform = node.Database.New<PlatformDb>(connection, transaction);
                // A key that has signed since the start is among them: keys come before what they sign.
                await node.Keys.Load();
                entries = await LedgerFile.Write(platform, node.Keys.NodeId, node.Keys.Signers, writer);
                await writer.FlushAsync();
                stream.Flush(flushToDisk: true);
            }
            File.Move(draft, file);
            return entries;
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    private static Command Verify()
    {
        var file = new Argument<string>("FILE") { Description = "A ledger file (entraide ledger export)." };
        var key = new Option<string>("--key") { Description = "The node's signing key in PEM, got from the node itself (entraide ledger key) and kept.", HelpName = "PUB", Required = true };
        var heads = new Option<string?>("--heads") { Description = "Heads that somebody kept, one per line: what was cut off at the end is found by them alone.", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        var command = new Command("verify", "Find any change of a ledger file; no node is needed.") { file, key, heads, json };
        command.SetAction(async parsed =>
        {
            var verdict = LedgerVerifier.Verify(Lines(parsed.GetValue(file)!), ReadKey(parsed.GetValue(key)!), parsed.GetValue(heads) is { } kept ? ReadHeads(kept) : null);
            if (parsed.GetValue(json)) Report.Write(ToJson(verdict));
            else if (verdict.Fault is null)
                Report.Write($"node {verdict.Node}: {(verdict.Sizes.Count == 0 ? "no entries" : string.Join(", ", verdict.Sizes.Select(zone => $"{zone.Key} {zone.Value} entries")))}, {verdict.Heads} signed heads. The ledger holds.");
            if (verdict.Fault is null) return CommandLine.Done;
            await Console.Error.WriteLineAsync($"entraide: {Where(verdict.Fault)}: {verdict.Fault.What}. Do not rely on what this file says from there on; ask the node for its ledger and compare.");
            return CommandLine.Refused;
        });
        return command;
    }

    private static Command Key(IReadOnlyList<Module> modules)
    {
        var command = new Command("key", "Print the public key that signs the ledger's heads.") { NodeFolders.Data, Serve.Keys };
        command.SetAction(async parsed =>
        {
            await using var node = await OpenedNode.Open(NodeFolders.Of(parsed), modules);
            Report.Write(PemEncoding.WriteString("PUBLIC KEY", node.Keys.Signer.Public));
            return CommandLine.Done;
        });
        return command;
    }

    private static string Where(LedgerFault fault) => fault.Zone.Length == 0 ? "the file" : $"{Quoted.Line(fault.Zone)}, entry {fault.Position}";

    private static CanonicalJson ToJson(LedgerVerdict verdict)
    {
        var json = new CanonicalJson().Open('{').Name("node").Value(verdict.Node).Name("holds").Value(verdict.Fault is null).Name("entries").Open('{');
        foreach (var zone in verdict.Sizes) json.Name(zone.Key).Value(zone.Value);
        json.Close('}').Name("heads").Value(verdict.Heads);
        if (verdict.Fault is { } fault) json.Name("fault").Open('{').Name("zone").Value(fault.Zone).Name("position").Value(fault.Position).Name("what").Value(fault.What).Close('}');
        return json.Close('}');
    }

    private static IEnumerable<string> Lines(string file)
    {
        try
        {
            return File.ReadLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new RefusedException($"{Quoted.Line(file)} cannot be read ({Quoted.Line(e.Message)}). Check its name.", e);
        }
    }

    private static byte[] ReadKey(string file)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(System.Text.Encoding.UTF8.GetString(InputFile.Read(file).Span));
            return key.ExportSubjectPublicKeyInfo();
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new RefusedException($"{Quoted.Line(file)} holds no public key in PEM. entraide ledger key prints the node's.", e);
        }
    }

    private static IReadOnlyList<LedgerHead> ReadHeads(string file)
    {
        try
        {
            return LedgerVerifier.ReadHeads(Lines(file));
        }
        catch (FormatException e)
        {
            throw new RefusedException($"{Quoted.Line(file)}: {Quoted.Line(e.Message)}. Give heads as the node keeps them in {Witness.FileName}.", e);
        }
    }
}
