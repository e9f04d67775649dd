using System;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;

namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>What a guest service can do on a socket.</summary>
public static class GuestAttacks
{
    private const long Gigabyte = 1 << 30;
    private const int Piece = 64 * 1024;

    /// <summary>A text in place of the usual frame; <c>{trace}</c> and <c>{id}</c> are what the frame would carry.</summary>
    public static Attack Frame(string text) => call => call.SayAsync(Fill(call, text));

    /// <summary>These texts, then the usual frame.</summary>
    public static Attack Before(params string[] texts) => async call =>
    {
        foreach (var text in texts)
        {
            await call.SayAsync(Fill(call, text));
        }

        await call.SayAsync(call.Usual);
    };

    /// <summary>One frame as bytes, then the usual one.</summary>
    public static Attack Bytes(byte code, bool isLast, byte[] payload) => async call =>
    {
        await call.Socket!.WriteAsync(code, isLast, payload, call);
        await call.SayAsync(call.Usual);
    };

    /// <summary>Bytes that are no frame at all.</summary>
    public static Attack Garbage(params byte[] bytes) => call => call.WriteAsync(bytes);

    /// <summary>A frame whose length says more than comes, and nothing else.</summary>
    public static Attack Claim(ulong length) => async call =>
    {
        await call.Socket!.WriteAsync(HostileSocket.Text, true, "{\"class\":"u8.ToArray(), call, length);
        await call.WaitAsync();
    };

    /// <summary>One message of fragments that do not end before a gigabyte has gone; with no bytes in them, a million fragments.</summary>
    /// <param name="size">Bytes of each fragment, at most 125.</param>
    public static Attack Fragments(int size) => async call =>
    {
        byte[] piece = [HostileSocket.Continuation, (byte)size, .. Enumerable.Repeat((byte)'x', size)];
        byte[] block = [.. Enumerable.Range(0, Piece / piece.Length).SelectMany(_ => piece)];
        await call.Socket!.WriteAsync(HostileSocket.Text, false, [], call);
        while (call.Written < (size == 0 ? 2_000_000 : Gigabyte) && !call.Wire.IsGone)
        {
            await call.WriteAsync(block);
        }

        await call.WaitAsync();
    };

    /// <summary>A message that begins and does not end.</summary>
    public static Attack Unfinished { get; } = async call =>
    {
        await call.Socket!.WriteAsync(HostileSocket.Text, false, "{\"class\":"u8.ToArray(), call);
        await call.WaitAsync();
    };

    /// <summary>Texts nobody asked for, again and again, and never the usual one.</summary>
    public static Attack Chatter(string text) => call => call.WaitAsync(() => call.SayAsync(Fill(call, text)));

    /// <summary>One frame of so many bytes, made as it goes.</summary>
    public static Attack Bulk(int length) => async call =>
    {
        var block = Encoding.ASCII.GetBytes(new string('x', Piece));
        await call.Socket!.WriteAsync(HostileSocket.Text, true, "{\"class\":\""u8.ToArray(), call, (ulong)length);
        while (call.Written < length)
        {
            await call.WriteAsync(block);
        }

        await call.WaitAsync();
    };

    /// <summary>Short frames nobody asked for, many of them, then the usual one.</summary>
    public static Attack Crowd(int count, string text) => async call =>
    {
        // Many at a time, so that what it takes is the client's time.
        const int Together = 500;
        var payload = Encoding.UTF8.GetBytes(text);
        byte[] frame = [0x80 | HostileSocket.Text, (byte)payload.Length, .. payload];
        byte[] block = [.. Enumerable.Range(0, Together).SelectMany(_ => frame)];
        for (var i = 0; i < count; i += Together)
        {
            await call.WriteAsync(block);
        }

        await call.SayAsync(call.Usual);
    };

    /// <summary>The service's own end of the socket.</summary>
    public static Attack Closes { get; } = async call => await call.Socket!.WriteAsync(HostileSocket.Close, true, [0x03, 0xe8], call);

    /// <summary>Puts in what only the call knows.</summary>
    public static string Fill(HostileCall call, string text)
    {
        var usual = JsonNode.Parse(call.Usual)!;
        var body = usual["body"];
        var id = (string?)body?["attachmentId"] ?? (string?)body?["content"]?[0]?["attachment"]?["id"];
        return Attacks.Fill(call, text)
            .Replace("{trace}", (string?)usual["tracingId"] ?? "none", StringComparison.Ordinal)
            .Replace("{id}", id ?? "none", StringComparison.Ordinal);
    }
}
