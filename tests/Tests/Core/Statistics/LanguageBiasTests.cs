using Entraide.Core.Statistics;

namespace Entraide.Tests.Core.Statistics;

/// <summary>What the test for mistranslated items finds, and how often it cries wolf, over simulated trainings.</summary>
public sealed class LanguageBiasTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void A_mistranslated_item_of_the_easier_half_is_found_in_at_least_9_of_10_trainings(double apart)
    {
        var (found, others) = (0, 0);
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new SeededRandom((ulong)seed);
            var (item, language) = (random.Below(LanguageSimulation.Items / 2), LanguageSimulation.Language(random));
            var harder = LanguageBias.FromPeople(LanguageSimulation.People(random, apart, item, language)).Where(one => one.IsHarder).ToList();
            if (harder.Exists(one => one.Item == item && one.Language == language)) found++;
            others += harder.Count(one => one.Item != item || one.Language != language);
        }
        output.WriteLine($"abilities {apart} apart: found {found} of 200, {others} false alarms beside it");
        Assert.True(found >= 180, $"found in {found} of 200");
        Assert.True(others <= 10, $"{others} false alarms beside it");
    }

    [Fact]
    public void The_harder_the_item_the_more_often_its_wrong_key_is_missed()
    {
        // Right for 4 of 10 anyway, the hardest falls only to the 1 of 4 of chance: 60 people seldom show that.
        int[] found = [.. Enumerable.Range(0, LanguageSimulation.Items).Select(item => Enumerable.Range(5000, 40).Count(seed => LanguageBias.FromPeople(LanguageSimulation.People(new SeededRandom((ulong)seed), 0.3, item, "fr")).Any(one => one.IsHarder && one.Item == item && one.Language == "fr")))];
        output.WriteLine($"of 40, from the easiest item to the hardest: {string.Join(' ', found)}; in all {found.Sum()} of {40 * found.Length}");
        Assert.All(found.Take(10), times => Assert.True(times >= 36, $"{times} of 40"));
        Assert.True(found[^1] < 20, $"the hardest in {found[^1]} of 40: say so in the text that goes with the result");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void Without_a_fault_at_most_one_training_in_twenty_has_any_alarm(double apart)
    {
        var alarms = Enumerable.Range(1000, 400).Count(seed => LanguageBias.FromPeople(LanguageSimulation.People(new SeededRandom((ulong)seed), apart)).Any(one => one.IsHarder));
        output.WriteLine($"abilities {apart} apart: alarms in {alarms} of 400");
        Assert.True(alarms <= 20, $"alarms in {alarms} of 400");
    }

    [Fact]
    public void Without_matching_by_result_abilities_that_differ_would_be_taken_for_faults()
    {
        // The same people in one single band: what the strata are for.
        var alarms = Enumerable.Range(1000, 100).Count(seed => LanguageBias.FromCells(
        [
            .. LanguageSimulation.People(new SeededRandom((ulong)seed), 0.6).SelectMany(one => one.Answers.Select((answer, item) => new LanguageCell(item, one.Language, 0, 1, answer == true ? 1 : 0))),
        ]).Any(one => one.IsHarder));
        Assert.True(alarms > 20, $"alarms in {alarms} of 100");
    }

    [Fact]
    public void People_in_bands_of_their_result_give_what_the_first_pass_gives_and_halves_of_them_add_up()
    {
        var people = LanguageSimulation.People(new SeededRandom(7), 0.3);
        var cells = people.SelectMany(one => one.Answers.Select((answer, item) => new LanguageCell(item, one.Language, one.Answers.Count(right => right == true), 1, answer == true ? 1 : 0))).ToList();
        var expected = LanguageBias.FromPeople(people);
        Assert.DoesNotContain(expected, one => one.IsHarder);
        Assert.Equal(expected, LanguageBias.FromCells(cells));
        Assert.Equal(expected, LanguageBias.FromCells([.. Enumerable.Reverse(cells)]));
    }

    [Fact]
    public void The_order_of_people_changes_nothing_and_who_was_not_given_every_item_is_left_out()
    {
        var people = LanguageSimulation.People(new SeededRandom(8), 0.3, 3, "fr");
        var expected = LanguageBias.FromPeople(people);
        Assert.Contains(expected, one => one.IsHarder);
        Assert.Equal(expected, LanguageBias.FromPeople([.. Enumerable.Reverse(people)]));
        Assert.Equal(expected, LanguageBias.FromPeople([.. people, new LanguageAnswers("fr", [null, .. people[0].Answers.Skip(1)])]));
    }

    [Fact]
    public void Nine_people_are_too_few_and_ten_are_enough()
    {
        static LanguageAnswers[] Some(string language, int number) => [.. Enumerable.Range(0, number).Select(person => new LanguageAnswers(language, [person % 2 == 0, person % 3 == 0, true]))];
        Assert.Empty(LanguageBias.FromPeople([.. Some("fr", 9), .. Some("uk", 30)]));
        Assert.Equal(["fr", "uk", "fr", "uk"], LanguageBias.FromPeople([.. Some("fr", 10), .. Some("uk", 30)]).Select(one => one.Language));
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        Assert.Throws<ArgumentException>(() => LanguageBias.FromPeople([new LanguageAnswers("fr", [true]), new LanguageAnswers("fr", [true, false])]));
        Assert.Throws<ArgumentException>(() => LanguageBias.FromCells([new LanguageCell(0, "fr", 0, 2, 3)]));
        Assert.Empty(LanguageBias.FromPeople([]));
    }
}
