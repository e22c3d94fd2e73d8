using System.Buffers.Text;
using System.Collections.Immutable;
using System.IO.Compression;
using Entraide.Core.Sealing;
using Entraide.Core.Text;

namespace Entraide.Core.Training;

/// <summary>
/// Which certificates of an issuer are revoked: a signed list with one bit for each (W3C Bitstring Status List 1.0, purpose
/// "revocation": what is revoked stays so). It is at least 131,072 entries long, so that asking for it tells nobody of whom one asks.
/// Secured as <c>vc+jwt</c> (W3C, Securing Verifiable Credentials using JOSE and COSE), so that a list cannot pass for a badge.
/// </summary>
public sealed class StatusList
{
    /// <summary>The fewest entries that the standard allows: 16 KB.</summary>
    public const int LeastEntries = 131_072;

    /// <summary>The most that are read: 512 KB, so that a small file cannot unfold into a large one.</summary>
    public const int MostEntries = 4_194_304;

    private const string Type = "vc+jwt";
    private readonly ImmutableArray<byte> bits;

    /// <param name="address">The URI of the list as certificates name it (<see cref="StatusPlace"/>).</param>
    /// <param name="issuedAt">In whole seconds.</param>
    /// <param name="validUntil">In whole seconds: from then on the list is too old to say that a certificate is not revoked.</param>
    /// <param name="revoked">The entries that are revoked, from 0.</param>
    /// <param name="entries">How many there are; a multiple of 8.</param>
    /// <exception cref="BadgeException">One of these is refused.</exception>
    public StatusList(IssuerKey issuer, string address, DateTimeOffset issuedAt, DateTimeOffset validUntil, IEnumerable<int> revoked, int entries = LeastEntries)
        : this(issuer, address, issuedAt, validUntil, Set(revoked, entries)) { }

    private StatusList(IssuerKey issuer, string address, DateTimeOffset issuedAt, DateTimeOffset validUntil, ImmutableArray<byte> bits)
    {
        (Issuer, Address, this.bits) = (issuer, Certified.Address("list.address", address), bits);
        (IssuedAt, ValidUntil) = (Certified.Second("list.issuedAt", issuedAt), Certified.Second("list.validUntil", validUntil));
        if (ValidUntil <= IssuedAt) throw new BadgeException("list.validUntil", "it is not later than the issue.", "Give a later moment.");
    }

    public IssuerKey Issuer { get; }
    public string Address { get; }
    public DateTimeOffset IssuedAt { get; }
    public DateTimeOffset ValidUntil { get; }

    /// <summary>How many certificates it can tell of.</summary>
    public int Entries => bits.Length * 8;

    /// <exception cref="ArgumentOutOfRangeException">The list has no such entry.</exception>
    public bool IsRevoked(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Entries);
        return (bits[index / 8] & Mask(index)) != 0;
    }

    /// <summary>The signed list, one line of ASCII.</summary>
    /// <exception cref="BadgeException">The key is not the one of <see cref="Issuer"/>.</exception>
    public string Write(SigningKey key)
    {
        if (IssuerKey.Of(key.Public) != Issuer) throw new BadgeException("key", "it is not the key of the list's issuer.", "Sign with the key that signs the certificates.");
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(bits.AsSpan());
        return BadgeEnvelope.Seal(key, Type, Payload(Issuer, Address, IssuedAt, ValidUntil, "u" + Base64Url.EncodeToString(packed.ToArray())).Span);
    }

    /// <summary>Reads a list, whoever has issued it; who that was is <see cref="Issuer"/>, and the verifier compares.</summary>
    /// <exception cref="BadgeException">It is no sound list, or its signature is wrong; says where.</exception>
    public static StatusList Read(string text)
    {
        var envelope = BadgeEnvelope.Open(text, Type);
        if (!envelope.IsSound) throw new BadgeException("signature", "the list was altered since it was signed, or is not signed by this issuer.", "Get the list from the issuer again.");
        using var document = BadgeForm.Parse(envelope.Payload, "payload");
        var faults = new List<Fault>();
        var root = new JsonPlace(document.RootElement, "list", "$", faults);
        var (from, until) = (BadgeReader.Moment(root.Member("validFrom")), BadgeReader.Moment(root.Member("validUntil")));
        var (address, encoded) = (root.Member("id").Text(), root.Member("credentialSubject").Member("encodedList").Text());
        BadgeForm.Demand(faults);
        BadgeForm.Demand(document.RootElement, Payload(envelope.Issuer, address, from, until, encoded), "$");
        return new StatusList(envelope.Issuer, address, from, until, Unfold(encoded));
    }

    private static ReadOnlyMemory<byte> Payload(IssuerKey issuer, string address, DateTimeOffset from, DateTimeOffset until, string encoded)
    {
        var (json, subject) = (new CanonicalJson(), address + "#list");
        json.Open('{').Name("@context").Values([BadgeWriter.Credentials]).Name("id").Value(address).Name("type").Values(["VerifiableCredential", "BitstringStatusListCredential"]).Name("issuer").Value(issuer.Id);
        BadgeWriter.Put(json, from, until).Name("credentialSubject").Open('{').Name("id").Value(subject).Name("type").Value("BitstringStatusList")
            .Name("statusPurpose").Value(BadgeWriter.Revocation).Name("encodedList").Value(encoded).Close('}');
        return BadgeWriter.Claims(json, issuer, address, from, until, subject).Close('}').Bytes;
    }

    private static ImmutableArray<byte> Set(IEnumerable<int> revoked, int entries)
    {
        if (entries is < LeastEntries or > MostEntries || entries % 8 != 0) throw new BadgeException("list.entries", $"a list cannot have {entries} entries.", $"Give a multiple of 8 from {LeastEntries} to {MostEntries}.");
        var set = new byte[entries / 8];
        foreach (var index in revoked)
        {
            if (index < 0 || index >= entries) throw new BadgeException("list.revoked", $"the list has no entry {index}.", $"Give one from 0 to {entries - 1}, or make the list longer.");
            set[index / 8] |= Mask(index);
        }
        return [.. set];
    }

    // The first entry is the leftmost bit.
    private static byte Mask(int index) => (byte)(0x80 >> (index % 8));

    private static ImmutableArray<byte> Unfold(string encoded)
    {
        const string place = "$.credentialSubject.encodedList";
        if (encoded[0] != 'u') throw new BadgeException(place, "it does not begin with u.", "Write multibase base64url.");
        using var packed = new MemoryStream(BadgeEnvelope.Decode(place, encoded[1..]));
        var bytes = new byte[(MostEntries / 8) + 1];
        int length;
        try
        {
            using var gzip = new GZipStream(packed, CompressionMode.Decompress);
            length = gzip.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException)
        {
            throw new BadgeException(place, "it is not packed with GZIP.", "Pack it with GZIP (RFC 1952).");
        }
        return length * 8L is >= LeastEntries and <= MostEntries ? [.. bytes.AsSpan(0, length)] : throw new BadgeException(place, $"it has {length * 8L:N0} entries or more.", $"Give {LeastEntries:N0} to {MostEntries:N0}.");
    }
}
