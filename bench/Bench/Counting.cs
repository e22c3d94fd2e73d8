using System.Diagnostics;
using System.Net;
using System.Text;
using Entraide.Core.Assistance;
using Entraide.Core.Statistics;
using Entraide.Core.Text;
using Entraide.Node.Accounts;
using Entraide.Node.Assistance;
using Entraide.Node.Impact;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Gate = Entraide.Node.Platform.Access.AccessTicket.Gate;

namespace Entraide.Bench;

/// <summary>
/// A country's year from sealed cases: each with a name, a place and an account besides its facts, and nine in ten with the person's
/// consent to be counted. The yearly tables are set beside a count of what was drawn; what the ledger says of the counting is read.
/// </summary>
internal static class Counting
{
    private const int Bodies = 10;

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private sealed record Drawn(bool Agreed, string Sex, string Age, string Citizenship, string Form);

    public static async Task Run(int cases)
    {
        var folder = Directory.CreateTempSubdirectory("entraide-bench-").FullName;
        Console.WriteLine($"The yearly tables from {cases:N0} sealed cases of {Bodies} bodies (SQLite)");
        await using (var node = await NodeHost.Build(NodeOptions.For(Path.Combine(folder, "data"), urls: "http://127.0.0.1:0"), Arguments.Modules, builder => builder.Logging.ClearProviders()))
        {
            await node.StartAsync();
            var random = new SeededRandom(2026);
            string Pick(params string[] among) => among[random.Below(among.Length)];
            Drawn[] drawn = [.. Enumerable.Range(0, cases).Select(_ => new Drawn(random.Below(10) > 0, Pick("female", "male", "other", ""), Pick("child", "perhaps-child", "24-26", ""), Pick("own", "other-eu", "non-eu", "stateless", ""), Pick("labour", "domestic", "sexual", "begging", "labour;sexual", "")))];
            string[] bodies = [.. await Task.WhenAll(Enumerable.Range(0, Bodies).Select(i => Person.Organisation(node, $"Body {i}")))];
            var workers = await Task.WhenAll(bodies.Select(body => Person.New(node, Role.SocialWorker, Purpose.Care, body)));
            var coordinators = await Task.WhenAll(bodies.Select(body => Person.New(node, Role.Coordinator, Purpose.Statistics, body)));
            await Make(workers, drawn);
            // Freezing asks for a sign-in of a few minutes ago: hers is after the cases were made, and before the counting that is looked at.
            var rapporteur = await Person.New(node, Role.NationalRapporteur, Purpose.Statistics);

            var (since, watch) = (TimeProvider.System.GetUtcNow(), Stopwatch.StartNew());
            foreach (var coordinator in coordinators) await Own(node, coordinator);
            Console.WriteLine($"  counted by {Bodies} coordinators in {watch.Elapsed.TotalSeconds:N1} s ({cases / watch.Elapsed.TotalSeconds:N0} cases/s)");
            watch.Restart();
            var tables = await Freeze(node, rapporteur);
            Console.WriteLine($"  the year frozen and told in {watch.Elapsed.TotalSeconds:N1} s");
            Compare(tables, [.. drawn.Where(one => one.Agreed)]);
            var told = await Entries(node, since);
            string[] classes = [.. Enum.GetNames<FieldClass>().Where(one => told.Exists(entry => entry.Contains(one, StringComparison.Ordinal)))];
            Console.WriteLine($"  the ledger has {told.Count} entries of it; classes that they name: {string.Join(", ", classes)}");
            await node.StopAsync();
        }
        Directory.Delete(folder, recursive: true);
    }

    private static async Task Make(Person[] workers, Drawn[] drawn)
    {
        var (next, gate, watch) = (-1, workers[0].Services.GetRequiredService<Gate>(), Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, 32).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var i && i < drawn.Length) await BeginCase.Begin(workers[i % workers.Length].Caller, gate, Now, change => Write(change, drawn[i], i));
        }));
        Console.WriteLine($"  made through the gate, 32 at once, in {watch.Elapsed.TotalSeconds:N0} s");
    }

    private static void Write(CaseChange change, Drawn one, int i)
    {
        (string Field, string Value)[] filled = [("sex", one.Sex), ("age", one.Age), ("citizenship-group", one.Citizenship), ("form", one.Form), ("exploited-in", "BE"), ("called", $"Invented {i}"), ("whereabouts", "an invented street"), ("account", "an invented account")];
        foreach (var fields in filled.Where(field => field.Value.Length > 0).GroupBy(field => CaseFields.ById[field.Field].Class))
            change.Keep(fields.Key, fields.Aggregate(FieldSheet.Empty, (sheet, field) => sheet.Write(field.Field, field.Value, change.Row.AssignedTo, change.Now, [])));
        if (one.Agreed) GiveConsent.Add(change, new ConsentGrant { Id = PlatformDb.NewId(), RecipientId = ConsentGate.Counting, Purpose = SharingPurpose.Statistics, Items = [DataItem.Facts], GivenAt = change.Now, Until = change.Now.AddDays(30), Language = "ro", Present = "" }, new Room("nobody", "", ""));
    }

    private static async Task Own(WebApplication node, Person coordinator)
    {
        await using var scope = node.Services.CreateAsyncScope();
        T Of<T>() where T : notnull => scope.ServiceProvider.GetRequiredService<T>();
        var answer = await GiveFacts.Own(Frame(), coordinator.Caller, Form(("year", $"{Now.Year}"), ("country", "BE"), ("organisation", "ngo"), ("status", "presumed")), Of<FactBook>(), Of<CaseFacts>(), Of<Organisations>());
        if (answer is not RedirectHttpResult) throw new InvalidOperationException("The cases of a body were not counted.");
    }

    private static async Task<string[]> Freeze(WebApplication node, Person rapporteur)
    {
        await using var scope = node.Services.CreateAsyncScope();
        await OpenYear.Freeze(Frame(), rapporteur.Caller, Now.Year, Form(("reason", "drawn"), ("after", "0")), scope.ServiceProvider.GetRequiredService<FactBook>());
        using var client = rapporteur.Client(node);
        using var answer = await client.GetAsync($"/en/national-figures/{Now.Year}/1/article-19a.csv");
        if (answer.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"The tables are not there ({answer.StatusCode}).");
        return (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    // Line by line, from what was drawn and with nothing of the node's; then each table as a whole.
    private static void Compare(string[] lines, Drawn[] people)
    {
        var columns = lines[0].Split(',');
        var (counts, tables) = (0, new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var cells in lines.Skip(1).Select(line => line.Split(',')).Where(cells => cells[2] == "victim"))
        {
            var told = int.Parse(cells[^1], System.Globalization.CultureInfo.InvariantCulture);
            var truth = people.Count(one => columns.Zip(cells).Skip(3).SkipLast(1).All(cell => cell.Second.Length == 0 || Code(one, cell.First) == cell.Second));
            if (told != truth) throw new InvalidOperationException($"{string.Join(',', cells)}: {truth} were drawn.");
            tables[cells[0]] = tables.GetValueOrDefault(cells[0]) + told;
            counts++;
        }
        if (tables.Count == 0 || tables.Values.Any(sum => sum != people.Length)) throw new InvalidOperationException("A table does not count everybody who agreed.");
        Console.WriteLine($"  {counts} counts in {tables.Count} tables equal a count of what was drawn; {people.Length:N0} people in each");
    }

    private static string Code(Drawn one, string column) => column switch
    {
        "organisation" => "ngo", "status" => "presumed", "in" => "BE", "from" => "unknown",
        "sex" => one.Sex is "" ? "unknown" : one.Sex,
        "age" => one.Age switch { "" => "unknown", "24-26" => "adult", _ => "child" },
        "citizenship" => one.Citizenship switch { "" => "unknown", "stateless" => "non-eu", var known => known },
        "form" => one.Form switch { "" => "unknown", "labour" or "domestic" => "labour", "sexual" => "sexual", _ => "other" },
        _ => "",
    };

    private static async Task<List<string>> Entries(WebApplication node, DateTimeOffset since)
    {
        await using var scope = node.Services.CreateAsyncScope();
        return [.. (await scope.ServiceProvider.GetRequiredService<PlatformDb>().Entries.AsNoTracking().Where(one => one.At >= since).Select(one => one.Entry).ToListAsync()).Select(Encoding.UTF8.GetString)];
    }

    private static Frame Frame() => new(Language.English, "", "");

    private static FormCollection Form(params (string Name, string Value)[] fields) => new(fields.ToDictionary(one => one.Name, one => new StringValues(one.Value), StringComparer.Ordinal));
}
