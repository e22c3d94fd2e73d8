using System.Numerics;

namespace Entraide.Core.Statistics;

/// <summary>
/// Chance that anybody can repeat from its seed: xoshiro256** (Blackman and Vigna, "Scrambled linear pseudorandom number
/// generators", 2018), begun with four outputs of SplitMix64 (Steele, Lea and Flood 2014). For resampling and simulation, never
/// for anything that must not be guessed. Not for several threads at once.
/// </summary>
public sealed class SeededRandom
{
    private ulong first, second, third, fourth;

    public SeededRandom(ulong seed) => (first, second, third, fourth) = (Split(ref seed), Split(ref seed), Split(ref seed), Split(ref seed));

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        var result = unchecked(BitOperations.RotateLeft(second * 5, 7) * 9);
        var shifted = second << 17;
        third ^= first;
        fourth ^= second;
        second ^= third;
        first ^= fourth;
        third ^= shifted;
        fourth = BitOperations.RotateLeft(fourth, 45);
        return result;
    }

    /// <summary>
    /// A whole number from 0 up to but not including <paramref name="end"/>: the high half of a product (Lemire 2019, without the
    /// rejection: for the numbers of people here its bias lies below 1e-15).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such number.</exception>
    public int Below(int end)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(end);
        return (int)Math.BigMul(Next(), (ulong)end, out _);
    }

    private static ulong Split(ref ulong state)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15;
            var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }
}
