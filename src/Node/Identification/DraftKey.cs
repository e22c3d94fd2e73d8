using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Entraide.Core.Sealing;
using Entraide.Node.Platform;

namespace Entraide.Node.Identification;

/// <summary>
/// The key pair that phones seal drafts to. The private key is a file in the keys folder; the public key and its id are
/// given to every phone.
/// </summary>
public sealed class DraftKey : IDisposable
{
    private readonly ECDiffieHellman pair;

    private DraftKey(ECDiffieHellman pair)
    {
        this.pair = pair;
        var point = Hpke.Point(pair.ExportParameters(includePrivateParameters: false).Q);
        PublicKey = Base64Url.EncodeToString(point);
        Id = Convert.ToHexStringLower(SHA256.HashData(point).AsSpan(0, 16));
    }

    /// <summary>The first 128 bits of the SHA-256 of the public point, in hexadecimal.</summary>
    public string Id { get; }

    /// <summary>The uncompressed point (65 bytes) in base64url.</summary>
    public string PublicKey { get; }

    /// <summary>
    /// Refuses to go on with another key than the node had: phones go on sealing to the key that they know, and what waits
    /// would be lost without a word.
    /// </summary>
    /// <exception cref="RefusedException">The key is not the node's, and <c>--new-key</c> was not given.</exception>
    public async Task CheckAgainst(PlatformDb node, NodeOptions options)
    {
        const string Name = "draft-key-id";
        var known = await node.Remember(Name, Id);
        if (known == Id) return;
        if (!options.NewKey)
            throw new RefusedException($"The key in {options.KeysFolder} is not the one to which this node's drafts are sealed ({known}). Put draft-key.pem back from your copy of the keys folder; if it is lost for good, start once with --new-key.");
        await node.Change(Name, Id);
    }

    /// <summary>Opens the node's key, or makes it at the first start; then tries whether what is sealed to it opens.</summary>
    /// <exception cref="RefusedException">The file is there but holds no such key.</exception>
    public static DraftKey Open(NodeOptions options)
    {
        var file = Path.Combine(options.KeysFolder, "draft-key.pem");
        if (!File.Exists(file)) Make(file);
        var opened = ECDiffieHellman.Create();
        try
        {
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            opened.ImportFromPem(File.ReadAllText(file));
            var key = new DraftKey(opened);
            key.Try();
            return key;
        }
        catch (Exception e) when (e is IOException or ArgumentException or CryptographicException or UnauthorizedAccessException)
        {
            opened.Dispose();
            throw new RefusedException($"The key file {file} cannot be used ({e.Message}). Put the right file back from your copy of the keys folder; a new key would not open the drafts that are waiting.", e);
        }
    }

    public void Dispose() => pair.Dispose();

    private void Try()
    {
        ReadOnlySpan<byte> probe = "probe"u8;
        using var recipient = pair.PublicKey;
        var sealedProbe = SealedDraft.Seal(recipient, "", Id, "", probe);
        if (!SealedDraft.Open(pair, "", Id, "", sealedProbe).AsSpan().SequenceEqual(probe)) throw new CryptographicException("what is sealed to it does not open");
    }

    private static void Make(string file)
    {
        using var made = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        // Written whole or not at all, readable by nobody else from the first byte on. A second process that was
        // faster wins, and its key is then read.
        var draft = $"{file}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(draft, options))
        {
            stream.Write(Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem()));
            stream.Flush(flushToDisk: true);
        }
        try
        {
            File.Move(draft, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(draft);
        }
    }
}
