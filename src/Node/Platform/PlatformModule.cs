using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Backup;
using Entraide.Node.Platform.Interface;
using Entraide.Node.Platform.Ledger;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Entraide.Node.Platform;

/// <summary>What every module stands on, and the pages that belong to none.</summary>
public static class PlatformModule
{
    public const string Name = "Platform";

    public static readonly Module Module = new()
    {
        Name = Name,
        Services = (services, database) => database.Add<PlatformDb>(services, Name),
        Routes = routes =>
        {
            routes.MapGet("/", (Frame frame) => TypedResults.Redirect(frame.To(""))).Public("sends to the first page in the browser's language");
            routes.MapGet("/{language:language}", (Frame frame, IReadOnlyList<Module> modules) =>
                new RazorComponentResult<FirstPage>(new { Frame = frame, Menu = modules.SelectMany(module => module.Menu).Where(entry => entry.Asks is null).ToList() })).Public("says what this node offers").Compressed();
            routes.MapGet("/{language:language}/work", ShowWork.Show).Asks(AccessAction.List, Resource.Session);
            routes.MapGet("/{language:language}/ledger", ShowLedger.Show).Asks(AccessAction.Open, Resource.Ledger);
            routes.MapGet("/token", FormToken.Give).Public("whoever may write may have a token to write with");
            routes.MapGet("/{language:language}/components", ShowComponents.Show).Public("the visual language, for those who build with it").Compressed();
        },
        Menu = [new("ledger", language => $"/{language}/ledger") { Asks = new(AccessAction.Open, Resource.Ledger, null) }],
        Commands = modules => [Serve.Command(modules), Demo.Command(modules), .. BackupCommands.Commands(modules), KeysCommand.Command(modules), CheckCommand.Command(modules), LedgerCommand.Command(modules)],
        Check = async services =>
        {
            await services.GetRequiredService<Database>().Prepare(services.GetRequiredService<PlatformDb>());
            await Move.RequireHere(services.GetRequiredService<PlatformDb>());
            var keys = services.GetRequiredService<KeyRing>();
            await keys.Prepare();
            await Witness.Require(services.GetRequiredService<PlatformDb>(), services.GetRequiredService<NodeOptions>().KeysFolder, keys.NodeId);
        },
    };
}
