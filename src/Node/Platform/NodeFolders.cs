using System.CommandLine;

namespace Entraide.Node.Platform;

/// <summary>The options by which a command finds a node that is there already.</summary>
internal static class NodeFolders
{
    public static readonly Option<string> Data = new("--data") { Description = "Folder of the node's data.", HelpName = "DIR", DefaultValueFactory = _ => "data" };

    /// <exception cref="RefusedException">The keys would lie in the data folder.</exception>
    public static NodeOptions Of(ParseResult parsed) => NodeOptions.For(parsed.GetValue(Data)!, parsed.GetValue(Serve.Keys));
}
