using System.Buffers;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace GenesysAttachments.Engine.Tracing;

/// <summary>
/// A HAR on disk that is whole after each entry: what closes it is written along with the entry, and over it the next. Used by one thread at
/// a time.
/// </summary>
/// <param name="file">The file, empty.</param>
internal sealed class HarFile(FileStream file) : IDisposable
{
    // Behind the entries that are over stand the open ones, written anew whenever one is put before them.
    private const int MostOpen = 256 * 1024;
    private static readonly byte[] Closing = "\n]}}\n"u8.ToArray();

    private readonly List<HarSocket> _open = [];
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private long _end;
    private long _openLength;
    private bool _hasEntries;

    /// <summary>Writes to the file at a place; tests put another in its place.</summary>
    internal Action<SafeFileHandle, ReadOnlyMemory<byte>, long> Put { get; set; } = static (file, bytes, at) => RandomAccess.Write(file, bytes.Span, at);

    /// <summary>Writes what stands before the first entry.</summary>
    /// <param name="version">Version of the module.</param>
    public void Begin(string version)
    {
        var head = Encoding.UTF8.GetBytes($$"""{"log":{"version":"1.2","creator":{"name":"GenesysAttachments","version":"{{version}}"},"comment":"Secrets are masked and the bytes of files are left out. Names, texts, addresses and ids are as they were sent.","pages":[],"entries":[""");
        Put(file.SafeFileHandle, (byte[])[.. head, .. Closing], 0);
        _end = head.Length;
    }

    /// <summary>Adds an entry.</summary>
    public void Add(ReadOnlySpan<byte> entry)
    {
        _buffer.ResetWrittenCount();
        WriteEntry(entry, _hasEntries);
        var length = _buffer.WrittenCount;
        WriteOpen(hasBefore: true);
        Flush(_end);
        (_end, _openLength, _hasEntries) = (_end + length, _buffer.WrittenCount - length - Closing.Length, true);
    }

    /// <summary>Adds the entry of a socket, which frames are added to.</summary>
    public void Open(HarSocket socket, byte[] upgrade)
    {
        socket.Begin(upgrade);
        _open.Add(socket);
        Rewrite();
    }

    /// <summary>Adds a frame to the entry of a socket.</summary>
    public void Add(HarSocket socket, byte[] frame)
    {
        if (!_open.Contains(socket))
        {
            return;
        }

        if (socket.Bytes.Length + frame.Length > MostOpen)
        {
            Finish(socket, goesOn: true);
        }

        var added = socket.Add(frame);
        try
        {
            AddToLast(socket, added);
        }
        catch
        {
            socket.TakeBack(added.Length);
            throw;
        }
    }

    /// <summary>A socket is over: its entry is one like the others.</summary>
    public void Close(HarSocket socket)
    {
        if (_open.Contains(socket))
        {
            Finish(socket, goesOn: false);
        }
    }

    /// <summary>Puts right what a write that failed has left.</summary>
    public void Restore()
    {
        RandomAccess.SetLength(file.SafeFileHandle, _end);
        Rewrite();
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private void Finish(HarSocket socket, bool goesOn)
    {
        var entry = socket.Finish(goesOn);
        _open.Remove(socket);
        try
        {
            Add(entry);
        }
        catch
        {
            _open.Add(socket);
            throw;
        }

        if (goesOn)
        {
            socket.Begin();
            _open.Add(socket);
            Rewrite();
        }
    }

    // Nearly always the only one that is open: all that stands before the frame is there.
    private void AddToLast(HarSocket socket, ReadOnlySpan<byte> added)
    {
        if (_open[^1] != socket)
        {
            _open.Remove(socket);
            _open.Add(socket);
            Rewrite();
            return;
        }

        _buffer.ResetWrittenCount();
        _buffer.Write(added);
        _buffer.Write(HarSocket.End);
        _buffer.Write(Closing);
        Flush(_end + _openLength - HarSocket.End.Length);
        _openLength += added.Length;
    }

    private void Rewrite()
    {
        _buffer.ResetWrittenCount();
        WriteOpen(_hasEntries);
        Flush(_end);
        _openLength = _buffer.WrittenCount - Closing.Length;
    }

    private void WriteOpen(bool hasBefore)
    {
        foreach (var socket in _open)
        {
            WriteEntry(socket.Bytes, hasBefore);
            _buffer.Write(HarSocket.End);
            hasBefore = true;
        }

        _buffer.Write(Closing);
    }

    private void WriteEntry(ReadOnlySpan<byte> entry, bool hasBefore)
    {
        _buffer.Write(hasBefore ? ",\n"u8 : "\n"u8);
        _buffer.Write(entry);
    }

    private void Flush(long at) => Put(file.SafeFileHandle, _buffer.WrittenMemory, at);
}
