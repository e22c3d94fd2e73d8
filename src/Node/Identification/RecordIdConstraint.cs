namespace Entraide.Node.Identification;

/// <summary>Lets only ids of records pass as part of an address: what is none is no record, and need not be asked about or written down.</summary>
public sealed class RecordIdConstraint : IRouteConstraint
{
    /// <summary>The constraint's name in a route.</summary>
    public const string Name = "record";

    public static bool IsId(string? text) => text is { Length: 32 } && text.All(char.IsAsciiHexDigitLower);

    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) => IsId(values[routeKey] as string);
}
