using Entraide.Node.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Platform.Jobs;

/// <summary>Work that a module does again and again by itself.</summary>
/// <param name="Name">Unique in the house, as <c>expire-drafts</c>.</param>
public sealed record RecurringJob(string Name, TimeSpan Every, Func<IServiceProvider, CancellationToken, Task> Run);

/// <summary>When a job is due, and until when a process has claimed it.</summary>
public sealed class Job
{
    [Holds(FieldClass.Technical)]
    public required string Name { get; init; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset DueAt { get; init; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset ClaimedUntil { get; init; }
}

/// <summary>
/// Runs the modules' jobs. Of several processes on one database one claims a due job and the others pass on; a process that
/// dies in the middle loses its claim after a while, and the job is done by another: a job must bear to be done twice.
/// </summary>
public sealed class JobRunner(IServiceScopeFactory scopes, IReadOnlyList<Module> modules, TimeProvider time, ILogger<JobRunner> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(20), ClaimFor = TimeSpan.FromMinutes(10);

    /// <summary>Claims a job if it is due and nobody else has it.</summary>
    public static async Task<bool> Claim(PlatformDb db, RecurringJob job, DateTimeOffset now)
    {
        if (!await db.Jobs.AnyAsync(one => one.Name == job.Name))
        {
            db.Jobs.Add(new Job { Name = job.Name, DueAt = now, ClaimedUntil = DateTimeOffset.UnixEpoch });
            try
            {
                await db.SaveChangesAsync();
            }
            catch (DbUpdateException)
            {
                // Another process was first.
            }
            db.ChangeTracker.Clear();
        }
#pragma warning disable RS0030 // One statement, so that of two processes one sees that the other was first.
        return await db.Jobs.Where(one => one.Name == job.Name && one.DueAt <= now && one.ClaimedUntil <= now)
            .ExecuteUpdateAsync(row => row.SetProperty(one => one.ClaimedUntil, now + ClaimFor)) == 1;
    }

    private static Task<int> Finish(PlatformDb db, RecurringJob job, DateTimeOffset now) => db.Jobs.Where(one => one.Name == job.Name)
        .ExecuteUpdateAsync(row => row.SetProperty(one => one.DueAt, now + job.Every).SetProperty(one => one.ClaimedUntil, DateTimeOffset.UnixEpoch));
#pragma warning restore RS0030

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        do
        {
            foreach (var job in modules.SelectMany(module => module.Jobs))
            {
                try
                {
                    await using var scope = scopes.CreateAsyncScope();
                    var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
                    if (!await Claim(db, job, time.GetUtcNow())) continue;
                    await job.Run(scope.ServiceProvider, stoppingToken);
                    await Finish(db, job, time.GetUtcNow());
                }
                catch (ObjectDisposedException)
                {
                    return; // The node ended before it had begun.
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // Whatever it was, the node must not end for it. The claim runs out, and the job is tried again.
                    log.LogWarning(e, "The job {Job} failed and is tried again in {Minutes} minutes.", job.Name, ClaimFor.TotalMinutes);
                }
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
