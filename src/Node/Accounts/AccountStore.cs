using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Accounts;

/// <summary>
/// What the framework's passkey handler reads. Nothing is written through it: every change of an account goes through the
/// gate, into the ledger (docs/decisions/0006).
/// </summary>
public sealed class AccountStore(AccountsDb db) : IUserPasskeyStore<Account>
{
    public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.RecordId);

    /// <summary>Her name is sealed; a passkey shows a neutral one.</summary>
    public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken) => db.Accounts.AsNoTracking().SingleOrDefaultAsync(one => one.RecordId == userId, cancellationToken);

    public async Task<Account?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        var id = Base64Url.EncodeToString(credentialId);
        return await db.Passkeys.AsNoTracking().SingleOrDefaultAsync(one => one.CredentialId == id, cancellationToken) is { } passkey ? await FindByIdAsync(passkey.RecordId, cancellationToken) : null;
    }

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken)
    {
        var id = Base64Url.EncodeToString(credentialId);
        return await db.Passkeys.AsNoTracking().SingleOrDefaultAsync(one => one.CredentialId == id && one.RecordId == user.RecordId, cancellationToken) is { } passkey ? Info(passkey) : null;
    }

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Account user, CancellationToken cancellationToken) =>
        [.. (await db.Passkeys.AsNoTracking().Where(one => one.RecordId == user.RecordId).ToListAsync(cancellationToken)).Select(Info)];

    public void Dispose()
    {
    }

    private static UserPasskeyInfo Info(StoredPasskey passkey) => new(
        Base64Url.DecodeFromChars(passkey.CredentialId), passkey.PublicKey, passkey.CreatedAt, (uint)passkey.SignCount, passkey.Transports.Split(',', StringSplitOptions.RemoveEmptyEntries),
        isUserVerified: true, passkey.IsBackupEligible, passkey.IsBackedUp, attestationObject: [], clientDataJson: []);

    private static InvalidOperationException Elsewhere() => new("Accounts change through the gate only.");

    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => throw Elsewhere();

    public Task AddOrUpdatePasskeyAsync(Account user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw Elsewhere();

    public Task RemovePasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken) => throw Elsewhere();

    public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken) => throw Elsewhere();

    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken cancellationToken) => throw Elsewhere();

    public Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken) => throw Elsewhere();

    public Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken) => throw Elsewhere();

    public Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken) => throw Elsewhere();
}
