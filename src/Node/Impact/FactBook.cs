using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Entraide.Core.Figures;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Impact;

/// <summary>The way to what was given to be counted, and to the years that were frozen from it.</summary>
public sealed class FactBook(ImpactDb db, PlatformDb platform, KeyRing keys, Gate gate, TimeProvider time)
{
    /// <summary>The classes of everything here: what is counted, and no other.</summary>
    public static readonly FieldClass[] Counted = [FieldClass.Technical, FieldClass.Facts];

    public ImpactDb Db => db;
    public Gate Gate => gate;
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>
    /// What the number of a record is recognised by: the same in every file, and telling nothing without the node's keys. A number that
    /// only its own body gives is told apart from another's by the source.
    /// </summary>
    public string Mark(string source, string record) => keys.LookUp($"fact:{source.Length}:{source}:{record}")[0][..24];

    /// <summary>All of an organisation, or of the node where it is the rapporteur who asks.</summary>
    public static Subject AllOf(Resource resource, Caller caller) => new(resource, Zone.Node, caller.OrganisationId ?? "none", caller.OrganisationId);

    /// <summary>
    /// Keeps the facts of an organisation's cases of a year. What was given of them before is replaced, also by nothing: who has taken
    /// her consent back is counted no more. Gives the record's id; null where nothing was given before and nothing is now.
    /// </summary>
    public async Task<string?> GiveCases(Caller caller, int year, string source, string country, IReadOnlyCollection<StatisticalFact> facts, int others)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(facts);
        var before = await db.Contributions.AsNoTracking().SingleOrDefaultAsync(one => one.OrganisationId == caller.OrganisationId && one.CasesOf == year);
        if (before is null) return facts.Count == 0 ? null : (await Give(caller, source, country, facts, new Uncounted(others, []), year)).RecordId;
        await gate.Do(caller, AccessAction.Change, before.Subject(), Counted, async scope =>
        {
            var (record, row) = (await scope.Record(), await scope.Db<ImpactDb>().Contributions.SingleOrDefaultAsync(one => one.RecordId == before.RecordId) ?? throw new NotThereException());
            // The day on which she first gave stands: nobody is late for doing what a person asked.
            (row.Source, row.Country, row.Content, row.Aside) = (source, country, record.Seal(ContributionRow.ContentColumn, FactFile.Write(facts)), record.Seal(ContributionRow.AsideColumn, new Uncounted(others, []).Write()));
        }, reason: "facts-given-again");
        return before.RecordId;
    }

    /// <summary>Keeps facts that were given.</summary>
    /// <param name="casesOf">The year whose cases of the organisation they are; null for a file.</param>
    public async Task<ContributionRow> Give(Caller caller, string source, string country, IReadOnlyCollection<StatisticalFact> facts, Uncounted uncounted, int? casesOf = null)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(uncounted);
        var id = PlatformDb.NewId();
        var subject = new Subject(Resource.Contribution, Zone.Node, id, caller.OrganisationId ?? "none");
        ContributionRow? row = null;
        await gate.Do(caller, AccessAction.Create, subject, Counted, scope =>
        {
            var record = scope.NewRecord();
            row = new ContributionRow
            {
                RecordId = id, OrganisationId = subject.OrganisationId!, CasesOf = casesOf, Source = source, Country = country, FirstYear = facts.Count == 0 ? 0 : facts.Min(fact => fact.Year), LastYear = facts.Count == 0 ? 0 : facts.Max(fact => fact.Year), At = Now,
                Content = record.Seal(ContributionRow.ContentColumn, FactFile.Write(facts)), Aside = record.Seal(ContributionRow.AsideColumn, uncounted.Write()),
            };
            scope.Db<ImpactDb>().Contributions.Add(row);
            return Task.CompletedTask;
        }, reason: "facts-given");
        return row!;
    }

    /// <summary>One contribution with its facts and what it does not count.</summary>
    /// <exception cref="NotThereException">It is not there, or not hers to open.</exception>
    public async Task<(ContributionRow Row, ImmutableArray<StatisticalFact> Facts, Uncounted Uncounted)> OpenContribution(Caller caller, string id)
    {
        var row = await db.Contributions.AsNoTracking().SingleOrDefaultAsync(one => one.RecordId == id);
        var record = await keys.Open(await gate.Ask(caller, AccessAction.Open, row?.Subject() ?? Subject.Missing(Resource.Contribution, Zone.Node, id), Counted), platform);
        var (facts, uncounted) = Contents(row!, record);
        return (row!, facts, uncounted);
    }

    private static (ImmutableArray<StatisticalFact> Facts, Uncounted Uncounted) Contents(ContributionRow row, OpenRecord record) =>
        (FactFile.Read(record.OpenBytes(ContributionRow.ContentColumn, row.Content)!), Uncounted.Read(record.OpenBytes(ContributionRow.AsideColumn, row.Aside)!));

    /// <summary>The figures of a year as all that was given makes them now.</summary>
    public async Task<(FactCube Cube, FigureQuality Quality)> Count(Caller caller, int year) => YearOfFigures.Count(year, await Given(caller, year));

    // The year before too: who gave then and not now is missed.
    private async Task<IReadOnlyList<Contribution>> Given(Caller caller, int year)
    {
        ArgumentNullException.ThrowIfNull(caller);
        await gate.Ask(caller, AccessAction.List, AllOf(Resource.Contribution, caller));
        var rows = await db.Contributions.AsNoTracking().Where(one => one.LastYear >= year - 1 && one.FirstYear <= year).OrderBy(one => one.RecordId).ToListAsync();
        if (rows.Count == 0) return [];
        var tickets = await gate.AskForAll(caller, AccessAction.Open, AllOf(Resource.Contribution, caller), [.. rows.Select(row => row.Subject())], Counted);
        var given = new List<Contribution>();
        foreach (var (row, record) in rows.Zip(await keys.OpenAll(tickets, platform)))
        {
            if (record is null) continue;
            var (facts, uncounted) = Contents(row, record);
            given.Add(new Contribution(row.Source, DateOnly.FromDateTime(row.At.UtcDateTime), facts, uncounted.Others, uncounted.Rows.Count, row.CasesOf));
        }
        return given;
    }

    /// <summary>The editions of a year, the newest first.</summary>
    public Task<List<EditionRow>> Editions(int year) => db.Editions.AsNoTracking().Where(one => one.Year == year).OrderByDescending(one => one.Number).ToListAsync();

    public async Task<EditionRow?> Edition(int year, int number) => await db.Editions.AsNoTracking().SingleOrDefaultAsync(one => one.Year == year && one.Number == number);

    /// <summary>The figures of an edition, as they were frozen.</summary>
    public async Task<(FactCube Cube, FigureQuality Quality)> OpenEdition(Caller caller, EditionRow row, AccessAction action = AccessAction.Open)
    {
        ArgumentNullException.ThrowIfNull(row);
        var record = await keys.Open(await gate.Ask(caller, action, row.Subject(), Counted), platform);
        return (FactCube.Read(record.OpenBytes(EditionRow.CubeColumn, row.Cube)!), KeptQuality.Read(record.OpenBytes(EditionRow.QualityColumn, row.Quality)!));
    }

    /// <summary>What everybody was told of a year's victims: its editions and its tables, in the order in which they were published.</summary>
    public async Task<ShownCounts> Told(int year)
    {
        var editions = await db.Editions.AsNoTracking().Where(one => one.Year == year && one.PublishedAt != null).Select(one => new { one.PublishedAt, one.Published }).ToListAsync();
        var tables = await db.Releases.AsNoTracking().Where(one => one.Year == year && one.Kind == ReleaseKind.Tables && one.PublishedAt != null).Select(one => new { one.PublishedAt, one.Published }).ToListAsync();
        return new ShownCounts(editions.Select(one => (one.PublishedAt, Tables: PublicYear.Read(one.Published).Together())).Concat(tables.Select(one => (one.PublishedAt, Tables: Enumerable.Repeat(ReleaseText.Counts(one.Published), 1)))).OrderBy(one => one.PublishedAt).SelectMany(one => one.Tables), editions.Count + tables.Count);
    }

    /// <summary>
    /// Refuses where something of a year's victims is published that was not known where this was made: asked within the transaction, so
    /// that two who publish at once do not both. Nothing is taken back, so their number tells it; a clock would not tell what was read before it.
    /// </summary>
    /// <exception cref="OvertakenException">There is more.</exception>
    internal static async Task KnowsAll(ImpactDb rows, int year, int known)
    {
        var published = await rows.Editions.CountAsync(one => one.Year == year && one.PublishedAt != null) + await rows.Releases.CountAsync(one => one.Year == year && one.Kind == ReleaseKind.Tables && one.PublishedAt != null);
        if (published != known) throw new OvertakenException("releases.fault.overtaken");
    }

    /// <summary>Freezes a year as it stands now. Nothing that was frozen before changes. Gives what stands against it, as a key; null where it was frozen.</summary>
    /// <param name="after">How many editions she knows who freezes: what was frozen meanwhile she looks at first, and pressing twice freezes once.</param>
    public async Task<string?> Freeze(Caller caller, int year, string reason, int after)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var (cube, quality) = await Count(caller, year);
        // A year that was frozen may be restated to nobody; one that was not is mistyped.
        if (cube.Cells.IsEmpty && !await db.Editions.AnyAsync(one => one.Year == year)) return "contributions.none";
        var id = PlatformDb.NewId();
        try
        {
            await gate.Do(caller, AccessAction.Create, new Subject(Resource.Figures, Zone.Node, id, caller.OrganisationId ?? "none"), Counted, async scope =>
            {
                var (record, rows) = (scope.NewRecord(), scope.Db<ImpactDb>());
                if (await rows.Editions.CountAsync(one => one.Year == year) != after) throw new OvertakenException("figures.fault.since");
                rows.Editions.Add(new EditionRow
                {
                    RecordId = id, OrganisationId = caller.OrganisationId ?? "none", Year = year, Number = after + 1, At = Now, Reason = reason,
                    Cube = record.Seal(EditionRow.CubeColumn, cube.Write()), Quality = record.Seal(EditionRow.QualityColumn, KeptQuality.Write(quality)), Published = [],
                });
            }, reason: "figures-frozen");
            return null;
        }
        catch (OvertakenException e)
        {
            return e.Fault;
        }
        catch (DbUpdateException)
        {
            // Two at the same moment found the same number; the other one was first, or else this is a fault of the store.
            if (!await db.Editions.AnyAsync(one => one.Year == year && one.Number > after)) throw;
            return "figures.fault.since";
        }
    }
}

/// <summary>Somebody else was first, so that what was made here no longer fits what stands.</summary>
/// <param name="fault">What to say to her, as a key.</param>
internal sealed class OvertakenException(string fault) : Exception(fault)
{
    public string Fault { get; } = fault;
}

/// <summary>The form in which notes on quality are kept with an edition.</summary>
internal static class KeptQuality
{
    private sealed record Kept(List<Unknowns> Missing, int Duplicates, List<string> Late, List<string> Absent, int Others, int Aside);

    private sealed record Unknowns(string Kind, string Dimension, int Unknown, int Of);

    public static byte[] Write(FigureQuality quality) => JsonSerializer.SerializeToUtf8Bytes(new Kept([.. quality.Missing.Select(one => new Unknowns(FactSchema.WordOf(one.Kind), one.Dimension.Id, one.Unknown, one.Of))], quality.Duplicates, [.. quality.Late], [.. quality.Absent], quality.Others, quality.Aside));

    public static FigureQuality Read(ReadOnlySpan<byte> bytes)
    {
        var kept = JsonSerializer.Deserialize<Kept>(Encoding.UTF8.GetString(bytes))!;
        return new FigureQuality([.. kept.Missing.Select(one => new MissingCode(FactSchema.KindOf(one.Kind)!.Value, FactSchema.All.First(dimension => dimension.Id == one.Dimension), one.Unknown, one.Of))], kept.Duplicates, [.. kept.Late], [.. kept.Absent], kept.Others, kept.Aside);
    }
}
