using System.Collections.Immutable;
using Entraide.Core.Text;

namespace Entraide.Core.Screening;

/// <summary>What the answers say about one dimension.</summary>
/// <param name="Id">The dimension, for example <c>EX</c>.</param>
/// <param name="Rule">The first rule that makes it positive; null where none does.</param>
/// <param name="Strong">Ids of the present strong indicators, in ordinal order; likewise the others.</param>
public sealed record DimensionResult(string Id, string? Rule, ImmutableArray<string> Strong, ImmutableArray<string> Medium, ImmutableArray<string> Weak)
{
    public bool Positive => Rule is not null;
}

/// <summary>
/// The elements of trafficking as the answers show them. A value that is not shown is still to be established, never
/// excluded.
/// </summary>
/// <param name="Act"><c>recruitment</c> or <c>to-be-established</c>.</param>
/// <param name="Means"><c>indicated</c>, <c>not-required</c> (for a child, Directive 2011/36/EU art. 2(5)) or <c>to-be-established</c>.</param>
/// <param name="Purpose"><c>indicated</c> or <c>to-be-established</c>.</param>
public sealed record ElementsResult(string Act, string Means, string Purpose);

/// <summary>
/// What follows from the answers to an instrument. A reason to act and to refer, never a legal finding: it knows no
/// score and no outcome that says somebody is not a victim.
/// </summary>
public sealed class ScreeningResult
{
    private readonly Answers answers;
    private readonly ImmutableArray<int> ruleByDimension;
    private readonly int row;
    private readonly ImmutableArray<string> askNext;

    internal ScreeningResult(Answers answers, ImmutableArray<int> ruleByDimension, int row, ImmutableArray<string> askNext) =>
        (this.answers, this.ruleByDimension, this.row, this.askNext) = (answers, ruleByDimension, row, askNext);

    public Instrument Instrument => answers.Instrument;

    /// <summary>The row of the outcome table that was reached.</summary>
    public OutcomeRow Row => Instrument.Outcomes[row];

    /// <summary>The outcome's id, for example <c>at-risk</c>.</summary>
    public string Outcome => Row.Id;

    /// <summary>Ids of the procedure's steps, in the order in which they are to be taken.</summary>
    public ImmutableArray<string> NextSteps => Row.NextSteps;

    /// <summary>
    /// At most five open indicators that could lead to an earlier outcome row with the fewest further yes answers,
    /// nearest first, then in the instrument's order.
    /// </summary>
    public ImmutableArray<string> AskNext => askNext;

    /// <summary>How many indicators are answered yes.</summary>
    public int PresentCount => answers.InOrder.Count(Answer.Yes);

    /// <summary>Each dimension in the instrument's order; empty for a checklist.</summary>
    public ImmutableArray<DimensionResult> Dimensions => [.. Instrument.Dimensions.Select((id, dimension) => new DimensionResult(
        id, ruleByDimension[dimension] is var rule and >= 0 ? Instrument.Rules[rule].Id : null,
        Present(dimension, Strength.Strong), Present(dimension, Strength.Medium), Present(dimension, Strength.Weak)))];

    public ElementsResult Elements
    {
        get
        {
            const string Open = "to-be-established", Shown = "indicated";
            if (Instrument.Elements is not { } mapping) return new ElementsResult(Open, Open, Open);
            return new ElementsResult(
                mapping.Recruitment.Any(dimension => AnyPresent(dimension)) ? "recruitment" : Open,
                mapping.Means is not { } means ? "not-required" : means.Any(IsPositive) ? Shown : Open,
                mapping.Purpose.Any(IsPositive) ? Shown : Open);
        }
    }

    /// <summary>The reasons, as sentences in the language of <paramref name="catalogue"/>.</summary>
    public ImmutableArray<string> Because(Catalogue catalogue)
    {
        var wording = Instrument.Wording[catalogue.Language.Tag];
        var sentences = ImmutableArray.CreateBuilder<string>();
        sentences.Add(catalogue.Say("because.outcome", ("outcome", wording.Outcomes[Outcome].Title)));
        if (Instrument.Elements is not { } mapping)
        {
            sentences.Add(catalogue.Say("because.present", ("count", PresentCount)));
        }
        else
        {
            for (var dimension = 0; dimension < Instrument.Dimensions.Length; dimension++)
                if (IsPositive(dimension))
                    sentences.Add(catalogue.Say("because.dimension", ("dimension", wording.Dimensions[Instrument.Dimensions[dimension]]), ("rule", wording.Rules[Instrument.Rules[ruleByDimension[dimension]].Id])));
            if (!ruleByDimension.Any(rule => rule >= 0)) sentences.Add(catalogue["because.no-dimension"]);
            var elements = Elements;
            sentences.Add(catalogue["because.act." + elements.Act]);
            sentences.Add(catalogue["because.means." + elements.Means]);
            sentences.Add(catalogue["because.purpose." + elements.Purpose]);
            // Directive 2011/36/EU art. 2(4); for a child the question does not even arise.
            if (elements.Means == "indicated") sentences.Add(catalogue["because.consent"]);
        }
        if (Instrument.Status == InstrumentStatus.Draft) sentences.Add(catalogue["because.draft"]);
        sentences.Add(catalogue["because.human-decides"]);
        return sentences.ToImmutable();
    }

    /// <summary>The result as canonical JSON; the phone writes the same bytes.</summary>
    /// <param name="catalogue">Gives the language of the sentences in <c>because</c>.</param>
    public ReadOnlyMemory<byte> ToJson(Catalogue catalogue)
    {
        var json = new CanonicalJson();
        json.Open('{').Name("instrument").Value(Instrument.Id).Name("version").Value(Instrument.Version).Name("dimensions").Open('[');
        foreach (var dimension in Dimensions)
            json.Open('{').Name("id").Value(dimension.Id).Name("positive").Value(dimension.Positive).Name("rule").Value(dimension.Rule)
                .Name("strong").Values(dimension.Strong).Name("medium").Values(dimension.Medium).Name("weak").Values(dimension.Weak).Close('}');
        var elements = Elements;
        json.Close(']').Name("elements").Open('{').Name("act").Value(elements.Act).Name("means").Value(elements.Means).Name("purpose").Value(elements.Purpose).Close('}');
        json.Name("outcome").Value(Outcome).Name("because").Values(Because(catalogue)).Name("askNext").Values(AskNext).Name("nextSteps").Values(NextSteps);
        return json.Close('}').Bytes;
    }

    private bool IsPositive(int dimension) => ruleByDimension[dimension] >= 0;

    private bool AnyPresent(int dimension)
    {
        for (var i = 0; i < answers.InOrder.Length; i++)
            if (answers.InOrder[i] == Answer.Yes && Instrument.Indicators[i].Dimension == dimension) return true;
        return false;
    }

    private ImmutableArray<string> Present(int dimension, Strength strength)
    {
        var ids = new List<string>();
        for (var i = 0; i < answers.InOrder.Length; i++)
            if (answers.InOrder[i] == Answer.Yes && Instrument.Indicators[i] is var indicator && indicator.Dimension == dimension && indicator.Strength == strength)
                ids.Add(indicator.Id);
        ids.Sort(StringComparer.Ordinal);
        return [.. ids];
    }
}
