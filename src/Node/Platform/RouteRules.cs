using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

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

    /// <summary>Only for somebody signed in whose role and purpose may ever do this; the handler then asks the gate for the record.</summary>
    /// <param name="page">The page that the form stands on, after the language.</param>
    public static TBuilder Asks<TBuilder>(this TBuilder route, AccessAction action, Resource resource, string? page = null) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new Permission(action, resource, page));

    /// <summary>
    /// The answer may be compressed: it repeats nothing that was sent, so that its length tells nothing of what is secret in it.
    /// </summary>
    public static TBuilder Compressed<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new CompressedRoute());

    /// <summary>Asks for an antiforgery token, in the form or in the header.</summary>
    public static TBuilder NeedsToken<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new TokenNeeded());

    /// <summary>A form with a file of at most so many bytes: read in memory alone, so that no byte of it touches a disk before it is sealed or found sound.</summary>
    public static RouteHandlerBuilder TakesFile(this RouteHandlerBuilder route, int bytes) =>
        route.WithMetadata(new RequestSizeLimitAttribute(bytes + 64 * 1024)).WithFormOptions(memoryBufferThreshold: bytes + 64 * 1024, multipartBodyLengthLimit: bytes + 64 * 1024);

    /// <summary>What is wrong with these routes; empty when all is well.</summary>
    public static IReadOnlyList<string> Faults(IEnumerable<Endpoint> endpoints)
    {
        var faults = new List<string>();
        foreach (var endpoint in endpoints.OfType<RouteEndpoint>())
        {
            var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
            var name = $"{string.Join('/', methods)} {endpoint.RoutePattern.RawText}";
            var (permission, listed) = (endpoint.Metadata.GetMetadata<Permission>(), endpoint.Metadata.GetMetadata<PublicRoute>());
            if (permission is null && listed is null)
                faults.Add($"{name} declares no permission and is not listed as public. Add .Asks(action, resource) or .Public(reason) in its module.");
            if (permission is not null && listed is not null)
                faults.Add($"{name} declares a permission and is listed as public: only one of them can be meant.");
            if (permission is not null && !Policy.Table.Any(rule => rule.Resource == permission.Resource && rule.Actions.Contains(permission.Action)))
                faults.Add($"{name} asks for what no row of the policy allows ({permission.Action} {permission.Resource}): nobody could ever use it.");
            if (permission is not null && endpoint.Metadata.GetMetadata<CompressedRoute>() is not null)
                faults.Add($"{name} is for those who may, and compressed: the length of its answer could tell what is secret in it.");
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
