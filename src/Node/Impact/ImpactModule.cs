using Entraide.Node.Platform;

namespace Entraide.Node.Impact;

/// <summary>The measure of the problem and of what is done: yearly figures, safe releases, hidden populations, practice.</summary>
public static class ImpactModule
{
    public const string Name = "Impact";

    public static readonly Module Module = new()
    {
        Name = Name,
        Commands = _ => [EstimateCommand.Command(), ReleaseCommand.Command()],
    };
}
