using System.Runtime.InteropServices;
using Entraide.Node.Platform.Storage;

namespace Entraide.Node.Platform.Access;

/// <summary>Everything that a decision depends on.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Question(Role Role, Purpose Purpose, AccessAction Action, Resource Resource, FieldClass Class, Relation Relation, RecordState State);

public enum Verdict
{
    Deny,

    /// <summary>That there is something may be seen, not what.</summary>
    Mask,
    Allow,
}

/// <summary>What goes along with an allowance.</summary>
[Flags]
public enum Duties
{
    None = 0,

    /// <summary>Who she is was proved in the last five minutes.</summary>
    StepUp = 1,

    /// <summary>A second person has said yes.</summary>
    SecondPerson = 2,
}

/// <param name="Verdict">Deny where no row says otherwise.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Decision(Verdict Verdict, Duties Duties);

/// <summary>A row of the policy: to every question that all its lists contain, it gives its answer.</summary>
public sealed record Rule(string Id, Role[] Roles, Purpose[] Purposes, AccessAction[] Actions, Resource Resource, FieldClass[] Classes, Relation[] Relations, RecordState[] States, Verdict Verdict = Verdict.Allow, Duties Duties = Duties.None)
{
    internal bool Answers(Question question) =>
        question.Resource == Resource && Roles.Contains(question.Role) && Purposes.Contains(question.Purpose) && Actions.Contains(question.Action)
        && Classes.Contains(question.Class) && Relations.Contains(question.Relation) && States.Contains(question.State);
}

/// <summary>
/// Who may do what, as one table. The first row that answers decides; what no row answers is denied. docs/policy.md says
/// the same in sentences; a test compares the two over every question that can be asked.
/// </summary>
public static class Policy
{
    /// <summary>Written into every entry of the ledger, so that a decision can be read with the policy of its day.</summary>
    public const int Version = 6;

    private static readonly Role[] FieldStaff = [Role.LabourInspector, Role.PoliceOfficer, Role.SocialWorker, Role.HealthWorker];
    private static readonly Role[] CareWorkers = [Role.SocialWorker, Role.HealthWorker];

    // Who receives what is shared, for which purposes: care and justice meet only where a person agreed to the purpose.
    private static readonly (Role Role, Purpose[] Purposes)[] Receivers =
    [
        (Role.SocialWorker, [Purpose.Care, Purpose.Safety, Purpose.LegalAid, Purpose.Identification, Purpose.Compensation, Purpose.FamilyTracing]), (Role.HealthWorker, [Purpose.Care, Purpose.Identification]),
        (Role.Lawyer, [Purpose.LegalAid, Purpose.Compensation]), (Role.LabourInspector, [Purpose.Identification, Purpose.Investigation]),
        (Role.PoliceOfficer, [Purpose.Identification, Purpose.Investigation, Purpose.Safety]), (Role.Prosecutor, [Purpose.Prosecution, Purpose.Investigation]),
    ];

    private static readonly Role[] Editors = [Role.GuideSteward, Role.SecondReader, Role.Translator, Role.Reviewer, Role.NationalEditor];
    private static readonly Role[] Rapporteurs = [Role.NationalRapporteur], Counters = [Role.Coordinator, Role.NationalRapporteur];
    private static readonly Role[] Trainers = [Role.TrainingDesigner, Role.Trainer], Designers = [Role.TrainingDesigner];
    private static readonly Role[] People = [.. Enum.GetValues<Role>().Where(role => role is not (Role.Node or Role.PersonConcerned))];
    private static readonly Purpose[] Identify = [Purpose.Identification], Administer = [Purpose.Administration], Audit = [Purpose.Audit], Guide = [Purpose.Guidance], Help = [Purpose.Care], Count = [Purpose.Statistics], Train = [Purpose.Training], Any = Enum.GetValues<Purpose>();
    private static readonly FieldClass[] Counted = [FieldClass.Technical, FieldClass.Facts], OfPerson = [FieldClass.Identity, FieldClass.Location, FieldClass.Narrative], OfCase = [.. Counted, .. OfPerson];
    private static readonly FieldClass[] Outline = [FieldClass.Technical], Names = [FieldClass.Technical, FieldClass.Identity], Commented = [FieldClass.Technical, FieldClass.Narrative], Told = [FieldClass.Technical, FieldClass.Facts, FieldClass.Narrative], AllClasses = Enum.GetValues<FieldClass>();
    private static readonly Relation[] Anyone = Enum.GetValues<Relation>(), Ours = [Relation.Organisation, Relation.Assigned], Mine = [Relation.Own], NotMine = [Relation.None, Relation.Organisation, Relation.Assigned], Given = [Relation.Assigned], Shared = [Relation.Shared];
    private static readonly RecordState[] Active = [RecordState.Active], Either = Enum.GetValues<RecordState>();

    public static readonly IReadOnlyList<Rule> Table =
    [
        // Drafts from phones: only in the organisation for which they were sealed.
        new("draft-list", FieldStaff, Identify, [AccessAction.List], Resource.Draft, Outline, Ours, Active),
        new("draft-open", FieldStaff, Identify, [AccessAction.Open], Resource.Draft, Told, Ours, Active),
        new("draft-discard", FieldStaff, Identify, [AccessAction.Erase], Resource.Draft, Outline, Ours, Active),
        new("draft-node", [Role.Node], Identify, [AccessAction.Create, AccessAction.Erase], Resource.Draft, Outline, Anyone, Either),

        // Screenings kept from drafts: who keeps it works on it; her colleagues see that it exists; her supervisor sees no narrative.
        new("screening-keep", FieldStaff, Identify, [AccessAction.Create], Resource.Screening, Told, [Relation.Assigned], Active),
        new("screening-list", [.. FieldStaff, Role.Supervisor], Identify, [AccessAction.List], Resource.Screening, Outline, Ours, Either),
        new("screening-open", FieldStaff, Identify, [AccessAction.Open], Resource.Screening, Told, [Relation.Assigned], Either),
        new("screening-add", FieldStaff, Identify, [AccessAction.Change], Resource.Screening, Told, [Relation.Assigned], Active),
        new("screening-supervise", [Role.Supervisor], Identify, [AccessAction.Open], Resource.Screening, [FieldClass.Technical, FieldClass.Facts], Ours, Either),
        new("screening-supervise-told", [Role.Supervisor], Identify, [AccessAction.Open], Resource.Screening, [FieldClass.Narrative], Ours, Either, Verdict.Mask),
        new("screening-assign", [Role.Supervisor], Identify, [AccessAction.Grant], Resource.Screening, Outline, Ours, Active, Duties: Duties.StepUp),
        new("screening-erase", FieldStaff, Identify, [AccessAction.Erase], Resource.Screening, Outline, [Relation.Assigned], Either, Duties: Duties.StepUp),

        new("screening-list-care", CareWorkers, Help, [AccessAction.List], Resource.Screening, Outline, Ours, Either),
        new("screening-open-care", CareWorkers, Help, [AccessAction.Open], Resource.Screening, Told, Given, Either),

        // Cases: who works on one reads all of it; her supervisor no more than can be counted; others what was shared with them.
        new("case-begin", CareWorkers, Help, [AccessAction.Create], Resource.Case, OfCase, Given, Active),
        new("case-list", [.. CareWorkers, Role.Supervisor], Help, [AccessAction.List], Resource.Case, Outline, Ours, Either),
        new("case-open", CareWorkers, Help, [AccessAction.Open], Resource.Case, OfCase, Given, Either),
        new("case-change", CareWorkers, Help, [AccessAction.Change, AccessAction.Export], Resource.Case, OfCase, Given, Active),
        // What was agreed to can be taken back, and what was let in can be let out, after a case was closed too.
        new("case-end", CareWorkers, Help, [AccessAction.Change], Resource.Case, Outline, Given, [RecordState.Ended]),
        new("case-supervise", [Role.Supervisor], Help, [AccessAction.Open], Resource.Case, Counted, Ours, Either),
        new("case-supervise-told", [Role.Supervisor], Help, [AccessAction.Open], Resource.Case, OfPerson, Ours, Either, Verdict.Mask),
        new("case-assign", [Role.Supervisor], Help, [AccessAction.Grant], Resource.Case, Outline, Ours, Either, Duties: Duties.StepUp),
        new("case-emergency", CareWorkers, Help, [AccessAction.BreakGlass], Resource.Case, Outline, [Relation.Organisation], Active, Duties: Duties.StepUp),
        new("case-review", [Role.Supervisor], Help, [AccessAction.Confirm], Resource.Case, Outline, Ours, Either, Duties: Duties.StepUp),
        .. Receivers.Select(one => new Rule($"case-shared-{one.Role}", [one.Role], one.Purposes, [AccessAction.Open], Resource.Case, OfCase, Shared, Either)),
        new("case-protect-list", [Role.DataProtectionOfficer], Audit, [AccessAction.List], Resource.Case, Outline, Ours, Either),
        new("case-protect-export", [Role.DataProtectionOfficer], Audit, [AccessAction.Export], Resource.Case, OfCase, Ours, Either, Duties: Duties.StepUp),
        new("case-protect-erase", [Role.DataProtectionOfficer], Audit, [AccessAction.Erase], Resource.Case, Outline, Ours, Either, Duties: Duties.StepUp),
        new("case-count", [Role.Coordinator], Count, [AccessAction.List, AccessAction.Open], Resource.Case, Counted, Ours, Either),
        new("case-own", [Role.PersonConcerned], Help, [AccessAction.Open], Resource.Case, Outline, Mine, Either),
        new("case-own-change", [Role.PersonConcerned], Help, [AccessAction.Change], Resource.Case, [FieldClass.Technical, FieldClass.Narrative], Mine, Either),

        new("referral-send", CareWorkers, Help, [AccessAction.Create, AccessAction.Change], Resource.Referral, Counted, Given, Active),
        new("referral-sent", CareWorkers, Help, [AccessAction.Open], Resource.Referral, Counted, Given, Either),
        new("referral-list", [.. CareWorkers, Role.Supervisor], Help, [AccessAction.List], Resource.Referral, Outline, Ours, Either),
        new("referral-supervise", [Role.Supervisor], Help, [AccessAction.Open], Resource.Referral, Counted, [.. Ours, Relation.Shared], Either),
        new("referral-supervise-list", [Role.Supervisor], Help, [AccessAction.List], Resource.Referral, Counted, Shared, Either),
        new("referral-hand-over", [Role.Supervisor], Help, [AccessAction.Grant], Resource.Referral, Outline, Shared, Active),
        .. Receivers.Select(one => new Rule($"referral-received-{one.Role}", [one.Role], one.Purposes, [AccessAction.List, AccessAction.Open], Resource.Referral, Counted, Shared, Either)),
        .. Receivers.Select(one => new Rule($"referral-answer-{one.Role}", [one.Role], one.Purposes, [AccessAction.Change], Resource.Referral, Counted, Shared, Active)),
        new("referral-node", [Role.Node], Help, [AccessAction.Change], Resource.Referral, Outline, Anyone, Active),

        .. Receivers.Select(one => new Rule($"service-list-{one.Role}", [one.Role], one.Purposes, [AccessAction.List], Resource.Service, Outline, Anyone, Either)),
        new("service-supervise", [Role.Supervisor], Help, [AccessAction.List], Resource.Service, Outline, Anyone, Either),
        new("service-keep", [Role.Supervisor], Help, [AccessAction.Create, AccessAction.Change, AccessAction.Erase], Resource.Service, Outline, Ours, Active),

        // People and organisations. Administrators see names and rights, and nothing about a person concerned.
        new("account-list", [Role.Administrator], Administer, [AccessAction.List, AccessAction.Open], Resource.Account, Names, Anyone, Either),
        new("account-invite", [Role.Administrator], Administer, [AccessAction.Create], Resource.Account, Names, Anyone, Active, Duties: Duties.StepUp),
        new("account-grant", [Role.Administrator], Administer, [AccessAction.Grant], Resource.Account, Outline, NotMine, Active, Duties: Duties.StepUp | Duties.SecondPerson),
        new("account-end", [Role.Administrator], Administer, [AccessAction.Erase], Resource.Account, Outline, NotMine, Active, Duties: Duties.StepUp),
        new("account-confirm", [Role.Administrator], Administer, [AccessAction.Confirm], Resource.Account, Outline, NotMine, Active, Duties: Duties.StepUp),
        new("account-confirm-audit", [Role.DataProtectionOfficer], Audit, [AccessAction.Confirm], Resource.Account, Outline, NotMine, Active, Duties: Duties.StepUp),
        new("account-own", People, Any, [AccessAction.Open], Resource.Account, Names, Mine, Active),
        new("account-own-change", People, Any, [AccessAction.Change], Resource.Account, Names, Mine, Active, Duties: Duties.StepUp),
        new("account-name-audit", [Role.DataProtectionOfficer], Audit, [AccessAction.List, AccessAction.Open], Resource.Account, Names, Anyone, Either),
        new("account-node", [Role.Node], Administer, [AccessAction.Create, AccessAction.SignIn, AccessAction.Change, AccessAction.Confirm], Resource.Account, AllClasses, Anyone, Either),
        new("session-own", People, Any, [AccessAction.List, AccessAction.Change, AccessAction.Erase], Resource.Session, Outline, Mine, Active),
        new("organisation-list-audit", [Role.DataProtectionOfficer], Audit, [AccessAction.List], Resource.Organisation, Outline, Anyone, Either),
        new("organisation-list", [Role.Administrator], Administer, [AccessAction.List], Resource.Organisation, Outline, Anyone, Either),
        new("organisation-change", [Role.Administrator], Administer, [AccessAction.Create, AccessAction.Change], Resource.Organisation, Outline, Anyone, Active, Duties: Duties.StepUp),

        new("organisation-node", [Role.Node], Administer, [AccessAction.Create], Resource.Organisation, Outline, Anyone, Active),

        // Who saw what: the data-protection officer's, not the administrator's.
        new("ledger-read", [Role.DataProtectionOfficer], Audit, [AccessAction.List, AccessAction.Open], Resource.Ledger, Outline, Anyone, Either),
        new("ledger-export", [Role.DataProtectionOfficer], Audit, [AccessAction.Export], Resource.Ledger, Outline, Anyone, Either, Duties: Duties.StepUp),

        // Texts that everybody reads. What is dangerous in a change of theirs is judged by Core/Text/Blocks, not here.
        new("text-open", Editors, Guide, [AccessAction.List, AccessAction.Open], Resource.CoreText, Outline, Anyone, Either),
        new("text-change", [Role.GuideSteward], Guide, [AccessAction.Change], Resource.CoreText, Outline, Anyone, Active),
        new("text-release", [Role.GuideSteward], Guide, [AccessAction.Release], Resource.CoreText, Outline, Anyone, Active, Duties: Duties.StepUp),
        new("text-confirm", [Role.SecondReader], Guide, [AccessAction.Confirm], Resource.CoreText, Outline, NotMine, Active, Duties: Duties.StepUp),
        new("text-node", [Role.Node], Guide, [AccessAction.Create], Resource.CoreText, Outline, Anyone, Active),
        new("translation-open", Editors, Guide, [AccessAction.List, AccessAction.Open, AccessAction.Export], Resource.Translation, Outline, Anyone, Either),
        new("translation-change", [Role.Translator, Role.Reviewer], Guide, [AccessAction.Change], Resource.Translation, Outline, Anyone, Active),
        new("translation-confirm", [Role.Reviewer], Guide, [AccessAction.Confirm], Resource.Translation, Outline, NotMine, Active),
        new("translation-node", [Role.Node], Guide, [AccessAction.Change], Resource.Translation, Outline, Anyone, Active),
        new("national-open", [Role.NationalEditor], Guide, [AccessAction.List, AccessAction.Open], Resource.NationalText, Outline, Ours, Either),
        new("national-change", [Role.NationalEditor], Guide, [AccessAction.Change], Resource.NationalText, Outline, Ours, Active),
        new("national-release", [Role.NationalEditor], Guide, [AccessAction.Release], Resource.NationalText, Outline, Ours, Active, Duties: Duties.StepUp),
        new("national-steward", [Role.GuideSteward], Guide, [AccessAction.List, AccessAction.Open], Resource.NationalText, Outline, Anyone, Either),
        new("national-steward-say", [Role.GuideSteward], Guide, [AccessAction.Grant, AccessAction.Confirm], Resource.NationalText, Outline, NotMine, Active, Duties: Duties.StepUp),

        // Trainings: their texts are for all; who takes part is known to those who hold it; what she answered is known to nobody.
        new("training-open", Trainers, Train, [AccessAction.List, AccessAction.Open], Resource.Training, Outline, Anyone, Either),
        new("training-take", Designers, Train, [AccessAction.Create, AccessAction.Export], Resource.Training, Outline, Anyone, Active),
        new("training-trust", Designers, Train, [AccessAction.Grant], Resource.Training, Outline, Anyone, Active, Duties: Duties.StepUp),
        new("training-change", Designers, Train, [AccessAction.Change], Resource.Training, Outline, Ours, Active),
        new("training-release", Designers, Train, [AccessAction.Release], Resource.Training, Outline, Ours, Active, Duties: Duties.StepUp),
        new("training-node", [Role.Node], Train, [AccessAction.Create, AccessAction.Change], Resource.Training, Outline, Anyone, Active),
        new("delivery-hold", Trainers, Train, [AccessAction.Create, AccessAction.Change], Resource.Delivery, Commented, Ours, Active),
        new("delivery-open", Trainers, Train, [AccessAction.List, AccessAction.Open, AccessAction.Export], Resource.Delivery, Commented, Ours, Either),
        new("delivery-node", [Role.Node], Train, [AccessAction.Change], Resource.Delivery, Commented, Anyone, Active),
        new("participation-open", Trainers, Train, [AccessAction.List, AccessAction.Open], Resource.Participation, Names, Ours, Either),
        new("participation-change", Trainers, Train, [AccessAction.Change], Resource.Participation, Names, Ours, Active),
        new("participation-erase", Trainers, Train, [AccessAction.Erase], Resource.Participation, Outline, Ours, Either, Duties: Duties.StepUp),
        new("participation-node", [Role.Node], Train, [AccessAction.Create, AccessAction.Open, AccessAction.Change, AccessAction.Erase], Resource.Participation, Names, Anyone, Either),

        // Figures: an organisation gives facts without who; the rapporteur counts what all gave; a researcher estimates what nobody saw.
        new("contribution-give", Counters, Count, [AccessAction.List, AccessAction.Create], Resource.Contribution, Counted, Ours, Active),
        new("contribution-own", [Role.Coordinator], Count, [AccessAction.Open], Resource.Contribution, Counted, Ours, Either),
        new("contribution-again", [Role.Coordinator], Count, [AccessAction.Change], Resource.Contribution, Counted, Ours, Active),
        new("contribution-withdraw", Counters, Count, [AccessAction.Erase], Resource.Contribution, Outline, Ours, Active, Duties: Duties.StepUp),
        new("contribution-count", Rapporteurs, Count, [AccessAction.List, AccessAction.Open], Resource.Contribution, Counted, Anyone, Either),
        new("figures-open", Rapporteurs, Count, [AccessAction.List, AccessAction.Open, AccessAction.Export], Resource.Figures, Counted, Anyone, Either),
        new("figures-freeze", Rapporteurs, Count, [AccessAction.Create, AccessAction.Release], Resource.Figures, Counted, Ours, Active, Duties: Duties.StepUp),
        new("release-open", Rapporteurs, Count, [AccessAction.List, AccessAction.Open], Resource.Release, Counted, Anyone, Either),
        new("release-build", Rapporteurs, Count, [AccessAction.Create], Resource.Release, Counted, Ours, Active),
        new("release-publish", Rapporteurs, Count, [AccessAction.Release], Resource.Release, Counted, Ours, Active, Duties: Duties.StepUp),
        new("estimate-open", [Role.Researcher, Role.NationalRapporteur], Count, [AccessAction.List, AccessAction.Open], Resource.Estimate, Counted, Ours, Either),
        new("estimate-make", [Role.Researcher], Count, [AccessAction.Create], Resource.Estimate, Counted, Ours, Active),
        new("estimate-publish", [Role.Researcher], Count, [AccessAction.Release], Resource.Estimate, Counted, Ours, Active, Duties: Duties.StepUp),
        new("practice-see", [Role.Coordinator], Count, [AccessAction.List], Resource.Practice, Counted, Ours, Either),
    ];

    /// <summary>The purposes for which somebody may act in a role; she chooses one at a time. The node acts for the purpose of the work.</summary>
    public static readonly IReadOnlyDictionary<Role, Purpose[]> PurposesOf = new Dictionary<Role, Purpose[]>
    {
        [Role.Node] = [Purpose.Administration, Purpose.Identification, Purpose.Guidance, Purpose.Care, Purpose.Training],
        [Role.Administrator] = Administer,
        [Role.DataProtectionOfficer] = Audit,
        [Role.Coordinator] = [Purpose.Statistics],
        [Role.Supervisor] = [Purpose.Care, Purpose.Identification],
        [Role.SocialWorker] = [Purpose.Care, Purpose.Identification, Purpose.Safety, Purpose.LegalAid, Purpose.Compensation, Purpose.FamilyTracing],
        [Role.LabourInspector] = [Purpose.Identification, Purpose.Investigation],
        [Role.PoliceOfficer] = [Purpose.Identification, Purpose.Investigation, Purpose.Safety],
        [Role.Prosecutor] = [Purpose.Prosecution, Purpose.Investigation],
        [Role.Judge] = [Purpose.Prosecution, Purpose.Compensation],
        [Role.HealthWorker] = [Purpose.Care, Purpose.Identification],
        [Role.Trainer] = [Purpose.Training],
        [Role.Translator] = Guide,
        [Role.Member] = [Purpose.Training],
        [Role.GuideSteward] = Guide,
        [Role.SecondReader] = Guide,
        [Role.Reviewer] = Guide,
        [Role.NationalEditor] = Guide,
        [Role.TrainingDesigner] = [Purpose.Training],
        [Role.Lawyer] = [Purpose.LegalAid, Purpose.Compensation],
        [Role.PersonConcerned] = Help,
        [Role.NationalRapporteur] = Count,
        [Role.Researcher] = Count,
    };

    public static Decision Decide(Question question) => Decide(Table, question);

    /// <summary>The same by another table; for the tests that change rows.</summary>
    public static Decision Decide(IReadOnlyList<Rule> table, Question question)
    {
        foreach (var rule in table)
            if (rule.Answers(question)) return new Decision(rule.Verdict, rule.Duties);
        return default;
    }

    /// <summary>Whether an account can be given this role: not the node's own, not the one that everybody has, not that of a person concerned.</summary>
    public static bool CanBeGiven(Role role) => Enum.IsDefined(role) && role is not (Role.Node or Role.Member or Role.PersonConcerned);

    /// <summary>Whether somebody in this role, for this purpose, may ever do this: what a route asks before its handler does.</summary>
    public static bool MayEver(Role role, Purpose purpose, AccessAction action, Resource resource) =>
        Table.Any(rule => rule.Verdict != Verdict.Deny && rule.Resource == resource && rule.Actions.Contains(action) && rule.Roles.Contains(role) && rule.Purposes.Contains(purpose));
}
