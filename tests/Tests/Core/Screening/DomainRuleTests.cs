using Entraide.Core.Screening;
using Entraide.Core.Text;
using Entraide.Node.Identification;
using Entraide.Node.Platform;

namespace Entraide.Tests.Core.Screening;

/// <summary>The rules of the field that screening must obey, each by its name and its basis in law.</summary>
public sealed class DomainRuleTests
{
    private static readonly Procedure FirstResponse = InstrumentLibrary.Shipped.Procedures["first-response"];

    [Fact] // Directive 2011/36/EU art. 11(2)
    public void Rule_1_help_is_offered_at_every_outcome_and_no_step_waits_for_formal_identification() =>
        Assert.All(InstrumentLibrary.Shipped.Instruments.SelectMany(instrument => instrument.Outcomes), row =>
        {
            Assert.Contains("offer-help", row.NextSteps);
            Assert.Contains("inform-rights", row.NextSteps);
            Assert.DoesNotContain(row.NextSteps, step => step.Contains("identif", StringComparison.Ordinal));
        });

    [Fact] // art. 11(3)
    public void Rule_2_cooperating_with_the_police_is_no_question_no_step_and_no_condition()
    {
        Assert.DoesNotContain(Enum.GetNames<Turn>(), turn => turn.Contains("Police", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(FirstResponse.Steps, step => step.Id.Contains("police", StringComparison.Ordinal) || step.Id.Contains("cooperat", StringComparison.Ordinal) || step.Id.Contains("testif", StringComparison.Ordinal));
        Assert.DoesNotContain(InstrumentLibrary.Shipped.Instruments.SelectMany(instrument => instrument.Indicators), indicator => indicator.Concept.Contains("police", StringComparison.Ordinal) || indicator.Concept.Contains("cooperat", StringComparison.Ordinal));
        Assert.Contains("never depends on talking to the police", Shipped.Adult.Wording["en"].Steps["offer-help"].Text);
    }

    [Fact] // art. 13(2)
    public void Rule_4_where_age_is_uncertain_the_instrument_for_children_applies()
    {
        var library = InstrumentLibrary.Shipped;
        Assert.Equal(Shipped.Child, library.For(Shipped.Adult, Age.PerhapsChild));
        Assert.Equal(Shipped.Child, library.For(Shipped.Adult, Age.Child));
        Assert.Equal(Shipped.Adult, library.For(Shipped.Adult, Age.Adult));
        Assert.Equal(Shipped.Child, library.For(Shipped.Checklist, Age.PerhapsChild));
        Assert.All(library.Instruments, instrument => Assert.Equal(Population.Child, library.For(instrument, Age.PerhapsChild).Population));
        Assert.All(Shipped.Child.Outcomes, row => Assert.Contains("child-protection", row.NextSteps));
    }

    [Fact] // art. 2(5)
    public void Rule_5_for_a_child_exploitation_alone_is_enough_and_no_means_is_asked_for()
    {
        var child = Shipped.Screen(Shipped.Child, ["CL-EX-hours", "CL-EX-lowpay"], Answer.No);
        Assert.Equal(("trafficking-indicated", "not-required"), (child.Outcome, child.Elements.Means));
        Assert.Equal("labour-rights", Shipped.Screen(Shipped.Adult, ["AL-EX-hours", "AL-EX-lowpay"], Answer.No).Outcome);
    }

    [Fact] // art. 2(4)
    public void Rule_6_consent_is_no_question_and_where_a_means_was_used_the_result_says_that_it_does_not_matter()
    {
        Assert.DoesNotContain(InstrumentLibrary.Shipped.Instruments.SelectMany(instrument => instrument.Indicators), indicator => indicator.Concept.Contains("consent", StringComparison.Ordinal) || indicator.Concept.Contains("agree", StringComparison.Ordinal));
        var withMeans = Shipped.Screen(Shipped.Adult, ["AL-CD-docs", "AL-CD-debt"]);
        Assert.Equal("indicated", withMeans.Elements.Means);
        Assert.Contains(Shipped.English["because.consent"], withMeans.Because(Shipped.English));
        Assert.DoesNotContain(Shipped.English["because.consent"], Shipped.Screen(Shipped.Adult, []).Because(Shipped.English));
    }

    [Fact]
    public void Rule_7_every_result_says_that_it_is_no_legal_finding_and_none_gives_a_score()
    {
        foreach (var language in Language.All)
            foreach (var instrument in InstrumentLibrary.Shipped.Instruments)
                foreach (var rest in (Answer[])[Answer.Yes, Answer.No, Answer.Unknown])
                {
                    var say = Catalogues.For(language);
                    var result = Shipped.Screen(instrument, [], rest);
                    Assert.Equal(say["because.human-decides"], result.Because(say)[^1]);
                    Assert.DoesNotContain("%", ResultText.Write(result, language));
                }
    }

    [Fact]
    public void Rule_7_no_outcome_says_that_somebody_is_not_a_victim()
    {
        // What must not be said, in each language; the list is short, and a reader of each language looks at the rest.
        string[] never = ["not a victim", "no victim", "pas victime", "pas une victime", "geen slachtoffer", "non è una vittima", "non è vittima", "δεν είναι θύμα", "mağdur değil", "nu este victim", "не є жертвою", "не жертва", "не является жертвой", "ليس ضحية", "ليست ضحية"];
        Assert.All(Directory.EnumerateFiles(Repository.File("instruments", "wording"), "*.json", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(Repository.File("src", "Node"), "*.json", SearchOption.AllDirectories)),
            file => Assert.All(never, sentence => Assert.DoesNotContain(sentence, File.ReadAllText(file), StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void Rule_14_no_name_is_needed_and_there_is_no_field_for_one()
    {
        Assert.Equal("not-enough-information", ScreeningEngine.Evaluate(Answers.None(Shipped.Adult)).Outcome);
        // What the desk's form may ask for is tested on the page itself (ScreenTests), what a draft holds on the phone (PhoneStory).
        Assert.DoesNotContain(typeof(Answers).GetProperties().Concat(typeof(KeptDraft).GetProperties()).Concat(typeof(Situation).GetProperties()), property => property.Name.Contains("Name", StringComparison.Ordinal) || property.Name.Contains("Person", StringComparison.Ordinal));
    }

    [Fact]
    public void Rule_15_no_step_turns_to_immigration_control()
    {
        Assert.Equal(["Person", "Own", "SupportOrganisation", "ChildProtection", "LabourInspectorate", "Emergency"], Enum.GetNames<Turn>());
        foreach (var words in (IEnumerable<string>)["migration", "border", "deport", "residence permit check"])
            Assert.DoesNotContain(FirstResponse.Steps, step => $"{step.Id} {Shipped.Adult.Wording["en"].Steps[step.Id].Title} {Shipped.Adult.Wording["en"].Steps[step.Id].Text}".Contains(words, StringComparison.OrdinalIgnoreCase));
    }
}
