using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Entraide.Core.Text;

namespace Entraide.Core.Screening;

/// <summary>Data that were refused, with every fault that was found.</summary>
public sealed class InstrumentException(IReadOnlyList<Fault> faults) : Exception(string.Join('\n', faults))
{
    public IReadOnlyList<Fault> Faults { get; } = faults;
}

/// <summary>
/// Reads an instrument file and refuses it, with file, path and mend, unless it is whole: every name resolves, every
/// language has every word, every outcome can be reached. The schema stands in <c>instruments/README.md</c>.
/// </summary>
public sealed partial class InstrumentReader
{
    /// <summary>The search for what to ask next looks at each set of dimensions: 2¹⁰ of them at most.</summary>
    public const int MostDimensions = 10;

    private readonly List<Fault> faults = [];
    private readonly InstrumentParts parts = new();

    private InstrumentReader() { }

    /// <param name="utf8">The file's bytes.</param>
    /// <param name="file">Its name, for the faults.</param>
    /// <param name="wordingSet">Gives a shared wording set by name, by language tag; null where there is none.</param>
    /// <param name="procedure">Gives a procedure by id; null where there is none.</param>
    /// <exception cref="InstrumentException">The instrument is refused.</exception>
    public static Instrument Read(ReadOnlyMemory<byte> utf8, string file, Func<string, ImmutableDictionary<string, Wording>?> wordingSet, Func<string, Procedure?> procedure)
    {
        var reader = new InstrumentReader();
        var root = JsonPlace.Open(utf8, file, reader.faults);
        if (root.Exists) reader.ReadAll(root, wordingSet, procedure);
        return reader.faults.Count == 0 ? new Instrument(reader.parts) : throw new InstrumentException(reader.faults);
    }

    private void ReadAll(JsonPlace root, Func<string, ImmutableDictionary<string, Wording>?> wordingSet, Func<string, Procedure?> procedure)
    {
        root.Only("format", "id", "version", "status", "source", "population", "childCounterpart", "procedure", "wording", "dimensions", "rules", "elements", "outcomes", "indicators");
        root.Member("format").Number(1, 1);
        parts.Id = root.Member("id").Text(SlashedName());
        parts.Version = root.Member("version").Text();
        parts.Status = root.Member("status").OneOf("draft", "verified") == "verified" ? InstrumentStatus.Verified : InstrumentStatus.Draft;
        parts.Source = root.Member("source").Text();
        parts.Population = root.Member("population").OneOf("anyone", "adult", "child") switch { "adult" => Population.Adult, "child" => Population.Child, _ => Population.Anyone };
        if (root.Member("childCounterpart") is { Exists: true } counterpart) parts.ChildCounterpart = counterpart.Text(SlashedName());
        else if (parts.Population != Population.Child)
            root.Member("childCounterpart").Fault("is missing.", "Name the instrument that applies to a child (Directive 2011/36/EU art. 13(2)).");

        parts.Dimensions = Names(root.Member("dimensions").Items(), DimensionName());
        if (parts.Dimensions.Length > MostDimensions) root.Member("dimensions").Fault($"has {parts.Dimensions.Length} dimensions.", $"Use at most {MostDimensions}.");
        if (parts.Dimensions.Length > 0)
        {
            parts.Rules = Rules(root.Member("rules"));
            parts.Elements = Elements(root.Member("elements"));
        }
        else
        {
            foreach (var name in (string[])["rules", "elements"])
                if (root.Member(name).Exists) root.Member(name).Fault("has no meaning without dimensions.", "Remove it, or name dimensions.");
        }
        parts.Indicators = Indicators(root.Member("indicators"));
        parts.Outcomes = Outcomes(root.Member("outcomes"));
        if (faults.Count == 0) CheckReachable(root.Member("outcomes"));
        CheckSteps(root, procedure);
        ReadWording(root, wordingSet);
    }

    private static ImmutableArray<string> Names(IEnumerable<JsonPlace> items, Regex pattern)
    {
        var names = new List<string>();
        foreach (var item in items)
        {
            var name = item.Text(pattern);
            if (names.Contains(name)) item.Fault($"names \"{name}\" a second time.", "Keep one of them.");
            names.Add(name);
        }
        return [.. names];
    }

    private static ImmutableArray<PositiveRule> Rules(JsonPlace place)
    {
        var rules = new List<PositiveRule>();
        foreach (var item in place.Items(least: 1))
        {
            item.Only("id", "strong", "medium", "weak", "total");
            int Least(string of) => item.Member(of).Number(0, 1000, ifAbsent: 0);
            var rule = new PositiveRule(item.Member("id").Text(PlainName()), Least("strong"), Least("medium"), Least("weak"), Least("total"));
            if (rules.Any(other => other.Id == rule.Id)) item.Fault($"is a second rule \"{rule.Id}\".", "Keep one of them.");
            if (rule.Strong + rule.Medium + rule.Weak + rule.Total == 0) item.Fault("holds without any indicator.", "Ask for at least one.");
            rules.Add(rule);
        }
        return [.. rules];
    }

    private ElementsMapping Elements(JsonPlace place)
    {
        place.Only("recruitment", "means", "purpose");
        ImmutableArray<int> Of(string name) => [.. place.Member(name).Items().Select(item => Dimension(item))];
        var means = place.Member("means");
        if (means.IsText) means.OneOf("not-required");
        else if (parts.Population == Population.Child) means.Fault("asks for a means, in an instrument for children.", "Write \"not-required\" (Directive 2011/36/EU art. 2(5)).");
        return new ElementsMapping(Of("recruitment"), means.IsText ? null : Of("means"), Of("purpose"));
    }

    private int Dimension(JsonPlace place)
    {
        var name = place.Text();
        var index = parts.Dimensions.IndexOf(name);
        if (index < 0) place.Fault($"names the dimension \"{Quoted.Line(name)}\", which is not there.", $"Use one of: {string.Join(", ", parts.Dimensions)}.");
        return Math.Max(index, 0);
    }

    private ImmutableArray<Indicator> Indicators(JsonPlace place)
    {
        var indicators = new List<Indicator>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var concepts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in place.Items(least: 1))
        {
            var inDimensions = parts.Dimensions.Length > 0;
            item.Only(inDimensions ? ["id", "concept", "dimension", "strength"] : ["id", "concept", "lookAt"]);
            var id = item.Member("id").Text(IndicatorName());
            var concept = item.Member("concept").Text(IndicatorName());
            if (!ids.Add(id)) item.Fault($"is a second indicator \"{id}\".", "Keep one of them.");
            if (!concepts.Add(concept)) item.Fault($"is a second indicator of the concept \"{concept}\".", "Give each its own concept.");
            indicators.Add(!inDimensions ? new Indicator(id, concept, -1, Strength.Weak, item.Member("lookAt").Exists ? Names(item.Member("lookAt").Items(), IndicatorName()) : []) : new Indicator(id, concept, Dimension(item.Member("dimension")),
                item.Member("strength").OneOf("strong", "medium", "weak") switch { "strong" => Strength.Strong, "medium" => Strength.Medium, _ => Strength.Weak }, []));
        }
        return [.. indicators];
    }

    private ImmutableArray<OutcomeRow> Outcomes(JsonPlace place)
    {
        var rows = new List<OutcomeRow>();
        var items = place.Items(least: 2);
        foreach (var (item, index) in items.Select((item, index) => (item, index)))
        {
            item.Only("id", "when", "nextSteps");
            var row = new OutcomeRow(item.Member("id").Text(PlainName()), When(item.Member("when")), Names(item.Member("nextSteps").Items(least: 1), PlainName()));
            if (rows.Any(other => other.Id == row.Id)) item.Fault($"is a second outcome \"{row.Id}\".", "Keep one of them.");
            if (index == items.Count - 1 != row.When is Condition.Otherwise)
                item.Member("when").Fault("stands in the wrong row.", "The last row, and only the last, is \"otherwise\".");
            // Without it, "nothing reached" would be said while open questions could still change that.
            if (index == items.Count - 2 != row.When is Condition.OpenCouldChange)
                item.Member("when").Fault("stands in the wrong row.", "The row before the last, and only that one, is \"open-could-change\".");
            rows.Add(row);
        }
        return [.. rows];
    }

    private Condition When(JsonPlace place, bool nested = false)
    {
        if (place.IsText)
            return place.Text() switch
            {
                "open-could-change" when !nested => new Condition.OpenCouldChange(),
                "otherwise" when !nested => new Condition.Otherwise(),
                _ => new Condition.Positive(Dimension(place)),
            };
        place.Only("all", "any", "present");
        if (place.Members().Count() != 1) place.Fault("is no condition.", "Write a dimension, or { \"all\": [ … ] }, { \"any\": [ … ] } or { \"present\": 1 }.");
        if (place.Member("present") is { Exists: true } present)
        {
            if (parts.Dimensions.Length > 0) present.Fault("counts indicators in an instrument with dimensions.", "Name dimensions; \"present\" is for checklists.");
            return new Condition.Present(present.Number(1, 1000));
        }
        var all = place.Member("all").Exists;
        ImmutableArray<Condition> of = [.. place.Member(all ? "all" : "any").Items(least: 1).Select(part => When(part, nested: true))];
        return all ? new Condition.All(of) : new Condition.Any(of);
    }

    /// <summary>A row that no answers lead to is a mistake in the table, and would be missed just where it matters.</summary>
    private void CheckReachable(JsonPlace outcomes)
    {
        var instrument = new Instrument(parts);
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var none = Answers.None(instrument);
        reached.Add(ScreeningEngine.Evaluate(none).Outcome);
        reached.Add(ScreeningEngine.Evaluate(Answers.From(instrument, _ => Answer.No)).Outcome);
        if (instrument.Dimensions.IsEmpty)
            for (var count = 1; count <= instrument.Indicators.Length; count++)
                reached.Add(ScreeningEngine.Evaluate(Answers.From(instrument, indicator => instrument.IndexOf(indicator.Id) < count ? Answer.Yes : Answer.No)).Outcome);
        for (var set = 1; set < 1 << instrument.Dimensions.Length; set++)
            reached.Add(ScreeningEngine.Evaluate(Answers.From(instrument, indicator => (set & 1 << indicator.Dimension) != 0 ? Answer.Yes : Answer.No)).Outcome);
        foreach (var (row, index) in instrument.Outcomes.Select((row, index) => (row, index)))
            if (!reached.Contains(row.Id))
                outcomes.Items()[index].Fault($"the outcome \"{row.Id}\" is never reached.", "An earlier row takes its cases, or too few indicators can make its dimensions positive: reorder or remove it.");
    }

    private void CheckSteps(JsonPlace root, Func<string, Procedure?> find)
    {
        var place = root.Member("procedure");
        parts.ProcedureId = place.Text(SlashedName());
        if (find(parts.ProcedureId) is not { } procedure)
        {
            place.Fault($"names the procedure \"{parts.ProcedureId}\", which is not there.", "Put its file into instruments/procedures, or name one that is.");
            return;
        }
        foreach (var row in root.Member("outcomes").Items())
            foreach (var step in row.Member("nextSteps").Items())
                if (step.IsText && procedure.Steps.All(known => known.Id != step.Text()))
                    step.Fault($"names the step \"{step.Text()}\", which the procedure {procedure.Id} does not have.", $"Use one of: {string.Join(", ", procedure.Steps.Select(known => known.Id))}.");
    }

    private void ReadWording(JsonPlace root, Func<string, ImmutableDictionary<string, Wording>?> wordingSet)
    {
        var place = root.Member("wording");
        if (place.IsObject)
        {
            parts.Wording = place.Members().ToImmutableDictionary(member => member.Name, member => WordingReader.Read(member.Place, member.Name), StringComparer.Ordinal);
            foreach (var (tag, words) in place.Members())
                if (Language.Find(tag) is null) words.Fault("is no language of Entraide.", $"Languages are: {string.Join(", ", Language.All.Select(language => language.Tag))}.");
        }
        else
        {
            parts.WordingSet = place.Text(PlainName());
            if (wordingSet(parts.WordingSet) is not { } words)
            {
                place.Fault($"names the wording set \"{parts.WordingSet}\", which is not there.", "Put its files into instruments/wording/NAME, or write the words here, by language.");
                return;
            }
            parts.Wording = words;
        }
        foreach (var language in Language.All)
        {
            if (!parts.Wording.TryGetValue(language.Tag, out var words))
            {
                place.Member(language.Tag).Fault($"there are no words in {language.Tag}.", "Add them: every language has every word.");
                continue;
            }
            void Need(string section, IEnumerable<string> keys, Func<string, bool> has)
            {
                foreach (var key in keys.Where(key => !has(key)))
                    place.Member(language.Tag).Member(section).Member(key).Fault($"the wording is missing in {language.Tag}.", "Add it: every language has every word.");
            }
            Need("instruments", [parts.Id], words.Instruments.ContainsKey);
            Need("dimensions", parts.Dimensions, words.Dimensions.ContainsKey);
            Need("rules", parts.Rules.Select(rule => rule.Id), words.Rules.ContainsKey);
            Need("outcomes", parts.Outcomes.Select(row => row.Id), words.Outcomes.ContainsKey);
            Need("indicators", parts.Indicators.SelectMany(indicator => indicator.LookAt.Prepend(indicator.Concept)).Distinct(), words.Indicators.ContainsKey);
            // The other languages show the English where they do not have their own yet.
            if (language == Language.English)
                foreach (var concept in parts.Indicators.Select(indicator => indicator.Concept))
                    if (words.Indicators.GetValueOrDefault(concept) is { Ask: null } or { IsNot: null })
                        place.Member("en").Member("indicators").Member(concept).Fault("does not say how to ask it, or what it is not.", "Add \"ask\" and \"isNot\".");
            Need("steps", parts.Outcomes.SelectMany(row => row.NextSteps).Distinct(), words.Steps.ContainsKey);
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*$")]
    private static partial Regex SlashedName();

    [GeneratedRegex("^[a-z0-9][a-z0-9-]*$")]
    private static partial Regex PlainName();

    [GeneratedRegex("^[A-Z][A-Za-z0-9]*$")]
    private static partial Regex DimensionName();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    private static partial Regex IndicatorName();
}
