using Entraide.Core.Statistics;

namespace Entraide.Core.Disclosure;

/// <summary>A source of uniform random words of 64 bits. Not for several threads at once.</summary>
public abstract class RandomBits
{
    /// <summary>Whether whoever knows a seed can repeat it: then noise drawn from it protects nobody, and nothing made with it may be published.</summary>
    public abstract bool IsRepeatable { get; }

    public abstract ulong Next();

    /// <summary>A whole number from 0 up to but not including <paramref name="end"/>, each exactly as likely as another (Lemire 2019, with the rejection).</summary>
    public ulong Below(ulong end)
    {
        ArgumentOutOfRangeException.ThrowIfZero(end);
        var high = Math.BigMul(Next(), end, out var low);
        if (low >= end) return high;
        for (var least = unchecked(0 - end) % end; low < least;) high = Math.BigMul(Next(), end, out low);
        return high;
    }

    /// <inheritdoc cref="Below(ulong)"/>
    public UInt128 Below(UInt128 end)
    {
        if (end <= ulong.MaxValue) return Below((ulong)end);
        // Of 128 bits, those that would make some numbers likelier are drawn anew.
        var most = UInt128.MaxValue - (UInt128.MaxValue % end);
        UInt128 drawn;
        do drawn = new UInt128(Next(), Next());
        while (drawn >= most);
        return drawn % end;
    }
}

/// <summary>Bits from a seed, for tests and drafts.</summary>
public sealed class SeededBits(ulong seed) : RandomBits
{
    private readonly SeededRandom random = new(seed);

    public override bool IsRepeatable => true;

    public override ulong Next() => random.Next();
}
