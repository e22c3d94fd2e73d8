using System.Security.Cryptography;
using Entraide.Core.Sealing;

namespace Entraide.Node.Platform.Sealing;

/// <summary>
/// Where the root keys are: what all other keys are wrapped with. A node needs one provider; the files of the keys folder
/// are the one by default, a hardware module or a key service can be another.
/// </summary>
public interface IRootKeys
{
    /// <summary>The versions that are there, oldest first; empty before the first start.</summary>
    IReadOnlyList<int> Versions { get; }

    /// <exception cref="RefusedException">It is not there, or cannot be used.</exception>
    KeyWrap Get(int version);

    /// <summary>Makes the next root key, durably, and gives its version.</summary>
    int Add();

    /// <summary>Destroys a root key that nothing is wrapped with any more.</summary>
    void Remove(int version);
}

/// <summary>Root keys as files in the keys folder, <c>root-VERSION.key</c>: 32 random bytes in base64, readable by their owner alone.</summary>
public sealed class RootKeyFiles(string folder) : IRootKeys
{
    public IReadOnlyList<int> Versions => !Directory.Exists(folder) ? [] : [.. Directory.EnumerateFiles(folder, "root-*.key")
        .Select(file => int.TryParse(Path.GetFileNameWithoutExtension(file)["root-".Length..], out var version) ? version : 0).Where(version => version > 0).Order()];

    public KeyWrap Get(int version)
    {
        var file = FileOf(version);
        try
        {
            return new KeyWrap(Convert.FromBase64String(File.ReadAllText(file).Trim()));
        }
        catch (Exception e) when (e is IOException or FormatException or CryptographicException or UnauthorizedAccessException)
        {
            throw new RefusedException($"The root key {file} cannot be used ({e.Message}). Put it back from your copy of the keys folder: nothing that this node has sealed opens without it.", e);
        }
    }

    public int Add()
    {
        var version = (Versions is [.., var last] ? last : 0) + 1;
        // Of two processes that start at once, one makes the file and the other reads it.
        PrivateFile.Write(FileOf(version), Convert.ToBase64String(RandomNumberGenerator.GetBytes(SealedField.KeyLength)));
        return version;
    }

    public void Remove(int version) => File.Delete(FileOf(version));

    /// <summary>Puts a root key in place, as a restore does.</summary>
    public void Put(int version, string base64) => PrivateFile.Write(FileOf(version), base64);

    /// <summary>The key as its file says it, for a sealed backup of the keys.</summary>
    public string Read(int version) => File.ReadAllText(FileOf(version)).Trim();

    private string FileOf(int version) => Path.Combine(folder, $"root-{version}.key");
}

/// <summary>Files that only their owner may read, written whole or not at all.</summary>
public static class PrivateFile
{
    /// <summary>Writes and flushes the file; false where it was there already, which is left as it is.</summary>
    public static bool Write(string file, string text)
    {
        var draft = $"{file}.{Environment.ProcessId}.new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(draft, options))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }
        var isNew = true;
        try
        {
            File.Move(draft, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(draft);
            isNew = false;
        }
        // The name too must be on the disk before anything is wrapped with this key: the keys often lie on another disk than
        // the data, whose flushes then say nothing of it. A second flush writes the change of name down (PowerTests).
        using (var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite)) stream.Flush(flushToDisk: true);
        return isNew;
    }
}
