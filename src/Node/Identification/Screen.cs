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

    private static readonly Dictionary<string, string> NothingYet = [];

    /// <summary>The empty desk, or with <paramref name="example"/> the facts of a published judgment as answers.</summary>
    public static Results<RazorComponentResult<ScreenPage>, NotFound> Show(Frame frame, InstrumentLibrary library, string? instrument, string? age, string? example)
    {
        if (example is not null)
        {
            if (WorkedExample.Judgments(library).FirstOrDefault(judgment => judgment.Id == example) is not { } judgment) return TypedResults.NotFound();
            var list = judgment.Answers.Instrument;
            var coded = list.Indicators.ToDictionary(indicator => "a." + indicator.Concept, indicator => judgment.Answers.InOrder[list.IndexOf(indicator.Id)].ToString().ToLowerInvariant(), StringComparer.Ordinal);
            return Page(frame, new Situation(library, list, null, coded) { Example = judgment });
        }
        return Chosen(library, instrument) is { } chosen ? Page(frame, new Situation(library, chosen, age, NothingYet)) : TypedResults.NotFound();
    }

    public static async Task<Results<RazorComponentResult<ScreenPage>, RazorComponentResult<ResultPanel>, NotFound, BadRequest>> Answer(Frame frame, HttpRequest request, InstrumentLibrary library)
    {
        if (!request.HasFormContentType) return TypedResults.BadRequest();
        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException or IOException and not BadHttpRequestException)
        {
            return TypedResults.BadRequest();
        }
        if (Chosen(library, form["instrument"]) is not { } chosen) return TypedResults.NotFound();
        var situation = new Situation(library, chosen, form["age"], form.ToDictionary(field => field.Key, field => field.Value[0] ?? "", StringComparer.Ordinal));
        // The desk's script asks for the result alone and puts it in the place of the old one.
        return request.Headers.ContainsKey("X-Result-Only")
            ? new RazorComponentResult<ResultPanel>(new { Frame = frame, Situation = situation })
            : Page(frame, situation);
    }

    private static Instrument? Chosen(InstrumentLibrary library, string? id) => string.IsNullOrEmpty(id) ? library.Instruments[0] : library.Find(id);

    private static RazorComponentResult<ScreenPage> Page(Frame frame, Situation situation) => new(new { Frame = frame, Situation = situation });
}
