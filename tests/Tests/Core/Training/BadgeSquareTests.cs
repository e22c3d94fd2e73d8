using Entraide.Core.Training;
using QRCoder;

namespace Entraide.Tests.Core.Training;

/// <summary>A certificate fits into a square that is printed, and comes out of it to the letter.</summary>
public sealed class BadgeSquareTests
{
    private static readonly string Badge = BadgeWriter.Write(BadgeSamples.Certificate(), BadgeSamples.Signer);

    [Fact]
    public void A_badge_comes_out_of_its_square_to_the_letter() => Assert.Equal(Badge, BadgeSquare.Unpack(BadgeSquare.Pack(Badge)));

    [Fact]
    public void What_is_no_square_stays_as_it_is() => Assert.Equal(Badge, BadgeSquare.Unpack(Badge));

    [Fact]
    public void A_badge_has_room_in_a_square_that_a_telephone_reads()
    {
        using var code = QRCodeGenerator.GenerateQrCode(BadgeSquare.Pack(Badge), QRCodeGenerator.ECCLevel.L);
        // Version 32 of 40: below that the modules of a square of seven centimetres are half a millimetre.
        Assert.InRange(code.Version, 10, 32);
    }

    [Fact]
    public void A_square_that_was_read_badly_is_said_or_gives_a_badge_that_is_refused()
    {
        var (square, same) = (BadgeSquare.Pack(Badge), 0);
        for (var at = BadgeSquare.Prefix.Length; at < square.Length; at += 5)
        {
            var altered = square[..at] + (square[at] == 'A' ? 'B' : 'A') + square[(at + 1)..];
            try
            {
                // A bit of the packing that says nothing may differ: then it is the same badge, to the letter.
                var unpacked = BadgeSquare.Unpack(altered);
                if (unpacked == Badge) same++;
                else Assert.NotEqual(BadgeVerdict.Valid, BadgeSamples.Verify(unpacked).Verdict);
            }
            catch (BadgeException)
            {
                // Said at once.
            }
        }
        Assert.InRange(same, 0, 5);
        Assert.Throws<BadgeException>(() => BadgeSquare.Unpack(BadgeSquare.Prefix + "x"));
        Assert.Throws<BadgeException>(() => BadgeSquare.Unpack(square[..^40]));
    }
}
