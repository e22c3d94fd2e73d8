using System.Collections.Concurrent;
using System.Diagnostics;
using Entraide.Core.Assistance;
using Entraide.Node.Accounts;
using Entraide.Node.Assistance;
using Entraide.Node.Identification;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static Entraide.Bench.Measure;
using Gate = Entraide.Node.Platform.Access.AccessTicket.Gate;

namespace Entraide.Bench;

/// <summary>
/// What helping costs: a caseload looked through, a case opened beside the spine's sealed read, the gate of consent, a
/// referral read through; and the same again on a node that holds as many cases as a country has.
/// </summary>
internal static class Assistance
{
    /// <summary>Of one social worker, and social workers of one organisation.</summary>
    private const int Caseload = 500, Colleagues = 10;

    private const string Words = "a text of some length, as a social worker would write it down in the evening, about what is to be done next and for whom; ";

    /// <summary>What each case says: twenty fields of forty, and one clock.</summary>
    private static readonly (string Field, string Value)[] Filled =
    [
        ("age", "24-26"), ("sex", "female"), ("citizenship-group", "other-eu"), ("form", "labour;domestic"), ("sector", "households;cleaning"), ("means", "debt;papers;wages"), ("language", "ro"), ("recruited-in", "RO"), ("exploited-in", "BE"),
        ("called", "Ana"), ("citizenship", "RO"), ("family", Words), ("contact-ways", Words), ("contact-hours", "after eight in the evening"), ("contact-never", Words), ("whereabouts", Words),
        ("needs-today", Words + Words), ("risks", Words + Words), ("work", Words + Words), ("account", Words + Words + Words + Words),
    ];

    private static readonly DataItem[] Disclosed = [DataItem.Name, DataItem.Contact, DataItem.Family, DataItem.Needs, DataItem.Risks, DataItem.Facts];

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public static async Task Run(int cases)
    {
        var folder = Directory.CreateTempSubdirectory("entraide-bench-").FullName;
        var data = Path.Combine(folder, "data");
        Console.WriteLine($"Assistance (SQLite, client and node in one process; each case with {Filled.Length} fields, a clock and 10 entries in its diary)");
        var cookie = "";
        var mine = "";
        await using (var node = await NodeHost.Build(NodeOptions.For(data, urls: "http://127.0.0.1:0"), [.. Arguments.Modules, Trust.Reading], builder => builder.Logging.ClearProviders()))
        {
            await node.StartAsync();
            var inspector = await Person.New(node);
            var screenings = await Task.WhenAll(Enumerable.Range(0, Caseload).Select(i => inspector.Keep($"narrative {i}, of some length, as an inspector would write it down in the evening")));
            var haven = await Person.Organisation(node, "Haven");
            var worker = await Person.New(node, Role.SocialWorker, Purpose.Care, haven);
            var made = await Make([worker], Caseload);
            Console.WriteLine($"  a caseload of {Caseload}, and no other case on the node:");
            await LookThrough(node, worker);
            await Open(node, worker, made[worker], inspector, screenings);
            await Consent(node, worker);
            if (cases > Caseload) (worker, made) = await Fill(node, haven, cases);
            Console.WriteLine($"  the same caseload on a node of {cases:N0} cases; those of one person lie scattered among the others:");
            await LookThrough(node, worker);
            await Open(node, worker, made[worker], inspector, screenings);
            (cookie, mine) = (worker.Cookie, made[worker][0]);
            await node.StopAsync();
        }
        await OwnNode(data, cases, cookie, mine);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task LookThrough(WebApplication node, Person worker)
    {
        using var client = worker.Client(node);
        foreach (var (name, path) in new (string, Func<int, string>)[]
        {
            ("cases", _ => "/en/cases"), ("due in a week", _ => "/en/cases?which=due"), ("by number", i => $"/en/cases?number=-{i % Caseload:000}"), ("of all colleagues", _ => "/en/cases?whose=all"),
        })
        {
            var bytes = (await client.GetByteArrayAsync(path(0))).Length;
            await Paced(client, path, 50, TimeSpan.FromSeconds(1)); // Warm.
            var alone = new List<double>();
            for (var i = 0; i < 50; i++) alone.Add(await Time(client, path(i)));
            var times = await Paced(client, path, 50, TimeSpan.FromSeconds(8));
            Console.WriteLine($"    {name,-18} at 50/s: p50 {At(times, 0.5):N1} ms, p99 {At(times, 0.99):N1} ms; one at a time p50 {At(alone, 0.5):N1} ms ({bytes:N0} bytes)");
        }
    }

    private static async Task Open(WebApplication node, Person worker, List<string> cases, Person inspector, string[] screenings)
    {
        using var client = worker.Client(node);
        using var spine = inspector.Client(node);
        string Case(int i) => $"/en/cases/{cases[i % cases.Count]}";
        string Screening(int i) => $"/bench/{screenings[i % screenings.Length]}";
        var page = await client.GetStringAsync(Case(0));
        if (page.Split(Words.Trim()).Length < 20) throw new InvalidOperationException("The page does not say what the case holds.");
        Console.WriteLine($"    opening a case ({page.Length:N0} letters), in turn with the spine's sealed read:");
        Console.WriteLine($"      one at a time: {await InTurn(i => Time(client, Case(i)), i => Time(spine, Screening(i)), 500)}");
        var (opened, read) = (0.0, 0.0);
        for (var round = 0; round < 3; round++)
        {
            opened += await Closed(client, Case, TimeSpan.FromSeconds(2)) / 3;
            read += await Closed(spine, Screening, TimeSpan.FromSeconds(2)) / 3;
        }
        Console.WriteLine($"      32 at once: {opened:N0}/s against {read:N0}/s: each costs {read / opened:N1} times as much");
        Console.WriteLine($"      without page and server: {await InTurn(i => OpenInside(worker, cases[i % cases.Count]), i => ReadInside(inspector, screenings[i % screenings.Length]), 500)}");
        var times = await Paced(client, Case, 50, TimeSpan.FromSeconds(8));
        Console.WriteLine($"      at 50/s: p50 {At(times, 0.5):N1} ms, p99 {At(times, 0.99):N1} ms");
    }

    private static async Task<double> OpenInside(Person worker, string id)
    {
        var watch = Stopwatch.StartNew();
        await using var scope = worker.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<CaseBook>().Open(worker.Caller, id);
        return watch.Elapsed.TotalMilliseconds;
    }

    private static async Task<double> ReadInside(Person inspector, string id)
    {
        var watch = Stopwatch.StartNew();
        await using var scope = inspector.Services.CreateAsyncScope();
        T Of<T>() where T : notnull => scope.ServiceProvider.GetRequiredService<T>();
        await Trust.Read(id, inspector.Caller, Of<Gate>(), Of<KeyRing>(), Of<PlatformDb>(), Of<IdentificationDb>());
        return watch.Elapsed.TotalMilliseconds;
    }

    // Twenty grants, all for one recipient and purpose: ten taken back, nine run out, and the last that is looked at stands.
    private static async Task Consent(WebApplication node, Person worker)
    {
        var receiver = await Person.New(node, Role.SocialWorker, Purpose.Care, await Person.Organisation(node, "Harbour"));
        await using var scope = node.Services.CreateAsyncScope();
        var (book, gate, now, to) = (scope.ServiceProvider.GetRequiredService<CaseBook>(), scope.ServiceProvider.GetRequiredService<Gate>(), Now, receiver.Caller.OrganisationId!);
        var id = await BeginCase.Begin(worker.Caller, gate, now, change => Write(change, 0));
        await book.Change(worker.Caller, id, CaseBook.AllOfIt, async change =>
        {
            for (var i = 0; i < 20; i++)
            {
                var grant = new ConsentGrant { Id = PlatformDb.NewId(), RecipientId = to, Purpose = SharingPurpose.Care, Items = [.. Enum.GetValues<DataItem>()], GivenAt = now.AddDays(-40), Until = now.AddDays(i is >= 10 and < 19 ? -1 : 20), Language = "ro", Present = "" };
                GiveConsent.Add(change, grant, new Room("nobody", "", ""));
                if (i < 10) await GiveConsent.TakeBack(change, grant.Id, []);
            }
        }, "bench");
        var consents = (await book.Open(worker.Caller, id)).Consents;
        var (all, one) = (Enum.GetValues<DataItem>(), new[] { DataItem.Needs });
        if (!consents.Ask(to, SharingPurpose.Care, all, now).IsAllowed || consents.Ask(to, SharingPurpose.Safety, one, now).IsAllowed) throw new InvalidOperationException("The consents are not as they were meant.");
        double Each(Func<object> ask) => 1e6 / Rate(ask);
        Console.WriteLine($"  the gate of consent over {consents.Grants.Length} grants and {consents.Withdrawals.Length} withdrawals, the last grant alone standing:");
        Console.WriteLine($"    one item {Each(() => consents.Ask(to, SharingPurpose.Care, one, now)):N2} µs, refused {Each(() => consents.Ask(to, SharingPurpose.Safety, one, now)):N2} µs; all {all.Length} items at once {Each(() => consents.Ask(to, SharingPurpose.Care, all, now)):N2} µs, each by itself {Each(() => ConsentGate.Passing(consents, to, SharingPurpose.Care, all, now)):N2} µs");
        await Referral(node, scope.ServiceProvider, worker, receiver, id);
    }

    private static async Task Referral(WebApplication node, IServiceProvider services, Person worker, Person receiver, string id)
    {
        var (book, gate, staff) = (services.GetRequiredService<CaseBook>(), services.GetRequiredService<Gate>(), services.GetRequiredService<Staff>());
        var outline = new ReferralOutline([ServiceKind.Shelter], "24-26", "female", "ro", ReferralUrgency.Today, ["with-children"]);
        var referral = await Refer.SendOutline(worker.Caller, (await book.Find(id))!, receiver.Caller.OrganisationId!, SharingPurpose.Care, outline, book, gate, staff);
        var against = await AnswerReferral.Take(receiver.Caller, referral, ReferralStep.Accept, "", book, gate) is { } fault ? fault.ToString() : await AnswerReferral.Disclose(worker.Caller, referral, [.. Disclosed], book, gate);
        if (against is not null) throw new InvalidOperationException($"The referral stops at {against}.");
        using var client = receiver.Client(node);
        var path = $"/en/referrals/{referral}";
        var page = await client.GetStringAsync(path);
        if (!page.Contains("Ana", StringComparison.Ordinal) || !page.Contains(Words.Trim(), StringComparison.Ordinal)) throw new InvalidOperationException("The receiver does not read what was disclosed.");
        await Paced(client, _ => path, 50, TimeSpan.FromSeconds(1)); // Warm.
        var times = await Paced(client, _ => path, 50, TimeSpan.FromSeconds(8));
        Console.WriteLine($"    a referral read through by who receives it ({Disclosed.Length} items, {page.Length:N0} letters), at 50/s: p50 {At(times, 0.5):N1} ms, p99 {At(times, 0.99):N1} ms");
    }

    /// <summary>Up to so many cases on the node. Gives somebody whose cases lie among those of all others, and theirs.</summary>
    private static async Task<(Person Somebody, IReadOnlyDictionary<Person, List<string>> Made)> Fill(WebApplication node, string first, int cases)
    {
        var people = new List<Person>();
        var organisation = first;
        // The one whose caseload was measured is the first of them.
        for (var i = 1; i < Math.Max(2, cases / Caseload); i++)
        {
            if (i % Colleagues == 0) organisation = await Person.Organisation(node, $"Organisation {i / Colleagues}");
            people.Add(await Person.New(node, Role.SocialWorker, Purpose.Care, organisation));
        }
        var watch = Stopwatch.StartNew();
        var count = cases - Caseload;
        var (tenth, early, late) = (count / 10, 0.0, 0.0);
        var made = await Make(people, count, i =>
        {
            if (i == tenth) early = watch.Elapsed.TotalSeconds;
            if (i == count - tenth) late = watch.Elapsed.TotalSeconds;
        });
        var took = watch.Elapsed.TotalSeconds;
        Console.WriteLine($"  {count:N0} cases more, through the gate, 32 at once, for {people.Count} people, {Colleagues} to an organisation: {took:N0} s, {count / took:N0}/s (the first tenth {tenth / early:N0}/s, the last {tenth / (took - late):N0}/s)");
        return (people[people.Count / 2], made);
    }

    private static async Task<IReadOnlyDictionary<Person, List<string>>> Make(List<Person> people, int count, Action<int>? before = null)
    {
        var (made, next, gate) = (new ConcurrentBag<(Person By, string Id)>(), -1, people[0].Services.GetRequiredService<Gate>());
        await Task.WhenAll(Enumerable.Range(0, 32).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var i && i < count)
            {
                before?.Invoke(i);
                var by = people[i % people.Count];
                made.Add((by, await BeginCase.Begin(by.Caller, gate, Now, change => Write(change, i / people.Count))));
            }
        }));
        return made.GroupBy(one => one.By).ToDictionary(group => group.Key, group => group.Select(one => one.Id).ToList());
    }

    private static void Write(CaseChange change, int i)
    {
        var by = change.Row.AssignedTo;
        foreach (var fields in Filled.Append((Field: ClockRules.Field(ClockRules.All[0]), Value: Days.Words(change.Now.AddDays(-5)))).GroupBy(one => CaseFields.ById.TryGetValue(one.Field, out var field) ? field.Class : FieldClass.Facts))
            change.Keep(fields.Key, fields.Aggregate(FieldSheet.Empty, (sheet, one) => sheet.Write(one.Field, one.Value, by, change.Now, [])));
        change.Row.DueAt = change.Now.AddDays(i % 60);
        for (var entry = 0; entry < 10; entry++)
            change.Add(entry switch { 0 => EntryKind.Task, 1 => EntryKind.Interview, _ => EntryKind.Note }, by, Words + Words, entry == 0 ? change.Row.DueAt : null);
    }

    // As an operator has it: nothing in the process but the node.
    private static async Task OwnNode(string data, int cases, string cookie, string id)
    {
        var file = new FileInfo(Database.FileIn(data)).Length;
        var answers = 0;
        var (started, first, memory) = await OwnProcess(data, async http =>
        {
            foreach (var path in new[] { "/en/cases", $"/en/cases/{id}" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                request.Headers.Add("Cookie", cookie);
                using var answer = await http.SendAsync(request);
                answer.EnsureSuccessStatusCode();
                answers++;
            }
        });
        Console.WriteLine($"  the database of {cases:N0} cases: {file / 1e6:N0} MB, {file / 1e3 / cases:N1} kB each; a node of its own starts on it in {started:N0} ms, first pages in {first:N0} ms, resident memory after {answers} pages {memory / 1e6:N0} MB");
    }
}
