using System.CommandLine;
using Entraide.Node.Platform.Storage;

namespace Entraide.Node.Platform;

/// <summary>A module's table of contents: everything that the node needs to know of it.</summary>
public sealed record Module
{
    /// <summary>The name of its folder.</summary>
    public required string Name { get; init; }

    /// <summary>What it puts into the container.</summary>
    public Action<IServiceCollection, Database> Services { get; init; } = (_, _) => { };

    /// <summary>Its routes; each declares its permission or is listed as public.</summary>
    public Action<IEndpointRouteBuilder> Routes { get; init; } = _ => { };

    /// <summary>Its entries on the first page, in order.</summary>
    public IReadOnlyList<MenuEntry> Menu { get; init; } = [];

    /// <summary>Its verbs on the command line; a verb that starts a node is given all modules.</summary>
    public Func<IReadOnlyList<Module>, IReadOnlyList<Command>> Commands { get; init; } = _ => [];

    /// <summary>What must be sound before the node answers: throws <see cref="RefusedException"/> where it is not.</summary>
    public Func<IServiceProvider, Task> Check { get; init; } = _ => Task.CompletedTask;

    /// <summary>Its part of the worked example of <c>entraide demo</c>, told on the terminal.</summary>
    public Func<IServiceProvider, DemoTale, Task>? Demonstrate { get; init; }
}

/// <summary>An entry on the first page.</summary>
/// <param name="Key">Key of its title; <c>KEY.about</c> is the sentence below it.</param>
/// <param name="Path">Gives its address in a language.</param>
/// <param name="LeavesNoTrace">Opens in the place of the page before it, so that Back does not lead there.</param>
public sealed record MenuEntry(string Key, Func<string, string> Path, bool LeavesNoTrace = false);

/// <summary>Something that was asked for cannot be done; the message says what, where and how to mend it.</summary>
public class RefusedException(string message, Exception? inner = null) : Exception(message, inner);
