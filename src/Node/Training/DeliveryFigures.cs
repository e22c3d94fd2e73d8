using System.Collections.Immutable;
using System.Globalization;
using Entraide.Core.Statistics;
using Entraide.Core.Training;

namespace Entraide.Node.Training;

/// <summary>A sheet that somebody answered under a code.</summary>
internal sealed record AnsweredSheet(string Code, FormKind Form, string Language, IReadOnlyDictionary<string, string> Values);

/// <summary>
/// What a delivery shows: what was learnt, how each question did, what was said, how truly it was held. Worked out from
/// answers that nobody can be found by, and shown with no group of fewer than five people.
/// </summary>
public sealed record DeliveryFigures
{
    public required LearningGain Learning { get; init; }

    /// <summary>Points that can be had in a test.</summary>
    public required int Most { get; init; }

    /// <summary>The questions of the test after the training, in its order.</summary>
    public required ImmutableArray<string> Items { get; init; }

    public required ItemAnalysis After { get; init; }
    public required ImmutableArray<LanguageFinding> Languages { get; init; }
    public required ImmutableArray<BundleCell> Cells { get; init; }

    /// <summary>Statements with a scale, and how they were answered; the mean is null where fewer than five did.</summary>
    public required ImmutableArray<(string Statement, int Responses, double? Mean)> Reaction { get; init; }

    /// <summary>Those who take part, by profession and country.</summary>
    public required ProtectedCounts Counts { get; init; }

    /// <summary>Those who were accepted.</summary>
    public required int People { get; init; }

    public required FidelityProfile Fidelity { get; init; }

    /// <summary>Whether enough people wrote both tests for a gain to be shown.</summary>
    public bool ShowsLearning => Learning.Pairs >= ResultBundle.Threshold;

    internal static DeliveryFigures Of(DeliveryRow row, TrainingDesign design, IReadOnlyCollection<AnsweredSheet> sheets, IReadOnlyCollection<PersonRow> people, IReadOnlyCollection<SignInRow> signIns, IReadOnlyCollection<HeldRow> held)
    {
        var accepted = people.Where(one => one.State == PersonState.Accepted).ToList();
        var (before, after) = (Points(design, sheets, FormKind.Before), Points(design, sheets, FormKind.After));
        var scores = before.Keys.Union(after.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(code => new BeforeAndAfter(Score(before, code), Score(after, code))).ToList();
        var most = Math.Max(1, design.After.Length);
        var answered = sheets.Where(one => one.Form == FormKind.After).OrderBy(one => one.Code, StringComparer.Ordinal).ToList();
        var rights = answered.Select(sheet => (IReadOnlyList<bool?>)[.. design.After.Select(id => (bool?)Right(design, sheet, id))]).ToList();
        var reaction = design.Reaction.Where(one => one.Scale).Select(one => Reacted(sheets, one.Id)).ToImmutableArray();
        var told = reaction.Where(one => one.Mean is not null).Select(one => one.Mean!.Value).ToList();
        var minutes = design.Sessions.ToDictionary(one => one.Id, one => one.Minutes, StringComparer.Ordinal);
        var there = accepted.Select(one => one.RecordId).ToHashSet(StringComparer.Ordinal);
        return new DeliveryFigures
        {
            Learning = LearningGain.Of(scores, most, SeedOf(row.BundleId)),
            Most = most,
            Items = design.After,
            After = ItemAnalysis.Of(rights),
            Languages = LanguageBias.FromPeople([.. answered.Select((sheet, i) => new LanguageAnswers(sheet.Language, rights[i]))]),
            Cells = [.. CellsOf(design, answered, rights)],
            Reaction = reaction,
            Counts = ProtectedCounts.Of([.. accepted.Select(one => new CountedPerson(new Dictionary<string, string>(StringComparer.Ordinal) { ["profession"] = one.Profession, ["country"] = one.Country }))]),
            People = accepted.Count,
            Fidelity = FidelityProfile.Of(design, [.. held.Select(one => new DeliveredActivity(one.Activity, one.Outcome, one.Minutes, one.Observer, one.Note))],
                (signIns.Where(one => there.Contains(one.PersonId)).Sum(one => one.Minutes), accepted.Count * minutes.Values.Sum()), row.Quality, told.Count == 0 ? null : told.Average()),
        };
    }

    /// <summary>The seed of the interval: the same delivery gives the same interval on every node.</summary>
    private static ulong SeedOf(string id) => ulong.Parse(id.AsSpan(0, 16), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static bool Right(TrainingDesign design, AnsweredSheet sheet, string item) => sheet.Values.TryGetValue(item, out var chosen) && design.Item(item)!.IsRight(chosen.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static Dictionary<string, double> Points(TrainingDesign design, IEnumerable<AnsweredSheet> sheets, FormKind form) =>
        sheets.Where(one => one.Form == form).ToDictionary(one => one.Code, one => (double)design.Asked(form).Count(item => Right(design, one, item)), StringComparer.Ordinal);

    private static double? Score(Dictionary<string, double> points, string code) => points.TryGetValue(code, out var score) ? score : null;

    private static (string Statement, int Responses, double? Mean) Reacted(IEnumerable<AnsweredSheet> sheets, string statement)
    {
        var values = sheets.Where(one => one.Form == FormKind.Reaction && one.Values.TryGetValue(statement, out var value) && value.Length == 1).Select(one => one.Values[statement][0] - '0').ToList();
        return (statement, values.Count, values.Count >= ResultBundle.Threshold ? values.Average() : null);
    }

    // People of a language who did about as well on the other questions, in fifths: what can be added up over trainings.
    private static IEnumerable<BundleCell> CellsOf(TrainingDesign design, IReadOnlyList<AnsweredSheet> sheets, List<IReadOnlyList<bool?>> rights)
    {
        for (var item = 0; item < design.After.Length; item++)
        {
            var (id, at) = (design.After[item], item);
            var cells = sheets.Select((sheet, i) => (sheet.Language, Band: BandOf(rights[i], at), Right: rights[i][at] == true)).GroupBy(one => (one.Language, one.Band)).OrderBy(one => one.Key.Language, StringComparer.Ordinal).ThenBy(one => one.Key.Band);
            foreach (var cell in cells.Where(one => one.Count() >= ResultBundle.Threshold)) yield return new BundleCell(id, cell.Key.Language, cell.Key.Band, cell.Count(), cell.Count(one => one.Right));
        }
    }

    private static int BandOf(IReadOnlyList<bool?> answers, int without)
    {
        var others = answers.Count - 1;
        return others == 0 ? 0 : Math.Min(4, answers.Where((_, i) => i != without).Count(one => one == true) * 5 / others);
    }
}
