using System.Security.Cryptography;
using Entraide.Node.Identification;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Backup;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;
using Entraide.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Gate = Entraide.Node.Platform.Access.AccessTicket.Gate;

namespace Entraide.Tests.Node.Platform;

/// <summary>Screenings that a labour inspector keeps, for the tests of what happens to records.</summary>
public sealed class KeptRecords(IServiceProvider services)
{
    private const string Organisation = "0123456789abcdef0123456789abcdef";

    private readonly Caller inspector = new($"a{new string('1', 31)}", "s", Organisation, Role.LabourInspector, Purpose.Identification, DateTimeOffset.MaxValue);

    public static string TextOf(string id) => $"{{\"told\":\"{id}\",\"é\":\"{new string('x', 200)}\"}}";

    /// <summary>Keeps records, whose texts follow from their ids.</summary>
    public async Task<List<string>> Keep(int count)
    {
        var ids = Enumerable.Range(0, count).Select(_ => PlatformDb.NewId()).ToList();
        await Task.WhenAll(ids.Select(Keep));
        return ids;
    }

    public Task Keep(string id) => services.GetRequiredService<Gate>().Do(inspector, AccessAction.Create, Of(id), [FieldClass.Technical, FieldClass.Facts, FieldClass.Narrative], scope =>
    {
        var record = scope.NewRecord();
        scope.Db<IdentificationDb>().Screenings.Add(new Screening
        {
            RecordId = id, OrganisationId = Organisation, AssignedTo = inspector.AccountId, KeptAt = DateTimeOffset.UnixEpoch,
            Facts = record.Seal(Screening.FactsColumn, "facts of " + id), Narrative = record.Seal(Screening.NarrativeColumn, TextOf(id)),
        });
        return Task.CompletedTask;
    });

    /// <summary>Reads a record through the gate: its row first, then its key.</summary>
    public async Task<(string? Facts, string? Narrative)> Read(string id)
    {
        var ticket = await services.GetRequiredService<Gate>().Ask(inspector, AccessAction.Open, Of(id), FieldClass.Technical, FieldClass.Facts, FieldClass.Narrative);
        await using var scope = services.CreateAsyncScope();
        var row = await scope.ServiceProvider.GetRequiredService<IdentificationDb>().Screenings.AsNoTracking().SingleOrDefaultAsync(one => one.RecordId == id) ?? throw new NotThereException();
        var record = await services.GetRequiredService<KeyRing>().Open(ticket, scope.ServiceProvider.GetRequiredService<PlatformDb>());
        return (record.Open(Screening.FactsColumn, row.Facts), record.Open(Screening.NarrativeColumn, row.Narrative));
    }

    /// <summary>Adds to a record's narrative what it said already, so that it is sealed anew.</summary>
    public Task Rewrite(string id) => services.GetRequiredService<Gate>().Do(inspector, AccessAction.Change, Of(id), [FieldClass.Technical, FieldClass.Narrative], async scope =>
    {
        var row = await scope.Db<IdentificationDb>().Screenings.SingleAsync(one => one.RecordId == id);
        var record = await scope.Record();
        row.Narrative = record.Seal(Screening.NarrativeColumn, record.Open(Screening.NarrativeColumn, row.Narrative)!);
    });

    public Task Erase(string id) => services.GetRequiredService<Gate>().Do(inspector, AccessAction.Erase, Of(id), [FieldClass.Technical], async scope =>
    {
        scope.Db<IdentificationDb>().Screenings.Remove(await scope.Db<IdentificationDb>().Screenings.SingleAsync(one => one.RecordId == id));
        await scope.EraseRecord();
    });

    public Task<int> Count() => WithDb(db => db.Screenings.CountAsync());

    public async Task<T> WithDb<T>(Func<IdentificationDb, Task<T>> ask)
    {
        await using var scope = services.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<IdentificationDb>());
    }

    private Subject Of(string id) => new(Resource.Screening, Zone.Care, id, Organisation, inspector.AccountId);
}

/// <summary>A folder of a test with a backup key, and what is done with backups there.</summary>
public sealed class BackupFolder : IDisposable
{
    private int count;

    public string Folder { get; } = Directory.CreateTempSubdirectory("entraide-test-").FullName;

    public ECDiffieHellman Key { get; } = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

    public string New(string name) => Path.Combine(Folder, $"{++count}-{name}");

    public static NodeOptions OptionsOf(RunningNode node) => node.App.Services.GetRequiredService<NodeOptions>();

    public static Task<OpenedNode> Open(NodeOptions options) => OpenedNode.Open(options, RunningNode.Modules);

    public async Task<BackupReport> BackUp(RunningNode node)
    {
        await using var opened = await Open(OptionsOf(node));
        using var half = Key.PublicKey;
        return await new BackUp(opened).Write(New("backup"), half);
    }

    /// <summary>Restores into a new folder, or into this database.</summary>
    public async Task<(NodeOptions Options, RestoreReport Report)> Restore(BackupReport backup, string? database, string? keysFile = null, ECDiffieHellman? key = null)
    {
        var options = NodeOptions.For(New("data")) with { Database = database };
        return (options, await Entraide.Node.Platform.Backup.Restore.Run(new RestorePlan(backup.File, keysFile ?? backup.KeysFile, key ?? Key, options), RunningNode.Modules));
    }

    public void Dispose()
    {
        Key.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
