using System.Security.Claims;
using Entraide.Core.Text;
using Entraide.Node.Platform.Ledger;

namespace Entraide.Node.Platform.Access;

/// <summary>What a route asks of its caller before its handler asks for the record itself.</summary>
/// <param name="Page">The page that the route's form stands on, after the language: there one goes on after proving anew who one is.</param>
public sealed record Permission(AccessAction Action, Resource Resource, string? Page);

/// <summary>Reads who asks from a request's session; null where there is none.</summary>
public delegate Task<Caller?> WhoAsks(HttpContext context);

/// <summary>Asks every request that goes to a route with a permission who it comes from, and answers what the gate refuses.</summary>
public static class AskEveryRequest
{
    public static void UseAccess(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (IsFromElsewhere(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        var permission = context.GetEndpoint()?.Metadata.GetMetadata<Permission>();
        if (permission is not null)
        {
            if (context.RequestServices.GetService<WhoAsks>() is not { } who || await who(context) is not { } caller)
            {
                await SignInFirst(context);
                return;
            }
            context.Features.Set(caller);
            // Form tokens are bound to whom they were given.
            context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, caller.AccountId)], "session"));
        }
        try
        {
            // What a role may never do is not there for it; that it was tried stands in the ledger.
            if (permission is not null && context.Features.Get<Caller>() is { } asking && !Policy.MayEver(asking.Role, asking.Purpose, permission.Action, permission.Resource))
                await context.RequestServices.GetRequiredService<Gate>().Ask(asking, permission.Action, Subject.Missing(permission.Resource, Zone.Node, ""));
            await next(context);
        }
        catch (NotThereException) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        catch (LedgerClosedException e) when (!context.Response.HasStarted)
        {
            context.RequestServices.GetRequiredService<ILogger<Permission>>().LogError(e, "The ledger could not be written; a request was refused.");
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        catch (StepUpException) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            var frame = await Frame.BindAsync(context);
            context.Response.Headers.Location = $"{frame.To("/confirm")}?return={Uri.EscapeDataString(permission?.Page is { } page ? frame.To(page) : Address(context, frame))}";
        }
    });

    private static async Task SignInFirst(HttpContext context)
    {
        var frame = await Frame.BindAsync(context);
        if (!HttpMethods.IsGet(context.Request.Method) || !context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = $"{frame.To("/sign-in")}?return={Uri.EscapeDataString(Address(context, frame))}";
    }

    private static string Address(HttpContext context, Frame frame) => HttpMethods.IsGet(context.Request.Method) ? context.Request.Path + context.Request.QueryString : frame.To("/work");

    // https://www.w3.org/TR/fetch-metadata/: a write that another site began. Old browsers do not say; the form token still holds.
    private static bool IsFromElsewhere(HttpRequest request) => !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)
        && request.Headers.TryGetValue("Sec-Fetch-Site", out var site) && site.ToString() is not ("same-origin" or "none");

    /// <summary>Whether an address to go on to is a page of this node; nothing else is followed.</summary>
    public static bool IsOurs(string? address) => address is { Length: > 1 } && address[0] == '/' && !address.StartsWith("//", StringComparison.Ordinal) && !address.Contains('\\', StringComparison.Ordinal)
        && address.All(letter => char.IsAscii(letter) && !char.IsControl(letter)) && Language.Find(address.Split('/', '?')[1]) is not null;
}
