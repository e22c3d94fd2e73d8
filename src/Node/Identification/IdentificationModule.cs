using System.Threading.RateLimiting;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Entraide.Node.Identification;

/// <summary>Recognising a situation: instruments, the screening desk, the phone page, sealed drafts, the rights page.</summary>
public static class IdentificationModule
{
    public const string Name = "Identification";

    /// <summary>Uploads from one address in a minute.</summary>
    public const int UploadsPerMinute = 30;

    public static readonly Module Module = new()
    {
        Name = Name,
        Services = Services,
        Routes = Routes,
        Menu =
        [
            new("identification.screen", language => $"/{language}/screening"),
            new("identification.phone", language => $"/phone/{language}"),
            new("identification.read", language => $"/{language}/practice"),
            new("identification.rights", language => $"/{language}/rights"),
        ],
        Commands = () => [ScreenCommand.Command(), InstrumentsCommand.Command()],
        Check = Check,
        Demonstrate = WorkedExample.Demonstrate,
    };

    private static void Services(IServiceCollection services, NodeOptions options)
    {
        Database.For(options).Add<IdentificationDb>(services, Name);
        services.AddSingleton(InstrumentLibrary.Shipped);
        services.AddSingleton(_ => DraftKey.Open(options));
        services.AddHostedService<ExpireDrafts>();
        services.Configure<RateLimiterOptions>(limiter => limiter.AddPolicy(KeepDraft.RateLimit, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new FixedWindowRateLimiterOptions { PermitLimit = UploadsPerMinute, Window = TimeSpan.FromMinutes(1) })));
    }

    private static void Routes(IEndpointRouteBuilder routes)
    {
        const string Desk = "screening needs no account and stores nothing", Phone = "the phone page is the same for everybody";
        routes.MapGet("/{language:language}/screening", Screen.Show).Public(Desk).Compressed();
        routes.MapPost("/{language:language}/screening", Screen.Answer).Public(Desk).NeedsToken().WithMetadata(new RequestSizeLimitAttribute(Screen.LargestForm));
        routes.MapGet("/{language:language}/practice/{**id}", ReadPractice.Show).Public("the practice is for everybody to read").Compressed();
        routes.MapGet("/{language:language}/rights", ShowRights.Show).Public("the person concerned has no account").Compressed();

        routes.MapGet("/phone/{tag:language}", Identification.Phone.Show).Public(Phone).Compressed();
        routes.MapGet("/phone/{tag:language}.webmanifest", Identification.Phone.Manifest).Public(Phone).Compressed();
        routes.MapGet("/phone/words/{tag}.json", Identification.Phone.Words).Public(Phone).Compressed();
        routes.MapGet("/phone/instruments.json", Identification.Phone.Instruments).Public(Phone).Compressed();
        routes.MapGet("/phone/key.json", Identification.Phone.Key).Public(Phone);
        routes.MapGet("/phone/worker.js", Identification.Phone.Worker).Public(Phone).Compressed();
        routes.MapGet("/phone/token", KeepDraft.Token).Public("a phone without account may hand in what only the node can open");
        routes.MapPost("/phone/drafts", KeepDraft.Keep).Public("a phone without account may hand in what only the node can open").NeedsToken().RequireRateLimiting(KeepDraft.RateLimit);
    }

    private static async Task Check(IServiceProvider services)
    {
        await services.GetRequiredService<Database>().Prepare(services.GetRequiredService<IdentificationDb>());
        services.GetRequiredService<DraftKey>();
    }
}
