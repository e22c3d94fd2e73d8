using System.Collections.Immutable;
using Entraide.Core.Assistance;

namespace Entraide.Tests.Core.Assistance;

/// <summary>Nothing leaves beyond what the person agreed to, at the moment at which it leaves.</summary>
public sealed class ConsentTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private static readonly ConsentGrant Yes = new()
    {
        Id = "g1",
        RecipientId = "shelter",
        Purpose = SharingPurpose.Care,
        Items = [DataItem.Outline, DataItem.Name],
        GivenAt = Noon,
        Until = Noon.AddDays(30),
        Language = "ro",
        Present = "",
    };

    public static TheoryData<ConsentRefusal, Consents, string, SharingPurpose, DataItem, double> Refusals => new()
    {
        { ConsentRefusal.NoConsent, Consents.None, "shelter", SharingPurpose.Care, DataItem.Name, 1 },
        { ConsentRefusal.WrongRecipient, new([Yes], []), "other", SharingPurpose.Care, DataItem.Name, 1 },
        { ConsentRefusal.WrongPurpose, new([Yes], []), "shelter", SharingPurpose.Statistics, DataItem.Name, 1 },
        { ConsentRefusal.WrongItem, new([Yes], []), "shelter", SharingPurpose.Care, DataItem.Health, 1 },
        { ConsentRefusal.RoomNotRecorded, new([Yes with { Present = null }], []), "shelter", SharingPurpose.Care, DataItem.Name, 1 },
        { ConsentRefusal.Withdrawn, new([Yes], [new("g1", Noon.AddDays(1), [])]), "shelter", SharingPurpose.Care, DataItem.Name, 1 },
        { ConsentRefusal.Withdrawn, new([Yes], [new("g1", Noon.AddDays(1), [DataItem.Name])]), "shelter", SharingPurpose.Care, DataItem.Name, 1 },
        { ConsentRefusal.Expired, new([Yes], []), "shelter", SharingPurpose.Care, DataItem.Name, 30 },
        { ConsentRefusal.NotYet, new([Yes], []), "shelter", SharingPurpose.Care, DataItem.Name, -0.001 },
        { ConsentRefusal.NotYet, new([Yes with { Purpose = SharingPurpose.Investigation }], []), "shelter", SharingPurpose.Investigation, DataItem.Name, 0.99 },
    };

    [Theory, MemberData(nameof(Refusals))]
    public void What_is_beyond_is_refused_and_says_why(ConsentRefusal expected, Consents consents, string recipient, SharingPurpose purpose, DataItem item, double days)
    {
        var answer = consents.Ask(recipient, purpose, [item], Noon.AddDays(days));
        Assert.False(answer.IsAllowed);
        Assert.Equal(expected, Assert.Single(answer.Refused).Value);
    }

    [Fact]
    public void What_was_agreed_to_goes_through_until_it_is_taken_back_or_over()
    {
        Assert.True(new Consents([Yes], []).Ask("shelter", SharingPurpose.Care, [DataItem.Outline, DataItem.Name], Noon).IsAllowed);
        var partly = new Consents([Yes], [new("g1", Noon.AddDays(1), [DataItem.Name])]);
        Assert.True(partly.Ask("shelter", SharingPurpose.Care, [DataItem.Outline], Noon.AddDays(2)).IsAllowed);
        Assert.Equal([DataItem.Outline], partly.Standing(Yes, Noon.AddDays(2)));
        // All or nothing: what was asked for together is refused together, and says which.
        Assert.Equal([DataItem.Name], partly.Ask("shelter", SharingPurpose.Care, [DataItem.Outline, DataItem.Name], Noon.AddDays(2)).Refused.Keys);
        Assert.True(new Consents([Yes with { Purpose = SharingPurpose.Investigation, InDanger = true }], []).Ask("shelter", SharingPurpose.Investigation, [DataItem.Name], Noon).IsAllowed);
        Assert.False(new Consents([Yes], []).Ask("shelter", SharingPurpose.Care, [], Noon).IsAllowed);
    }

    [Fact]
    public void A_grant_says_what_is_wrong_with_it()
    {
        Assert.Null(Yes.Fault);
        Assert.Equal(ConsentFault.NoItems, (Yes with { Items = [] }).Fault);
        Assert.Equal(ConsentFault.NoRecipient, (Yes with { RecipientId = "" }).Fault);
        Assert.Equal(ConsentFault.NoLanguage, (Yes with { Language = "" }).Fault);
        Assert.Equal(ConsentFault.RoomNotRecorded, (Yes with { Present = null }).Fault);
        Assert.Equal(ConsentFault.NoTime, (Yes with { Until = Noon }).Fault);
        Assert.Equal(ConsentFault.TooLong, (Yes with { Until = Noon.AddDays(91) }).Fault);
        Assert.Equal(ConsentFault.TooLong, (Yes with { Purpose = SharingPurpose.Prosecution, Until = Noon.AddDays(31) }).Fault);
    }

    [Fact]
    public void Ten_thousand_histories_agree_with_a_model_that_was_written_apart()
    {
        var (allowed, refused) = (0, new HashSet<ConsentRefusal>());
        for (var seed = 0; seed < 10_000; seed++)
        {
            var random = new Random(seed);
            var (consents, model) = (Consents.None, new Ledgerless());
            for (var step = 0; step < 12; step++)
            {
                var at = Noon.AddHours((step * 40) + random.Next(40));
                switch (random.Next(4))
                {
                    case 0 or 1:
                        var grant = Drawn(random, $"g{step}", at);
                        consents = consents with { Grants = consents.Grants.Add(grant) };
                        model.Give(grant);
                        break;
                    case 2 when !consents.Grants.IsEmpty:
                        var back = new ConsentWithdrawal(consents.Grants[random.Next(consents.Grants.Length)].Id, at, random.Next(2) == 0 ? [] : Items(random));
                        consents = consents with { Withdrawals = consents.Withdrawals.Add(back) };
                        model.TakeBack(back);
                        break;
                    default:
                        var (recipient, purpose, items) = (Recipients[random.Next(3)], Purposes[random.Next(3)], Items(random));
                        var answer = consents.Ask(recipient, purpose, items, at);
                        Assert.Equal(items.Distinct().Where(item => model.MayLeave(recipient, purpose, item, at)).Order(), answer.Grants.Keys);
                        Assert.Equal(answer.Refused.Count == 0, answer.IsAllowed);
                        allowed += answer.Grants.Count;
                        refused.UnionWith(answer.Refused.Values);
                        break;
                }
            }
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{allowed} items let through, refused for {string.Join(", ", refused.Order())}");
        Assert.True(allowed > 1000);
        Assert.Equal(Enum.GetValues<ConsentRefusal>(), refused.Order());
    }

    [Fact]
    public void Nobody_can_agree_to_immigration_control() => Assert.DoesNotContain(Enum.GetNames<SharingPurpose>(), name => name.Contains("migration", StringComparison.OrdinalIgnoreCase) || name.Contains("return", StringComparison.OrdinalIgnoreCase) || name.Contains("border", StringComparison.OrdinalIgnoreCase));

    private static readonly string[] Recipients = ["shelter", "lawyer", "police"];
    private static readonly SharingPurpose[] Purposes = [SharingPurpose.Care, SharingPurpose.LegalAid, SharingPurpose.Investigation];

    private static ImmutableArray<DataItem> Items(Random random) => [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (DataItem)random.Next(5))];

    private static ConsentGrant Drawn(Random random, string id, DateTimeOffset at) => new()
    {
        Id = id,
        RecipientId = Recipients[random.Next(3)],
        Purpose = Purposes[random.Next(3)],
        Items = Items(random),
        GivenAt = at,
        Until = at.AddHours(random.Next(1, 400)),
        Language = "ro",
        Present = random.Next(8) == 0 ? null : "",
        InDanger = random.Next(3) == 0,
    };

    /// <summary>The same promise kept in another way: a row for each item, struck out when it is taken back.</summary>
    private sealed class Ledgerless
    {
        private readonly List<(string Grant, string Recipient, SharingPurpose Purpose, DataItem Item, DateTimeOffset From, DateTimeOffset To)> rows = [];

        public void Give(ConsentGrant grant)
        {
            if (grant.Present is null) return;
            var from = grant.Purpose == SharingPurpose.Investigation && !grant.InDanger ? grant.GivenAt.AddDays(1) : grant.GivenAt;
            foreach (var item in grant.Items) rows.Add((grant.Id, grant.RecipientId, grant.Purpose, item, from, grant.Until));
        }

        public void TakeBack(ConsentWithdrawal back)
        {
            for (var i = 0; i < rows.Count; i++)
                if (rows[i].Grant == back.GrantId && (back.Items.Length == 0 || back.Items.Contains(rows[i].Item)) && rows[i].To > back.At)
                    rows[i] = rows[i] with { To = back.At };
        }

        public bool MayLeave(string recipient, SharingPurpose purpose, DataItem item, DateTimeOffset at) =>
            rows.Exists(row => row.Recipient == recipient && row.Purpose == purpose && row.Item == item && row.From <= at && at < row.To);
    }
}
