using Entraide.Core.Assistance;
using Entraide.Node.Assistance;
using Entraide.Node.Platform.Access;
using Entraide.Tests.Databases;
using Entraide.Tests.Node.Accounts;
using Entraide.Tests.Node.Assistance;

namespace Entraide.Journeys;

/// <summary>One person who is helped, with everybody who may see something of it, so that every page has something on it.</summary>
internal sealed class Helped : IDisposable
{
    private readonly Helping help;

    private Helped(Helping help, Dictionary<Role, SignedIn> people) => (this.help, People) = (help, people);

    public string CaseId { get; private init; } = "";
    public string ReferralId { get; private init; } = "";
    public string GuestId { get; private init; } = "";
    public string EmergencyId { get; private init; } = "";

    /// <summary>Who opens the pages of each role.</summary>
    public Dictionary<Role, SignedIn> People { get; }

    public static async Task<Helped> Prepare(RunningNode node)
    {
        var parties = await Helping.Start(node);
        var (id, worker) = (await parties.Begin(), parties.Worker);
        await parties.Write(id, "needs", ("needs-today", "Un pat pentru noapte.\nUn medic."), ("plan", "Avocat pentru salariu."), ("services", "Shelter"));
        await parties.Write(id, "safety", ("risks", "Το αφεντικό ξέρει τη διεύθυνση."), ("safety-plan", "الاتصال بين العاشرة والثانية عشرة فقط"));
        await parties.Write(id, "person", ("called", "M."), ("citizenship", "RO"));
        await parties.Write(id, "work", ("work", "Ferme, cueillette, douze heures par jour"));
        await parties.Write(id, "facts", ("age", "perhaps-child"), ("form", "labour"));
        await worker.Post($"/en/cases/{id}", $"/en/cases/{id}/clocks", ("rule", "be-reflection"), ("began", parties.Day(-5)));
        await worker.Post($"/en/cases/{id}", $"/en/cases/{id}/diary", ("kind", "Interview"), ("text", "Told once, recorded."), ("recorded", "yes"));
        await worker.Post($"/en/cases/{id}", $"/en/cases/{id}/diary", ("kind", "Task"), ("text", "Call the lawyer."), ("due", parties.Day(1)));
        // Written at the same time by two: both stay.
        var form = await worker.Page($"/en/cases/{id}/edit/needs");
        foreach (var value in (string[])["Un curs de limbă", "O chirie"]) await worker.Post($"/en/cases/{id}", $"/en/cases/{id}/edit/needs", [.. Helping.Form(form), ("f.needs-later", value)]);
        await parties.Agree(id, parties.Theirs, SharingPurpose.Care, DataItem.Outline, DataItem.Needs);
        await parties.Agree(id, ConsentGate.Herself, SharingPurpose.Care, DataItem.Needs, DataItem.Risks);
        var referral = await parties.Refer(id);
        await Helping.Step(parties.Receiver, referral, "accept");
        await Helping.Step(worker, referral, "disclose", ("item", "Needs"));
        await worker.Post($"/en/cases/{id}/sharing", $"/en/cases/{id}/receipt", ("wanted", "yes"));
        var firm = await SignedIn.Organisation(node, "Δικηγορικό γραφείο", takesDrafts: false);
        var lawyer = await SignedIn.As(node, Role.Lawyer, firm);
        await parties.Agree(id, firm, SharingPurpose.LegalAid, DataItem.Work);
        await worker.Post($"/en/cases/{id}/sharing", $"/en/cases/{id}/guests", ("organisation", firm), ("number", lawyer.AccountId[..8]), ("class", "Narrative"), ("until", parties.Day(9)));
        var guest = (await lawyer.Page("/en/shared")).QuerySelector("main ul.rows a")!.GetAttribute("href")!.Split('/')[^1];
        var nurse = await SignedIn.As(node, Role.HealthWorker, parties.Ours, Purpose.Care);
        var emergency = (await nurse.Post($"/en/cases/{id}/emergency", $"/en/cases/{id}/emergency", ("reason", "MedicalEmergency"), ("sure", "yes"))).Headers.Location!.OriginalString.Split('/')[^1];
        return new Helped(parties, new Dictionary<Role, SignedIn>
        {
            [Role.SocialWorker] = worker, [Role.HealthWorker] = nurse, [Role.Lawyer] = lawyer, [Role.Supervisor] = await SignedIn.As(node, Role.Supervisor, parties.Ours, Purpose.Care), [Role.DataProtectionOfficer] = await SignedIn.As(node, Role.DataProtectionOfficer, parties.Ours),
        }) { CaseId = id, ReferralId = referral, GuestId = guest, EmergencyId = emergency };
    }

    public void Dispose()
    {
        foreach (var person in People.Values) person.Dispose();
        help.Leave();
    }
}
