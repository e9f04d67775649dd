using System.Runtime.InteropServices;

namespace GenesysAttachments.Engine.Tracing;

/// <summary>The entry of a socket that is open: of its upgrade, with the frames so far.</summary>
internal sealed class HarSocket
{
    private readonly List<byte> _bytes = [];
    private byte[] _upgrade = [];
    private int _headLength;
    private int _part;

    /// <summary>What closes it as it stands.</summary>
    public static ReadOnlySpan<byte> End => "]}"u8;

    /// <summary>The entry, but for what closes it.</summary>
    public ReadOnlySpan<byte> Bytes => CollectionsMarshal.AsSpan(_bytes);

    /// <summary>Begins the entry.</summary>
    /// <param name="upgrade">Entry of its upgrade.</param>
    public void Begin(byte[] upgrade)
    {
        _upgrade = upgrade;
        Begin();
    }

    /// <summary>Adds a frame; gives back what it took.</summary>
    public ReadOnlySpan<byte> Add(ReadOnlySpan<byte> frame)
    {
        var before = _bytes.Count;
        _bytes.AddRange(before == _headLength ? "\n"u8 : ",\n"u8);
        _bytes.AddRange(frame);
        return Bytes[before..];
    }

    /// <summary>Forgets what was added last.</summary>
    public void TakeBack(int length) => _bytes.RemoveRange(_bytes.Count - length, length);

    /// <summary>The whole entry.</summary>
    /// <param name="goesOn">Whether more frames follow in another.</param>
    public byte[] Finish(bool goesOn)
    {
        var comment = (_part, goesOn) switch
        {
            (1, false) => "",
            (1, true) => ",\"comment\":\"More of its frames stand in a later entry.\"",
            (_, true) => ",\"comment\":\"The socket of an earlier entry; more of its frames stand in a later one.\"",
            _ => ",\"comment\":\"The socket of an earlier entry, continued.\"",
        };
        return [.. Bytes, .. "]"u8, .. System.Text.Encoding.UTF8.GetBytes(comment), .. "}"u8];
    }

    /// <summary>Begins another entry for what follows.</summary>
    public void Begin()
    {
        _part++;
        _bytes.Clear();
        _bytes.AddRange(_upgrade.AsSpan(0, _upgrade.Length - 1));
        _bytes.AddRange(",\"_webSocketMessages\":["u8);
        _headLength = _bytes.Count;
    }
}
