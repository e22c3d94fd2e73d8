using System.Collections.Immutable;
using Entraide.Core.Assistance;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;

namespace Entraide.Node.Assistance;

/// <summary>A case as far as a ticket opens it: what is masked is null, and nothing of it is here.</summary>
public sealed class OpenedCase
{
    private readonly Dictionary<FieldClass, FieldSheet> sheets = [];

    private OpenedCase(CaseRow row, Consents consents) => (Row, Consents) = (row, consents);

    public CaseRow Row { get; }

    /// <summary>All that she agreed to and took back.</summary>
    public Consents Consents { get; }

    /// <summary>Null where it is masked.</summary>
    public Rooms? Rooms { get; private init; }

    /// <summary>Null where it began without one, or is masked.</summary>
    public ScreeningThen? Screening { get; private init; }

    public static OpenedCase Read(CaseRow row, OpenRecord record)
    {
        var screening = row.Screening.Length == 0 ? null : record.OpenBytes(CaseRow.ScreeningColumn, row.Screening);
        var opened = new OpenedCase(row, ConsentsOf(row, record))
        {
            Rooms = record.OpenBytes(CaseRow.RoomColumn, row.Room) is { } room ? SealedForm.Read<Rooms>(room) : null,
            Screening = screening is null ? null : SealedForm.Read<ScreeningThen>(screening),
        };
        foreach (var (fieldClass, column) in CaseRow.Sheets)
            if (record.OpenBytes(column, row.Sheet(fieldClass)) is { } sheet) opened.sheets.Add(fieldClass, SealedForm.Read<FieldSheet>(sheet));
        return opened;
    }

    /// <summary>The consents alone, which every ticket for the case opens.</summary>
    public static Consents ConsentsOf(CaseRow row, OpenRecord record) => SealedForm.Read<Consents>(record.OpenBytes(CaseRow.SharingColumn, row.Sharing)!);

    public bool Opens(FieldClass fieldClass) => sheets.ContainsKey(fieldClass);

    /// <summary>The fields of a class; null where they are masked.</summary>
    public FieldSheet? Sheet(FieldClass fieldClass) => sheets.GetValueOrDefault(fieldClass);

    /// <summary>The values of a field that count: several where two wrote at once; none where it is empty or masked.</summary>
    public ImmutableArray<FieldValue> Values(CaseField field) => Sheet(field.Class)?.Current(field.Id) ?? [];

    /// <summary>What a file in the case data standard said that no field of ours has, as far as it is open: it must be seen, not only kept.</summary>
    public IReadOnlyList<(string Name, string Value)> Unmapped => HtcdsCase.Unmapped(this);

    /// <summary>The one value of a field, "" for none; where two wrote at once, the later.</summary>
    public string Value(string field) => Values(CaseFields.ById[field]) is [.., var last] ? last.Value : "";

    /// <summary>Where there is reason to think her a child, she is treated as one (Directive 2011/36/EU art. 13(2)).</summary>
    public bool IsTreatedAsChild => Values(CaseFields.ById["age"]).Any(one => one.Value is "child" or "perhaps-child");

    /// <summary>When the clocks began that somebody has set going, by rule.</summary>
    public IEnumerable<(ClockRule Rule, DateOnly Began)> Clocks => ClocksOf(Sheet(FieldClass.Facts));

    public static IEnumerable<(ClockRule Rule, DateOnly Began)> ClocksOf(FieldSheet? facts)
    {
        foreach (var rule in ClockRules.All)
            if (facts?.Current(ClockRules.Field(rule)) is [.., { Value.Length: > 0 } began]) yield return (rule, DateOnly.ParseExact(began.Value, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
    }
}
