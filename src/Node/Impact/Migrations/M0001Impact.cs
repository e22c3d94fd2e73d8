using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Entraide.Node.Impact.Migrations;

[DbContext(typeof(ImpactDb))]
[Migration("0001_Impact")]
public sealed class M0001Impact : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Figures(migrationBuilder);
        migrationBuilder.CreateTable(
            "impact_releases",
            table => new
            {
                RecordId = table.Column<string>(maxLength: 32),
                At = table.Column<long>(),
                Content = table.Column<byte[]>(),
                Kind = table.Column<int>(),
                Loss = table.Column<double>(),
                OrganisationId = table.Column<string>(maxLength: 32),
                Published = table.Column<byte[]>(),
                PublishedAt = table.Column<long>(nullable: true),
                Report = table.Column<byte[]>(),
                Settings = table.Column<string>(),
                Year = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("PK_impact_releases", row => row.RecordId));
        migrationBuilder.CreateTable(
            "impact_estimates",
            table => new
            {
                RecordId = table.Column<string>(maxLength: 32),
                At = table.Column<long>(),
                Options = table.Column<string>(),
                OrganisationId = table.Column<string>(maxLength: 32),
                Published = table.Column<byte[]>(),
                PublishedAt = table.Column<long>(nullable: true),
                Result = table.Column<byte[]>(),
                Table = table.Column<byte[]>(),
                Title = table.Column<string>(),
            },
            constraints: table => table.PrimaryKey("PK_impact_estimates", row => row.RecordId));
    }

    private static void Figures(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "impact_contributions",
            table => new
            {
                RecordId = table.Column<string>(maxLength: 32),
                Aside = table.Column<byte[]>(),
                At = table.Column<long>(),
                CasesOf = table.Column<int>(nullable: true),
                Content = table.Column<byte[]>(),
                Country = table.Column<string>(maxLength: 2),
                FirstYear = table.Column<int>(),
                LastYear = table.Column<int>(),
                OrganisationId = table.Column<string>(maxLength: 32),
                Source = table.Column<string>(),
            },
            constraints: table => table.PrimaryKey("PK_impact_contributions", row => row.RecordId));
        migrationBuilder.CreateIndex("IX_impact_contributions_OrganisationId_CasesOf", "impact_contributions", ["OrganisationId", "CasesOf"], unique: true);
        migrationBuilder.CreateTable(
            "impact_editions",
            table => new
            {
                RecordId = table.Column<string>(maxLength: 32),
                At = table.Column<long>(),
                Cube = table.Column<byte[]>(),
                Number = table.Column<int>(),
                OrganisationId = table.Column<string>(maxLength: 32),
                Published = table.Column<byte[]>(),
                PublishedAt = table.Column<long>(nullable: true),
                Quality = table.Column<byte[]>(),
                Reason = table.Column<string>(),
                Year = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("PK_impact_editions", row => row.RecordId));
        migrationBuilder.CreateIndex("IX_impact_editions_Year_Number", "impact_editions", ["Year", "Number"], unique: true);
    }
}
