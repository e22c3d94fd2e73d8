using System.Collections.Immutable;
using Entraide.Core.Assistance;
using Entraide.Node.Assistance;
using Entraide.Node.Platform.Access;
using Entraide.Tests.Databases;
using Microsoft.AspNetCore.Routing;

namespace Entraide.Tests.Node.Assistance;

/// <summary>
/// Promise P5 on one node: nothing leaves beyond consent. Every way out that exists, tried with each kind of consent that is
/// none; every field carries a token of its own, and whatever leaves is searched for all of them.
/// </summary>
public sealed class EveryWayOutTests(PostgresServer postgres)
{
    private readonly Stores stores = new(postgres);

    /// <summary>What can be wrong with a consent.</summary>
    public enum Wrong { NoConsent, Expired, WrongRecipient, WrongPurpose, WrongItem, Withdrawn, RoomNotRecorded, NotYet }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task Each_way_out_is_refused_under_each_consent_that_is_none_and_opens_under_a_sound_one(string store)
    {
        await using var outside = await Outside.Start(await stores.Start(store));
        var tried = 0;
        foreach (var way in Enum.GetValues<WayOut>())
        {
            // A new way out without its row here fails: it throws.
            var (items, recipient, purpose) = outside.Asks(way);
            foreach (var wrong in Enum.GetValues<Wrong>())
            {
                var bad = Bad(wrong, outside, items, recipient, purpose);
                await outside.SetConsents(bad);
                var taken = await outside.Take(way);
                // What she agreed to instead may go; what was asked for may not, nor anything besides.
                var instead = wrong == Wrong.WrongItem ? bad.Grants[0].Items : [];
                var leaked = Outside.Tokens(taken).Where(token => !instead.Contains(CaseFields.ById[token].Item)).ToList();
                Assert.True(leaked.Count == 0, $"{way} under {wrong} let out {string.Join(", ", leaked)}");
                // Her own page shows what she agreed to, whatever that is, and never a field.
                if (way != WayOut.Receipt) Assert.False(Outside.IsOpen(way, taken), $"{way} is open under {wrong}");
                tried++;
            }
            await outside.SetConsents(new Consents([outside.Grant(items, recipient, purpose)], []));
            var passed = await outside.Take(way);
            // The same way opens under a sound consent, so that the refusals above mean something; and opens nothing besides.
            Assert.True(Outside.IsOpen(way, passed), $"{way} let nothing out under a sound consent: {passed}");
            var beyond = Outside.Tokens(passed).Where(token => !items.Contains(CaseFields.ById[token].Item)).ToList();
            Assert.True(beyond.Count == 0, $"{way} let out {string.Join(", ", beyond)} beyond {string.Join(", ", items)}");
        }
        Assert.Equal(Enum.GetValues<WayOut>().Length * Enum.GetValues<Wrong>().Length, tried);
    }

    [Fact]
    public async Task Every_route_says_what_it_lets_out_and_every_way_out_has_a_route()
    {
        await using var node = await RunningNode.Start();
        var routes = ((IEndpointRouteBuilder)node.App).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().ToList();
        Assert.Empty(Silent(routes));
        var used = routes.Select(route => route.Metadata.GetMetadata<LetsOut>()?.Way).OfType<WayOut>().ToHashSet();
        // What may be counted goes to other modules by a contract, not by a route.
        Assert.Equal(Enum.GetValues<WayOut>().Except([WayOut.Statistics]), used.Order());
        // The law finds a route that says nothing.
        var planted = new RouteEndpoint(_ => Task.CompletedTask, Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse("/planted"), 0, new Microsoft.AspNetCore.Http.EndpointMetadataCollection(new Permission(AccessAction.Open, Resource.Case, null)), "planted");
        Assert.Single(Silent([.. routes, planted]));
    }

    [Fact]
    public async Task Ten_thousand_histories_of_grants_withdrawals_referrals_and_reads_agree_with_a_model_that_was_written_apart()
    {
        var random = new Random(4711);
        int reads = 0, shown = 0;
        for (var history = 0; history < 10_000; history++)
        {
            var (world, model) = (new SharedWorld(), new SharedModel());
            var steps = random.Next(5, 40);
            var moves = (history % 3 == 0 ? [] : SharedMove.Begin(random)).Concat(Enumerable.Range(0, steps).Select(_ => SharedMove.Next(random)));
            var step = 0;
            foreach (var move in moves)
            {
                step++;
                world.Do(move);
                model.Do(move);
                foreach (var organisation in SharedMove.Organisations)
                    foreach (var purpose in SharedMove.Purposes)
                    {
                        var (real, expected) = (world.Reads(organisation, purpose), model.Reads(organisation, purpose, world.Now));
                        Assert.True(real.SetEquals(expected), $"history {history}, step {step}: {organisation} for {purpose} reads {string.Join(",", real)}, the model says {string.Join(",", expected)}");
                        reads++;
                        shown += real.Count;
                    }
            }
        }
        // It is no world in which nothing ever passes.
        Assert.True(shown > 100_000, $"{shown} tokens in {reads} reads");
        TestContext.Current.TestOutputHelper?.WriteLine($"10,000 histories, {reads} reads, {shown} tokens within consent, 0 beyond");
        await Task.CompletedTask;
    }

    private static IEnumerable<string> Silent(IEnumerable<RouteEndpoint> routes) => routes
        .Where(route => route.Metadata.GetMetadata<Permission>()?.Resource is Resource.Case or Resource.Referral || route.RoutePattern.RawText!.EndsWith("/own", StringComparison.Ordinal))
        .Where(route => route.Metadata.GetMetadata<LetsOut>() is null).Select(route => route.RoutePattern.RawText!);

    private static Consents Bad(Wrong wrong, Outside outside, ImmutableArray<DataItem> items, string recipient, SharingPurpose purpose)
    {
        var (sound, now) = (outside.Grant(items, recipient, purpose), outside.Now);
        ImmutableArray<DataItem> others = [DataItem.Residence, DataItem.Documents];
        return wrong switch
        {
            Wrong.NoConsent => Consents.None,
            Wrong.Expired => new([sound with { GivenAt = now - TimeSpan.FromDays(3), Until = now }], []),
            Wrong.WrongRecipient => new([sound with { RecipientId = "another" }], []),
            Wrong.WrongPurpose => new([sound with { Purpose = purpose == SharingPurpose.FamilyTracing ? SharingPurpose.Care : SharingPurpose.FamilyTracing }], []),
            Wrong.WrongItem => new([sound with { Items = others }], []),
            Wrong.Withdrawn => new([sound], [new ConsentWithdrawal(sound.Id, now, [])]),
            Wrong.RoomNotRecorded => new([sound with { Present = null }], []),
            _ => new([sound with { ToAuthority = true, GivenAt = now - TimeSpan.FromHours(23) }], []),
        };
    }
}
