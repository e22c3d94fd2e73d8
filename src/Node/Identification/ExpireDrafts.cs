using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Identification;

/// <summary>Deletes drafts whose time is over, at the start and every hour.</summary>
public sealed class ExpireDrafts(IServiceScopeFactory scopes, TimeProvider time, ILogger<ExpireDrafts> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>Deletes what has expired by <paramref name="now"/>; gives the number of drafts deleted.</summary>
    public static Task<int> Expire(IdentificationDb db, DateTimeOffset now, CancellationToken stop = default) =>
        db.Drafts.Where(draft => draft.ExpiresAt <= now).ExecuteDeleteAsync(stop);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await Expire(scope.ServiceProvider.GetRequiredService<IdentificationDb>(), time.GetUtcNow(), stoppingToken);
            }
            catch (ObjectDisposedException)
            {
                return; // The node ended before it had begun.
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Whatever it was, the node must not end for it.
                log.LogWarning(e, "Expired drafts could not be deleted; the next attempt is in an hour.");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
