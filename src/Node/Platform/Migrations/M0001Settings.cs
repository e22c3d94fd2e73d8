using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Entraide.Node.Platform.Migrations;

[DbContext(typeof(PlatformDb))]
[Migration("0001_Settings")]
public sealed class M0001Settings : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable(
        "platform_settings",
        table => new
        {
            Name = table.Column<string>(maxLength: 100),
            Value = table.Column<string>(maxLength: 1000),
        },
        constraints: table => table.PrimaryKey("PK_platform_settings", row => row.Name));
}
