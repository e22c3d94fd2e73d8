using System.CommandLine;

namespace Entraide.Node.Platform;

/// <summary>The command line: exit 0 done, 1 refused or failed with one clear line on standard error, 2 wrong usage.</summary>
public static class CommandLine
{
    public const int Done = 0, Refused = 1, WrongUsage = 2;

    /// <summary>The modules of the running node, for verbs that start one.</summary>
    public static IReadOnlyList<Module> Modules { get; private set; } = [];

    public static async Task<int> Run(string[] args, IReadOnlyList<Module> modules)
    {
        Modules = modules;
        var root = new RootCommand("Entraide: best practice that runs, for everyone who acts against trafficking in human beings.");
        foreach (var command in modules.SelectMany(module => module.Commands())) root.Add(command);
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
        catch (RefusedException e)
        {
            await Console.Error.WriteLineAsync($"entraide: {e.Message}");
            return Refused;
        }
    }
}
