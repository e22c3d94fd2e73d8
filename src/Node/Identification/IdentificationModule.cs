using System.Threading.RateLimiting;
using Entraide.Node.Guide;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Entraide.Node.Identification;

/// <summary>Recognising a situation: instruments, the screening desk, the phone page, sealed drafts, the rights page.</summary>
public static class IdentificationModule
{
    public const string Name = "Identification";

    /// <summary>Uploads from one address (of IPv6: one /64, which is one household or phone) in a minute, and in a day.</summary>
    public const int UploadsPerMinute = 30, UploadsPerDay = 300;

    public static readonly Module Module = new()
    {
        Name = Name,
        Services = Services,
        Routes = Routes,
        Menu =
        [
            new("identification.screen", language => $"/{language}/screening"),
            new("identification.phone", language => $"/phone/{language}", LeavesNoTrace: true),
            new("identification.read", language => $"/{language}/practice"),
            new("identification.rights", language => $"/{language}/rights", LeavesNoTrace: true),
            new("drafts", language => $"/{language}/drafts") { Asks = new(AccessAction.List, Resource.Draft, null) },
            new("screenings", language => $"/{language}/screenings") { Asks = new(AccessAction.List, Resource.Screening, null) },
        ],
        Commands = _ => [ScreenCommand.Command(), InstrumentsCommand.Command()],
        Jobs = [new("expire-drafts", TimeSpan.FromHours(1), ExpireDrafts.Run)],
        Check = async services => await services.GetRequiredService<Database>().Prepare(services.GetRequiredService<IdentificationDb>()),
        Demonstrate = WorkedExample.Demonstrate,
    };

    private static void Services(IServiceCollection services, Database database)
    {
        database.Add<IdentificationDb>(services, Name);
        services.AddSingleton<LivingInstruments>().AddScoped<KeptScreenings>().AddScoped<ScreeningCounts>();
        foreach (var set in WordingText.Sets) services.AddSingleton(new Lazy<ShippedText>(() => WordingText.Ship(InstrumentLibrary.Shipped, set)));
        services.AddSingleton(new Lazy<ShippedText>(() => ShippedTexts.Read(ShowRights.Document)));
        foreach (var use in WordingText.Uses) services.AddSingleton(use);
        services.Configure<RouteOptions>(routes => routes.SetParameterPolicy<RecordIdConstraint>(RecordIdConstraint.Name));
        services.Configure<RateLimiterOptions>(limiter => limiter.AddPolicy(KeepDraft.RateLimit, context => RateLimitPartition.Get(Source.Of(context), _ =>
            RateLimiter.CreateChained(Window(UploadsPerMinute, TimeSpan.FromMinutes(1)), Window(UploadsPerDay, TimeSpan.FromDays(1))))));
    }

    private static FixedWindowRateLimiter Window(int uploads, TimeSpan time) => new(new FixedWindowRateLimiterOptions { PermitLimit = uploads, Window = time });

    private static void Routes(IEndpointRouteBuilder routes)
    {
        const string Desk = "screening needs no account and stores nothing", Same = "the phone page is the same for everybody";
        routes.MapGet("/{language:language}/screening", Screen.Show).Public(Desk).Compressed();
        routes.MapPost("/{language:language}/screening", Screen.Answer).Public(Desk).NeedsToken().WithMetadata(new RequestSizeLimitAttribute(Screen.LargestForm));
        routes.MapGet("/{language:language}/practice/{**id}", ReadPractice.Show).Public("the practice is for everybody to read").Compressed();
        routes.MapGet("/{language:language}/rights", ShowRights.Show).Public("the person concerned has no account").Compressed();

        routes.MapGet("/phone/{tag:language}", Phone.Show).Public(Same).Compressed();
        routes.MapGet("/phone/{tag:language}.webmanifest", Phone.Manifest).Public(Same).Compressed();
        routes.MapGet("/phone/words/{tag:language}.json", Phone.Words).Public(Same).Compressed();
        routes.MapGet("/phone/instruments.json", Phone.Instruments).Public(Same).Compressed();
        routes.MapGet("/phone/key.json", Phone.Key).Public(Same);
        routes.MapGet("/phone/worker.js", Phone.Worker).Public(Same).Compressed();
        routes.MapPost("/phone/drafts", KeepDraft.Keep).Public("a phone without account may hand in what only the node can open").NeedsToken()
            .WithMetadata(new RequestSizeLimitAttribute(KeepDraft.LargestUpload)).RequireRateLimiting(KeepDraft.RateLimit);

        routes.MapGet("/{language:language}/drafts", ListDrafts.Show).Asks(AccessAction.List, Resource.Draft);
        routes.MapGet("/{language:language}/drafts/{id:record}", OpenDraft.Show).Asks(AccessAction.Open, Resource.Draft);
        routes.MapPost("/{language:language}/drafts/{id:record}/keep", KeepScreening.Keep).Asks(AccessAction.Create, Resource.Screening, "/drafts").NeedsToken();
        routes.MapPost("/{language:language}/drafts/{id:record}/discard", DiscardDraft.Discard).Asks(AccessAction.Erase, Resource.Draft, "/drafts").NeedsToken();
        routes.MapGet("/{language:language}/screenings", ListScreenings.Show).Asks(AccessAction.List, Resource.Screening);
        routes.MapGet("/{language:language}/screenings/{id:record}", OpenScreening.Show).Asks(AccessAction.Open, Resource.Screening);
        routes.MapPost("/{language:language}/screenings/{id:record}/notes", AddNote.Add).Asks(AccessAction.Change, Resource.Screening, "/screenings").NeedsToken();
        routes.MapPost("/{language:language}/screenings/{id:record}/erase", EraseScreening.Erase).Asks(AccessAction.Erase, Resource.Screening, "/screenings").NeedsToken();
        routes.MapPost("/{language:language}/screenings/{id:record}/assign", AssignScreening.Give).Asks(AccessAction.Grant, Resource.Screening, "/screenings").NeedsToken();
    }
}
