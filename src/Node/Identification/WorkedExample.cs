using Entraide.Core.Screening;
using Entraide.Core.Text;
using Entraide.Node.Platform;

namespace Entraide.Node.Identification;

/// <summary>The facts of a published judgment, coded as answers, with the outcome that is expected.</summary>
public sealed record JudgmentExample(string Id, string Title, string Facts, string Court, string ExpectedOutcome, Answers Answers);

/// <summary>The demonstration's part: published judgments of the European Court of Human Rights, screened.</summary>
public static class WorkedExample
{
    /// <summary>The judgments of <c>instruments/examples/judgments.json</c>.</summary>
    public static IEnumerable<JudgmentExample> Judgments(InstrumentLibrary library)
    {
        using var document = StrictJson.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "instruments", "examples", "judgments.json")));
        foreach (var judgment in document.RootElement.GetProperty("cases").EnumerateArray().ToList())
        {
            string Text(string name) => judgment.GetProperty(name).GetString()!;
            var answers = $"{{\"answers\":{judgment.GetProperty("answers").GetRawText()}}}";
            yield return new JudgmentExample(Text("id"), Text("title"), Text("facts"), Text("court"), Text("expectedOutcome"),
                Answers.Read(library.Find(Text("instrument"))!, System.Text.Encoding.UTF8.GetBytes(answers)));
        }
    }

    public static Task Demonstrate(IServiceProvider services, DemoTale tale)
    {
        var library = services.GetRequiredService<InstrumentLibrary>();
        tale.Step("The instruments");
        foreach (var instrument in library.Instruments)
            tale.Say($"{instrument.Id}, version {instrument.Version}: {instrument.Indicators.Length} indicators in {instrument.Wording.Count} languages{(instrument.Status == InstrumentStatus.Draft ? "; draft until a person has checked it against the source" : "")}.");
        foreach (var judgment in Judgments(library))
        {
            var result = ScreeningEngine.Evaluate(judgment.Answers);
            tale.Step($"Screened: {judgment.Title}");
            tale.Say(judgment.Facts);
            tale.Say("");
            tale.Say(ResultText.Write(result, Language.English));
            tale.Say("");
            tale.Say($"The court: {judgment.Court}");
            tale.Say(result.Outcome == judgment.ExpectedOutcome ? $"The outcome is the expected one: {judgment.ExpectedOutcome}. On the desk: /en/screening?example={judgment.Id}" : $"The outcome is NOT the expected one, which is {judgment.ExpectedOutcome}.");
        }
        return Task.CompletedTask;
    }
}
