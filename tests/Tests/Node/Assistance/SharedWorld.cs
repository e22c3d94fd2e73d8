using System.Collections.Immutable;
using Entraide.Core.Assistance;
using Entraide.Node.Assistance;

namespace Entraide.Tests.Node.Assistance;

/// <summary>Something that happens between a person, her social worker and organisations.</summary>
internal sealed record SharedMove(string What, string Organisation, SharingPurpose Purpose, ImmutableArray<DataItem> Items, int Number, TimeSpan Passes)
{
    public static readonly ImmutableArray<string> Organisations = ["shelter", "police"];
    public static readonly ImmutableArray<SharingPurpose> Purposes = [SharingPurpose.Care, SharingPurpose.Investigation];
    private static readonly ImmutableArray<DataItem> All = [.. Enum.GetValues<DataItem>()];
    private static readonly ImmutableArray<string> Whats = ["grant", "grant", "grant", "unrecorded", "withdraw", "withdraw-some", "refer", "accept", "disclose", "disclose", "serve", "take-back", "wait", "wait-long"];

    /// <summary>How most ways begin, so that there is something to be read at all; then anything may happen.</summary>
    public static IEnumerable<SharedMove> Begin(Random random)
    {
        var (organisation, purpose) = (Organisations[Seldom(random)], Purposes[Seldom(random)]);
        SharedMove Move(string what, ImmutableArray<DataItem> items) => new(what, organisation, purpose, items, 7, what == "grant" && (organisation == "police" || purpose == SharingPurpose.Investigation) ? TimeSpan.Zero : TimeSpan.FromHours(what == "refer" ? 25 : 1));
        return [Move("grant", All), Move("refer", []), Move("accept", []), Move("disclose", [.. All.Where(_ => random.Next(3) == 0)])];
    }

    private static int Seldom(Random random) => random.Next(4) == 0 ? 1 : 0;

    public static SharedMove Next(Random random)
    {
        var what = Whats[random.Next(Whats.Length)];
        // Grants are wide and disclosures narrow, so that there is something to read, and to take back.
        ImmutableArray<DataItem> items = what is "grant" or "unrecorded" ? [.. All.Where(_ => random.Next(3) > 0)] : [.. All.Where(_ => random.Next(8) == 0)];
        return new SharedMove(what, Organisations[Seldom(random)], Purposes[Seldom(random)], items, random.Next(8),
            what switch { "wait-long" => TimeSpan.FromDays(random.Next(1, 20)), "wait" => TimeSpan.FromMinutes(random.Next(1, 2000)), _ => TimeSpan.FromMinutes(random.Next(1, 60)) });
    }
}

/// <summary>The program's own parts: grants, the referral, the gate, the fields. Every field carries a token that is its name.</summary>
internal sealed class SharedWorld
{
    private readonly Dictionary<(string, SharingPurpose), Referral> referrals = [];
    private Consents consents = Consents.None;

    public DateTimeOffset Now { get; private set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public void Do(SharedMove move)
    {
        Now += move.Passes;
        var key = (move.Organisation, move.Purpose);
        switch (move.What)
        {
            case "grant" or "unrecorded":
                var grant = new ConsentGrant
                {
                    Id = $"g{consents.Grants.Length}", RecipientId = move.Organisation, Purpose = move.Purpose, Items = move.Items, GivenAt = Now, Until = Now + TimeSpan.FromDays(5 + move.Number), Language = "en",
                    Present = move.What == "grant" ? "" : null, ToAuthority = move.Organisation == "police",
                };
                if (move.Items.Length > 0) consents = consents with { Grants = consents.Grants.Add(grant) };
                break;
            case "withdraw" or "withdraw-some" when consents.Grants.Length > 0:
                var taken = consents.Grants[move.Number % consents.Grants.Length];
                consents = consents with { Withdrawals = consents.Withdrawals.Add(new ConsentWithdrawal(taken.Id, Now, move.What == "withdraw" ? [] : move.Items)) };
                break;
            case "refer" when ConsentGate.Passing(consents, move.Organisation, move.Purpose, [DataItem.Outline], Now).Length == 1:
                referrals[key] = Referral.Begin(new ReferralOffered(Now, "worker", move.Organisation, Now + TimeSpan.FromDays(2)));
                break;
            case "accept": Step(key, new ReferralAccepted(Now, "receiver")); break;
            case "serve": Step(key, new ReferralServed(Now, "receiver", "Shelter")); break;
            case "take-back": Step(key, new ReferralWithdrawn(Now, "worker", "danger")); break;
            case "disclose" when consents.Ask(move.Organisation, move.Purpose, move.Items, Now).IsAllowed: Step(key, new ReferralDisclosed(Now, "worker", move.Items)); break;
        }
    }

    /// <summary>The tokens that an organisation reads through its referral for a purpose.</summary>
    public HashSet<string> Reads(string organisation, SharingPurpose purpose)
    {
        if (!referrals.TryGetValue((organisation, purpose), out var course)) return [];
        var row = new ReferralRow { ReferralId = "r", RecordId = "c", OrganisationId = "ours", RecipientId = organisation, Purpose = purpose, SentAt = Now, AnswerBy = Now, Stage = ReferralState.Offered, Outline = [], Course = [] };
        return [.. OpenReferral.Readable(row, course, consents, Now).SelectMany(CaseFields.Of).Select(field => field.Id)];
    }

    private void Step((string, SharingPurpose) key, ReferralEvent next)
    {
        if (referrals.TryGetValue(key, out var course) && course.Fault(next) is null) referrals[key] = course.With(next);
    }
}

/// <summary>The same told anew in the plainest way, from the promise and not from the program: a list of what happened, asked at each reading.</summary>
internal sealed class SharedModel
{
    private sealed record Given(string To, SharingPurpose For, HashSet<DataItem> Items, DateTimeOffset From, DateTimeOffset Until, HashSet<DataItem> Kept);

    private sealed class Way
    {
        public DateTimeOffset AnswerBy { get; init; }
        public bool Accepted { get; set; }
        public bool TakenBack { get; set; }
        public HashSet<DataItem> Opened { get; } = [];
    }

    private readonly List<Given?> given = [];
    private readonly Dictionary<(string, SharingPurpose), Way> ways = [];
    private DateTimeOffset now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public void Do(SharedMove move)
    {
        now += move.Passes;
        var key = (move.Organisation, move.Purpose);
        if (move.What == "grant" && move.Items.Length > 0)
        {
            var thought = move.Organisation == "police" || move.Purpose == SharingPurpose.Investigation ? TimeSpan.FromHours(24) : TimeSpan.Zero;
            given.Add(new Given(move.Organisation, move.Purpose, [.. move.Items], now + thought, now + TimeSpan.FromDays(5 + move.Number), [.. move.Items]));
        }
        // Nobody wrote down who was in the room: it stands in the list and opens nothing.
        if (move.What == "unrecorded" && move.Items.Length > 0) given.Add(null);
        if (move.What.StartsWith("withdraw", StringComparison.Ordinal) && given.Count > 0 && given[move.Number % given.Count] is { } taken)
        {
            if (move.What == "withdraw" || move.Items.Length == 0) taken.Kept.Clear();
            else taken.Kept.ExceptWith(move.Items);
        }
        if (move.What == "refer" && May(move.Organisation, move.Purpose, DataItem.Outline, now)) ways[key] = new Way { AnswerBy = now + TimeSpan.FromDays(2) };
        if (!ways.TryGetValue(key, out var way)) return;
        if (move.What == "accept" && !way.Accepted && !way.TakenBack && now < way.AnswerBy) way.Accepted = true;
        if (move.What == "take-back") way.TakenBack = true;
        if (move.What == "disclose" && way.Accepted && !way.TakenBack && move.Items.Length > 0 && move.Items.All(item => May(move.Organisation, move.Purpose, item, now))) way.Opened.UnionWith(move.Items);
    }

    public HashSet<string> Reads(string organisation, SharingPurpose purpose, DateTimeOffset at) =>
        ways.TryGetValue((organisation, purpose), out var way) && !way.TakenBack ? [.. way.Opened.Where(item => May(organisation, purpose, item, at)).SelectMany(item => CaseFields.All.Where(field => field.Item == item)).Select(field => field.Id)] : [];

    private bool May(string organisation, SharingPurpose purpose, DataItem item, DateTimeOffset at) =>
        given.Any(one => one is not null && one.To == organisation && one.For == purpose && one.Kept.Contains(item) && one.From <= at && at < one.Until);
}
