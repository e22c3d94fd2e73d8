using System.Diagnostics;
using Entraide.Node.Platform.Ledger;
using Entraide.Tests.Databases;

namespace Entraide.Tests.Node.Platform;

/// <summary>What whoever runs a node types: every verb with its exit code and its lines, against a node that runs.</summary>
public sealed class OperatorTests
{
    [Fact]
    public async Task A_node_is_backed_up_checked_rotated_and_restored_from_the_command_line()
    {
        using var folder = new BackupFolder();
        await using var node = await RunningNode.Start();
        await new KeptRecords(node.App.Services).Keep(4);
        var (key, backup, restored) = (folder.New("key"), folder.New("backup"), folder.New("data"));

        Assert.Contains(".pub", await Done("keys", "make", "--to", key));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        Assert.Contains("never replaced", await Refused("keys", "make", "--to", key));
        Assert.Contains("private key", await Refused("backup", "--to", backup, "--recipient", key, "--data", node.DataFolder));
        Assert.Contains("30 days", (await Done("backup", "--to", backup, "--recipient", key + ".pub", "--data", node.DataFolder)).TrimEnd().Split('\n')[^1]);
        Assert.Contains("never replaces", await Refused("backup", "--to", backup, "--recipient", key + ".pub", "--data", node.DataFolder));
        Assert.Contains("4 identification_screenings", await Done("restore", backup, "--data", restored, "--key", key));
        Assert.Contains("empty folder", await Refused("restore", backup, "--data", restored, "--key", key));
        Assert.Contains("entries hold", await Done("check", "--data", restored));
        Assert.Contains("There is no node", await Refused("check", "--data", folder.New("nothing")));
        Assert.Contains("\"records\":5", await Done("keys", "rotate", "--data", node.DataFolder, "--json"));

        var (ledger, pem) = (folder.New("ledger"), folder.New("pem"));
        await File.WriteAllTextAsync(pem, await Done("ledger", "key", "--data", node.DataFolder));
        Assert.Contains("entries", await Done("ledger", "export", "--to", ledger, "--data", node.DataFolder));
        Assert.Contains("holds", await Done("ledger", "verify", ledger, "--key", pem));
        await File.WriteAllTextAsync(ledger, (await File.ReadAllTextAsync(ledger)).Replace("LabourInspector", "PoliceOfficer"));
        Assert.Contains("Care, entry 1", await Refused("ledger", "verify", ledger, "--key", pem));
        await node.App.StopAsync();
        Assert.True(File.Exists(Path.Combine(node.KeysFolder, Witness.FileName)));
    }

    private static async Task<string> Done(params string[] arguments)
    {
        var (exit, output, error) = await Run(arguments);
        Assert.True(exit == 0, $"{string.Join(' ', arguments)}: {error}");
        return output;
    }

    private static async Task<string> Refused(params string[] arguments)
    {
        var (exit, _, error) = await Run(arguments);
        Assert.Equal(1, exit);
        return Assert.Single(error.TrimEnd().Split('\n'));
    }

    private static async Task<(int Exit, string Output, string Error)> Run(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "entraide.dll"), .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
