using System.Text.Json;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Platform.Ledger;

/// <summary>Gives a name for an account's id, against a ticket of the caller; null where it may not or cannot.</summary>
public delegate Task<IReadOnlyDictionary<string, string>> NamesOf(HttpContext context, Caller caller, IReadOnlyList<string> accountIds);

/// <summary>Who saw or changed a record, or what somebody did: the data-protection officer's question, answered from the ledger.</summary>
public static class ShowLedger
{
    /// <summary>Entries on a page, newest first.</summary>
    public const int Most = 100;

    /// <summary>An entry with what its bytes say.</summary>
    public sealed record Line(LedgerRow Row, JsonElement Entry, string Actor, string? ConfirmedBy);

    public static async Task<RazorComponentResult<LedgerPage>> Show(HttpContext context, Frame frame, Caller caller, PlatformDb db, Gate gate, string? record, string? person, long? before)
    {
        var (wantedRecord, wantedPerson) = (Id(record), Id(person));
        await gate.Ask(caller, AccessAction.Open, new Subject(Resource.Ledger, Zone.Node, wantedRecord ?? wantedPerson ?? "all"));
        var rows = db.Entries.AsNoTracking();
        if (wantedRecord is not null) rows = rows.Where(row => row.RecordId == wantedRecord);
        if (wantedPerson is not null) rows = rows.Where(row => row.ActorId == wantedPerson);
        if (before is { } earlier) rows = rows.Where(row => row.At < DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(earlier, 0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())));
        var found = await rows.OrderByDescending(row => row.At).ThenByDescending(row => row.Position).Take(Most).ToListAsync();
        var entries = found.Select(row => (row, json: Parse(row.Entry))).ToList();
        var ids = entries.SelectMany(one => new[] { Text(one.json, "actor"), Text(one.json, "confirmedBy") }).OfType<string>().Distinct().ToList();
        var names = await context.RequestServices.GetRequiredService<NamesOf>()(context, caller, ids);
        string Name(string id) => names.GetValueOrDefault(id, id);
        var heads = await db.Trees.AsNoTracking().OrderBy(tree => tree.Zone).ToListAsync();
        return new RazorComponentResult<LedgerPage>(new
        {
            Frame = frame,
            Lines = entries.Select(one => new Line(one.row, one.json, Name(Text(one.json, "actor")!), Text(one.json, "confirmedBy") is { } second ? Name(second) : null)).ToList(),
            Record = wantedRecord,
            Person = wantedPerson,
            Trees = heads,
        });
    }

    private static JsonElement Parse(byte[] entry)
    {
        using var document = JsonDocument.Parse(entry);
        return document.RootElement.Clone();
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string? Id(string? given) => given?.Trim() is { Length: > 0 and <= 64 } id && id.All(char.IsAsciiLetterOrDigit) ? id : null;
}
