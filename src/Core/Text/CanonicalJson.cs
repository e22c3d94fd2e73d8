using System.Buffers;
using System.Text;

namespace Entraide.Core.Text;

/// <summary>
/// Writes JSON of which there is exactly one form, so that server and phone can be compared byte by byte: UTF-8 without
/// byte order mark, no blanks, members in the order in which they are written, and escapes only for the quotation mark,
/// the backslash and U+0000 to U+001F (as <c>\u00xx</c> in lower case).
/// </summary>
public sealed class CanonicalJson
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ArrayBufferWriter<byte> bytes = new(1024);
    private bool separate;

    public ReadOnlyMemory<byte> Bytes => bytes.WrittenMemory;

    public CanonicalJson Open(char bracket)
    {
        Separate();
        Put((byte)bracket);
        separate = false;
        return this;
    }

    public CanonicalJson Close(char bracket)
    {
        Put((byte)bracket);
        separate = true;
        return this;
    }

    public CanonicalJson Name(string name)
    {
        Value(name);
        Put((byte)':');
        separate = false;
        return this;
    }

    /// <exception cref="EncoderFallbackException">The text holds a lone surrogate.</exception>
    public CanonicalJson Value(string? text)
    {
        if (text is null) return Literal("null"u8);
        Separate();
        Put((byte)'"');
        var plain = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('"' or '\\' or < ' ')) continue;
            Utf8.GetBytes(text.AsSpan(plain, i - plain), bytes);
            Utf8.GetBytes(text[i] < ' ' ? $"\\u{(int)text[i]:x4}" : $"\\{text[i]}", bytes);
            plain = i + 1;
        }
        Utf8.GetBytes(text.AsSpan(plain), bytes);
        Put((byte)'"');
        return this;
    }

    public CanonicalJson Value(bool value) => Literal(value ? "true"u8 : "false"u8);

    public CanonicalJson Value(long number) => Literal(Encoding.ASCII.GetBytes(number.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>The number without idle zeros behind its point.</summary>
    public CanonicalJson Value(decimal number) => Literal(Encoding.ASCII.GetBytes((number / 1.0000000000000000000000000000m).ToString(System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>The shortest number that reads as the same double again.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no finite number.</exception>
    public CanonicalJson Value(double number) => double.IsFinite(number) ? Literal(Encoding.ASCII.GetBytes(number.ToString("R", System.Globalization.CultureInfo.InvariantCulture))) : throw new ArgumentOutOfRangeException(nameof(number), number, "JSON has finite numbers only.");

    public CanonicalJson Values(IEnumerable<string> texts)
    {
        Open('[');
        foreach (var text in texts) Value(text);
        return Close(']');
    }

    private CanonicalJson Literal(ReadOnlySpan<byte> literal)
    {
        Separate();
        bytes.Write(literal);
        return this;
    }

    private void Separate()
    {
        if (separate) Put((byte)',');
        separate = true;
    }

    private void Put(byte one)
    {
        bytes.GetSpan(1)[0] = one;
        bytes.Advance(1);
    }
}
