using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Entraide.Node.Platform;

/// <summary>
/// A fresh form token (<c>GET /token</c>), for pages that cannot carry one: kept by the phone, or open for very long. Another
/// origin cannot read it.
/// </summary>
public static class FormToken
{
    public static Ok<Answer> Give(HttpContext context, IAntiforgery antiforgery) => TypedResults.Ok(new Answer(antiforgery.GetAndStoreTokens(context).RequestToken!));

    public sealed record Answer(string Token);
}
