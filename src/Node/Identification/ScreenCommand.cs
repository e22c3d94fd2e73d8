using System.CommandLine;
using Entraide.Core.Screening;
using Entraide.Core.Text;
using Entraide.Node.Platform;

namespace Entraide.Node.Identification;

/// <summary><c>entraide screen</c>: evaluates answers and explains the result, for people or for programs.</summary>
public static class ScreenCommand
{
    public static Command Command()
    {
        var instrumentOption = new Option<string>("--instrument") { Description = "The instrument's id; entraide instruments lists them.", HelpName = "ID", Required = true };
        var answersOption = new Option<string>("--answers") { Description = "JSON file with {\"answers\":{\"INDICATOR\":\"yes\"}}, or - for standard input.", HelpName = "FILE|-", Required = true };
        var languageOption = new Option<string>("--lang") { Description = $"Language of the sentences: {string.Join(", ", Language.All.Select(language => language.Tag))}.", HelpName = "LANG", DefaultValueFactory = _ => "en" };
        var json = new Option<bool>("--json") { Description = "Write the result as JSON." };
        var command = new Command("screen", "Evaluate answers against an instrument and explain the result.") { instrumentOption, answersOption, languageOption, json };
        command.SetAction(parsed =>
        {
            var library = InstrumentLibrary.Shipped;
            var id = parsed.GetValue(instrumentOption)!;
            var instrument = library.Find(id) ?? throw new RefusedException(
                $"there is no instrument \"{Quoted.Line(id)}\". Did you mean \"{Nearest.To(id, library.Instruments.Select(one => one.Id))}\"? entraide instruments lists them.");
            var tag = parsed.GetValue(languageOption);
            var language = Language.Find(tag) ?? throw new RefusedException(
                $"Entraide does not speak \"{Quoted.Line(tag ?? "")}\". Use one of: {string.Join(", ", Language.All.Select(one => one.Tag))}.");
            var file = parsed.GetValue(answersOption)!;
            Answers answers;
            try
            {
                answers = Answers.Read(instrument, InputFile.Read(file));
            }
            catch (AnswersException e)
            {
                throw new RefusedException($"{(file == "-" ? "standard input" : Quoted.Line(file))}: {e.Message}", e);
            }
            var result = ScreeningEngine.Evaluate(answers);
            CommandLine.Write(parsed.GetValue(json) ? result.ToJson(Catalogues.For(language)).Span : System.Text.Encoding.UTF8.GetBytes(ResultText.Write(result, language)));
            return CommandLine.Done;
        });
        return command;
    }
}
