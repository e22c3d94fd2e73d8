using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Jobs;
using Entraide.Node.Platform.Ledger;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging.Console;

namespace Entraide.Node.Platform;

/// <summary>Builds the web node: what it stands on, then each module.</summary>
public static class NodeHost
{
    /// <summary>In bytes; a route that takes more says so.</summary>
    public const int LargestBody = 64 * 1024;

    /// <summary>Builds a node that is ready to run: folders made, tables up to date, every rule checked.</summary>
    /// <exception cref="RefusedException">Something is not sound; nothing has been served.</exception>
    public static async Task<WebApplication> Build(NodeOptions options, IReadOnlyList<Module> modules, Action<WebApplicationBuilder>? also = null)
    {
        MakeFolders(options);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning)
            // It warns that the keys of the forms lie unencrypted; they lie in the keys folder, which is closed to others below.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            // A start that fails is told in one line by whoever asked for it.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.UseUrls(options.Urls.Split(';'));
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            if (options.Certificate is not null)
            {
                var (certificate, chain) = ReadCertificate(options);
                kestrel.ConfigureHttpsDefaults(https => (https.ServerCertificate, https.ServerCertificateChain) = (certificate, chain));
            }
        });
        AddServices(builder.Services, options, modules);
        also?.Invoke(builder);

        var app = builder.Build();
        UseInOrder(app);
        foreach (var module in modules) module.Routes(app);
        await Check(app, modules);
        return app;
    }

    internal static void AddServices(IServiceCollection services, NodeOptions options, IReadOnlyList<Module> modules)
    {
        services.AddSingleton(options);
        services.AddSingleton(modules);
        services.AddSingleton(TimeProvider.System);
        var database = Database.For(options);
        services.AddSingleton(database);
        services.AddSingleton<IRootKeys>(new RootKeyFiles(options.KeysFolder));
        services.AddSingleton<KeyRing>();
        services.AddSingleton<LedgerWriter>();
        services.AddSingleton<Gate>();
        // Before the others, so that it stops after them.
        services.AddHostedService<Witness>();
        services.AddHostedService<JobRunner>();
        services.AddRazorComponents();
        services.Configure<RouteOptions>(routes => routes.SetParameterPolicy<LanguageConstraint>(Frame.Constraint));
        // Without this every Greek or Arabic letter would be written as a numeric entity.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddDataProtection().SetApplicationName("entraide").PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(options.KeysFolder, "forms")));
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "form";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            antiforgery.HeaderName = "X-Form-Token";
        });
        services.AddResponseCompression(compression => compression.EnableForHttps = true);
        services.AddRateLimiter(limiter => limiter.RejectionStatusCode = (int)HttpStatusCode.TooManyRequests);
        foreach (var module in modules) module.Services(services, database);
    }

    private static void UseInOrder(WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseExceptionHandler(failed => failed.Run(Problem.Show));
        if (app.Services.GetRequiredService<NodeOptions>().Proxy is { } proxy)
            app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, KnownProxies = { proxy } });
        // Pages are drawn with the address that was asked for; one that is no address cannot be.
        app.Use((context, next) =>
        {
            if (context.Request.Host.HasValue && Uri.TryCreate($"http://{context.Request.Host.Value}/", UriKind.Absolute, out _)) return next(context);
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        });
        app.UseStatusCodePages(status => Problem.Show(status.HttpContext));
        app.UseRouting();
        app.UseWhen(context => context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<CompressedRoute>() is not null, compressed => compressed.UseResponseCompression());
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "wwwroot")),
            ContentTypeProvider = new FileExtensionContentTypeProvider(),
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache",
        });
        app.UseRateLimiter();
        app.UseAccess();
        app.UseAntiforgery();
        // The framework leaves it to form binding to refuse a bad token; here every marked route refuses it.
        app.Use((context, next) =>
        {
            if (context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false }) return next(context);
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        });
    }

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static async Task Check(WebApplication app, IReadOnlyList<Module> modules)
    {
        var faults = RouteRules.Faults(((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints));
        if (faults.Count > 0) throw new RefusedException($"The node does not start: {string.Join(' ', faults)}");
        await using var scope = app.Services.CreateAsyncScope();
        foreach (var module in modules) await module.Check(scope.ServiceProvider);
    }

    internal static void MakeFolders(NodeOptions options)
    {
        foreach (var folder in (string[])[options.DataFolder, options.KeysFolder])
        {
            try
            {
                if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
                else
                {
                    Directory.CreateDirectory(folder, OwnerOnly);
                    // A folder that was there already may be open to others; what lies in these two concerns nobody else.
                    File.SetUnixFileMode(folder, OwnerOnly);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new RefusedException($"The folder {folder} cannot be made ({e.Message}). Name another with --data or --keys, or mend its owner.", e);
            }
        }
    }

    // With the certificates between it and the root: phones do not fetch what is missing.
    private static (X509Certificate2 Certificate, X509Certificate2Collection Chain) ReadCertificate(NodeOptions options)
    {
        var file = options.Certificate!;
        try
        {
            if (Path.GetExtension(file) is ".pfx" or ".p12")
            {
                var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(file, Environment.GetEnvironmentVariable("ENTRAIDE_CERTIFICATE_PASSWORD"));
                var own = all.FirstOrDefault(one => one.HasPrivateKey) ?? throw new CryptographicException("it holds no private key");
                all.Remove(own);
                return (own, all);
            }
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(file);
            if (chain.Count > 0) chain.RemoveAt(0);
            return (X509Certificate2.CreateFromPemFile(file, options.CertificateKey ?? file), chain);
        }
        catch (Exception e) when (e is IOException or CryptographicException or UnauthorizedAccessException)
        {
            throw new RefusedException($"The certificate {file} cannot be read ({e.Message}). Give a PFX file (its password in ENTRAIDE_CERTIFICATE_PASSWORD), or a PEM file with --certificate-key.", e);
        }
    }
}
