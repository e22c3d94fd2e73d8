using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Entraide.Node.Guide.Migrations;

[DbContext(typeof(GuideDb))]
[Migration("0001_Guide")]
public sealed class M0001Guide : Migration
{
    private const int Id = GuideDb.LongestId;

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Core(migrationBuilder);
        National(migrationBuilder);
        migrationBuilder.CreateTable(
            "guide_jobs",
            table => new { Id = table.Column<string>(maxLength: 32), At = table.Column<long>(), AuthorId = table.Column<string>(nullable: true), Document = table.Column<string>(), Language = table.Column<string>(), Units = table.Column<string>() },
            constraints: table => table.PrimaryKey("PK_guide_jobs", row => row.Id));
        migrationBuilder.CreateTable(
            "guide_copies",
            table => new
            {
                Hash = table.Column<string>(maxLength: 64),
                At = table.Column<long>(),
                Country = table.Column<string>(),
                Document = table.Column<string>(),
                Edition = table.Column<int>(),
                EditionHash = table.Column<string>(),
                Language = table.Column<string>(),
                OverlayHash = table.Column<string>(),
                Release = table.Column<int>(),
                TranslationsHash = table.Column<string>(),
            },
            constraints: table => table.PrimaryKey("PK_guide_copies", row => row.Hash));
        migrationBuilder.CreateTable("guide_revision", table => new { Id = table.Column<int>(), Number = table.Column<long>() }, constraints: table => table.PrimaryKey("PK_guide_revision", row => row.Id));
    }

    private static void Core(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "guide_shipments",
            table => new { Document = table.Column<string>(maxLength: Id), Release = table.Column<int>(), At = table.Column<long>(), Content = table.Column<byte[]>() },
            constraints: table => table.PrimaryKey("PK_guide_shipments", row => new { row.Document, row.Release }));
        migrationBuilder.CreateTable(
            "guide_versions",
            table => new
            {
                Document = table.Column<string>(maxLength: Id),
                BlockId = table.Column<string>(maxLength: Id),
                Number = table.Column<int>(),
                ApproverId = table.Column<string>(nullable: true),
                At = table.Column<long>(),
                AuthorId = table.Column<string>(nullable: true),
                Content = table.Column<string>(),
                Note = table.Column<string>(),
            },
            constraints: table => table.PrimaryKey("PK_guide_versions", row => new { row.Document, row.BlockId, row.Number }));
        migrationBuilder.CreateTable(
            "guide_pending",
            table => new
            {
                Document = table.Column<string>(maxLength: Id),
                BlockId = table.Column<string>(maxLength: Id),
                After = table.Column<string>(nullable: true),
                ApproverId = table.Column<string>(nullable: true),
                At = table.Column<long>(),
                AuthorId = table.Column<string>(),
                Class = table.Column<int>(),
                Content = table.Column<string>(nullable: true),
                Floor = table.Column<int>(),
                Note = table.Column<string>(),
            },
            constraints: table => table.PrimaryKey("PK_guide_pending", row => new { row.Document, row.BlockId }));
        migrationBuilder.CreateTable(
            "guide_editions",
            table => new { Document = table.Column<string>(maxLength: Id), Number = table.Column<int>(), At = table.Column<long>(), AuthorId = table.Column<string>(nullable: true), Entries = table.Column<string>() },
            constraints: table => table.PrimaryKey("PK_guide_editions", row => new { row.Document, row.Number }));
        migrationBuilder.CreateTable(
            "guide_translations",
            table => new
            {
                Document = table.Column<string>(maxLength: Id),
                BlockId = table.Column<string>(maxLength: Id),
                Language = table.Column<string>(maxLength: 10),
                Number = table.Column<int>(),
                At = table.Column<long>(),
                BasedOn = table.Column<int>(),
                Note = table.Column<string>(),
                Origin = table.Column<int>(),
                ReviewerId = table.Column<string>(nullable: true),
                State = table.Column<int>(),
                Text = table.Column<string>(),
                TranslatorId = table.Column<string>(nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_guide_translations", row => new { row.Document, row.BlockId, row.Language, row.Number }));
    }

    private static void National(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "guide_countries",
            table => new { Country = table.Column<string>(maxLength: 2), Languages = table.Column<string>(), OrganisationId = table.Column<string>(maxLength: 32, nullable: true) },
            constraints: table => table.PrimaryKey("PK_guide_countries", row => row.Country));
        migrationBuilder.CreateTable(
            "guide_operations",
            table => new
            {
                Country = table.Column<string>(maxLength: 2),
                OperationId = table.Column<string>(maxLength: Id),
                Number = table.Column<int>(),
                At = table.Column<long>(),
                AuthorId = table.Column<string>(nullable: true),
                Content = table.Column<string>(nullable: true),
                Document = table.Column<string>(),
            },
            constraints: table => table.PrimaryKey("PK_guide_operations", row => new { row.Country, row.OperationId, row.Number }));
        migrationBuilder.CreateTable(
            "guide_releases",
            table => new { Country = table.Column<string>(maxLength: 2), Number = table.Column<int>(), At = table.Column<long>(), AuthorId = table.Column<string>(nullable: true), Editions = table.Column<string>(), Operations = table.Column<string>() },
            constraints: table => table.PrimaryKey("PK_guide_releases", row => new { row.Country, row.Number }));
        migrationBuilder.CreateTable(
            "guide_decisions",
            table => new
            {
                Id = table.Column<string>(maxLength: 32),
                Answer = table.Column<int>(),
                At = table.Column<long>(),
                AuthorId = table.Column<string>(nullable: true),
                Country = table.Column<string>(maxLength: 2),
                Kind = table.Column<int>(),
                OperationId = table.Column<string>(),
                Reason = table.Column<string>(),
                Until = table.Column<string>(nullable: true),
                Version = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("PK_guide_decisions", row => row.Id));
        migrationBuilder.CreateIndex("IX_guide_decisions_Country", "guide_decisions", "Country");
    }
}
