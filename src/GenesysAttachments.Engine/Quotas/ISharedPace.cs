using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Telemetry;

namespace GenesysAttachments.Engine.Quotas;

/// <summary>The pace of a client that other processes use as well. Asked before each request, after this process's own.</summary>
public interface ISharedPace
{
    /// <summary>Waits until one more request may leave.</summary>
    /// <param name="log">Told how long it waited.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.RateLimited"/> while the client is parked, or what keeps the pace cannot be used.</exception>
    ValueTask<ISharedTurn> AcquireAsync(StepLog? log, CancellationToken cancellationToken);

    /// <summary>Stops the client's requests everywhere.</summary>
    /// <param name="wait">As long as the platform said.</param>
    /// <param name="why">Its refusal in words.</param>
    void Pause(TimeSpan wait, string why);
}
