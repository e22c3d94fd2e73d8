using System.CommandLine;
using System.Text;
using Entraide.Core.Text;
using Entraide.Core.Text.Xliff;
using Entraide.Node.Platform;

namespace Entraide.Node.Guide;

/// <summary><c>entraide xliff check FILE…</c> says of each file whether it is valid XLIFF 2.1, and which rule it breaks where.</summary>
public static class XliffCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "Write JSON.", Recursive = true };

    public static Command Command() => new("xliff", "Check files of translation.") { Json, Check() };

    private static Command Check()
    {
        var filesArgument = new Argument<string[]>("FILE") { Description = "Files of XLIFF 2.0 or 2.1.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("check", "Say of each file whether it is valid XLIFF 2.1; the first rule that it breaks, with --json all of them.") { filesArgument };
        command.SetAction(parsed =>
        {
            List<(string File, IReadOnlyList<XliffFault> Faults)> checks = [];
            foreach (var file in parsed.GetValue(filesArgument)!)
            {
                var faults = Faults(file);
                checks.Add((file, faults));
                // What was found is said before the next file is opened, which may not be there.
                if (!parsed.GetValue(Json)) CommandLine.Write(Encoding.UTF8.GetBytes(faults.Count == 0 ? $"{file}: valid" : $"{file}: invalid: {faults[0].Rule.Id}: {faults[0].Sentence}{(faults.Count == 1 ? "" : $" ({faults.Count - 1} more)")}"));
            }
            if (parsed.GetValue(Json)) Write(checks);
            return checks.All(check => check.Faults.Count == 0) ? CommandLine.Done : CommandLine.Refused;
        });
        return command;
    }

    private static IReadOnlyList<XliffFault> Faults(string file)
    {
        // One sign more than is read is enough to be refused for its size; a pipe may not end.
        using var stream = File.OpenRead(file);
        var bytes = new byte[XliffOptions.LargestFile + 1];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return XliffChecker.Faults(bytes.AsMemory(0, length));
    }

    private static void Write(List<(string File, IReadOnlyList<XliffFault> Faults)> checks)
    {
        var json = new CanonicalJson().Open('[');
        foreach (var (file, faults) in checks)
        {
            json.Open('{').Name("file").Value(file).Name("valid").Value(faults.Count == 0).Name("faults").Open('[');
            foreach (var fault in faults)
                json.Open('{').Name("rule").Value(fault.Rule.Id).Name("line").Value(fault.Line).Name("place").Value(fault.Place).Name("what").Value(fault.What).Name("mend").Value(fault.Mend).Name("source").Value(fault.Rule.Source).Close('}');
            json.Close(']').Close('}');
        }
        CommandLine.Write(json.Close(']').Bytes.Span);
    }
}
