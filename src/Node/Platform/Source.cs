using System.Net.Sockets;

namespace Entraide.Node.Platform;

/// <summary>Where a request comes from, as far as limits are concerned: an address; of IPv6 one /64, which is one household or phone.</summary>
public static class Source
{
    public static string Of(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (address is null) return "";
        return address.IsIPv4MappedToIPv6 || address.AddressFamily != AddressFamily.InterNetworkV6 ? address.MapToIPv4().ToString() : Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8));
    }
}
