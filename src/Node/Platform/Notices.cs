using Entraide.Node.Platform.Storage;

namespace Entraide.Node.Platform;

/// <summary>
/// Something that a member of staff should know, shown to her when she is signed in. It is a sentence of the catalogue and
/// says nothing about a person concerned.
/// </summary>
public sealed class StoredNotice
{
    [Holds(FieldClass.Technical)]
    public required string Id { get; init; }

    [Holds(FieldClass.Technical)]
    public required string AccountId { get; init; }

    /// <summary>The sentence's key.</summary>
    [Holds(FieldClass.Technical)]
    public required string Key { get; init; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset At { get; init; }

    public static StoredNotice To(string accountId, string key, DateTimeOffset now) => new() { Id = PlatformDb.NewId(), AccountId = accountId, Key = key, At = now };
}
