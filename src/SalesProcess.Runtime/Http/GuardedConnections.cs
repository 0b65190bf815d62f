using System.Net;
using System.Net.Sockets;

namespace SalesProcess.Runtime.Http;

/// <summary>Connections to where requests may go. The address that was checked is the one that is connected to.</summary>
internal static class GuardedConnections
{
    public static SocketsHttpHandler Handler(HttpOptions options) => new()
    {
        // Each hop is checked by the sender; a proxy would resolve names behind our back.
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        MaxResponseHeadersLength = 64,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ConnectCallback = (context, ct) => ConnectAsync(context.DnsEndPoint, options, ct),
    };

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, HttpOptions options, CancellationToken ct)
    {
        var addresses = await Dns.GetHostAddressesAsync(target.Host, ct);
        var allowed = options.AllowPrivateAddresses ? addresses : Array.FindAll(addresses, HostRules.IsPublic);
        if (allowed.Length == 0 && addresses.Length > 0)
        {
            throw new HttpRefusedException(
                $"The host '{target.Host}' is inside of a private or special network, where requests of workflows do not go. 'Http:AllowPrivateAddresses' allows it.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
