using System.CommandLine;
using Entraide.Core.Screening;
using Entraide.Core.Text;
using Entraide.Node.Platform;

namespace Entraide.Node.Identification;

/// <summary><c>entraide instruments</c> lists what can be screened with; <c>instruments check FILE</c> validates a file.</summary>
public static class InstrumentsCommand
{
    public static Command Command()
    {
        var json = new Option<bool>("--json") { Description = "Write the list as JSON." };
        var command = new Command("instruments", "List the screening instruments, or check one.") { json, Check() };
        command.SetAction(parsed =>
        {
            var instruments = InstrumentLibrary.Shipped.Instruments;
            if (parsed.GetValue(json))
            {
                var list = new CanonicalJson().Open('[');
                foreach (var one in instruments)
                    list.Open('{').Name("id").Value(one.Id).Name("version").Value(one.Version).Name("status").Value(Status(one)).Name("population").Value(one.Population.ToString().ToLowerInvariant())
                        .Name("title").Value(one.Wording["en"].Instruments[one.Id].Title).Name("source").Value(one.Source)
                        .Name("indicators").Values(one.Indicators.Select(indicator => indicator.Id)).Close('}');
                Console.WriteLine(System.Text.Encoding.UTF8.GetString(list.Close(']').Bytes.Span));
            }
            else
            {
                foreach (var one in instruments)
                    Console.WriteLine($"{one.Id,-26} version {one.Version}, {Status(one)}, {one.Indicators.Length} indicators. {one.Wording["en"].Instruments[one.Id].Title}");
            }
            return CommandLine.Done;
        });
        return command;
    }

    private static Command Check()
    {
        var file = new Argument<string>("FILE") { Description = "An instrument file; its schema is described in instruments/README.md." };
        var command = new Command("check", "Validate an instrument file.") { file };
        command.SetAction(parsed =>
        {
            try
            {
                var instrument = InstrumentLibrary.Shipped.ReadInstrument(parsed.GetValue(file)!);
                Console.WriteLine($"{parsed.GetValue(file)}: sound. {instrument.Id} version {instrument.Version}, {Status(instrument)}: {instrument.Indicators.Length} indicators, {instrument.Dimensions.Length} dimensions, {instrument.Outcomes.Length} outcomes, {instrument.Wording.Count} languages.");
                return CommandLine.Done;
            }
            catch (InstrumentException e)
            {
                foreach (var fault in e.Faults) Console.Error.WriteLine(fault);
                return CommandLine.Refused;
            }
        });
        return command;
    }

    private static string Status(Instrument instrument) => instrument.Status == InstrumentStatus.Draft ? "draft" : "verified";
}
