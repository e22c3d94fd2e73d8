using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Entraide.Node.Assistance.Migrations;

[DbContext(typeof(AssistanceDb))]
[Migration("0002_Sharing")]
public sealed class M0002Sharing : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Referrals(migrationBuilder);
        Guests(migrationBuilder);
        Emergencies(migrationBuilder);
        Receipts(migrationBuilder);
    }

    private static void Referrals(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "assistance_referrals",
            table => new
            {
                ReferralId = table.Column<string>(maxLength: 32),
                AnswerBy = table.Column<long>(),
                Course = table.Column<byte[]>(),
                IsLapseTold = table.Column<bool>(),
                IsSettled = table.Column<bool>(),
                OrganisationId = table.Column<string>(maxLength: 32),
                Outline = table.Column<byte[]>(),
                Purpose = table.Column<int>(),
                ReceiverId = table.Column<string>(maxLength: 32, nullable: true),
                RecipientId = table.Column<string>(maxLength: 32),
                RecordId = table.Column<string>(maxLength: 32),
                SentAt = table.Column<long>(),
                Stage = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("PK_assistance_referrals", row => row.ReferralId));
        migrationBuilder.CreateIndex("IX_assistance_referrals_OrganisationId_SentAt", "assistance_referrals", ["OrganisationId", "SentAt"]);
        migrationBuilder.CreateIndex("IX_assistance_referrals_Stage_AnswerBy", "assistance_referrals", ["Stage", "AnswerBy"]);
        migrationBuilder.CreateIndex("IX_assistance_referrals_RecipientId_SentAt", "assistance_referrals", ["RecipientId", "SentAt"]);
        migrationBuilder.CreateIndex("IX_assistance_referrals_RecordId", "assistance_referrals", "RecordId");
    }

    private static void Guests(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "assistance_guests",
            table => new
            {
                GuestId = table.Column<string>(maxLength: 32),
                AccountId = table.Column<string>(maxLength: 32),
                Class = table.Column<int>(),
                EndedAt = table.Column<long>(nullable: true),
                GuestOrganisationId = table.Column<string>(maxLength: 32),
                OrganisationId = table.Column<string>(maxLength: 32),
                RecordId = table.Column<string>(maxLength: 32),
                Since = table.Column<long>(),
                Until = table.Column<long>(),
            },
            constraints: table => table.PrimaryKey("PK_assistance_guests", row => row.GuestId));
        migrationBuilder.CreateIndex("IX_assistance_guests_AccountId", "assistance_guests", "AccountId");
        migrationBuilder.CreateIndex("IX_assistance_guests_RecordId", "assistance_guests", "RecordId");
    }

    private static void Emergencies(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "assistance_emergencies",
            table => new
            {
                EmergencyId = table.Column<string>(maxLength: 32),
                At = table.Column<long>(),
                OpenedBy = table.Column<string>(maxLength: 32),
                OrganisationId = table.Column<string>(maxLength: 32),
                Reason = table.Column<int>(),
                RecordId = table.Column<string>(maxLength: 32),
                ReviewedAt = table.Column<long>(nullable: true),
                ReviewedBy = table.Column<string>(maxLength: 32, nullable: true),
                Verdict = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("PK_assistance_emergencies", row => row.EmergencyId));
        migrationBuilder.CreateIndex("IX_assistance_emergencies_OrganisationId_ReviewedAt", "assistance_emergencies", ["OrganisationId", "ReviewedAt"]);
        migrationBuilder.CreateIndex("IX_assistance_emergencies_RecordId", "assistance_emergencies", "RecordId");
    }

    private static void Receipts(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "assistance_receipts",
            table => new
            {
                PhraseHash = table.Column<string>(maxLength: 64),
                MadeAt = table.Column<long>(),
                OrganisationId = table.Column<string>(maxLength: 32),
                RecordId = table.Column<string>(maxLength: 32),
                Until = table.Column<long>(),
            },
            constraints: table => table.PrimaryKey("PK_assistance_receipts", row => row.PhraseHash));
        migrationBuilder.CreateIndex("IX_assistance_receipts_RecordId", "assistance_receipts", "RecordId");
    }
}
