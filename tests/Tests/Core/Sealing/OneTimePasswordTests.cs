using System.Text;
using Entraide.Core.Sealing;
using FsCheck;
using FsCheck.Fluent;

namespace Entraide.Tests.Core.Sealing;

public sealed class OneTimePasswordTests
{
    private static readonly byte[] Secret = "12345678901234567890"u8.ToArray();

    [Theory] // RFC 6238, appendix B: the rows of SHA-1, of whose eight digits the last six are ours.
    [InlineData(59, 0x1, "94287082")]
    [InlineData(1111111109, 0x23523EC, "07081804")]
    [InlineData(1111111111, 0x23523ED, "14050471")]
    [InlineData(1234567890, 0x273EF07, "89005924")]
    [InlineData(2000000000, 0x3F940AA, "69279037")]
    [InlineData(20000000000, 0x27BC86AA, "65353130")]
    public void The_published_codes_are_given_at_their_times(long seconds, long step, string code)
    {
        Assert.Equal(step, OneTimePassword.Step(DateTimeOffset.FromUnixTimeSeconds(seconds)));
        Assert.Equal(code[2..], OneTimePassword.At(Secret, step));
        Assert.Equal(step, OneTimePassword.Match(Secret, code[2..], DateTimeOffset.FromUnixTimeSeconds(seconds), 0));
    }

    [Theory] // RFC 4226, appendix D.
    [InlineData("755224 287082 359152 969429 338314 254676 287922 162583 399871 520489")]
    public void The_published_codes_of_a_counter_are_given(string codes) =>
        Assert.Equal(codes.Split(' '), Enumerable.Range(0, 10).Select(step => OneTimePassword.At(Secret, step)));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(29, 0)]
    [InlineData(30, 1)]
    [InlineData(-1, -1)]
    [InlineData(-30, -1)]
    [InlineData(-31, -2)]
    public void A_step_lasts_thirty_seconds_also_before_1970(long seconds, long step) => Assert.Equal(step, OneTimePassword.Step(DateTimeOffset.FromUnixTimeSeconds(seconds)));

    [Theory]
    [InlineData("287082")]
    [InlineData(" 287 082 ")]
    [InlineData("287\u00a0082\t")]
    [InlineData("٢٨٧٠٨٢")]
    [InlineData("\u200f٢٨٧ ٠٨٢\u200e")]
    [InlineData("۲۸۷۰۸۲")]
    [InlineData("२८७०८२")]
    [InlineData("২৮৭০৮২")]
    [InlineData("287٠٨٢")]
    public void A_code_is_read_in_every_script_and_with_blanks(string typed) => Assert.Equal(1, OneTimePassword.Match(Secret, typed, At(1), 0));

    [Theory]
    [InlineData("")]
    [InlineData("28708")]
    [InlineData("2870820")]
    [InlineData("0287082")]
    [InlineData("287-082")]
    [InlineData("28708²")]
    [InlineData("28708Ⅱ")]
    [InlineData("287083")]
    [InlineData("94287082")]
    public void Anything_else_is_no_code(string typed) => Assert.Null(OneTimePassword.Match(Secret, typed, At(1), 0));

    [Fact]
    public void Only_the_current_step_and_the_one_before_are_accepted_and_no_step_twice() => Prop.ForAll((
        from secret in Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(20)
        from step in Gen.Choose(0, int.MaxValue)
        from distance in Gen.Choose(-4, 4)
        from lastDistance in Gen.Choose(-4, 4)
        select (secret, step: (long)step, distance, lastDistance)).ToArbitrary(), tried =>
    {
        var (now, typed, last) = (At(tried.step), OneTimePassword.At(tried.secret, tried.step + tried.distance), tried.step + tried.lastDistance);
        // Two steps have the same code once in a million: then the later one is meant.
        var expected = ((long[])[tried.step, tried.step - 1]).Where(step => step > last && OneTimePassword.At(tried.secret, step) == typed).Select(step => (long?)step).FirstOrDefault();
        if (tried.distance is 0 or -1 && tried.distance > tried.lastDistance && expected is null) return false;
        var matched = OneTimePassword.Match(tried.secret, typed, now, last);
        return matched == expected && (matched is null || OneTimePassword.Match(tried.secret, typed, now, matched.Value) is null);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void After_the_later_step_the_earlier_one_is_not_accepted_any_more()
    {
        Assert.Equal(5, OneTimePassword.Match(Secret, OneTimePassword.At(Secret, 5), At(5), 3));
        Assert.Null(OneTimePassword.Match(Secret, OneTimePassword.At(Secret, 4), At(5), 5));
        Assert.Equal(4, OneTimePassword.Match(Secret, OneTimePassword.At(Secret, 4), At(5), 3));
        Assert.Equal(5, OneTimePassword.Match(Secret, OneTimePassword.At(Secret, 5), At(5), 4));
        Assert.Null(OneTimePassword.Match(Secret, OneTimePassword.At(Secret, 6), At(5), 3));
    }

    [Theory] // RFC 4648, section 10.
    [InlineData("", "")]
    [InlineData("f", "MY======")]
    [InlineData("fo", "MZXQ====")]
    [InlineData("foo", "MZXW6===")]
    [InlineData("foob", "MZXW6YQ=")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI======")]
    public void Base_32_is_as_published(string plain, string written)
    {
        Assert.Equal(written.TrimEnd('='), OneTimePassword.ToBase32(Encoding.ASCII.GetBytes(plain)));
        Assert.Equal(plain, Encoding.ASCII.GetString(OneTimePassword.FromBase32(written)));
        Assert.Equal(plain, Encoding.ASCII.GetString(OneTimePassword.FromBase32(written.TrimEnd('='))));
        Assert.Equal(plain, Encoding.ASCII.GetString(OneTimePassword.FromBase32(written.ToLowerInvariant().Insert(written.Length / 2, " "))));
    }

    [Theory]
    [InlineData("M")]
    [InlineData("MZX")]
    [InlineData("MZXW6Y")]
    [InlineData("MZ")]
    [InlineData("MY=")]
    [InlineData("MY=======")]
    [InlineData("========")]
    [InlineData("=MY=====")]
    [InlineData("MZXW6YT1")]
    [InlineData("MZXW6YT0")]
    [InlineData("MZXW6YTı")]
    [InlineData("MZXW6YT٢")]
    public void What_is_no_base_32_is_refused(string text) => Assert.Throws<FormatException>(() => OneTimePassword.FromBase32(text));

    [Fact]
    public void Base_32_reads_back_what_was_written() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        OneTimePassword.FromBase32(OneTimePassword.ToBase32(bytes)).AsSpan().SequenceEqual(bytes)).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static DateTimeOffset At(long step) => DateTimeOffset.FromUnixTimeSeconds(step * 30 + 7);
}
