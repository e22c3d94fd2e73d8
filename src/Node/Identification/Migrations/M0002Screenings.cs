using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Entraide.Node.Identification.Migrations;

[DbContext(typeof(IdentificationDb))]
[Migration("0002_Screenings")]
public sealed class M0002Screenings : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("OrganisationId", "identification_drafts", maxLength: 32, nullable: true);
        migrationBuilder.CreateIndex("IX_identification_drafts_OrganisationId", "identification_drafts", "OrganisationId");
        migrationBuilder.CreateTable(
            "identification_screenings",
            table => new
            {
                RecordId = table.Column<string>(maxLength: 32),
                AssignedTo = table.Column<string>(maxLength: 32),
                Facts = table.Column<byte[]>(),
                KeptAt = table.Column<long>(),
                Narrative = table.Column<byte[]>(),
                OrganisationId = table.Column<string>(maxLength: 32),
            },
            constraints: table => table.PrimaryKey("PK_identification_screenings", row => row.RecordId));
        migrationBuilder.CreateIndex("IX_identification_screenings_OrganisationId", "identification_screenings", "OrganisationId");
    }
}
