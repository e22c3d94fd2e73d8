using System.CommandLine;
using Entraide.Core.Screening;
using Entraide.Core.Text;

namespace Entraide.Node.Platform;

/// <summary>The command line: exit 0 done, 1 refused or failed with one clear line on standard error, 2 wrong usage.</summary>
public static class CommandLine
{
    public const int Done = 0, Refused = 1, WrongUsage = 2;

    /// <summary>Writes to standard output, whatever the terminal's own encoding is, and ends the line.</summary>
    public static void Write(ReadOnlySpan<byte> utf8)
    {
        using var output = Console.OpenStandardOutput();
        output.Write(utf8);
        output.Write("\n"u8);
    }

    public static async Task<int> Run(string[] args, IReadOnlyList<Module> modules)
    {
        var root = new RootCommand("Entraide: best practice that runs, for everyone who acts against trafficking in human beings.");
        foreach (var command in modules.SelectMany(module => module.Commands(modules))) root.Add(command);
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync($"entraide: {string.Join(' ', parsed.Errors.Select(error => error.Message))} See entraide --help.");
            return WrongUsage;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (InstrumentException e)
        {
            foreach (var fault in e.Faults) await Console.Error.WriteLineAsync($"entraide: {fault}");
            return Refused;
        }
        catch (RefusedException e)
        {
            await Console.Error.WriteLineAsync($"entraide: {e.Message}");
            return Refused;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // What the machine itself refuses: a full disk, a closed pipe, an impossible path.
            await Console.Error.WriteLineAsync($"entraide: {Quoted.Line(e.Message)} Check the names and folders that you gave.");
            return Refused;
        }
    }
}
