using Microsoft.AspNetCore.Antiforgery;

namespace Entraide.Node.Platform;

/// <summary>A route that anybody may use, with the reason why.</summary>
public sealed record PublicRoute(string Reason);

/// <summary>A route that is compressed on its way.</summary>
public sealed record CompressedRoute;

/// <summary>Every route says who may use it, and every write proves that the page it came from is ours.</summary>
public static class RouteRules
{
    // What may change something. The framework checks the token of a form for these methods only.
    private static readonly string[] Reads = ["GET", "HEAD"], Writes = ["POST", "PUT", "PATCH"];

    /// <summary>Lists the route as public.</summary>
    public static TBuilder Public<TBuilder>(this TBuilder route, string reason) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new PublicRoute(reason));

    /// <summary>
    /// The answer may be compressed: it repeats nothing that was sent, so that its length tells nothing of what is secret in it.
    /// </summary>
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
            if (methods.Count == 0 || !methods.All(method => Reads.Contains(method) || Writes.Contains(method)))
                faults.Add($"{name} does not say its methods, or takes others than {string.Join(", ", [.. Reads, .. Writes])}. Map it with MapGet or MapPost.");
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
