using System.Text;
using Entraide.Core.Text;
using Entraide.Core.Training;
using FsCheck;
using FsCheck.Fluent;

namespace Entraide.Tests.Core.Training;

/// <summary>A design reads as it was written; what does not fit together is told; times and groups follow from it.</summary>
public sealed class DesignTests
{
    [Fact]
    public void A_design_reads_as_it_was_written()
    {
        var (written, faults) = (DesignWriter.Write(SmallTraining.Design), new List<Fault>());
        var read = DesignReader.Read(written, "design.json", faults);
        Assert.Empty(faults);
        Assert.Equal(written, DesignWriter.Write(read!));
    }

    [Theory]
    [InlineData("\"minutes\":60", "\"minutes\":200", "outside its own bounds")]
    [InlineData("\"scenario\":\"quarry\"", "\"scenario\":\"mine\"", "which is no scenario")]
    [InlineData("\"key\":[\"a\",\"c\"]", "\"key\":[\"z\"]", "which is no option")]
    [InlineData("\"after\":[\"q1\"", "\"after\":[\"q9\"", "which is no item")]
    [InlineData("\"fictional\":true", "\"fictional\":false", "fictional")]
    [InlineData("\"dayStarts\":\"09:00\"", "\"dayStarts\":\"25:00\"", "is no time")]
    [InlineData("\"id\":\"close\",\"day\":2", "\"id\":\"open\",\"day\":2", "has open twice")]
    [InlineData("\"id\":\"close\",\"day\":2", "\"id\":\"close\",\"day\":9", "no session on day 3")]
    [InlineData("\"largestShare\":0.6", "\"largestShare\":1.6", "is no share")]
    [InlineData("\"component\":\"optional\",\"objectives\"", "\"component\":\"perhaps\",\"objectives\"", "Write one of")]
    [InlineData("\"licence\":", "\"license\":", "Did you mean")]
    public void What_is_wrong_is_told_with_its_place(string good, string bad, string said)
    {
        var (text, faults) = (Encoding.UTF8.GetString(DesignWriter.Write(SmallTraining.Design)), new List<Fault>());
        Assert.Contains(good, text, StringComparison.Ordinal);
        Assert.Null(DesignReader.Read(Encoding.UTF8.GetBytes(text.Replace(good, bad, StringComparison.Ordinal)), "design.json", faults));
        Assert.Contains(faults, fault => fault.ToString().Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public void The_times_are_worked_out_anew_when_a_session_is_shortened_and_core_minutes_that_lack_are_said()
    {
        var before = Agenda.Of(SmallTraining.Design);
        Assert.Equal(["09:00", "10:05", "09:00", "09:45"], before.Select(line => line.Starts.ToString("HH:mm", null)));
        var session = SmallTraining.Design.Session("open")!;
        var shorter = SmallTraining.Design.With(session with { Activities = session.Activities.Replace(session.Activities[1], session.Activities[1] with { Minutes = 10 }) });
        var after = Agenda.Of(shorter);
        Assert.Equal("09:45", after[1].Starts.ToString("HH:mm", null));
        Assert.Equal((0, 10), (before[0].Missing, after[0].Missing));
    }

    [Fact]
    public void A_room_that_is_not_mixed_is_said()
    {
        var rule = new CompositionRule(4, 6, 3, 2, 0.5, 3);
        Participant[] one = [new("1", "police", "BE"), new("2", "police", "BE"), new("3", "judge", "BE")];
        Assert.Equal([CompositionFault.TooFew, CompositionFault.TooFewProfessions, CompositionFault.TooFewCountries, CompositionFault.OneProfessionTooMany], Composition.Faults(rule, one).Select(fault => fault.Fault));
        Participant[] mixed = [.. one, new("4", "lawyer", "GR")];
        Assert.Empty(Composition.Faults(rule, mixed));
        Assert.Equal([CompositionFault.TooMany], Composition.Faults(rule, [.. mixed, new("5", "judge", "GR"), new("6", "lawyer", "GR"), new("7", "other", "GR")]).Select(fault => fault.Fault));
    }

    [Fact]
    public void Groups_hold_everybody_once_are_of_one_size_and_mix_whatever_the_order()
    {
        var people = from count in Gen.Choose(1, 40) from seeds in Gen.Choose(0, 1000).ArrayOf(count) select seeds.Select((seed, i) => new Participant($"{i}", Professions.All[seed % 5], seed % 3 == 0 ? "BE" : seed % 3 == 1 ? "GR" : "MD")).ToArray();
        Prop.ForAll(people.ToArbitrary(), all =>
        {
            var groups = Composition.Groups(all, 6);
            Assert.Equal(all.Select(one => one.Id).Order(), groups.SelectMany(group => group).Order());
            Assert.True(groups.Max(group => group.Length) - groups.Min(group => group.Length) <= 1);
            foreach (var profession in all.GroupBy(one => one.Profession))
            {
                var counts = groups.Select(group => group.Count(id => profession.Any(one => one.Id == id))).ToList();
                Assert.True(counts.Max() <= (profession.Count() + groups.Length - 1) / groups.Length + 1, $"{profession.Key}: {string.Join(' ', counts)}");
            }
            Assert.Equal(groups.Select(group => string.Join(',', group)), Composition.Groups([.. all.Reverse()], 6).Select(group => string.Join(',', group)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Theory]
    [InlineData("Write to maria.k@example.org tonight.", RealTrace.Address)]
    [InlineData("Call +32 2 123 45 67 at once.", RealTrace.Telephone)]
    [InlineData("See https://example.org for the file.", RealTrace.Link)]
    [InlineData("The judgment ECLI:CE:ECHR:2017:0330JUD002188415 says so.", RealTrace.CaseNumber)]
    [InlineData("Application no. 21884/15 was lodged.", RealTrace.CaseNumber)]
    [InlineData("She arrived on 12 March 2019 by bus.", RealTrace.Date)]
    [InlineData("It was 03.04.2018.", RealTrace.Date)]
    [InlineData("Money went to BE71 0961 2345 6769.", RealTrace.AccountNumber)]
    [InlineData("His passport AB1234567 was kept.", RealTrace.DocumentNumber)]
    [InlineData("They met at 50.8503, 4.3517.", RealTrace.Coordinates)]
    [InlineData("Workers from Moldova picked fruit.", RealTrace.Country)]
    [InlineData("As in Chowdury, nobody was paid.", RealTrace.Judgment)]
    public void What_only_a_real_case_has_is_found(string text, RealTrace trace) => Assert.Contains(FictionCheck.Traces(text, ["Moldova", "Belgium"]), found => found.Trace == trace);

    [Theory]
    [InlineData("Twelve people from Veldania sort berries for 14 hours a day and owe 2,500 crowns each. On day 3 at 9:30 a van comes; by 10:15 two of them are gone.")]
    [InlineData("Article 18b and article 11(3) say that help does not hang on a statement. In 2 of 3 cases the foreman keeps 40 % of the wage.")]
    public void What_is_invented_passes(string text) => Assert.Empty(FictionCheck.Traces(text, ["Moldova", "Belgium"]));
}
