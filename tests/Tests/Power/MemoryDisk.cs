namespace Entraide.Tests.Power;

/// <summary>A disk that can be made full, and given space again: a file system in memory.</summary>
internal sealed class MemoryDisk : IAsyncDisposable
{
    private MemoryDisk(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>Mounts it; skips the test, and says why, where the machine does not allow that.</summary>
    public static async Task<MemoryDisk> Make(WorkFolder work, int megabytes)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "A full disk needs root, to mount a file system: nothing was proved here.");
        var disk = new MemoryDisk(work.In("memory"));
        Directory.CreateDirectory(disk.Folder);
        var (exit, said) = await Machine.Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=755", "tmpfs", disk.Folder);
        Assert.SkipWhen(exit != 0, $"This machine mounts no file system in memory ({said}): nothing was proved here.");
        return disk;
    }

    /// <summary>In megabytes, rounded up.</summary>
    public int Used
    {
        get
        {
            var drive = new DriveInfo(Folder);
            return (int)((drive.TotalSize - drive.TotalFreeSpace + (1 << 20) - 1) >> 20);
        }
    }

    public Task Resize(int megabytes) => Machine.Must("mount", "-o", $"remount,size={megabytes}m", Folder);

    public async ValueTask DisposeAsync()
    {
        for (var tries = 0; (await Machine.Run("umount", Folder)).Exit != 0 && tries < 100; tries++) await Task.Delay(50);
    }
}
