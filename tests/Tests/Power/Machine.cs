using System.Diagnostics;

namespace Entraide.Tests.Power;

/// <summary>What these tests ask of the machine: to be root, to trace a process, to mount a file system from a file.</summary>
internal static class Machine
{
    /// <summary>Runs a program to its end and gives what it said.</summary>
    public static async Task<(int Exit, string Said)> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/", UseShellExecute = false })!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(said).Trim());
    }

    /// <exception cref="InvalidOperationException">It failed; says with what.</exception>
    public static async Task Must(string program, params string[] arguments)
    {
        var (exit, said) = await Run(program, arguments);
        if (exit != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {exit}: {said}");
    }

    /// <summary>Skips the test, and says why, where a program is missing.</summary>
    public static async Task Needs(string program, string package)
    {
        var (exit, _) = await Run("sh", "-c", $"command -v {program} || test -x /usr/sbin/{program}");
        Assert.SkipWhen(exit != 0, $"{program} is missing: nothing was proved here. Install it with: apt-get install {package}");
    }
}

/// <summary>A folder of one test, which those who run as another user may pass through; removed with everything in it.</summary>
internal sealed class WorkFolder : IDisposable
{
    public WorkFolder()
    {
        Path = Directory.CreateTempSubdirectory("entraide-power-").FullName;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path, (UnixFileMode)0b111_001_001);
    }

    public string Path { get; }

    public string In(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>What came of several runs.</summary>
internal sealed class Tally(string what)
{
    public int Runs { get; private set; }
    public int RunsThatLost { get; private set; }
    public int Acknowledged { get; private set; }
    public int Refused { get; private set; }
    public int Lost { get; private set; }
    public int Unacknowledged { get; private set; }

    /// <summary>See <see cref="Bench.Verification.LateLost"/>.</summary>
    public int LateLost { get; private set; }

    /// <summary>What was wrong beside lost writes.</summary>
    public List<string> Faults { get; } = [];

    public void Add(Bench.Verification found, int refused = 0)
    {
        (Runs, Refused) = (Runs + 1, Refused + refused);
        (Acknowledged, Lost, Unacknowledged) = (Acknowledged + found.Acknowledged, Lost + found.Lost, Unacknowledged + found.UnacknowledgedVisible);
        LateLost += found.LateLost;
        if (found.Lost > 0) RunsThatLost++;
        if (found.Integrity != "ok") Faults.Add($"run {Runs}: {found.Integrity}");
        if (found.MostPerWriter > 1) Faults.Add($"run {Runs}: {found.MostPerWriter} unacknowledged writes of one writer are visible");
    }

    public void NothingLost()
    {
        Assert.Empty(Faults);
        Assert.Equal(0, Lost);
        // Nothing can be lost where nothing was kept.
        Assert.NotEqual(0, Acknowledged);
    }

    public override string ToString() =>
        $"{what}: {Runs} runs, {Acknowledged} acknowledged, {Lost} lost in {RunsThatLost} runs, {Refused} refused, {Unacknowledged} visible though not yet acknowledged, {LateLost} not there of those acknowledged without power, {Faults.Count} other faults";
}
