using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Entraide.Core.Assistance;

namespace Entraide.Tests.Core.Assistance;

/// <summary>
/// An uploaded document neither tells where it was made nor carries anything but itself. The pictures are written by hand, and
/// are sound: of 32 by 8 grey dots, and of 4 by 4 colours.
/// </summary>
public sealed class SafeFileTests
{
    private const string Canary = "GPS-CANARY";

    private static readonly byte[] Soi = [0xFF, 0xD8], Eoi = [0xFF, 0xD9], Zip = [.. "PK\u0003\u0004"u8, .. Bytes(Canary), .. "PK\u0005\u0006"u8, .. new byte[18]];
    private static readonly byte[] Jfif = Segment(0xE0, [.. "JFIF\0"u8, 1, 2, 1, 0, 72, 0, 72, 0, 0]), Adobe = Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 1]);
    private static readonly byte[] Dqt = Segment(0xDB, [0, .. Enumerable.Repeat((byte)1, 64)]), Dri = Segment(0xDD, 0, 1);

    // Of the first, 0 says "as before" and 10 "by eleven bits more"; of the second, 0 says "nothing more in this block".
    private static readonly byte[] Dht = Segment(0xC4, [0x00, 1, 1, .. new byte[14], 0, 11, 0x10, 1, .. new byte[15], 0]), Sos = Segment(0xDA, 1, 1, 0, 0, 63, 0);

    // The fourth block's eleven ones give a stuffed FF.
    private static readonly byte[] Data = [0x02, 0xFF, 0x00, 0xEF];
    private static readonly byte[] Photo = Jpeg(Jfif), Progressive = [.. Soi, .. Dqt, .. Sof(32, 8, 0xC2), .. Dht, .. Segment(0xDA, 1, 1, 0, 0, 0, 0), 0x0F, .. Dht, .. Segment(0xDA, 1, 1, 0, 1, 63, 0), 0x0F, .. Eoi];
    private static readonly byte[] Restarting = [.. Soi, .. Jfif, .. Dqt, .. Sof(32, 8), .. Dht, .. Dri, .. Sos, 0x3F, 0xFF, 0xD0, 0x3F, 0xFF, 0xD1, 0x3F, 0xFF, 0xD2, 0x3F, .. Eoi];

    private static readonly byte[] Idat = Deflated([.. Enumerable.Range(0, 4 * 13).Select(one => (byte)(one % 13 == 0 ? 0 : one * 5))]);
    private static readonly byte[] Ihdr = Header(4, 4, 8, 2), Iend = Chunk("IEND"), Drawing = Png(Ihdr, Chunk("gAMA", 0, 0, 0xB1, 0x8F), Chunk("IDAT", Idat[..9]), Chunk("IDAT", Idat[9..]), Iend);
    private static readonly byte[] Pdf = Bytes("%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[]/Count 0>> endobj\ntrailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF\n");
    private static readonly (string Name, byte[] Bytes)[] Sound = [("a.jpg", Photo), ("b.jpg", Progressive), ("c.jpg", Restarting), ("d.png", Drawing), ("e.pdf", Pdf), ("f.txt", Bytes("Née à Bălți;\t=1\r\n")), ("g.csv", Bytes("name,since\nAna,-12.5\n"))];

    [Fact]
    public void What_is_sound_and_clean_is_kept_byte_by_byte() => Assert.All(Sound, one => Gives(one.Bytes, false, one.Name, one.Bytes));

    [Fact]
    public void A_name_that_says_another_kind_than_the_bytes_is_refused()
    {
        foreach (var (name, bytes) in Sound)
            foreach (var other in (string[])["x.jpeg", "x.PNG", "x.pdf", "x.txt", "x.csv"])
            {
                var (file, fault) = SafeFiles.Read(other, bytes);
                var isText = name is "f.txt" or "g.csv";
                var isSame = name.EndsWith(other[2..], StringComparison.OrdinalIgnoreCase) || (other == "x.jpeg" && name[1..] == ".jpg") || (isText && (other is "x.txt" or "x.csv"));
                Assert.Equal(isSame ? null : FileFault.NotWhatItSays, fault);
                Assert.Equal(isSame, file is not null);
            }
        foreach (var name in (string[])["", "jpg", "photo", "photo.svg", "photo.png.exe", "photo.jpg ", "photo.html"]) Assert.Equal(FileFault.UnknownKind, SafeFiles.Read(name, Photo).Fault);
        Assert.Equal(FileFault.NotWhatItSays, SafeFiles.Read("a.txt", Bytes("\uFEFF%PDF-1.7 %%EOF")).Fault);
    }

    [Fact]
    public void Nothing_and_too_much_are_refused()
    {
        Assert.Equal(FileFault.Empty, SafeFiles.Read("a.txt", default).Fault);
        Assert.Equal(FileFault.Empty, SafeFiles.Read("a.csv", Bytes("\uFEFF\uFEFF")).Fault);
        Assert.Null(SafeFiles.Read("a.txt", Bytes(new string('a', SafeFiles.Largest))).Fault);
        Assert.Equal(FileFault.TooLarge, SafeFiles.Read("a.txt", Bytes(new string('a', SafeFiles.Largest + 1))).Fault);
        // It would be too large with its apostrophes only.
        Assert.Equal(FileFault.TooLarge, SafeFiles.Read("a.csv", Bytes(string.Concat(Enumerable.Repeat("=\n", SafeFiles.Largest / 2)))).Fault);
    }

    [Fact]
    public void Each_kind_has_its_ending_and_its_media_type()
    {
        Assert.Equal([".pdf", ".jpg", ".png", ".txt", ".csv"], Enum.GetValues<SafeFileKind>().Select(SafeFiles.Extension));
        Assert.Equal(["application/pdf", "image/jpeg", "image/png", "text/plain; charset=utf-8", "text/csv; charset=utf-8"], Enum.GetValues<SafeFileKind>().Select(SafeFiles.MediaType));
    }

    [Fact]
    public void A_photo_does_not_tell_where_it_was_taken()
    {
        byte[][] telling = [Exif(1, false), Segment(0xE1, Bytes("http://ns.adobe.com/xap/1.0/\0" + Canary)), Segment(0xE2, Bytes("ICC_PROFILE\0" + Canary)), Segment(0xE0, Bytes("JFXX\0" + Canary)), Segment(0xED, Bytes("Photoshop 3.0\0" + Canary)), Segment(0xFE, Bytes(Canary)), Segment(0xEF, Bytes(Canary))];
        byte[] came = [.. Jpeg([.. Jfif, .. telling.SelectMany(one => one)]), .. Zip];
        Assert.Equal(8, Count(came, Canary));
        Gives(Photo, true, "a.jpg", came);
        foreach (var one in telling)
        {
            Gives(Photo, true, "a.jpg", [.. Soi, .. one, .. Photo[2..]]);
            Gives(Photo, true, "a.jpg", [.. Photo[..^2], .. one, .. Eoi]);
        }
        // The first that says how it was held counts, and none behind the picture.
        Assert.Equal(Taken("a.jpg", Jpeg(Exif(3, true))).Content, Taken("a.jpg", Jpeg([.. Exif(0, true), .. Exif(3, false), .. Exif(6, true)])).Content);
        Gives(Photo, true, "a.jpg", [.. Photo[..^2], .. Exif(6, true), .. Eoi]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_photo_stays_upright(bool isBig)
    {
        for (var orientation = 0; orientation < 11; orientation++)
        {
            var (content, isChanged) = Taken("a.jpg", Jpeg([.. Jfif, .. Exif(orientation, isBig)]));
            byte[] upright = Segment(0xE1, [.. "Exif\0\0MM\0\u002A"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0]);
            Assert.Equal(orientation is >= 2 and <= 8 ? Jpeg([.. Jfif, .. upright]) : Photo, content);
            Assert.True(isChanged);
            Assert.Equal(0, Count(content, Canary));
            Gives(content, false, "a.jpg", content);
        }
    }

    [Fact]
    public void A_photo_keeps_how_its_colours_and_its_density_are_meant_and_no_thumbnail()
    {
        Gives(Jpeg([.. Jfif, .. Adobe]), true, "a.jpg", Jpeg([.. Adobe[..3], (byte)(Adobe[3] + 10), .. Adobe[4..], .. Bytes(Canary), .. Jfif, .. Adobe]));
        var thumbnail = Segment(0xE0, [.. Jfif[4..^2], 1, 4, .. Bytes(Canary), 0, 0]);
        Gives(Photo, true, "a.jpg", Jpeg(thumbnail));
        // FF may fill the place before a marker.
        Gives(Photo, true, "a.jpg", [.. Photo[..^2], 0xFF, 0xFF, .. Eoi]);
    }

    [Fact]
    public void A_picture_that_is_cut_short_is_refused_wherever_it_is_cut()
    {
        foreach (var (name, bytes) in Sound.Where(one => one.Name[2..] is "jpg" or "png"))
            for (var length = name == "d.png" ? 8 : 3; length < bytes.Length; length++)
                Assert.Equal(FileFault.Broken, SafeFiles.Read(name, bytes.AsMemory(0, length)).Fault);
    }

    [Fact]
    public void A_photo_that_contradicts_itself_is_refused()
    {
        byte[][] broken =
        [
            [.. Soi, .. Dqt, .. Sof(32, 8), .. Dht, .. Eoi], [.. Soi, .. Dqt, .. Dht, .. Sos, .. Data, .. Eoi], [.. Soi, .. Sof(32, 8), .. Dht, .. Sos, .. Data, .. Eoi], [.. Soi, .. Dqt, .. Sof(32, 8), .. Sos, .. Data, .. Eoi],
            Jpeg([.. Jfif, .. Sof(32, 8)]), Jpeg([.. Jfif, .. Soi]), Jpeg([.. Jfif, 0]), Jpeg(Segment(0xCC, 0, 0)), Jpeg(Segment(0xDC, 0, 8)), Jpeg([0xFF, 0x01]), Jpeg([0xFF, 0xD0]), Jpeg([0xFF, 0xFE, 0, 1]), Jpeg(Segment(0xDD, [0, 1, .. Bytes(Canary)])),
            Scanned(1, 1, 0, 0, 64, 0), Scanned(1, 1, 0, 9, 8, 0), Scanned(1, 2, 0, 0, 63, 0), Scanned(1, 1, 0x40, 0, 63, 0), Scanned(2, 1, 0, 1, 0, 0, 63, 0), Scanned(1, 1, 0x04, 0, 63, 0), Scanned(1, 1, 0, 1, 0, 0, 63, 0),
            Framed(Sof(32, 0)), Framed(Sof(0, 8)), Framed(Sof(32, 8, 0xC3)), Framed(Sof(32, 8, 0xC9)), Framed(Segment(0xC0, [8, 0, 8, 0, 32, 2, 1, 0x11, 0, 1, 0x11, 0])), Framed(Segment(0xC0, [8, 0, 8, 0, 32, 1, 2, 0x11, 0])),
            Framed(Segment(0xC0, [8, 0, 8, 0, 32, 1, 1, 0x11, 0, .. Bytes(Canary)])), Framed(Segment(0xC0, [8, 0, 8, 0, 32, 1, 1, 0x51, 0])), Framed(Segment(0xC0, [12, 0, 8, 0, 32, 1, 1, 0x11, 0])),
            Jpeg([.. Dht[..3], (byte)(Dht[3] + 10), .. Dht[4..], .. Bytes(Canary)]), Jpeg([.. Dqt[..3], (byte)(Dqt[3] + 10), .. Dqt[4..], .. Bytes(Canary)]), Jpeg(Segment(0xC4, [0, .. Enumerable.Repeat((byte)255, 16), .. new byte[16 * 255]])),
            // Restarts: not announced, and counted wrongly.
            [.. Photo[..^2], 0xFF, 0xD0, 0x3F, .. Eoi], [.. Restarting[..^2], 0xFF, 0xD2, 0x3F, .. Eoi], [.. Photo[..^2], 0xFF, 0xFF, 0x00, .. Eoi], [.. Photo[..^(Data.Length + 2)], .. Eoi],
            [.. Soi, .. Dqt, .. Sof(32, 8, 0xC2), .. Dht, .. Enumerable.Repeat((byte[])[.. Sos, 0x0F], 101).SelectMany(one => one), .. Eoi],
        ];
        Assert.Equal(Enumerable.Repeat<FileFault?>(FileFault.Broken, broken.Length), broken.Select(one => SafeFiles.Read("a.jpg", one).Fault));
        Assert.Null(SafeFiles.Read("a.jpg", (byte[])[.. Restarting[..^2], 0xFF, 0xD3, 0x3F, .. Eoi]).Fault);
    }

    [Fact]
    public void A_small_file_that_claims_a_huge_picture_is_refused()
    {
        Assert.Equal(FileFault.TooManyPixels, SafeFiles.Read("a.jpg", Framed(Sof(50_000, 50_000))).Fault);
        Assert.Equal(FileFault.TooManyPixels, SafeFiles.Read("a.jpg", Framed(Sof(8001, 5000))).Fault);
        Assert.Null(SafeFiles.Read("a.jpg", Framed(Sof(8000, 5000))).Fault);
        Assert.Equal(FileFault.TooManyPixels, SafeFiles.Read("a.png", Png(Header(50_000, 50_000, 8, 2), Chunk("IDAT", Idat), Iend)).Fault);
        Assert.Equal(FileFault.TooManyPixels, SafeFiles.Read("a.png", Png(Header(int.MaxValue, int.MaxValue, 1, 0), Chunk("IDAT", Idat), Iend)).Fault);
        Assert.Null(SafeFiles.Read("a.png", Png(Header(8000, 5000, 8, 2), Chunk("IDAT", Idat), Iend)).Fault);
    }

    [Fact]
    public void A_drawing_keeps_what_shows_it_and_nothing_else()
    {
        Assert.Equal([0xAE, 0x42, 0x60, 0x82], Iend[^4..]);
        foreach (var name in (string[])["tEXt", "iTXt", "zTXt", "eXIf", "tIME", "iCCP", "acTL", "fcTL", "zzZz", "pHYs", "sRGB", "gAMA", "cHRM", "sBIT", "bKGD", "tRNS"])
        {
            byte[] came = [.. Png(Ihdr, Chunk("gAMA", 0, 0, 0xB1, 0x8F), Chunk(name, Bytes(Canary)), Chunk("IDAT", Idat[..9]), Chunk("IDAT", Idat[9..]), Chunk("fdAT", Bytes(Canary)), Iend), .. Zip];
            var (content, isChanged) = Taken("a.png", came);
            Assert.Equal((3, 0, true), (Count(came, Canary), Count(content, Canary), isChanged));
            Assert.Equal(Drawing, content);
            Assert.Equal(Idat, Joined(content, "IDAT"));
            Assert.Equal(Inflated(Joined(came, "IDAT")), Inflated(Joined(content, "IDAT")));
        }
        byte[] all = Png(Header(4, 4, 8, 3), Chunk("cHRM", new byte[32]), Chunk("sRGB", 0), Chunk("sBIT", 8, 8, 8), Chunk("PLTE", new byte[6]), Chunk("tRNS", 0, 255), Chunk("bKGD", 1), Chunk("IDAT", Idat), Iend);
        Gives(all, false, "a.png", all);
        // Longer than a number, more of them than there are colours, twice, and behind the data.
        byte[] bare = Png(Header(4, 4, 8, 3), Chunk("PLTE", new byte[6]), Chunk("sRGB", 0), Chunk("IDAT", Idat), Iend);
        Gives(bare, true, "a.png", Png(Header(4, 4, 8, 3), Chunk("PLTE", new byte[6]), Chunk("gAMA", 0, 0, 0, 1, 2), Chunk("tRNS", 1, 2, 3), Chunk("sRGB", 0), Chunk("sRGB", 0), Chunk("IDAT", Idat), Chunk("bKGD", 1), Iend));
    }

    [Fact]
    public void A_drawing_with_any_byte_changed_is_refused()
    {
        for (var at = 0; at < Drawing.Length; at++)
            foreach (var change in (byte[])[1, 32, 128, 255])
            {
                byte[] changed = [.. Drawing];
                changed[at] ^= change;
                Assert.Equal(at < 8 ? FileFault.NotWhatItSays : FileFault.Broken, SafeFiles.Read("a.png", changed).Fault);
            }
    }

    [Fact]
    public void A_drawing_that_contradicts_itself_is_refused()
    {
        byte[] data = Chunk("IDAT", Idat), palette = Chunk("PLTE", new byte[6]);
        byte[][] broken =
        [
            Png(data, Iend), Png(Ihdr, Iend), Png(Ihdr, data), Png(Ihdr, Ihdr, data, Iend), Png(Chunk("gAMA", 0, 0, 0, 1), Ihdr, data, Iend), Png(Ihdr, data, Chunk("IEND", 0)), Png(Ihdr, Chunk("IDAT"), Iend), Png(Ihdr, Chunk("IDAT", Bytes(Canary)), Iend), Png(Ihdr, Chunk("IDAT", [Idat[0], (byte)(Idat[1] + 1), .. Idat[2..]]), Iend), Png(Ihdr, Chunk("IDAT", Idat[0]), Iend),
            Png(Ihdr, Chunk("IDAT", Idat[..9]), Chunk("tEXt", 0), Chunk("IDAT", Idat[9..]), Iend), Png(Ihdr, palette, palette, data, Iend), Png(Ihdr, data, palette, Iend), Png(Ihdr, Chunk("PLTE", new byte[7]), data, Iend), Png(Ihdr, Chunk("PLTE"), data, Iend), Png(Ihdr, Chunk("PLTE", new byte[771]), data, Iend),
            Png(Header(4, 4, 8, 3), data, Iend), Png(Header(4, 4, 8, 0), palette, data, Iend), Png(Header(0, 4, 8, 2), data, Iend), Png(Header(4, 0, 8, 2), data, Iend), Png(Header(-1, 1, 8, 2), data, Iend), Png(Header(4, 4, 4, 2), data, Iend), Png(Header(4, 4, 16, 3), palette, data, Iend), Png(Header(4, 4, 8, 5), data, Iend),
            Png(Chunk("IHDR", [.. Ihdr[8..^4], 0]), data, Iend), Png(Chunk("IHDR", [.. Ihdr[8..^7], 1, 0, 0]), data, Iend), Png(Chunk("IHDR", [.. Ihdr[8..^7], 0, 0, 2]), data, Iend), Png(Ihdr, Chunk("a1Xt"), data, Iend),
        ];
        Assert.Equal(Enumerable.Repeat<FileFault?>(FileFault.Broken, broken.Length), broken.Select(one => SafeFiles.Read("a.png", one).Fault));
    }

    [Theory]
    [InlineData("/OpenAction<</S/JavaScript/JS(app.alert)>>", FileFault.Hidden)]
    [InlineData("/S /JavaScript\n", FileFault.Hidden)]
    [InlineData("/JS(1)", FileFault.Hidden)]
    [InlineData("/J#53 (1)", FileFault.Hidden)]
    [InlineData("/#4a#61#76#61#53#63#72#69#70#74>", FileFault.Hidden)]
    [InlineData("/S/Launch/F", FileFault.Hidden)]
    [InlineData("/Names<</EmbeddedFiles 3 0 R>>", FileFault.Hidden)]
    [InlineData("/Type/EmbeddedFile>>", FileFault.Hidden)]
    [InlineData("/RichMedia%", FileFault.Hidden)]
    [InlineData("/AcroForm<</XFA[1 0 R]>>", FileFault.Hidden)]
    [InlineData("/JSON(1)/Launched 1/XFAx/EmbeddedFilesX 1", null)]
    [InlineData("/js(1) JS(1) (JavaScript) /J#5 1 /J#5z 1", null)]
    public void A_document_with_something_active_in_it_is_refused(string planted, FileFault? expected)
    {
        var came = Bytes(Encoding.Latin1.GetString(Pdf).Replace("/Type/Catalog", "/Type/Catalog " + planted));
        Assert.Equal(expected, SafeFiles.Read("a.pdf", came).Fault);
        if (expected is null) Gives(came, false, "a.pdf", came);
    }

    [Fact]
    public void A_document_begins_and_ends_as_one()
    {
        Assert.Equal(FileFault.Hidden, SafeFiles.Read("a.pdf", (byte[])[.. Pdf, .. Zip]).Fault);
        Assert.Equal(FileFault.Broken, SafeFiles.Read("a.pdf", Pdf.AsMemory(0, Pdf.Length - 2)).Fault);
        Assert.Equal(FileFault.Broken, SafeFiles.Read("a.pdf", (byte[])[.. Pdf, .. Bytes(new string(' ', 1019))]).Fault);
        Assert.Null(SafeFiles.Read("a.pdf", (byte[])[.. Pdf, .. Bytes(new string('\n', 1018))]).Fault);
        Assert.Null(SafeFiles.Read("a.pdf", (byte[])[.. "%PDF-2.0"u8, .. Pdf[8..]]).Fault);
        foreach (var start in (string[])[" ", "GIF89a", "PK\u0003\u0004", "<script>"]) Assert.Equal(FileFault.NotWhatItSays, SafeFiles.Read("a.pdf", (byte[])[.. Bytes(start), .. Pdf]).Fault);
    }

    [Fact]
    public void Text_is_text()
    {
        Gives(Bytes("Дело 7 \u200Fعربي\r\n\t—"), true, "a.txt", Bytes("\uFEFF\uFEFFДело 7 \u200Fعربي\r\n\t—"));
        // Latin-1, a surrogate, an overlong slash, UTF-16, and what has no place in a text.
        foreach (var none in (byte[][])[[0x4E, 0xE9, 0x65], [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xFF, 0xFE, 0x41, 0], [0x41, 0], [0x1B, 0x5B], [0x7F], [0xC2, 0x85], Zip])
            foreach (var name in (string[])["a.txt", "a.csv"]) Assert.Equal(FileFault.NotText, SafeFiles.Read(name, none).Fault);
        Gives(Bytes("=1,+2"), false, "a.txt", Bytes("=1,+2"));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("a,=1;+cmd|' /C calc'!A0\t@SUM(1)\n-x", "a,'=1;'+cmd|' /C calc'!A0\t'@SUM(1)\n'-x")]
    [InlineData("-12.5,+3;-1,5\t-7\r\n-0", "-12.5,+3;-1,5\t-7\r\n-0")]
    [InlineData("-12.5.1,-,-1x,--1,-.5,-1 000,=1", "'-12.5.1,'-,'-1x,'--1,'-.5,'-1 000,'=1")]
    [InlineData("\"-12,5\",\"-5\"&A1,\"-5,=1\"", "\"-12,5\",\"'-5\"&A1,\"'-5,=1\"")]
    [InlineData("\"=1\",\"\t1\"\n\"\"=1\n\"a\"\"\n=1\",x", "\"'=1\",\"'\t1\"\n\"\"'=1\n\"a\"\"\n=1\",x")]
    [InlineData("a\t\t1\n\t2", "a\t\t1\n\t2")]
    [InlineData(" =1, \t@x,＝1, \"-x\"", " '=1, \t'@x,'＝1, \"'-x\"")]
    // A letter, not the beginning of a quotation: what follows is a cell of its own.
    [InlineData("x\"\",=1,\"\"", "x\"\",'=1,\"\"")]
    // To the one who separates by semicolon, the second quotation mark is a letter.
    [InlineData("a,\"b;=1\"", "a,\"b;'=1\"")]
    [InlineData("\"b;=1, -x\"", "\"b;=1, -x\"")]
    [InlineData("'=1,a-b,a=b,mail@place", "'=1,a-b,a=b,mail@place")]
    public void No_cell_becomes_a_formula(string came, string expected)
    {
        var (content, isChanged) = Taken("a.csv", Bytes(came));
        Assert.Equal(expected, Encoding.UTF8.GetString(content));
        Assert.Equal(came != expected, isChanged);
    }

    [Fact]
    public void No_cell_of_twenty_thousand_drawn_tables_is_a_formula_to_any_reader_and_nothing_is_lost()
    {
        var (random, guarded) = (new Random(3), 0);
        for (var i = 0; i < 20_000; i++)
        {
            var came = string.Concat(Enumerable.Range(0, random.Next(1, 16)).Select(_ => ",;\t\n\"\"=+-@ 5.a'é"[random.Next(16)]));
            var content = Encoding.UTF8.GetString(Taken("a.csv", Bytes(came)).Content);
            foreach (var separators in (string[])[",", ";", "\t", ",;\t"])
                foreach (Match cell in Regex.Matches(content, $"""\G(?:"(?<quoted>(?:[^"]|"")*)(?:"|\z)(?<tail>[^{separators}\r\n]*)|(?<bare>[^{separators}\r\n]*))(?:[{separators}\r\n]|\z)"""))
                {
                    var (quoted, tail) = (cell.Groups["quoted"].Value, cell.Groups["tail"].Value);
                    var value = (quoted.Replace("\"\"", "\"") + tail + cell.Groups["bare"].Value).TrimStart();
                    var isNumber = Regex.IsMatch(quoted.Trim() + '"' + tail, @"^[+-]\d+([.,]\d+)?""([,;\t]|$)") || (quoted.Trim().Length == 0 && Regex.IsMatch(value, @"^[+-]\d+([.,]\d+)?([,;\t]|$)"));
                    Assert.True((isNumber || value.Length == 0 || !"=+-@".Contains(value[0])) && !quoted.TrimStart(' ', '\n').StartsWith('\t'), $"{came} → {content}: {value}");
                }
            // Without the apostrophes that came in, it is what it was.
            var at = 0;
            foreach (var one in content)
                if (at < came.Length && one == came[at]) at++;
                else guarded += one == '\'' ? 1 : throw new InvalidOperationException($"{came} → {content}");
            Assert.Equal(came.Length, at);
            if (!came.AsSpan().ContainsAny("=+-@\t")) Assert.Equal(came, content);
        }
        Assert.True(guarded > 10_000, $"{guarded}");
    }

    /// <summary>Whole pieces in any order and number, then bytes changed, doubled, left out, cut off.</summary>
    [Fact]
    public void Whatever_the_bytes_there_is_a_file_or_a_fault_and_a_file_read_again_gives_itself()
    {
        byte[][] segments = [Jfif, Adobe, Dqt, Dht, Sof(32, 8), Sof(32, 8, 0xC2), Dri, Exif(6, true), Exif(3, false), Segment(0xFE, Bytes(Canary)), [.. Sos, .. Data], [.. Sos, .. Data], [0xFF], Eoi];
        byte[][] chunks = [Chunk("PLTE", new byte[6]), Chunk("tRNS", 0), Chunk("bKGD", new byte[6]), Chunk("tEXt", Bytes(Canary)), Chunk("gAMA", new byte[4]), Chunk("IDAT", Idat), Chunk("IDAT"), Header(4, 4, 8, 3), Iend];
        var random = new Random(7);
        T[] Some<T>(T[] of, int most) => [.. Enumerable.Range(0, random.Next(most)).Select(_ => of[random.Next(of.Length)])];
        var (taken, refused) = (new Dictionary<SafeFileKind, int>(), new Dictionary<FileFault, int>());
        for (var i = 0; i < 60_000; i++)
        {
            var bytes = random.Next(5) switch
            {
                0 => [.. Soi, .. Some(segments, 4).SelectMany(one => one), .. Dqt, .. Dht, .. Sof(32, 8), .. Some(segments, 4).SelectMany(one => one), .. Sos, .. Data, .. Some(segments, 4).SelectMany(one => one), .. Eoi],
                1 => Png([Ihdr, .. Some(chunks, 4), Chunk("IDAT", Idat), .. Some(chunks, 3), Iend]),
                2 => Some([.. Enumerable.Range(0, 256).Select(one => (byte)one)], 60),
                _ => Sound[random.Next(Sound.Length)].Bytes,
            };
            for (var changes = random.Next(4); changes > 0 && bytes.Length > 0; changes--)
            {
                var at = random.Next(bytes.Length);
                bytes = random.Next(5) switch { 0 => [.. bytes[..at], (byte)random.Next(256), .. bytes[(at + 1)..]], 1 => bytes[..at], 2 => [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(9))..]], 3 => [.. bytes, .. bytes[at..]], _ => [.. bytes[..at], 0xFF, .. bytes[at..]] };
            }
            foreach (var name in (string[])["a.jpg", "a.png", "a.pdf", "a.txt", "a.csv", "a"])
            {
                var (file, fault) = SafeFiles.Read(name, bytes);
                Assert.True(file is null != fault is null);
                if (file is null) refused[fault!.Value] = refused.GetValueOrDefault(fault.Value) + 1;
                else Gives(file.Content.ToArray(), false, "again" + SafeFiles.Extension(file.Kind), file.Content.ToArray());
                if (file is not null) taken[file.Kind] = taken.GetValueOrDefault(file.Kind) + 1;
            }
        }
        Assert.True(taken.Count == 5 && taken.Values.All(count => count > 1000) && refused.Count >= 6, string.Join(", ", taken) + string.Join(", ", refused));
    }

    private static void Gives(byte[] content, bool isChanged, string name, byte[] came)
    {
        var taken = Taken(name, came);
        Assert.Equal(content, taken.Content);
        Assert.Equal(isChanged, taken.IsChanged);
    }

    private static (byte[] Content, bool IsChanged) Taken(string name, byte[] bytes)
    {
        var (file, fault) = SafeFiles.Read(name, bytes);
        Assert.Null(fault);
        return (file!.Content.ToArray(), file.IsChanged);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static int Count(byte[] bytes, string text) => bytes.AsSpan().Count(Bytes(text));

    private static byte[] Jpeg(byte[] head) => [.. Soi, .. head, .. Dqt, .. Sof(32, 8), .. Dht, .. Sos, .. Data, .. Eoi];

    private static byte[] Framed(byte[] frame) => [.. Soi, .. Dqt, .. frame, .. Dht, .. Sos, .. Data, .. Eoi];

    private static byte[] Scanned(params byte[] scan) => [.. Soi, .. Dqt, .. Sof(32, 8), .. Dht, .. Segment(0xDA, scan), .. Data, .. Eoi];

    private static byte[] Segment(int marker, params byte[] data) => [0xFF, (byte)marker, (byte)((data.Length + 2) >> 8), (byte)(data.Length + 2), .. data];

    private static byte[] Sof(int width, int height, int marker = 0xC0) => Segment(marker, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0);

    // A directory with a maker, an orientation and a place; the texts follow behind.
    private static byte[] Exif(int orientation, bool isBig)
    {
        byte[] Two(int value) => isBig ? [(byte)(value >> 8), (byte)value] : [(byte)value, (byte)(value >> 8)];
        byte[] Four(int value) => isBig ? [0, 0, .. Two(value)] : [.. Two(value), 0, 0];
        return Segment(0xE1, [.. "Exif\0\0"u8, .. Bytes(isBig ? "MM" : "II"), .. Two(42), .. Four(8), .. Two(3), .. Two(0x010F), .. Two(2), .. Four(11), .. Four(50), .. Two(0x0112), .. Two(3), .. Four(1), .. Two(orientation), 0, 0, .. Two(0x8825), .. Two(4), .. Four(1), .. Four(61), .. Four(0), .. Bytes(Canary), 0, .. Two(0)]);
    }

    private static byte[] Png(params byte[][] chunks) => [0x89, .. "PNG\r\n"u8, 0x1A, .. "\n"u8, .. chunks.SelectMany(one => one)];

    private static byte[] Header(int width, int height, byte depth, byte colour) => Chunk("IHDR", [.. Big((uint)width), .. Big((uint)height), depth, colour, 0, 0, 0]);

    // The check is the remainder of the bits divided by the polynomial, bit by bit.
    private static byte[] Chunk(string name, params byte[] data)
    {
        byte[] body = [.. Bytes(name), .. data];
        var remainder = uint.MaxValue;
        foreach (var bit in body.SelectMany(one => Enumerable.Range(0, 8).Select(at => (uint)(one >> at) & 1))) remainder = ((remainder ^ bit) & 1) == 1 ? (remainder >> 1) ^ 0xEDB88320 : remainder >> 1;
        return [.. Big((uint)data.Length), .. body, .. Big(~remainder)];
    }

    private static byte[] Big(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static byte[] Joined(byte[] png, string name)
    {
        var joined = new List<byte>();
        for (int at = 8, length; at + 12 <= png.Length && Encoding.ASCII.GetString(png, at + 4, 4) != "IEND"; at += length + 12)
        {
            length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            if (Encoding.ASCII.GetString(png, at + 4, 4) == name) joined.AddRange(png.AsSpan(at + 8, length));
        }
        return [.. joined];
    }

    private static byte[] Deflated(byte[] bytes)
    {
        using var to = new MemoryStream();
        using (var zlib = new ZLibStream(to, CompressionLevel.Optimal)) zlib.Write(bytes);
        return to.ToArray();
    }

    private static byte[] Inflated(byte[] bytes)
    {
        using var zlib = new ZLibStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var to = new MemoryStream();
        zlib.CopyTo(to);
        return to.ToArray();
    }
}
