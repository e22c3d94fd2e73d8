using System.Text;
using Entraide.Core.Sealing;
using Entraide.Core.Text;
using Entraide.Node.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Platform.Backup;

/// <summary>What a package of a backup says of itself before anything else.</summary>
/// <param name="Part"><see cref="Data"/> or <see cref="Keys"/>.</param>
/// <param name="CreatedAt">Milliseconds since 1970-01-01 UTC; the two packages of one backup have the same.</param>
/// <param name="Program">The version of the program that made it, for people.</param>
/// <param name="Schema">The migrations of each module, as <c>Platform: 0001_Settings, 0002_TrustSpine</c>.</param>
/// <param name="Heads">The last signed head of each zone's ledger; a zone without entries has none.</param>
public sealed record Manifest(string Part, string Node, long CreatedAt, string Program, IReadOnlyList<string> Schema, IReadOnlyList<LedgerHead> Heads)
{
    public const string Format = "entraide backup 1", Data = "data", Keys = "keys";

    /// <summary>The purpose for which the package of this part is sealed.</summary>
    public static string Purpose(string part) => $"backup {part}";

    /// <summary>The schema that this program makes.</summary>
    public static IReadOnlyList<string> SchemaOf(Database database)
    {
        var schema = new List<string>();
        foreach (var type in database.Contexts)
        {
            using var context = database.New(type);
            schema.Add($"{database.ModuleOf(type)}: {string.Join(", ", context.Database.GetMigrations())}");
        }
        return schema;
    }

    /// <summary>The last signed heads of a store.</summary>
    public static async Task<IReadOnlyList<LedgerHead>> HeadsOf(PlatformDb db, string node)
    {
        var heads = new List<LedgerHead>();
        foreach (var zone in Enum.GetValues<Access.Zone>())
            if (await db.Heads.AsNoTracking().Where(head => head.Zone == zone).OrderByDescending(head => head.Size).FirstOrDefaultAsync() is { } row) heads.Add(row.ToHead(node));
        return heads;
    }

    public string ToJson()
    {
        var json = new CanonicalJson().Open('{').Name("format").Value(Format).Name("part").Value(Part).Name("node").Value(Node).Name("createdAt").Value(CreatedAt)
            .Name("program").Value(Program).Name("schema").Values(Schema).Name("heads").Open('[');
        foreach (var head in Heads) json.Value(LedgerVerifier.HeadLine(head));
        return Encoding.UTF8.GetString(json.Close(']').Close('}').Bytes.Span);
    }

    /// <exception cref="FormatException">This is no manifest of this format.</exception>
    public static Manifest Read(string text)
    {
        try
        {
            using var document = StrictJson.Parse(Encoding.UTF8.GetBytes(text));
            var root = document.RootElement;
            if (root.GetProperty("format").GetString() != Format) throw new FormatException($"it is not of the format \"{Format}\"");
            return new Manifest(root.GetProperty("part").GetString()!, root.GetProperty("node").GetString()!, root.GetProperty("createdAt").GetInt64(), root.GetProperty("program").GetString()!,
                [.. root.GetProperty("schema").EnumerateArray().Select(one => one.GetString()!)], LedgerVerifier.ReadHeads(root.GetProperty("heads").EnumerateArray().Select(one => one.GetString()!)));
        }
        catch (Exception e) when (e is StrictJsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"its manifest cannot be read ({e.Message})", e);
        }
    }
}

/// <summary>What stands at the end of a package: what was in it, signed by the node.</summary>
/// <param name="Tables">Each table with the number of its rows and the SHA-256 of their bytes, in hexadecimal.</param>
/// <param name="Key">The public half of the key that signed it (SubjectPublicKeyInfo).</param>
public sealed record Closing(string Summary, IReadOnlyList<TableSum> Tables, byte[] Key, byte[] Signature)
{
    /// <summary>What is signed: the manifest, and all that came after it, by their hashes.</summary>
    public static byte[] Statement(string summary) => Encoding.UTF8.GetBytes($"{Manifest.Format}\n{summary}");

    /// <summary>The summary of a package: the SHA-256 of its manifest, its tables, the SHA-256 of its root keys.</summary>
    public static string Summarize(byte[] manifest, IEnumerable<TableSum> tables, byte[] roots)
    {
        var json = new CanonicalJson().Open('{').Name("manifest").Value(Convert.ToHexStringLower(manifest)).Name("roots").Value(Convert.ToHexStringLower(roots)).Name("tables").Open('[');
        foreach (var table in tables) json.Open('{').Name("name").Value(table.Name).Name("rows").Value(table.Rows).Name("sha256").Value(table.Sha256).Close('}');
        return Encoding.UTF8.GetString(json.Close(']').Close('}').Bytes.Span);
    }
}

/// <summary>A table of a package: its name, the number of its rows, the SHA-256 of their bytes in hexadecimal.</summary>
public sealed record TableSum(string Name, long Rows, string Sha256);
