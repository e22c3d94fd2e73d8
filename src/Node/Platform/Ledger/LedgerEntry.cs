using Entraide.Core.Text;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;

namespace Entraide.Node.Platform.Ledger;

/// <summary>
/// Who saw or did what, why, for which purpose (Directive (EU) 2016/680, art. 25). People and records stand in it by their
/// random ids: once a record is erased, its id leads nowhere. There is no free text, so that nothing in it ever has to be
/// erased.
/// </summary>
public sealed record LedgerEntry
{
    public required Zone Zone { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Actor { get; init; }
    public required string Session { get; init; }
    public required string? Organisation { get; init; }
    public required Role Role { get; init; }
    public required Purpose Purpose { get; init; }
    public required AccessAction Action { get; init; }
    public required Resource Resource { get; init; }
    public required string Record { get; init; }
    public required IReadOnlyList<FieldClass> Classes { get; init; }

    /// <summary><c>allow</c>, <c>deny</c> or <c>proposed</c>.</summary>
    public required string Decision { get; init; }

    /// <summary>A code, never text about a person.</summary>
    public string? Reason { get; init; }

    /// <summary>The second person, where one was needed.</summary>
    public string? ConfirmedBy { get; init; }

    /// <summary>The text that is hashed: canonical JSON.</summary>
    public byte[] ToBytes()
    {
        var json = new CanonicalJson().Open('{')
            .Name("at").Value(At.ToUnixTimeMilliseconds()).Name("actor").Value(Actor).Name("session").Value(Session).Name("organisation").Value(Organisation)
            .Name("role").Value(Role.ToString()).Name("purpose").Value(Purpose.ToString()).Name("action").Value(Action.ToString())
            .Name("resource").Value(Resource.ToString()).Name("record").Value(Record).Name("classes").Values(Classes.Select(one => one.ToString()))
            .Name("decision").Value(Decision);
        if (Reason is not null) json.Name("reason").Value(Reason);
        if (ConfirmedBy is not null) json.Name("confirmedBy").Value(ConfirmedBy);
        return json.Name("policy").Value(Policy.Version).Close('}').Bytes.ToArray();
    }
}

/// <summary>The ledger could not be written; what it should have recorded does not happen.</summary>
public sealed class LedgerClosedException(string message, Exception? inner = null) : Exception(message, inner);
