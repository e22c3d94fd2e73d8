using System.Security.Cryptography;
using Entraide.Core.Sealing;
using FsCheck;
using FsCheck.Fluent;

namespace Entraide.Tests.Core.Sealing;

public sealed class SealedStreamTests : IDisposable
{
    private const int Start = 67, Full = 4 + SealedStream.ChunkLength + Hpke.TagLength;

    private readonly ECDiffieHellman recipient = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => recipient.Dispose();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(65535, 1)]
    [InlineData(65536, 2)]
    [InlineData(65537, 2)]
    [InlineData(131072, 3)]
    [InlineData(200000, 4)]
    public void What_was_sealed_opens_at_every_size(int length, int chunks)
    {
        var plain = Plain(length);
        var sealedBytes = Seal(plain);
        Assert.Equal(Start + length + chunks * (4 + Hpke.TagLength), sealedBytes.Length);
        Assert.Equal(plain, Open(sealedBytes));
    }

    [Fact]
    public void The_form_is_as_it_is_written_down()
    {
        var plain = Plain(65537);
        var sealedBytes = Seal(plain);
        Assert.Equal([1, 1, 4], sealedBytes[..3]);
        Assert.Equal([0, 1, 0, 16, 0, 0, 0, 17], [.. sealedBytes[Start..(Start + 4)], .. sealedBytes[(Start + Full)..(Start + Full + 4)]]);
        var context = Hpke.ToOpen(recipient, sealedBytes.AsSpan(2, 65), "entraide stream 1\nbackup"u8);
        Assert.Equal(plain[..65536], context.Open(0, [0], sealedBytes.AsSpan(Start + 4, Full - 4)));
        Assert.Equal(plain[65536..], context.Open(1, [1], sealedBytes.AsSpan(Start + Full + 4)));
    }

    [Fact]
    public void It_opens_for_its_recipient_and_its_purpose_only()
    {
        using var other = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var sealedBytes = Seal(Plain(10));
        Assert.Equal(Start, Assert.Throws<SealedStreamException>(() => SealedStream.Open(other, "backup", new MemoryStream(sealedBytes), Stream.Null)).Position);
        Assert.Equal(Start, Assert.Throws<SealedStreamException>(() => SealedStream.Open(recipient, "backups", new MemoryStream(sealedBytes), Stream.Null)).Position);
    }

    [Fact]
    public void Every_changed_byte_of_a_small_stream_is_refused()
    {
        var sealedBytes = Seal(Plain(40));
        for (var i = 0; i < sealedBytes.Length; i++)
            foreach (var change in (byte[])[0x01, 0x80, 0xff])
            {
                var changed = sealedBytes.ToArray();
                changed[i] ^= change;
                Assert.Equal(i < Start ? 0 : Start, RefusedAt(changed));
            }
    }

    [Fact]
    public void Every_truncation_and_every_addition_is_refused()
    {
        var sealedBytes = Seal(Plain(40));
        for (var length = 0; length < sealedBytes.Length; length++) Assert.Equal(length < Start ? 0 : Start, RefusedAt(sealedBytes[..length]));
        foreach (var more in (int[])[1, 4, 60, 70000]) Assert.Equal(sealedBytes.Length, RefusedAt([.. sealedBytes, .. new byte[more]]));
        Assert.Equal(sealedBytes.Length, RefusedAt([.. sealedBytes, .. sealedBytes]));
        Assert.Equal(sealedBytes.Length, RefusedAt([.. sealedBytes, .. sealedBytes[Start..]]));
    }

    [Theory] // Chunks 0 and 1 are full, 2 is the last.
    [InlineData("1 0 2", 0)]
    [InlineData("0 2 1", 1)]
    [InlineData("0 0 1 2", 1)]
    [InlineData("0 1 1 2", 2)]
    [InlineData("0 1 2 2", 3)]
    [InlineData("0 1 2 1", 3)]
    [InlineData("1 2", 0)]
    [InlineData("0 2", 1)]
    [InlineData("0 1", 2)]
    [InlineData("0", 1)]
    [InlineData("2", 0)]
    [InlineData("", 0)]
    public void Chunks_swapped_repeated_or_left_out_are_refused_where_the_first_one_is_wrong(string order, int faulty)
    {
        var sealedBytes = Seal(Plain(140000));
        byte[][] chunks = [sealedBytes[Start..(Start + Full)], sealedBytes[(Start + Full)..(Start + 2 * Full)], sealedBytes[(Start + 2 * Full)..]];
        var picked = order.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => chunks[int.Parse(number)]).ToList();
        var expected = Start + picked.Take(faulty).Sum(chunk => chunk.Length);
        var refused = Assert.Throws<SealedStreamException>(() => Open([.. sealedBytes[..Start], .. picked.SelectMany(chunk => chunk)]));
        Assert.Equal(expected, refused.Position);
        Assert.Contains($"byte {expected}:", refused.Message);
    }

    [Fact]
    public void A_chunk_of_another_stream_is_refused()
    {
        byte[] one = Seal(Plain(70000)), other = Seal(Plain(70000));
        Assert.Equal(Start + Full, RefusedAt([.. one[..(Start + Full)], .. other[(Start + Full)..]]));
        Assert.Equal(Start, RefusedAt([.. one[..Start], .. other[Start..]]));
    }

    [Fact]
    public void A_full_chunk_does_not_pass_as_the_last_one_nor_a_short_one_as_followed()
    {
        using var publicKey = recipient.PublicKey;
        var (context, key) = Hpke.ToSeal(publicKey, "entraide stream 1\nbackup"u8);
        Assert.Equal(Start, RefusedAt([1, 1, .. key, 0, 1, 0, 16, .. context.Seal(0, [1], Plain(65536))]));
        Assert.Equal(Start, RefusedAt([1, 1, .. key, 0, 0, 0, 19, .. context.Seal(0, [0], Plain(3)), 0, 0, 0, 16, .. context.Seal(1, [1], [])]));
        Assert.Equal(Start, RefusedAt([1, 1, .. key, 0, 1, 0, 17, .. context.Seal(0, [0], Plain(65537))]));
        Assert.Equal(Start, RefusedAt([1, 1, .. key, 0xff, 0xff, 0xff, 0xff, 0, 0]));
        Assert.Equal(Start, RefusedAt([1, 1, .. key, 0, 0, 0, 15, .. new byte[15]]));
    }

    [Fact]
    public void Without_Complete_it_does_not_open()
    {
        foreach (var length in (int[])[0, 10, 65536, 70000])
        {
            var below = new MemoryStream();
            using (var publicKey = recipient.PublicKey)
            using (var writer = new SealedStreamWriter(publicKey, "backup", below)) writer.Write(Plain(length));
            Assert.Equal(Start + length / 65536 * Full, RefusedAt(below.ToArray()));
            Assert.True(below.CanWrite);
        }
        var failed = new MemoryStream();
        using var key = recipient.PublicKey;
        Assert.Throws<IOException>(() => SealedStream.Seal(key, "backup", new Failing(70000), failed));
        Assert.Equal(Start + Full, RefusedAt(failed.ToArray()));
    }

    [Fact]
    public void Nothing_is_added_to_a_stream_that_is_complete_or_broken()
    {
        using var publicKey = recipient.PublicKey;
        using var writer = new SealedStreamWriter(publicKey, "backup", new MemoryStream());
        writer.Complete();
        Assert.False(writer.CanWrite);
        Assert.Throws<InvalidOperationException>(() => writer.Write([1]));
        Assert.Throws<InvalidOperationException>(writer.Complete);
        using var narrow = new SealedStreamWriter(publicKey, "backup", new MemoryStream(new byte[100]));
        narrow.Write(Plain(65535));
        Assert.Throws<NotSupportedException>(() => narrow.Write([1]));
        Assert.Throws<InvalidOperationException>(() => narrow.Write([1]));
        Assert.Throws<InvalidOperationException>(narrow.Complete);
    }

    [Fact]
    public void A_reader_that_found_a_fault_gives_nothing_more_out()
    {
        var sealedBytes = Seal(Plain(140000));
        sealedBytes[Start + Full + 100] ^= 1;
        using var reader = new SealedStreamReader(recipient, "backup", new MemoryStream(sealedBytes));
        reader.ReadExactly(new byte[65536]);
        var rest = new byte[100];
        for (var i = 0; i < 3; i++) Assert.Equal(Start + Full, Assert.Throws<SealedStreamException>(() => reader.Read(rest)).Position);
        Assert.Equal(new byte[100], rest);
    }

    [Fact]
    public void A_reader_that_is_disposed_of_does_not_say_that_the_stream_was_whole()
    {
        var below = new MemoryStream(Seal(Plain(10)));
        var reader = new SealedStreamReader(recipient, "backup", below);
        Assert.Equal(0, reader.ReadByte());
        reader.Dispose();
        Assert.Throws<ObjectDisposedException>(() => reader.Read(new byte[1]));
        Assert.True(below.CanRead);
    }

    [Fact]
    public void However_it_is_written_and_read_in_pieces_the_bytes_are_the_same() => Prop.ForAll((
        from writes in Gen.Choose(0, 40000).ArrayOf(6)
        from read in Gen.Choose(1, 90000)
        from slow in Gen.Elements(true, false)
        select (writes, read, slow)).ToArbitrary(), pieces =>
    {
        var plain = Plain(pieces.writes.Sum());
        var below = new MemoryStream();
        using var publicKey = recipient.PublicKey;
        using var writer = new SealedStreamWriter(publicKey, "backup", below);
        var written = 0;
        foreach (var length in pieces.writes)
        {
            writer.Write(plain, written, length);
            written += length;
        }
        writer.Complete();
        below.Position = 0;
        using var reader = new SealedStreamReader(recipient, "backup", pieces.slow ? new Slow(below) : below);
        var opened = new MemoryStream();
        reader.CopyTo(opened, pieces.read);
        return opened.ToArray().AsSpan().SequenceEqual(plain) && reader.ReadByte() == -1;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void Whatever_is_damaged_is_named_and_only_the_whole_chunks_before_it_come_out()
    {
        var plain = Plain(150000);
        var sealedBytes = Seal(plain);
        Prop.ForAll((
            from place in Gen.Choose(0, sealedBytes.Length - 1)
            from change in Gen.Choose(0, 255)
            select (place, change)).ToArbitrary(), damage =>
        {
            // No change stands for: cut off here.
            byte[] damaged = damage.change == 0 ? sealedBytes[..damage.place] : [.. sealedBytes];
            if (damage.change != 0) damaged[damage.place] ^= (byte)damage.change;
            var whole = damage.place < Start ? 0 : (damage.place - Start) / Full;
            var opened = new MemoryStream();
            var refused = Assert.Throws<SealedStreamException>(() => SealedStream.Open(recipient, "backup", new MemoryStream(damaged), opened));
            return refused.Position == (damage.place < Start ? 0 : Start + whole * Full)
                && opened.ToArray().AsSpan().SequenceEqual(plain.AsSpan(0, whole * SealedStream.ChunkLength));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    private byte[] Seal(byte[] plain)
    {
        using var publicKey = recipient.PublicKey;
        var below = new MemoryStream();
        SealedStream.Seal(publicKey, "backup", new MemoryStream(plain), below);
        return below.ToArray();
    }

    private byte[] Open(byte[] sealedBytes)
    {
        var plain = new MemoryStream();
        SealedStream.Open(recipient, "backup", new MemoryStream(sealedBytes), plain);
        return plain.ToArray();
    }

    /// <summary>Where it is refused; that no byte of a single faulty chunk came out, a small stream shows.</summary>
    private long RefusedAt(byte[] sealedBytes)
    {
        var plain = new MemoryStream();
        var refused = Assert.Throws<SealedStreamException>(() => SealedStream.Open(recipient, "backup", new MemoryStream(sealedBytes), plain));
        Assert.True(plain.Length % SealedStream.ChunkLength == 0);
        return refused.Position;
    }

    private static byte[] Plain(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7 + i / 256))];

    /// <summary>Gives at most three bytes at a time, as a network may.</summary>
    private sealed class Slow(Stream below) : MemoryStream
    {
        public override int Read(Span<byte> buffer) => below.Read(buffer[..Math.Min(buffer.Length, 3)]);

        public override int ReadByte() => below.ReadByte();
    }

    /// <summary>Gives so many bytes, then fails.</summary>
    private sealed class Failing(int length) : MemoryStream(new byte[length])
    {
        public override void CopyTo(Stream destination, int bufferSize)
        {
            base.CopyTo(destination, bufferSize);
            throw new IOException("The disk is gone.");
        }
    }
}
