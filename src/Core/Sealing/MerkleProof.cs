using System.Numerics;

namespace Entraide.Core.Sealing;

/// <summary>
/// Proofs about a <see cref="MerkleTree"/> (RFC 9162, sections 2.1.3 and 2.1.4). A root does not contain its size: the two are
/// to be signed and kept together, or a proof may hold for another size as well.
/// </summary>
public static class MerkleProof
{
    /// <summary>The hashes that lead from a leaf to the root of the first <paramref name="size"/> leaves (PATH, section 2.1.3.1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf or no such tree.</exception>
    public static IReadOnlyList<byte[]> Inclusion(IReadOnlyList<byte[]> leafHashes, long index, long size)
    {
        ArgumentNullException.ThrowIfNull(leafHashes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, leafHashes.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var proof = new List<byte[]>();
        var (start, end) = (0, (int)size);
        while (end - start > 1)
        {
            var middle = start + MerkleTree.Split(end - start);
            if (index < middle)
            {
                proof.Add(MerkleTree.Root(leafHashes, middle, end));
                end = middle;
            }
            else
            {
                proof.Add(MerkleTree.Root(leafHashes, start, middle));
                start = middle;
            }
        }
        proof.Reverse();
        return proof;
    }

    /// <summary>
    /// The hashes that show that the first <paramref name="size1"/> leaves are the beginning of the first
    /// <paramref name="size2"/> (PROOF and SUBPROOF, section 2.1.4.1).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no such trees; about the empty one there is nothing to prove.</exception>
    public static IReadOnlyList<byte[]> Consistency(IReadOnlyList<byte[]> leafHashes, long size1, long size2)
    {
        ArgumentNullException.ThrowIfNull(leafHashes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size2, leafHashes.Count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size1, size2);
        var proof = new List<byte[]>();
        var (start, end) = (0, (int)size2);
        while (size1 < end)
        {
            var middle = start + MerkleTree.Split(end - start);
            if (size1 <= middle)
            {
                proof.Add(MerkleTree.Root(leafHashes, middle, end));
                end = middle;
            }
            else
            {
                proof.Add(MerkleTree.Root(leafHashes, start, middle));
                start = middle;
            }
        }
        // What is left is the last complete subtree of the earlier tree; if it is the whole of it, its root is known already.
        if (start > 0) proof.Add(MerkleTree.Root(leafHashes, start, end));
        proof.Reverse();
        return proof;
    }

    /// <summary>Whether the proof leads from this leaf to this root (section 2.1.3.2). False for whatever is no proof; never throws.</summary>
    public static bool Includes(ReadOnlySpan<byte> leafHash, long index, long size, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> root)
    {
        if (index < 0 || index >= size || leafHash.Length != MerkleTree.HashLength || !AreHashes(proof)) return false;
        var (node, last) = (index, size - 1);
        var hash = leafHash.ToArray();
        foreach (var sibling in proof)
        {
            if (last == 0) return false;
            if (IsRight(node) || node == last)
            {
                hash = MerkleTree.NodeHash(sibling, hash);
                (node, last) = UpToRight(node, last);
            }
            else hash = MerkleTree.NodeHash(hash, sibling);
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && root.SequenceEqual(hash);
    }

    /// <summary>
    /// Whether the proof shows that the later tree only added to the earlier one (section 2.1.4.2). False for whatever is no
    /// proof; never throws. False too for an earlier tree without entries: everything adds to nothing, so it would show nothing.
    /// </summary>
    public static bool IsConsistent(long size1, long size2, ReadOnlySpan<byte> root1, ReadOnlySpan<byte> root2, IReadOnlyList<byte[]> proof)
    {
        if (size1 <= 0 || size1 > size2 || !AreHashes(proof)) return false;
        if (size1 == size2) return proof.Count == 0 && root1.SequenceEqual(root2);
        if (proof.Count == 0 || root1.Length != MerkleTree.HashLength) return false;
        // A complete earlier tree is itself the subtree to begin with; its root is not repeated in the proof.
        var whole = BitOperations.IsPow2(size1);
        var hash1 = whole ? root1.ToArray() : proof[0];
        var hash2 = hash1;
        var (node, last) = (size1 - 1, size2 - 1);
        while (IsRight(node)) (node, last) = (node >> 1, last >> 1);
        foreach (var sibling in proof.Skip(whole ? 0 : 1))
        {
            if (last == 0) return false;
            if (IsRight(node) || node == last)
            {
                hash1 = MerkleTree.NodeHash(sibling, hash1);
                hash2 = MerkleTree.NodeHash(sibling, hash2);
                (node, last) = UpToRight(node, last);
            }
            else hash2 = MerkleTree.NodeHash(hash2, sibling);
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && root1.SequenceEqual(hash1) && root2.SequenceEqual(hash2);
    }

    private static bool IsRight(long node) => (node & 1) == 1;

    // Past the levels where the last node has no sibling and is its own parent.
    private static (long Node, long Last) UpToRight(long node, long last)
    {
        while (!IsRight(node) && node != 0) (node, last) = (node >> 1, last >> 1);
        return (node, last);
    }

    // A proof comes from a stranger: what a reader of JSON made of it may be null in every place.
    private static bool AreHashes(IReadOnlyList<byte[]?>? proof) => proof is not null && proof.All(hash => hash is { Length: MerkleTree.HashLength });
}
