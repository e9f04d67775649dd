using System.Text.Json.Nodes;
using GenesysAttachments.Engine.Answers;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Quotas;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Telemetry;

namespace GenesysAttachments.Engine.Guest;

/// <summary>
/// A guest of a web messaging deployment: its token, its socket, and the service's pace of 60 frames a minute and 2 messages a second.
/// A broken socket is opened again with the same token, which resumes the conversation.
/// </summary>
internal sealed class GuestSession : IAsyncDisposable
{
    private const int ConnectAttempts = 6;

    /// <summary>How long the service may take to answer a frame.</summary>
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan HealthAfter = TimeSpan.FromSeconds(30);

    private readonly SessionSettings _settings;
    private readonly GuestSettings _guest;
    private readonly HttpClients _clients;
    private readonly SessionSecrets _secrets;
    private readonly RetryRunner _retry;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly GuestPace _pace;
    private GuestSocket? _socket;
    private long _lastFrame;
    private bool _wasConfigured;
    private volatile bool _hasEnded;

    public GuestSession(SessionSettings settings, GuestSettings guest, HttpClients clients, SessionSecrets secrets, RetryRunner retry, TimeProvider time)
    {
        (_settings, _guest, _clients, _secrets, _retry, _time) = (settings, guest, clients, secrets, retry, time);
        _pace = new GuestPace(settings.RequestsPerMinute > 0, time);
    }

    /// <summary>What the deployment accepts, as it said when the session was configured.</summary>
    public AttachmentPolicy? Policy { get; private set; }

    /// <summary>Counts the guest's frames.</summary>
    public QuotaGovernor Frames => _pace.Frames;

    /// <summary>Whether messages are marked as synthetic.</summary>
    public bool Synthetic => _settings.Synthetic;

    /// <summary>The clock all waits run on.</summary>
    public TimeProvider Time => _time;

    /// <summary>The open, configured socket; opened anew when it has broken.</summary>
    /// <exception cref="GCException">It cannot be opened, or the session has ended.</exception>
    public async Task<GuestSocket> ConnectAsync(CallContext context, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ThrowIfEnded();
            if (_socket is { IsOpen: true } open && (_time.GetElapsedTime(Volatile.Read(ref _lastFrame)) < HealthAfter || await IsHealthyAsync(open, context, cancellationToken).ConfigureAwait(false)))
            {
                return open;
            }

            if (_socket is not null)
            {
                await _socket.DisposeAsync().ConfigureAwait(false);
            }

            _socket = await _retry.RunAsync(new RetryRule(ConnectAttempts, context.MaximumRetryCount), context.Log, token => OpenAsync(context, token), cancellationToken).ConfigureAwait(false);
            if (_hasEnded)
            {
                // It ended while the socket was opened for work that runs on a token of its own.
                await DisposeAsync().ConfigureAwait(false);
                ThrowIfEnded();
            }

            return _socket;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Sends a frame in its turn, after putting in who sends it.</summary>
    /// <exception cref="GuestConnectionLostException">The socket has broken.</exception>
    public Task SendAsync(GuestSocket socket, JsonObject frame, bool isMessage, CallContext context, CancellationToken cancellationToken)
    {
        frame["token"] = _guest.Token;
        return _pace.SendAsync(isMessage, LeaveAsync, context.Share, context.Log, cancellationToken);

        async Task LeaveAsync()
        {
            cancellationToken.ThrowIfCancellationRequested();
            context.Transfer.MayHaveSent |= isMessage;
            await socket.SendAsync(frame, cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _lastFrame, _time.GetTimestamp());
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
        AttemptTrace.Begin("guest", action, _settings.SocketBase, what, context.Transfer.MaskOver(_secrets.Mask), _time, context.Log);

    /// <summary>The frame, or null when the limit ran out first.</summary>
    public async Task<GuestFrame?> WaitAsync(Task<GuestFrame> frame, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            return await frame.WaitAsync(limit, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>A new frame of an action.</summary>
    public static JsonObject Frame(string action) => new() { ["action"] = action, ["tracingId"] = Guid.NewGuid().ToString() };

    /// <summary>What the guest's conversation holds: attachment ids with their hash and size, newest first.</summary>
    public async Task<IReadOnlyList<GuestAttachment>> ReadHistoryAsync(CallContext context, CancellationToken cancellationToken)
    {
        var socket = await ConnectAsync(context, cancellationToken).ConfigureAwait(false);
        var answer = await AskAsync(socket, Frame("getJwt"), context, cancellationToken).ConfigureAwait(false);
        var jwt = answer.Field("jwt") ?? throw GuestErrors.From(answer, "Reading the conversation") ?? new GCException(ErrorIds.AnswerInvalid, "The service gave no token for the guest's history.");
        _secrets.Add(jwt);
        if (!IdConverter.IsToken(jwt))
        {
            throw new GCException(ErrorIds.AnswerInvalid, "The service gave a token for the guest's history that none can be.");
        }

        return await GuestHistory.ReadAsync(_clients.Org, _settings, _guest.Origin, jwt, _secrets.Mask, _time, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a deployment's rules without opening a conversation.</summary>
    /// <exception cref="GCException">The deployment is unknown or cannot be reached.</exception>
    public async Task<AttachmentPolicy> ReadPolicyAsync(CallContext context, CancellationToken cancellationToken)
    {
        return await _retry.RunAsync(new RetryRule(ConnectAttempts, context.MaximumRetryCount), context.Log, ReadAsync, cancellationToken).ConfigureAwait(false);

        async ValueTask<AttachmentPolicy> ReadAsync(CancellationToken token)
        {
            var socket = await OpenSocketAsync(token).ConfigureAwait(false);
            await using (socket.ConfigureAwait(false))
            {
                try
                {
                    var frame = Frame("getConfiguration");
                    frame["deploymentId"] = _guest.DeploymentId;
                    var answer = await AskAsync(socket, frame, context, token).ConfigureAwait(false);
                    return answer.Class == "GetConfigurationResponse" && answer.Body is { } body
                        ? PolicyReader.FromAllowedMedia(body, "Deployment", _secrets.Mask)
                        : throw GuestErrors.From(answer, "Reading the deployment's rules") ?? new GCException(ErrorIds.AnswerInvalid, $"The service answered getConfiguration with {answer.Class}.");
                }
                catch (GuestConnectionLostException e)
                {
                    throw e.InnerException as GCException as Exception ?? new AttemptFailure(new GCException(ErrorIds.NetworkFailed, "The guest socket broke while the deployment's rules were read.", e));
                }
            }
        }
    }

    /// <summary>Tells the service that the guest leaves, and closes the socket.</summary>
    public async Task EndAsync(CallContext context, CancellationToken cancellationToken)
    {
        if (_socket is { IsOpen: true } socket)
        {
            var frame = Frame("closeSession");
            frame["closeAllConnections"] = true;
            try
            {
                // Waited for: a socket that is dropped right after the frame may take it along.
                await AskAsync(socket, frame, context, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is GuestConnectionLostException or GCException { ErrorId: ErrorIds.ConversationClosed })
            {
                // That is what was asked for.
            }
        }

        await DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _hasEnded = true;
        if (Interlocked.Exchange(ref _socket, null) is { } socket)
        {
            await socket.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void ThrowIfEnded()
    {
        if (_hasEnded)
        {
            throw new GCException(ErrorIds.NotConnected, "The guest's session was disconnected or replaced.") { StopsBatch = true };
        }
    }

    private async ValueTask<GuestSocket> OpenAsync(CallContext context, CancellationToken cancellationToken)
    {
        var socket = await OpenSocketAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await ConfigureAsync(socket, context, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch (Exception e)
        {
            await socket.DisposeAsync().ConfigureAwait(false);
            throw e switch
            {
                GuestConnectionLostException { InnerException: GCException invalid } => invalid,
                GuestConnectionLostException => new AttemptFailure(new GCException(ErrorIds.NetworkFailed, "The guest socket broke while it was set up.", e) { StopsBatch = true }),
                GCException { CanRetry: true } passing => new AttemptFailure(passing),
                _ => e,
            };
        }
    }

    private async ValueTask<GuestSocket> OpenSocketAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AnswerLimit, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await GuestSocket.OpenAsync(
                _clients.Guest, _settings, _guest.DeploymentId, _secrets, _guest.Origin, Frames.PauseFor, _time, both.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (limit.IsCancellationRequested && e is OperationCanceledException or System.Net.WebSockets.WebSocketException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new AttemptFailure(new GCException(ErrorIds.Timeout, $"{_settings.SocketBase.Host} did not open the guest socket within {AnswerLimit.TotalSeconds:0} s.", e) { StopsBatch = true });
        }
    }

    private async Task ConfigureAsync(GuestSocket socket, CallContext context, CancellationToken cancellationToken)
    {
        // A new one only once: a socket that is opened again must find the conversation it left.
        var frame = GuestRequests.Configure(_guest.DeploymentId, _guest.Token, _guest.StartNew && !_wasConfigured);
        var answer = await AskAsync(socket, frame, context, cancellationToken).ConfigureAwait(false);
        if (answer.Class != "SessionResponse" || answer.Body is not { } body || answer.FieldFlag("connected") == false)
        {
            throw GuestErrors.From(answer, "The guest session") ?? new GCException(ErrorIds.AnswerInvalid, $"The service answered configureSession with {answer.Class} and no session.");
        }

        if (answer.FieldFlag("readOnly") == true)
        {
            throw new GCException(ErrorIds.ConversationClosed, "The guest's conversation has ended; it can only be read.")
            {
                StopsBatch = true, Advice = "Connect again with -StartNew for a new conversation.",
            };
        }

        _wasConfigured = true;
        Policy = PolicyReader.FromAllowedMedia(body, "Session", _secrets.Mask);
    }

    private async Task<bool> IsHealthyAsync(GuestSocket socket, CallContext context, CancellationToken cancellationToken)
    {
        using var answer = socket.Expect(GuestRequests.HealthTracingId);
        try
        {
            await SendAsync(socket, GuestRequests.Echo(), isMessage: false, context, cancellationToken).ConfigureAwait(false);
            return await WaitAsync(answer.Frame, AnswerLimit, cancellationToken).ConfigureAwait(false) is not null;
        }
        catch (Exception e) when (e is GuestConnectionLostException or GCException)
        {
            return false;
        }
    }
}
