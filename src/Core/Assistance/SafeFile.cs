using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Entraide.Core.Assistance;

/// <summary>What an upload may be. The list is closed.</summary>
public enum SafeFileKind { Pdf, Jpeg, Png, Text, Csv }

/// <summary>Why a file is not taken.</summary>
public enum FileFault
{
    Empty,
    /// <summary>It, or its cleaned copy, is larger than <see cref="SafeFiles.Largest"/>.</summary>
    TooLarge,
    /// <summary>Its name ends in nothing that is taken.</summary>
    UnknownKind,
    /// <summary>Its name says one kind, its first bytes another.</summary>
    NotWhatItSays,
    /// <summary>It is cut short, or contradicts itself or its format.</summary>
    Broken,
    /// <summary>Its picture has more than <see cref="SafeFiles.MostPixels"/>: a small file that would fill the reader's memory.</summary>
    TooManyPixels,
    /// <summary>It is no UTF-8, or has control characters.</summary>
    NotText,
    /// <summary>A PDF with something active or another file inside it, or with something behind its end.</summary>
    Hidden,
}

/// <summary>A file that was found sound.</summary>
/// <param name="Content">The cleaned copy; read again, it gives itself.</param>
/// <param name="IsChanged">Whether it differs from what came.</param>
public sealed record SafeFile(SafeFileKind Kind, ReadOnlyMemory<byte> Content, bool IsChanged);

/// <summary>
/// Decides what an uploaded document is, and gives a copy without what could betray or harm: where a photo was taken, who
/// took it, comments, a second file behind the first, formulas. Pictures are walked, not decoded: what their compressed
/// data says is left to the reader's own decoder. Pure; gives a file or a fault for any bytes.
/// </summary>
public static class SafeFiles
{
    /// <summary>In bytes.</summary>
    public const int Largest = 5 * 1024 * 1024;

    /// <summary>Width by height.</summary>
    public const long MostPixels = 40_000_000;

    private static readonly (SafeFileKind Kind, string Extension, string MediaType)[] Known =
    [
        (SafeFileKind.Pdf, ".pdf", "application/pdf"), (SafeFileKind.Png, ".png", "image/png"),
        (SafeFileKind.Jpeg, ".jpg", "image/jpeg"), (SafeFileKind.Jpeg, ".jpeg", "image/jpeg"),
        (SafeFileKind.Text, ".txt", "text/plain; charset=utf-8"), (SafeFileKind.Csv, ".csv", "text/csv; charset=utf-8"),
    ];

    /// <param name="name">The file's name as it came; only its ending counts, in any case.</param>
    public static (SafeFile? File, FileFault? Fault) Read(string name, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty) return (null, FileFault.Empty);
        if (bytes.Length > Largest) return (null, FileFault.TooLarge);
        if (Known.FirstOrDefault(one => name.EndsWith(one.Extension, StringComparison.OrdinalIgnoreCase)) is not { Extension: not null, Kind: var kind }) return (null, FileFault.UnknownKind);
        // A copy of our own: what was checked is what is kept, whatever becomes of the buffer that it came in.
        var came = bytes.ToArray();
        var isText = kind is SafeFileKind.Text or SafeFileKind.Csv;
        var mark = 0;
        while (isText && came.AsSpan(mark).StartsWith("\uFEFF"u8)) mark += 3;
        var content = came[mark..];
        if (content.Length == 0) return (null, FileFault.Empty);
        if (Begins(content) != (isText ? (SafeFileKind?)null : kind)) return (null, FileFault.NotWhatItSays);
        var cleaned = new ArrayBufferWriter<byte>(content.Length);
        var fault = kind switch
        {
            SafeFileKind.Jpeg => new JpegWalk(content).Clean(cleaned),
            SafeFileKind.Png => new PngWalk(content).Clean(cleaned),
            SafeFileKind.Pdf => PdfScan.Clean(content, cleaned),
            _ => PlainText.Clean(content, kind == SafeFileKind.Csv, cleaned),
        };
        if (fault is null && cleaned.WrittenCount > Largest) fault = FileFault.TooLarge;
        return fault is not null ? (null, fault) : (new SafeFile(kind, cleaned.WrittenMemory, !cleaned.WrittenSpan.SequenceEqual(came)), null);
    }

    /// <summary>What the file is handed out as: to be sent with nosniff.</summary>
    public static string MediaType(SafeFileKind kind) => Known.First(one => one.Kind == kind).MediaType;

    /// <summary>With its dot, as <c>.jpg</c>.</summary>
    public static string Extension(SafeFileKind kind) => Known.First(one => one.Kind == kind).Extension;

    private static SafeFileKind? Begins(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("%PDF-1."u8) || bytes.StartsWith("%PDF-2."u8) ? SafeFileKind.Pdf
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? SafeFileKind.Jpeg
        : bytes.StartsWith(PngWalk.Signature) ? SafeFileKind.Png
        : null;
}

/// <summary>
/// A JPEG (ITU-T T.81) is written anew: first what says how to show it (JFIF without its thumbnail, the orientation, Adobe's
/// colours), then its tables, frame and scans as they came. All else (Exif, XMP, colour profiles, comments, further pictures
/// behind the end) stays behind.
/// </summary>
internal sealed class JpegWalk(byte[] came)
{
    // A progressive picture has about ten; each costs the reader a pass over the whole picture.
    private const int MostScans = 100;

    private readonly ArrayBufferWriter<byte> body = new(came.Length);
    private byte[] jfif = [], adobe = [], components = [];
    private int at = 2, orientation, scans, interval;
    private bool hasQuantization, hasHuffman;

    public FileFault? Clean(ArrayBufferWriter<byte> to)
    {
        while (true)
        {
            if (Marker() is not { } marker) return FileFault.Broken;
            if (marker == 0xD9) break;
            var length = came.Length - at < 2 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(came.AsSpan(at));
            if (length < 2 || length > came.Length - at) return FileFault.Broken;
            at += length;
            if (Take(marker, came.AsSpan(at - length + 2, length - 2)) is { } fault) return fault;
        }
        if (scans == 0) return FileFault.Broken;
        to.Write<byte>([0xFF, 0xD8]);
        if (jfif.Length > 0) Write(to, 0xE0, jfif);
        // Exif 2.32, 4.6.2: a directory of one entry, 0x0112 (orientation), one number of two bytes; no other directory.
        if (orientation > 1) Write(to, 0xE1, [.. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0]);
        if (adobe.Length > 0) Write(to, 0xEE, adobe);
        to.Write(body.WrittenSpan);
        to.Write<byte>([0xFF, 0xD9]);
        return null;
    }

    // B.1.1.2: any number of FF may stand before a marker.
    private int? Marker()
    {
        if (at >= came.Length || came[at] != 0xFF) return null;
        while (at < came.Length && came[at] == 0xFF) at++;
        return at < came.Length ? came[at++] : null;
    }

    private FileFault? Take(int marker, ReadOnlySpan<byte> segment)
    {
        switch (marker)
        {
            case >= 0xE0 and <= 0xEF:
                if (scans == 0) Application(marker, segment);
                return null;
            case 0xFE: return null;
            case 0xC0 or 0xC1 or 0xC2: return Frame(marker, segment);
            case 0xDA: return Scan(segment);
            case 0xC4 when IsFull(segment, isHuffman: true): hasHuffman = true; break;
            case 0xDB when IsFull(segment, isHuffman: false): hasQuantization = true; break;
            case 0xDD when segment.Length == 2: interval = BinaryPrimitives.ReadUInt16BigEndian(segment); break;
            // Lossless, hierarchical and arithmetic pictures, which browsers do not show, and what stands in no such file.
            default: return FileFault.Broken;
        }
        Write(body, marker, segment);
        return null;
    }

    private void Application(int marker, ReadOnlySpan<byte> segment)
    {
        // Version, units and density; the two zeros are the size of a thumbnail, which may show more than the cropped picture.
        if (marker == 0xE0 && jfif.Length == 0 && segment.Length >= 14 && segment.StartsWith("JFIF\0"u8)) jfif = [.. segment[..12], 0, 0];
        else if (marker == 0xE1 && orientation == 0 && segment.StartsWith("Exif\0\0"u8)) orientation = Orientation(segment[6..]);
        else if (marker == 0xEE && adobe.Length == 0 && segment.Length >= 12 && segment.StartsWith("Adobe"u8)) adobe = segment[..12].ToArray();
    }

    // From 1 to 8; 0 where none is stated.
    private static int Orientation(ReadOnlySpan<byte> tiff)
    {
        var isBig = tiff.StartsWith("MM\0*"u8);
        if (tiff.Length < 10 || (!isBig && !tiff.StartsWith("II*\0"u8))) return 0;
        var start = isBig ? BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]);
        if (start > tiff.Length - 2) return 0;
        var directory = tiff[(int)start..];
        for (int count = Number(directory, isBig), entry = 2; count > 0 && entry + 12 <= directory.Length; count--, entry += 12)
            if (Number(directory[entry..], isBig) == 0x0112)
                return Number(directory[(entry + 2)..], isBig) == 3 && Number(directory[(entry + 8)..], isBig) is >= 1 and <= 8 and var stated ? stated : 0;
        return 0;
    }

    private static int Number(ReadOnlySpan<byte> bytes, bool isBig) => isBig ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    // B.2.2. A height of 0, to be told after the first scan, is not taken: nobody could say how large the picture is.
    private FileFault? Frame(int marker, ReadOnlySpan<byte> segment)
    {
        if (components.Length > 0 || segment.Length < 9 || segment[5] is 0 or > 4 || segment.Length != 6 + (3 * segment[5])) return FileFault.Broken;
        var (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(segment[1..]), BinaryPrimitives.ReadUInt16BigEndian(segment[3..]));
        if (height == 0 || width == 0 || (segment[0] != 8 && (segment[0] != 12 || marker == 0xC0))) return FileFault.Broken;
        if ((long)height * width > SafeFiles.MostPixels) return FileFault.TooManyPixels;
        components = new byte[segment[5]];
        for (var i = 0; i < components.Length; i++)
        {
            var one = segment.Slice(6 + (3 * i), 3);
            if (one[1] >> 4 is 0 or > 4 || (one[1] & 15) is 0 or > 4 || one[2] > 3 || components.AsSpan(0, i).Contains(one[0])) return FileFault.Broken;
            components[i] = one[0];
        }
        Write(body, marker, segment);
        return null;
    }

    // B.2.3, with the entropy-coded data behind it.
    private FileFault? Scan(ReadOnlySpan<byte> segment)
    {
        if (components.Length == 0 || !hasQuantization || !hasHuffman || ++scans > MostScans || segment.Length < 6 || segment[0] > components.Length || segment.Length != 4 + (2 * segment[0])) return FileFault.Broken;
        for (var i = 1; i < segment.Length - 3; i += 2)
            if (!components.Contains(segment[i]) || segment[i + 1] >> 4 > 3 || (segment[i + 1] & 15) > 3) return FileFault.Broken;
        if (segment[^3] > segment[^2] || segment[^2] > 63) return FileFault.Broken;
        var start = at;
        if (!Pass()) return FileFault.Broken;
        Write(body, 0xDA, segment);
        body.Write(came.AsSpan(start, at - start));
        return null;
    }

    // Goes to the marker behind entropy-coded data: FF 00 is a data byte, and restarts belong to it, counted from 0 to 7.
    private bool Pass()
    {
        var (start, restarts) = (at, 0);
        while (came.AsSpan(at).IndexOf((byte)0xFF) is >= 0 and var skipped)
        {
            at += skipped;
            var code = at + 1;
            while (code < came.Length && came[code] == 0xFF) code++;
            if (code == came.Length) return false;
            var isStuffed = came[code] == 0 && code == at + 1;
            if (!isStuffed && came[code] is not (0 or (>= 0xD0 and <= 0xD7))) return at > start;
            if (!isStuffed && (interval == 0 || came[code] != 0xD0 + (restarts++ & 7))) return false;
            at = code + 1;
        }
        return false;
    }

    // B.2.4.1 and B.2.4.2: tables fill their segment exactly, so that nothing stands between them.
    private static bool IsFull(ReadOnlySpan<byte> rest, bool isHuffman)
    {
        while (!rest.IsEmpty)
        {
            var size = !isHuffman ? (rest[0] >> 4 == 0 ? 65 : 129) : 17;
            if (rest[0] >> 4 > 1 || (rest[0] & 15) > 3 || rest.Length < size) return false;
            var codes = 0;
            foreach (var count in rest[1..(isHuffman ? size : 1)]) codes += count;
            if (codes > 256 || rest.Length < size + codes) return false;
            rest = rest[(size + codes)..];
        }
        return true;
    }

    private static void Write(ArrayBufferWriter<byte> to, int marker, ReadOnlySpan<byte> segment)
    {
        to.Write<byte>([0xFF, (byte)marker, (byte)((segment.Length + 2) >> 8), (byte)((segment.Length + 2) & 255)]);
        to.Write(segment);
    }
}

/// <summary>A PNG (W3C, third edition): the chunks that show the picture stay as they came, all others (texts, Exif, times, profiles, animation) are left out.</summary>
internal sealed class PngWalk(byte[] came)
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(one => Enumerable.Range(0, 8).Aggregate((uint)one, (crc, _) => (crc & 1) == 0 ? crc >> 1 : 0xEDB88320 ^ (crc >> 1)))];

    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private int colour, palette, zlib, zlibBytes;
    private string before = "";

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    public FileFault? Clean(ArrayBufferWriter<byte> to)
    {
        to.Write(Signature);
        for (var at = Signature.Length; came.Length - at >= 12;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(came.AsSpan(at));
            if (length > came.Length - at - 12) return FileFault.Broken;
            var chunk = came.AsSpan(at, (int)length + 12);
            at += chunk.Length;
            var crc = uint.MaxValue;
            foreach (var one in chunk[4..^4]) crc = Table[(crc ^ one) & 255] ^ (crc >> 8);
            var name = Encoding.Latin1.GetString(chunk[4..8]);
            if (~crc != BinaryPrimitives.ReadUInt32BigEndian(chunk[^4..]) || !name.All(char.IsAsciiLetter) || before.Length == 0 != (name == "IHDR")) return FileFault.Broken;
            var (isKept, fault) = Take(name, chunk[8..^4]);
            if (fault is not null) return fault;
            if (isKept) to.Write(chunk);
            if (name == "IEND") return null;
            before = name;
            seen.Add(name);
        }
        return FileFault.Broken;
    }

    private (bool IsKept, FileFault? Fault) Take(string name, ReadOnlySpan<byte> data)
    {
        switch (name)
        {
            case "IHDR": return (true, Header(data));
            case "PLTE":
                palette = data.Length / 3;
                return (true, data.Length % 3 != 0 || palette is 0 or > 256 || colour is 0 or 4 || seen.Contains("PLTE") || seen.Contains("IDAT") ? FileFault.Broken : null);
            case "IDAT":
                foreach (var one in data[..Math.Min(data.Length, 2 - zlibBytes)]) (zlib, zlibBytes) = ((zlib << 8) + one, zlibBytes + 1);
                return (true, (seen.Contains("IDAT") && before != "IDAT") || (colour == 3 && palette == 0) ? FileFault.Broken : null);
            // RFC 1950: the data begin with two bytes that check each other; fewer do not pass.
            case "IEND": return (true, !data.IsEmpty || zlib % 31 != 0 || (zlib & 0x0F20) != 0x0800 ? FileFault.Broken : null);
        }
        // Of exactly the size that their values have: a longer one would carry something else.
        var size = name switch
        {
            "gAMA" => 4, "cHRM" => 32, "sRGB" => 1,
            "sBIT" => colour switch { 0 => 1, 4 => 2, 6 => 4, _ => 3 },
            "bKGD" => colour switch { 0 or 4 => 2, 3 => 1, _ => 6 },
            "tRNS" => colour switch { 0 => 2, 2 => 6, 3 when !data.IsEmpty => Math.Min(data.Length, palette), _ => -1 },
            _ => -1,
        };
        return (data.Length == size && !seen.Contains(name) && !seen.Contains("IDAT"), null);
    }

    // 11.2.1: which depths a colour type has.
    private FileFault? Header(ReadOnlySpan<byte> data)
    {
        if (data.Length != 13 || data[10] != 0 || data[11] != 0 || data[12] > 1) return FileFault.Broken;
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]));
        colour = data[9];
        var isDepth = colour switch { 0 => data[8] is 1 or 2 or 4 or 8 or 16, 3 => data[8] is 1 or 2 or 4 or 8, 2 or 4 or 6 => data[8] is 8 or 16, _ => false };
        if (!isDepth || width is 0 or > int.MaxValue || height is 0 or > int.MaxValue) return FileFault.Broken;
        return (long)width * height > SafeFiles.MostPixels ? FileFault.TooManyPixels : null;
    }
}

/// <summary>
/// A PDF (ISO 32000) is kept as it came, with what it says of its author. Names within compressed object streams are not
/// looked into, so that this finds the careless only: that is why a PDF is never shown or opened here, and only handed
/// out as an attachment. A compressed picture may hold "/JS" by chance: about one file in fifty of the largest size is refused.
/// </summary>
internal static class PdfScan
{
    private static readonly HashSet<string> Active = new(["JavaScript", "JS", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "XFA"], StringComparer.Ordinal);

    // 7.3.5: any character of a name may be written as #xx.
    private static readonly Regex Escape = new("#[0-9A-Fa-f]{2}", RegexOptions.CultureInvariant);
    private static readonly SearchValues<byte> Blanks = SearchValues.Create("\0\t\n\f\r "u8), Ends = SearchValues.Create("\0\t\n\f\r ()<>[]{}/%"u8);

    public static FileFault? Clean(ReadOnlySpan<byte> came, ArrayBufferWriter<byte> to)
    {
        var end = came.LastIndexOf("%%EOF"u8);
        if (end < 0 || end < came.Length - 1024) return FileFault.Broken;
        if (came[(end + 5)..].ContainsAnyExcept(Blanks)) return FileFault.Hidden;
        for (var rest = came; rest.IndexOf((byte)'/') is >= 0 and var slash;)
        {
            rest = rest[(slash + 1)..];
            // Decoded as far as the longest name could be written with escapes.
            var name = rest[..Math.Min(rest.Length, 64)];
            if (name.IndexOfAny(Ends) is > 0 and var length && Active.Contains(Escape.Replace(Encoding.Latin1.GetString(name[..length]), one => $"{(char)Convert.ToByte(one.Value[1..], 16)}"))) return FileFault.Hidden;
        }
        to.Write(came);
        return null;
    }
}

/// <summary>
/// Text in UTF-8 without its mark. In a table, a cell that a spreadsheet would take for a formula gets an apostrophe: as one
/// reads it who separates by comma, by semicolon, by tab, or by all three, since nobody knows what will open it.
/// </summary>
internal static class PlainText
{
    private static readonly string[] Readers = [",", ";", "\t", ",;\t"];

    // As -12.5 or +3,75, with nothing else in its cell.
    private const string Digits = @"\G[+-](?>[0-9]+)(?:[.,](?>[0-9]+))?", End = @"(?=[,;\t\r\n]|\z)";
    private static readonly Regex Number = new(Digits + End, RegexOptions.CultureInvariant), QuotedNumber = new(Digits + "\"" + End, RegexOptions.CultureInvariant);

    public static FileFault? Clean(ReadOnlySpan<byte> content, bool isTable, ArrayBufferWriter<byte> to)
    {
        if (!Utf8.IsValid(content)) return FileFault.NotText;
        var text = Encoding.UTF8.GetString(content);
        if (text.Any(one => char.IsControl(one) && one is not ('\t' or '\r' or '\n'))) return FileFault.NotText;
        var guarded = new bool[text.Length];
        if (isTable) foreach (var separators in Readers) Guard(text, separators, guarded);
        var cells = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++) cells.Append(guarded[i] ? "'" : "").Append(text[i]);
        to.Write(Encoding.UTF8.GetBytes(cells.ToString()));
        return null;
    }

    // RFC 4180. Blanks and quotation marks before the first character of a cell do not hide it.
    private static void Guard(string text, string separators, bool[] guarded)
    {
        // A cell that began quoted goes on so behind two quotation marks in a row; elsewhere they are letters.
        var (isQuoted, isFresh, start, closed) = (false, true, 0, -2);
        for (var i = 0; i < text.Length; i++)
        {
            var one = text[i];
            if (one == '"' && (isQuoted || i == start || closed == i - 1)) (isQuoted, closed) = (!isQuoted, isQuoted ? i : closed);
            else if (!isQuoted && (one is '\r' or '\n' || separators.Contains(one))) (isFresh, start) = (true, i + 1);
            else if (isFresh && (one is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠' || (one == '\t' && isQuoted)))
                (guarded[i], isFresh) = (guarded[i] || !(isQuoted ? QuotedNumber : Number).IsMatch(text, i), false);
            else isFresh &= char.IsWhiteSpace(one) || one == '"';
        }
    }
}
