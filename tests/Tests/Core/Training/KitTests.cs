using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Entraide.Core.Sealing;
using Entraide.Core.Training;

namespace Entraide.Tests.Core.Training;

/// <summary>A kit is one signed file: the same each time, whole or refused by name.</summary>
public sealed class KitTests
{
    private static readonly SigningKey Key = new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    private static byte[] File(Kit kit) => KitFile.Write(kit, KitFile.Sign(kit, Key));

    [Fact]
    public void A_kit_reads_as_it_was_made_and_names_its_signer()
    {
        var kit = SmallTraining.Kit();
        var (read, signature) = KitFile.Read(File(kit));
        Assert.Equal((kit.Hash, Key.Id), (read.Hash, signature.Fingerprint));
        Assert.Equal(DesignWriter.Write(kit.Design), DesignWriter.Write(read.Design));
        Assert.Equal([("en", 78, 78), ("fr", 78, 10), ("el", 0, 0)], read.Languages.Select(one => (one.Tag, one.Translated, one.Reviewed)));
    }

    [Fact]
    public void The_same_training_built_twice_has_the_same_hash_and_with_its_signature_the_same_bytes()
    {
        var (one, two) = (SmallTraining.Kit(extra: [SmallTraining.File(2), SmallTraining.File(1)]), SmallTraining.Kit(extra: [SmallTraining.File(1), SmallTraining.File(2)]));
        Assert.Equal(one.Hash, two.Hash);
        var signature = KitFile.Sign(one, Key);
        Assert.Equal(KitFile.Write(one, signature), KitFile.Write(two, signature));
        Assert.NotEqual(one.Hash, SmallTraining.Kit(SmallTraining.Design with { Steward = "Others" }, SmallTraining.File(1), SmallTraining.File(2)).Hash);
    }

    [Fact]
    public void One_altered_byte_anywhere_is_refused_or_changes_nothing()
    {
        var file = File(SmallTraining.Kit());
        var (refused, same) = (0, 0);
        for (var at = 0; at < file.Length; at += 7)
        {
            var altered = (byte[])file.Clone();
            altered[at] ^= 0x20;
            try
            {
                // Some bytes of an archive say nothing: a time, a flag that nobody reads. Then the kit is the same.
                var (read, signature) = KitFile.Read(altered);
                Assert.Equal((SmallTraining.Kit().Hash, Key.Id), (read.Hash, signature.Fingerprint));
                same++;
            }
            catch (KitException)
            {
                refused++;
            }
        }
        Assert.True(refused > 20 * same, $"{refused} refused, {same} the same");
    }

    [Fact]
    public void Every_part_that_is_altered_without_the_manifest_is_named()
    {
        foreach (var part in Entries(File(SmallTraining.Kit())).Keys.Where(name => name is not ("kit.json" or "signature.json")))
        {
            var refused = Assert.Throws<KitException>(() => KitFile.Read(Changed(part, bytes => [.. bytes, (byte)' '])));
            Assert.Equal(KitRefusal.Altered, refused.Refusal);
            Assert.Contains(part, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_manifest_that_was_changed_along_with_a_part_does_not_pass_for_signed()
    {
        var entries = Entries(File(SmallTraining.Kit()));
        var part = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(entries["design.json"]).Replace("Tests", "Thief", StringComparison.Ordinal));
        var manifest = Encoding.UTF8.GetString(entries["kit.json"]).Replace(Hash(entries["design.json"]), Hash(part), StringComparison.Ordinal).Replace("Tests", "Thief", StringComparison.Ordinal);
        (entries["design.json"], entries["kit.json"]) = (part, Encoding.UTF8.GetBytes(manifest));
        Assert.Equal(KitRefusal.Altered, Refused(Zip(entries)));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("media/../design.json")]
    [InlineData("media\\thing.png")]
    [InlineData("media/UPPER.png")]
    [InlineData("media/run.exe")]
    [InlineData("pack/en.js")]
    [InlineData("text/en.json/")]
    public void A_name_that_no_kit_holds_is_refused(string name)
    {
        var entries = Entries(File(SmallTraining.Kit()));
        entries[name] = [1];
        Assert.Equal(KitRefusal.ForeignName, Refused(Zip(entries)));
    }

    [Fact]
    public void What_would_fill_the_disk_is_refused()
    {
        var entries = Entries(File(SmallTraining.Kit()));
        entries["media/big.txt"] = new byte[5_000_000];
        Assert.Equal(KitRefusal.Bomb, Refused(Zip(entries, CompressionLevel.SmallestSize)));
        entries["media/big.txt"] = RandomNumberGenerator.GetBytes(KitFile.LargestPart + 1);
        Assert.Equal(KitRefusal.TooLarge, Refused(Zip(entries)));
        Assert.Equal(KitRefusal.TooLarge, Refused(new byte[KitFile.Largest + 1]));
    }

    [Fact]
    public void What_is_missing_more_unsigned_or_no_archive_is_refused()
    {
        Dictionary<string, byte[]> Parts() => Entries(File(SmallTraining.Kit()));
        var (lacking, unsigned, more, torn) = (Parts(), Parts(), Parts(), File(SmallTraining.Kit()));
        lacking.Remove("text/fr.json");
        unsigned.Remove("signature.json");
        more["media/more.txt"] = "more"u8.ToArray();
        Assert.Equal(KitRefusal.Incomplete, Refused(Zip(lacking)));
        Assert.Equal(KitRefusal.NotSigned, Refused(Zip(unsigned)));
        Assert.Equal(KitRefusal.Incomplete, Refused(Zip(more)));
        Assert.Equal(KitRefusal.NotAKit, Refused(torn[..(torn.Length / 2)]));
        Assert.Equal(KitRefusal.NotAKit, Refused([]));
    }

    [Fact]
    public void A_kit_that_descends_from_itself_is_refused()
    {
        var parent = new KitName("other", 3, new string('a', 64));
        Assert.Equal(KitRefusal.Circle, Refused(File(SmallTraining.Kit(SmallTraining.Design with { Parents = [parent, new("small", 1, new string('b', 64))] }))));
        Assert.Equal(KitRefusal.Circle, Refused(File(SmallTraining.Kit(SmallTraining.Design with { Parents = [parent, parent] }))));
        KitFile.Read(File(SmallTraining.Kit(SmallTraining.Design with { Release = 2, Parents = [parent, new("small", 1, new string('b', 64))] })));
    }

    [Fact]
    public void An_active_file_in_a_kit_is_refused()
    {
        var kit = SmallTraining.Kit(extra: [new("media/paper.pdf", "%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\ntrailer<<>>\n%%EOF"u8.ToArray())]);
        Assert.Equal(KitRefusal.Unsound, Refused(File(kit)));
    }

    private static KitRefusal Refused(byte[] file) => Assert.Throws<KitException>(() => KitFile.Read(file)).Refusal;

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Changed(string part, Func<byte[], byte[]> change)
    {
        var entries = Entries(File(SmallTraining.Kit()));
        entries[part] = change(entries[part]);
        return Zip(entries);
    }

    private static Dictionary<string, byte[]> Entries(byte[] file)
    {
        using var archive = new ZipArchive(new MemoryStream(file));
        return archive.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using var from = entry.Open();
            using var to = new MemoryStream();
            from.CopyTo(to);
            return to.ToArray();
        });
    }

    private static byte[] Zip(Dictionary<string, byte[]> entries, CompressionLevel level = CompressionLevel.NoCompression)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, bytes) in entries)
            {
                using var to = archive.CreateEntry(name, level).Open();
                to.Write(bytes);
            }
        return stream.ToArray();
    }
}
