using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;

namespace Entraide.Tests.Node.Platform;

/// <summary>What docs/policy.md says of contributions, figures, releases, estimates and practice (58 to 65), from that page alone as the rest is.</summary>
internal static partial class PolicyOracle
{
    private static Decision OnStatistics(Question question)
    {
        // "Everything in this part is for statistics."
        if (question.Purpose != Purpose.Statistics) return Denied;
        // "Counted means technical fields and facts; no sentence here opens identity, location, narrative or justice."
        if (question.Class is not (FieldClass.Technical or FieldClass.Facts)) return Denied;
        return question.Resource switch
        {
            Resource.Contribution => OnContribution(question),
            Resource.Figures => OnFigures(question),
            Resource.Release => OnRelease(question),
            Resource.Estimate => OnEstimate(question),
            // 65: active or ended.
            Resource.Practice => question.Role == Role.Coordinator && question.Action == AccessAction.List && IsOurs(question) ? Allowed : Denied,
            _ => Denied,
        };
    }

    private static Decision OnContribution(Question question)
    {
        var rapporteur = question.Role == Role.NationalRapporteur;
        var coordinator = question.Role == Role.Coordinator;
        if (!rapporteur && !coordinator) return Denied;
        var oursAndActive = IsOursAndActive(question);
        return question.Action switch
        {
            AccessAction.List or AccessAction.Open when rapporteur => Allowed, // 60: in any state and relation, which is more than 58 says.
            AccessAction.List or AccessAction.Create when oursAndActive => Allowed, // 58: a coordinator lists active ones only.
            AccessAction.Erase when oursAndActive && IsTechnical(question) => WithStepUp, // 58
            AccessAction.Open when coordinator && IsOurs(question) => Allowed, // 59: active or ended.
            AccessAction.Change when coordinator && oursAndActive => Allowed, // 59
            _ => Denied,
        };
    }

    private static Decision OnFigures(Question question)
    {
        if (question.Role != Role.NationalRapporteur) return Denied;
        return question.Action switch
        {
            AccessAction.List or AccessAction.Open or AccessAction.Export => Allowed, // 61: in any state and relation.
            AccessAction.Create or AccessAction.Release when IsOursAndActive(question) => WithStepUp, // 61
            _ => Denied,
        };
    }

    private static Decision OnRelease(Question question)
    {
        if (question.Role != Role.NationalRapporteur) return Denied;
        return question.Action switch
        {
            AccessAction.List or AccessAction.Open => Allowed, // 62: in any state and relation.
            AccessAction.Create when IsOursAndActive(question) => Allowed, // 62
            AccessAction.Release when IsOursAndActive(question) => WithStepUp, // 62
            _ => Denied,
        };
    }

    private static Decision OnEstimate(Question question)
    {
        var researcher = question.Role == Role.Researcher;
        // Both sentences are about our estimates; a rapporteur only reads them.
        if (!IsOurs(question) || (!researcher && question.Role != Role.NationalRapporteur)) return Denied;
        var active = question.State == RecordState.Active;
        return question.Action switch
        {
            AccessAction.List or AccessAction.Open => Allowed, // 63: active or ended.
            AccessAction.Create when researcher && active => Allowed, // 64
            AccessAction.Release when researcher && active => WithStepUp, // 64
            _ => Denied,
        };
    }

    // "Our active ones."
    private static bool IsOursAndActive(Question question) => IsOurs(question) && question.State == RecordState.Active;
}
