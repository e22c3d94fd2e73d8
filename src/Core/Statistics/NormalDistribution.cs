namespace Entraide.Core.Statistics;

/// <summary>
/// The standard normal distribution, by the rational approximations of erf and erfc in W. J. Cody, "Rational Chebyshev
/// approximations for the error function", Mathematics of Computation 23 (1969). Relative error below 1e-13 down to the
/// smallest normal number.
/// </summary>
public static class NormalDistribution
{
    // Numerators and denominators, the highest power first; a denominator begins with 1.
    private static readonly double[] NearTop = [1.85777706184603153e-1, 3.16112374387056560, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3];
    private static readonly double[] NearBottom = [1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3];
    private static readonly double[] MiddleTop = [2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1, 2.98635138197400131e2, 8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3];
    private static readonly double[] MiddleBottom = [1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3, 3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3];
    private static readonly double[] FarTop = [1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1, 1.60837851487422766e-2, 6.58749161529837803e-4];
    private static readonly double[] FarBottom = [1, 2.56852019228982242, 1.87295284992346725, 5.27905102951428412e-1, 6.05183413124413191e-2, 2.33520497626869185e-3];

    /// <summary>The probability of a value of at most <paramref name="z"/>.</summary>
    public static double Below(double z) => ErrorComplement(-z / Math.Sqrt(2)) / 2;

    /// <summary>
    /// The value below which a variable lies with this probability: Newton's method on the logarithm of <see cref="Below"/>, from
    /// the rough start of Abramowitz and Stegun 26.2.23, which is at full precision after five steps.
    /// </summary>
    /// <param name="probability">Above 0 and below 1.</param>
    public static double Quantile(double probability)
    {
        if (!(probability is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "A quantile is taken of a probability above 0 and below 1.");
        // In the lower half, where Below keeps its relative precision.
        if (probability > 0.5) return -Quantile(1 - probability);
        var t = Math.Sqrt(-2 * Math.Log(probability));
        var z = -(t - ((2.515517 + (t * (0.802853 + (t * 0.010328)))) / (1 + (t * (1.432788 + (t * (0.189269 + (t * 0.001308))))))));
        for (var round = 0; round < 5; round++)
        {
            // On the logarithm, whose curve is gentle even far out.
            var below = Below(z);
            var slope = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) / below;
            z -= Math.Log(below / probability) / slope;
        }
        return z;
    }

    /// <summary>erfc(x), that is 1 - erf(x), without what the difference would lose.</summary>
    public static double ErrorComplement(double x)
    {
        var size = Math.Abs(x);
        if (size <= 0.46875) return 1 - (x * Ratio(NearTop, NearBottom, x * x));
        var tail = size <= 4 ? Ratio(MiddleTop, MiddleBottom, size) : FarTail(size);
        tail *= ExpOfMinusSquare(size);
        return x < 0 ? 2 - tail : tail;
    }

    private static double FarTail(double size)
    {
        var inverse = 1 / (size * size);
        return ((1 / Math.Sqrt(Math.PI)) - (inverse * Ratio(FarTop, FarBottom, inverse))) / size;
    }

    // The square is taken in two parts, the first exact: rounded at once, its error would grow with the square.
    private static double ExpOfMinusSquare(double size)
    {
        var coarse = Math.Truncate(Math.Min(size, 40) * 16) / 16;
        return size >= 40 ? 0 : Math.Exp(-coarse * coarse) * Math.Exp(-(size - coarse) * (size + coarse));
    }

    private static double Ratio(double[] top, double[] bottom, double x) => Polynomial(top, x) / Polynomial(bottom, x);

    private static double Polynomial(double[] coefficients, double x) => coefficients.Aggregate(0.0, (sum, one) => (sum * x) + one);
}
