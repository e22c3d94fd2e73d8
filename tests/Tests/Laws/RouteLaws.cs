using Entraide.Node.Platform;
using Entraide.Tests.Databases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Entraide.Tests.Laws;

/// <summary>Laws 3 and 4: every route says who may use it, every write proves where it comes from.</summary>
public sealed class RouteLaws
{
    [Fact]
    public async Task Laws_3_and_4_hold_for_every_route_of_the_node()
    {
        await using var node = await RunningNode.Start();
        var endpoints = ((IEndpointRouteBuilder)node.App).DataSources.SelectMany(source => source.Endpoints).ToList();
        Assert.True(endpoints.Count > 10);
        Assert.Empty(RouteRules.Faults(endpoints));
    }

    [Fact]
    public async Task Law_3_a_route_without_a_permission_stops_the_start_up()
    {
        var refused = await Start(routes => routes.MapGet("/secret", () => "secret"));
        Assert.Contains("GET /secret declares no permission", refused.Message);
    }

    [Fact]
    public async Task Law_4_a_write_without_proof_stops_the_start_up()
    {
        var refused = await Start(routes => routes.MapPost("/change", () => "changed").Public("planted"));
        Assert.Contains("POST /change writes without proof", refused.Message);
    }

    [Fact]
    public async Task Law_4_a_route_that_takes_any_method_or_one_whose_token_nobody_checks_stops_the_start_up()
    {
        Assert.Contains("does not say its methods", (await Start(routes => routes.Map("/any", () => "any").Public("planted"))).Message);
        Assert.Contains("takes others than", (await Start(routes => routes.MapDelete("/gone", () => "gone").Public("planted").NeedsToken())).Message);
    }

    private static async Task<RefusedException> Start(Action<IEndpointRouteBuilder> planted)
    {
        var folder = Directory.CreateTempSubdirectory("entraide-test-").FullName;
        var module = new Entraide.Node.Platform.Module { Name = "Planted", Routes = planted };
        var options = NodeOptions.For(Path.Combine(folder, "data"), urls: "http://127.0.0.1:0");
        var refused = await Assert.ThrowsAsync<RefusedException>(() => NodeHost.Build(options, [.. RunningNode.Modules, module]));
        Directory.Delete(folder, recursive: true);
        return refused;
    }
}
