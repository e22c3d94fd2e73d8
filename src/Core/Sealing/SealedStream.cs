using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Entraide.Core.Sealing;

/// <summary>
/// A stream of any length sealed to a public key, for backups: one byte for the format, one for the algorithm, the encapsulated
/// key, then the chunks, each with the length of its ciphertext in 4 bytes, most significant first. A chunk is sealed with its
/// number as the sequence number of <see cref="Hpke"/> and with one byte of associated data: 0 if others follow, 1 for the last.
/// </summary>
/// <remarks>
/// A chunk that others follow is full, and the last one is not: it holds fewer bytes than <see cref="ChunkLength"/>, perhaps none.
/// So a plain text has one form only, and the length alone says which byte a chunk must have been sealed with. This is the
/// order of the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár: Online authenticated encryption and its
/// nonce-reuse misuse-resistance, 2015): nothing can be cut off, appended, swapped, repeated or left out unseen.
/// </remarks>
public static class SealedStream
{
    /// <summary>How many plain bytes a chunk has that others follow.</summary>
    public const int ChunkLength = 65536;

    internal const int LengthLength = sizeof(uint), LongestCiphertext = ChunkLength + Hpke.TagLength;

    /// <summary>Format 1; algorithm 1 is <see cref="Hpke"/>'s suite.</summary>
    internal static ReadOnlySpan<byte> Header => [1, 1];

    internal static int StartLength => Header.Length + Hpke.EncapsulatedKeyLength;

    internal static ReadOnlySpan<byte> Followed => [0];

    internal static ReadOnlySpan<byte> Last => [1];

    /// <summary>Seals everything that is left in <paramref name="plain"/>.</summary>
    /// <param name="recipient">A public key on P-256.</param>
    /// <param name="purpose">What the stream is for: it opens for this purpose only.</param>
    public static void Seal(ECDiffieHellmanPublicKey recipient, string purpose, Stream plain, Stream sealedTo)
    {
        ArgumentNullException.ThrowIfNull(plain);
        using var writer = new SealedStreamWriter(recipient, purpose, sealedTo);
        plain.CopyTo(writer);
        writer.Complete();
    }

    /// <summary>Opens a stream up to its end. What came out before a fault was found is genuine, but it is not the whole.</summary>
    /// <exception cref="SealedStreamException">Not sealed to this key for this purpose, or changed on the way.</exception>
    public static void Open(ECDiffieHellman recipient, string purpose, Stream sealedFrom, Stream plain)
    {
        ArgumentNullException.ThrowIfNull(plain);
        using var reader = new SealedStreamReader(recipient, purpose, sealedFrom);
        reader.CopyTo(plain);
    }

    internal static byte[] Info(string purpose)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        return Encoding.UTF8.GetBytes("entraide stream 1\n" + purpose);
    }
}

/// <summary>A sealed stream does not open, and where: <see cref="Position"/> is where the faulty chunk begins.</summary>
public sealed class SealedStreamException(string fault, long position, Exception? inner = null)
    : CryptographicException($"The sealed stream does not open at byte {position}: {fault}", inner)
{
    /// <summary>The byte, counted from the beginning of the sealed stream, where the faulty chunk begins; 0 if it is the header.</summary>
    public long Position { get; } = position;
}

/// <summary>
/// Seals what is written to it, chunk by chunk. Only <see cref="Complete"/> writes the last chunk: a writer that is disposed of
/// without it, because something failed in between, leaves a stream that does not open. It never closes the stream below.
/// </summary>
public sealed class SealedStreamWriter : OneWayStream
{
    private readonly Stream sealedTo;
    private readonly Hpke context;
    private readonly byte[] chunk = new byte[SealedStream.ChunkLength];
    private int filled;
    private long sequence;
    private bool closed;

    /// <summary>Begins a sealed stream: its header is written at once.</summary>
    public SealedStreamWriter(ECDiffieHellmanPublicKey recipient, string purpose, Stream sealedTo)
    {
        ArgumentNullException.ThrowIfNull(recipient);
        ArgumentNullException.ThrowIfNull(sealedTo);
        this.sealedTo = sealedTo;
        (context, var encapsulatedKey) = Hpke.ToSeal(recipient, SealedStream.Info(purpose));
        sealedTo.Write([.. SealedStream.Header, .. encapsulatedKey]);
    }

    public override bool CanRead => false;

    public override bool CanWrite => !closed;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ThrowIfClosed();
        while (buffer.Length > 0)
        {
            var part = Math.Min(buffer.Length, chunk.Length - filled);
            buffer[..part].CopyTo(chunk.AsSpan(filled));
            buffer = buffer[part..];
            filled += part;
            if (filled == chunk.Length) Put(SealedStream.Followed);
        }
    }

    /// <summary>Writes the last chunk: now the stream is whole, and nothing can be added.</summary>
    public void Complete()
    {
        ThrowIfClosed();
        Put(SealedStream.Last);
        closed = true;
        sealedTo.Flush();
    }

    /// <summary>Hands on the chunks that are full; the rest waits for its chunk.</summary>
    public override void Flush() => sealedTo.Flush();

    public override int Read(Span<byte> buffer) => throw new NotSupportedException("A sealed stream is only written here.");

    protected override void Dispose(bool disposing)
    {
        closed = true;
        CryptographicOperations.ZeroMemory(chunk);
        base.Dispose(disposing);
    }

    private void Put(ReadOnlySpan<byte> place)
    {
        // Closed until the chunk is written: if the stream below fails, half a chunk may stand there, and nothing sound can follow.
        closed = true;
        var ciphertext = context.Seal(sequence++, place, chunk.AsSpan(0, filled));
        Span<byte> length = stackalloc byte[SealedStream.LengthLength];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)ciphertext.Length);
        sealedTo.Write(length);
        sealedTo.Write(ciphertext);
        filled = 0;
        closed = false;
    }

    private void ThrowIfClosed()
    {
        if (closed) throw new InvalidOperationException("This sealed stream is complete, disposed of or broken: nothing can be added.");
    }
}

/// <summary>
/// Opens a sealed stream chunk by chunk; a chunk's bytes are given out only after the whole chunk proved genuine. Whoever stops
/// before the end does not know that the stream is whole: that shows only when a read returns 0. It never closes the stream below.
/// </summary>
public sealed class SealedStreamReader : OneWayStream
{
    private readonly ECDiffieHellman recipient;
    private readonly byte[] info;
    private readonly Stream sealedFrom;
    private Hpke? context;
    private byte[] chunk = [];
    private int given;
    private long sequence, position;
    private bool ended, disposed;
    private SealedStreamException? fault;

    /// <summary>Nothing is read yet.</summary>
    public SealedStreamReader(ECDiffieHellman recipient, string purpose, Stream sealedFrom)
    {
        ArgumentNullException.ThrowIfNull(recipient);
        ArgumentNullException.ThrowIfNull(sealedFrom);
        (this.recipient, this.sealedFrom, info) = (recipient, sealedFrom, SealedStream.Info(purpose));
    }

    public override bool CanRead => !disposed;

    public override bool CanWrite => false;

    /// <exception cref="SealedStreamException">Not sealed to this key for this purpose, or changed on the way; every further read says so again.</exception>
    public override int Read(Span<byte> buffer)
    {
        // A 0 would say that the stream was whole.
        ObjectDisposedException.ThrowIf(disposed, this);
        if (fault is not null) throw new SealedStreamException("it was faulty before.", fault.Position, fault);
        if (buffer.Length == 0) return 0;
        try
        {
            while (given == chunk.Length && !ended) Next();
        }
        catch (SealedStreamException found)
        {
            fault = found;
            throw;
        }
        var part = Math.Min(buffer.Length, chunk.Length - given);
        chunk.AsSpan(given, part).CopyTo(buffer);
        given += part;
        return part;
    }

    public override void Flush()
    {
        // Nothing is written.
    }

    public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException("A sealed stream is only read here.");

    protected override void Dispose(bool disposing)
    {
        CryptographicOperations.ZeroMemory(chunk);
        disposed = true;
        base.Dispose(disposing);
    }

    private void Next()
    {
        context ??= Begin();
        Span<byte> prefix = stackalloc byte[SealedStream.LengthLength];
        Fill(prefix, "the stream ends before its last chunk.");
        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix);
        if (length is < Hpke.TagLength or > SealedStream.LongestCiphertext) throw new SealedStreamException("no chunk has such a length.", position);
        var last = length < SealedStream.LongestCiphertext;
        var ciphertext = new byte[length];
        Fill(ciphertext, "the chunk is cut off.");
        byte[] opened;
        try
        {
            opened = context.Open(sequence++, last ? SealedStream.Last : SealedStream.Followed, ciphertext);
        }
        catch (CryptographicException refused)
        {
            throw new SealedStreamException("the chunk was not sealed so: another key or purpose, another place, or changed on the way.", position, refused);
        }
        position += prefix.Length + ciphertext.Length;
        if (last && sealedFrom.ReadByte() >= 0) throw new SealedStreamException("something follows the last chunk.", position);
        CryptographicOperations.ZeroMemory(chunk);
        (chunk, given, ended) = (opened, 0, last);
    }

    private Hpke Begin()
    {
        var start = new byte[SealedStream.StartLength];
        Fill(start, "the header is cut off.");
        if (!start.AsSpan().StartsWith(SealedStream.Header)) throw new SealedStreamException("this is no sealed stream of format 1, algorithm 1.", position);
        try
        {
            var begun = Hpke.ToOpen(recipient, start.AsSpan(SealedStream.Header.Length), info);
            position += start.Length;
            return begun;
        }
        catch (CryptographicException refused)
        {
            throw new SealedStreamException("the encapsulated key is no point of P-256.", position, refused);
        }
    }

    private void Fill(Span<byte> buffer, string cutOff)
    {
        if (sealedFrom.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length) throw new SealedStreamException(cutOff, position);
    }
}

/// <summary>A stream that goes one way only and knows neither its length nor its place.</summary>
public abstract class OneWayStream : Stream
{
    public override bool CanSeek => false;

    public override long Length => throw NoPlaces();

    public override long Position
    {
        get => throw NoPlaces();
        set => throw NoPlaces();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsSpan(offset, count));
    }

    public abstract override int Read(Span<byte> buffer);

    public abstract override void Write(ReadOnlySpan<byte> buffer);

    public override long Seek(long offset, SeekOrigin origin) => throw NoPlaces();

    public override void SetLength(long value) => throw NoPlaces();

    private static NotSupportedException NoPlaces() => new("A sealed stream is written and read from its beginning to its end.");
}
