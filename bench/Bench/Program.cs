using System.Net;
using Entraide.Bench;
using Entraide.Core.Screening;
using Entraide.Core.Text;
using Entraide.Node.Identification;
using Entraide.Node.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

// Two verbs for the tests that kill, cut off and fill up what writes (tests/Tests/Power).
if (args is ["write", .. var how]) return await WriteVerb.Run(new Arguments(how));
if (args is ["verify-writes", .. var where]) return await Verification.Run(new Arguments(where));

// Prints figures, asserts nothing: machines differ. Where two things are compared, they are measured in turn, in one run.
// "measuring" alone measures hidden populations and safe release, "disclosure" the search for the best anonymised release by itself;
// "trust" alone measures accounts, ledger and sealing; "guide" alone the living guide; "training" alone kits and comparisons;
// "assistance" alone cases and consent, up to the number that it is told (assistance --cases 20000); "counting" alone a year counted
// from so many sealed cases.
if (args is ["trust" or "guide" or "training"])
{
    await (args is ["trust"] ? Trust.Run() : args is ["guide"] ? Guide.Run() : Trainings.Run());
    return 0;
}
if (args is ["measuring" or "disclosure"])
{
    if (args is ["measuring"]) Measuring.Run();
    else Disclosure.Run();
    return 0;
}
if (args is ["assistance", .. var size])
{
    await Assistance.Run(new Arguments(size).Number("--cases", 100_000));
    return 0;
}
if (args is ["counting", .. var people])
{
    await Counting.Run(new Arguments(people).Number("--cases", 100_000));
    return 0;
}

Console.WriteLine("Screening, one core");
var adult = InstrumentLibrary.Shipped.Find("ilo-ec-2009/adult-labour")!;
var half = Answers.From(adult, indicator => adult.IndexOf(indicator.Id) % 2 == 0 ? Answer.Yes : Answer.No);
var nothing = Answers.None(adult);
var say = Catalogues.For(Language.English);
Console.WriteLine($"  fully answered adult list     {Measure.Rate(() => ScreeningEngine.Evaluate(half)):N0} evaluations/s");
Console.WriteLine($"  with what to ask next         {1e6 / Measure.Rate(() => ScreeningEngine.Evaluate(nothing)):N1} µs each (nothing answered: the widest search)");
Console.WriteLine($"  with explanation, as JSON     {1e6 / Measure.Rate(() => ScreeningEngine.Evaluate(half).ToJson(say)):N1} µs each");

Console.WriteLine("Node");
var folder = Directory.CreateTempSubdirectory("entraide-bench-").FullName;
var (started, firstPage, memory) = await Measure.OwnProcess(Path.Combine(folder, "process"), http => http.GetStringAsync("/fr/screening"));
Console.WriteLine($"  start to first answered page  {started + firstPage:N0} ms (answers after {started:N0} ms, first page {firstPage:N0} ms)");
Console.WriteLine($"  resident memory after 200 pages {memory / 1e6:N0} MB");

await using var node = await NodeHost.Build(NodeOptions.For(Path.Combine(folder, "data"), urls: "http://127.0.0.1:0"), Arguments.Modules);
await node.StartAsync();
using var client = new HttpClient { BaseAddress = new Uri(node.Urls.First()) };
var page = await client.GetByteArrayAsync("/fr/screening");
await using var plain = await Measure.Plain(app => app.MapGet("/", () => Results.Bytes(page, "text/html; charset=utf-8")));
using var plainClient = new HttpClient { BaseAddress = new Uri(plain.Urls.First()) };
Console.WriteLine($"  screening page ({page.Length:N0} bytes), in turn with the same bytes from a plain endpoint:");
Console.WriteLine($"    {await Measure.InTurn(client, "/fr/screening", plainClient, "/")}");

Console.WriteLine("Phone page, compressed with Brotli as a node sends it");
string[] core = ["/phone/fr", "/phone/fr.webmanifest", "/phone/worker.js", "/phone/app.js", "/phone/panel.js", "/phone/engine.js", "/phone/json.js", "/phone/sentences.js", "/phone/seal.js", "/phone/drafts.js", "/trusted.js", "/within.js", "/exit.js", "/tokens.css", "/base.css", "/icon.svg", "/phone/instruments.json", "/phone/key.json"];
var sizes = new List<int>();
foreach (var path in core) sizes.Add(await Compressed(path));
Console.WriteLine($"  everything but the words      {sizes.Sum():N0} bytes in {core.Length} files");
foreach (var language in Language.All) Console.WriteLine($"  words in {language.Tag}                   {await Compressed($"/phone/words/{language.Tag}.json"):N0} bytes");
await node.StopAsync();
Directory.Delete(folder, recursive: true);
return 0;

async Task<int> Compressed(string path)
{
    using var request = new HttpRequestMessage(HttpMethod.Get, path);
    request.Headers.Add("Accept-Encoding", "br");
    using var raw = new HttpClient(new HttpClientHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = client.BaseAddress };
    return (await (await raw.SendAsync(request)).Content.ReadAsByteArrayAsync()).Length;
}
