using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;

namespace Entraide.Node.Impact;

/// <summary>The measure of the problem and of what is done: yearly figures, safe releases, hidden populations, practice.</summary>
public static class ImpactModule
{
    public const string Name = "Impact";

    public static readonly Module Module = new()
    {
        Name = Name,
        Services = (services, database) =>
        {
            database.Add<ImpactDb>(services, Name);
            services.AddScoped<FactBook>();
        },
        Routes = Routes,
        Menu =
        [
            new("figures", language => $"/{language}/figures"),
            new("contributions", language => $"/{language}/contributions") { Asks = new(AccessAction.List, Resource.Contribution, null) },
            new("yearly", language => $"/{language}/national-figures") { Asks = new(AccessAction.List, Resource.Figures, null) },
            new("releases", language => $"/{language}/releases") { Asks = new(AccessAction.List, Resource.Release, null) },
            new("estimates", language => $"/{language}/estimates") { Asks = new(AccessAction.List, Resource.Estimate, null) },
            new("quarterly", language => $"/{language}/practice-figures") { Asks = new(AccessAction.List, Resource.Practice, null) },
        ],
        Commands = _ => [EstimateCommand.Command(), ReleaseCommand.Command()],
        Check = async services => await services.GetRequiredService<Database>().Prepare(services.GetRequiredService<ImpactDb>()),
        Demonstrate = ImpactStory.Demonstrate,
    };

    private static void Routes(IEndpointRouteBuilder routes)
    {
        const string Given = "/{language:language}/contributions", Years = "/{language:language}/national-figures", Releases = "/{language:language}/releases", Estimates = "/{language:language}/estimates";
        routes.MapGet(Given, GiveFacts.Show).Asks(AccessAction.List, Resource.Contribution);
        routes.MapPost(Given + "/cases", GiveFacts.Own).Asks(AccessAction.Create, Resource.Contribution, "/contributions").NeedsToken();
        routes.MapPost(Given + "/file", GiveFacts.Bring).Asks(AccessAction.Create, Resource.Contribution, "/contributions").NeedsToken().TakesFile(GiveFacts.LargestFile);
        routes.MapGet(Given + "/{id:record}", GiveFacts.Open).Asks(AccessAction.Open, Resource.Contribution);
        routes.MapPost(Given + "/{id:record}/withdraw", GiveFacts.Withdraw).Asks(AccessAction.Erase, Resource.Contribution, "/contributions").NeedsToken();

        routes.MapGet(Years, OpenYear.List).Asks(AccessAction.List, Resource.Figures);
        routes.MapGet(Years + "/{year:range(1990,2200)}", OpenYear.Show).Asks(AccessAction.Open, Resource.Figures);
        routes.MapPost(Years + "/{year:range(1990,2200)}/freeze", OpenYear.Freeze).Asks(AccessAction.Create, Resource.Figures, "/national-figures").NeedsToken();
        routes.MapPost(Years + "/{year:range(1990,2200)}/{number:int}/publish", OpenYear.Publish).Asks(AccessAction.Release, Resource.Figures, "/national-figures").NeedsToken();
        routes.MapGet(Years + "/{year:range(1990,2200)}/{number:int}/{scheme}.csv", OpenYear.Export).Asks(AccessAction.Export, Resource.Figures);

        routes.MapGet(Releases, ReleaseDesk.Show).Asks(AccessAction.List, Resource.Release);
        routes.MapPost(Releases, ReleaseDesk.Build).Asks(AccessAction.Create, Resource.Release, "/releases").NeedsToken();
        routes.MapGet(Releases + "/{id:record}", ReleaseDesk.Open).Asks(AccessAction.Open, Resource.Release);
        routes.MapPost(Releases + "/{id:record}/publish", ReleaseDesk.Publish).Asks(AccessAction.Release, Resource.Release, "/releases").NeedsToken();

        routes.MapGet(Estimates, EstimationDesk.Show).Asks(AccessAction.List, Resource.Estimate);
        routes.MapPost(Estimates, EstimationDesk.Make).Asks(AccessAction.Create, Resource.Estimate, "/estimates").NeedsToken().TakesFile(EstimationDesk.LargestFile);
        routes.MapGet(Estimates + "/{id:record}", EstimationDesk.Open).Asks(AccessAction.Open, Resource.Estimate);
        routes.MapGet(Estimates + "/{id:record}/lists.csv", EstimationDesk.Table).Asks(AccessAction.Open, Resource.Estimate);
        routes.MapPost(Estimates + "/{id:record}/publish", EstimationDesk.Publish).Asks(AccessAction.Release, Resource.Estimate, "/estimates").NeedsToken();

        routes.MapGet("/{language:language}/practice-figures", ShowPractice.Show).Asks(AccessAction.List, Resource.Practice);

        const string ForAll = "figures are published for everybody";
        routes.MapGet("/{language:language}/figures", ShowFigures.Newest).Public(ForAll).Compressed();
        routes.MapGet("/{language:language}/figures/{year:int}", ShowFigures.Show).Public(ForAll).Compressed();
        routes.MapGet("/{language:language}/figures/dictionary.json", ShowFigures.Dictionary).Public(ForAll).Compressed();
        routes.MapGet("/figures/{year:int}.csv", ShowFigures.Csv).Public(ForAll).Compressed();
        routes.MapGet("/figures/{year:int}.json", ShowFigures.Json).Public(ForAll).Compressed();
        routes.MapGet("/figures/{year:int}/htcds.json", ShowFigures.Htcds).Public(ForAll).Compressed();
        routes.MapGet("/figures/release/{id:record}", ShowFigures.Release).Public(ForAll).Compressed();
        routes.MapGet("/figures/release/{id:record}/standard", ShowFigures.InStandard).Public(ForAll).Compressed();
        routes.MapGet("/figures/estimate/{id:record}", ShowFigures.Estimate).Public(ForAll).Compressed();
    }
}
