using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Entraide.Node.Impact.Migrations;

[DbContext(typeof(ImpactDb))]
[Migration("0002_Cases")]
public sealed class M0002Cases : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<int>("CasesOf", "impact_contributions", nullable: true);
        migrationBuilder.CreateIndex("IX_impact_contributions_OrganisationId_CasesOf", "impact_contributions", ["OrganisationId", "CasesOf"], unique: true);
    }
}
