using System.Collections.Immutable;
using Entraide.Core.Assistance;

namespace Entraide.Tests.Core.Assistance;

/// <summary>No referral ends in silence.</summary>
public sealed class ReferralTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private static Referral Offered(int hours = 48) => Referral.Begin(new ReferralOffered(Noon, "ana", "shelter", Noon.AddHours(hours)));

    [Fact]
    public void From_the_outline_to_the_service_each_step_waits_for_the_one_before()
    {
        var referral = Offered();
        Assert.Equal(ReferralFault.NotAccepted, referral.Fault(new ReferralDisclosed(Noon.AddHours(1), "ana", [DataItem.Name])));
        referral = referral.With(new ReferralAccepted(Noon.AddHours(2), "luc"));
        Assert.Equal(new ReferralTask(ReferralTaskKind.Disclose, "ana", Noon.AddHours(2)), referral.Task(Noon.AddHours(3), mayRead: false));
        Assert.Equal(ReferralFault.NotDisclosed, referral.Fault(new ReferralServed(Noon.AddHours(3), "luc", "a bed")));
        referral = referral.With(new ReferralDisclosed(Noon.AddHours(4), "ana", [DataItem.Name]));
        Assert.Equal(ReferralTaskKind.SayWhatWasGiven, referral.Task(Noon.AddHours(5), mayRead: true)!.Kind);
        referral = referral.With(new ReferralServed(Noon.AddHours(30), "luc", "a bed"));
        Assert.Null(referral.Task(Noon.AddDays(9), mayRead: true));
        Assert.Equal(ReferralState.Served, referral.State(Noon.AddDays(9)));
        Assert.Equal(referral.Events, Referral.Of(referral.Events).Events);
    }

    [Fact]
    public void Whoever_does_not_answer_leaves_a_task_to_the_sender_or_to_who_took_over_from_her()
    {
        var referral = Offered();
        Assert.Null(referral.Task(Noon.AddHours(47), mayRead: false));
        Assert.Equal(new ReferralTask(ReferralTaskKind.FindAnother, "ana", Noon.AddHours(48)), referral.Task(Noon.AddHours(48), mayRead: false));
        Assert.Equal("eva", referral.With(new ReferralHandedOver(Noon.AddHours(50), "boss", ReferralSide.Sender, "eva")).Task(Noon.AddHours(51), mayRead: false)!.PersonId);
        Assert.Equal(ReferralFault.TooLate, referral.Fault(new ReferralAccepted(Noon.AddHours(49), "luc")));
        Assert.Null(referral.With(new ReferralRenewed(Noon.AddHours(49), "ana", Noon.AddHours(90))).Fault(new ReferralAccepted(Noon.AddHours(60), "luc")));
        Assert.Null(referral.With(new ReferralFollowedUp(Noon.AddHours(49), "ana", "a place in Ghent")).Task(Noon.AddHours(51), mayRead: false));
    }

    [Fact]
    public void When_consent_ends_the_receiver_has_to_say_what_happened_to_the_data()
    {
        var read = Offered().With(new ReferralAccepted(Noon.AddHours(1), "luc")).With(new ReferralDisclosed(Noon.AddHours(2), "ana", [DataItem.Name])).With(new ReferralServed(Noon.AddHours(3), "luc", "a bed"));
        Assert.Equal(new ReferralTask(ReferralTaskKind.SayWhatHappenedToTheData, "luc", Noon.AddHours(2)), read.Task(Noon.AddHours(4), mayRead: false));
        Assert.Equal(ReferralTaskKind.SayWhatHappenedToTheData, read.With(new ReferralWithdrawn(Noon.AddHours(4), "ana", "she asked")).Task(Noon.AddHours(5), mayRead: true)!.Kind);
        Assert.Null(read.With(new ReferralAccounted(Noon.AddHours(5), "luc", "erased")).Task(Noon.AddHours(6), mayRead: false));
    }

    [Fact]
    public void What_was_stored_and_could_not_have_happened_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Referral.Of([]));
        Assert.Throws<ArgumentException>(() => Referral.Of([new ReferralAccepted(Noon, "luc")]));
        Assert.Throws<ArgumentException>(() => Referral.Of([.. Offered().Events, new ReferralServed(Noon.AddHours(1), "luc", "a bed")]));
        Assert.Throws<ArgumentException>(() => Referral.Begin(new ReferralOffered(Noon, "ana", "shelter", Noon)));
        Assert.Equal(ReferralFault.OutOfOrder, Offered().Fault(new ReferralAccepted(Noon.AddHours(-1), "luc")));
        Assert.Equal(ReferralFault.NothingSaid, Offered().Fault(new ReferralDeclined(Noon.AddHours(1), "luc", " ")));
    }

    /// <summary>The invariant, said apart from the code: waits for an answer that is not late, or ended in a word, or a named person has to act.</summary>
    [Fact]
    public void In_ten_thousand_histories_none_ends_in_silence()
    {
        var (states, tasks) = (new Dictionary<ReferralState, int>(), new Dictionary<ReferralTaskKind, int>());
        for (var seed = 0; seed < 10_000; seed++)
        {
            var random = new Random(seed);
            var (referral, now) = (Offered(random.Next(1, 100)), Noon);
            for (var step = 0; step < 10; step++)
            {
                now += TimeSpan.FromHours(random.Next(1, 30));
                var next = Drawn(random, now);
                var before = referral;
                if (referral.Fault(next) is null) referral = referral.With(next);
                else Assert.Throws<InvalidOperationException>(() => before.With(next));
                foreach (var later in new[] { now, now.AddHours(random.Next(200)), now.AddYears(1) }) Check(referral, later, random.Next(2) == 0, states, tasks);
            }
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{string.Join(", ", states.OrderBy(one => one.Key))}; tasks {string.Join(", ", tasks.OrderBy(one => one.Key))}");
        Assert.Equal(Enum.GetValues<ReferralState>(), states.Keys.Order());
        Assert.Equal(Enum.GetValues<ReferralTaskKind>(), tasks.Keys.Order());
    }

    private static void Check(Referral referral, DateTimeOffset now, bool mayRead, Dictionary<ReferralState, int> states, Dictionary<ReferralTaskKind, int> tasks)
    {
        var (state, task, told) = (referral.State(now), referral.Task(now, mayRead), referral.Events);
        states[state] = states.GetValueOrDefault(state) + 1;
        if (task is not null) tasks[task.Kind] = tasks.GetValueOrDefault(task.Kind) + 1;
        if (task is not null) Assert.False(string.IsNullOrEmpty(task.PersonId));
        var until = told.Max(one => one switch { ReferralOffered offered => offered.AnswerBy, _ => DateTimeOffset.MinValue });
        if (told.Any(one => one is ReferralRenewed)) until = told.OfType<ReferralRenewed>().Last().AnswerBy;
        var answered = told.Any(one => one is ReferralAccepted or ReferralDeclined or ReferralWithdrawn);
        var waits = !answered && now < until;
        var saidInAWord = told.Any(one => one is ReferralWithdrawn or ReferralFollowedUp) || (told.Any(one => one is ReferralServed) && mayRead) || told.Any(one => one is ReferralAccounted);
        var readAndOver = told.Any(one => one is ReferralDisclosed) && !told.Any(one => one is ReferralAccounted) && (!mayRead || told.Any(one => one is ReferralWithdrawn));
        Assert.True(waits || saidInAWord || task is not null, $"{state}: {string.Join(", ", told.Select(one => one.GetType().Name))}");
        if (readAndOver) Assert.Equal(ReferralTaskKind.SayWhatHappenedToTheData, task?.Kind);
        if (waits) Assert.Null(task);
    }

    private static ReferralEvent Drawn(Random random, DateTimeOffset now) => random.Next(11) switch
    {
        0 => new ReferralRenewed(now, "ana", now.AddHours(random.Next(-5, 60))),
        1 or 2 => new ReferralAccepted(now, "luc"),
        3 => new ReferralDeclined(now, "luc", random.Next(3) == 0 ? "" : "full"),
        4 => new ReferralWithdrawn(now, "ana", "she asked"),
        5 or 6 => new ReferralDisclosed(now, "ana", random.Next(5) == 0 ? ImmutableArray<DataItem>.Empty : [DataItem.Name]),
        7 => new ReferralServed(now, "luc", "a bed"),
        8 => new ReferralAccounted(now, "luc", "erased"),
        9 => new ReferralFollowedUp(now, "ana", "elsewhere"),
        _ => new ReferralHandedOver(now, "boss", (ReferralSide)random.Next(2), random.Next(4) == 0 ? "" : "eva"),
    };
}
