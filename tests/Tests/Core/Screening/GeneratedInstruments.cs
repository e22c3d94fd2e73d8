using System.Collections.Immutable;
using System.Text;
using Entraide.Core.Screening;
using Entraide.Core.Text;

namespace Entraide.Tests.Core.Screening;

/// <summary>A drawn instrument with drawn answers, and the files that they were read from, for the phone.</summary>
public sealed record Generated(Answers Answers, string InstrumentFile, string WordingFile, string AnswersFile);

/// <summary>
/// Instruments and answers drawn from a seed: other dimensions, rules, outcome tables and words than the shipped ones,
/// the words with every kind of character that JSON treats in its own way.
/// </summary>
public static class GeneratedInstruments
{
    public static readonly Procedure Procedure = new("generated", "1", InstrumentStatus.Draft, "generated", [.. Enumerable.Range(0, 6).Select(i => new Step($"step-{i}", Turn.Own, "none", false))]);

    private static readonly string[] Characters = ["a", "B", " ", "é", "ß", "Ω", "ж", "ش", "😀", "\"", "\\", "/", "\n", "\t", "\u0001", "\u001f", "\u007f", "\u2028", "{count}", "{x}", "<", "&"];

    /// <summary>At most ten indicators: small enough to try all sets of answers.</summary>
    public static Answers Small(int seed) => Draw(seed, mostDimensions: 3, perDimension: 3).Answers;

    public static Generated Any(int seed) => Draw(seed, mostDimensions: 6, perDimension: 8);

    private static string AnswersText(Answers answers)
    {
        var json = new CanonicalJson().Open('{').Name("answers").Open('{');
        for (var i = 0; i < answers.InOrder.Length; i++)
            if (answers.InOrder[i] != Answer.Unknown || i % 3 == 0)
                json.Name(answers.Instrument.Indicators[i].Id).Value(answers.InOrder[i].ToString().ToLowerInvariant());
        return Encoding.UTF8.GetString(json.Close('}').Close('}').Bytes.Span);
    }

    // A drawn table may have a row that is never reached; the reader refuses it, and the next one is drawn.
    private static Generated Draw(int seed, int mostDimensions, int perDimension)
    {
        var random = new Random(seed);
        while (true)
        {
            var (text, words) = InstrumentText(random, mostDimensions, perDimension);
            try
            {
                // One drawn wording serves as every language: what differs between languages are the sentences.
                var wording = WordingReader.Read(Encoding.UTF8.GetBytes(words), $"seed {seed}", "drawn");
                var instrument = InstrumentReader.Read(Encoding.UTF8.GetBytes(text), $"seed {seed}", _ => Language.All.ToImmutableDictionary(language => language.Tag, _ => wording, StringComparer.Ordinal), _ => Procedure);
                var (yes, no) = (random.Next(60), random.Next(60));
                var answers = Answers.From(instrument, _ => random.Next(100) is var of && of < yes ? Answer.Yes : of < yes + no ? Answer.No : Answer.Unknown);
                return new Generated(answers, text, words, AnswersText(answers));
            }
            catch (InstrumentException e) when (e.Faults.All(fault => fault.What.EndsWith("is never reached.", StringComparison.Ordinal)))
            {
            }
        }
    }

    private static (string Instrument, string Words) InstrumentText(Random random, int mostDimensions, int perDimension)
    {
        var dimensions = Enumerable.Range(0, random.Next(8) == 0 ? 0 : random.Next(1, mostDimensions + 1)).Select(i => $"D{i}").ToList();
        var indicators = dimensions.Count == 0
            ? Enumerable.Range(0, random.Next(1, 9)).Select(i => (Id: $"I-{9 - i}", Dimension: "", Strength: "")).ToList()
            : dimensions.SelectMany(dimension => Enumerable.Range(0, random.Next(1, perDimension + 1)).Select(i => (Id: $"{dimension}-{random.Next(1000)}.{i}", Dimension: dimension, Strength: ((string[])["strong", "medium", "weak"])[random.Next(3)]))).OrderBy(_ => random.Next()).ToList();
        var rules = Enumerable.Range(0, random.Next(1, 5)).Select(i => (Id: $"rule-{i}", Strong: random.Next(3), Medium: random.Next(3), Weak: random.Next(2), Total: random.Next(1, 4))).ToList();
        var rows = Rows(random, dimensions, indicators.Count);
        var child = random.Next(3) == 0;

        var json = new StringBuilder("{\"format\":1,\"id\":\"generated/one\",\"version\":").Append(Quote(Word(random))).Append(",\"status\":\"").Append(random.Next(2) == 0 ? "draft" : "verified");
        json.Append("\",\"source\":\"drawn\",\"population\":\"POPULATION\",\"procedure\":\"generated\",\"dimensions\":[").AppendJoin(',', dimensions.Select(Quote)).Append(']');
        if (dimensions.Count > 0)
        {
            json.Append(",\"rules\":[").AppendJoin(',', rules.Select(rule => $"{{\"id\":\"{rule.Id}\",\"strong\":{rule.Strong},\"medium\":{rule.Medium},\"weak\":{rule.Weak},\"total\":{rule.Total}}}")).Append(']');
            string Some() => string.Join(',', dimensions.Where(_ => random.Next(2) == 0).Select(Quote));
            json.Append($",\"elements\":{{\"recruitment\":[{Some()}],\"means\":{(child ? "\"not-required\"" : $"[{Some()}]")},\"purpose\":[{Some()}]}}");
        }
        json.Append(",\"outcomes\":[").AppendJoin(',', rows.Select((when, i) => $"{{\"id\":\"row-{i}\",\"when\":{when},\"nextSteps\":[{string.Join(',', Enumerable.Range(0, 6).Where(step => step == i % 6 || random.Next(2) == 0).Select(step => $"\"step-{step}\""))}]}}")).Append(']');
        json.Append(",\"indicators\":[").AppendJoin(',', indicators.Select((one, i) => dimensions.Count == 0 ? $"{{\"id\":\"{one.Id}\",\"concept\":\"c{i}\"}}" : $"{{\"id\":\"{one.Id}\",\"concept\":\"c{i}\",\"dimension\":\"{one.Dimension}\",\"strength\":\"{one.Strength}\"}}")).Append(']');
        json.Replace("\"POPULATION\"", child ? "\"child\"" : "\"adult\",\"childCounterpart\":\"generated/child\"");
        return (json.Append(",\"wording\":\"drawn\"}").ToString(), Words(random, dimensions, rules.Select(rule => rule.Id), rows.Count, indicators.Count));
    }

    private static List<string> Rows(Random random, List<string> dimensions, int indicators)
    {
        string When(int depth) => dimensions.Count == 0 ? $"{{\"present\":{random.Next(1, indicators + 1)}}}"
            : depth == 0 || random.Next(3) == 0 ? Quote(dimensions[random.Next(dimensions.Count)])
            : $"{{\"{(random.Next(2) == 0 ? "all" : "any")}\":[{string.Join(',', Enumerable.Range(0, random.Next(1, 4)).Select(_ => When(depth - 1)))}]}}";
        var rows = Enumerable.Range(0, random.Next(1, 5)).Select(_ => When(2)).ToList();
        rows.Add("\"open-could-change\"");
        rows.Add("\"otherwise\"");
        return rows;
    }

    private static string Words(Random random, List<string> dimensions, IEnumerable<string> rules, int rows, int indicators)
    {
        string Each(IEnumerable<string> keys, Func<string> value) => "{" + string.Join(',', keys.Select(key => $"{Quote(key)}:{value()}")) + "}";
        string Text() => Quote("." + Word(random));
        return $"{{\"review\":\"written\",\"instruments\":{Each(["generated/one"], () => $"{{\"title\":{Text()},\"about\":{Text()}}}")},\"dimensions\":{Each(dimensions, Text)},\"rules\":{Each(rules, Text)},"
            + $"\"outcomes\":{Each(Enumerable.Range(0, rows).Select(i => $"row-{i}"), () => $"{{\"title\":{Text()},\"meaning\":{Text()}}}")},\"indicators\":{Each(Enumerable.Range(0, indicators).Select(i => $"c{i}"), () => $"{{\"say\":{Text()},\"ask\":\".\",\"isNot\":\".\"}}")},"
            + $"\"steps\":{Each(Enumerable.Range(0, 6).Select(i => $"step-{i}"), () => $"{{\"title\":{Text()},\"text\":{Text()}}}")}}}";
    }

    private static string Word(Random random) => "v" + string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => Characters[random.Next(Characters.Length)]));

    private static string Quote(string text) => Encoding.UTF8.GetString(new CanonicalJson().Value(text).Bytes.Span);
}
