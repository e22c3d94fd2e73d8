using Entraide.Core.Text;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Guide;

/// <summary>Takes the texts that came with the program into the store, once for each release of them.</summary>
public static class TakeIn
{
    /// <summary>Brings in what is not there yet.</summary>
    /// <exception cref="RefusedException">A shipped text has faults.</exception>
    public static async Task Run(IServiceProvider services)
    {
        var database = services.GetRequiredService<Database>();
        await database.Prepare(services.GetRequiredService<GuideDb>());
        var known = (await services.GetRequiredService<GuideDb>().Shipments.AsNoTracking().Select(one => new { one.Document, one.Release }).ToListAsync()).ToLookup(one => one.Document, one => one.Release, StringComparer.Ordinal);
        var (texts, countries) = (services.GetServices<Lazy<ShippedText>>().Select(one => one.Value).ToList(), services.GetServices<Lazy<IReadOnlyList<ShippedCountry>>>().SelectMany(one => one.Value).ToList());
        if (texts.All(text => known[text.Document].Contains(text.Release)) && countries.All(country => known[country.Country].Contains(country.Release))) return;
        Sound(texts, countries);
        var store = services.GetRequiredService<TextStore>();
        foreach (var text in texts.Where(text => !known[text.Document].Contains(text.Release)))
            await Add(services, text.Document, text.Release, TextStore.ToBytes(text), async db =>
            {
                if (known[text.Document].Any()) await NewerShipment.Apply(db, (await store.Now()).Documents[text.Document], await Last(db, text.Document), text, services.GetRequiredService<TimeProvider>().GetUtcNow());
            });
        // What a steward has entrusted already is its editors'.
        var there = await services.GetRequiredService<GuideDb>().Countries.AsNoTracking().Select(one => one.Country).ToListAsync();
        foreach (var country in countries.Where(country => !known[country.Country].Any() && !there.Contains(country.Country)))
            await Add(services, country.Country, country.Release, TextStore.ToBytes(country), db =>
            {
                db.Countries.Add(new CountryText { Country = country.Country, Languages = string.Join(' ', country.Languages) });
                return Task.CompletedTask;
            });
        store.LookAgain();
    }

    private static async Task<ShippedText> Last(GuideDb db, string document) =>
        TextStore.FromJson<ShippedText>(System.Text.Encoding.UTF8.GetString((await db.Shipments.AsNoTracking().Where(one => one.Document == document).OrderByDescending(one => one.Release).FirstAsync()).Content));

    private static async Task Add(IServiceProvider services, string document, int release, byte[] content, Func<GuideDb, Task> also)
    {
        var at = services.GetRequiredService<TimeProvider>().GetUtcNow();
        try
        {
            await services.GetRequiredService<Gate>().Do(Caller.Node(Purpose.Guidance), AccessAction.Create, TextSubjects.Core(document), [], async scope =>
            {
                var db = scope.Db<GuideDb>();
                await also(db);
                db.Shipments.Add(new Shipment { Document = document, Release = release, Content = content, At = at });
                await TextStore.Count(db);
            }, reason: "shipped");
        }
        catch (DbUpdateException)
        {
            // Another process of the same node was first, if it is there now; else this is a fault of the store.
            await using var db = services.GetRequiredService<Database>().New<GuideDb>();
            if (!await db.Shipments.AnyAsync(one => one.Document == document && one.Release == release)) throw;
        }
    }

    // What a program ships wrongly must be found before it is kept for ever.
    private static void Sound(IReadOnlyList<ShippedText> texts, IReadOnlyList<ShippedCountry> countries)
    {
        var faults = new List<string>();
        foreach (var text in texts)
        {
            var blocks = text.Blocks.ToDictionary(block => block.BlockId, StringComparer.Ordinal);
            foreach (var (id, words) in text.Blocks.Select(block => (block.BlockId, block.Text)).Concat(text.Translations.Select(one => (one.BlockId, one.Text))))
                faults.AddRange(Dangling(words, name => blocks.ContainsKey(name)).Select(name => $"{text.Document}: {id} names {name}, which is not there."));
        }
        foreach (var country in countries)
            foreach (var (document, operation) in country.Operations)
            {
                if (texts.FirstOrDefault(text => text.Document == document)?.Blocks.FirstOrDefault(block => block.BlockId == operation.Target) is not { } target) faults.Add($"{country.Country}: {operation.Id} aims at {document}: {operation.Target}, which is not there.");
                else if (operation.Fault(target) is { } fault) faults.Add($"{country.Country}: {fault}");
            }
        if (faults.Count > 0) throw new RefusedException($"The shipped texts are not sound: {string.Join(' ', faults.Take(20))}");
    }

    private static IEnumerable<string> Dangling(string markup, Func<string, bool> known) => InlineMarkup.All(InlineMarkup.Parse(markup)).Select(node => node switch
    {
        InlineLink { Target: ['b', 'l', 'o', 'c', 'k', ':', .. var id] } => id,
        InlinePlaceholder placeholder => placeholder.Name,
        _ => null,
    }).OfType<string>().Where(id => !known(id));
}
