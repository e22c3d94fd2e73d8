using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Entraide.Node.Accounts.Migrations;

[DbContext(typeof(AccountsDb))]
[Migration("0001_Accounts")]
public sealed class M0001Accounts : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Organisations(migrationBuilder);
        People(migrationBuilder);
        Sessions(migrationBuilder);
    }

    private static void Organisations(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "accounts_organisations",
            table => new
            {
                RecordId = table.Column<string>(maxLength: 32),
                CreatedAt = table.Column<long>(),
                Kind = table.Column<int>(),
                Name = table.Column<string>(maxLength: 120),
                TakesDrafts = table.Column<bool>(),
            },
            constraints: table => table.PrimaryKey("PK_accounts_organisations", row => row.RecordId));
    }

    private static void People(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "accounts_accounts",
            table => new
            {
                RecordId = table.Column<string>(maxLength: 32),
                CreatedAt = table.Column<long>(),
                Lookup = table.Column<string>(maxLength: 64, nullable: true),
                Name = table.Column<byte[]>(),
                OrganisationId = table.Column<string>(maxLength: 32, nullable: true),
                Password = table.Column<byte[]>(nullable: true),
                RoleNames = table.Column<string>(maxLength: 300),
                SignInName = table.Column<byte[]>(nullable: true),
                State = table.Column<int>(),
                Totp = table.Column<byte[]>(nullable: true),
                TotpLastStep = table.Column<long>(),
            },
            constraints: table => table.PrimaryKey("PK_accounts_accounts", row => row.RecordId));
        migrationBuilder.CreateIndex("IX_accounts_accounts_Lookup", "accounts_accounts", "Lookup", unique: true);
        migrationBuilder.CreateTable(
            "accounts_passkeys",
            table => new
            {
                CredentialId = table.Column<string>(maxLength: 1400),
                CreatedAt = table.Column<long>(),
                IsBackedUp = table.Column<bool>(),
                IsBackupEligible = table.Column<bool>(),
                OrganisationId = table.Column<string>(maxLength: 32, nullable: true),
                PublicKey = table.Column<byte[]>(),
                RecordId = table.Column<string>(maxLength: 32),
                SignCount = table.Column<long>(),
                Transports = table.Column<string>(maxLength: 200),
            },
            constraints: table => table.PrimaryKey("PK_accounts_passkeys", row => row.CredentialId));
        migrationBuilder.CreateIndex("IX_accounts_passkeys_RecordId", "accounts_passkeys", "RecordId");
        migrationBuilder.CreateTable(
            "accounts_recovery_codes",
            table => new
            {
                Hash = table.Column<string>(maxLength: 64),
                OrganisationId = table.Column<string>(maxLength: 32, nullable: true),
                RecordId = table.Column<string>(maxLength: 32),
            },
            constraints: table => table.PrimaryKey("PK_accounts_recovery_codes", row => row.Hash));
        migrationBuilder.CreateIndex("IX_accounts_recovery_codes_RecordId", "accounts_recovery_codes", "RecordId");
    }

    private static void Sessions(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "accounts_sessions",
            table => new
            {
                TokenHash = table.Column<string>(maxLength: 64),
                Device = table.Column<string>(maxLength: 40),
                Number = table.Column<string>(maxLength: 32),
                OrganisationId = table.Column<string>(maxLength: 32, nullable: true),
                Proof = table.Column<int>(),
                ProvedAt = table.Column<long>(),
                Purpose = table.Column<int>(),
                RecordId = table.Column<string>(maxLength: 32),
                Role = table.Column<int>(),
                SeenAt = table.Column<long>(),
                StartedAt = table.Column<long>(),
            },
            constraints: table => table.PrimaryKey("PK_accounts_sessions", row => row.TokenHash));
        migrationBuilder.CreateIndex("IX_accounts_sessions_RecordId", "accounts_sessions", "RecordId");
        migrationBuilder.CreateTable(
            "accounts_doors",
            table => new
            {
                CodeHash = table.Column<string>(maxLength: 64),
                AccountId = table.Column<string>(maxLength: 32),
                ExpiresAt = table.Column<long>(),
                Kind = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("PK_accounts_doors", row => row.CodeHash));
        migrationBuilder.CreateIndex("IX_accounts_doors_AccountId", "accounts_doors", "AccountId");
        migrationBuilder.CreateTable(
            "accounts_challenges",
            table => new
            {
                Id = table.Column<string>(maxLength: 32),
                AccountId = table.Column<string>(maxLength: 32, nullable: true),
                ExpiresAt = table.Column<long>(),
                State = table.Column<string>(maxLength: 8000),
            },
            constraints: table => table.PrimaryKey("PK_accounts_challenges", row => row.Id));
        Proposals(migrationBuilder);
    }

    private static void Proposals(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "accounts_proposals",
            table => new
            {
                Id = table.Column<string>(maxLength: 32),
                AccountId = table.Column<string>(maxLength: 32),
                AskedAt = table.Column<long>(),
                AskedBy = table.Column<string>(maxLength: 32),
                AskerOrganisation = table.Column<string>(maxLength: 32, nullable: true),
                DoorHash = table.Column<string>(maxLength: 64, nullable: true),
                ExpiresAt = table.Column<long>(),
                Kind = table.Column<int>(),
                Number = table.Column<string>(maxLength: 6),
                Role = table.Column<int?>(nullable: true),
                WrongNumbers = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("PK_accounts_proposals", row => row.Id));
        migrationBuilder.CreateTable(
            "accounts_attempts",
            table => new
            {
                Key = table.Column<string>(maxLength: 64),
                Failures = table.Column<int>(),
                LastAt = table.Column<long>(),
            },
            constraints: table => table.PrimaryKey("PK_accounts_attempts", row => row.Key));
    }
}
