using Entraide.Node.Assistance;
using Entraide.Node.Identification;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Training;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Entraide.Node.Impact;

/// <summary>Whether practice changes: what an organisation does, quarter by quarter. No count of fewer than five people is shown.</summary>
public static class ShowPractice
{
    /// <summary>Fewer people than this are not told, nor anything worked out of them.</summary>
    public const int Threshold = 5;

    /// <summary>A quarter. A number is null where fewer than five people stand behind it, or nobody.</summary>
    /// <param name="MedianDays">Of the cases with a referral: days from the beginning of help until the first.</param>
    public sealed record QuarterOfPractice(string Quarter, int? Screenings, int? Cases, int? ReflectionPeriods, int? Referrals, int? TakenUp, double? MedianDays, int Trainings, int? Trained);

    public static async Task<IResult> Show(Frame frame, Caller caller, ScreeningCounts screenings, CaseFacts cases, TrainingCounts trainings)
    {
        var (screened, referred, trained) = (await screenings.ByQuarter(caller), await cases.Referrals(caller), await trainings.ByQuarter(caller));
        var counted = await cases.Read(caller);
        var quarters = screened.Select(one => one.Quarter).Concat(referred.Select(one => one.Quarter)).Concat(trained.Select(one => one.Quarter)).Concat(counted.Cases.Select(one => one.Quarter)).Distinct().OrderDescending(StringComparer.Ordinal).Take(20)
            .Select(quarter => Of(quarter, screened.FirstOrDefault(one => one.Quarter == quarter).Kept, [.. counted.Cases.Where(one => one.Quarter == quarter)], referred.FirstOrDefault(one => one.Quarter == quarter), trained.FirstOrDefault(one => one.Quarter == quarter))).ToList();
        return new RazorComponentResult<PracticePage>(new { Frame = frame, Quarters = quarters, Others = counted.Others.Count });
    }

    private static QuarterOfPractice Of(string quarter, int screened, IReadOnlyList<CountedCase> cases, ReferralsOfQuarter? referrals, TrainingsOfQuarter? trainings)
    {
        var days = cases.Where(one => one.DaysToReferral is not null).Select(one => (double)one.DaysToReferral!.Value).Order().ToList();
        var reflection = cases.Count(one => one.HasReflectionPeriod);
        return new QuarterOfPractice(quarter, Shown(screened), Shown(cases.Count), Part(reflection, cases.Count), referrals?.Persons >= Threshold ? referrals.Sent : null, TakenUp(referrals), days.Count < Threshold ? null : Core.Statistics.Sample.Quantile(days, 0.5), trainings?.Held ?? 0, Shown(trainings?.Participants ?? 0));
    }

    // Counted in referrals and protected by people: five referrals may be one person's.
    private static int? TakenUp(ReferralsOfQuarter? sent) => sent is { PersonsTakenUp: >= Threshold, PersonsLeft: 0 or >= Threshold } ? sent.TakenUp : null;

    private static int? Shown(int people) => people >= Threshold ? people : null;

    // Of a whole that is shown, the rest must not be few either: it could be subtracted.
    private static int? Part(int people, int whole) => Shown(people) is { } shown && (whole == people || whole - people >= Threshold) ? shown : null;
}
