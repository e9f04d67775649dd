using System.Net.WebSockets;
using System.Text;
using GenesysAttachments.Engine.Display;

namespace GenesysAttachments.Engine.Tracing;

/// <summary>The frames of one socket. They stand with the entry of its upgrade.</summary>
internal sealed class WireSocket
{
    private const int Text = 1;
    private const int Closing = 8;

    private readonly WireTap _tap;
    private readonly SecretMask? _mask;
    private readonly HarSocket _socket;
    private int _ended;

    /// <summary>It opened.</summary>
    /// <param name="tap">Who has it.</param>
    /// <param name="mask">What is secret of it; null knows nothing but the session's.</param>
    /// <param name="upgrade">Makes the entry of its upgrade.</param>
    public WireSocket(WireTap tap, SecretMask? mask, Func<HarEntry> upgrade)
    {
        (_tap, _mask, _socket) = (tap, mask, new HarSocket());
        tap.Trace.Write(() => HarJson.Of(upgrade()), (file, entry) => file.Open(_socket, entry));
    }

    /// <summary>A frame is about to leave.</summary>
    public void Sent(ReadOnlyMemory<byte> frame) => Add("send", Text, frame);

    /// <summary>A frame has come.</summary>
    public void Received(ReadOnlyMemory<byte> frame) => Add("receive", Text, frame);

    /// <summary>The other side closes it.</summary>
    public void Received(WebSocketCloseStatus? status, string? words) => Add("receive", Closing, Encoding.UTF8.GetBytes($"{(int?)status} {words}".Trim()));

    /// <summary>It is over; nothing more is added.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            _tap.Trace.Write(static () => [], (file, _) => file.Close(_socket));
        }
    }

    private void Add(string type, int opcode, ReadOnlyMemory<byte> frame)
    {
        if (Volatile.Read(ref _ended) == 0)
        {
            _tap.Trace.Write(() => Frame(type, opcode, frame), (file, bytes) => file.Add(_socket, bytes));
        }
    }

    private byte[] Frame(string type, int opcode, ReadOnlyMemory<byte> frame)
    {
        var kept = new KeptText(KeptText.Most);
        kept.Add(frame.Span);
        var shown = BodyText.Of(kept, _tap.Mask(_mask), onlyJson: false);
        _tap.Remember(shown.Found);
        return HarJson.Of(new HarFrame(type, _tap.Time.GetUtcNow().ToUnixTimeMilliseconds() / 1000d, opcode, shown.Text ?? "", shown.Comment));
    }
}
