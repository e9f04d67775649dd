using System.Text.Json.Nodes;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Quotas;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Telemetry;

namespace GenesysAttachments.Engine.Guest;

/// <summary>Brings a guest's frames out in their turn, at the service's pace of 60 frames a minute and 2 messages a second, and their answers in.</summary>
/// <param name="settings">Where the service is, and whether the pace counts.</param>
/// <param name="guest">Who sends.</param>
/// <param name="secrets">What nothing that is told may hold.</param>
/// <param name="time">Clock.</param>
internal sealed class GuestExchange(SessionSettings settings, GuestSettings guest, SessionSecrets secrets, TimeProvider time)
{
    /// <summary>How long the service may take to answer a frame.</summary>
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);

    private readonly GuestPace _pace = new(settings.RequestsPerMinute > 0, time);
    private long _lastFrame;

    /// <summary>Counts the guest's frames.</summary>
    public QuotaGovernor Frames => _pace.Frames;

    /// <summary>How long no frame has left.</summary>
    public TimeSpan Idle => time.GetElapsedTime(Volatile.Read(ref _lastFrame));

    /// <summary>Sends a frame in its turn, after putting in who sends it.</summary>
    /// <exception cref="GuestConnectionLostException">The socket has broken.</exception>
    public Task SendAsync(GuestSocket socket, JsonObject frame, bool isMessage, CallContext context, CancellationToken cancellationToken)
    {
        frame["token"] = guest.Token;
        return _pace.SendAsync(isMessage, LeaveAsync, context.Share, context.Log, cancellationToken);

        async Task LeaveAsync()
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (isMessage)
            {
                await (context.Marks?.PostingAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
                context.Transfer.MayHaveSent = true;
            }

            await socket.SendAsync(frame, cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _lastFrame, time.GetTimestamp());
        }
    }

    /// <summary>Sends a frame and waits for its answer.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.Timeout"/>.</exception>
    /// <exception cref="GuestConnectionLostException">The socket has broken.</exception>
    /// <param name="socket">The socket.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="context">What the work brings along.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="attachmentId">Also knows the answer by, should it come without the tracing id.</param>
    public async Task<GuestFrame> AskAsync(GuestSocket socket, JsonObject frame, CallContext context, CancellationToken cancellationToken, string? attachmentId = null)
    {
        using var traced = socket.Expect(frame["tracingId"]!.ToString());
        using var named = attachmentId is null ? null : socket.Expect(attachmentId);
        using var trace = Trace(frame["action"]!.ToString(), frame["fileName"] is { } name ? $"The upload URL for '{name}'" : $"The frame {frame["action"]}", context);
        await SendAsync(socket, frame, isMessage: false, context, cancellationToken).ConfigureAwait(false);
        var first = named is null ? traced.Frame : Task.WhenAny(traced.Frame, named.Frame).Unwrap();
        var answer = await WaitAsync(first, AnswerLimit, cancellationToken).ConfigureAwait(false);
        if (answer is not null)
        {
            trace.Answered(answer.Class, answer.KnownClass);
        }

        return answer ?? throw new GCException(ErrorIds.Timeout, $"The service did not answer {frame["action"]} within {AnswerLimit.TotalSeconds:0} s.");
    }

    /// <summary>Tells of a frame that is about to leave.</summary>
    public AttemptTrace Trace(string action, string what, CallContext context) =>
        AttemptTrace.Begin("guest", action, settings.SocketBase, what, context.Transfer.MaskOver(secrets.Mask), time, context.Log);

    /// <summary>The frame, or null when the limit ran out first.</summary>
    public async Task<GuestFrame?> WaitAsync(Task<GuestFrame> frame, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            return await frame.WaitAsync(limit, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
