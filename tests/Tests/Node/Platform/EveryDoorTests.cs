using System.Net;
using System.Text.RegularExpressions;
using Entraide.Core.Assistance;
using Entraide.Node.Assistance;
using Entraide.Node.Identification;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;
using Entraide.Node.Training;
using Entraide.Tests.Databases;
using Entraide.Tests.Node.Accounts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Entraide.Tests.Node.Platform;

/// <summary>Every route that asks for a permission, tried by every role over HTTP, with records that are its own and that are foreign.</summary>
public sealed class EveryDoorTests
{
    private static readonly string Nowhere = new('e', 32);

    [Fact]
    public async Task Each_role_gets_through_exactly_the_doors_that_the_policy_opens_and_foreign_is_as_missing()
    {
        await using var node = await RunningNode.Start();
        var (ours, theirs) = (await SignedIn.Organisation(node, "Ours"), await SignedIn.Organisation(node, "Theirs"));
        var routes = ((IEndpointRouteBuilder)node.App).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Where(route => route.Metadata.GetMetadata<Permission>() is not null).ToList();
        Assert.True(routes.Count > 30, $"{routes.Count} routes");
        using var stranger = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(node.Address) };
        var (faults, tried) = (new List<string>(), 0);
        // Each role in what it acts for first, and where that is another, in identification.
        foreach (var (role, purpose) in Enum.GetValues<Role>().Where(role => role is not (Role.Node or Role.PersonConcerned)).SelectMany(role => Policy.PurposesOf[role].Where((one, i) => i == 0 || one == Purpose.Identification).Select(one => (role, one))))
        {
            using var person = await SignedIn.As(node, role, ours, purpose);
            foreach (var route in routes)
            {
                var permission = route.Metadata.GetMetadata<Permission>()!;
                // Signing out, ending and erasing last would end the attempt for the others; a fresh person does not mind.
                if (route.RoutePattern.RawText!.Contains("sign-out", StringComparison.Ordinal)) continue;
                var may = Reach(role, purpose, permission);
                foreach (var id in (string[])[Nowhere, await Foreign(node, permission.Resource, theirs)])
                {
                    var (status, body) = await Try(person, (role, purpose), route, id);
                    tried++;
                    var (expectedThere, name) = (may && !(NamesOne(route) && id == Nowhere), $"{role} for {purpose}: {route.RoutePattern.RawText} with {(id == Nowhere ? "a missing" : "a foreign")} record");
                    if (!may && status != HttpStatusCode.NotFound) faults.Add($"{name} answers {status}");
                    if (!expectedThere && NamesOne(route) && status is not (HttpStatusCode.NotFound or HttpStatusCode.BadRequest)) faults.Add($"{name} answers {status}");
                    // What is foreign about a person is as if it were not there, whoever asks.
                    if (permission.Resource is Resource.Draft or Resource.Screening or Resource.Case or Resource.Referral or Resource.Delivery or Resource.Participation && NamesOne(route))
                    {
                        var missing = await Try(person, (role, purpose), route, Nowhere);
                        if (missing != (status, body)) faults.Add($"{name} differs from a missing one");
                    }
                    if (may && !NamesOne(route) && status is HttpStatusCode.NotFound or HttpStatusCode.InternalServerError or HttpStatusCode.Unauthorized) faults.Add($"{name} answers {status}, though the policy opens it");
                }
            }
        }
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(tried > 700, $"{tried} attempts");
        foreach (var route in routes.Where(route => Methods(route).Contains("GET")))
            Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(Path(route, Nowhere))).StatusCode);
    }

    // Whether the address names a record, a kit by its hash, or an edition of a year.
    private static bool NamesOne(RouteEndpoint route) => route.RoutePattern.RawText!.Contains("{id", StringComparison.Ordinal) || route.RoutePattern.RawText.Contains("{hash}", StringComparison.Ordinal) || route.RoutePattern.RawText.Contains("{number", StringComparison.Ordinal);

    // Worked out by the oracle, not by the table.
    private static bool Reach(Role role, Purpose purpose, Permission permission) => Enum.GetValues<FieldClass>().Any(fieldClass => Enum.GetValues<Relation>().Any(relation => Enum.GetValues<RecordState>().Any(state =>
        PolicyOracle.Decide(new Question(role, purpose, permission.Action, permission.Resource, fieldClass, relation, state)).Verdict != Verdict.Deny)));

    private static async Task<(HttpStatusCode, string)> Try(SignedIn person, (Role, Purpose) acting, RouteEndpoint route, string id)
    {
        var path = Path(route, id);
        var answer = Methods(route).Contains("GET") ? await person.GetAsync(path)
            : path.StartsWith("/en/", StringComparison.Ordinal) ? await person.Post("/en/work", path, Fields(path, acting))
            : await person.PostAsync(path, new StringContent("{}", System.Text.Encoding.UTF8, "application/json"));
        var body = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, string.Join('\n', answer.Headers.Where(header => header.Key is not ("Date" or "Set-Cookie")).Select(header => $"{header.Key}: {string.Join(',', header.Value)}").Order(StringComparer.Ordinal)) + body);
    }

    // What a form cannot do without, so that it is the policy that answers and not the form.
    private static (string, string)[] Fields(string path, (Role Role, Purpose Purpose) acting) => path.Split('/')[^1] switch
    {
        "act" => [("as", $"{acting.Role}.{acting.Purpose}")],
        "roles" => [("role", "Trainer")],
        "discard" or "erase" or "close" or "remove" => [("sure", "yes")],
        "emergency" => [("sure", "yes"), ("reason", "LifeInDanger")],
        "review" => [("verdict", "Justified")],
        "diary" => [("kind", "Note"), ("text", "x")],
        "guests" => [("class", "Narrative")],
        _ => [("name", "x"), ("kind", "Police"), ("text", "x"), ("note", "x"), ("number", "1"), ("to", "00000000")],
    };

    private static string Path(RouteEndpoint route, string id) => Regex.Replace(route.RoutePattern.RawText!.Replace("{language:language}", "en", StringComparison.Ordinal).Replace("{section}", "needs", StringComparison.Ordinal).Replace("{step}", "accept", StringComparison.Ordinal).Replace("{document:record}", Nowhere, StringComparison.Ordinal).Replace("{hash}", Nowhere + Nowhere, StringComparison.Ordinal).Replace("{year:int}", "2025", StringComparison.Ordinal).Replace("{year:range(1990,2200)}", "2025", StringComparison.Ordinal).Replace("{number:int}", "1", StringComparison.Ordinal).Replace("{scheme}", "eurostat", StringComparison.Ordinal), "\\{id[^}]*\\}", id);

    private static IReadOnlyList<string> Methods(RouteEndpoint route) => route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods;

    // A record of another organisation, of the kind that the route is about.
    private static async Task<string> Foreign(RunningNode node, Resource resource, string organisation)
    {
        await using var scope = node.App.Services.CreateAsyncScope();
        var (gate, id, now) = (scope.ServiceProvider.GetRequiredService<AccessTicket.Gate>(), PlatformDb.NewId(), node.Clock.Now);
        if (resource == Resource.Draft)
        {
            await gate.Do(Caller.Node(Purpose.Identification), AccessAction.Create, KeptDraft.Subject(id, organisation), [], change =>
            {
                change.Db<IdentificationDb>().Drafts.Add(new KeptDraft { RecordId = id, KeyId = new string('a', 32), RecipientId = organisation, OrganisationId = organisation, ReceivedAt = now, ExpiresAt = now + TimeSpan.FromDays(1), Size = 1, Sealed = [1] });
                return Task.CompletedTask;
            });
        }
        else if (resource == Resource.Screening)
        {
            var caller = new Caller(PlatformDb.NewId(), "", organisation, Role.LabourInspector, Purpose.Identification, now);
            await gate.Do(caller, AccessAction.Create, new Subject(resource, Zone.Care, id, organisation, caller.AccountId), [FieldClass.Technical, FieldClass.Facts, FieldClass.Narrative], change =>
            {
                var record = change.NewRecord();
                change.Db<IdentificationDb>().Screenings.Add(new Screening { RecordId = id, OrganisationId = organisation, AssignedTo = caller.AccountId, KeptAt = now, Facts = record.Seal(Screening.FactsColumn, "{}"), Narrative = record.Seal(Screening.NarrativeColumn, "{}") });
                return Task.CompletedTask;
            });
        }
        else if (resource is Resource.Case or Resource.Referral or Resource.Service) return await ForeignCase(scope.ServiceProvider, resource, organisation, now);
        else if (resource == Resource.Training)
        {
            using var designer = await SignedIn.As(node, Role.TrainingDesigner, organisation);
            var made = await designer.Post("/en/trainings", "/en/trainings", ("title", "Theirs"), ("name", "theirs"), ("written", "en"));
            return made.Headers.Location!.OriginalString.Split('/')[^1];
        }
        else if (resource is Resource.Delivery or Resource.Participation)
        {
            var row = new DeliveryRow
            {
                RecordId = id, OrganisationId = organisation, TrainingId = Nowhere, KitId = "theirs", KitHash = "", Country = "GR", Place = "x", Begins = "2026-03-01", Ends = "2026-03-02", TimeZone = "UTC", Languages = "en",
                State = DeliveryState.Open, Door = id[..16], BundleId = id, ChangedAt = now,
            };
            await gate.Do(new Caller(PlatformDb.NewId(), "", organisation, Role.Trainer, Purpose.Training, now), AccessAction.Create, row.Subject(), DeliveryBook.AllOfIt, change =>
            {
                change.NewRecord();
                change.Db<TrainingDb>().Deliveries.Add(row);
                return Task.CompletedTask;
            });
        }
        else if (resource == Resource.Organisation) return organisation;
        else if (resource == Resource.Account)
        {
            using var somebody = await SignedIn.As(node, Role.Trainer, organisation);
            return somebody.AccountId;
        }
        return id;
    }

    // A case of another organisation; its referral to a third, or a service of theirs.
    private static async Task<string> ForeignCase(IServiceProvider services, Resource resource, string organisation, DateTimeOffset now)
    {
        var (book, gate, caller) = (services.GetRequiredService<CaseBook>(), services.GetRequiredService<AccessTicket.Gate>(), new Caller(PlatformDb.NewId(), "", organisation, Role.SocialWorker, Purpose.Care, now));
        if (resource == Resource.Service)
        {
            var offer = new ServiceOffer { RecordId = PlatformDb.NewId(), OrganisationId = organisation, Kind = ServiceKind.Shelter, For = "", Languages = "", Places = 1, Hours = ServiceOffer.Always, ChangedAt = now };
            await gate.Do(caller with { Role = Role.Supervisor }, AccessAction.Create, offer.Subject(), [], change =>
            {
                change.Db<AssistanceDb>().Services.Add(offer);
                return Task.CompletedTask;
            });
            return offer.RecordId;
        }
        var id = await BeginCase.Begin(caller, gate, now, made => made.Keep(Consents.None with { Grants = [new ConsentGrant { Id = "g", RecipientId = "third", Purpose = SharingPurpose.Care, Items = [DataItem.Outline], GivenAt = now, Until = now.AddDays(1), Language = "en", Present = "" }] }));
        if (resource == Resource.Case) return id;
        return await Refer.SendOutline(caller, (await book.Find(id))!, "third", SharingPurpose.Care, new ReferralOutline([ServiceKind.Shelter], "", "", "", ReferralUrgency.Today, []), book, gate, services.GetRequiredService<Entraide.Node.Accounts.Staff>());
    }
}
