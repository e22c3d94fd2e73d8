namespace Entraide.Node.Platform;

/// <summary>The headers that every answer carries, as one table.</summary>
public static class SecurityHeaders
{
    public static readonly IReadOnlyDictionary<string, string> Table = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Content-Security-Policy"] = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types entraide",
        ["Cross-Origin-Opener-Policy"] = "same-origin",
        ["Cross-Origin-Embedder-Policy"] = "require-corp",
        ["Cross-Origin-Resource-Policy"] = "same-origin",
        ["Permissions-Policy"] = "accelerometer=(), bluetooth=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=(), web-share=()",
        ["Referrer-Policy"] = "no-referrer",
        ["X-Content-Type-Options"] = "nosniff",
    };

    private sealed class Sandboxed;

    /// <summary>For a file that somebody uploaded: nothing in it may run, whatever it turns out to be.</summary>
    public static void Sandbox(this HttpContext context) => context.Features.Set(new Sandboxed());

    /// <summary>Adds the table to every answer, errors included; what is not told to be kept is not kept by caches.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            foreach (var (name, value) in Table) headers[name] = value;
            if (context.Features.Get<Sandboxed>() is not null) headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
            headers.Remove("blazor-enhanced-nav"); // Names the framework, and means nothing without its script.
            if (!headers.ContainsKey("Cache-Control")) headers.CacheControl = "no-store";
            if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
            return Task.CompletedTask;
        });
        return next(context);
    });
}
