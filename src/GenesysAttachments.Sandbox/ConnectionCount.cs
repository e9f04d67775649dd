using Microsoft.AspNetCore.Connections;

namespace GenesysAttachments.Sandbox;

/// <summary>How many connections are open, whatever they do.</summary>
internal sealed class ConnectionCount
{
    private int _open;

    public int Open => Volatile.Read(ref _open);

    /// <summary>Counts each connection as long as it lasts.</summary>
    public ConnectionDelegate Count(ConnectionDelegate next) => async connection =>
    {
        Interlocked.Increment(ref _open);
        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    };
}
