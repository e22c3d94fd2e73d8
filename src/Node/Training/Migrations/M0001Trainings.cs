using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Entraide.Node.Training.Migrations;

[DbContext(typeof(TrainingDb))]
[Migration("0001_Trainings")]
public sealed class M0001Trainings : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Trainings(migrationBuilder);
        Exchanged(migrationBuilder);
        Deliveries(migrationBuilder);
        Attended(migrationBuilder);
        Answers(migrationBuilder);
    }

    private static void Trainings(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "training_trainings",
            table => new
            {
                RecordId = table.Column<string>(maxLength: 32),
                ChangedAt = table.Column<long>(),
                Content = table.Column<byte[]>(),
                KitHash = table.Column<string>(maxLength: 64),
                KitId = table.Column<string>(maxLength: 64),
                Lessons = table.Column<string>(),
                LessonsLanguage = table.Column<string>(maxLength: 10),
                OrganisationId = table.Column<string>(maxLength: 32, nullable: true),
                ParentHash = table.Column<string>(maxLength: 64),
                PublishedAt = table.Column<long>(nullable: true),
                Reasons = table.Column<string>(),
                Revision = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("PK_training_trainings", row => row.RecordId));
        migrationBuilder.CreateIndex("IX_training_trainings_KitId", "training_trainings", "KitId", unique: true);
    }

    private static void Exchanged(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "training_kits",
            table => new
            {
                Hash = table.Column<string>(maxLength: 64),
                At = table.Column<long>(),
                File = table.Column<byte[]>(),
                KitId = table.Column<string>(maxLength: 64),
                Release = table.Column<int>(),
                Signer = table.Column<string>(maxLength: 64),
                State = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("PK_training_kits", row => row.Hash));
        migrationBuilder.CreateIndex("IX_training_kits_KitId_Release", "training_kits", ["KitId", "Release"]);
        migrationBuilder.CreateTable(
            "training_signers",
            table => new
            {
                Fingerprint = table.Column<string>(maxLength: 64),
                At = table.Column<long>(),
                IsRevoked = table.Column<bool>(),
                Key = table.Column<byte[]>(),
                Name = table.Column<string>(),
            },
            constraints: table => table.PrimaryKey("PK_training_signers", row => row.Fingerprint));
        migrationBuilder.CreateTable(
            "training_bundles",
            table => new
            {
                Hash = table.Column<string>(maxLength: 64),
                At = table.Column<long>(),
                Delivery = table.Column<string>(maxLength: 64),
                File = table.Column<byte[]>(),
                KitHash = table.Column<string>(maxLength: 64),
                KitId = table.Column<string>(maxLength: 64),
                Reason = table.Column<string>(),
                Sequence = table.Column<int>(),
                Signer = table.Column<string>(maxLength: 64),
                State = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("PK_training_bundles", row => row.Hash));
        migrationBuilder.CreateIndex("IX_training_bundles_KitId", "training_bundles", "KitId");
        migrationBuilder.CreateIndex("IX_training_bundles_KitHash", "training_bundles", "KitHash");
        migrationBuilder.CreateIndex("IX_training_bundles_Delivery_Sequence", "training_bundles", ["Delivery", "Sequence"]);
    }

    private static void Deliveries(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "training_deliveries",
            table => new
            {
                RecordId = table.Column<string>(maxLength: 32),
                Begins = table.Column<string>(),
                BundleId = table.Column<string>(maxLength: 32),
                ChangedAt = table.Column<long>(),
                Country = table.Column<string>(maxLength: 2),
                Door = table.Column<string>(maxLength: 32),
                Ends = table.Column<string>(),
                KitHash = table.Column<string>(maxLength: 64),
                KitId = table.Column<string>(maxLength: 64),
                Languages = table.Column<string>(),
                OrganisationId = table.Column<string>(maxLength: 32),
                Place = table.Column<string>(),
                Quality = table.Column<int>(nullable: true),
                Sequence = table.Column<int>(),
                State = table.Column<int>(),
                TimeZone = table.Column<string>(maxLength: 64),
                TrainingId = table.Column<string>(maxLength: 32),
            },
            constraints: table => table.PrimaryKey("PK_training_deliveries", row => row.RecordId));
        migrationBuilder.CreateIndex("IX_training_deliveries_OrganisationId", "training_deliveries", "OrganisationId");
        migrationBuilder.CreateIndex("IX_training_deliveries_Door", "training_deliveries", "Door", unique: true);
        migrationBuilder.CreateIndex("IX_training_deliveries_KitId", "training_deliveries", "KitId");
        migrationBuilder.CreateTable(
            "training_people",
            table => new
            {
                RecordId = table.Column<string>(maxLength: 32),
                At = table.Column<long>(),
                Country = table.Column<string>(maxLength: 2),
                DeliveryId = table.Column<string>(maxLength: 32),
                Group = table.Column<int>(),
                Identity = table.Column<byte[]>(nullable: true),
                Language = table.Column<string>(maxLength: 10),
                Number = table.Column<int>(),
                OrganisationId = table.Column<string>(maxLength: 32),
                PassHash = table.Column<string>(maxLength: 64),
                Profession = table.Column<string>(maxLength: 32),
                State = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("PK_training_people", row => row.RecordId));
        migrationBuilder.CreateIndex("IX_training_people_DeliveryId_Number", "training_people", ["DeliveryId", "Number"], unique: true);
        migrationBuilder.CreateIndex("IX_training_people_PassHash", "training_people", "PassHash", unique: true);
    }

    private static void Attended(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "training_sign_ins",
            table => new
            {
                DeliveryId = table.Column<string>(maxLength: 32),
                Session = table.Column<string>(maxLength: 64),
                PersonId = table.Column<string>(maxLength: 32),
                At = table.Column<long>(),
                Device = table.Column<string>(maxLength: 64),
                Evidence = table.Column<int>(),
                Minutes = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("PK_training_sign_ins", row => new { row.DeliveryId, row.Session, row.PersonId }));
        migrationBuilder.CreateTable(
            "training_held",
            table => new
            {
                DeliveryId = table.Column<string>(maxLength: 32),
                Activity = table.Column<string>(maxLength: 64),
                Minutes = table.Column<int>(),
                Note = table.Column<string>(),
                Observer = table.Column<int>(),
                Outcome = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("PK_training_held", row => new { row.DeliveryId, row.Activity }));
        migrationBuilder.CreateTable(
            "training_certificates",
            table => new
            {
                CertificateId = table.Column<string>(maxLength: 32),
                Badge = table.Column<string>(),
                DeliveryId = table.Column<string>(maxLength: 32),
                IsAttainment = table.Column<bool>(),
                IssuedAt = table.Column<long>(),
                PersonId = table.Column<string>(maxLength: 32),
                RevokedAt = table.Column<long>(nullable: true),
                RevokedWhy = table.Column<string>(),
                StatusIndex = table.Column<int>(),
            },
            constraints: table => table.PrimaryKey("PK_training_certificates", row => row.CertificateId));
        migrationBuilder.CreateIndex("IX_training_certificates_StatusIndex", "training_certificates", "StatusIndex", unique: true);
        migrationBuilder.CreateIndex("IX_training_certificates_DeliveryId", "training_certificates", "DeliveryId");
    }

    private static void Answers(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "training_codes",
            table => new
            {
                CodeHash = table.Column<string>(maxLength: 64),
                DeliveryId = table.Column<string>(maxLength: 32),
            },
            constraints: table => table.PrimaryKey("PK_training_codes", row => row.CodeHash));
        migrationBuilder.CreateIndex("IX_training_codes_DeliveryId", "training_codes", "DeliveryId");
        migrationBuilder.CreateTable(
            "training_answers",
            table => new
            {
                RecordId = table.Column<string>(maxLength: 32),
                CodeHash = table.Column<string>(maxLength: 64),
                Form = table.Column<int>(),
                Part = table.Column<string>(maxLength: 64),
                Comment = table.Column<byte[]>(nullable: true),
                IsCleared = table.Column<bool>(),
                Language = table.Column<string>(maxLength: 10),
                OrganisationId = table.Column<string>(maxLength: 32),
                Value = table.Column<string>(),
            },
            constraints: table => table.PrimaryKey("PK_training_answers", row => new { row.RecordId, row.CodeHash, row.Form, row.Part }));
    }
}
