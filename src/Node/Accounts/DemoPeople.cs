using System.Security.Cryptography;
using Entraide.Core.Sealing;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;

namespace Entraide.Node.Accounts;

/// <summary>
/// The people of the worked example. They exist in a demonstration only, and what lets them in is drawn anew each time:
/// there is no default password anywhere.
/// </summary>
public static class DemoPeople
{
    public static async Task Demonstrate(IServiceProvider services, DemoTale tale)
    {
        tale.Step("People");
        var inspectorate = await Add(services, DemoOrganisations.Training, OrganisationKind.LabourInspectorate, takesDrafts: true);
        var shelter = await Add(services, DemoOrganisations.Helping, OrganisationKind.CivilSociety, takesDrafts: false);
        var harbour = await Add(services, DemoOrganisations.Receiving, OrganisationKind.CivilSociety, takesDrafts: false);
        tale.Say("Three organisations. Administrators and data-protection officers sign in with a passkey; each makes hers with a code that works once:");
        foreach (var (name, role, organisation) in ((string, Role, string)[])[("Alma", Role.Administrator, inspectorate), ("Dora", Role.DataProtectionOfficer, inspectorate), ("Daria", Role.DataProtectionOfficer, shelter), ("Stella", Role.GuideSteward, inspectorate), ("Theo", Role.Translator, inspectorate), ("Nefeli", Role.NationalEditor, inspectorate)])
        {
            var code = OneTimeCode.New();
            await Person(services, name, role, organisation, invitation: code);
            tale.Say($"  {name}, {Words(role)}: {code}   (open /en/join)");
        }
        tale.Say("These sign in at /en/sign-in with the name in small letters, a password, and a code of an authenticator app:");
        foreach (var (name, role, organisation) in ((string, Role, string)[])[("Iris", Role.LabourInspector, inspectorate), ("Selma", Role.SocialWorker, shelter), ("Sofia", Role.Supervisor, shelter), ("Hanna", Role.SocialWorker, harbour), ("Diego", Role.TrainingDesigner, inspectorate), ("Tamar", Role.Trainer, inspectorate), ("Reka", Role.NationalRapporteur, inspectorate), ("Noor", Role.Researcher, inspectorate), ("Cora", Role.Coordinator, shelter)])
            await WithPassword(services, name, role, organisation, tale);
    }

    private static async Task WithPassword(IServiceProvider services, string name, Role role, string organisation, DemoTale tale)
    {
        var (password, secret) = (string.Join('-', RandomNumberGenerator.GetItems<string>(["river", "lamp", "orchard", "window", "basket", "meadow", "copper", "harbour", "violin", "summer", "pebble", "lantern", "garden", "thunder", "saddle", "walnut"], 5)), RandomNumberGenerator.GetBytes(20));
        await Person(services, name, role, organisation, password, secret);
        var step = OneTimePassword.Step(services.GetRequiredService<TimeProvider>().GetUtcNow());
        tale.Say($"  {name}, {Words(role)}: {password}, app key {OneTimePassword.ToBase32(secret)}");
        tale.Say($"    without the app, codes of the next minutes: {string.Join(", ", Enumerable.Range(0, 10).Select(later => OneTimePassword.At(secret, step + later)))}, each for half a minute");
    }

    private static string Words(Role role) => role switch { Role.Administrator => "administrator", Role.DataProtectionOfficer => "data-protection officer", Role.GuideSteward => "guide steward", Role.Translator => "translator", Role.NationalEditor => "national editor", Role.LabourInspector => "labour inspector", Role.Supervisor => "supervisor", Role.TrainingDesigner => "training designer", Role.Trainer => "trainer", Role.NationalRapporteur => "national rapporteur", Role.Researcher => "researcher", Role.Coordinator => "coordinator", _ => "social worker" };

    private static async Task<string> Add(IServiceProvider services, string name, OrganisationKind kind, bool takesDrafts)
    {
        var (id, now) = (PlatformDb.NewId(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        await services.GetRequiredService<Gate>().Do(Caller.Node(Purpose.Administration), AccessAction.Create, Organisation.Subject(id), [], scope =>
        {
            scope.Db<AccountsDb>().Organisations.Add(new Organisation { RecordId = id, Kind = kind, Name = name, TakesDrafts = takesDrafts, CreatedAt = now });
            return Task.CompletedTask;
        }, reason: "demonstration");
        return id;
    }

    private static async Task Person(IServiceProvider services, string name, Role role, string organisation, string? password = null, byte[]? secret = null, string? invitation = null)
    {
        var (id, now) = (PlatformDb.NewId(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        var account = new Account { RecordId = id, OrganisationId = organisation, State = password is null ? AccountState.Invited : AccountState.Active, Name = [], RoleNames = role.ToString(), CreatedAt = now };
        var hash = password is null ? null : await services.GetRequiredService<Passwords>().Hash(account, password);
        await services.GetRequiredService<Gate>().Do(Caller.Node(Purpose.Administration), AccessAction.Create, account.Subject(), Enum.GetValues<FieldClass>(), scope =>
        {
            var (record, signInName) = (scope.NewRecord(), SignIn.NameOf(name));
            account.Name = record.Seal(Account.NameColumn, name);
            if (hash is not null && secret is not null)
            {
                (account.Lookup, account.SignInName) = (services.GetRequiredService<KeyRing>().LookUp(signInName)[0], record.Seal(Account.SignInNameColumn, signInName));
                (account.Password, account.Totp) = (record.Seal(Account.PasswordColumn, hash), record.Seal(Account.TotpColumn, secret));
            }
            scope.Db<AccountsDb>().Accounts.Add(account);
            if (invitation is not null) scope.Db<AccountsDb>().Doors.Add(new Door { CodeHash = OneTimeCode.HashOf(invitation)!, AccountId = id, Kind = DoorKind.Invitation, ExpiresAt = now + Join.InvitedFor });
            return Task.CompletedTask;
        }, reason: "demonstration");
    }
}
