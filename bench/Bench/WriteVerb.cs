using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Entraide.Node.Identification;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Ledger;
using Entraide.Node.Platform.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Gate = Entraide.Node.Platform.Access.AccessTicket.Gate;

namespace Entraide.Bench;

/// <summary>
/// Writes sealed records as a node does, and says <c>ack RECORDID</c> once a write has been acknowledged and not before:
/// what is killed, cut off or filled up while it writes is then compared with what it said (<see cref="Verification"/>).
/// </summary>
/// <remarks>
/// <c>write --data DIR --keys DIR [--database ADDRESS] --count N [--writers W] [--relaxed]</c>. A refused write is told as
/// <c>refused RECORDID EXCEPTION</c>, and the writer goes on with the next. Exit 0: all were acknowledged; 1: some were refused.
/// </remarks>
public static class WriteVerb
{
    private const string Organisation = "power";

    // A full disk refuses at once: without a pause a writer would spend its writes before there is space again.
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMilliseconds(50);

    // On the pool from the start: with a pool of one thread, everything is flushed by one thread, and can be counted.
    public static Task<int> Run(Arguments arguments) => Task.Run(async () =>
    {
        var exit = await Write(arguments);
        // Closes the SQLite file as well, which is one more thing at which it can be killed.
        SqliteConnection.ClearAllPools();
        return exit;
    });

    private static async Task<int> Write(Arguments arguments)
    {
        await using var app = await NodeHost.Build(arguments.Node, Arguments.Modules);
        var (gate, time) = (app.Services.GetRequiredService<Gate>(), app.Services.GetRequiredService<TimeProvider>());
        await using var said = new Said();
        if (arguments.Has("--relaxed")) await Relax(gate, time, said, app.Services.GetRequiredService<Database>().IsPostgres);
        var count = arguments.Number("--count", 0);
        var refused = await Task.WhenAll(Enumerable.Range(0, arguments.Number("--writers", 1)).Select(_ => Task.Run(() => Write(gate, time, said, count))));
        return refused.Sum() == 0 ? 0 : 1;
    }

    /// <summary>One writer: each write after the one before has been answered.</summary>
    private static async Task<int> Write(Gate gate, TimeProvider time, Said said, int count)
    {
        // An account of its own: so it shows whose unacknowledged writes are visible afterwards.
        var (account, refused) = (PlatformDb.NewId(), 0);
        for (var i = 0; i < count; i++)
        {
            var id = PlatformDb.NewId();
            try
            {
                await WriteOne(gate, time, account, id, _ => { });
                await said.Line($"ack {id}");
            }
            catch (Exception e) when (e is LedgerClosedException or DbException or DbUpdateException)
            {
                refused++;
                await said.Line($"refused {id} {e.GetType().Name}");
                await Task.Delay(AfterRefusal, time);
            }
        }
        return refused;
    }

    private static async Task WriteOne(Gate gate, TimeProvider time, string account, string id, Action<DbConnection> see)
    {
        var caller = new Caller(account, "session", Organisation, Role.SocialWorker, Purpose.Identification, time.GetUtcNow());
        var subject = new Subject(Resource.Screening, Zone.Care, id, Organisation, account);
        await gate.Do(caller, AccessAction.Create, subject, [FieldClass.Technical, FieldClass.Facts, FieldClass.Narrative], scope =>
        {
            var record = scope.NewRecord();
            var db = scope.Db<IdentificationDb>();
            see(db.Database.GetDbConnection());
            db.Screenings.Add(new Screening
            {
                RecordId = id,
                OrganisationId = Organisation,
                AssignedTo = account,
                KeptAt = time.GetUtcNow(),
                Facts = record.Seal(Screening.FactsColumn, FactsOf(id)),
                Narrative = record.Seal(Screening.NarrativeColumn, NarrativeOf(id)),
            });
            return Task.CompletedTask;
        });
    }

    // The check that a power cut finds a wrong setting. A node that starts with one is refused, and that stays so: the
    // setting is changed afterwards, on the ledger's own connection, which a write sees and which is idle between two writes.
    private static async Task Relax(Gate gate, TimeProvider time, Said said, bool postgres)
    {
        DbConnection? ledger = null;
        var id = PlatformDb.NewId();
        await WriteOne(gate, time, PlatformDb.NewId(), id, connection => ledger = connection);
        await said.Line($"ack {id}");
        await using var command = ledger!.CreateCommand();
        command.CommandText = postgres ? "SET synchronous_commit = off" : "PRAGMA synchronous = NORMAL";
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>What the record of this id says, so that whoever opens it knows what must come out.</summary>
    public static string FactsOf(string id) => $"facts of {id}";

    /// <inheritdoc cref="FactsOf"/>
    /// <remarks>Of four lengths, up to ten pages: so that fifty writes fill SQLite's log and are also moved into its file.</remarks>
    public static string NarrativeOf(string id) => $"narrative of {id} {new string('n', 12_000 * (SHA256.HashData(Encoding.ASCII.GetBytes(id))[0] % 4))}";

    /// <summary>Lines on standard output, each in one piece and without any buffer that a killed process would take along.</summary>
    private sealed class Said : IAsyncDisposable
    {
        private readonly Stream output = Console.OpenStandardOutput();
        private readonly SemaphoreSlim one = new(1);

        public async Task Line(string text)
        {
            await one.WaitAsync();
            try
            {
                await output.WriteAsync(Encoding.ASCII.GetBytes(text + "\n"));
                await output.FlushAsync();
            }
            finally
            {
                one.Release();
            }
        }

        public async ValueTask DisposeAsync()
        {
            one.Dispose();
            await output.DisposeAsync();
        }
    }
}
