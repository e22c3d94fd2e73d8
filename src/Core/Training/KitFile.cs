using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.RegularExpressions;
using Entraide.Core.Assistance;
using Entraide.Core.Sealing;
using Entraide.Core.Text;

namespace Entraide.Core.Training;

/// <summary>Why a kit is not taken.</summary>
public enum KitRefusal
{
    /// <summary>It is no ZIP archive, or one cut short.</summary>
    NotAKit,

    /// <summary>It is, or would unpack, larger than any training.</summary>
    TooLarge,

    /// <summary>A part would unpack to a hundred times its size.</summary>
    Bomb,

    /// <summary>A part has a name that leads out of the kit, stands there twice, or is none that a kit holds.</summary>
    ForeignName,

    /// <summary>A part is missing, or one is there that the manifest does not name.</summary>
    Incomplete,

    /// <summary>A part is not the one that was signed.</summary>
    Altered,

    /// <summary>The signature is missing or not one.</summary>
    NotSigned,

    /// <summary>A part does not say what it must; its faults are told.</summary>
    Unsound,

    /// <summary>It says that it descends from itself.</summary>
    Circle,
}

/// <summary>A kit is refused; nothing of it is used.</summary>
/// <param name="said">What is wrong, where, and how to mend it.</param>
public sealed class KitException(KitRefusal refusal, string said) : Exception(said)
{
    public KitRefusal Refusal { get; } = refusal;
}

/// <summary>
/// The file of a kit: a ZIP archive (APPNOTE 6.3) whose parts are stored as they are, with the manifest first and a signature
/// over the manifest's hash. Made twice from the same kit and signature it is the same, byte by byte. It is read as what it is:
/// a file from a stranger.
/// </summary>
public static partial class KitFile
{
    /// <summary>In bytes: of the file, of one part, of all parts together.</summary>
    public const int Largest = 64 * 1024 * 1024, LargestPart = 16 * 1024 * 1024, LargestWhole = 128 * 1024 * 1024;

    /// <summary>Parts of one kit.</summary>
    public const int MostParts = 2000;

    private const string Purpose = "training kit";

    // ZIP knows no earlier time; a kit does not say when it was packed.
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [GeneratedRegex(@"^(design|adaptation|checklist)\.json$|^text/[a-z]{2}\.json$|^xliff/[a-z]{2}\.xlf$|^pack/[a-z]{2}\.html$|^lessons/[a-z]{2}\.txt$|^media/[a-z0-9][a-z0-9-]{0,60}\.(png|jpg|pdf|txt|csv)$")]
    private static partial Regex Allowed();

    /// <summary>Whether a kit can hold a part of this name: a closed list, with no way out of the kit in it.</summary>
    public static bool IsAllowed(string name) => Allowed().IsMatch(name);

    /// <summary>The hash of a kit, signed.</summary>
    public static SignedBy Sign(Kit kit, SigningKey key) => SignedBy.Sign(key, Purpose, kit.Hash);

    public static byte[] Write(Kit kit, SignedBy signature)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, Kit.ManifestName, kit.Manifest.Span);
            Add(archive, Kit.SignatureName, new CanonicalJson().Open('{').Name("key").Value(Convert.ToBase64String(signature.Key)).Name("signature").Value(Convert.ToBase64String(signature.Signature)).Close('}').Bytes.Span);
            foreach (var (name, bytes) in kit.Files) Add(archive, name, bytes.Span);
        }
        return stream.ToArray();
    }

    private static void Add(ZipArchive archive, string name, ReadOnlySpan<byte> bytes)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
        (entry.LastWriteTime, entry.ExternalAttributes) = (Epoch, 0);
        using var to = entry.Open();
        to.Write(bytes);
    }

    /// <summary>Reads a kit and checks everything that can be checked without trusting anybody. Who signed it is for the reader to judge.</summary>
    /// <exception cref="KitException">It is refused.</exception>
    public static (Kit Kit, SignedBy Signature) Read(ReadOnlyMemory<byte> file)
    {
        var parts = Unpack(file);
        var manifest = Take(parts, Kit.ManifestName);
        var signature = ReadSignature(Take(parts, Kit.SignatureName), Kit.HashOf(manifest.Span));
        CheckParts(manifest, parts);
        var faults = new List<Fault>();
        var design = DesignReader.Read(parts.GetValueOrDefault(KitParts.DesignName), KitParts.DesignName, faults);
        if (faults.Exists(fault => fault.Path == "$.parents" && fault.What.StartsWith("goes in a circle", StringComparison.Ordinal))) throw new KitException(KitRefusal.Circle, faults[0].ToString());
        Refuse(faults);
        var needed = DesignTexts.Of(design!).Select(one => one.Id).ToHashSet(StringComparer.Ordinal);
        var texts = design!.Languages.Where(tag => parts.ContainsKey(KitParts.TextName(tag))).Select(tag => KitParts.ReadText(KitParts.TextName(tag), tag, parts[KitParts.TextName(tag)], needed, faults)).ToImmutableSortedDictionary(text => text.Language, text => text, StringComparer.Ordinal);
        if (!texts.TryGetValue(design.SourceLanguage, out var source) || source.Words.Count < needed.Count) faults.Add(new Fault(KitParts.TextName(design.SourceLanguage), "$.blocks", $"is not whole: {needed.Count - (source?.Words.Count ?? 0)} blocks have no words.", "Write them."));
        var adaptation = parts.TryGetValue(KitParts.AdaptationName, out var bytes) ? KitParts.ReadAdaptation(bytes, faults) : null;
        Refuse(faults);
        var kit = new Kit { Design = design, Texts = texts, Adaptation = adaptation, Files = parts.ToImmutableSortedDictionary(StringComparer.Ordinal), Manifest = manifest };
        // What the manifest says of the rest must be what the rest says.
        if (!Kit.ManifestOf(design, texts, needed.Count, kit.Files).Span.SequenceEqual(manifest.Span)) throw new KitException(KitRefusal.Unsound, $"{Kit.ManifestName}: it does not say what the kit holds. Ask whoever made it for another one.");
        return (kit, signature);
    }

    private static Dictionary<string, ReadOnlyMemory<byte>> Unpack(ReadOnlyMemory<byte> file)
    {
        if (file.Length > Largest) throw new KitException(KitRefusal.TooLarge, $"The file has {file.Length:N0} bytes; a kit has at most {Largest:N0}.");
        var parts = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        var whole = 0L;
        try
        {
            using var archive = new ZipArchive(new MemoryStream(file.ToArray()), ZipArchiveMode.Read);
            if (archive.Entries.Count > MostParts) throw new KitException(KitRefusal.TooLarge, $"The kit has {archive.Entries.Count} parts; at most {MostParts} are read.");
            foreach (var entry in archive.Entries)
            {
                var name = entry.FullName;
                if (name is not (Kit.ManifestName or Kit.SignatureName) && !IsAllowed(name)) throw new KitException(KitRefusal.ForeignName, $"{Quoted.Line(name)}: a kit holds no such file.");
                if (entry.Length > 100 * Math.Max(entry.CompressedLength, 100)) throw new KitException(KitRefusal.Bomb, $"{name} would unpack from {entry.CompressedLength:N0} to {entry.Length:N0} bytes.");
                if (entry.Length > LargestPart || (whole += entry.Length) > LargestWhole) throw new KitException(KitRefusal.TooLarge, $"{name} is too large: a part has at most {LargestPart:N0} bytes, all together {LargestWhole:N0}.");
                if (!parts.TryAdd(name, Unpack(entry))) throw new KitException(KitRefusal.ForeignName, $"{name} stands there twice.");
            }
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException or IOException or ArgumentException)
        {
            throw new KitException(KitRefusal.NotAKit, "This is no kit, or one that was cut short: it does not open as a ZIP archive.");
        }
        return parts;
    }

    // What an entry says of its size is not believed: no more is read than it says.
    private static ReadOnlyMemory<byte> Unpack(ZipArchiveEntry entry)
    {
        var bytes = new byte[entry.Length];
        using var from = entry.Open();
        if (from.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length || from.ReadByte() >= 0) throw new KitException(KitRefusal.Bomb, $"{entry.FullName} does not have the size that the archive says.");
        return bytes;
    }

    private static ReadOnlyMemory<byte> Take(Dictionary<string, ReadOnlyMemory<byte>> parts, string name)
    {
        if (!parts.Remove(name, out var bytes)) throw new KitException(name == Kit.SignatureName ? KitRefusal.NotSigned : KitRefusal.Incomplete, $"{name} is missing.");
        return bytes;
    }

    private static SignedBy ReadSignature(ReadOnlyMemory<byte> bytes, string hash)
    {
        var faults = new List<Fault>();
        var root = JsonPlace.Open(bytes, Kit.SignatureName, faults).Only("key", "signature");
        var (key, signature) = (Base64(root.Member("key")), Base64(root.Member("signature")));
        if (faults.Count > 0) throw new KitException(KitRefusal.NotSigned, string.Join(' ', faults));
        var signed = new SignedBy(key, signature);
        return signed.Holds(Purpose, hash) ? signed : throw new KitException(KitRefusal.Altered, "The signature is not one on this kit: the manifest, the key or the signature was altered.");
    }

    internal static byte[] Base64(JsonPlace place)
    {
        var text = place.Text();
        var bytes = new byte[text.Length];
        if (Convert.TryFromBase64String(text, bytes, out var length) && Convert.ToBase64String(bytes, 0, length) == text) return bytes[..length];
        place.Fault("is no base64.", "Write it as RFC 4648 says, with its padding.");
        return [];
    }

    private static void CheckParts(ReadOnlyMemory<byte> manifest, Dictionary<string, ReadOnlyMemory<byte>> parts)
    {
        var faults = new List<Fault>();
        var named = JsonPlace.Open(manifest, Kit.ManifestName, faults).Member("files").Items().ToDictionary(one => one.Member("name").Text(), one => one.Member("sha256").Text(), StringComparer.Ordinal);
        Refuse(faults);
        if (named.Keys.FirstOrDefault(name => !parts.ContainsKey(name)) is { } missing) throw new KitException(KitRefusal.Incomplete, $"{missing} is missing.");
        if (parts.Keys.FirstOrDefault(name => !named.ContainsKey(name)) is { } more) throw new KitException(KitRefusal.Incomplete, $"{more} is not named by the manifest.");
        if (parts.FirstOrDefault(part => Kit.HashOf(part.Value.Span) != named[part.Key]) is { Key: { } altered }) throw new KitException(KitRefusal.Altered, $"{altered} is not the file that was signed.");
        foreach (var (name, bytes) in parts.Where(part => part.Key.StartsWith("media/", StringComparison.Ordinal)))
            if (SafeFiles.Read(name, bytes).Fault is { } fault) throw new KitException(KitRefusal.Unsound, $"{name} is not taken: {fault}.");
    }

    private static void Refuse(List<Fault> faults)
    {
        if (faults.Count > 0) throw new KitException(KitRefusal.Unsound, string.Join(' ', faults.Take(10)));
    }
}
