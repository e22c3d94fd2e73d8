namespace Entraide.Core.Disclosure;

/// <summary>
/// Keys and how many rows have each, in the order in which they were first added: an open hash table whose memory is used again.
/// Not for several threads at once.
/// </summary>
internal sealed class ClassTable
{
    private ulong[] keys = [];
    private int[] counts = [];

    // 1 + the place of a key; 0 where none is. Twice as many as keys, or more.
    private int[] slots = [];
    private int slotBits;

    public int Count { get; private set; }

    public ReadOnlySpan<ulong> Keys => keys.AsSpan(0, Count);

    public ReadOnlySpan<int> Counts => counts.AsSpan(0, Count);

    /// <summary>Makes it empty, for at most so many keys.</summary>
    public void Clear(int most)
    {
        Count = 0;
        slotBits = QuasiIdentifier.BitsFor(Math.Max(most, 1)) + 1;
        if (keys.Length < most) (keys, counts) = (new ulong[most], new int[most]);
        if (slots.Length < 1 << slotBits) slots = new int[1 << slotBits];
        else Array.Clear(slots, 0, 1 << slotBits);
    }

    /// <returns>The place of the key.</returns>
    public int Add(ulong key, int count)
    {
        unchecked
        {
            // The golden ratio spreads neighbours (Knuth, "The art of computer programming" 3, section 6.4); the upper bits are the good ones.
            var slot = (int)((key * 0x9E3779B97F4A7C15) >> (64 - slotBits));
            var last = (1 << slotBits) - 1;
            while (slots[slot] is var found && found != 0)
            {
                if (keys[found - 1] == key)
                {
                    counts[found - 1] += count;
                    return found - 1;
                }
                slot = (slot + 1) & last;
            }
            (keys[Count], counts[Count]) = (key, count);
            slots[slot] = ++Count;
            return Count - 1;
        }
    }

    /// <summary>Makes it the table of another, which tells this quasi-identifier as in the data, told at a level; of the rest only what is in the mask.</summary>
    public void RollUp(ClassTable source, QuasiIdentifier told, int level, ulong kept)
    {
        Clear(source.Count);
        var moved = told.MovedTo(level);
        kept &= ~told.Mask;
        for (var i = 0; i < source.Count; i++) Add((source.keys[i] & kept) | moved[told.Digit(source.keys[i])], source.counts[i]);
    }
}
