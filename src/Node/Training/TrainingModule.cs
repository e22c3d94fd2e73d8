using System.Threading.RateLimiting;
using Entraide.Core.Training;
using Entraide.Node.Guide;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Entraide.Node.Training;

/// <summary>Trainings that replicate: designed, let out as kits, held, compared, published.</summary>
public static class TrainingModule
{
    public const string Name = "Training";

    /// <summary>What participants can send from one address in a minute: a whole room behind one.</summary>
    public const int RequestsPerMinute = 120;

    public static readonly Module Module = new()
    {
        Name = Name,
        Services = Services,
        Routes = Routes,
        Menu =
        [
            new("published", language => $"/{language}/published"),
            new("verify", language => $"/{language}/verify"),
            new("me.training", language => $"/{language}/training/me"),
            new("trainings", language => $"/{language}/trainings") { Asks = new(AccessAction.List, Resource.Training, null) },
            new("deliveries", language => $"/{language}/deliveries") { Asks = new(AccessAction.List, Resource.Delivery, null) },
        ],
        Commands = modules => [KitCommand.Command(modules), BadgeCommand.Command()],
        Check = ShippedTrainings.TakeIn,
        Demonstrate = TrainingStory.Demonstrate,
    };

    private static void Services(IServiceCollection services, Database database)
    {
        database.Add<TrainingDb>(services, Name);
        services.AddScoped<TrainingDesk>().AddScoped<KitShelf>().AddScoped<TakeResults>().AddScoped<DeliveryBook>().AddScoped<TrainingCounts>();
        services.AddSingleton<PackPrinter>().AddSingleton<ReadKits>().AddSingleton<RollCall>();
        services.Configure<RateLimiterOptions>(limiter => limiter.AddPolicy(TakePart.RateLimit, context => RateLimitPartition.GetFixedWindowLimiter(Source.Of(context), _ =>
            new FixedWindowRateLimiterOptions { PermitLimit = RequestsPerMinute, Window = TimeSpan.FromMinutes(1) })));
        foreach (var id in ShippedTrainings.Ids) services.AddSingleton(new Lazy<ShippedText>(() => ShippedTrainings.Text(id)));
    }

    private static void Routes(IEndpointRouteBuilder routes)
    {
        OfDesigner(routes);
        OfKits(routes);
        OfDelivery(routes);
        OfParticipant(routes);

        const string Proof = "whoever is shown a certificate may check it";
        routes.MapGet("/{language:language}/verify", VerifyCertificate.Ask).Public(Proof);
        routes.MapPost("/{language:language}/verify", VerifyCertificate.Check).Public(Proof).NeedsToken().RequireRateLimiting(TakePart.RateLimit);
        routes.MapGet("/training/revoked.jwt", VerifyCertificate.RevokedList).Public(Proof);
        routes.MapGet("/training/keys.json", VerifyCertificate.Keys).Public(Proof);

        const string Same = "the page of the roll call is the same for everybody";
        routes.MapGet("/roll/{tag:language}", RollCall.Show).Public(Same).Compressed();
        routes.MapGet("/roll/worker.js", RollCall.Worker).Public(Same).Compressed();

        const string ForAll = "what was published is for everybody who wants to replicate it";
        routes.MapGet("/{language:language}/published", PublishTraining.List).Public(ForAll);
        routes.MapGet("/{language:language}/published/{kit}", PublishTraining.Show).Public(ForAll).Compressed();
        routes.MapGet("/{language:language}/published/{kit}/kit", PublishTraining.Download).Public(ForAll);
    }

    private static void OfDesigner(IEndpointRouteBuilder routes)
    {
        const string Trainings = "/{language:language}/trainings", One = Trainings + "/{id:record}";
        routes.MapGet(Trainings, ListTrainings.Show).Asks(AccessAction.List, Resource.Training);
        routes.MapPost(Trainings, MakeTraining.FromNothing).Asks(AccessAction.Create, Resource.Training, "/trainings").NeedsToken();
        routes.MapGet(One, OpenTraining.Show).Asks(AccessAction.Open, Resource.Training);
        routes.MapGet(One + "/pack", OpenTraining.Pack).Asks(AccessAction.Open, Resource.Training);
        routes.MapPost(One + "/copy", MakeTraining.FromCopy).Asks(AccessAction.Create, Resource.Training, "/trainings").NeedsToken();
        routes.MapPost(One + "/explain", OpenTraining.Explain).Asks(AccessAction.Change, Resource.Training, "/trainings").NeedsToken();
        Edit("session", EditSession.Show, EditSession.Keep);
        Edit("scenario", EditScenario.Show, EditScenario.Keep);
        Edit("item", EditItem.Show, EditItem.Keep);
        Edit("frame", EditFrame.Show, EditFrame.Keep);
        routes.MapPost(One + "/release", ReleaseKit.Release).Asks(AccessAction.Release, Resource.Training, "/trainings").NeedsToken();
        routes.MapPost(One + "/recall", ReleaseKit.Recall).Asks(AccessAction.Release, Resource.Training, "/trainings").NeedsToken();
        routes.MapPost(One + "/publish", PublishTraining.Publish).Asks(AccessAction.Release, Resource.Training, "/trainings").NeedsToken();
        routes.MapGet(One + "/compare", CompareTrainings.Show).Asks(AccessAction.Open, Resource.Training);
        routes.MapPost(One + "/doubt", CompareTrainings.Doubt).Asks(AccessAction.Create, Resource.Training, "/trainings").NeedsToken();
        routes.MapGet(One + "/kit", ReleaseKit.Download).Asks(AccessAction.Export, Resource.Training);

        void Edit(string part, Delegate show, Delegate keep)
        {
            routes.MapGet($"{One}/{part}", show).Asks(AccessAction.Change, Resource.Training);
            routes.MapPost($"{One}/{part}", keep).Asks(AccessAction.Change, Resource.Training, "/trainings").NeedsToken();
        }
    }

    private static void OfKits(IEndpointRouteBuilder routes)
    {
        const string Trainings = "/{language:language}/trainings";
        routes.MapPost(Trainings + "/kit", TakeKit.Inspect).Asks(AccessAction.Create, Resource.Training, "/trainings").NeedsToken().TakesFile(KitFile.Largest);
        routes.MapGet(Trainings + "/kit/{hash}", TakeKit.Show).Asks(AccessAction.Create, Resource.Training);
        routes.MapPost(Trainings + "/kit/{hash}", TakeKit.Take).Asks(AccessAction.Create, Resource.Training, "/trainings").NeedsToken();
        routes.MapPost(Trainings + "/signers", TakeKit.SetTrust).Asks(AccessAction.Grant, Resource.Training, "/trainings").NeedsToken();
        routes.MapPost(Trainings + "/results", TakeResults.Bring).Asks(AccessAction.Create, Resource.Training, "/trainings").NeedsToken().TakesFile(ResultBundle.Largest);
    }

    private static void OfDelivery(IEndpointRouteBuilder routes)
    {
        const string Deliveries = "/{language:language}/deliveries", One = Deliveries + "/{id:record}";
        routes.MapGet(Deliveries, ListDeliveries.Show).Asks(AccessAction.List, Resource.Delivery);
        routes.MapPost(Deliveries, ListDeliveries.Plan).Asks(AccessAction.Create, Resource.Delivery, "/deliveries").NeedsToken();
        routes.MapGet(One, OpenDelivery.Show).Asks(AccessAction.Open, Resource.Delivery);
        routes.MapPost(One + "/step", OpenDelivery.Step).Asks(AccessAction.Change, Resource.Delivery, "/deliveries").NeedsToken();
        routes.MapPost(One + "/select", OpenDelivery.Select).Asks(AccessAction.Change, Resource.Participation, "/deliveries").NeedsToken();
        routes.MapPost(One + "/group", OpenDelivery.Group).Asks(AccessAction.Change, Resource.Participation, "/deliveries").NeedsToken();
        routes.MapPost(One + "/codes", OpenDelivery.Codes).Asks(AccessAction.Change, Resource.Delivery, "/deliveries").NeedsToken();
        routes.MapGet(One + "/sheet", OpenDelivery.Sheet).Asks(AccessAction.Open, Resource.Participation);
        routes.MapGet(One + "/attendance", Attendance.Show).Asks(AccessAction.Open, Resource.Delivery);
        routes.MapPost(One + "/attendance", Attendance.Keep).Asks(AccessAction.Change, Resource.Delivery, "/deliveries").NeedsToken();
        routes.MapGet("/deliveries/{id:record}/roll", RollCall.List).Asks(AccessAction.Change, Resource.Delivery);
        routes.MapPost("/deliveries/{id:record}/sign-ins", Attendance.Upload).Asks(AccessAction.Change, Resource.Delivery).NeedsToken().WithMetadata(new RequestSizeLimitAttribute(Attendance.LargestUpload));
        routes.MapGet(One + "/held", HeldActivities.Show).Asks(AccessAction.Open, Resource.Delivery);
        routes.MapPost(One + "/held", HeldActivities.Keep).Asks(AccessAction.Change, Resource.Delivery, "/deliveries").NeedsToken();
        routes.MapGet(One + "/results", DeliveryResults.Show).Asks(AccessAction.Open, Resource.Delivery);
        routes.MapPost(One + "/remarks", DeliveryResults.Clear).Asks(AccessAction.Change, Resource.Delivery, "/deliveries").NeedsToken();
        routes.MapPost(One + "/bundle", DeliveryResults.Bundle).Asks(AccessAction.Export, Resource.Delivery, "/deliveries").NeedsToken();
        routes.MapGet(One + "/certificates", Certificates.Show).Asks(AccessAction.Open, Resource.Participation);
        routes.MapPost(One + "/certificates", Certificates.Give).Asks(AccessAction.Change, Resource.Delivery, "/deliveries").NeedsToken();
        routes.MapPost(One + "/certificates/revoke", Certificates.Revoke).Asks(AccessAction.Change, Resource.Delivery, "/deliveries").NeedsToken();
        routes.MapGet(One + "/paper", AnswerForm.ShowPaper).Asks(AccessAction.Change, Resource.Delivery);
        routes.MapPost(One + "/paper", AnswerForm.KeepPaper).Asks(AccessAction.Change, Resource.Delivery, "/deliveries").NeedsToken();
    }

    private static void OfParticipant(IEndpointRouteBuilder routes)
    {
        const string Theirs = "participants have no account", Door = "/{language:language}/training/{door}";
        routes.MapGet("/{language:language}/training/me", TakePart.Show).Public(Theirs);
        routes.MapPost("/{language:language}/training/me", TakePart.Open).Public(Theirs).NeedsToken().RequireRateLimiting(TakePart.RateLimit);
        routes.MapGet("/{language:language}/training/me/certificate/{id:record}", Certificates.Own).Public(Theirs);
        routes.MapGet(Door + "/join", TakePart.ShowJoin).Public(Theirs);
        routes.MapPost(Door + "/join", TakePart.Join).Public(Theirs).NeedsToken().RequireRateLimiting(TakePart.RateLimit);
        routes.MapGet(Door + "/here", Attendance.ShowHere).Public(Theirs);
        routes.MapPost(Door + "/here", Attendance.SignIn).Public(Theirs).NeedsToken().RequireRateLimiting(TakePart.RateLimit);
        routes.MapGet(Door + "/{form}", AnswerForm.Show).Public(Theirs);
        routes.MapPost(Door + "/{form}", AnswerForm.Keep).Public(Theirs).NeedsToken().RequireRateLimiting(TakePart.RateLimit);
        routes.MapPost(Door + "/{form}/code", AnswerForm.NewCode).Public(Theirs).NeedsToken().RequireRateLimiting(TakePart.RateLimit);
    }
}
