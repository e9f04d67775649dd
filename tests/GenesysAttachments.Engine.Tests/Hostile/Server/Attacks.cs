using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;

namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>What a server can do to whoever asks it.</summary>
public static class Attacks
{
    private const long Gigabyte = 1 << 30;
    private const int Piece = 64 * 1024;

    /// <summary>No answer at all.</summary>
    public static Attack Silence { get; } = call => call.WaitAsync();

    /// <summary>The connection is closed without a word.</summary>
    public static Attack HangUp { get; } = call =>
    {
        call.IsOpen = false;
        return Task.CompletedTask;
    };

    /// <summary>The connection is reset.</summary>
    public static Attack Reset { get; } = call =>
    {
        call.IsOpen = false;
        call.Wire.Reset();
        return Task.CompletedTask;
    };

    /// <summary>A first strike; afterwards all is as usual.</summary>
    public static Attack Once(Attack attack) => call => call.Strike == 1 ? attack(call) : call.SayAsync(call.Usual);

    /// <summary>Bytes that may be no HTTP at all, and then the end.</summary>
    public static Attack Raw(string text) => async call =>
    {
        await call.WriteAsync(text.Replace("{usual}", call.Usual, StringComparison.Ordinal).Replace("{length}", Encoding.UTF8.GetByteCount(call.Usual).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        call.IsOpen = false;
    };

    /// <summary>A well-written answer.</summary>
    public static Attack Answer(int status, string body, params string[] headers) => call => call.SayAsync(Fill(call, body), status, headers.Select(header => Fill(call, header)));

    /// <summary>A well-written answer of bytes.</summary>
    public static Attack Answer(int status, Func<string, byte[]> body, params string[] headers) => call => call.AnswerAsync(status, body(call.Usual), headers);

    /// <summary>The usual answer with other headers.</summary>
    public static Attack Headers(params string[] headers) => Answer(200, "{usual}", headers);

    /// <summary>The usual answer, but for one value: any text, which may be no JSON.</summary>
    /// <param name="path">Names and places, with dots: <c>participants.0.id</c>.</param>
    /// <param name="json">What stands there.</param>
    public static Attack With(string path, string json) => call => call.SayAsync(Edit(Fill(call, json), call.Usual, path));

    /// <summary>A body that does not end before a gigabyte has gone, made as it goes.</summary>
    /// <param name="status">The status of the answer.</param>
    /// <param name="framing">How the body says where it ends: <c>length</c>, <c>chunked</c>, <c>close</c>.</param>
    /// <param name="start">What it begins with.</param>
    /// <param name="piece">What it goes on with, again and again.</param>
    /// <param name="headers">Headers of the answer.</param>
    public static Attack Flood(int status, string framing, string start, string piece, params string[] headers) => async call =>
    {
        var pieces = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, 1 + (Piece / piece.Length))));
        byte[] block = framing == "chunked" ? [.. Encoding.ASCII.GetBytes($"{pieces.Length:x}\r\n"), .. pieces, .. "\r\n"u8] : pieces;
        var end = framing switch { "chunked" => "Transfer-Encoding: chunked\r\n", "length" => $"Content-Length: {Gigabyte}\r\n", _ => "Connection: close\r\n" };
        await call.WriteAsync($"HTTP/1.1 {status} As told\r\n{string.Concat(headers.Select(header => header + "\r\n"))}{end}\r\n");
        await call.WriteAsync(framing == "chunked" ? $"{start.Length:x}\r\n{start}\r\n" : start);
        while (call.Written < Gigabyte)
        {
            await call.WriteAsync(block);
        }

        call.IsOpen = false;
    };

    /// <summary>Something sent again and again until the client leaves, slowly.</summary>
    /// <param name="start">What comes first.</param>
    /// <param name="piece">What comes again and again.</param>
    public static Attack Drip(string start, string piece) => async call =>
    {
        await call.WriteAsync(start);
        await call.WaitAsync(() => call.WriteAsync(piece));
        call.IsOpen = false;
    };

    /// <summary>Text sent to the end of patience, as fast as it goes: a head that does not end.</summary>
    public static Attack Pour(string start, string piece) => async call =>
    {
        await call.WriteAsync(start);
        var block = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(piece, 1 + (Piece / piece.Length))));
        while (call.Written < Gigabyte)
        {
            await call.WriteAsync(block);
        }
    };

    /// <summary>The usual answer, packed although nobody asked for it.</summary>
    public static byte[] Zip(string text)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            zip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    /// <summary>JSON in so many lists.</summary>
    public static string Deep(int levels) => new string('[', levels) + new string(']', levels);

    /// <summary>The JSON with one value put in place.</summary>
    public static string Edit(string json, string usual, string path)
    {
        const string Mark = "@@here@@";
        var root = JsonNode.Parse(usual)!;
        var (node, steps) = (root, path.Split('.'));
        foreach (var step in steps[..^1])
        {
            node = int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? node[at]! : node[step]!;
        }

        if (int.TryParse(steps[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last))
        {
            node[last] = Mark;
        }
        else
        {
            node[steps[^1]] = Mark;
        }

        return root.ToJsonString().Replace($"\"{Mark}\"", json, StringComparison.Ordinal);
    }

    /// <summary>Puts in what only the call knows.</summary>
    public static string Fill(HostileCall call, string text) => text
        .Replace("{usual}", call.Usual, StringComparison.Ordinal)
        .Replace("{url}", call.Server.Url, StringComparison.Ordinal)
        .Replace("{host}", call.Server.Url["http://".Length..], StringComparison.Ordinal);
}
