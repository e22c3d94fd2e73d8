using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;

namespace Entraide.Tests.Node.Platform;

/// <summary>What docs/policy.md says of trainings, deliveries and participations (50 to 57), from that page alone as the rest is.</summary>
internal static partial class PolicyOracle
{
    private static Decision OnTrainings(Question question)
    {
        // "Both act for training, and all of this is for training only": the node too.
        if (question.Purpose != Purpose.Training) return Denied;
        return question.Resource switch
        {
            Resource.Training => OnTraining(question),
            Resource.Delivery => OnDelivery(question),
            Resource.Participation => OnParticipation(question),
            _ => Denied,
        };
    }

    private static Decision OnTraining(Question question)
    {
        // Nothing but technical fields is said of a training.
        if (!IsTechnical(question)) return Denied;
        if (question.Action is AccessAction.List or AccessAction.Open) return IsTrainer(question.Role) ? Allowed : Denied; // 50: in any relation and state.
        // All that is left is said of active ones.
        if (question.State != RecordState.Active) return Denied;
        return question.Role switch
        {
            Role.TrainingDesigner => question.Action switch
            {
                AccessAction.Create or AccessAction.Export => Allowed, // 51: any, so in any relation.
                AccessAction.Grant => WithStepUp, // 51: any again, for whoever signed a kit may be a stranger.
                AccessAction.Change when IsOurs(question) => Allowed, // 52
                AccessAction.Release when IsOurs(question) => WithStepUp, // 52: "them" are our active ones.
                _ => Denied,
            },
            Role.Node when question.Action is AccessAction.Create or AccessAction.Change => Allowed, // 53
            _ => Denied,
        };
    }

    private static Decision OnDelivery(Question question)
    {
        // "Of a delivery, all of it means technical fields and narrative", and every sentence is about all of it.
        if (question.Class is not (FieldClass.Technical or FieldClass.Narrative)) return Denied;
        var active = question.State == RecordState.Active;
        // 55: any delivery, so any relation.
        if (question.Role == Role.Node) return question.Action == AccessAction.Change && active ? Allowed : Denied;
        if (!IsTrainer(question.Role) || !IsOurs(question)) return Denied;
        return question.Action switch
        {
            AccessAction.Create or AccessAction.Change when active => Allowed, // 54
            AccessAction.List or AccessAction.Open or AccessAction.Export => Allowed, // 54: active or ended.
            _ => Denied,
        };
    }

    private static Decision OnParticipation(Question question)
    {
        // "Of a participation, technical fields and identity": no sentence goes beyond these.
        if (!IsTechnicalOrIdentity(question)) return Denied;
        // 57: any participation, so any relation, active or ended. Listing is not among what the node does: she comes back with her code.
        if (question.Role == Role.Node) return question.Action is AccessAction.Create or AccessAction.Open or AccessAction.Change or AccessAction.Erase ? Allowed : Denied;
        if (!IsTrainer(question.Role) || !IsOurs(question)) return Denied;
        return question.Action switch
        {
            AccessAction.List or AccessAction.Open => Allowed, // 56: active or ended.
            AccessAction.Change when question.State == RecordState.Active => Allowed, // 56
            AccessAction.Erase when IsTechnical(question) => WithStepUp, // 56: active or ended.
            _ => Denied,
        };
    }

    // "Trainers are training designers and trainers."
    private static bool IsTrainer(Role role) => role is Role.TrainingDesigner or Role.Trainer;
}
