using Entraide.Core.Text;

namespace Entraide.Node.Platform;

/// <summary>What every page is drawn with: the language of its address, and that language's sentences.</summary>
/// <param name="Path">The address after the language, for the links to the same page in another language.</param>
/// <param name="Query">The query string with its question mark, or empty.</param>
public sealed record Frame(Language Language, string Path, string Query)
{
    /// <summary>The name of the constraint on the first part of an address: one of the ten languages.</summary>
    public const string Constraint = "language";

    public Catalogue Say => Catalogues.For(Language);

    /// <summary>The address of a page in this language.</summary>
    public string To(string path) => $"/{Language.Tag}{path}";

    /// <summary>Binds an endpoint's parameter; an address without a language is read in the language of the browser.</summary>
    public static ValueTask<Frame> BindAsync(HttpContext context)
    {
        var path = context.Request.Path is { HasValue: true, Value: ['/', ..] given } ? given : "/";
        var language = Language.Find(path.Split('/', 3)[1]);
        var rest = language is null ? path : path[(language.Tag.Length + 1)..];
        return ValueTask.FromResult(new Frame(
            language ?? Language.Negotiate(context.Request.Headers.AcceptLanguage), rest, context.Request.QueryString.Value ?? ""));
    }
}

/// <summary>Lets only the ten languages pass as the first part of an address.</summary>
public sealed class LanguageConstraint : IRouteConstraint
{
    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        Language.Find(values[routeKey] as string) is not null;
}
