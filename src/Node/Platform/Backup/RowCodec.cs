using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Entraide.Node.Platform.Backup;

/// <summary>
/// Rows as bytes, of which there is exactly one form: each value is one byte for its kind, then 8 bytes for a number (most
/// significant first) or the length in 4 bytes and the bytes of a text (UTF-8) or of bytes.
/// </summary>
internal static class RowCodec
{
    /// <summary>In bytes: the longest text or bytes that one field may have; who forges a package gets no more memory for it.</summary>
    public const int LongestValue = 64 * 1024 * 1024;

    private const byte Null = 0, Number = 1, Real = 2, Text = 3, Bytes = 4;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void Encode(object?[] row, IBufferWriter<byte> to)
    {
        foreach (var value in row)
            switch (value)
            {
                case null:
                    Put(to, Null);
                    break;
                case long number:
                    Put(to, Number);
                    PutNumber(to, number);
                    break;
                case int number:
                    Put(to, Number);
                    PutNumber(to, number);
                    break;
                case double real:
                    Put(to, Real);
                    PutNumber(to, BitConverter.DoubleToInt64Bits(real));
                    break;
                case string text:
                    Put(to, Text);
                    PutBytes(to, Utf8.GetBytes(text));
                    break;
                case byte[] bytes:
                    Put(to, Bytes);
                    PutBytes(to, bytes);
                    break;
                default:
                    throw new NotSupportedException($"{value.GetType().Name} is no value of a row.");
            }
    }

    /// <exception cref="FormatException">These bytes are no row.</exception>
    public static object?[] Decode(Stream from, int columns)
    {
        var row = new object?[columns];
        for (var i = 0; i < columns; i++)
            row[i] = ReadByte(from) switch
            {
                Null => null,
                Number => ReadNumber(from),
                Real => BitConverter.Int64BitsToDouble(ReadNumber(from)),
                Text => ReadText(from),
                Bytes => ReadBytes(from),
                var kind => throw new FormatException($"there is no kind {kind} of value"),
            };
        return row;
    }

    public static void Put(IBufferWriter<byte> to, byte one)
    {
        to.GetSpan(1)[0] = one;
        to.Advance(1);
    }

    public static void PutBytes(IBufferWriter<byte> to, ReadOnlySpan<byte> bytes)
    {
        BinaryPrimitives.WriteInt32BigEndian(to.GetSpan(sizeof(int)), bytes.Length);
        to.Advance(sizeof(int));
        to.Write(bytes);
    }

    public static void PutText(IBufferWriter<byte> to, string text) => PutBytes(to, Utf8.GetBytes(text));

    public static byte ReadByte(Stream from) => from.ReadByte() is >= 0 and var one ? (byte)one : throw CutOff();

    public static byte[] ReadBytes(Stream from)
    {
        Span<byte> prefix = stackalloc byte[sizeof(int)];
        Fill(from, prefix);
        var length = BinaryPrimitives.ReadInt32BigEndian(prefix);
        if (length is < 0 or > LongestValue) throw new FormatException($"a value says that it is {length} bytes long");
        var bytes = new byte[length];
        Fill(from, bytes);
        return bytes;
    }

    public static string ReadText(Stream from)
    {
        try
        {
            return Utf8.GetString(ReadBytes(from));
        }
        catch (DecoderFallbackException e)
        {
            throw new FormatException("a text is not UTF-8", e);
        }
    }

    private static void PutNumber(IBufferWriter<byte> to, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(to.GetSpan(sizeof(long)), number);
        to.Advance(sizeof(long));
    }

    private static long ReadNumber(Stream from)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        Fill(from, bytes);
        return BinaryPrimitives.ReadInt64BigEndian(bytes);
    }

    private static void Fill(Stream from, Span<byte> bytes)
    {
        if (from.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length) throw CutOff();
    }

    private static FormatException CutOff() => new("it ends in the middle");
}
