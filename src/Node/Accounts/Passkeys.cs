using System.Buffers.Text;
using System.Text.Json;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Ledger;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Accounts;

/// <summary>
/// Asking a passkey to be made or proved (W3C Web Authentication, level 3), with the framework's handler. What was asked is
/// kept here, and used once.
/// </summary>
public static class Passkeys
{
    private static readonly TimeSpan AskedFor = TimeSpan.FromMinutes(5);

    /// <summary>What a page needs to ask the browser.</summary>
    /// <param name="Challenge">To be given back with the answer.</param>
    public sealed record Asked(string Challenge, JsonElement Options);

    /// <summary>What a page gives back.</summary>
    public sealed record Answer(string? Challenge, JsonElement Credential, string? Code);

    /// <summary>How the node wants passkeys; every value that the framework leaves open is said.</summary>
    public static void Configure(IdentityPasskeyOptions options, NodeOptions node)
    {
        options.ServerDomain = node.Domain;
        options.UserVerificationRequirement = "required";
        options.ResidentKeyRequirement = "required";
        options.AttestationConveyancePreference = "none";
        options.ChallengeSize = 32;
        options.AuthenticatorTimeout = AskedFor;
        options.ValidateOrigin = context => ValueTask.FromResult(!context.CrossOrigin && node.IsOrigin(context.Origin, context.HttpContext.Connection.LocalPort));
    }

    /// <summary>Asks for a new passkey of this account.</summary>
    public static async Task<Asked> AskToMake(HttpContext context, Account account)
    {
        // What the device shows beside the passkey: not her name, since others may look at the device.
        var shown = $"Entraide {account.RecordId[..4]}";
        var made = await Handler(context).MakeCreationOptionsAsync(new PasskeyUserEntity { Id = account.RecordId, Name = shown, DisplayName = shown }, context);
        return await Keep(context, account.RecordId, made.AttestationState, made.CreationOptionsJson);
    }

    /// <summary>Asks for a proof; of this account, or of whosever passkey it is.</summary>
    public static async Task<Asked> AskToProve(HttpContext context, Account? account)
    {
        var asked = await Handler(context).MakeRequestOptionsAsync(account, context);
        return await Keep(context, account?.RecordId, asked.AssertionState, asked.RequestOptionsJson);
    }

    /// <summary>The passkey that was made; null where the answer does not hold.</summary>
    public static async Task<StoredPasskey?> Made(HttpContext context, Account account, Answer answer, DateTimeOffset now)
    {
        if (await Take(context, answer, now) is not { } challenge || challenge.AccountId != account.RecordId) return null;
        var result = await Handler(context).PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = context, CredentialJson = answer.Credential.GetRawText(), AttestationState = challenge.State });
        if (!result.Succeeded || !result.Passkey.IsUserVerified || result.UserEntity.Id != account.RecordId) return null;
        return new StoredPasskey
        {
            CredentialId = Base64Url.EncodeToString(result.Passkey.CredentialId), RecordId = account.RecordId, OrganisationId = account.OrganisationId, PublicKey = result.Passkey.PublicKey, SignCount = result.Passkey.SignCount,
            Transports = string.Join(',', result.Passkey.Transports ?? []), IsBackupEligible = result.Passkey.IsBackupEligible, IsBackedUp = result.Passkey.IsBackedUp, CreatedAt = now,
        };
    }

    /// <summary>Whose passkey it is that was proved, with what changed of it; null where the answer does not hold.</summary>
    /// <param name="of">The account that it must be; null for any.</param>
    public static async Task<(Account Account, UserPasskeyInfo Passkey)?> Proved(HttpContext context, string? of, Answer answer, DateTimeOffset now)
    {
        if (await Take(context, answer, now) is not { } challenge || challenge.AccountId != of) return null;
        var result = await Handler(context).PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = context, CredentialJson = answer.Credential.GetRawText(), AssertionState = challenge.State });
        if (!result.Succeeded || !result.Passkey.IsUserVerified || (of is not null && result.User.RecordId != of)) return null;
        return (result.User, result.Passkey);
    }

    /// <summary>Writes down how often the passkey has signed.</summary>
    public static async Task Update(WriteScope scope, UserPasskeyInfo passkey)
    {
        var id = Base64Url.EncodeToString(passkey.CredentialId);
        var stored = await scope.Db<AccountsDb>().Passkeys.SingleAsync(one => one.CredentialId == id);
        (stored.SignCount, stored.IsBackedUp) = (passkey.SignCount, passkey.IsBackedUp);
    }

    private static IPasskeyHandler<Account> Handler(HttpContext context) => context.RequestServices.GetRequiredService<IPasskeyHandler<Account>>();

    private static async Task<Asked> Keep(HttpContext context, string? accountId, string? state, string options)
    {
        var db = context.RequestServices.GetRequiredService<AccountsDb>();
        var challenge = new Challenge { Id = PlatformDb.NewId(), AccountId = accountId, State = state ?? "", ExpiresAt = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() + AskedFor };
        db.Challenges.Add(challenge);
        await db.SaveChangesAsync(context.RequestAborted);
        using var json = JsonDocument.Parse(options);
        return new Asked(challenge.Id, json.RootElement.Clone());
    }

    // Taken out before it is looked at: of two answers to one challenge at most one counts.
    private static async Task<Challenge?> Take(HttpContext context, Answer answer, DateTimeOffset now)
    {
        if (answer.Challenge is null || answer.Credential.ValueKind != JsonValueKind.Object) return null;
        var db = context.RequestServices.GetRequiredService<AccountsDb>();
        var challenge = await db.Challenges.AsNoTracking().SingleOrDefaultAsync(one => one.Id == answer.Challenge);
#pragma warning disable RS0030 // One statement, so that of two answers one sees that the other was first.
        if (challenge is null || await db.Challenges.Where(one => one.Id == answer.Challenge).ExecuteDeleteAsync() != 1) return null;
#pragma warning restore RS0030
        return challenge.ExpiresAt > now ? challenge : null;
    }
}
