using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json;
using Entraide.Core.Sealing;
using Entraide.Node.Identification;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Ledger;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Gate = Entraide.Node.Platform.Access.AccessTicket.Gate;

namespace Entraide.Bench;

/// <summary>What a store holds of what was acknowledged (see <see cref="WriteVerb"/>), found by the real node that opens it.</summary>
/// <param name="Acknowledged">Writes that were acknowledged.</param>
/// <param name="Found">Of these, those that are there, open, and say what was written.</param>
/// <param name="UnacknowledgedVisible">Writes that are there without having been acknowledged: the answer was still on its way.</param>
/// <param name="MostPerWriter">Of these, the most of one writer; it never has more than one under way.</param>
/// <param name="Integrity"><c>ok</c>, or what is wrong with the database, its ledger, or between ledger and records.</param>
public sealed record Verification(int Acknowledged, int Found, int Lost, int UnacknowledgedVisible, int MostPerWriter, string Integrity)
{
    /// <summary>Whether the promise was kept.</summary>
    public bool Holds => Lost == 0 && MostPerWriter <= 1 && Integrity == "ok";

    public override string ToString() => JsonSerializer.Serialize(
        new { acknowledged = Acknowledged, found = Found, lost = Lost, unacknowledgedVisible = UnacknowledgedVisible, mostPerWriter = MostPerWriter, integrity = Integrity });

    /// <summary><c>verify-writes --data DIR --keys DIR [--database ADDRESS] --acks FILE</c>: prints one line; exit 0 if the promise was kept.</summary>
    public static async Task<int> Run(Arguments arguments)
    {
        var said = await File.ReadAllLinesAsync(arguments.Text("--acks"));
        var found = await Of(arguments.Node, [.. said.Where(line => line.StartsWith("ack ", StringComparison.Ordinal)).Select(line => line["ack ".Length..])]);
        Console.WriteLine(found);
        return found.Holds ? 0 : 1;
    }

    /// <summary>Of the writes that were acknowledged when the power was off already, those that are not there: see <see cref="Of"/>.</summary>
    public int LateLost { get; init; }

    /// <summary>Opens the store with the real node and compares. It writes too: each opening of a record stands in the ledger.</summary>
    /// <param name="late">
    /// What was acknowledged when the power was off already, as only a process can do whose disk loses its power and not its
    /// machine. None of it counts as lost: nobody would have heard it.
    /// </param>
    public static async Task<Verification> Of(NodeOptions options, IReadOnlyCollection<string> acknowledged, IReadOnlyCollection<string>? late = null)
    {
        try
        {
            await using var app = await NodeHost.Build(options, Arguments.Modules);
            var database = app.Services.GetRequiredService<Database>();
            await using var identification = database.New<IdentificationDb>();
            var screenings = await identification.Screenings.AsNoTracking().ToListAsync();
            // Before anything is opened, and again after it, since the store must also bear what is written from now on.
            var faults = await Faults(app.Services, database, screenings);
            var opened = await Open(app.Services, database, screenings);
            faults.AddRange(await Faults(app.Services, database, screenings));
            if (opened.Count < screenings.Count) faults.Add($"{screenings.Count - opened.Count} records do not open");
            var known = acknowledged.ToHashSet(StringComparer.Ordinal);
            var heard = (late ?? []).Except(known).ToHashSet(StringComparer.Ordinal);
            var found = known.Count(opened.Contains);
            var unacknowledged = screenings.Where(one => !known.Contains(one.RecordId) && !heard.Contains(one.RecordId)).GroupBy(one => one.AssignedTo).Select(writer => writer.Count()).ToList();
            return new Verification(known.Count, found, known.Count - found, unacknowledged.Sum(), unacknowledged.DefaultIfEmpty().Max(), faults.Count == 0 ? "ok" : string.Join("; ", faults.Distinct())) { LateLost = heard.Count(id => !opened.Contains(id)) };
        }
        catch (Exception e) when (e is RefusedException or DbException or LedgerClosedException)
        {
            return new Verification(acknowledged.Count, 0, acknowledged.Count, 0, 0, $"the node does not open it: {e.Message}");
        }
    }

    /// <summary>Which of these records are there; nothing else is looked at.</summary>
    public static async Task<IReadOnlyList<string>> There(NodeOptions options, IReadOnlyCollection<string> ids)
    {
        await using var app = await NodeHost.Build(options, Arguments.Modules);
        await using var identification = app.Services.GetRequiredService<Database>().New<IdentificationDb>();
        return [.. (await identification.Screenings.AsNoTracking().Select(one => one.RecordId).ToListAsync()).Intersect(ids, StringComparer.Ordinal)];
    }

    private static async Task<List<string>> Faults(IServiceProvider services, Database database, IReadOnlyList<Screening> screenings)
    {
        var faults = new List<string>();
        if (!database.IsPostgres) faults.AddRange(await SqliteFaults(database));
        await using var platform = database.New<PlatformDb>();
        var entries = await platform.Entries.AsNoTracking().OrderBy(entry => entry.Zone).ThenBy(entry => entry.Position).ToListAsync();
        faults.AddRange(await LedgerFaults(services.GetRequiredService<KeyRing>(), platform, entries));

        // What the ledger says was made, and what is there, must be the same; so must the keys.
        var written = entries.Where(IsCreation).Select(entry => entry.RecordId).ToList();
        var there = screenings.Select(one => one.RecordId).ToHashSet(StringComparer.Ordinal);
        var keys = await platform.RecordKeys.AsNoTracking().Where(key => key.Zone == Zone.Care).Select(key => key.RecordId).ToListAsync();
        if (written.Count != written.Distinct().Count()) faults.Add("a record was made twice");
        if (!there.SetEquals(written)) faults.Add($"{written.Count(id => !there.Contains(id))} entries without a record, {there.Except(written).Count()} records without an entry");
        if (!there.SetEquals(keys)) faults.Add($"{keys.Count(id => !there.Contains(id))} keys without a record, {there.Except(keys).Count()} records without a key");
        return faults;
    }

    private static bool IsCreation(LedgerRow row)
    {
        using var entry = JsonDocument.Parse(row.Entry);
        bool Says(string name, string value) => entry.RootElement.GetProperty(name).GetString() == value;
        return Says("action", nameof(AccessAction.Create)) && Says("resource", nameof(Resource.Screening)) && Says("decision", "allow");
    }

    private static async Task<List<string>> SqliteFaults(Database database)
    {
        await using var connection = await database.Connect();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync()) lines.Add(reader.GetString(0));
        lines.Remove("ok");
        return lines;
    }

    // Every signed head by the verifier that outsiders use; then: the tree as recomputed = as stored = as last signed.
    private static async Task<List<string>> LedgerFaults(KeyRing keys, PlatformDb platform, IReadOnlyList<LedgerRow> entries)
    {
        var faults = new List<string>();
        var heads = await platform.Heads.AsNoTracking().OrderBy(head => head.Size).ToListAsync();
        var lines = new List<string> { LedgerVerifier.FirstLine(keys.NodeId, keys.Signers) };
        foreach (var tree in await platform.Trees.AsNoTracking().ToListAsync())
        {
            var (frontier, zone) = (MerkleFrontier.Empty, tree.Zone.ToString());
            var signed = heads.Where(head => head.Zone == tree.Zone).Select(head => new LedgerHead(keys.NodeId, zone, head.Size, head.Root, head.At.ToUnixTimeMilliseconds(), head.KeyId, head.Signature)).ToDictionary(head => head.Size);
            foreach (var entry in entries.Where(entry => entry.Zone == tree.Zone))
            {
                lines.Add(LedgerVerifier.EntryLine(zone, entry.Position, entry.Entry));
                frontier = frontier.Append(MerkleTree.LeafHash(entry.Entry));
                if (signed.Remove(entry.Position, out var head)) lines.Add(LedgerVerifier.HeadLine(head));
            }
            // Heads of sizes that the tree does not have: the verifier says so.
            lines.AddRange(signed.Values.Select(LedgerVerifier.HeadLine));
            if (tree.Size != frontier.Size || !tree.Frontier.AsSpan().SequenceEqual(frontier.ToBytes())) faults.Add($"the stored {zone} tree of {tree.Size} entries is not that of its {frontier.Size} entries");
            if (tree.Size > 0 && heads.LastOrDefault(head => head.Zone == tree.Zone)?.Size != tree.Size) faults.Add($"the last head of {zone} does not cover its {tree.Size} entries");
        }
        if (LedgerVerifier.Verify(lines, keys.Signers[0].Public).Fault is { } fault) faults.Add($"ledger {fault.Zone} {fault.Position}: {fault.What}");
        return faults;
    }

    /// <summary>The ids of the records that open and say what was written.</summary>
    private static async Task<HashSet<string>> Open(IServiceProvider services, Database database, IReadOnlyList<Screening> screenings)
    {
        var (gate, keys) = (services.GetRequiredService<Gate>(), services.GetRequiredService<KeyRing>());
        var opened = new HashSet<string>(StringComparer.Ordinal);
        var adding = new Lock();
        await Parallel.ForEachAsync(screenings, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (screening, _) =>
        {
            try
            {
                var caller = new Caller(screening.AssignedTo, "session", screening.OrganisationId, Role.SocialWorker, Purpose.Identification, DateTimeOffset.UnixEpoch);
                var ticket = await gate.Ask(caller, AccessAction.Open, screening.Subject(), FieldClass.Facts, FieldClass.Narrative);
                await using var platform = database.New<PlatformDb>();
                var record = await keys.Open(ticket, platform);
                if (record.Open(Screening.FactsColumn, screening.Facts) != WriteVerb.FactsOf(screening.RecordId)) return;
                if (record.Open(Screening.NarrativeColumn, screening.Narrative) != WriteVerb.NarrativeOf(screening.RecordId)) return;
                lock (adding) opened.Add(screening.RecordId);
            }
            catch (Exception e) when (e is CryptographicException or NotThereException or GuardException)
            {
                // It does not open, and is missing from what is given back.
            }
        });
        return opened;
    }
}
