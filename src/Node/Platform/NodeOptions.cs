using System.Net;

namespace Entraide.Node.Platform;

/// <summary>How a node is started.</summary>
public sealed record NodeOptions
{
    /// <summary>Where a node answers unless told otherwise.</summary>
    public const string DefaultUrls = "http://localhost:5080";

    /// <summary>The folder of the database and of whatever else is to be backed up.</summary>
    public required string DataFolder { get; init; }

    /// <summary>
    /// The folder of the private keys. It lies outside the data folder, so that a copy or backup of the data alone
    /// opens nothing.
    /// </summary>
    public required string KeysFolder { get; init; }

    /// <summary>A <c>postgres://</c> address, or null for SQLite in the data folder.</summary>
    public string? Database { get; init; }

    /// <summary>Addresses to answer on, separated by semicolons.</summary>
    public string Urls { get; init; } = DefaultUrls;

    /// <summary>A certificate file (PFX, or PEM with its key in the same file or in <see cref="CertificateKey"/>).</summary>
    public string? Certificate { get; init; }

    /// <summary>The PEM file of the certificate's key, where it is a file of its own.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>The proxy whose forwarded headers are believed; null where none stands in front.</summary>
    public IPAddress? Proxy { get; init; }

    /// <summary>The address that people type, as <c>https://entraide.example.org</c>; null for a node that is only reached as localhost.</summary>
    public Uri? PublicAddress { get; init; }

    /// <summary>The domain that passkeys are bound to.</summary>
    public string Domain => PublicAddress?.Host ?? "localhost";

    /// <summary>Whether a page of this origin is ours: exactly this scheme, name and port, no subdomain.</summary>
    /// <param name="port">The port that the request came in on.</param>
    public bool IsOrigin(string origin, int port) => PublicAddress is { } address
        ? origin == address.GetLeftPart(UriPartial.Authority)
        : origin == $"http://localhost:{port}" || origin == $"https://localhost:{port}" || (port == 443 && origin == "https://localhost");

    /// <summary>Reads the address that people type; without one, an https address with a name among those to answer on.</summary>
    /// <exception cref="RefusedException">It is no https address.</exception>
    public static Uri? ReadPublicAddress(string? given, string urls)
    {
        if (given is null)
            return urls.Split(';').Select(url => Uri.TryCreate(url, UriKind.Absolute, out var one) ? one : null).OfType<Uri>().FirstOrDefault(one => one is { Scheme: "https", HostNameType: UriHostNameType.Dns, IsLoopback: false });
        return Uri.TryCreate(given, UriKind.Absolute, out var address) && address is { Scheme: "https", HostNameType: UriHostNameType.Dns, PathAndQuery: "/" } ? address
            : throw new RefusedException($"--address {given} is no address of this node. Write the one that people type, as https://entraide.example.org.");
    }

    /// <exception cref="RefusedException">It is no IP address.</exception>
    public static IPAddress? ReadProxy(string? given) => given is null ? null : IPAddress.TryParse(given, out var address) ? address
        : throw new RefusedException($"--proxy {given} is no IP address. Give the address from which the proxy connects, as 127.0.0.1.");

    /// <summary>Resolves what was given on the command line and in the environment.</summary>
    /// <exception cref="RefusedException">The keys would lie in the data folder, or no address would use the certificate.</exception>
    public static NodeOptions For(string dataFolder, string? keysFolder = null, string? urls = null, string? certificate = null, string? certificateKey = null)
    {
        if (certificate is not null && urls is not null && !urls.Contains("https://", StringComparison.OrdinalIgnoreCase))
            throw new RefusedException($"A certificate is given, but {urls} is no https address: the node would answer in clear. Write --urls https://….");
        var data = Path.GetFullPath(dataFolder);
        var keys = Path.GetFullPath(keysFolder ?? data.TrimEnd(Path.DirectorySeparatorChar) + ".keys");
        if ((keys + Path.DirectorySeparatorChar).StartsWith(data.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new RefusedException($"The keys folder {keys} lies in the data folder {data}: a copy of the data would carry its own keys. Name another with --keys.");
        return new NodeOptions
        {
            DataFolder = data,
            KeysFolder = keys,
            Database = Environment.GetEnvironmentVariable("ENTRAIDE_DATABASE") is { Length: > 0 } address ? address : null,
            Urls = urls ?? (certificate is null ? DefaultUrls : "https://localhost:5443"),
            Certificate = certificate,
            CertificateKey = certificateKey,
        };
    }
}
