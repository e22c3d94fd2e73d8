using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Entraide.Node.Platform.Migrations;

[DbContext(typeof(PlatformDb))]
[Migration("0002_TrustSpine")]
public sealed class M0002TrustSpine : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Keys(migrationBuilder);
        Ledger(migrationBuilder);
        migrationBuilder.CreateTable(
            "platform_jobs",
            table => new { Name = table.Column<string>(maxLength: 100), ClaimedUntil = table.Column<long>(), DueAt = table.Column<long>() },
            constraints: table => table.PrimaryKey("PK_platform_jobs", row => row.Name));
        migrationBuilder.CreateTable(
            "platform_notices",
            table => new { Id = table.Column<string>(maxLength: 32), AccountId = table.Column<string>(maxLength: 32), At = table.Column<long>(), Key = table.Column<string>(maxLength: 100) },
            constraints: table => table.PrimaryKey("PK_platform_notices", row => row.Id));
        migrationBuilder.CreateIndex("IX_platform_notices_AccountId", "platform_notices", "AccountId");
    }

    private static void Keys(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "platform_keys",
            table => new
            {
                Kind = table.Column<int>(),
                Zone = table.Column<int>(),
                Version = table.Column<int>(),
                CreatedAt = table.Column<long>(),
                Endorsement = table.Column<byte[]>(),
                Public = table.Column<byte[]>(),
                Root = table.Column<int>(),
                Wrapped = table.Column<byte[]>(),
            },
            constraints: table => table.PrimaryKey("PK_platform_keys", row => new { row.Kind, row.Zone, row.Version }));
        migrationBuilder.CreateTable(
            "platform_record_keys",
            table => new
            {
                RecordId = table.Column<string>(maxLength: 32),
                CreatedAt = table.Column<long>(),
                OrganisationId = table.Column<string>(maxLength: 32, nullable: true),
                Version = table.Column<int>(),
                Wrapped = table.Column<byte[]>(),
                WrappedBefore = table.Column<byte[]>(nullable: true),
                Zone = table.Column<int>(),
                ZoneKey = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("PK_platform_record_keys", row => row.RecordId));
        migrationBuilder.CreateTable(
            "platform_erased",
            table => new { RecordId = table.Column<string>(maxLength: 32), At = table.Column<long>() },
            constraints: table => table.PrimaryKey("PK_platform_erased", row => row.RecordId));
    }

    private static void Ledger(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "platform_ledger_entries",
            table => new
            {
                Zone = table.Column<int>(),
                Position = table.Column<long>(),
                ActorId = table.Column<string>(maxLength: 32),
                At = table.Column<long>(),
                Entry = table.Column<byte[]>(),
                RecordId = table.Column<string>(maxLength: 64),
            },
            constraints: table => table.PrimaryKey("PK_platform_ledger_entries", row => new { row.Zone, row.Position }));
        migrationBuilder.CreateIndex("IX_platform_ledger_entries_ActorId", "platform_ledger_entries", "ActorId");
        migrationBuilder.CreateIndex("IX_platform_ledger_entries_RecordId", "platform_ledger_entries", "RecordId");
        migrationBuilder.CreateTable(
            "platform_ledger_trees",
            table => new { Zone = table.Column<int>(), Frontier = table.Column<byte[]>(), LastAt = table.Column<long>(), Size = table.Column<long>(), Turns = table.Column<long>() },
            constraints: table => table.PrimaryKey("PK_platform_ledger_trees", row => row.Zone));
        migrationBuilder.CreateTable(
            "platform_ledger_heads",
            table => new
            {
                Zone = table.Column<int>(),
                Size = table.Column<long>(),
                At = table.Column<long>(),
                KeyId = table.Column<string>(maxLength: 32),
                Root = table.Column<byte[]>(),
                Signature = table.Column<byte[]>(),
            },
            constraints: table => table.PrimaryKey("PK_platform_ledger_heads", row => new { row.Zone, row.Size }));
    }
}
