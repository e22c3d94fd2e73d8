using System.CommandLine;
using System.Globalization;
using Entraide.Core.Text;
using Entraide.Core.Text.Terms;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;

namespace Entraide.Node.Guide;

/// <summary><c>entraide guide</c>: checks the texts, brings translations in, tells what moved under a country's text.</summary>
public static class GuideCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "Write JSON." };

    public static Command Command(IReadOnlyList<Module> modules) => new("guide", "Check the texts, bring translations in, tell what moved under a country's text.") { Check(modules), Import(modules), Drift(modules), ExportCommand.Command(modules) };

    private static Command Check(IReadOnlyList<Module> modules)
    {
        var command = new Command("check", "Freshness, coverage, words of the field and links of all texts; exit 1 where a reader's page shows something wrongly.") { NodeFolders.Data, Serve.Keys, Json };
        command.SetAction(async parsed =>
        {
            await using var node = await OpenedNode.Open(NodeFolders.Of(parsed), modules);
            var state = await node.Services.GetRequiredService<TextStore>().Now();
            var (standings, findings) = (GuideCheck.Standings(state), GuideCheck.Run(state, node.Services.GetRequiredService<Lazy<Termbase>>().Value));
            if (parsed.GetValue(Json)) CommandLine.Write(ToJson(standings, findings).Bytes.Span);
            else Write([.. standings.Select(Line), .. findings.Select(one => $"{(one.IsError ? "WRONG" : "look"),-6} {one.Text} {one.Language ?? "source"} {one.Block}: {one.Said}")]);
            var errors = findings.Count(one => one.IsError);
            if (errors == 0) return CommandLine.Done;
            await Console.Error.WriteLineAsync($"entraide: {errors} of {findings.Count} findings show readers something wrong. Mend them at the steward's or the translator's desk.");
            return CommandLine.Refused;
        });
        return command;
    }

    private static Command Import(IReadOnlyList<Module> modules)
    {
        var file = new Argument<string>("FILE") { Description = "A job that was taken away here, in XLIFF 2.1 or 1.2." };
        var command = new Command("import", "Bring translations in: says of each unit whether it was taken, kept (from an older source), left or refused; exit 1 where any was refused.") { file, NodeFolders.Data, Serve.Keys };
        command.SetAction(async parsed =>
        {
            await using var node = await OpenedNode.Open(NodeFolders.Of(parsed), modules);
            await using var reading = node.Database.New<GuideDb>();
            var say = Catalogues.For(Language.English);
            try
            {
                var state = await node.Services.GetRequiredService<TextStore>().Now();
                var brought = await BringJob.Judge(state, node.Services.GetRequiredService<Lazy<Termbase>>().Value, reading, BytesOf(parsed.GetValue(file)!), mayChangeFinal: false);
                await BringJob.Write(node.Services.GetRequiredService<Gate>(), Caller.Node(Purpose.Guidance), brought, node.Time);
                Write([.. brought.Lines.Select(line => Line(say, line)), string.Join(", ", Enum.GetValues<UnitFate>().Select(fate => $"{brought.Count(fate)} {fate.ToString().ToLowerInvariant()}"))]);
                return brought.Count(UnitFate.Refused) == 0 ? CommandLine.Done : CommandLine.Refused;
            }
            catch (JobRefusedException e)
            {
                throw new RefusedException($"Nothing was taken from {Quoted.Line(parsed.GetValue(file)!)}: {say[e.Key]} {e.Said}".TrimEnd(), e);
            }
            catch (HeldUpException e)
            {
                throw new RefusedException($"Nothing was taken from {Quoted.Line(parsed.GetValue(file)!)}: {say[e.Key]}", e);
            }
        });
        return command;
    }

    private static ReadOnlyMemory<byte> BytesOf(string file)
    {
        // One byte more than is read is enough to be refused for its size; a pipe may not end.
        using var stream = File.OpenRead(file);
        var bytes = new byte[BringJob.LargestFile + 1];
        return bytes.AsMemory(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
    }

    private static string Line(Catalogue say, BroughtLine line)
    {
        string?[] why = [line.Plan.Fault is { } fault ? say[fault] : null, .. line.Said, .. line.Plan.Findings.Select(GuideCheck.Say)];
        return $"{line.Plan.Fate.ToString().ToLowerInvariant(),-7} {line.Plan.Unit.Block}{(why.Any(one => one is not null) ? ": " : "")}{string.Join(' ', why.OfType<string>())}";
    }

    private static Command Drift(IReadOnlyList<Module> modules)
    {
        var country = new Option<string>("--country") { Description = "ISO 3166-1 code, as BE.", HelpName = "C", Required = true };
        var command = new Command("drift", "What moved in the core under a country's text and is not decided.") { country, NodeFolders.Data, Serve.Keys, Json };
        command.SetAction(async parsed =>
        {
            await using var node = await OpenedNode.Open(NodeFolders.Of(parsed), modules);
            var state = await node.Services.GetRequiredService<TextStore>().Now();
            var code = parsed.GetValue(country)!;
            if (!state.Countries.TryGetValue(code, out var text))
                throw new RefusedException($"{Quoted.Line(code)} has no text of its own here. Those that have: {(state.Countries.Count > 0 ? string.Join(", ", state.Countries.Keys.Order(StringComparer.Ordinal)) : "none")}.");
            var items = state.Drift(text, DateOnly.FromDateTime(node.Time.GetUtcNow().UtcDateTime));
            if (parsed.GetValue(Json))
            {
                var list = new CanonicalJson().Open('[');
                foreach (var (document, item) in items)
                    list.Open('{').Name("document").Value(document).Name("operation").Value(item.Operation.Id).Name("target").Value(item.Operation.Target).Name("kind").Value(item.Kind.ToString()).Name("gravity").Value(item.Gravity.ToString()).Close('}');
                CommandLine.Write(list.Close(']').Bytes.Span);
            }
            else Write([.. items.Select(one => $"{one.Item.Gravity,-12} {one.Document}: {one.Item.Operation.Id} at {one.Item.Operation.Target}: {one.Item.Kind}"), items.Count == 0 ? $"Nothing moved under the text of {code}." : $"{items.Count} to decide at the national desk."]);
            return CommandLine.Done;
        });
        return command;
    }

    private static void Write(IEnumerable<string> lines) => CommandLine.Write(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines)));

    private static string Line((string Text, ListTranslations.Standing Standing) one) =>
        string.Create(CultureInfo.InvariantCulture, $"{one.Text} {one.Standing.Language}: {one.Standing.Fresh} of {one.Standing.Whole} up to date, {string.Join(", ", one.Standing.Needs.Where(need => need.Value > 0).Select(need => $"{need.Value} {need.Key}"))}");

    private static CanonicalJson ToJson(IReadOnlyList<(string Text, ListTranslations.Standing Standing)> standings, IReadOnlyList<GuideFinding> findings)
    {
        var json = new CanonicalJson().Open('{').Name("texts").Open('[');
        foreach (var (text, standing) in standings)
        {
            json.Open('{').Name("text").Value(text).Name("language").Value(standing.Language).Name("units").Value(standing.Whole).Name("fresh").Value(standing.Fresh).Name("final").Value(standing.Final).Name("needs").Open('{');
            foreach (var (need, count) in standing.Needs) json.Name(need.ToString()).Value(count);
            json.Close('}').Close('}');
        }
        json.Close(']').Name("findings").Open('[');
        foreach (var one in findings)
            json.Open('{').Name("text").Value(one.Text).Name("language").Value(one.Language).Name("block").Value(one.Block).Name("kind").Value(one.Kind).Name("error").Value(one.IsError).Name("said").Value(one.Said).Close('}');
        return json.Close(']').Close('}');
    }
}
