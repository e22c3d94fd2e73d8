using System.Security.Cryptography;
using System.Text;

namespace Entraide.Node.Platform;

/// <summary>What the pages that a device keeps for use without a network have in common.</summary>
public static class KeptPage
{
    /// <summary>Of the files that are the same for everybody.</summary>
    public static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "wwwroot");

    /// <summary>
    /// The service worker of a folder, headed by the version of everything that it keeps: when any of it changes, its bytes
    /// change, and the browser fetches all of it anew. The pages' own marks are compiled in: the module's version stands for them.
    /// </summary>
    /// <param name="folder">In <see cref="Folder"/>: where its <c>worker.js</c> lies.</param>
    /// <param name="texts">What is kept and is no file.</param>
    public static string Worker(string folder, IEnumerable<string> texts)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)) all.AppendData(File.ReadAllBytes(file));
        foreach (var text in texts) all.AppendData(Encoding.UTF8.GetBytes(text));
        all.AppendData(typeof(KeptPage).Module.ModuleVersionId.ToByteArray());
        return $"const VERSION = '{Convert.ToHexStringLower(all.GetHashAndReset().AsSpan(0, 8))}';\n{File.ReadAllText(Path.Combine(Folder, folder, "worker.js"))}";
    }
}
