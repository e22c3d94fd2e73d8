using System.Collections.Immutable;
using Entraide.Core.Training;

namespace Entraide.Tests.Core.Training;

/// <summary>What was adapted is found and judged by what the designer said of each part.</summary>
public sealed class AdaptationTests
{
    private static readonly TrainingDesign Parent = SmallTraining.Design;

    private static ImmutableArray<DesignChange> Changes(TrainingDesign child, params string[] words) => Adaptation.Between(Parent, child, words);

    private static TrainingDesign Minutes(string activity, int minutes)
    {
        var session = Parent.Sessions.Single(one => one.Activities.Any(known => known.Id == activity));
        return Parent.With(session with { Activities = [.. session.Activities.Select(one => one.Id == activity ? one with { Minutes = minutes } : one)] });
    }

    [Fact]
    public void The_same_training_has_no_change_and_is_a_replication()
    {
        Assert.Empty(Changes(Parent));
        Assert.Equal(ReplicationLabel.Replication, Adaptation.LabelOf([]));
    }

    [Theory]
    [InlineData("play", 50, ChangeNature.Shortened, true, ReplicationLabel.Replication)]
    [InlineData("play", 30, ChangeNature.Shortened, false, ReplicationLabel.Derived)]
    [InlineData("play", 95, ChangeNature.Lengthened, false, ReplicationLabel.Derived)]
    [InlineData("look-back", 5, ChangeNature.Shortened, false, ReplicationLabel.Replication)]
    [InlineData("extra", 90, ChangeNature.Lengthened, false, ReplicationLabel.Replication)]
    public void Minutes_are_judged_by_bounds_and_only_the_core_makes_it_another_training(string activity, int minutes, ChangeNature nature, bool within, ReplicationLabel label)
    {
        var changes = Changes(Minutes(activity, minutes));
        Assert.Equal(($"activity:{activity}", nature, within), (changes.Single().Part, changes.Single().Nature, changes.Single().WithinBounds));
        Assert.Equal(label, Adaptation.LabelOf(changes));
    }

    [Fact]
    public void What_may_be_left_out_goes_and_the_core_does_not_without_being_said()
    {
        var without = Changes(Parent with { Modules = [.. Parent.Modules.Select(one => one with { Sessions = one.Sessions.RemoveAll(session => session.Id == "more") })] });
        Assert.Equal(new DesignChange("session:more", Component.Optional, ChangeNature.Removed, true), without.Single());
        var cut = Changes(Parent with { Modules = [.. Parent.Modules.Select(one => one with { Sessions = one.Sessions.RemoveAll(session => session.Id == "open") })] });
        Assert.Equal(ReplicationLabel.Derived, Adaptation.LabelOf(cut));
    }

    [Fact]
    public void Sessions_in_another_order_are_found_with_as_few_moves_as_it_took()
    {
        var one = Parent.Modules[0];
        var changes = Changes(Parent with { Modules = [one with { Sessions = [one.Sessions[1], one.Sessions[0]] }, Parent.Modules[1]] });
        Assert.Equal([ChangeNature.Reordered], changes.Select(change => change.Nature));
    }

    [Fact]
    public void Other_words_other_questions_and_added_sessions_are_found()
    {
        var item = Parent.Items[0];
        var session = new TrainingSession("ours", 2, SessionMode.Groups, Component.Core, [], [], null, 0, [new("ours-1", ActivityKind.Exercise, 10, Component.Core, 10, 10)]);
        var child = Parent with { Items = Parent.Items.Replace(item, item with { Key = ["a"] }), Modules = [Parent.Modules[0], Parent.Modules[1] with { Sessions = Parent.Modules[1].Sessions.Add(session) }] };
        var changes = Changes(child, "session.open.notes", "item.q2.stem", "gone.block");
        Assert.Equal(["session:ours Added True", "item:q1 Replaced False", "text:session.open.notes Tailored True", "text:item.q2.stem Tailored False"], changes.Select(one => $"{one.Part} {one.Nature} {one.WithinBounds}"));
        Assert.Equal(ReplicationLabel.Derived, Adaptation.LabelOf(changes));
    }

    [Fact]
    public void Fidelity_is_a_profile_of_what_is_known()
    {
        var held = Parent.Activities.Select(one => new DeliveredActivity(one.Id, one.Id switch { "why" => DeliveryOutcome.Omitted, "play" => DeliveryOutcome.Adapted, _ => DeliveryOutcome.Delivered }, one.Id == "why" ? 0 : one.Minutes, Observer.Self, "")).ToList();
        var profile = FidelityProfile.Of(Parent, held, (900, 1000), 4, 4.5);
        // Core: 20 + 30 (left out) + 60 (changed: half) + 20 + 20.
        Assert.Equal(90.0 / 150, profile.Adherence!.Value, 12);
        Assert.Equal((0.9, 170.0 / 200), (profile.Coverage!.Value, Math.Round(profile.Dose!.Value, 12)));
        Assert.Equal(new FidelityProfile(null, null, null, null, null), FidelityProfile.Of(Parent, [], (0, 0), null, null));
    }
}
