using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Entraide.Core.Sealing;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;

namespace Entraide.Node.Platform.Sealing;

/// <summary>A stored column that holds sealed text: its table, its name and the class of what it holds.</summary>
public sealed record SealedColumn(string Table, string Field, FieldClass Class)
{
    /// <summary>The column of a row's property, which must be marked <c>[Holds(…, isSealed: true)]</c>.</summary>
    public static SealedColumn Of<T>(string property)
    {
        var holds = typeof(T).GetProperty(property)?.GetCustomAttribute<HoldsAttribute>();
        return holds is { IsSealed: true } ? new SealedColumn(typeof(T).Name, property, holds.FieldClass) : throw new ArgumentException($"{typeof(T).Name}.{property} is not marked as sealed.", nameof(property));
    }
}

/// <summary>A record whose key was released against a ticket. It opens and seals the classes that the ticket allows, and no other.</summary>
public sealed class OpenRecord
{
    private readonly AccessTicket ticket;
    private readonly string nodeId;
    private readonly RecordKey key;
    private readonly RecordKey? previous;

    internal OpenRecord(AccessTicket ticket, string nodeId, RecordKey key, RecordKey? previous) =>
        (this.ticket, this.nodeId, this.key, this.previous) = (ticket, nodeId, key, previous);

    public byte[] Seal(SealedColumn column, ReadOnlySpan<byte> text)
    {
        if (!ticket.Allows(column.Class)) throw new GuardException(typeof(OpenRecord));
        return SealedField.Seal(key.ForClass(column.Class.ToString()), key.Version, Place(column), RandomNumberGenerator.GetBytes(SealedField.NonceLength), text);
    }

    public byte[] Seal(SealedColumn column, string text) => Seal(column, Encoding.UTF8.GetBytes(text));

    /// <summary>The text; null where the ticket does not allow its class (it is masked).</summary>
    /// <exception cref="CryptographicException">Not sealed for this place, or changed since.</exception>
    public byte[]? OpenBytes(SealedColumn column, byte[] field)
    {
        if (!ticket.Allows(column.Class)) return null;
        var version = SealedField.KeyVersion(field);
        // A rotation may have passed between reading the row and its key: the key before is kept until the next one.
        var with = version == key.Version ? key : previous is { } before && version == before.Version ? before : throw new CryptographicException($"The key of version {version} is gone.");
        return SealedField.Open(with.ForClass(column.Class.ToString()), Place(column), field);
    }

    /// <inheritdoc cref="OpenBytes"/>
    public string? Open(SealedColumn column, byte[] field) => OpenBytes(column, field) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    private FieldPlace Place(SealedColumn column) => new(nodeId, ticket.Subject.Zone.ToString(), column.Table, ticket.Subject.RecordId, column.Field);
}
