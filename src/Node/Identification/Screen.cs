using Entraide.Core.Screening;
using Entraide.Node.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Entraide.Node.Identification;

/// <summary>
/// The screening desk: what somebody saw, put against an instrument. Nothing is stored: the page carries the answers to
/// and fro, and there is no field for a name.
/// </summary>
public static class Screen
{
    /// <summary>In bytes: each of some seventy questions may carry a note of 500 letters.</summary>
    public const int LargestForm = 512 * 1024;

    /// <summary>A form with one question per indicator, an answer and a note each.</summary>
    public const int LongestNote = 500;

    public static RazorComponentResult<ScreenPage> Show(Frame frame, InstrumentLibrary library, string? instrument, string? age) =>
        Page(frame, Situation.Read(library, instrument, age, _ => null));

    public static async Task<IResult> Answer(Frame frame, HttpRequest request, InstrumentLibrary library)
    {
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        var situation = Situation.Read(library, form["instrument"], form["age"], name => form[name]);
        // The desk's script asks for the result alone and puts it in the place of the old one.
        return request.Headers.ContainsKey("X-Result-Only")
            ? new RazorComponentResult<ResultPanel>(new { Frame = frame, Situation = situation })
            : Page(frame, situation);
    }

    private static RazorComponentResult<ScreenPage> Page(Frame frame, Situation situation) => new(new { Frame = frame, Situation = situation });
}

/// <summary>A situation as the form describes it: which list, which age, what was answered and noted.</summary>
public sealed class Situation
{
    private readonly Func<string, string?> field;

    private Situation(Instrument chosen, Age age, Instrument applied, Func<string, string?> field, InstrumentLibrary library)
    {
        (Chosen, Age, Applied, this.field, Library) = (chosen, age, applied, field, library);
        Result = ScreeningEngine.Evaluate(Answers.From(applied, AnswerTo));
    }

    public InstrumentLibrary Library { get; }

    /// <summary>The list that was chosen.</summary>
    public Instrument Chosen { get; }

    public Age Age { get; }

    /// <summary>The list that applies at this age.</summary>
    public Instrument Applied { get; }

    public ScreeningResult Result { get; }

    public int Answered => Applied.Indicators.Count(indicator => AnswerTo(indicator) != Answer.Unknown);

    /// <summary>Answers are named by concept, so that they stay when another list asks the same.</summary>
    public Answer AnswerTo(Indicator indicator) => field("a." + indicator.Concept) switch { "yes" => Answer.Yes, "no" => Answer.No, _ => Answer.Unknown };

    public string? NoteOn(Indicator indicator) => field("n." + indicator.Concept) is { Length: > 0 } note ? note[..Math.Min(note.Length, Screen.LongestNote)] : null;

    /// <summary>Reads a form; what it does not say is not known, and a list that is not there is the first.</summary>
    public static Situation Read(InstrumentLibrary library, string? instrument, string? age, Func<string, string?> field)
    {
        var chosen = library.Find(instrument) ?? library.Instruments[0];
        var of = age switch { "child" => Age.Child, "perhaps" => Age.PerhapsChild, _ => Age.Adult };
        return new Situation(chosen, of, library.For(chosen, of), field, library);
    }
}
