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

    public static async Task<RazorComponentResult<LedgerPage>> Show(HttpContext context, Frame frame, Caller caller, PlatformDb db, Gate gate, string? record, string? person, string? before)
    {
        var (wantedRecord, wantedPerson) = (Id(record), Id(person));
        foreach (var wanted in ((string?[])[wantedRecord, wantedPerson]).OfType<string>().DefaultIfEmpty("all"))
            await gate.Ask(caller, AccessAction.Open, new Subject(Resource.Ledger, Zone.Node, wanted));
        var rows = db.Entries.AsNoTracking();
        if (wantedRecord is not null) rows = rows.Where(row => row.RecordId == wantedRecord);
        if (wantedPerson is not null) rows = rows.Where(row => row.ActorId == wantedPerson);
        // Many entries share a moment: what comes next is known by moment, zone and position.
        if (Place(before) is var (at, zone, position)) rows = rows.Where(row => row.At < at || (row.At == at && ((int)row.Zone < zone || ((int)row.Zone == zone && row.Position < position))));
        var found = await rows.OrderByDescending(row => row.At).ThenByDescending(row => row.Zone).ThenByDescending(row => row.Position).Take(Most).ToListAsync();
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

    /// <summary>The place after which a page goes on.</summary>
    public static string Next(LedgerRow row) => $"{row.At.ToUnixTimeMilliseconds()}.{(int)row.Zone}.{row.Position}";

    private static (DateTimeOffset At, int Zone, long Position)? Place(string? before) =>
        before?.Split('.') is [var at, var zone, var position] && long.TryParse(at, out var milliseconds) && milliseconds is >= 0 and < 253402300800000 && int.TryParse(zone, out var number) && long.TryParse(position, out var place)
            ? (DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), number, place) : null;

    // An id, or nothing that there is: a name that is typed here must not stand in the ledger for ever.
    private static string? Id(string? given) => given?.Trim() is not { Length: > 0 } id ? null
        : id is "node" or "keys" or "people" or "all" || (id.Length == 32 && id.All(char.IsAsciiHexDigitLower)) ? id : "unknown";
}
