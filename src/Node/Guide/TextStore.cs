using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Entraide.Core.Text.Blocks;
using Entraide.Node.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Guide;

/// <summary>
/// Holds all texts in memory, as they were when the store was last read. They are a few megabytes and read a thousand times
/// for each change; each process looks once a second whether another has changed them.
/// </summary>
public sealed class TextStore(Database database, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { new JsonStringEnumConverter() } };

    private readonly SemaphoreSlim turn = new(1);
    private TextState? held;
    private long lookedAt;

    internal static string ToJson<T>(T value) => JsonSerializer.Serialize(value, Json);

    internal static T FromJson<T>(string json) => JsonSerializer.Deserialize<T>(json, Json)!;

    public static byte[] ToBytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Json);

    /// <summary>The texts as they stand.</summary>
    public async ValueTask<TextState> Now()
    {
        if (held is { } known && time.GetElapsedTime(Interlocked.Read(ref lookedAt)) < LookEvery) return known;
        await turn.WaitAsync();
        try
        {
            var before = Interlocked.Read(ref lookedAt);
            await using var db = database.New<GuideDb>();
            for (var revision = await Counted(db); held is null || held.Revision != revision;)
            {
                // Table by table: what was released in between would be read in halves, so that is read once more.
                var (read, later) = (await TryRead(db, revision), await Counted(db));
                if (read is not null && later == revision) held = read;
                else if (read is null && later == revision) throw new InvalidOperationException("The texts in the store do not fit together.");
                revision = later;
            }
            // Whoever asked meanwhile to look again is heard.
            Interlocked.CompareExchange(ref lookedAt, time.GetTimestamp(), before);
            return held;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>What is held is looked at anew the next time; called after each change.</summary>
    public void LookAgain() => Interlocked.Exchange(ref lookedAt, time.GetTimestamp() - (long)(LookEvery.TotalSeconds * 2 * time.TimestampFrequency));

    public void Dispose() => turn.Dispose();

    /// <summary>Says, within a change, that the texts are others afterwards.</summary>
    public static async Task Count(GuideDb db)
    {
        if (await db.Revisions.SingleOrDefaultAsync(one => one.Id == 1) is { } revision) revision.Number++;
        else db.Revisions.Add(new TextRevision { Id = 1, Number = 1 });
    }

    private static async Task<long> Counted(GuideDb db) => await db.Revisions.AsNoTracking().Where(one => one.Id == 1).Select(one => (long?)one.Number).SingleOrDefaultAsync() ?? 0;

    private static async Task<TextState?> TryRead(GuideDb db, long revision)
    {
        try
        {
            var read = await Read(db, revision);
            return read.Documents.Values.All(document => document.Current.Entries.All(entry => document.Histories.GetValueOrDefault(entry.BlockId)?.At(entry.Version) is not null)) ? read : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static async Task<TextState> Read(GuideDb db, long revision)
    {
        var shipped = await db.Shipments.AsNoTracking().Where(one => one.Release == db.Shipments.Where(other => other.Document == one.Document).Min(other => other.Release)).ToListAsync();
        var translations = (await db.Translations.AsNoTracking().OrderBy(one => one.Number).ToListAsync()).ToLookup(one => one.Document, StringComparer.Ordinal);
        var versions = (await db.Versions.AsNoTracking().OrderBy(one => one.Number).ToListAsync()).ToLookup(one => one.Document, StringComparer.Ordinal);
        var editions = (await db.Editions.AsNoTracking().OrderBy(one => one.Number).ToListAsync()).ToLookup(one => one.Document, StringComparer.Ordinal);
        var documents = shipped.Where(one => !ShippedFiles.IsCountry(one.Document)).Select(one => FromJson<ShippedText>(System.Text.Encoding.UTF8.GetString(one.Content)))
            .Select(text => Document(text, versions[text.Document], editions[text.Document], translations[text.Document])).ToImmutableDictionary(one => one.Id, StringComparer.Ordinal);
        var national = shipped.Where(one => ShippedFiles.IsCountry(one.Document)).Select(one => FromJson<ShippedCountry>(System.Text.Encoding.UTF8.GetString(one.Content))).ToDictionary(one => one.Country, StringComparer.Ordinal);
        var rows = await db.Countries.AsNoTracking().ToListAsync();
        var countries = new Dictionary<string, CountryState>(StringComparer.Ordinal);
        foreach (var row in rows) countries[row.Country] = await Country(db, row, national.GetValueOrDefault(row.Country), translations[row.Country]);
        return new TextState(revision, documents, countries);
    }

    /// <summary>A document as a node that has just started holds it.</summary>
    internal static DocumentState AsShipped(ShippedText shipped) => Document(shipped, [], [], []);

    private static DocumentState Document(ShippedText shipped, IEnumerable<StoredVersion> versions, IEnumerable<StoredEdition> editions, IEnumerable<StoredTranslation> translations)
    {
        var first = new Edition(shipped.Document, 1, [.. shipped.Blocks.Select(block => new EditionEntry(block.BlockId, 1))]);
        return new DocumentState
        {
            Id = shipped.Document,
            SourceLanguage = shipped.SourceLanguage,
            Languages = shipped.Languages,
            Histories = shipped.Blocks.Concat(versions.Select(one => FromJson<BlockVersion>(one.Content))).GroupBy(one => one.BlockId, StringComparer.Ordinal).ToDictionary(group => group.Key, group => new BlockHistory(group), StringComparer.Ordinal),
            Editions = [first, .. editions.Select(one => new Edition(one.Document, one.Number, [.. Pairs(one.Entries).Select(pair => new EditionEntry(pair.Id, pair.Number))]))],
            Translations = Lookup(shipped.Translations, translations),
        };
    }

    private static async Task<CountryState> Country(GuideDb db, CountryText row, ShippedCountry? shipped, IEnumerable<StoredTranslation> translations)
    {
        var changes = await db.Operations.AsNoTracking().Where(one => one.Country == row.Country).OrderBy(one => one.Number).ToListAsync();
        var operations = (shipped?.Operations ?? []).Select(one => (one.Operation.Id, Number: 1, one.Document, Operation: (OverlayOperation?)one.Operation))
            .Concat(changes.Select(one => (Id: one.OperationId, one.Number, one.Document, Operation: one.Content is null ? null : FromJson<OverlayOperation>(one.Content))))
            .ToLookup(one => one.Id, one => (one.Number, one.Document, one.Operation), StringComparer.Ordinal);
        var stored = await db.Releases.AsNoTracking().Where(one => one.Country == row.Country).OrderBy(one => one.Number).ToListAsync();
        var releases = new Dictionary<int, ImmutableArray<(string, OverlayOperation)>> { [0] = [] };
        if (shipped is not null) releases[1] = [.. shipped.Operations.Select(one => (one.Document, one.Operation))];
        foreach (var one in stored)
            releases[one.Number] = [.. Pairs(one.Operations).Select(pair => operations[pair.Id].Single(version => version.Number == pair.Number)).Where(version => version.Operation is not null).Select(version => (version.Document, version.Operation!))];
        return new CountryState
        {
            Country = row.Country,
            Languages = [.. row.Languages.Split(' ')],
            OrganisationId = row.OrganisationId,
            Operations = operations,
            ReleaseNumber = stored.LastOrDefault()?.Number ?? (shipped is null ? 0 : 1),
            Releases = releases,
            DecidedEditions = Pairs(stored.LastOrDefault()?.Editions ?? "").ToDictionary(pair => pair.Id, pair => pair.Number, StringComparer.Ordinal),
            Histories = operations.SelectMany(versions => versions).Select(one => one.Operation?.Content).OfType<BlockVersion>().DistinctBy(one => (one.BlockId, one.Number))
                .GroupBy(one => one.BlockId, StringComparer.Ordinal).ToDictionary(group => group.Key, group => new BlockHistory(group), StringComparer.Ordinal),
            Translations = Lookup(shipped?.Translations ?? [], translations),
            Decisions = [.. await db.Decisions.AsNoTracking().Where(one => one.Country == row.Country).OrderBy(one => one.At).ToListAsync()],
        };
    }

    private static ILookup<(string, string), TranslationVersion> Lookup(IEnumerable<TranslationVersion> shipped, IEnumerable<StoredTranslation> stored) =>
        shipped.Concat(stored.Select(one => new TranslationVersion(one.BlockId, one.Language, one.Number, one.Text, one.BasedOn, one.State, one.Origin))).OrderBy(one => one.Number).ToLookup(one => (one.BlockId, one.Language));

    /// <summary>Lines of an id and a number.</summary>
    internal static IEnumerable<(string Id, int Number)> Pairs(string lines) =>
        lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).Select(parts => (parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture)));

    internal static string Lines(IEnumerable<(string Id, int Number)> pairs) => string.Join('\n', pairs.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Id} {pair.Number}")));
}
