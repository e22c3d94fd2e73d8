using System.Text;
using Entraide.Core.Screening;
using Entraide.Core.Text;
using Entraide.Node.Platform;

namespace Entraide.Node.Identification;

/// <summary>A screening result told on the terminal.</summary>
public static class ResultText
{
    public static string Write(ScreeningResult result, Language language)
    {
        var say = Catalogues.For(language);
        var words = result.Instrument.Wording[language.Tag];
        var labels = result.Instrument.Indicators.ToDictionary(indicator => indicator.Id, indicator => words.Indicators[indicator.Concept].Say, StringComparer.Ordinal);
        var outcome = words.Outcomes[result.Outcome];
        var text = new StringBuilder();
        text.Append(say["result.outcome"]).Append(": ").Append(outcome.Title).Append(" [").Append(result.Outcome).AppendLine("]");
        text.Append("  ").AppendLine(outcome.Text);
        foreach (var dimension in result.Dimensions)
        {
            text.Append(dimension.Positive ? "* " : "- ").Append(words.Dimensions[dimension.Id]).Append(": ")
                .AppendLine(dimension.Rule is { } rule ? $"{say["result.reached"]} ({words.Rules[rule]})" : say["result.not-reached"]);
            foreach (var (strength, ids) in (ReadOnlySpan<(string, IEnumerable<string>)>)[("strong", dimension.Strong), ("medium", dimension.Medium), ("weak", dimension.Weak)])
                foreach (var id in ids)
                    text.AppendLine($"    {id,-18} {say["strength." + strength]}: {labels[id]}");
        }
        text.Append(say["result.because"]).AppendLine(":");
        foreach (var sentence in result.Because(say)) text.Append("  ").AppendLine(sentence);
        if (result.AskNext.Length > 0)
        {
            text.Append(say["result.ask-next"]).AppendLine(":");
            foreach (var id in result.AskNext) text.AppendLine($"  {id,-18} {labels[id]}");
        }
        text.Append(say["result.next-steps"]).AppendLine(":");
        foreach (var step in result.NextSteps) text.Append("  ").Append(words.Steps[step].Title).Append(". ").AppendLine(words.Steps[step].Text);
        return text.ToString().TrimEnd();
    }
}
