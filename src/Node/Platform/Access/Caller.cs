using System.Reflection;
using Entraide.Node.Platform.Storage;

namespace Entraide.Node.Platform.Access;

/// <summary>Who asks: a person in one role, for one purpose, in one session; or the node itself.</summary>
/// <param name="SessionId">The session's number, which is no secret; empty for the node itself.</param>
/// <param name="ProvedAt">When she last proved who she is.</param>
public sealed record Caller(string AccountId, string SessionId, string? OrganisationId, Role Role, Purpose Purpose, DateTimeOffset ProvedAt)
{
    /// <summary>How long a proof of who one is suffices for what needs a step-up.</summary>
    public static readonly TimeSpan StepUpFor = TimeSpan.FromMinutes(5);

    /// <summary>The node itself, for its own work.</summary>
    public static Caller Node(Purpose purpose) => new("node", "", null, Role.Node, purpose, DateTimeOffset.MinValue);

    /// <summary>Binds an endpoint's parameter. Only routes that ask for a permission have a caller.</summary>
    public static ValueTask<Caller> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult(context.Features.Get<Caller>() ?? throw new InvalidOperationException($"{parameter.Member.Name} wants a caller, but its route is public: add .Asks(…)."));
}

/// <summary>The record that is asked about, as the node knows it.</summary>
/// <param name="OrganisationId">The organisation that the record belongs to; null where it belongs to the node.</param>
/// <param name="AssignedTo">The account that works on it.</param>
/// <param name="About">The account that it is about.</param>
public sealed record Subject(Resource Resource, Zone Zone, string RecordId, string? OrganisationId = null, string? AssignedTo = null, string? About = null, RecordState State = RecordState.Active)
{
    /// <summary>Whether there is such a record. One that does not exist is refused on the same path as one that is foreign.</summary>
    public bool Exists { get; init; } = true;

    /// <summary>A record that is not there; whatever was asked for in the place of an id is not written into the ledger.</summary>
    public static Subject Missing(Resource resource, Zone zone, string recordId) => new(resource, zone, recordId.Length == 32 && recordId.All(char.IsAsciiHexDigitLower) ? recordId : "unknown") { Exists = false };

    /// <summary>With whom it is shared, and which classes of it; null for nobody. Made at each request from what holds then.</summary>
    public Share? Shared { get; init; }

    public Relation RelationOf(Caller caller)
    {
        if (About == caller.AccountId) return Relation.Own;
        var ours = OrganisationId is not null && OrganisationId == caller.OrganisationId;
        if (ours && AssignedTo == caller.AccountId) return Relation.Assigned;
        if (Shared is { } share && (share.With == caller.AccountId || (!ours && share.With == caller.OrganisationId))) return Relation.Shared;
        return ours ? Relation.Organisation : Relation.None;
    }
}

/// <summary>That one account, or one organisation, is let into a record, as far as these classes of field.</summary>
/// <param name="With">The id of an account or of an organisation.</param>
public sealed record Share(string With, params FieldClass[] Classes);
