using System.Runtime.InteropServices;

namespace Entraide.Core.Disclosure;

/// <summary>
/// Noise in whole numbers, drawn exactly: from the bits to the number only whole numbers are compared, so that nothing of the
/// truth shows through the rounding of floating-point noise (I. Mironov, "On significance of the least significant bits for
/// differential privacy", 2012; C. Canonne, G. Kamath and T. Steinke, "The discrete Gaussian for differential privacy", 2020,
/// algorithms 1 to 3).
/// </summary>
public static class ExactNoise
{
    /// <summary>The fineness in which a variance is held: it is rounded up to a multiple of 1/1024, so that the noise is never less than asked for.</summary>
    private const int VarianceParts = 1024;

    /// <summary>The largest standard deviation, which keeps every product within 128 bits.</summary>
    private const double LargestDeviation = 1e6;

    /// <summary>A discrete Laplace number: k with a probability in proportion to exp(-|k|/scale).</summary>
    /// <param name="scale">A whole number above 0.</param>
    public static long Laplace(int scale, RandomBits bits)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        ArgumentNullException.ThrowIfNull(bits);
        while (true)
        {
            var within = bits.Below((ulong)scale);
            if (!BernoulliExp(within, (ulong)scale, bits)) continue;
            var whole = 0L;
            while (BernoulliExp(1, 1, bits)) whole++;
            var size = (long)within + (scale * whole);
            var negative = (bits.Next() & 1) == 1;
            // Or 0 would come twice as often.
            if (negative && size == 0) continue;
            return negative ? -size : size;
        }
    }

    /// <summary>A discrete Gaussian number: k with a probability in proportion to exp(-k²/2σ²).</summary>
    public static long Gaussian(GaussianScale scale, RandomBits bits)
    {
        ArgumentNullException.ThrowIfNull(bits);
        while (true)
        {
            var drawn = Laplace(scale.Envelope, bits);
            // |y| - σ²/t, squared, over 2σ²; with σ² = parts/1024 all over one denominator.
            var distance = (Int128)Math.Abs(drawn) * VarianceParts * scale.Envelope - scale.Parts;
            var numerator = (UInt128)(distance * distance);
            if (BernoulliExp(numerator, scale.Denominator, bits)) return drawn;
        }
    }

    /// <summary>The standard deviation in the form in which it is drawn with.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0, or above a million.</exception>
    public static GaussianScale Scale(double deviation)
    {
        if (!(deviation is > 0 and <= LargestDeviation)) throw new ArgumentOutOfRangeException(nameof(deviation), deviation, $"A standard deviation of noise is above 0 and at most {LargestDeviation}.");
        // One part more than the rounded square: never less noise than asked for, whatever the square was rounded to.
        var parts = (long)Math.Ceiling(deviation * deviation * VarianceParts) + 1;
        var envelope = (int)Math.Sqrt((double)parts / VarianceParts) + 1;
        return new GaussianScale(parts, envelope, (UInt128)parts * 2 * VarianceParts * (UInt128)envelope * (UInt128)envelope);
    }

    /// <summary>True with the probability exp(-numerator/denominator), exactly.</summary>
    internal static bool BernoulliExp(UInt128 numerator, UInt128 denominator, RandomBits bits)
    {
        for (; numerator > denominator; numerator -= denominator)
            if (!BernoulliExpBelowOne(denominator, denominator, bits)) return false;
        return BernoulliExpBelowOne(numerator, denominator, bits);
    }

    // The alternating series of the exponential, as a sequence of coins.
    private static bool BernoulliExpBelowOne(UInt128 numerator, UInt128 denominator, RandomBits bits)
    {
        var odd = true;
        for (UInt128 k = 1; bits.Below(denominator * k) < numerator; k++) odd = !odd;
        return odd;
    }
}

/// <summary>A variance as a multiple of 1/1024, and what drawing needs of it. Made by <see cref="ExactNoise.Scale"/>.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GaussianScale
{
    internal GaussianScale(long parts, int envelope, UInt128 denominator) => (Parts, Envelope, Denominator) = (parts, envelope, denominator);

    internal long Parts { get; }

    internal int Envelope { get; }

    internal UInt128 Denominator { get; }

    /// <summary>The standard deviation that is drawn with (of the parameter σ, which the discrete distribution has very nearly).</summary>
    public double Deviation => Math.Sqrt(Parts / 1024.0);
}
