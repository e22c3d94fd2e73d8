namespace Entraide.Node.Platform.Storage;

/// <summary>
/// Marks an entity whose rows are no part of a backup: what opens a door today (sessions, challenges, invitations) must not
/// open it after a restore.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DiesWithRestoreAttribute : Attribute;

/// <summary>
/// Marks a sealed field that was sealed before it came to the node, and not with its record's key: it stays as it is when the
/// keys of records change, and a restore keeps it without such a key.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SealedElsewhereAttribute : Attribute;
