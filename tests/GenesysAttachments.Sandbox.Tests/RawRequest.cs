using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace GenesysAttachments.Sandbox.Tests;

/// <summary>A request as it is spelt, which no HTTP client would send, and what is answered.</summary>
public static class RawRequest
{
    /// <summary>Sends a request line and header lines; the status and everything that came, up to the end of the head or of the connection.</summary>
    public static async Task<(int Status, string Text)> SendAsync(SandboxServer sandbox, string requestLine, params string[] headers)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", new Uri(sandbox.Identity.Url).Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{requestLine}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n"));

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var (text, buffer) = ("", new byte[64 * 1024]);
        for (int read; !text.StartsWith("HTTP/1.1 101", StringComparison.Ordinal) && (read = await stream.ReadAsync(buffer, limit.Token)) > 0;)
        {
            text += Encoding.UTF8.GetString(buffer, 0, read);
        }

        return (int.Parse(text.AsSpan("HTTP/1.1 ".Length, 3), CultureInfo.InvariantCulture), text);
    }
}
