using System.Net;
using System.Net.Sockets;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>
/// Whether an address is on the open internet, by IANA's registries of special-purpose addresses. What a stranger's link names may otherwise be
/// this machine, the network around it, or the service that tells a cloud's secrets.
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Of the one block that is routed: tunnels that carry another address, identifiers, documentation.
            "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
        }.Select(range => IPNetwork.Parse(range)),
    ];

    private static readonly IPNetwork Routed = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Whether anybody on the internet could be meant. An address that holds another is judged by that one.</summary>
    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return Is(address.MapToIPv4());
        }

        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            // Where a network has IPv6 alone, its name servers give IPv4 addresses in this form.
            if (Translated.Contains(address))
            {
                return Is(new IPAddress(address.GetAddressBytes().AsSpan(12)));
            }

            if (!Routed.Contains(address))
            {
                return false;
            }
        }

        return Array.TrueForAll(Special, range => !range.Contains(address));
    }
}
