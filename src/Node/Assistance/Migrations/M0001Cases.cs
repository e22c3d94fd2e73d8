using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Entraide.Node.Assistance.Migrations;

[DbContext(typeof(AssistanceDb))]
[Migration("0001_Cases")]
public sealed class M0001Cases : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Cases(migrationBuilder);
        Counters(migrationBuilder);
        Entries(migrationBuilder);
        Documents(migrationBuilder);
        Services(migrationBuilder);
    }

    private static void Cases(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "assistance_cases",
            table => new
            {
                RecordId = table.Column<string>(maxLength: 32),
                AssignedTo = table.Column<string>(maxLength: 32),
                ClosedAt = table.Column<long>(nullable: true),
                DueAt = table.Column<long>(nullable: true),
                Facts = table.Column<byte[]>(),
                Identity = table.Column<byte[]>(),
                Location = table.Column<byte[]>(),
                Narrative = table.Column<byte[]>(),
                Number = table.Column<string>(maxLength: 16),
                OpenedAt = table.Column<long>(),
                OrganisationId = table.Column<string>(maxLength: 32),
                Room = table.Column<byte[]>(),
                Screening = table.Column<byte[]>(),
                Sharing = table.Column<byte[]>(),
            },
            constraints: table => table.PrimaryKey("PK_assistance_cases", row => row.RecordId));
        migrationBuilder.CreateIndex("IX_assistance_cases_AssignedTo_DueAt", "assistance_cases", ["AssignedTo", "DueAt"]);
        migrationBuilder.CreateIndex("IX_assistance_cases_OrganisationId_ClosedAt_DueAt", "assistance_cases", ["OrganisationId", "ClosedAt", "DueAt"]);
        migrationBuilder.CreateIndex("IX_assistance_cases_OrganisationId_Number", "assistance_cases", ["OrganisationId", "Number"], unique: true);
    }

    private static void Counters(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "assistance_counters",
            table => new
            {
                OrganisationId = table.Column<string>(maxLength: 32),
                Year = table.Column<int>(),
                Last = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("PK_assistance_counters", row => new { row.OrganisationId, row.Year }));
    }

    private static void Entries(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "assistance_entries",
            table => new
            {
                EntryId = table.Column<string>(maxLength: 32),
                DoneAt = table.Column<long>(nullable: true),
                DueAt = table.Column<long>(nullable: true),
                IsRecorded = table.Column<bool>(),
                Kind = table.Column<int>(),
                OrganisationId = table.Column<string>(maxLength: 32),
                RecordId = table.Column<string>(maxLength: 32),
                Text = table.Column<byte[]>(),
                WrittenAt = table.Column<long>(),
                WrittenBy = table.Column<string>(maxLength: 32),
            },
            constraints: table => table.PrimaryKey("PK_assistance_entries", row => row.EntryId));
        migrationBuilder.CreateIndex("IX_assistance_entries_RecordId", "assistance_entries", "RecordId");
    }

    private static void Documents(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "assistance_documents",
            table => new
            {
                DocumentId = table.Column<string>(maxLength: 32),
                AddedAt = table.Column<long>(),
                AddedBy = table.Column<string>(maxLength: 32),
                Content = table.Column<byte[]>(),
                Kind = table.Column<int>(),
                Name = table.Column<byte[]>(),
                OrganisationId = table.Column<string>(maxLength: 32),
                Original = table.Column<byte[]>(),
                RecordId = table.Column<string>(maxLength: 32),
                Size = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("PK_assistance_documents", row => row.DocumentId));
        migrationBuilder.CreateIndex("IX_assistance_documents_RecordId", "assistance_documents", "RecordId");
    }

    private static void Services(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "assistance_services",
            table => new
            {
                RecordId = table.Column<string>(maxLength: 32),
                ChangedAt = table.Column<long>(),
                For = table.Column<string>(maxLength: 100),
                Hours = table.Column<string>(maxLength: ServiceOffer.LongestHours),
                Kind = table.Column<int>(),
                Languages = table.Column<string>(maxLength: 200),
                OrganisationId = table.Column<string>(maxLength: 32),
                Places = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("PK_assistance_services", row => row.RecordId));
        migrationBuilder.CreateIndex("IX_assistance_services_OrganisationId", "assistance_services", "OrganisationId");
    }
}
