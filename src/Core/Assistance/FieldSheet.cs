using System.Collections.Immutable;

namespace Entraide.Core.Assistance;

/// <summary>What somebody wrote into a field.</summary>
/// <param name="Number">Unique in its sheet; later ones are higher.</param>
/// <param name="Replaces">The values that she saw when she wrote.</param>
public sealed record FieldValue(string Field, long Number, string Value, string By, DateTimeOffset At, ImmutableArray<long> Replaces);

/// <summary>
/// The fields of a case, written by several people and devices: a multi-value register for each field (Shapiro et al.,
/// "A comprehensive study of convergent and commutative replicated data types", 2011). A value goes only when somebody who
/// had seen it wrote another; what two wrote without seeing each other stands beside each other until one decides. Immutable;
/// what was once written stays in <see cref="All"/>.
/// </summary>
public sealed record FieldSheet(ImmutableArray<FieldValue> All)
{
    public static readonly FieldSheet Empty = new([]);

    /// <summary>The values of a field that count: none, one, or several that wait for a decision. Oldest first.</summary>
    public ImmutableArray<FieldValue> Current(string field)
    {
        var own = All.Where(one => one.Field == field).ToList();
        var replaced = own.SelectMany(one => one.Replaces).ToHashSet();
        return [.. own.Where(one => !replaced.Contains(one.Number)).OrderBy(one => one.Number)];
    }

    /// <summary>The value, where one counts and no other.</summary>
    public string? Value(string field) => Current(field) is [var only] ? only.Value : null;

    /// <summary>The fields in which several values wait for a decision.</summary>
    public IEnumerable<string> InConflict => All.Select(one => one.Field).Distinct(StringComparer.Ordinal).Where(name => Current(name).Length > 1);

    /// <summary>Writes a value that replaces those which its author has seen; the same value again changes nothing.</summary>
    /// <param name="seen">The numbers of the values on her page when she began to write.</param>
    public FieldSheet Write(string field, string value, string by, DateTimeOffset at, IReadOnlyCollection<long> seen)
    {
        var current = Current(field);
        if (current is [var only] && only.Value == value) return this;
        // What two wrote alike is no conflict: the later one only joins the first.
        var replaces = current.Where(one => seen.Contains(one.Number) || one.Value == value).Select(one => one.Number).ToImmutableArray();
        return new FieldSheet(All.Add(new FieldValue(field, All.IsEmpty ? 1 : All.Max(one => one.Number) + 1, value, by, at, replaces)));
    }
}
