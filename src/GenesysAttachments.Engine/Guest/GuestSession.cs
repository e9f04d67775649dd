using System.Text.Json.Nodes;
using GenesysAttachments.Engine.Answers;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.SignIn;

namespace GenesysAttachments.Engine.Guest;

/// <summary>
/// A guest of a web messaging deployment: its token, its socket, and what the service said of its session.
/// A broken socket is opened again with the same token, which resumes the conversation.
/// </summary>
internal sealed class GuestSession : IAsyncDisposable
{
    private const int ConnectAttempts = 6;

    private static readonly TimeSpan HealthAfter = TimeSpan.FromSeconds(30);

    private readonly SessionSettings _settings;
    private readonly GuestSettings _guest;
    private readonly HttpClients _clients;
    private readonly SessionSecrets _secrets;
    private readonly RetryRunner _retry;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private GuestSocket? _socket;
    private bool _wasConfigured;
    private volatile bool _hasEnded;

    public GuestSession(SessionSettings settings, GuestSettings guest, HttpClients clients, SessionSecrets secrets, RetryRunner retry, TimeProvider time)
    {
        (_settings, _guest, _clients, _secrets, _retry, _time) = (settings, guest, clients, secrets, retry, time);
        Exchange = new GuestExchange(settings, guest, secrets, time);
    }

    /// <summary>What the deployment accepts, as it said when the session was configured.</summary>
    public AttachmentPolicy? Policy { get; private set; }

    /// <summary>Brings the guest's frames out and their answers in.</summary>
    public GuestExchange Exchange { get; }

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
            if (_socket is { IsOpen: true } open && (Exchange.Idle < HealthAfter || await IsHealthyAsync(open, context, cancellationToken).ConfigureAwait(false)))
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

    /// <summary>What the guest's conversation holds: attachment ids with their hash and size, newest first.</summary>
    public async Task<IReadOnlyList<GuestAttachment>> ReadHistoryAsync(CallContext context, CancellationToken cancellationToken)
    {
        var jwt = await GetHistoryTokenAsync(context, cancellationToken).ConfigureAwait(false);
        return await GuestHistory.ReadAsync(_clients.Org, _settings, _guest.Origin, jwt, _secrets.Mask, _time, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A token for the guest's history. A secret.</summary>
    /// <exception cref="GCException">The service gives none.</exception>
    /// <exception cref="GuestConnectionLostException">The socket has broken.</exception>
    public async Task<string> GetHistoryTokenAsync(CallContext context, CancellationToken cancellationToken)
    {
        var socket = await ConnectAsync(context, cancellationToken).ConfigureAwait(false);
        var answer = await Exchange.AskAsync(socket, GuestRequests.Of("getJwt"), context, cancellationToken).ConfigureAwait(false);
        var jwt = answer.Field("jwt") ?? throw GuestErrors.From(answer, "Reading the conversation") ?? new GCException(ErrorIds.AnswerInvalid, "The service gave no token for the guest's history.");
        _secrets.Add(jwt);
        return IdConverter.IsToken(jwt) ? jwt : throw new GCException(ErrorIds.AnswerInvalid, "The service gave a token for the guest's history that none can be.");
    }

    /// <summary>A page of the guest's history, newest first, as it is answered.</summary>
    /// <exception cref="AttemptFailure">Network failure or time-out: another attempt may do.</exception>
    public Task<HttpReply> ReadHistoryPageAsync(string jwt, int page, CancellationToken cancellationToken) =>
        GuestHistory.ReadPageAsync(_clients.Org, _settings, _guest.Origin, jwt, page, _secrets.Mask, _time, cancellationToken);

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
                    var frame = GuestRequests.Of("getConfiguration");
                    frame["deploymentId"] = _guest.DeploymentId;
                    var answer = await Exchange.AskAsync(socket, frame, context, token).ConfigureAwait(false);
                    return answer.Class == "GetConfigurationResponse" && answer.Body is { } body
                        ? PolicyReader.FromAllowedMedia(body, "Deployment", _secrets.Mask)
                        : throw GuestErrors.From(answer, "Reading the deployment's rules") ?? new GCException(ErrorIds.AnswerInvalid, $"The service answered getConfiguration with {answer.Class}.");
                }
                catch (GuestConnectionLostException e)
                {
                    throw e.InnerException as GCException as Exception ?? new AttemptFailure(new GCException(ErrorIds.ConnectionReset, "The guest socket broke while the deployment's rules were read.", e));
                }
            }
        }
    }

    /// <summary>Tells the service that the guest leaves, and closes the socket.</summary>
    public async Task EndAsync(CallContext context, CancellationToken cancellationToken)
    {
        if (_socket is { IsOpen: true } socket)
        {
            var frame = GuestRequests.Of("closeSession");
            frame["closeAllConnections"] = true;
            try
            {
                // Waited for: a socket that is dropped right after the frame may take it along.
                await Exchange.AskAsync(socket, frame, context, cancellationToken).ConfigureAwait(false);
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
                GuestConnectionLostException => new AttemptFailure(new GCException(ErrorIds.ConnectionReset, "The guest socket broke while it was set up.", e) { StopsBatch = true }),
                GCException { CanRetry: true } passing => new AttemptFailure(passing),
                _ => e,
            };
        }
    }

    private async ValueTask<GuestSocket> OpenSocketAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(GuestExchange.AnswerLimit, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await GuestSocket.OpenAsync(
                _clients.Guest, _settings, _guest.DeploymentId, _secrets, _guest.Origin, Exchange.Frames.PauseFor, _time, both.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (limit.IsCancellationRequested && e is OperationCanceledException or System.Net.WebSockets.WebSocketException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new AttemptFailure(new GCException(ErrorIds.Timeout, $"{_settings.SocketBase.Host} did not open the guest socket within {GuestExchange.AnswerLimit.TotalSeconds:0} s.", e) { StopsBatch = true });
        }
    }

    private async Task ConfigureAsync(GuestSocket socket, CallContext context, CancellationToken cancellationToken)
    {
        // A new one only once: a socket that is opened again must find the conversation it left.
        var frame = GuestRequests.Configure(_guest.DeploymentId, _guest.Token, _guest.StartNew && !_wasConfigured);
        var answer = await Exchange.AskAsync(socket, frame, context, cancellationToken).ConfigureAwait(false);
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
            await Exchange.SendAsync(socket, GuestRequests.Echo(), isMessage: false, context, cancellationToken).ConfigureAwait(false);
            return await Exchange.WaitAsync(answer.Frame, GuestExchange.AnswerLimit, cancellationToken).ConfigureAwait(false) is not null;
        }
        catch (Exception e) when (e is GuestConnectionLostException or GCException)
        {
            return false;
        }
    }
}
