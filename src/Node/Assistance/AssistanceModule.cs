using System.Threading.RateLimiting;
using Entraide.Core.Assistance;
using Entraide.Node.Guide;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Entraide.Node.Assistance;

/// <summary>Helping a person: her case, what she agreed to, her way to others, and her own view of all that.</summary>
public static class AssistanceModule
{
    public const string Name = "Assistance";

    /// <summary>
    /// Phrases that can be tried from one address in a minute. No more than that: a phrase has 135 random bits, and a limit for a
    /// day would shut out a whole shelter behind one address.
    /// </summary>
    public const int PhrasesPerMinute = 20;

    public static readonly Module Module = new()
    {
        Name = Name,
        Services = Services,
        Routes = Routes,
        Menu =
        [
            new("cases", language => $"/{language}/cases") { Asks = new(AccessAction.List, Resource.Case, null) },
            new("referrals", language => $"/{language}/referrals") { Asks = new(AccessAction.List, Resource.Referral, null) },
            new("emergencies", language => $"/{language}/emergencies") { Asks = new(AccessAction.Confirm, Resource.Case, null) },
            new("guests", language => $"/{language}/shared") { Asks = new(AccessAction.Change, Resource.Referral, null) },
            new("services", language => $"/{language}/services") { Asks = new(AccessAction.List, Resource.Service, null) },
            new("protection", language => $"/{language}/protection") { Asks = new(AccessAction.Export, Resource.Case, null) },
            new("own", language => $"/{language}/own", LeavesNoTrace: true),
        ],
        Jobs = [new("lapse-referrals", TimeSpan.FromMinutes(5), LapseReferrals.Run)],
        Check = async services => await services.GetRequiredService<Database>().Prepare(services.GetRequiredService<AssistanceDb>()),
        Demonstrate = CaseStory.Demonstrate,
    };

    private static void Services(IServiceCollection services, Database database)
    {
        database.Add<AssistanceDb>(services, Name);
        services.AddScoped<CaseBook>().AddScoped<CaseFacts>();
        services.AddSingleton(new Lazy<ShippedText>(() => ShippedTexts.Read(HelpTexts.Document)));
        services.AddSingleton(new TextUse("clock:", (_, language, _) => [(Catalogues.For(Core.Text.Language.Find(language)!)["clocks"], $"/{language}/cases")]));
        services.Configure<RateLimiterOptions>(limiter => limiter.AddPolicy(Receipts.RateLimit, context => RateLimitPartition.GetFixedWindowLimiter(Source.Of(context), _ =>
            new FixedWindowRateLimiterOptions { PermitLimit = PhrasesPerMinute, Window = TimeSpan.FromMinutes(1) })));
    }

    private static void Routes(IEndpointRouteBuilder routes)
    {
        OfCase(routes);
        OfSharing(routes);
        OfSupervisor(routes);

        const string Hers = "the person concerned has no account";
        routes.MapGet("/{language:language}/own", Receipts.Ask).Public(Hers).StaysInside();
        routes.MapPost("/{language:language}/own", Receipts.Show).Public(Hers).NeedsToken().RequireRateLimiting(Receipts.RateLimit).LetsOut(WayOut.Receipt);
    }

    // One person who is helped.
    private static void OfCase(IEndpointRouteBuilder routes)
    {
        const string Cases = "/{language:language}/cases", Case = Cases + "/{id:record}";
        routes.MapGet(Cases, CaseList.Show).Asks(AccessAction.List, Resource.Case).StaysInside();
        routes.MapPost(Cases, BeginCase.FromNothing).Asks(AccessAction.Create, Resource.Case, "/cases").NeedsToken().StaysInside();
        routes.MapPost(Cases + "/import", CaseFiles.Import).Asks(AccessAction.Create, Resource.Case, "/cases").NeedsToken().StaysInside().TakesFile(CaseFiles.Largest);
        routes.MapPost(Cases + "/from/{id:record}", BeginCase.FromScreening).Asks(AccessAction.Create, Resource.Case, "/screenings").NeedsToken().StaysInside();
        routes.MapGet(Case, OpenCase.Show).Asks(AccessAction.Open, Resource.Case).StaysInside();
        routes.MapGet(Case + "/edit/{section}", EditCase.Show).Asks(AccessAction.Change, Resource.Case).StaysInside();
        routes.MapPost(Case + "/edit/{section}", EditCase.Keep).Asks(AccessAction.Change, Resource.Case, "/cases").NeedsToken().StaysInside().WithMetadata(new RequestSizeLimitAttribute(EditCase.LargestForm));
        routes.MapPost(Case + "/diary", Diary.Add).Asks(AccessAction.Change, Resource.Case, "/cases").NeedsToken().StaysInside();
        routes.MapPost(Case + "/diary/done", Diary.Done).Asks(AccessAction.Change, Resource.Case, "/cases").NeedsToken().StaysInside();
        routes.MapPost(Case + "/clocks", Diary.SetClock).Asks(AccessAction.Change, Resource.Case, "/cases").NeedsToken().StaysInside();
        routes.MapPost(Case + "/close", Diary.Close).Asks(AccessAction.Change, Resource.Case, "/cases").NeedsToken().StaysInside();
        routes.MapGet(Case + "/documents", CaseDocuments.Show).Asks(AccessAction.Open, Resource.Case).StaysInside();
        routes.MapPost(Case + "/documents", CaseDocuments.Add).Asks(AccessAction.Change, Resource.Case, "/cases").NeedsToken().StaysInside().TakesFile(SafeFiles.Largest);
        routes.MapGet(Case + "/documents/{document:record}", CaseDocuments.Open).Asks(AccessAction.Open, Resource.Case).StaysInside();
        routes.MapPost(Case + "/documents/{document:record}/remove", CaseDocuments.Remove).Asks(AccessAction.Change, Resource.Case, "/cases").NeedsToken().StaysInside();
        routes.MapGet("/{language:language}/protection", Protection.Show).Asks(AccessAction.List, Resource.Case).StaysInside();
        routes.MapPost("/{language:language}/protection/export", Protection.Export).Asks(AccessAction.Export, Resource.Case, "/protection").NeedsToken().LetsOut(WayOut.Copy);
        routes.MapPost("/{language:language}/protection/erase", Protection.Erase).Asks(AccessAction.Erase, Resource.Case, "/protection").NeedsToken().StaysInside();
    }

    // What others learn of her, and how it ends.
    private static void OfSharing(IEndpointRouteBuilder routes)
    {
        const string Case = "/{language:language}/cases/{id:record}", Referral = "/{language:language}/referrals/{id:record}";
        routes.MapGet(Case + "/sharing", ShowSharing.Show).Asks(AccessAction.Open, Resource.Case).StaysInside();
        routes.MapGet(Case + "/consent", GiveConsent.Show).Asks(AccessAction.Change, Resource.Case).StaysInside();
        routes.MapPost(Case + "/consent", GiveConsent.Keep).Asks(AccessAction.Change, Resource.Case, "/cases").NeedsToken().StaysInside();
        routes.MapPost(Case + "/withdraw", GiveConsent.Withdraw).Asks(AccessAction.Change, Resource.Case, "/cases").NeedsToken().StaysInside();
        routes.MapGet(Case + "/refer", Refer.Show).Asks(AccessAction.Create, Resource.Referral).StaysInside();
        routes.MapPost(Case + "/refer", Refer.Send).Asks(AccessAction.Create, Resource.Referral, "/cases").NeedsToken().LetsOut(WayOut.Outline);
        routes.MapPost(Case + "/receipt", Receipts.Make).Asks(AccessAction.Change, Resource.Case, "/cases").NeedsToken().StaysInside();
        routes.MapPost(Case + "/receipt/end", Receipts.End).Asks(AccessAction.Change, Resource.Case, "/cases").NeedsToken().StaysInside();
        routes.MapPost(Case + "/guests", InviteGuest.Invite).Asks(AccessAction.Change, Resource.Case, "/cases").NeedsToken().StaysInside();
        routes.MapPost(Case + "/guests/end", InviteGuest.End).Asks(AccessAction.Change, Resource.Case, "/cases").NeedsToken().StaysInside();
        routes.MapGet(Case + "/plan", PrintPlan.Show).Asks(AccessAction.Export, Resource.Case).LetsOut(WayOut.Print);
        routes.MapPost(Case + "/file", CaseFiles.Export).Asks(AccessAction.Export, Resource.Case, "/cases").NeedsToken().LetsOut(WayOut.File);
        routes.MapGet("/{language:language}/referrals", ListReferrals.Show).Asks(AccessAction.List, Resource.Referral).StaysInside();
        routes.MapGet(Referral, OpenReferral.Show).Asks(AccessAction.Open, Resource.Referral).LetsOut(WayOut.Referral);
        routes.MapPost(Referral + "/hand-over", AnswerReferral.HandOver).Asks(AccessAction.Grant, Resource.Referral, "/referrals").NeedsToken().StaysInside();
        routes.MapPost(Referral + "/{step}", AnswerReferral.Step).Asks(AccessAction.Change, Resource.Referral, "/referrals").NeedsToken().LetsOut(WayOut.Referral);
        routes.MapGet("/{language:language}/shared", InviteGuest.List).Asks(AccessAction.Change, Resource.Referral).StaysInside();
        routes.MapGet("/{language:language}/shared/{id:record}", InviteGuest.Show).Asks(AccessAction.Open, Resource.Case).LetsOut(WayOut.Guest);
    }

    private static void OfSupervisor(IEndpointRouteBuilder routes)
    {
        const string Case = "/{language:language}/cases/{id:record}", Services = "/{language:language}/services", Emergency = "/{language:language}/emergencies";
        routes.MapPost(Case + "/assign", AssignCases.Give).Asks(AccessAction.Grant, Resource.Case, "/cases").NeedsToken().StaysInside();
        routes.MapPost("/{language:language}/cases/assign", AssignCases.GiveAll).Asks(AccessAction.Grant, Resource.Case, "/cases").NeedsToken().StaysInside();
        routes.MapGet(Case + "/emergency", Emergencies.Ask).Asks(AccessAction.BreakGlass, Resource.Case).StaysInside();
        routes.MapPost(Case + "/emergency", Emergencies.Break).Asks(AccessAction.BreakGlass, Resource.Case, "/cases").NeedsToken().StaysInside();
        routes.MapGet(Emergency, Emergencies.List).Asks(AccessAction.Confirm, Resource.Case).StaysInside();
        routes.MapGet(Emergency + "/{id:record}", Emergencies.Show).Asks(AccessAction.BreakGlass, Resource.Case).StaysInside();
        routes.MapPost(Emergency + "/{id:record}/review", Emergencies.Review).Asks(AccessAction.Confirm, Resource.Case, "/emergencies").NeedsToken().StaysInside();
        routes.MapGet(Services, ListServices.Show).Asks(AccessAction.List, Resource.Service).StaysInside();
        routes.MapPost(Services, KeepServices.Add).Asks(AccessAction.Create, Resource.Service, "/services").NeedsToken().StaysInside();
        routes.MapPost(Services + "/{id:record}/places", KeepServices.SetPlaces).Asks(AccessAction.Change, Resource.Service, "/services").NeedsToken().StaysInside();
        routes.MapPost(Services + "/{id:record}/remove", KeepServices.Remove).Asks(AccessAction.Erase, Resource.Service, "/services").NeedsToken().StaysInside();
    }
}
