using System.Text.Json;
using Entraide.Core.Sealing;
using FsCheck;
using FsCheck.Fluent;

namespace Entraide.Tests.Core.Sealing;

public sealed class MerkleTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(300), Slow = Config.QuickThrowOnFailure.WithMaxTest(40);

    [Fact]
    public void Every_published_inclusion_proof_has_the_expected_verdict() =>
        Assert.Equal((98, 6), Verdicts("inclusion", vector => MerkleProof.Includes(Hash(vector, "leafHash"), Number(vector, "leafIdx"), Number(vector, "treeSize"), Proof(vector), Hash(vector, "root"))));

    [Fact]
    public void Every_published_consistency_proof_has_the_expected_verdict() =>
        Assert.Equal((98, 6), Verdicts("consistency", vector => MerkleProof.IsConsistent(Number(vector, "size1"), Number(vector, "size2"), Hash(vector, "root1"), Hash(vector, "root2"), Proof(vector))));

    /// <summary>A subtree is a tree: its proofs are read with the place counted from its start.</summary>
    [Fact]
    public void Every_published_proof_of_inclusion_in_a_subtree_has_the_expected_verdict() => Assert.Equal((204, 12), Verdicts("subtreeinclusion", vector =>
    {
        var start = Number(vector, "start");
        return MerkleProof.Includes(Hash(vector, "leafHash"), unchecked(Number(vector, "leafIdx") - start), unchecked(Number(vector, "end") - start), Proof(vector), Hash(vector, "root"));
    }));

    /// <summary>
    /// RFC 9162 knows consistency with the beginning of a tree only. Subtrees elsewhere, and empty ones (which that suite holds
    /// consistent with any root), are none of ours: 27 of 118 files.
    /// </summary>
    [Fact]
    public void Every_published_consistency_proof_of_a_subtree_at_the_beginning_has_the_expected_verdict() => Assert.Equal((91, 6), Verdicts("subtreeconsistency",
        vector => MerkleProof.IsConsistent(Number(vector, "end"), Number(vector, "size"), Hash(vector, "root1"), Hash(vector, "root2"), Proof(vector)),
        vector => Number(vector, "start") == 0 && Number(vector, "end") != 0, 118));

    [Fact]
    public void The_empty_tree_and_the_empty_entry_hash_as_published()
    {
        Assert.Equal("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", Convert.ToHexString(MerkleTree.EmptyRoot));
        Assert.Equal("6E340B9CFFB37A989CA544E6BB780A2C78901D3FB33738768511A30617AFA01D", Convert.ToHexString(MerkleTree.LeafHash([])));
        Assert.Equal(MerkleTree.EmptyRoot, MerkleTree.Root([]));
        Assert.Equal(MerkleTree.EmptyRoot, MerkleFrontier.Empty.Root);
    }

    [Fact]
    public void The_frontier_says_the_same_root_as_the_whole_tree_at_every_size()
    {
        var frontier = MerkleFrontier.Empty;
        var leaves = Leaves(300, 1);
        for (var size = 0; size <= leaves.Count; size++)
        {
            Assert.Equal(size, frontier.Size);
            Assert.Equal(MerkleTree.Root([.. leaves.Take(size)]), frontier.Root);
            if (size < leaves.Count) frontier = frontier.Append(leaves[size]);
        }
    }

    [Fact]
    public void A_frontier_appends_further_after_it_was_written_and_read() => Prop.ForAll(Trees, tree =>
    {
        var frontier = Frontier(tree.Leaves.Take(tree.Index));
        var read = MerkleFrontier.FromBytes(frontier.ToBytes());
        foreach (var leaf in tree.Leaves.Skip(tree.Index)) read = read.Append(leaf);
        return read.Root.AsSpan().SequenceEqual(MerkleTree.Root(tree.Leaves)) && read.Size == tree.Leaves.Count
            && read.ToBytes().AsSpan().SequenceEqual(Frontier(tree.Leaves).ToBytes()) && frontier.Size == tree.Index;
    }).Check(Thorough);

    [Fact]
    public void Bytes_that_are_no_frontier_are_refused()
    {
        var bytes = Frontier(Leaves(11, 1)).ToBytes();
        for (var length = 0; length < bytes.Length; length++) Assert.Throws<FormatException>(() => MerkleFrontier.FromBytes(bytes.AsSpan(0, length)));
        Assert.Throws<FormatException>(() => MerkleFrontier.FromBytes([.. bytes, 0]));
        Assert.Throws<FormatException>(() => MerkleFrontier.FromBytes([.. bytes, .. new byte[32]]));
        byte[] negative = [0x80, .. bytes.AsSpan(1)], other = [.. bytes];
        Assert.Throws<FormatException>(() => MerkleFrontier.FromBytes(negative));
        other[7] = 15;
        Assert.Throws<FormatException>(() => MerkleFrontier.FromBytes(other));
    }

    [Fact]
    public void What_was_given_out_does_not_change_the_frontier()
    {
        var leaf = MerkleTree.LeafHash([1]);
        var frontier = MerkleFrontier.Empty.Append(leaf);
        frontier.Root[0] ^= 1;
        frontier.ToBytes()[8] ^= 1;
        var root = frontier.Root;
        leaf[0] ^= 1;
        Assert.Equal(MerkleTree.LeafHash([1]), root);
        Assert.Throws<ArgumentException>(() => frontier.Append([1, 2, 3]));
    }

    [Fact]
    public void Every_inclusion_proof_holds_and_for_no_other_place() => Prop.ForAll(Trees, tree =>
    {
        var (root, proof) = (MerkleTree.Root(tree.Leaves), MerkleProof.Inclusion(tree.Leaves, tree.Index, tree.Leaves.Count));
        return Enumerable.Range(-1, tree.Leaves.Count + 2).All(place => MerkleProof.Includes(tree.Leaves[tree.Index], place, tree.Leaves.Count, proof, root) == (place == tree.Index));
    }).Check(Thorough);

    [Fact]
    public void Every_consistency_proof_holds() => Prop.ForAll(Trees, tree =>
    {
        var (size1, size2) = (tree.Index + 1, tree.Leaves.Count);
        var root1 = MerkleTree.Root([.. tree.Leaves.Take(size1)]);
        return MerkleProof.IsConsistent(size1, size2, root1, MerkleTree.Root(tree.Leaves), MerkleProof.Consistency(tree.Leaves, size1, size2));
    }).Check(Thorough);

    [Fact]
    public void One_changed_bit_anywhere_ends_a_proof_of_inclusion() => Prop.ForAll(Trees, tree =>
    {
        byte[][] hashes = [tree.Leaves[tree.Index], MerkleTree.Root(tree.Leaves), .. MerkleProof.Inclusion(tree.Leaves, tree.Index, tree.Leaves.Count)];
        return NeverHoldsChanged(hashes, changed => MerkleProof.Includes(changed[0], tree.Index, tree.Leaves.Count, changed[2..], changed[1]));
    }).Check(Slow);

    [Fact]
    public void One_changed_bit_anywhere_ends_a_proof_of_consistency() => Prop.ForAll(Trees, tree =>
    {
        var (size1, size2) = (tree.Index + 1, tree.Leaves.Count);
        byte[][] hashes = [MerkleTree.Root([.. tree.Leaves.Take(size1)]), MerkleTree.Root(tree.Leaves), .. MerkleProof.Consistency(tree.Leaves, size1, size2)];
        return NeverHoldsChanged(hashes, changed => MerkleProof.IsConsistent(size1, size2, changed[0], changed[1], changed[2..]));
    }).Check(Slow);

    [Fact]
    public void A_hostile_proof_is_answered_with_no()
    {
        var leaves = Leaves(7, 1);
        var root = MerkleTree.Root(leaves);
        foreach (var proof in (byte[][]?[])[null, [null!], [[], [1], new byte[33]], [.. Enumerable.Repeat(new byte[32], 100)]])
            foreach (var size in (long[])[long.MinValue, -1, 0, 1, 6, 7, 8, long.MaxValue])
                foreach (var other in (long[])[long.MinValue, -1, 0, 1, 3, 4, 6, long.MaxValue])
                {
                    Assert.False(MerkleProof.Includes(leaves[0], other, size, proof!, root));
                    Assert.False(MerkleProof.IsConsistent(other, size, leaves[0], root, proof!));
                }
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleProof.Inclusion(leaves, 7, 7));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleProof.Inclusion(leaves, 0, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleProof.Consistency(leaves, 0, 7));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleProof.Consistency(leaves, 5, 4));
    }

    private static Arbitrary<(List<byte[]> Leaves, int Index)> Trees => (
        from size in Gen.Choose(1, 70)
        from index in Gen.Choose(0, size - 1)
        from seed in Gen.Choose(0, int.MaxValue)
        select (Leaves(size, seed), index)).ToArbitrary();

    private static List<byte[]> Leaves(int size, int seed) =>
        [.. Enumerable.Range(0, size).Select(number => MerkleTree.LeafHash([.. BitConverter.GetBytes(seed), .. BitConverter.GetBytes(number)]))];

    private static MerkleFrontier Frontier(IEnumerable<byte[]> leaves) => leaves.Aggregate(MerkleFrontier.Empty, (frontier, leaf) => frontier.Append(leaf));

    private static bool NeverHoldsChanged(byte[][] hashes, Func<byte[][], bool> holds)
    {
        if (!holds(hashes)) return false;
        byte[][] changed = [.. hashes.Select(hash => hash.ToArray())];
        foreach (var hash in changed)
            for (var bit = 0; bit < hash.Length * 8; bit++)
            {
                hash[bit / 8] ^= (byte)(1 << bit % 8);
                if (holds(changed)) return false;
                hash[bit / 8] ^= (byte)(1 << bit % 8);
            }
        return holds(changed);
    }

    /// <summary>How many vectors of a folder were judged, and how many of them hold; a folder that is not there fails.</summary>
    private static (int Judged, int Holding) Verdicts(string folder, Func<JsonElement, bool> holds, Func<JsonElement, bool>? used = null, int? all = null)
    {
        var (judged, holding) = (0, 0);
        var files = Directory.GetFiles(Repository.File("tests", "vectors", "merkle", "testdata", folder), "*.json", SearchOption.AllDirectories);
        if (all is not null) Assert.Equal(all, files.Length);
        foreach (var file in files)
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            var vector = document.RootElement;
            if (used is not null && !used(vector)) continue;
            var expected = !vector.GetProperty("wantErr").GetBoolean();
            Assert.True(expected == holds(vector), $"{file}: expected {expected}");
            judged++;
            if (expected) holding++;
        }
        return (judged, holding);
    }

    // The suite counts in unsigned numbers: what is too large for ours becomes negative, and is refused as such.
    private static long Number(JsonElement vector, string name) => unchecked((long)vector.GetProperty(name).GetUInt64());

    private static byte[] Hash(JsonElement vector, string name) => vector.GetProperty(name).GetBytesFromBase64();

    private static byte[][] Proof(JsonElement vector) =>
        vector.GetProperty("proof") is { ValueKind: JsonValueKind.Array } proof ? [.. proof.EnumerateArray().Select(hash => hash.GetBytesFromBase64())] : [];
}
