using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Accounts;

/// <summary>Organisations, the people who work in them, and how they prove who they are.</summary>
public sealed class AccountsDb(DbContextOptions<AccountsDb> options) : NodeDb(options)
{
    public DbSet<Organisation> Organisations => Set<Organisation>();
    public DbSet<Account> Accounts => Set<Account>();
    public DbSet<StoredPasskey> Passkeys => Set<StoredPasskey>();
    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();
    public DbSet<Session> Sessions => Set<Session>();
    public DbSet<Door> Doors => Set<Door>();
    public DbSet<Challenge> Challenges => Set<Challenge>();
    public DbSet<Proposal> Proposals => Set<Proposal>();
    public DbSet<Attempts> Attempts => Set<Attempts>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Organisation>(organisation =>
        {
            organisation.ToTable("accounts_organisations");
            organisation.HasKey(one => one.RecordId);
            organisation.Property(one => one.RecordId).HasMaxLength(32);
            organisation.Property(one => one.Name).HasMaxLength(Organisation.LongestName);
            organisation.Property(one => one.CreatedAt).HasConversion<Instants>();
        });
        modelBuilder.Entity<Account>(account =>
        {
            account.ToTable("accounts_accounts");
            account.HasKey(one => one.RecordId);
            account.Property(one => one.RecordId).HasMaxLength(32);
            account.Property(one => one.OrganisationId).HasMaxLength(32);
            account.Property(one => one.Lookup).HasMaxLength(64);
            account.Property(one => one.RoleNames).HasMaxLength(300);
            account.Property(one => one.CreatedAt).HasConversion<Instants>();
            account.Ignore(one => one.Roles);
            account.HasIndex(one => one.Lookup).IsUnique();
        });
        modelBuilder.Entity<StoredPasskey>(passkey =>
        {
            passkey.ToTable("accounts_passkeys");
            passkey.HasKey(one => one.CredentialId);
            passkey.Property(one => one.CredentialId).HasMaxLength(1400);
            passkey.Property(one => one.RecordId).HasMaxLength(32);
            passkey.Property(one => one.OrganisationId).HasMaxLength(32);
            passkey.Property(one => one.Transports).HasMaxLength(200);
            passkey.Property(one => one.CreatedAt).HasConversion<Instants>();
            passkey.HasIndex(one => one.RecordId);
        });
        modelBuilder.Entity<RecoveryCode>(code =>
        {
            code.ToTable("accounts_recovery_codes");
            code.HasKey(one => one.Hash);
            code.Property(one => one.Hash).HasMaxLength(64);
            code.Property(one => one.RecordId).HasMaxLength(32);
            code.Property(one => one.OrganisationId).HasMaxLength(32);
            code.HasIndex(one => one.RecordId);
        });
        modelBuilder.Entity<Session>(session =>
        {
            session.ToTable("accounts_sessions");
            session.HasKey(one => one.TokenHash);
            session.Property(one => one.TokenHash).HasMaxLength(64);
            session.Property(one => one.RecordId).HasMaxLength(32);
            session.Property(one => one.Number).HasMaxLength(32);
            session.Property(one => one.OrganisationId).HasMaxLength(32);
            session.Property(one => one.Device).HasMaxLength(40);
            session.Property(one => one.StartedAt).HasConversion<Instants>();
            session.Property(one => one.SeenAt).HasConversion<Instants>();
            session.Property(one => one.ProvedAt).HasConversion<Instants>();
            session.HasIndex(one => one.RecordId);
        });
        MakeDoors(modelBuilder);
    }

    private static void MakeDoors(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Door>(door =>
        {
            door.ToTable("accounts_doors");
            door.HasKey(one => one.CodeHash);
            door.Property(one => one.CodeHash).HasMaxLength(64);
            door.Property(one => one.AccountId).HasMaxLength(32);
            door.Property(one => one.ExpiresAt).HasConversion<Instants>();
            door.HasIndex(one => one.AccountId);
        });
        modelBuilder.Entity<Challenge>(challenge =>
        {
            challenge.ToTable("accounts_challenges");
            challenge.HasKey(one => one.Id);
            challenge.Property(one => one.Id).HasMaxLength(32);
            challenge.Property(one => one.AccountId).HasMaxLength(32);
            challenge.Property(one => one.State).HasMaxLength(8000);
            challenge.Property(one => one.ExpiresAt).HasConversion<Instants>();
        });
        modelBuilder.Entity<Proposal>(proposal =>
        {
            proposal.ToTable("accounts_proposals");
            proposal.HasKey(one => one.Id);
            proposal.Property(one => one.Id).HasMaxLength(32);
            proposal.Property(one => one.AccountId).HasMaxLength(32);
            proposal.Property(one => one.Number).HasMaxLength(6);
            proposal.Property(one => one.DoorHash).HasMaxLength(64);
            proposal.Property(one => one.AskedBy).HasMaxLength(32);
            proposal.Property(one => one.AskerOrganisation).HasMaxLength(32);
            proposal.Property(one => one.AskedAt).HasConversion<Instants>();
            proposal.Property(one => one.ExpiresAt).HasConversion<Instants>();
        });
        modelBuilder.Entity<Attempts>(attempts =>
        {
            attempts.ToTable("accounts_attempts");
            attempts.HasKey(one => one.Key);
            attempts.Property(one => one.Key).HasMaxLength(64);
            attempts.Property(one => one.LastAt).HasConversion<Instants>();
        });
    }
}

/// <summary>What an organisation does.</summary>
public enum OrganisationKind
{
    CivilSociety,
    LabourInspectorate,
    Police,
    Prosecution,
    Court,
    Health,
    Coordinator,
    Academy,
    Translator,
}

/// <summary>An organisation whose people work on this node.</summary>
public sealed class Organisation : IGuarded
{
    public const int LongestName = 120;

    [Holds(FieldClass.Technical)]
    public required string RecordId { get; init; }

    string? IGuarded.OrganisationId => null;

    [Holds(FieldClass.Technical)]
    public required OrganisationKind Kind { get; set; }

    /// <summary>Its public name. It stands on the phone page where the organisation takes drafts.</summary>
    [Holds(FieldClass.Technical)]
    public required string Name { get; set; }

    /// <summary>Whether phones may seal drafts for it.</summary>
    [Holds(FieldClass.Technical)]
    public required bool TakesDrafts { get; set; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset CreatedAt { get; init; }

    public static Subject Subject(string id) => new(Resource.Organisation, Zone.Node, id);
}

public enum AccountState
{
    /// <summary>Invited, and has not come in yet.</summary>
    Invited,
    Active,

    /// <summary>Left. The account stays, so that the ledger can still say who it was.</summary>
    Ended,
}

/// <summary>A person of staff.</summary>
public sealed class Account : IGuarded
{
    public static readonly SealedColumn NameColumn = SealedColumn.Of<Account>(nameof(Name)), SignInNameColumn = SealedColumn.Of<Account>(nameof(SignInName)),
        PasswordColumn = SealedColumn.Of<Account>(nameof(Password)), TotpColumn = SealedColumn.Of<Account>(nameof(Totp));

    [Holds(FieldClass.Technical)]
    public required string RecordId { get; init; }

    [Holds(FieldClass.Technical)]
    public required string? OrganisationId { get; init; }

    [Holds(FieldClass.Technical)]
    public required AccountState State { get; set; }

    /// <summary>What the sign-in name is found by, see <see cref="KeyRing.LookUp"/>; null where she signs in with passkeys only.</summary>
    [Holds(FieldClass.Technical)]
    public string? Lookup { get; set; }

    [Holds(FieldClass.Identity, isSealed: true)]
    public required byte[] Name { get; set; }

    [Holds(FieldClass.Identity, isSealed: true)]
    public byte[]? SignInName { get; set; }

    /// <summary>The password's hash, sealed: a stolen database gives nothing to try passwords on.</summary>
    [Holds(FieldClass.Technical, isSealed: true)]
    public byte[]? Password { get; set; }

    /// <summary>The secret of the authenticator app.</summary>
    [Holds(FieldClass.Technical, isSealed: true)]
    public byte[]? Totp { get; set; }

    /// <summary>The time step of the last code that was accepted: no code is accepted twice (RFC 6238, section 5.2).</summary>
    [Holds(FieldClass.Technical)]
    public long TotpLastStep { get; set; }

    /// <summary>Her roles, by name, separated by commas.</summary>
    [Holds(FieldClass.Technical)]
    public required string RoleNames { get; set; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset CreatedAt { get; init; }

    [Holds(FieldClass.Technical)]
    public IReadOnlyList<Role> Roles
    {
        get => [.. RoleNames.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Role>)];
        set => RoleNames = string.Join(',', value.Distinct().Order());
    }

    /// <summary>The account as the policy sees it.</summary>
    public Subject Subject() => new(Resource.Account, Zone.Node, RecordId, OrganisationId, About: RecordId, State: State == AccountState.Ended ? RecordState.Ended : RecordState.Active);
}

/// <summary>A passkey (W3C Web Authentication, level 3): its public half.</summary>
public sealed class StoredPasskey : IGuarded
{
    /// <summary>In base64url.</summary>
    [Holds(FieldClass.Technical)]
    public required string CredentialId { get; init; }

    /// <summary>The account.</summary>
    [Holds(FieldClass.Technical)]
    public required string RecordId { get; init; }

    [Holds(FieldClass.Technical)]
    public required string? OrganisationId { get; init; }

    [Holds(FieldClass.Technical)]
    public required byte[] PublicKey { get; init; }

    [Holds(FieldClass.Technical)]
    public required long SignCount { get; set; }

    [Holds(FieldClass.Technical)]
    public required string Transports { get; init; }

    [Holds(FieldClass.Technical)]
    public required bool IsBackupEligible { get; init; }

    [Holds(FieldClass.Technical)]
    public required bool IsBackedUp { get; set; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A printed recovery code that has not been used: its hash. After a restore new ones are made: the old may have been used since.</summary>
[DiesWithRestore]
public sealed class RecoveryCode : IGuarded
{
    [Holds(FieldClass.Technical)]
    public required string Hash { get; init; }

    [Holds(FieldClass.Technical)]
    public required string RecordId { get; init; }

    [Holds(FieldClass.Technical)]
    public required string? OrganisationId { get; init; }
}

/// <summary>How somebody proved who she is.</summary>
public enum Proof
{
    Passkey,
    PasswordAndCode,
}

/// <summary>A session: somebody is signed in on a device, in one role, for one purpose.</summary>
[DiesWithRestore]
public sealed class Session : IGuarded
{
    /// <summary>The SHA-256 of the cookie's 256 random bits, in hexadecimal.</summary>
    [Holds(FieldClass.Technical)]
    public required string TokenHash { get; init; }

    /// <summary>The session's number, which is no secret.</summary>
    [Holds(FieldClass.Technical)]
    public required string Number { get; init; }

    /// <summary>The account.</summary>
    [Holds(FieldClass.Technical)]
    public required string RecordId { get; init; }

    [Holds(FieldClass.Technical)]
    public required string? OrganisationId { get; init; }

    [Holds(FieldClass.Technical)]
    public required Role Role { get; set; }

    [Holds(FieldClass.Technical)]
    public required Purpose Purpose { get; set; }

    [Holds(FieldClass.Technical)]
    public required Proof Proof { get; set; }

    /// <summary>Of what kind the device is, in a few words: "Firefox, Android".</summary>
    [Holds(FieldClass.Technical)]
    public required string Device { get; init; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset StartedAt { get; init; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset SeenAt { get; set; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset ProvedAt { get; set; }

    /// <summary>An account's sessions as the policy sees them.</summary>
    public static Subject Subject(string accountId, string? organisationId) => new(Resource.Session, Zone.Node, accountId, organisationId, About: accountId);
}
