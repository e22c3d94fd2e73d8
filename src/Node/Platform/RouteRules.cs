using Microsoft.AspNetCore.Antiforgery;

namespace Entraide.Node.Platform;

/// <summary>A route that anybody may use, with the reason why.</summary>
public sealed record PublicRoute(string Reason);

/// <summary>A route that is compressed on its way: nothing secret is in its answer.</summary>
public sealed record CompressedRoute;

/// <summary>Every route says who may use it, and every write proves that the page it came from is ours.</summary>
public static class RouteRules
{
    private static readonly string[] Writes = ["POST", "PUT", "PATCH", "DELETE"];

    /// <summary>Lists the route as public.</summary>
    public static TBuilder Public<TBuilder>(this TBuilder route, string reason) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new PublicRoute(reason));

    /// <summary>The answer holds nothing secret, and may be compressed.</summary>
    public static TBuilder Compressed<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new CompressedRoute());

    /// <summary>Asks for an antiforgery token, in the form or in the header.</summary>
    public static TBuilder NeedsToken<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new TokenNeeded());

    /// <summary>What is wrong with these routes; empty when all is well.</summary>
    public static IReadOnlyList<string> Faults(IEnumerable<Endpoint> endpoints)
    {
        var faults = new List<string>();
        foreach (var endpoint in endpoints.OfType<RouteEndpoint>())
        {
            var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
            var name = $"{string.Join('/', methods)} {endpoint.RoutePattern.RawText}";
            if (endpoint.Metadata.GetMetadata<PublicRoute>() is null)
                faults.Add($"{name} declares no permission and is not listed as public. Add .Public(reason) in its module.");
            if (methods.Any(Writes.Contains) && endpoint.Metadata.GetMetadata<IAntiforgeryMetadata>() is not { RequiresValidation: true })
                faults.Add($"{name} writes without proof that the page it came from is ours. Add .NeedsToken() in its module.");
        }
        return faults;
    }

    private sealed class TokenNeeded : IAntiforgeryMetadata
    {
        public bool RequiresValidation => true;
    }
}
