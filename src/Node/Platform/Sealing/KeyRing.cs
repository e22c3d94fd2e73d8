using System.Security.Cryptography;
using Entraide.Core.Sealing;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Platform.Sealing;

/// <summary>What a key of the node is for.</summary>
public enum KeyKind
{
    /// <summary>Wraps the record keys of a zone.</summary>
    Zone,

    /// <summary>Signs the heads of the ledger.</summary>
    Signing,

    /// <summary>The key pair to which phones seal drafts.</summary>
    Draft,

    /// <summary>Turns a sign-in name into what it is looked up by.</summary>
    Lookup,
}

/// <summary>A key of the node, wrapped by a root key.</summary>
public sealed class StoredKey
{
    [Holds(FieldClass.Technical)]
    public required KeyKind Kind { get; init; }

    [Holds(FieldClass.Technical)]
    public required Zone Zone { get; init; }

    /// <summary>Counted from 1 within kind and zone; the newest is in use.</summary>
    [Holds(FieldClass.Technical)]
    public required int Version { get; init; }

    /// <summary>The version of the root key that it is wrapped with.</summary>
    [Holds(FieldClass.Technical)]
    public required int Root { get; set; }

    [Holds(FieldClass.Technical)]
    public required byte[] Wrapped { get; set; }

    /// <summary>The public half of a pair; empty for the others.</summary>
    [Holds(FieldClass.Technical)]
    public required byte[] Public { get; init; }

    /// <summary>What the signing key before it says of it; empty for the others.</summary>
    [Holds(FieldClass.Technical)]
    public required byte[] Endorsement { get; init; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>The key of a record, wrapped by the key of its zone; and the one before it, until the next rotation.</summary>
public sealed class StoredRecordKey : IGuarded
{
    [Holds(FieldClass.Technical)]
    public required string RecordId { get; init; }

    [Holds(FieldClass.Technical)]
    public required string? OrganisationId { get; init; }

    [Holds(FieldClass.Technical)]
    public required Zone Zone { get; init; }

    /// <summary>The version of the zone's key that both are wrapped with.</summary>
    [Holds(FieldClass.Technical)]
    public required int ZoneKey { get; set; }

    [Holds(FieldClass.Technical)]
    public required int Version { get; set; }

    [Holds(FieldClass.Technical)]
    public required byte[] Wrapped { get; set; }

    [Holds(FieldClass.Technical)]
    public byte[]? WrappedBefore { get; set; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>That a record was erased: a restore of an older backup erases it again.</summary>
public sealed class ErasedRecord
{
    [Holds(FieldClass.Technical)]
    public required string RecordId { get; init; }

    [Holds(FieldClass.Technical)]
    public required DateTimeOffset At { get; init; }
}

/// <summary>
/// The node's keys, unwrapped in memory. Root key → zone key → record key → one key per class of field. A key that another
/// process has made since is found when it is first needed.
/// </summary>
public sealed class KeyRing(Database database, IRootKeys roots, TimeProvider time) : IDisposable
{
    // How long a process may go on with a key after another process has made a newer one.
    internal static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private sealed record Key(StoredKey Row, byte[] Secret, KeyWrap? Wrap, SigningKey? Signer, ECDiffieHellman? Pair);

    private readonly Lock loading = new();
    private volatile IReadOnlyList<Key> keys = [];
    private long loadedAt;

    /// <summary>The node's id, which is bound into all that it seals and signs.</summary>
    public string NodeId { get; private set; } = "";

    /// <summary>Makes the keys that a node needs at its first start, and tries whether all open.</summary>
    /// <exception cref="RefusedException">A root key is missing or is not the one that they were wrapped with.</exception>
    public async Task Prepare()
    {
        await using var db = database.New<PlatformDb>();
        NodeId = await db.NodeId();
        var known = await db.Keys.ToListAsync();
        if (known.Count == 0 && roots.Versions.Count == 0) roots.Add();
        var wanted = Enum.GetValues<Zone>().Select(zone => (KeyKind.Zone, zone)).Concat([(KeyKind.Signing, Zone.Node), (KeyKind.Draft, Zone.Node), (KeyKind.Lookup, Zone.Node)]);
        if (known.Count == 0)
        {
            if (await db.RecordKeys.AnyAsync()) throw new RefusedException("The database holds sealed records, but no keys. Restore the whole backup.");
            foreach (var (kind, zone) in wanted) db.Keys.Add(Make(kind, zone, 1, signer: null));
            foreach (var zone in Enum.GetValues<Zone>()) db.Trees.Add(new Ledger.LedgerTree { Zone = zone, Size = 0, Frontier = MerkleFrontier.Empty.ToBytes(), LastAt = time.GetUtcNow(), Turns = 0 });
            try
            {
                await db.SaveChangesAsync();
            }
            catch (DbUpdateException)
            {
                // Another process of the same node was first; its keys are read below.
            }
        }
        await Load();
    }

    /// <summary>A new key of this kind, wrapped with the newest root key.</summary>
    internal StoredKey Make(KeyKind kind, Zone zone, int version, SigningKey? signer)
    {
        var (secret, half) = kind switch
        {
            KeyKind.Signing => Pair(ECDsa.Create(ECCurve.NamedCurves.nistP256)),
            KeyKind.Draft => Pair(ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256)),
            _ => (RandomNumberGenerator.GetBytes(SealedField.KeyLength), []),
        };
        var root = roots.Versions[^1];
        using var wrap = roots.Get(root);
        var now = time.GetUtcNow();
        return new StoredKey
        {
            Kind = kind, Zone = zone, Version = version, Root = root, Wrapped = wrap.Wrap(secret), Public = half, CreatedAt = now,
            Endorsement = signer?.Endorse(NodeId, half, now.ToUnixTimeMilliseconds()) ?? [],
        };
    }

    /// <summary>Reads all keys anew.</summary>
    public async Task Load()
    {
        await using var db = database.New<PlatformDb>();
        await Load(db);
    }

    /// <summary>Takes the keys of a store that is being made or looked at, in its own transaction; it makes none.</summary>
    /// <exception cref="RefusedException">A key does not open, or there are none.</exception>
    internal async Task Adopt(PlatformDb db)
    {
        NodeId = (await db.Settings.AsNoTracking().SingleOrDefaultAsync(setting => setting.Name == PlatformDb.NodeIdSetting))?.Value ?? throw new RefusedException("The database does not say whose it is: the node's id is missing. Restore the whole backup.");
        await Load(db);
        if (!Signers.Any()) throw new RefusedException("The database holds no keys of the node. Restore the whole backup.");
    }

    private async Task Load(PlatformDb db)
    {
        var rows = await db.Keys.AsNoTracking().OrderBy(key => key.Version).ToListAsync();
        var before = keys;
        var loaded = new List<Key>();
        foreach (var row in rows)
        {
            if (before.FirstOrDefault(key => key.Row.Kind == row.Kind && key.Row.Zone == row.Zone && key.Row.Version == row.Version) is { } same) loaded.Add(same with { Row = row });
            else loaded.Add(Unwrap(row));
        }
        lock (loading) (keys, loadedAt) = (loaded, time.GetTimestamp());
    }

    /// <summary>What signs the ledger's heads now.</summary>
    public SigningKey Signer => Newest(KeyKind.Signing, Zone.Node).Signer!;

    /// <summary>All signing keys, oldest first.</summary>
    public IReadOnlyList<LedgerKey> Signers => [.. keys.Where(key => key.Row.Kind == KeyKind.Signing).Select(key => new LedgerKey(key.Row.Public, key.Row.CreatedAt.ToUnixTimeMilliseconds(), key.Row.Endorsement))];

    /// <summary>The key pairs for drafts, newest first: phones seal to the first, and may not have heard of it yet.</summary>
    public IReadOnlyList<ECDiffieHellman> DraftPairs => [.. keys.Where(key => key.Row.Kind == KeyKind.Draft).Select(key => key.Pair!).Reverse()];

    /// <summary>What a name is looked up by: HMAC-SHA-256 (RFC 2104) with each lookup key, newest first.</summary>
    public IReadOnlyList<string> LookUp(string name) =>
        [.. keys.Where(key => key.Row.Kind == KeyKind.Lookup).Reverse().Select(key => Convert.ToHexStringLower(HMACSHA256.HashData(key.Secret, System.Text.Encoding.UTF8.GetBytes(name))))];

    /// <summary>A key for the record of a ticket; its row is to be stored with the record.</summary>
    internal (StoredRecordKey Row, RecordKey Key) NewRecordKey(Subject subject, DateTimeOffset now)
    {
        var zone = Newest(KeyKind.Zone, subject.Zone);
        var key = RecordKey.New(RandomNumberGenerator.GetBytes(SealedField.KeyLength), 1);
        return (new StoredRecordKey { RecordId = subject.RecordId, OrganisationId = subject.OrganisationId, Zone = subject.Zone, ZoneKey = zone.Row.Version, Version = 1, Wrapped = key.Wrap(zone.Wrap!), CreatedAt = now }, key);
    }

    /// <summary>Releases the key of a ticket's record.</summary>
    /// <param name="ticket">Names record, zone and organisation; all three must be those of the stored key.</param>
    /// <exception cref="NotThereException">There is no such key: the record was erased.</exception>
    public async Task<OpenRecord> Open(AccessTicket ticket, PlatformDb db)
    {
        var id = ticket.Subject.RecordId;
        return await Open(ticket, await db.RecordKeys.AsNoTracking().SingleOrDefaultAsync(key => key.RecordId == id) ?? throw new NotThereException());
    }

    /// <summary>Releases the keys of many tickets' records with one look into the store; null where a record was erased.</summary>
    public async Task<IReadOnlyList<OpenRecord?>> OpenAll(IReadOnlyList<AccessTicket> tickets, PlatformDb db)
    {
        ArgumentNullException.ThrowIfNull(tickets);
        string[] ids = [.. tickets.Select(ticket => ticket.Subject.RecordId)];
        var rows = await db.RecordKeys.AsNoTracking().Where(key => ids.Contains(key.RecordId)).ToDictionaryAsync(key => key.RecordId, StringComparer.Ordinal);
        var opened = new List<OpenRecord?>(tickets.Count);
        foreach (var ticket in tickets) opened.Add(rows.TryGetValue(ticket.Subject.RecordId, out var row) ? await Open(ticket, row) : null);
        return opened;
    }

    private async Task<OpenRecord> Open(AccessTicket ticket, StoredRecordKey row)
    {
        if (row.OrganisationId != ticket.Subject.OrganisationId || row.Zone != ticket.Subject.Zone) throw new GuardException(typeof(StoredRecordKey));
        var (key, before) = await Unwrap(row);
        return new OpenRecord(ticket, NodeId, key, before);
    }

    /// <summary>The record's key and the one before it.</summary>
    internal async Task<(RecordKey Key, RecordKey? Before)> Unwrap(StoredRecordKey row)
    {
        var zone = await Find(KeyKind.Zone, row.Zone, row.ZoneKey);
        return (RecordKey.Unwrap(zone.Wrap!, row.Wrapped, row.Version), row.WrappedBefore is null ? null : RecordKey.Unwrap(zone.Wrap!, row.WrappedBefore, row.Version - 1));
    }

    /// <summary>The newest key of a zone, for wrapping record keys.</summary>
    internal (int Version, KeyWrap Wrap) ZoneKey(Zone zone)
    {
        var newest = Newest(KeyKind.Zone, zone);
        return (newest.Row.Version, newest.Wrap!);
    }

    /// <summary>Reads the keys anew where that was not done in the last seconds, so that keys of other processes are found.</summary>
    public Task Refresh() => time.GetElapsedTime(Interlocked.Read(ref loadedAt)) > Fresh ? Load() : Task.CompletedTask;

    public void Dispose()
    {
        foreach (var key in keys)
        {
            key.Wrap?.Dispose();
            key.Signer?.Dispose();
            key.Pair?.Dispose();
        }
    }

    private Key Newest(KeyKind kind, Zone zone) => keys.Last(key => key.Row.Kind == kind && key.Row.Zone == zone);

    private async Task<Key> Find(KeyKind kind, Zone zone, int version)
    {
        if (Known() is { } known) return known;
        await Load();
        return Known() ?? throw new CryptographicException($"The {zone} key of version {version} is gone.");

        Key? Known() => keys.FirstOrDefault(key => key.Row.Kind == kind && key.Row.Zone == zone && key.Row.Version == version);
    }

    private Key Unwrap(StoredKey row)
    {
        try
        {
            using var root = roots.Get(row.Root);
            var secret = root.Unwrap(row.Wrapped);
            switch (row.Kind)
            {
                case KeyKind.Zone:
                    return new Key(row, secret, new KeyWrap(secret), null, null);
                case KeyKind.Signing:
                    var signer = ECDsa.Create();
                    signer.ImportPkcs8PrivateKey(secret, out _);
                    return new Key(row, secret, null, new SigningKey(signer), null);
                case KeyKind.Draft:
                    var pair = ECDiffieHellman.Create();
                    pair.ImportPkcs8PrivateKey(secret, out _);
                    return new Key(row, secret, null, null, pair);
                default:
                    return new Key(row, secret, null, null, null);
            }
        }
        catch (CryptographicException e)
        {
            throw new RefusedException($"The root key of version {row.Root} is not the one that this node's keys are wrapped with. Put the keys folder back from your copy of it: nothing that this node has sealed opens without it.", e);
        }
    }

    private static (byte[] Secret, byte[] Public) Pair(AsymmetricAlgorithm pair)
    {
        using (pair) return (pair.ExportPkcs8PrivateKey(), pair.ExportSubjectPublicKeyInfo());
    }
}
