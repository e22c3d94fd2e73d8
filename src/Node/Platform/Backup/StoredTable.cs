using System.Reflection;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Entraide.Node.Platform.Backup;

/// <summary>A stored column.</summary>
/// <param name="Type">What the database is given: <see cref="bool"/>, <see cref="int"/>, <see cref="long"/>, <see cref="double"/>, <see cref="string"/> or bytes.</param>
/// <param name="Sealed">Where it is sealed with the record's key; null for others.</param>
public sealed record StoredColumn(string Name, Type Type, SealedColumn? Sealed);

/// <summary>A table as the modules' models say it, on both databases alike.</summary>
/// <param name="Key">The columns of its primary key.</param>
/// <param name="RecordColumn">Where its rows belong to records: the column of the record's id.</param>
public sealed record StoredTable(string Name, Type Entity, IReadOnlyList<StoredColumn> Columns, IReadOnlyList<string> Key, string? RecordColumn)
{
    /// <summary>Whether its rows stay out of backups.</summary>
    public bool DiesWithRestore => Entity.GetCustomAttribute<DiesWithRestoreAttribute>() is not null;

    /// <summary>Whether its rows are unreadable without the keys of their records.</summary>
    public bool IsSealed => RecordColumn is not null && Columns.Any(column => column.Sealed is not null);

    /// <summary>The place of a column in a row.</summary>
    public int IndexOf(string column) => Columns.TakeWhile(one => one.Name != column).Count();

    /// <summary>All tables of all modules, in the modules' order, from their models alone.</summary>
    public static IReadOnlyList<StoredTable> All(Database database)
    {
        var all = new List<StoredTable>();
        foreach (var type in database.Contexts)
        {
            using var context = database.New(type);
            all.AddRange(context.Model.GetEntityTypes().Select(Of).OrderBy(table => table.Name, StringComparer.Ordinal));
        }
        return all;
    }

    private static StoredTable Of(IEntityType entity)
    {
        var name = entity.GetTableName()!;
        var place = StoreObjectIdentifier.Table(name, entity.GetSchema());
        var isGuarded = typeof(IGuarded).IsAssignableFrom(entity.ClrType);
        var columns = entity.GetProperties().Select(property => new StoredColumn(property.GetColumnName(place)!, TypeOf(property), isGuarded ? SealOf(property) : null)).ToList();
        return new StoredTable(name, entity.ClrType, columns, [.. entity.FindPrimaryKey()!.Properties.Select(property => property.GetColumnName(place)!)],
            isGuarded ? entity.FindProperty(nameof(IGuarded.RecordId))!.GetColumnName(place) : null);
    }

    private static Type TypeOf(IProperty property)
    {
        var type = property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(bool) || type == typeof(int) || type == typeof(long) || type == typeof(double) || type == typeof(string) || type == typeof(byte[]) ? type
            : throw new NotSupportedException($"{property.DeclaringType.ClrType.Name}.{property.Name} is stored as {type.Name}, which a backup does not carry. Convert it to text, a number or bytes.");
    }

    private static SealedColumn? SealOf(IProperty property) =>
        property.PropertyInfo is { } field && field.GetCustomAttribute<HoldsAttribute>() is { IsSealed: true } holds && field.GetCustomAttribute<SealedElsewhereAttribute>() is null
            ? new SealedColumn(property.DeclaringType.ClrType.Name, property.Name, holds.FieldClass) : null;
}
