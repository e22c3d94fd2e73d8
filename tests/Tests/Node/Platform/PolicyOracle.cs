using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;

namespace Entraide.Tests.Node.Platform;

/// <summary>
/// What docs/policy.md says, sentence by sentence, written from that page alone and before the table was read. It has
/// no rows and no order of rows, so that a slip in the table is not repeated here. Where table and oracle differ, the
/// page decides which of them is wrong; the oracle is never fitted to the table. What it says of trainings, and
/// of figures, has a file of its own each.
/// </summary>
internal static partial class PolicyOracle
{
    // "Whatever no sentence below allows is denied."
    private static readonly Decision Denied = new(Verdict.Deny, Duties.None);
    private static readonly Decision Allowed = new(Verdict.Allow, Duties.None);
    private static readonly Decision Masked = new(Verdict.Mask, Duties.None);
    private static readonly Decision WithStepUp = new(Verdict.Allow, Duties.StepUp);
    private static readonly Decision WithStepUpAndSecondPerson = new(Verdict.Allow, Duties.StepUp | Duties.SecondPerson);

    public static Decision Decide(Question question) => question.Resource switch
    {
        Resource.Draft => OnDraft(question),
        Resource.Screening => OnScreening(question),
        Resource.Account => OnAccount(question),
        Resource.Session => OnSession(question),
        Resource.Organisation => OnOrganisation(question),
        Resource.Ledger => OnLedger(question),
        Resource.CoreText or Resource.Translation or Resource.NationalText => question.Purpose == Purpose.Guidance && IsTechnical(question) ? OnText(question) : Denied,
        Resource.Case => OnCase(question),
        Resource.Referral => OnReferral(question),
        Resource.Service => OnService(question),
        Resource.Training or Resource.Delivery or Resource.Participation => OnTrainings(question),
        Resource.Contribution or Resource.Figures or Resource.Release or Resource.Estimate or Resource.Practice => OnStatistics(question),
        _ => Denied,
    };

    /// <summary>Sentences 14 and 17, which hold for every person whatever she acts for: her own account, her own sessions.</summary>
    public static bool IsEveryPersonsOwn(Question question)
    {
        // "Every person (every role but the node and the person concerned, who has no account)."
        if (question.Role is Role.Node or Role.PersonConcerned) return false;
        if (question.Relation != Relation.Own || question.State != RecordState.Active) return false;
        return question.Resource switch
        {
            Resource.Account => (question.Action is AccessAction.Open or AccessAction.Change) && IsTechnicalOrIdentity(question), // 14
            Resource.Session => (question.Action is AccessAction.List or AccessAction.Change or AccessAction.Erase) && IsTechnical(question), // 17
            _ => false,
        };
    }

    private static Decision OnDraft(Question question)
    {
        if (question.Purpose != Purpose.Identification) return Denied;
        if (IsFieldStaff(question.Role))
        {
            if (!IsOurs(question) || question.State != RecordState.Active) return Denied;
            return question.Action switch
            {
                AccessAction.List or AccessAction.Erase when IsTechnical(question) => Allowed, // 1
                AccessAction.Open when IsWhatWasAsked(question) => Allowed, // 1
                _ => Denied,
            };
        }
        // 2: in any state, whoever it belongs to.
        return question.Role == Role.Node && (question.Action is AccessAction.Create or AccessAction.Erase) && IsTechnical(question) ? Allowed : Denied;
    }

    private static Decision OnScreening(Question question)
    {
        if (question.Purpose == Purpose.Care) return OnScreeningForCare(question);
        if (question.Purpose != Purpose.Identification) return Denied;
        if (IsFieldStaff(question.Role)) return OnScreeningByFieldStaff(question);
        return question.Role == Role.Supervisor ? OnScreeningBySupervisor(question) : Denied;
    }

    private static Decision OnScreeningByFieldStaff(Question question)
    {
        var assigned = question.Relation == Relation.Assigned;
        var active = question.State == RecordState.Active;
        switch (question.Action)
        {
            case AccessAction.Create: // 3
                return assigned && active && IsWhatWasAsked(question) ? Allowed : Denied;
            case AccessAction.List: // 4
                return IsOurs(question) && IsTechnical(question) ? Allowed : Denied;
            case AccessAction.Open: // 5
                return assigned && IsWhatWasAsked(question) ? Allowed : Denied;
            case AccessAction.Change: // 5: only while it is active.
                return assigned && active && IsWhatWasAsked(question) ? Allowed : Denied;
            case AccessAction.Erase: // 8
                return assigned && IsTechnical(question) ? WithStepUp : Denied;
            default:
                return Denied;
        }
    }

    private static Decision OnScreeningBySupervisor(Question question)
    {
        if (!IsOurs(question)) return Denied;
        switch (question.Action)
        {
            case AccessAction.List: // 4
                return IsTechnical(question) ? Allowed : Denied;
            case AccessAction.Open: // 6
                if (question.Class == FieldClass.Narrative) return Masked;
                return IsWhatWasAsked(question) ? Allowed : Denied;
            case AccessAction.Grant: // 7
                return question.State == RecordState.Active && IsTechnical(question) ? WithStepUp : Denied;
            default:
                return Denied;
        }
    }

    private static Decision OnScreeningForCare(Question question)
    {
        if (!IsCareWorker(question.Role)) return Denied;
        return question.Action switch
        {
            AccessAction.List when IsOurs(question) && IsTechnical(question) => Allowed, // 30
            AccessAction.Open when question.Relation == Relation.Assigned && IsWhatWasAsked(question) => Allowed, // 30
            _ => Denied,
        };
    }

    private static Decision OnText(Question question)
    {
        var (active, editor) = (question.State == RecordState.Active, question.Role is Role.GuideSteward or Role.SecondReader or Role.Translator or Role.Reviewer or Role.NationalEditor);
        return (question.Resource, question.Action) switch
        {
            (Resource.CoreText, AccessAction.List or AccessAction.Open) => editor ? Allowed : Denied, // 22
            (Resource.CoreText, AccessAction.Change) => active && question.Role == Role.GuideSteward ? Allowed : Denied, // 23
            (Resource.CoreText, AccessAction.Release) => active && question.Role == Role.GuideSteward ? WithStepUp : Denied, // 23
            (Resource.CoreText, AccessAction.Confirm) => active && question.Role == Role.SecondReader && IsNotHerOwn(question) ? WithStepUp : Denied, // 24
            (Resource.CoreText, AccessAction.Create) => active && question.Role == Role.Node ? Allowed : Denied, // 25
            (Resource.Translation, AccessAction.List or AccessAction.Open or AccessAction.Export) => editor ? Allowed : Denied, // 26
            (Resource.Translation, AccessAction.Change) => active && (question.Role is Role.Translator or Role.Reviewer or Role.Node) ? Allowed : Denied, // 27
            (Resource.Translation, AccessAction.Confirm) => active && question.Role == Role.Reviewer && IsNotHerOwn(question) ? Allowed : Denied, // 27
            (Resource.NationalText, _) => OnNationalText(question, active),
            _ => Denied,
        };
    }

    private static Decision OnNationalText(Question question, bool active) => question.Role switch
    {
        Role.NationalEditor when !IsOurs(question) => Denied,
        Role.NationalEditor => question.Action switch // 28
        {
            AccessAction.List or AccessAction.Open => Allowed,
            AccessAction.Change when active => Allowed,
            AccessAction.Release when active => WithStepUp,
            _ => Denied,
        },
        Role.GuideSteward => question.Action switch // 29
        {
            AccessAction.List or AccessAction.Open => Allowed,
            AccessAction.Grant or AccessAction.Confirm when active && IsNotHerOwn(question) => WithStepUp,
            _ => Denied,
        },
        _ => Denied,
    };

    private static Decision OnAccount(Question question)
    {
        // 14: before the roles, since it asks for none.
        if (IsEveryPersonsOwn(question)) return question.Action == AccessAction.Change ? WithStepUp : Allowed;
        // 13: administrators for administration, data-protection officers for audit.
        if (question.Action == AccessAction.Confirm && question.Role != Role.Node)
        {
            var may = question.Role == Role.Administrator ? question.Purpose == Purpose.Administration : question.Role == Role.DataProtectionOfficer && question.Purpose == Purpose.Audit;
            return may && IsNotHerOwn(question) && question.State == RecordState.Active && IsTechnical(question) ? WithStepUp : Denied;
        }
        return (question.Role, question.Purpose) switch
        {
            (Role.Administrator, Purpose.Administration) => OnAccountByAdministrator(question),
            (Role.DataProtectionOfficer, Purpose.Audit) when (question.Action is AccessAction.List or AccessAction.Open) && IsTechnicalOrIdentity(question) => Allowed, // 15
            (Role.Node, Purpose.Administration) when question.Action is AccessAction.Create or AccessAction.SignIn or AccessAction.Change or AccessAction.Confirm => Allowed, // 16
            _ => Denied,
        };
    }

    private static Decision OnAccountByAdministrator(Question question)
    {
        if (question.Action is AccessAction.List or AccessAction.Open) return IsTechnicalOrIdentity(question) ? Allowed : Denied; // 9
        if (question.State != RecordState.Active) return Denied;
        return question.Action switch
        {
            AccessAction.Create when IsTechnicalOrIdentity(question) => WithStepUp, // 10
            AccessAction.Grant when IsTechnical(question) && IsNotHerOwn(question) => WithStepUpAndSecondPerson, // 11
            AccessAction.Erase when IsTechnical(question) && IsNotHerOwn(question) => WithStepUp, // 12
            _ => Denied,
        };
    }

    // 17
    private static Decision OnSession(Question question) => IsEveryPersonsOwn(question) ? Allowed : Denied;

    private static Decision OnOrganisation(Question question)
    {
        if (!IsTechnical(question)) return Denied;
        switch (question.Action)
        {
            case AccessAction.List: // 18
                return (question.Role, question.Purpose) is (Role.Administrator, Purpose.Administration) or (Role.DataProtectionOfficer, Purpose.Audit) ? Allowed : Denied;
            case AccessAction.Create when question.Role == Role.Node: // 20
                return question.Purpose == Purpose.Administration && question.State == RecordState.Active ? Allowed : Denied;
            case AccessAction.Create or AccessAction.Change: // 19
                return question.Role == Role.Administrator && question.Purpose == Purpose.Administration && question.State == RecordState.Active ? WithStepUp : Denied;
            default:
                return Denied;
        }
    }

    private static Decision OnLedger(Question question)
    {
        if (question.Role != Role.DataProtectionOfficer || question.Purpose != Purpose.Audit || !IsTechnical(question)) return Denied;
        return question.Action switch
        {
            AccessAction.List or AccessAction.Open => Allowed, // 21
            AccessAction.Export => WithStepUp, // 21
            _ => Denied,
        };
    }

    private static Decision OnCase(Question question)
    {
        // 39: before the roles, since a care worker for care is a receiver too.
        if (IsReceiverForAReceivingPurpose(question) && question.Relation == Relation.Shared && question.Action == AccessAction.Open && IsAllOfIt(question)) return Allowed;
        return (question.Role, question.Purpose) switch
        {
            (_, Purpose.Care) when IsCareWorker(question.Role) => OnCaseByCareWorker(question),
            (Role.Supervisor, Purpose.Care) => OnCaseBySupervisor(question),
            (Role.DataProtectionOfficer, Purpose.Audit) => OnCaseByDataProtectionOfficer(question),
            (Role.Coordinator, Purpose.Statistics) when question.Action is AccessAction.List or AccessAction.Open => IsOurs(question) && IsTechnicalOrFacts(question) ? Allowed : Denied, // 41
            (Role.PersonConcerned, Purpose.Care) => OnCaseByPersonConcerned(question),
            _ => Denied,
        };
    }

    private static Decision OnCaseByCareWorker(Question question)
    {
        var assigned = question.Relation == Relation.Assigned;
        var active = question.State == RecordState.Active;
        switch (question.Action)
        {
            case AccessAction.Create: // 31
                return assigned && active && IsAllOfIt(question) ? Allowed : Denied;
            case AccessAction.List: // 32
                return IsOurs(question) && IsTechnical(question) ? Allowed : Denied;
            case AccessAction.Open: // 33
                return assigned && IsAllOfIt(question) ? Allowed : Denied;
            case AccessAction.Change: // 33: all of it while it is active, technical fields once it has ended.
                return assigned && (active ? IsAllOfIt(question) : IsTechnical(question)) ? Allowed : Denied;
            case AccessAction.Export: // 34
                return assigned && active && IsAllOfIt(question) ? Allowed : Denied;
            case AccessAction.BreakGlass: // 37: of her organisation, and not assigned to her.
                return question.Relation == Relation.Organisation && active && IsTechnical(question) ? WithStepUp : Denied;
            default:
                return Denied;
        }
    }

    private static Decision OnCaseBySupervisor(Question question)
    {
        if (!IsOurs(question)) return Denied;
        switch (question.Action)
        {
            case AccessAction.List: // 32
                return IsTechnical(question) ? Allowed : Denied;
            case AccessAction.Open: // 35
                if (question.Class is FieldClass.Identity or FieldClass.Location or FieldClass.Narrative) return Masked;
                return IsTechnicalOrFacts(question) ? Allowed : Denied;
            case AccessAction.Grant: // 36: active or ended.
                return IsTechnical(question) ? WithStepUp : Denied;
            case AccessAction.Confirm: // 38: active or ended.
                return IsTechnical(question) ? WithStepUp : Denied;
            default:
                return Denied;
        }
    }

    private static Decision OnCaseByDataProtectionOfficer(Question question)
    {
        if (!IsOurs(question)) return Denied;
        return question.Action switch
        {
            AccessAction.List when IsTechnical(question) => Allowed, // 40
            AccessAction.Export when IsAllOfIt(question) => WithStepUp, // 40
            AccessAction.Erase when IsTechnical(question) => WithStepUp, // 40
            _ => Denied,
        };
    }

    private static Decision OnCaseByPersonConcerned(Question question)
    {
        if (question.Relation != Relation.Own) return Denied;
        return question.Action switch
        {
            AccessAction.Open when IsTechnical(question) => Allowed, // 42
            AccessAction.Change when question.Class is FieldClass.Technical or FieldClass.Narrative => Allowed, // 42: "active or ended" is said of the case, and "it" is that case.
            _ => Denied,
        };
    }

    private static Decision OnReferral(Question question)
    {
        var active = question.State == RecordState.Active;
        // 45: before the roles, since a care worker for care is a receiver too.
        if (IsReceiverForAReceivingPurpose(question) && question.Relation == Relation.Shared && IsTechnicalOrFacts(question))
        {
            if (question.Action is AccessAction.List or AccessAction.Open) return Allowed; // 45
            if (question.Action == AccessAction.Change && active) return Allowed; // 45
        }
        // All that is left is for care.
        if (question.Purpose != Purpose.Care) return Denied;
        if (IsCareWorker(question.Role)) return OnReferralByCareWorker(question, active);
        if (question.Role == Role.Supervisor) return OnReferralBySupervisor(question, active);
        // 47: any referral, so any relation.
        return question.Role == Role.Node && question.Action == AccessAction.Change && active && IsTechnical(question) ? Allowed : Denied;
    }

    private static Decision OnReferralByCareWorker(Question question, bool active)
    {
        // "From a case assigned to them": so the referral stands to her as its case does.
        var assigned = question.Relation == Relation.Assigned;
        return question.Action switch
        {
            AccessAction.Create or AccessAction.Change when assigned && active && IsTechnicalOrFacts(question) => Allowed, // 43
            AccessAction.Open when assigned && IsTechnicalOrFacts(question) => Allowed, // 43
            AccessAction.List when IsOurs(question) && IsTechnical(question) => Allowed, // 44
            _ => Denied,
        };
    }

    private static Decision OnReferralBySupervisor(Question question, bool active)
    {
        var shared = question.Relation == Relation.Shared;
        return question.Action switch
        {
            AccessAction.List when IsOurs(question) && IsTechnical(question) => Allowed, // 44
            AccessAction.Open when IsOurs(question) && IsTechnicalOrFacts(question) => Allowed, // 44
            AccessAction.List or AccessAction.Open when shared && IsTechnicalOrFacts(question) => Allowed, // 46
            AccessAction.Grant when shared && active && IsTechnical(question) => Allowed, // 46
            _ => Denied,
        };
    }

    private static Decision OnService(Question question)
    {
        if (!IsTechnical(question)) return Denied;
        var supervisor = question.Role == Role.Supervisor && question.Purpose == Purpose.Care;
        return question.Action switch
        {
            AccessAction.List when supervisor || IsReceiverForAReceivingPurpose(question) => Allowed, // 48
            AccessAction.Create or AccessAction.Change or AccessAction.Erase when supervisor && IsOurs(question) && question.State == RecordState.Active => Allowed, // 49
            _ => Denied,
        };
    }

    // "Field staff are labour inspectors, police officers, social workers and health workers."
    private static bool IsFieldStaff(Role role) => role is Role.LabourInspector or Role.PoliceOfficer or Role.SocialWorker or Role.HealthWorker;

    // "Care workers are social workers and health workers."
    private static bool IsCareWorker(Role role) => role is Role.SocialWorker or Role.HealthWorker;

    // 39: who the receivers are, and for which purposes each of them receives.
    private static bool IsReceiverForAReceivingPurpose(Question question) => question.Role switch
    {
        Role.SocialWorker => question.Purpose is Purpose.Care or Purpose.Safety or Purpose.LegalAid or Purpose.Identification or Purpose.Compensation or Purpose.FamilyTracing,
        Role.HealthWorker => question.Purpose is Purpose.Care or Purpose.Identification,
        Role.Lawyer => question.Purpose is Purpose.LegalAid or Purpose.Compensation,
        Role.LabourInspector => question.Purpose is Purpose.Identification or Purpose.Investigation,
        Role.PoliceOfficer => question.Purpose is Purpose.Identification or Purpose.Investigation or Purpose.Safety,
        Role.Prosecutor => question.Purpose is Purpose.Prosecution or Purpose.Investigation,
        _ => false,
    };

    // "Our means organisation or assigned."
    private static bool IsOurs(Question question) => question.Relation is Relation.Organisation or Relation.Assigned;

    // "Not their own (relation none, organisation or assigned)": what is shared is not among them.
    private static bool IsNotHerOwn(Question question) => question.Relation is Relation.None or Relation.Organisation or Relation.Assigned;

    private static bool IsTechnical(Question question) => question.Class == FieldClass.Technical;

    private static bool IsTechnicalOrIdentity(Question question) => question.Class is FieldClass.Technical or FieldClass.Identity;

    private static bool IsTechnicalOrFacts(Question question) => question.Class is FieldClass.Technical or FieldClass.Facts;

    // "A case holds technical fields, facts, identity, location and narrative: all of it means these five."
    private static bool IsAllOfIt(Question question) => question.Class is FieldClass.Technical or FieldClass.Facts or FieldClass.Identity or FieldClass.Location or FieldClass.Narrative;

    // What a screening holds: technical, facts, narrative.
    private static bool IsWhatWasAsked(Question question) => question.Class is FieldClass.Technical or FieldClass.Facts or FieldClass.Narrative;
}
