using System.CommandLine;
using Entraide.Core.Text;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Accounts;

/// <summary>
/// <c>entraide confirm NUMBER</c>: whoever runs the server is the second person where there is no other: for the second
/// administrator, and for the last one who has lost her passkey.
/// </summary>
public static class ConfirmCommand
{
    public static Command Command(IReadOnlyList<Module> modules)
    {
        var number = new Argument<string>("NUMBER") { Description = "The number that stands beside what waits for a second person." };
        var command = new Command("confirm", "Confirm, as the second person, what somebody asked for.") { number, NodeFolders.Data, Serve.Keys };
        command.SetAction(async (parsed, _) =>
        {
            await using var node = await OpenedNode.Open(NodeFolders.Of(parsed), modules);
            await using var scope = node.Services.CreateAsyncScope();
            Console.WriteLine(await Confirm(scope.ServiceProvider, parsed.GetValue(number)!));
            return CommandLine.Done;
        });
        return command;
    }

    /// <summary>Confirms what has this number, and says what it was.</summary>
    /// <exception cref="RefusedException">Nothing, or more than one thing, waits under this number.</exception>
    public static async Task<string> Confirm(IServiceProvider services, string number)
    {
        var (db, gate, now) = (services.GetRequiredService<AccountsDb>(), services.GetRequiredService<Gate>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        var digits = new string([.. number.Where(char.IsAsciiDigit)]);
        var found = await db.Proposals.AsNoTracking().Where(one => one.Number == digits && one.ExpiresAt > now).ToListAsync();
        if (found is not [var proposal]) throw new RefusedException($"Nothing waits under the number {Quoted.Line(number)}. Whoever asked sees the number on the page of what waits for a second person.");
        var account = await db.Accounts.AsNoTracking().SingleAsync(one => one.RecordId == proposal.AccountId);
        var ticket = await gate.Ask(Caller.Node(Purpose.Administration), AccessAction.Confirm, account.Subject());
        await Proposals.Carry(proposal, account, ticket, gate, now);
        return $"Confirmed: {proposal.Kind}{(proposal.Role is { } role ? $" {role}" : "")} for account {proposal.AccountId}.";
    }
}
