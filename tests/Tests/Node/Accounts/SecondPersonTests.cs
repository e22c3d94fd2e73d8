using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Entraide.Node.Accounts;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Entraide.Tests.Node.Accounts;

/// <summary>What one person alone, or whoever has found a code, does not get.</summary>
public sealed class SecondPersonTests(PostgresServer postgres)
{
    private readonly Stores stores = new(postgres);

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_role_needs_two_people_and_the_number_that_only_the_person_herself_sees(string store)
    {
        await using var node = await stores.Start(store);
        using var alma = await SignedIn.As(node, Role.Administrator);
        using var dora = await SignedIn.As(node, Role.DataProtectionOfficer, alma.OrganisationId);
        using var iris = await SignedIn.As(node, Role.Member, alma.OrganisationId);
        Assert.Equal(HttpStatusCode.Found, (await alma.Post("/en/people", $"/en/people/{iris.AccountId}/roles", ("role", "LabourInspector"))).StatusCode);
        var proposal = await Only(node);
        // Whoever asked sees no number and cannot confirm, with or without it.
        Assert.DoesNotContain(proposal.Number, await alma.GetStringAsync("/en/proposals"));
        Assert.DoesNotContain(proposal.Number, await dora.GetStringAsync("/en/proposals"));
        Assert.Equal(HttpStatusCode.NotFound, (await alma.Post("/en/proposals", $"/en/proposals/{proposal.Id}", ("number", proposal.Number))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await iris.Post("/en/work", $"/en/proposals/{proposal.Id}", ("number", proposal.Number))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await dora.Post("/en/proposals", $"/en/proposals/{proposal.Id}", ("number", "1"))).StatusCode);
        var shown = Regex.Match(await iris.GetStringAsync("/en/me"), "class=\"number\"[^>]*>(\\d{6})<").Groups[1].Value;
        Assert.Equal(proposal.Number, shown);
        Assert.Equal(HttpStatusCode.Found, (await dora.Post("/en/proposals", $"/en/proposals/{proposal.Id}", ("number", shown))).StatusCode);
        Assert.Contains("LabourInspector", await Roles(node, iris.AccountId));
    }

    [Fact]
    public async Task After_a_few_wrong_numbers_it_is_over()
    {
        await using var node = await RunningNode.Start();
        using var alma = await SignedIn.As(node, Role.Administrator);
        using var dora = await SignedIn.As(node, Role.DataProtectionOfficer, alma.OrganisationId);
        using var iris = await SignedIn.As(node, Role.Member, alma.OrganisationId);
        await alma.Post("/en/people", $"/en/people/{iris.AccountId}/roles", ("role", "LabourInspector"));
        var proposal = await Only(node);
        for (var i = 0; i < Proposals.MostWrongNumbers; i++) await dora.Post("/en/proposals", $"/en/proposals/{proposal.Id}", ("number", "x"));
        Assert.Equal(HttpStatusCode.NotFound, (await dora.Post("/en/proposals", $"/en/proposals/{proposal.Id}", ("number", proposal.Number))).StatusCode);
        Assert.Equal("Member", await Roles(node, iris.AccountId));
    }

    [Fact]
    public async Task An_invitation_that_nobody_has_used_is_given_no_role()
    {
        await using var node = await RunningNode.Start();
        using var alma = await SignedIn.As(node, Role.Administrator);
        using var dora = await SignedIn.As(node, Role.DataProtectionOfficer, alma.OrganisationId);
        var page = await alma.Post("/en/people", "/en/people", ("name", "Maria"), ("organisation", alma.OrganisationId), ("role", "LabourInspector"));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var proposal = await Only(node);
        Assert.Equal(HttpStatusCode.NotFound, (await dora.Post("/en/proposals", $"/en/proposals/{proposal.Id}", ("number", proposal.Number))).StatusCode);
        Assert.Equal("", await Roles(node, proposal.AccountId));
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task One_set_up_code_makes_one_administrator_however_often_it_is_sent_at_once(string store)
    {
        await using var node = await stores.Start(store);
        string code;
        await using (var scope = node.App.Services.CreateAsyncScope()) code = (await AccountsModule.Module.Announce(scope.ServiceProvider))!.Split(' ')[^1];
        var browsers = Enumerable.Range(0, 4).Select(_ => new Browser(node)).ToList();
        await Task.WhenAll(browsers.Select(browser => browser.Send("/en/set-up", "/en/set-up", ("code", code), ("organisation", "Inspectorate"), ("kind", "Police"), ("name", "Alma"))));
        await using (var scope = node.App.Services.CreateAsyncScope())
            Assert.Equal(1, await scope.ServiceProvider.GetRequiredService<AccountsDb>().Accounts.CountAsync(account => account.State == AccountState.Invited));
        browsers.ForEach(browser => browser.Dispose());
    }

    [Fact]
    public async Task A_role_that_was_taken_and_a_person_who_left_are_out_with_the_next_request()
    {
        await using var node = await RunningNode.Start();
        using var alma = await SignedIn.As(node, Role.Administrator);
        using var dora = await SignedIn.As(node, Role.DataProtectionOfficer);
        using var iris = await SignedIn.As(node, Role.LabourInspector);
        Assert.Equal(HttpStatusCode.OK, (await dora.GetAsync("/en/ledger")).StatusCode);
        await using (var connection = await node.App.Services.GetRequiredService<Entraide.Node.Platform.Storage.Database>().Connect())
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = $"UPDATE accounts_accounts SET RoleNames = '' WHERE RecordId = '{dora.AccountId}'";
            await command.ExecuteNonQueryAsync();
        }
        Assert.Equal(HttpStatusCode.SeeOther, (await dora.GetAsync("/en/ledger")).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await alma.Post("/en/people", $"/en/people/{iris.AccountId}/end")).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await iris.GetAsync("/en/work")).StatusCode);
    }

    [Fact]
    public async Task A_recovery_that_is_sent_twice_shows_one_number_and_new_codes_end_it()
    {
        await using var node = await RunningNode.Start();
        using var iris = await SignedIn.As(node, Role.LabourInspector);
        var codes = Regex.Matches(await (await iris.Post("/en/me/codes", "/en/me/codes")).Content.ReadAsStringAsync(), "<code dir=\"ltr\">([A-Z0-9-]{34})<").Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(MyAccount.Codes, codes.Count);
        using var browser = new Browser(node);
        async Task<string> Number(string code) => Regex.Match(await (await browser.Send("/en/recover", "/en/recover", ("code", code))).Content.ReadAsStringAsync(), "class=\"number\"[^>]*>([\\d ]+)<").Groups[1].Value;
        var first = await Number(codes[0]);
        Assert.Equal((await Only(node)).Number, first.Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(first, await Number(codes[0]));
        Assert.NotEqual(first, await Number(codes[1]));
        await iris.Post("/en/me/codes", "/en/me/codes");
        await using var scope = node.App.Services.CreateAsyncScope();
        Assert.Empty(await scope.ServiceProvider.GetRequiredService<AccountsDb>().Proposals.ToListAsync());
        Assert.Empty(await scope.ServiceProvider.GetRequiredService<AccountsDb>().Doors.ToListAsync());
    }

    [Fact]
    public async Task A_name_that_is_typed_into_the_ledger_s_search_does_not_stay_there_and_no_entry_is_left_out()
    {
        await using var node = await RunningNode.Start();
        using var dora = await SignedIn.As(node, Role.DataProtectionOfficer);
        for (var i = 0; i < 130; i++) await dora.GetAsync("/en/ledger?person=FatimaElAmrani");
        var (seen, next) = (new HashSet<string>(StringComparer.Ordinal), "/en/ledger");
        while (true)
        {
            var page = await dora.GetStringAsync(next);
            foreach (Match line in Regex.Matches(page, "dir=\"ltr\">((?:Node|Care|Justice) \\d+)<")) seen.Add(line.Groups[1].Value);
            if (Regex.Match(page, "href=\"(\\?[^\"]*before=[^\"]+)\"") is not { Success: true } earlier) break;
            next = "/en/ledger" + WebUtility.HtmlDecode(earlier.Groups[1].Value);
        }
        await using var scope = node.App.Services.CreateAsyncScope();
        var entries = await scope.ServiceProvider.GetRequiredService<PlatformDb>().Entries.AsNoTracking().ToListAsync();
        Assert.All(entries, entry => Assert.DoesNotContain("Fatima", Encoding.UTF8.GetString(entry.Entry)));
        Assert.True(seen.Count >= 130);
        // All that stood there when the first page was drawn, one after another without a gap.
        var positions = seen.Where(one => one.StartsWith("Node", StringComparison.Ordinal)).Select(one => int.Parse(one.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)).Order().ToList();
        Assert.Equal(Enumerable.Range(1, positions[^1]), positions);
    }

    private static async Task<Proposal> Only(RunningNode node)
    {
        await using var scope = node.App.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AccountsDb>().Proposals.AsNoTracking().SingleAsync();
    }

    private static async Task<string> Roles(RunningNode node, string accountId)
    {
        await using var scope = node.App.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<AccountsDb>().Accounts.AsNoTracking().SingleAsync(one => one.RecordId == accountId)).RoleNames;
    }
}
