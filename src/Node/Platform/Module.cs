using System.CommandLine;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Jobs;
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

    /// <summary>What it does again and again by itself.</summary>
    public IReadOnlyList<RecurringJob> Jobs { get; init; } = [];

    /// <summary>What must be sound before the node answers: throws <see cref="RefusedException"/> where it is not.</summary>
    public Func<IServiceProvider, Task> Check { get; init; } = _ => Task.CompletedTask;

    /// <summary>What it has to do after the node's keys were changed, as looking names up anew; null for nothing. It must bear to be done twice.</summary>
    public Func<IServiceProvider, Task>? AfterRotation { get; init; }

    /// <summary>What it has to say on the terminal once the node answers, with ADDRESS for the node's address; null for nothing.</summary>
    public Func<IServiceProvider, Task<string?>> Announce { get; init; } = _ => Task.FromResult<string?>(null);

    /// <summary>Its part of the worked example of <c>entraide demo</c>, told on the terminal.</summary>
    public Func<IServiceProvider, DemoTale, Task>? Demonstrate { get; init; }
}

/// <summary>An entry on the first page.</summary>
/// <param name="Key">Key of its title; <c>KEY.about</c> is the sentence below it.</param>
/// <param name="Path">Gives its address in a language.</param>
/// <param name="LeavesNoTrace">Opens in the place of the page before it, so that Back does not lead there.</param>
public sealed record MenuEntry(string Key, Func<string, string> Path, bool LeavesNoTrace = false)
{
    /// <summary>What one must be allowed to do to see it; null for everybody. With it, it stands on the page after sign-in only.</summary>
    public Permission? Asks { get; init; }
}

/// <summary>Something that was asked for cannot be done; the message says what, where and how to mend it.</summary>
public class RefusedException(string message, Exception? inner = null) : Exception(message, inner);
