using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Entraide.Core.Sealing;

namespace Entraide.Node.Platform.Backup;

/// <summary>
/// Writes a package: the manifest, then each table (1, its name, its columns, then 1 and the row for each row, and 0), then the
/// root keys (2, version, text), then 0, the summary, the key that signed it and the signature.
/// </summary>
internal sealed class PackageWriter : IDisposable
{
    internal const byte End = 0, Table = 1, Root = 2;

    private readonly Stream to;
    private readonly ArrayBufferWriter<byte> buffer = new(64 * 1024);
    private readonly byte[] manifest;
    private readonly List<TableSum> tables = [];
    private readonly IncrementalHash roots = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public PackageWriter(Stream to, Manifest manifest)
    {
        this.to = to;
        var text = manifest.ToJson();
        this.manifest = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        RowCodec.PutText(buffer, text);
        Hand();
    }

    public IReadOnlyList<TableSum> Tables => tables;

    public async Task Write(StoredTable table, IAsyncEnumerable<object?[]> rows)
    {
        RowCodec.Put(buffer, Table);
        RowCodec.PutText(buffer, table.Name);
        RowCodec.PutText(buffer, string.Join(',', table.Columns.Select(column => column.Name)));
        Hand();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long count = 0;
        await foreach (var row in rows)
        {
            RowCodec.Put(buffer, Table);
            RowCodec.Encode(row, buffer);
            hash.AppendData(buffer.WrittenSpan[1..]);
            Hand();
            count++;
        }
        RowCodec.Put(buffer, End);
        Hand();
        tables.Add(new TableSum(table.Name, count, Convert.ToHexStringLower(hash.GetHashAndReset())));
    }

    /// <summary>Adds a root key.</summary>
    public void Write(int version, string text)
    {
        RowCodec.Put(buffer, Root);
        RowCodec.PutText(buffer, version.ToString(CultureInfo.InvariantCulture));
        RowCodec.PutText(buffer, text);
        roots.AppendData(buffer.WrittenSpan);
        Hand();
    }

    public void Close(SigningKey signer)
    {
        var summary = Closing.Summarize(manifest, tables, roots.GetHashAndReset());
        RowCodec.Put(buffer, End);
        RowCodec.PutText(buffer, summary);
        RowCodec.PutBytes(buffer, signer.Public);
        RowCodec.PutBytes(buffer, signer.Sign(Closing.Statement(summary)));
        Hand();
    }

    public void Dispose() => roots.Dispose();

    private void Hand()
    {
        to.Write(buffer.WrittenSpan);
        buffer.ResetWrittenCount();
    }
}

/// <summary>What a package hands to whoever reads it, in the order in which it stands there.</summary>
internal interface IPackageTaker
{
    /// <exception cref="RefusedException">Not such a package.</exception>
    Task Begin(Manifest manifest);

    /// <summary>A table's rows; all are to be read.</summary>
    Task Take(string table, string columns, IAsyncEnumerable<object?[]> rows);

    void Take(int rootVersion, string root);
}

/// <summary>Reads a package to its very end, compares it with what it says of itself, and checks who signed it.</summary>
internal static class PackageReader
{
    /// <exception cref="SealedStreamException">Changed on the way, or not for this key.</exception>
    /// <exception cref="FormatException">Genuine, but no package.</exception>
    public static async Task<Closing> Read(Stream sealedFrom, ECDiffieHellman key, string part, IPackageTaker taker)
    {
        using var opened = new SealedStreamReader(key, Manifest.Purpose(part), sealedFrom);
        await using var from = new BufferedStream(opened, SealedStream.ChunkLength);
        var text = RowCodec.ReadText(from);
        var manifest = Manifest.Read(text);
        if (manifest.Part != part) throw new FormatException($"it is the part \"{manifest.Part}\"");
        await taker.Begin(manifest);
        var tables = new List<TableSum>();
        using var roots = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new ArrayBufferWriter<byte>();
        for (var kind = RowCodec.ReadByte(from); kind != PackageWriter.End; kind = RowCodec.ReadByte(from))
        {
            if (kind == PackageWriter.Table)
            {
                tables.Add(await ReadTable(from, taker));
                continue;
            }
            if (kind != PackageWriter.Root) throw new FormatException($"there is no part {kind} of a package");
            var (version, root) = (RowCodec.ReadText(from), RowCodec.ReadText(from));
            RowCodec.Put(buffer, kind);
            RowCodec.PutText(buffer, version);
            RowCodec.PutText(buffer, root);
            roots.AppendData(buffer.WrittenSpan);
            buffer.ResetWrittenCount();
            taker.Take(int.Parse(version, NumberStyles.None, CultureInfo.InvariantCulture), root);
        }
        var closing = new Closing(RowCodec.ReadText(from), tables, RowCodec.ReadBytes(from), RowCodec.ReadBytes(from));
        if (from.ReadByte() >= 0) throw new FormatException("something follows its end");
        if (closing.Summary != Closing.Summarize(SHA256.HashData(Encoding.UTF8.GetBytes(text)), tables, roots.GetHashAndReset())) throw new FormatException("its rows are not what it says of them at its end");
        RequireSignature(closing);
        return closing;
    }

    private static async Task<TableSum> ReadTable(Stream from, IPackageTaker taker)
    {
        var (name, columns) = (RowCodec.ReadText(from), RowCodec.ReadText(from));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new ArrayBufferWriter<byte>();
        long count = 0;
        await taker.Take(name, columns, Rows());
        return new TableSum(name, count, Convert.ToHexStringLower(hash.GetHashAndReset()));

        async IAsyncEnumerable<object?[]> Rows()
        {
            await Task.CompletedTask;
            var width = columns.Split(',').Length;
            while (RowCodec.ReadByte(from) != PackageWriter.End)
            {
                var row = RowCodec.Decode(from, width);
                // There is one form only of a row, so that what was read can be hashed by writing it again.
                RowCodec.Encode(row, buffer);
                hash.AppendData(buffer.WrittenSpan);
                buffer.ResetWrittenCount();
                count++;
                yield return row;
            }
        }
    }

    private static void RequireSignature(Closing closing)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(closing.Key, out _);
            if (key.VerifyData(Closing.Statement(closing.Summary), closing.Signature, HashAlgorithmName.SHA256)) return;
        }
        catch (CryptographicException)
        {
            // No key at all: the same.
        }
        throw new FormatException("its signature does not hold");
    }
}
