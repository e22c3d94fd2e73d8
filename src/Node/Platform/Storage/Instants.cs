using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Entraide.Node.Platform.Storage;

/// <summary>
/// Stores an instant as milliseconds since 1970-01-01 UTC, on both databases: a number that orders and compares, which
/// SQLite cannot do with the framework's own type.
/// </summary>
public sealed class Instants() : ValueConverter<DateTimeOffset, long>(
    instant => instant.ToUnixTimeMilliseconds(), number => DateTimeOffset.FromUnixTimeMilliseconds(number));
