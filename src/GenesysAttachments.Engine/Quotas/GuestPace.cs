using System.Diagnostics.CodeAnalysis;
using GenesysAttachments.Engine.Telemetry;

namespace GenesysAttachments.Engine.Quotas;

/// <summary>
/// The service's pace for a guest (docs/protocol.md, Guest): 60 frames a minute and 2 messages a second, one frame at a time.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A disposed semaphore would leave its waiters waiting; it holds nothing that needs disposal.")]
internal sealed class GuestPace
{
    private const int FramesPerMinute = 60;
    private const int MessagesPerSecond = 2;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly QuotaGovernor _messages;

    /// <summary>Starts with nothing sent.</summary>
    /// <param name="isPaced">Whether the pace is kept at all.</param>
    /// <param name="time">Clock.</param>
    public GuestPace(bool isPaced, TimeProvider time)
    {
        // More than the service's minute and second, for frames that arrive closer together than they left; a frame may also
        // wait for its message's turn after it has its own.
        Frames = new QuotaGovernor(isPaced ? FramesPerMinute : 0, time, TimeSpan.FromSeconds(62));
        _messages = new QuotaGovernor(isPaced ? MessagesPerSecond : 0, time, TimeSpan.FromSeconds(1.1));
    }

    /// <summary>Counts the frames.</summary>
    public QuotaGovernor Frames { get; }

    /// <summary>Sends a frame in its turn.</summary>
    /// <param name="isMessage">Whether it is a message.</param>
    /// <param name="send">Sends it.</param>
    /// <param name="share">What the file it belongs to began with; null where there is none.</param>
    /// <param name="log">Told how long it waited.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task SendAsync(bool isMessage, Func<Task> send, QuotaShare? share, StepLog? log, CancellationToken cancellationToken)
    {
        // One at a time: a turn that was taken must be used before the next is taken, or two could leave together.
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Frames.AcquireAsync(share, log, cancellationToken).ConfigureAwait(false);
            if (isMessage)
            {
                await _messages.AcquireAsync(null, log, cancellationToken).ConfigureAwait(false);
            }

            await send().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }
}
