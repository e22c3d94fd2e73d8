using System.CommandLine;
using System.Text;
using Entraide.Core.Screening;
using Entraide.Core.Text;
using Entraide.Node.Platform;

namespace Entraide.Node.Identification;

/// <summary><c>entraide instruments</c> lists what can be screened with; <c>instruments check FILE</c> validates a file.</summary>
public static class InstrumentsCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "Write JSON.", Recursive = true };

    public static Command Command()
    {
        var command = new Command("instruments", "List the screening instruments, or check one.") { Json, Check() };
        command.SetAction(parsed =>
        {
            var instruments = InstrumentLibrary.Shipped.Instruments;
            if (parsed.GetValue(Json))
            {
                var list = new CanonicalJson().Open('[');
                foreach (var one in instruments)
                    list.Open('{').Name("id").Value(one.Id).Name("version").Value(one.Version).Name("status").Value(Status(one)).Name("population").Value(one.Population.ToString().ToLowerInvariant())
                        .Name("title").Value(one.Wording["en"].Instruments[one.Id].Title).Name("source").Value(one.Source)
                        .Name("indicators").Values(one.Indicators.Select(indicator => indicator.Id)).Close('}');
                CommandLine.Write(list.Close(']').Bytes.Span);
            }
            else
            {
                CommandLine.Write(Encoding.UTF8.GetBytes(string.Join('\n', instruments.Select(one => $"{one.Id,-26} version {one.Version}, {Status(one)}, {one.Indicators.Length} indicators. {one.Wording["en"].Instruments[one.Id].Title}"))));
            }
            return CommandLine.Done;
        });
        return command;
    }

    private static Command Check()
    {
        var fileArgument = new Argument<string>("FILE") { Description = "An instrument file; its schema is described in instruments/README.md." };
        var command = new Command("check", "Validate an instrument file.") { fileArgument };
        command.SetAction(parsed =>
        {
            var file = parsed.GetValue(fileArgument)!;
            Instrument? sound = null;
            IReadOnlyList<Fault> faults = [];
            try
            {
                sound = InstrumentLibrary.Shipped.ReadInstrument(file);
            }
            catch (InstrumentException e)
            {
                faults = e.Faults;
            }
            if (parsed.GetValue(Json))
            {
                var json = new CanonicalJson().Open('{').Name("file").Value(file).Name("sound").Value(sound is not null).Name("faults").Open('[');
                foreach (var fault in faults) json.Open('{').Name("file").Value(fault.File).Name("path").Value(fault.Path).Name("what").Value(fault.What).Name("mend").Value(fault.Mend).Close('}');
                CommandLine.Write(json.Close(']').Close('}').Bytes.Span);
            }
            else if (sound is not null)
            {
                CommandLine.Write(Encoding.UTF8.GetBytes($"{file}: sound. {sound.Id} version {sound.Version}, {Status(sound)}: {sound.Indicators.Length} indicators, {sound.Dimensions.Length} dimensions, {sound.Outcomes.Length} outcomes, {sound.Wording.Count} languages."));
            }
            foreach (var fault in faults) Console.Error.WriteLine(fault);
            return sound is not null ? CommandLine.Done : CommandLine.Refused;
        });
        return command;
    }

    private static string Status(Instrument instrument) => instrument.Status.ToString().ToLowerInvariant();
}
