using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Entraide.Node.Accounts;
using Entraide.Node.Identification;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Gate = Entraide.Node.Platform.Access.AccessTicket.Gate;

namespace Entraide.Bench;

/// <summary>Somebody who is signed in: account and session are made in the node itself, through the gate.</summary>
internal sealed record Person(IServiceProvider Services, Caller Caller, string Token)
{
    /// <summary>The classes of a screening.</summary>
    public static readonly FieldClass[] Told = [FieldClass.Technical, FieldClass.Facts, FieldClass.Narrative];

    /// <param name="organisation">Null for one that nobody else is in, and that has no name.</param>
    public static async Task<Person> New(WebApplication node, Role role = Role.LabourInspector, Purpose purpose = Purpose.Identification, string? organisation = null)
    {
        var (services, token, now) = (node.Services, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)), TimeProvider.System.GetUtcNow());
        var caller = new Caller(PlatformDb.NewId(), PlatformDb.NewId(), organisation ?? PlatformDb.NewId(), role, purpose, now);
        var account = new Account { RecordId = caller.AccountId, OrganisationId = caller.OrganisationId, State = AccountState.Active, Name = [], RoleNames = role.ToString(), CreatedAt = now };
        await services.GetRequiredService<Gate>().Do(Caller.Node(Purpose.Administration), AccessAction.Create, account.Subject(), Enum.GetValues<FieldClass>(), scope =>
        {
            account.Name = scope.NewRecord().Seal(Account.NameColumn, "Somebody");
            scope.Db<AccountsDb>().Accounts.Add(account);
            scope.Db<AccountsDb>().Sessions.Add(new Session
            {
                TokenHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token))), Number = caller.SessionId, RecordId = caller.AccountId, OrganisationId = caller.OrganisationId,
                Role = caller.Role, Purpose = caller.Purpose, Proof = Proof.Passkey, Device = "", StartedAt = now, SeenAt = now, ProvedAt = now,
            });
            return Task.CompletedTask;
        });
        return new Person(services, caller, token);
    }

    /// <summary>A new organisation; gives its id.</summary>
    public static async Task<string> Organisation(WebApplication node, string name)
    {
        var id = PlatformDb.NewId();
        await node.Services.GetRequiredService<Gate>().Do(Caller.Node(Purpose.Administration), AccessAction.Create, Entraide.Node.Accounts.Organisation.Subject(id), [], scope =>
        {
            scope.Db<AccountsDb>().Organisations.Add(new Organisation { RecordId = id, Kind = OrganisationKind.CivilSociety, Name = name, TakesDrafts = false, CreatedAt = TimeProvider.System.GetUtcNow() });
            return Task.CompletedTask;
        });
        return id;
    }

    /// <summary>What her browser's cookie says.</summary>
    public string Cookie => $"{Sessions.Cookie}={Token}";

    public HttpClient Client(WebApplication node)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(node.Urls.First()) };
        client.DefaultRequestHeaders.Add("Cookie", Cookie);
        return client;
    }

    /// <summary>Keeps a screening of hers; gives its id.</summary>
    public async Task<string> Keep(string narrative)
    {
        var id = PlatformDb.NewId();
        await Services.GetRequiredService<Gate>().Do(Caller, AccessAction.Create, new Subject(Resource.Screening, Zone.Care, id, Caller.OrganisationId, Caller.AccountId), Told, scope =>
        {
            var record = scope.NewRecord();
            scope.Db<IdentificationDb>().Screenings.Add(new Screening { RecordId = id, OrganisationId = Caller.OrganisationId!, AssignedTo = Caller.AccountId, KeptAt = TimeProvider.System.GetUtcNow(), Facts = record.Seal(Screening.FactsColumn, "{}"), Narrative = record.Seal(Screening.NarrativeColumn, narrative) });
            return Task.CompletedTask;
        });
        return id;
    }
}
