using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Entraide.Node.Identification.Migrations;

[DbContext(typeof(IdentificationDb))]
[Migration("0001_Drafts")]
public sealed class M0001Drafts : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "identification_drafts",
            table => new
            {
                Id = table.Column<string>(maxLength: 32),
                ExpiresAt = table.Column<long>(),
                KeyId = table.Column<string>(maxLength: 32),
                ReceivedAt = table.Column<long>(),
                RecipientId = table.Column<string>(maxLength: 32),
                Sealed = table.Column<byte[]>(),
                Size = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("PK_identification_drafts", row => row.Id));
        migrationBuilder.CreateIndex("IX_identification_drafts_ExpiresAt", "identification_drafts", "ExpiresAt");
    }
}
