using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sessions;

namespace GenesysAttachments.Engine.Sending;

/// <summary>What the files of one session share in one command: its routes, and the failure that holds for all of them.</summary>
/// <param name="session">The session.</param>
/// <param name="routes">The routes that it can carry.</param>
/// <param name="stop">Stops the command.</param>
internal sealed class SessionWork(OrgSession session, IReadOnlyDictionary<string, IRoute> routes, CancellationToken stop) : IDisposable
{
    private readonly CancellationTokenSource _both = CancellationTokenSource.CreateLinkedTokenSource(stop, session.Ended);
    private volatile GCException? _stop;

    /// <summary>Stops with the command, and with the session.</summary>
    public CancellationToken Token => _both.Token;

    /// <summary>The routes that the session can carry.</summary>
    public IReadOnlyDictionary<string, IRoute> Routes { get; } = routes;

    /// <summary>Fails what can succeed for no file of the session, without another request.</summary>
    /// <exception cref="GCException">What held for an earlier file holds for all, or the session has ended.</exception>
    public void ThrowIfStopped()
    {
        if (_stop is { } stop)
        {
            throw stop;
        }

        if (session.HasEnded)
        {
            throw session.EndedError();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _both.Dispose();

    /// <summary>Remembers a failure that holds for all.</summary>
    public void Note(GCException error)
    {
        if (error.StopsBatch)
        {
            _stop ??= error;
        }
    }
}
