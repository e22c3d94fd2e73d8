using System.CommandLine;
using System.Security.Cryptography;
using Entraide.Core.Text;
using Entraide.Node.Platform.Backup;

namespace Entraide.Node.Platform.Sealing;

/// <summary><c>entraide keys</c>: makes the key pair of the backups, changes the keys of a node.</summary>
public static class KeysCommand
{
    public static Command Command(IReadOnlyList<Module> modules) => new("keys", "Make a key pair for backups, or change every key of a node.") { Make(), Rotate(modules) };

    private static Command Make()
    {
        var to = new Option<string>("--to") { Description = "The new file of the private key; the public one goes to FILE.pub.", HelpName = "FILE", Required = true };
        var command = new Command("make", "Make a key pair for backups. The private half must not lie on the node.") { to };
        command.SetAction(parsed =>
        {
            var file = Path.GetFullPath(parsed.GetValue(to)!);
            MakePair(file);
            Report.Write($"{file}: the private key. Keep it off the node, in two places: without it no backup opens.\n{file}.pub: the public key, for entraide backup --recipient.");
            return CommandLine.Done;
        });
        return command;
    }

    /// <summary>Makes a pair on P-256: the private half in PEM, readable by its owner alone, and the public half in FILE.pub.</summary>
    /// <exception cref="RefusedException">One of the two is there already.</exception>
    public static void MakePair(string file)
    {
        foreach (var one in (string[])[file, file + ".pub"])
            if (File.Exists(one)) throw new RefusedException($"{Quoted.Line(one)} is there already, and a key is never replaced. Name a new file with --to.");
        using var pair = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        if (!PrivateFile.Write(file, pair.ExportPkcs8PrivateKeyPem() + "\n")) throw new RefusedException($"{Quoted.Line(file)} was made at the same moment by somebody else. Name a new file with --to.");
        PrivateFile.Write(file + ".pub", pair.ExportSubjectPublicKeyInfoPem() + "\n");
    }

    private static Command Rotate(IReadOnlyList<Module> modules)
    {
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        var command = new Command("rotate", "Change every key of a node, also while it runs.") { NodeFolders.Data, Serve.Keys, json };
        command.SetAction(async parsed =>
        {
            await using var node = await OpenedNode.Open(NodeFolders.Of(parsed), modules);
            var began = node.Time.GetTimestamp();
            var report = await new Rotation(node, modules).Run();
            var seconds = node.Time.GetElapsedTime(began).TotalSeconds;
            if (parsed.GetValue(json))
                Report.Write(new CanonicalJson().Open('{').Name("root").Value(report.Root).Name("records").Value(report.Records).Name("fields").Value(report.Fields).Name("unreadable").Value(report.Unreadable)
                    .Name("removed").Value(report.Removed).Name("milliseconds").Value((long)(seconds * 1000)).Close('}'));
            else
                Report.Write(string.Join('\n',
                [
                    $"Root key {report.Root}, zone keys, signing key, draft key, lookup key and form key are new; {report.Records} records have new keys, {report.Fields} fields were sealed anew, in {seconds:0.0} seconds.",
                    $"{report.Removed} keys of earlier rotations are gone; those replaced now go with the next rotation.", "Make a backup now: the keys packages of before do not open what is sealed from here on.",
                ]));
            if (report.Unreadable == 0) return CommandLine.Done;
            await Console.Error.WriteLineAsync($"entraide: {report.Unreadable} records do not open with their own keys and were left as they are: they were damaged before. Compare them with a backup.");
            return CommandLine.Refused;
        });
        return command;
    }
}
