using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Entraide.Core.Screening;
using Entraide.Node.Identification;
using FsCheck;
using FsCheck.Fluent;

namespace Entraide.Tests.Core.Screening;

public sealed class ScreeningEngineTests
{
    [Fact]
    public void Every_shared_vector_is_met()
    {
        Assert.True(Vectors.Results.Count > 250);
        Assert.All(Vectors.Results, vector => Assert.Equal("", Vectors.Difference(vector, Vectors.InstrumentOf(vector))));
    }

    [Fact]
    public void Both_judgments_give_the_outcome_that_the_court_found()
    {
        var judgments = WorkedExample.Judgments(InstrumentLibrary.Shipped).ToList();
        Assert.Equal(2, judgments.Count);
        Assert.All(judgments, judgment => Assert.Equal(judgment.ExpectedOutcome, ScreeningEngine.Evaluate(judgment.Answers).Outcome));
    }

    [Theory]
    [InlineData("two-strong", "AL-CD-docs", "AL-CD-debt")]
    [InlineData("two-strong", "AL-CD-docs", "AL-CD-debt", "AL-CD-lie", "AL-CD-wages", "AL-CD-worse")]
    [InlineData("strong-and-other", "AL-CD-docs", "AL-CD-wages")]
    [InlineData("strong-and-other", "AL-CD-docs", "AL-CD-tellfamily")]
    [InlineData("strong-and-other", "AL-CD-docs", "AL-CD-lie", "AL-CD-wages", "AL-CD-worse")]
    [InlineData("three-medium", "AL-CD-lie", "AL-CD-wages", "AL-CD-worse")]
    [InlineData("three-medium", "AL-CD-lie", "AL-CD-wages", "AL-CD-worse", "AL-CD-tellfamily")]
    [InlineData("two-medium-one-weak", "AL-CD-lie", "AL-CD-wages", "AL-CD-tellfamily")]
    [InlineData(null, "AL-CD-docs")]
    [InlineData(null, "AL-CD-lie", "AL-CD-wages")]
    [InlineData(null, "AL-CD-lie", "AL-CD-tellfamily")]
    public void A_dimension_is_positive_by_the_first_rule_that_holds(string? rule, params string[] present) =>
        Assert.Equal(rule, Shipped.Screen(Shipped.Adult, present).Dimensions.Single(dimension => dimension.Id == "CD").Rule);

    [Fact]
    public void Every_mutant_of_a_rule_or_an_outcome_row_is_killed_by_a_vector()
    {
        var survivors = new List<string>();
        var mutants = 0;
        var same = new List<string>();
        foreach (var id in (string[])["ilo-ec-2009/adult-labour", "ilo-ec-2009/child-labour", "ilo-2012/forced-labour"])
        {
            var vectors = Vectors.Results.Where(vector => vector.GetProperty("instrument").GetString() == id).ToList();
            foreach (var (name, mutant) in Mutants.Of(File.ReadAllText(Repository.File("instruments", id + ".json"))))
            {
                mutants++;
                if (mutant is null || vectors.Any(vector => Vectors.Difference(vector, mutant).Length > 0)) continue;
                (Mutants.Behaviour(mutant) == Mutants.Behaviour(InstrumentLibrary.Shipped.Find(id)!) ? same : survivors).Add($"{id}: {name}");
            }
        }
        Assert.True(mutants > 60, $"{mutants} mutants");
        Assert.Empty(survivors);
        // These are the same table in other words: a rule for two strong indicators holds for no fewer than one; the rows
        // exclude each other; the list for children has no weak indicator, so that its fourth rule never speaks.
        Assert.Equal(
        [
            "ilo-ec-2009/adult-labour: rule 0 with total 1", "ilo-ec-2009/adult-labour: rule 2 with total 1", "ilo-ec-2009/adult-labour: rule 3 with total 1",
            "ilo-ec-2009/adult-labour: rows 1 and 2 swapped", "ilo-ec-2009/adult-labour: rows 4 and 5 swapped",
            "ilo-ec-2009/child-labour: rule 0 with total 1", "ilo-ec-2009/child-labour: rule 1 with medium 1", "ilo-ec-2009/child-labour: rule 2 with total 1", "ilo-ec-2009/child-labour: without rule 3",
            "ilo-ec-2009/child-labour: rule 3 with strong 1", "ilo-ec-2009/child-labour: rule 3 with medium 1", "ilo-ec-2009/child-labour: rule 3 with medium 3", "ilo-ec-2009/child-labour: rule 3 with weak 2", "ilo-ec-2009/child-labour: rule 3 with total 1",
        ], same);
    }

    [Fact]
    public void What_to_ask_next_is_what_a_search_through_all_further_answers_finds() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var answers = GeneratedInstruments.Small(seed);
            return BruteForce.AskNext(answers).SequenceEqual(ScreeningEngine.Evaluate(answers).AskNext);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void A_further_yes_never_leads_to_a_later_row() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var answers = GeneratedInstruments.Any(seed).Answers;
            var instrument = answers.Instrument;
            var row = Row(ScreeningEngine.Evaluate(answers));
            return Enumerable.Range(0, instrument.Indicators.Length).Where(i => answers.InOrder[i] != Answer.Yes).All(i =>
                Row(ScreeningEngine.Evaluate(Answers.From(instrument, one => instrument.IndexOf(one.Id) == i ? Answer.Yes : answers.InOrder[instrument.IndexOf(one.Id)]))) <= row);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void The_result_is_written_in_the_order_that_programs_rely_on()
    {
        var json = JsonDocument.Parse(Shipped.Screen(Shipped.Adult, ["AL-EX-hours", "AL-EX-lowpay"]).ToJson(Shipped.English)).RootElement;
        Assert.Equal(["instrument", "version", "dimensions", "elements", "outcome", "because", "askNext", "nextSteps"], json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(["id", "positive", "rule", "strong", "medium", "weak"], json.GetProperty("dimensions")[0].EnumerateObject().Select(member => member.Name));
        Assert.Equal(["act", "means", "purpose"], json.GetProperty("elements").EnumerateObject().Select(member => member.Name));
        Assert.Equal("""{"id":"EX","positive":true,"rule":"strong-and-other","strong":["AL-EX-hours"],"medium":["AL-EX-lowpay"],"weak":[]}""", json.GetProperty("dimensions")[3].GetRawText());
    }

    private static int Row(ScreeningResult result) => result.Instrument.Outcomes.IndexOf(result.Row);
}

/// <summary>Instruments with one rule or one row changed.</summary>
internal static class Mutants
{
    /// <summary>Each mutant with what was changed; null where the reader already refuses it.</summary>
    public static IEnumerable<(string Name, Instrument? Mutant)> Of(string source)
    {
        foreach (var (name, text) in Texts(source))
        {
            Instrument? mutant = null;
            try
            {
                mutant = InstrumentReader.Read(Encoding.UTF8.GetBytes(text), "mutant", _ => InstrumentLibrary.Shipped.Instruments[0].Wording, id => InstrumentLibrary.Shipped.Procedures.GetValueOrDefault(id));
            }
            catch (InstrumentException)
            {
                // Killed at the door: an outcome that cannot be reached, for example.
            }
            yield return (name, mutant);
        }
    }

    /// <summary>
    /// All that a table of rules and rows can say: the rule for every possible count in each dimension, the outcome for
    /// every set of positive dimensions and every count of a checklist, with the rest answered no or left open. Two
    /// tables that agree in this are one table.
    /// </summary>
    public static string Behaviour(Instrument instrument)
    {
        var all = new StringBuilder();
        foreach (var rest in (Answer[])[Answer.No, Answer.Unknown])
            for (var set = 0; set < 1 << Math.Max(instrument.Dimensions.Length, 4); set++)
                all.Append(ScreeningEngine.Evaluate(Answers.From(instrument, indicator =>
                    (indicator.Dimension >= 0 ? (set & 1 << indicator.Dimension) != 0 : instrument.IndexOf(indicator.Id) < set) ? Answer.Yes : rest)).Outcome).Append(' ');
        for (var dimension = 0; dimension < instrument.Dimensions.Length; dimension++)
        {
            var of = ((Strength[])[Strength.Strong, Strength.Medium, Strength.Weak]).Select(strength => instrument.Indicators.Where(indicator => indicator.Dimension == dimension && indicator.Strength == strength).ToList()).ToList();
            for (var strong = 0; strong <= of[0].Count; strong++)
                for (var medium = 0; medium <= of[1].Count; medium++)
                    for (var weak = 0; weak <= of[2].Count; weak++)
                        all.Append(Shipped.Screen(instrument, [.. of[0].Take(strong).Concat(of[1].Take(medium)).Concat(of[2].Take(weak)).Select(indicator => indicator.Id)], Answer.No).Dimensions[dimension].Rule).Append(' ');
        }
        return all.ToString();
    }

    private static IEnumerable<(string Name, string Text)> Texts(string source)
    {
        JsonNode Fresh() => JsonNode.Parse(source)!;
        var original = Fresh();
        for (var i = 0; i < (original["rules"]?.AsArray().Count ?? 0); i++)
        {
            var without = Fresh();
            without["rules"]!.AsArray().RemoveAt(i);
            yield return ($"without rule {i}", without.ToJsonString());
            foreach (var count in (string[])["strong", "medium", "weak", "total"])
                foreach (var by in (int[])[-1, 1])
                {
                    var least = (original["rules"]![i]![count]?.GetValue<int>() ?? 0) + by;
                    if (least < 0) continue;
                    var changed = Fresh();
                    changed["rules"]![i]![count] = least;
                    yield return ($"rule {i} with {count} {least}", changed.ToJsonString());
                }
        }
        for (var i = 0; i < original["outcomes"]!.AsArray().Count; i++)
        {
            var without = Fresh();
            without["outcomes"]!.AsArray().RemoveAt(i);
            yield return ($"without row {i}", without.ToJsonString());
            if (i > 0)
            {
                var swapped = Fresh();
                var rows = swapped["outcomes"]!.AsArray();
                var row = rows[i]!.DeepClone();
                rows.RemoveAt(i);
                rows.Insert(i - 1, row);
                yield return ($"rows {i - 1} and {i} swapped", swapped.ToJsonString());
            }
            foreach (var (name, when) in Conditions(original["outcomes"]![i]!["when"]!))
            {
                var changed = Fresh();
                changed["outcomes"]![i]!["when"] = when;
                yield return ($"row {i} when {name}", changed.ToJsonString());
            }
        }
    }

    // A part left out, "all" and "any" exchanged, a number moved by one; at each place in the condition.
    private static IEnumerable<(string, JsonNode)> Conditions(JsonNode when)
    {
        if (when is not JsonObject condition) yield break;
        var (kind, value) = condition.Single();
        if (kind == "present")
        {
            yield return ("one more present", new JsonObject { ["present"] = value!.GetValue<int>() + 1 });
            yield break;
        }
        var parts = value!.AsArray();
        if (parts.Count > 1) yield return ($"{when.ToJsonString()} with all and any exchanged", new JsonObject { [kind == "all" ? "any" : "all"] = parts.DeepClone() });
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts.Count > 1)
            {
                var fewer = parts.DeepClone().AsArray();
                fewer.RemoveAt(i);
                yield return ($"{when.ToJsonString()} without part {i}", new JsonObject { [kind] = fewer });
            }
            foreach (var (name, inner) in Conditions(parts[i]!))
            {
                var changed = parts.DeepClone().AsArray();
                changed[i] = inner;
                yield return (name, new JsonObject { [kind] = changed });
            }
        }
    }
}

/// <summary>Finds what to ask next by trying every set of further yes answers: slow, and plainly the definition.</summary>
internal static class BruteForce
{
    public static List<string> AskNext(Answers answers)
    {
        var instrument = answers.Instrument;
        var row = Row(answers);
        if (row == 0) return [];
        var open = Enumerable.Range(0, instrument.Indicators.Length).Where(i => answers.InOrder[i] == Answer.Unknown).ToList();
        var distance = new Dictionary<int, int>();
        for (var set = 1; set < 1 << open.Count; set++)
        {
            var size = System.Numerics.BitOperations.PopCount((uint)set);
            if (open.Where((_, bit) => (set & 1 << bit) != 0).All(i => distance.GetValueOrDefault(i, int.MaxValue) <= size)) continue;
            var yes = answers.InOrder.ToArray();
            for (var bit = 0; bit < open.Count; bit++)
                if ((set & 1 << bit) != 0) yes[open[bit]] = Answer.Yes;
            if (Row(Answers.From(instrument, indicator => yes[instrument.IndexOf(indicator.Id)])) >= row) continue;
            for (var bit = 0; bit < open.Count; bit++)
                if ((set & 1 << bit) != 0) distance[open[bit]] = Math.Min(distance.GetValueOrDefault(open[bit], int.MaxValue), size);
        }
        return [.. distance.OrderBy(one => one.Value).ThenBy(one => one.Key).Take(5).Select(one => instrument.Indicators[one.Key].Id)];
    }

    private static int Row(Answers answers) => answers.Instrument.Outcomes.IndexOf(ScreeningEngine.Evaluate(answers).Row);
}
