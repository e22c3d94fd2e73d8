using System.CommandLine;
using System.Text;
using Entraide.Core.Text;
using Entraide.Core.Training;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;

namespace Entraide.Node.Training;

/// <summary><c>entraide kit</c>: lets trainings out, looks at kits, takes them and their results in.</summary>
public static class KitCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "Write JSON." };

    public static Command Command(IReadOnlyList<Module> modules) => new("kit", "Training kits: let them out, check them, take them in, take results in.") { Export(modules), Check(), Import(modules), Bring(modules) };

    private static Command Export(IReadOnlyList<Module> modules)
    {
        var id = new Argument<string>("ID") { Description = "The training's id, as joint-labour." };
        var to = new Option<string>("--out") { Description = "The file to write.", HelpName = "FILE", Required = true };
        var command = new Command("export", "Write a training as a signed kit.") { id, to, NodeFolders.Data, Serve.Keys, Json };
        command.SetAction(async parsed =>
        {
            await using var node = await OpenedNode.Open(NodeFolders.Of(parsed), modules);
            await using var scope = node.Services.CreateAsyncScope();
            var shelf = scope.ServiceProvider.GetRequiredService<KitShelf>();
            var row = await shelf.Find(parsed.GetValue(id)!) ?? throw new RefusedException($"There is no training {Quoted.Line(parsed.GetValue(id)!)} here. There are: {string.Join(", ", shelf.Db.Trainings.Select(one => one.KitId).OrderBy(one => one).Take(50))}.");
            try
            {
                // What an organisation of this node makes is released by its designers; the terminal only hands it out.
                var kit = await shelf.Newest(row) ?? (row.OrganisationId is null ? await shelf.Release(Caller.Node(Purpose.Training), row, AccessAction.Change, "kit-exported") : throw new RefusedException($"{row.KitId} was not released yet. Its designers release it at the trainings' desk."));
                await File.WriteAllBytesAsync(parsed.GetValue(to)!, kit.File);
                var read = KitFile.Read(kit.File).Kit;
                Write(parsed.GetValue(Json), [("kit", kit.KitId), ("release", $"{kit.Release}"), ("hash", kit.Hash), ("signer", kit.Signer), ("file", parsed.GetValue(to)!)], read);
            }
            catch (KitHeldUpException e)
            {
                throw new RefusedException($"No kit was written: {Catalogues.For(Language.English)[e.Key]} {e.Said}".TrimEnd(), e);
            }
            return CommandLine.Done;
        });
        return command;
    }

    private static Command Check()
    {
        var file = new Argument<string>("FILE") { Description = "A kit." };
        var command = new Command("check", "Check a kit without trusting anybody: signature, hashes, lineage, completeness.") { file, Json };
        command.SetAction(parsed =>
        {
            var (kit, signature) = Read(parsed.GetValue(file)!);
            Write(parsed.GetValue(Json), [("kit", kit.Design.Id), ("release", $"{kit.Design.Release}"), ("hash", kit.Hash), ("signer", signature.Fingerprint), ("lineage", kit.Design.Parents.IsEmpty ? "none" : string.Join(" <- ", kit.Design.Parents)), ("label", kit.Adaptation is { } adaptation ? DesignReader.WordOf(adaptation.Label) : "original")], kit);
            return CommandLine.Done;
        });
        return command;
    }

    private static Command Import(IReadOnlyList<Module> modules)
    {
        var file = new Argument<string>("FILE") { Description = "A kit." };
        var trust = new Option<string>("--trust") { Description = "The signer's fingerprint, compared with its owner by voice or on paper: trust it from now on.", HelpName = "FINGERPRINT" };
        var name = new Option<string>("--name") { Description = "What the signer is called here.", HelpName = "NAME", DefaultValueFactory = _ => "trusted at the terminal" };
        var command = new Command("import", "Take a kit in. One that nobody here trusts goes into quarantine.") { file, trust, name, NodeFolders.Data, Serve.Keys, Json };
        command.SetAction(async parsed =>
        {
            var (read, signature) = Read(parsed.GetValue(file)!);
            await using var node = await OpenedNode.Open(NodeFolders.Of(parsed), modules);
            await using var scope = node.Services.CreateAsyncScope();
            var (shelf, caller) = (scope.ServiceProvider.GetRequiredService<KitShelf>(), Caller.Node(Purpose.Training));
            if (parsed.GetValue(trust) is { } fingerprint)
            {
                if (!fingerprint.Replace(" ", "", StringComparison.Ordinal).Equals(signature.Fingerprint, StringComparison.OrdinalIgnoreCase)) throw new RefusedException($"The kit was signed by {signature.Fingerprint}, not by the key that you name. Nothing was taken in.");
                await shelf.Trust(caller, signature, parsed.GetValue(name)!, revoked: false);
            }
            var judged = await shelf.Judge(await File.ReadAllBytesAsync(parsed.GetValue(file)!));
            if (KitJudge.IsRefusal(judged.Verdict)) throw new RefusedException($"Nothing was taken in: {Catalogues.For(Language.English)["kit.verdict." + judged.Verdict]}");
            await shelf.Take(caller, judged);
            Write(parsed.GetValue(Json), [("kit", read.Design.Id), ("release", $"{read.Design.Release}"), ("hash", read.Hash), ("signer", signature.Fingerprint), ("verdict", DesignReader.WordOf(judged.Verdict))], read);
            if (judged.Verdict is not (KitVerdict.UnknownKey or KitVerdict.RevokedKey)) return CommandLine.Done;
            await Console.Error.WriteLineAsync($"entraide: {Catalogues.For(Language.English)["kit.verdict." + judged.Verdict]} Compare the fingerprint with its owner, then repeat with --trust {signature.Fingerprint}.");
            return CommandLine.Refused;
        });
        return command;
    }

    private static Command Bring(IReadOnlyList<Module> modules)
    {
        var file = new Argument<string>("FILE") { Description = "A bundle of results." };
        var command = new Command("results", "Take results in that came back from a training that was held.") { file, NodeFolders.Data, Serve.Keys, Json };
        command.SetAction(async parsed =>
        {
            await using var node = await OpenedNode.Open(NodeFolders.Of(parsed), modules);
            await using var scope = node.Services.CreateAsyncScope();
            var (verdict, bundle) = await scope.ServiceProvider.GetRequiredService<TakeResults>().Take(Caller.Node(Purpose.Training), Bytes(parsed.GetValue(file)!, ResultBundle.Largest));
            if (verdict != ResultsVerdict.Included) throw new RefusedException($"Nothing was taken in: {Catalogues.For(Language.English)["results.verdict." + verdict]}");
            Write(parsed.GetValue(Json), [("kit", bundle.Kit.ToString()), ("delivery", bundle.Delivery), ("sequence", $"{bundle.Sequence}"), ("people", $"{bundle.People}"), ("label", DesignReader.WordOf(bundle.Label)), ("verdict", "included")], null);
            return CommandLine.Done;
        });
        return command;
    }

    private static (Kit Kit, SignedBy Signature) Read(string file)
    {
        try
        {
            return KitFile.Read(Bytes(file, KitFile.Largest));
        }
        catch (KitException e)
        {
            throw new RefusedException($"{Quoted.Line(file)} is refused ({DesignReader.WordOf(e.Refusal)}): {e.Message} Ask whoever sent it for the file again, or for a sound one.", e);
        }
    }

    // One byte more than is read is enough to be refused for its size; a pipe may not end.
    private static ReadOnlyMemory<byte> Bytes(string file, int largest)
    {
        using var stream = File.OpenRead(file);
        var bytes = new byte[Math.Min(largest, stream.CanSeek ? stream.Length : largest) + 1];
        return bytes.AsMemory(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
    }

    private static void Write(bool json, IReadOnlyList<(string Name, string Value)> facts, Kit? kit)
    {
        if (!json)
        {
            var languages = kit is null ? [] : kit.Languages.Select(one => $"{one.Tag,-10} {one.Translated} of {DesignTexts.Of(kit.Design).Count()} blocks, {one.Reviewed} reviewed");
            CommandLine.Write(Encoding.UTF8.GetBytes(string.Join('\n', facts.Select(fact => $"{fact.Name,-10} {fact.Value}").Concat(languages))));
            return;
        }
        var to = new CanonicalJson().Open('{');
        foreach (var (name, value) in facts)
            if (int.TryParse(value, out var number) && name is "release" or "sequence" or "people") to.Name(name).Value(number);
            else to.Name(name).Value(value);
        if (kit is not null)
        {
            to.Name("blocks").Value(DesignTexts.Of(kit.Design).Count()).Name("files").Value(kit.Files.Count).Name("languages").Open('[');
            foreach (var one in kit.Languages) to.Open('{').Name("tag").Value(one.Tag).Name("translated").Value(one.Translated).Name("reviewed").Value(one.Reviewed).Close('}');
            to.Close(']');
        }
        CommandLine.Write(to.Close('}').Bytes.Span);
    }
}
