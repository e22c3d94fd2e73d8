using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Entraide.Core.Sealing;

/// <summary>
/// The Merkle tree of an append-only list (RFC 9162, section 2.1.1) with SHA-256: one hash stands for the whole list, and
/// short proofs show that an entry is in it and that a later list only added to an earlier one.
/// </summary>
public static class MerkleTree
{
    /// <summary>Length in bytes of every hash.</summary>
    public const int HashLength = SHA256.HashSizeInBytes;

    // What keeps a leaf from being passed off as a node.
    private const byte LeafPrefix = 0x00, NodePrefix = 0x01;

    /// <summary>The root of the tree without entries: the hash of nothing.</summary>
    public static byte[] EmptyRoot => SHA256.HashData([]);

    public static byte[] LeafHash(ReadOnlySpan<byte> entry) => SHA256.HashData([LeafPrefix, .. entry]);

    /// <exception cref="ArgumentException">One of the two is no hash: joined otherwise, they would hash alike.</exception>
    public static byte[] NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        RequireHash(left);
        RequireHash(right);
        return SHA256.HashData([NodePrefix, .. left, .. right]);
    }

    /// <summary>The root over these leaves, as the definition says it (MTH).</summary>
    public static byte[] Root(IReadOnlyList<byte[]> leafHashes)
    {
        ArgumentNullException.ThrowIfNull(leafHashes);
        return leafHashes.Count == 0 ? EmptyRoot : Root(leafHashes, 0, leafHashes.Count);
    }

    /// <summary>The root of the leaves from <paramref name="start"/> up to but not including <paramref name="end"/>, at least one.</summary>
    internal static byte[] Root(IReadOnlyList<byte[]> leafHashes, int start, int end)
    {
        if (end - start == 1)
        {
            RequireHash(leafHashes[start]);
            return [.. leafHashes[start]];
        }
        var middle = start + Split(end - start);
        return NodeHash(Root(leafHashes, start, middle), Root(leafHashes, middle, end));
    }

    /// <summary>How many of two or more leaves lie on the left: the largest power of two that is smaller than their number.</summary>
    internal static int Split(int leaves) => 1 << BitOperations.Log2((uint)(leaves - 1));

    internal static void RequireHash(ReadOnlySpan<byte> hash)
    {
        if (hash.Length != HashLength) throw new ArgumentException($"A hash has {HashLength} bytes, not {hash.Length}.", nameof(hash));
    }
}

/// <summary>
/// The right edge of an append-only tree: the roots of its complete subtrees, the largest first. It is all that is needed to
/// append an entry and to say the root. Immutable.
/// </summary>
public sealed class MerkleFrontier
{
    private readonly byte[][] subtrees;

    private MerkleFrontier(long size, byte[][] subtrees) => (Size, this.subtrees) = (size, subtrees);

    public static MerkleFrontier Empty { get; } = new(0, []);

    /// <summary>How many leaves the tree has.</summary>
    public long Size { get; }

    public byte[] Root
    {
        get
        {
            if (Size == 0) return MerkleTree.EmptyRoot;
            byte[] root = [.. subtrees[^1]];
            for (var i = subtrees.Length - 2; i >= 0; i--) root = MerkleTree.NodeHash(subtrees[i], root);
            return root;
        }
    }

    /// <exception cref="ArgumentException">This is no hash.</exception>
    public MerkleFrontier Append(ReadOnlySpan<byte> leafHash)
    {
        MerkleTree.RequireHash(leafHash);
        // As in counting: each 1 at the end of the size carries, and its subtree becomes the left half of one twice as large.
        var kept = subtrees.Length - BitOperations.TrailingZeroCount(~Size);
        var root = leafHash.ToArray();
        for (var i = subtrees.Length - 1; i >= kept; i--) root = MerkleTree.NodeHash(subtrees[i], root);
        return new MerkleFrontier(Size + 1, [.. subtrees.AsSpan(0, kept), root]);
    }

    /// <summary>The size in 8 bytes, most significant first, then the hashes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[sizeof(long) + subtrees.Length * MerkleTree.HashLength];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Size);
        for (var i = 0; i < subtrees.Length; i++) subtrees[i].CopyTo(bytes, sizeof(long) + i * MerkleTree.HashLength);
        return bytes;
    }

    /// <exception cref="FormatException">The bytes are no frontier: the size says how many hashes follow, and it is not so.</exception>
    public static MerkleFrontier FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < sizeof(long)) throw new FormatException("A frontier begins with its size in 8 bytes.");
        var size = BinaryPrimitives.ReadInt64BigEndian(bytes);
        if (size < 0) throw new FormatException("The size of a frontier is not negative.");
        var hashes = bytes[sizeof(long)..];
        var roots = new byte[BitOperations.PopCount((ulong)size)][];
        if (hashes.Length != roots.Length * MerkleTree.HashLength)
            throw new FormatException($"A frontier of size {size} has {roots.Length} hashes; here are {hashes.Length} bytes.");
        for (var i = 0; i < roots.Length; i++) roots[i] = hashes.Slice(i * MerkleTree.HashLength, MerkleTree.HashLength).ToArray();
        return new MerkleFrontier(size, roots);
    }
}
