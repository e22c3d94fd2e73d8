using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Entraide.Node.Accounts;

/// <summary>
/// Work that is slow on purpose, done on a few threads of its own which stand back for everything else: whoever floods the
/// node with it waits for herself.
/// </summary>
public sealed class SlowWork : IDisposable
{
    private readonly BlockingCollection<Action> waiting;

    /// <param name="threads">How much is done at once.</param>
    /// <param name="longestQueue">How many may wait.</param>
    public SlowWork(int threads, int longestQueue)
    {
        waiting = new BlockingCollection<Action>(longestQueue);
        for (var i = 0; i < threads; i++) new Thread(Do) { IsBackground = true, Name = "slow work" }.Start();
    }

    /// <exception cref="TooManyException">Too many are waiting.</exception>
    public async Task<T> Run<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!waiting.TryAdd(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        })) throw new TooManyException();
        return await done.Task;
    }

    public void Dispose() => waiting.CompleteAdding();

    private void Do()
    {
        // The runtime's own thread priorities mean nothing on Linux; there, being nice is a matter of each thread.
        if (OperatingSystem.IsLinux()) _ = SetPriority(0, 0, 15);
        foreach (var work in waiting.GetConsumingEnumerable()) work();
    }

#pragma warning disable SYSLIB1054 // The generated form needs unsafe code in the whole project, for three numbers.
    // setpriority(2): PRIO_PROCESS of the calling thread.
    [DllImport("libc", EntryPoint = "setpriority"), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int SetPriority(int which, uint who, int nice);
#pragma warning restore SYSLIB1054
}

/// <summary>More is asked than can be done at once; the answer is 429.</summary>
public sealed class TooManyException : Exception;
