using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Accounts;

/// <summary>
/// Coming back in without passkey, password or authenticator: a printed recovery code, and a second person who is told a
/// number and confirms it. The second person sees no secret, and the code alone opens nothing. Whoever types a code that is
/// none sees the same page, and a number that nobody will ever confirm.
/// </summary>
public static class Recover
{
    private static readonly TimeSpan AskedFor = TimeSpan.FromHours(24);

    public sealed record Form(string? Code);

    public static RazorComponentResult<RecoverPage> Show(Frame frame) => new(new { Frame = frame });

    public static async Task<RazorComponentResult<RecoverPage>> Ask(Frame frame, [FromForm] Form form, AccountsDb db, KeyRing keys, Gate gate, TimeProvider time)
    {
        if (OneTimeCode.HashOf(form.Code) is not { } hash) return new RazorComponentResult<RecoverPage>(new { Frame = frame, Mistyped = true }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
        var now = time.GetUtcNow();
        // Both follow from the code, known or not: a page that is sent again shows the same number, and the same door opens.
        var secret = Convert.FromHexString(keys.LookUp($"recovery\n{hash}")[0]);
        var (door, number) = (OneTimeCode.From(secret), (System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(secret.AsSpan(28)) % 1_000_000).ToString("000000", System.Globalization.CultureInfo.InvariantCulture));
        var known = await db.RecoveryCodes.AsNoTracking().SingleOrDefaultAsync(one => one.Hash == hash);
        // The same path for both: an unknown code writes the decoy's entry.
        var account = await db.Accounts.AsNoTracking().SingleAsync(one => one.RecordId == (known != null ? known.RecordId : Decoy.Id));
        await gate.Do(Caller.Node(Purpose.Administration), AccessAction.Change, account.Subject(), [FieldClass.Technical], async scope =>
        {
            var accounts = scope.Db<AccountsDb>();
            if (await accounts.RecoveryCodes.SingleOrDefaultAsync(one => one.Hash == hash) is not { } code || account.State != AccountState.Active) return;
            accounts.RecoveryCodes.Remove(code);
            accounts.Doors.Add(new Door { CodeHash = OneTimeCode.HashOf(door)!, AccountId = account.RecordId, Kind = DoorKind.RecoveryAsked, ExpiresAt = now + AskedFor });
            accounts.Proposals.Add(new Proposal { Id = PlatformDb.NewId(), Kind = ProposalKind.Recovery, AccountId = account.RecordId, Number = number, DoorHash = OneTimeCode.HashOf(door), AskedBy = account.RecordId, AskerOrganisation = account.OrganisationId, AskedAt = now, ExpiresAt = now + AskedFor });
            // Whoever still has a session learns of it.
            scope.Db<PlatformDb>().Notices.Add(StoredNotice.To(account.RecordId, "notice.recovery", now));
        }, reason: "recovery-asked");
        return new RazorComponentResult<RecoverPage>(new { Frame = frame, Number = number, Door = door });
    }

    /// <summary>Goes on once the second person has confirmed.</summary>
    public static async Task<IResult> Continue(Frame frame, [FromForm] Form form, [FromForm] string? number, AccountsDb db, KeyRing keys, TimeProvider time) =>
        await Join.Open(db, form.Code, time.GetUtcNow()) is { Kind: DoorKind.Recovery }
            ? Join.Ways(frame, keys, form.Code!, null, null)
            : new RazorComponentResult<RecoverPage>(new { Frame = frame, Number = number is { Length: 6 } && number.All(char.IsAsciiDigit) ? number : "", Door = form.Code, NotYet = true });

    /// <summary>Ends the recoveries of an account that wait: whoever makes new codes, or is back in, wants no other to come in.</summary>
    internal static async Task Forget(AccountsDb db, string accountId)
    {
        db.Proposals.RemoveRange(await db.Proposals.Where(one => one.AccountId == accountId && one.Kind == ProposalKind.Recovery).ToListAsync());
        db.Doors.RemoveRange(await db.Doors.Where(one => one.AccountId == accountId && one.Kind != DoorKind.Invitation).ToListAsync());
    }
}
