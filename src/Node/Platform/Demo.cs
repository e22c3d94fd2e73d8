using System.CommandLine;
using Entraide.Core.Sealing;
using Entraide.Node.Platform.Ledger;
using Entraide.Node.Platform.Sealing;

namespace Entraide.Node.Platform;

/// <summary><c>entraide demo</c>: a node with a worked example on a fresh data folder, told step by step.</summary>
public static class Demo
{
    public static Command Command(IReadOnlyList<Module> modules)
    {
        var data = new Option<string?>("--data") { Description = "Folder of the node's data; must be new or empty (a new temporary folder).", HelpName = "DIR" };
        var command = new Command("demo", "Start a node with a worked example.") { data, Serve.Keys, Serve.Urls };
        command.SetAction(async (parsed, stop) =>
        {
            var folder = parsed.GetValue(data) ?? Path.Combine(Directory.CreateTempSubdirectory("entraide-demo-").FullName, "data");
            if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
                throw new RefusedException($"The demonstration wants a fresh folder, and {folder} is not empty. Name another with --data, or start what is there with entraide serve --data {folder}.");
            // A fresh folder is a fresh node: whatever database the environment names stays untouched.
            var options = NodeOptions.For(folder, parsed.GetValue(Serve.Keys), parsed.GetValue(Serve.Urls)) with { Database = null };
            var tale = new DemoTale(Console.Out);
            tale.Say("Entraide: a demonstration");
            await using var app = await NodeHost.Build(options, modules);
            tale.Step("A fresh node");
            tale.Say($"Data in {options.DataFolder}; private keys apart from them, in {options.KeysFolder}.");
            await using (var scope = app.Services.CreateAsyncScope())
                foreach (var module in modules)
                    if (module.Demonstrate is not null) await module.Demonstrate(scope.ServiceProvider, tale);
            await VerifyLedger(app.Services, tale);
            return await Serve.Run(app, options, address =>
            {
                tale.Step("Where to look");
                foreach (var entry in modules.SelectMany(module => module.Menu).Where(entry => entry.Asks is null))
                    tale.Say($"{address}{entry.Path("en")}   {Catalogues.For(Core.Text.Language.English)[entry.Key]}");
                tale.Say("The same in ten languages: put fr, nl, it, el, tr, ro, uk, ru or ar in the place of en. These pages need no sign-in; the people above begin at /en/sign-in.");
                tale.Say("");
                return Task.CompletedTask;
            }, stop);
        });
        return command;
    }

    // The whole story, read back as somebody outside would.
    private static async Task VerifyLedger(IServiceProvider services, DemoTale tale)
    {
        tale.Step("The ledger");
        var keys = services.GetRequiredService<KeyRing>();
        await using var scope = services.CreateAsyncScope();
        await using var file = new StringWriter { NewLine = "\n" };
        var entries = await LedgerFile.Write(scope.ServiceProvider.GetRequiredService<PlatformDb>(), keys.NodeId, keys.Signers, file);
        var verdict = LedgerVerifier.Verify(file.ToString().TrimEnd('\n').Split('\n'), keys.Signers[^1].Public);
        if (verdict.Fault is { } fault) throw new RefusedException($"The ledger of the demonstration does not hold: {fault.What}.");
        tale.Say($"{entries} entries of this story, {verdict.Heads} signed heads: verified from its file alone, as entraide ledger verify does. It holds.");
    }
}

/// <summary>Tells the demonstration on the terminal, in numbered steps.</summary>
public sealed class DemoTale(TextWriter terminal)
{
    private int steps;

    /// <summary>Begins the next step.</summary>
    public void Step(string title)
    {
        terminal.WriteLine();
        terminal.WriteLine($"{++steps}. {title}");
    }

    /// <summary>Says a line, or several, within the step.</summary>
    public void Say(string text)
    {
        foreach (var line in text.Split('\n')) terminal.WriteLine(steps == 0 || line.Length == 0 ? line : $"   {line}");
    }
}
