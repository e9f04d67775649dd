namespace GenesysAttachments.Engine.Pipeline;

/// <summary>Where the pump writes, always on the pipeline's own thread. Any method may throw, which ends the pump.</summary>
/// <typeparam name="TResult">What is written.</typeparam>
public interface IPumpSink<in TResult>
{
    /// <summary>Hands a result downstream.</summary>
    void WriteResult(TResult result);

    /// <summary>Reports the result's error, if it has one. Called after <see cref="WriteResult"/>.</summary>
    void WriteError(TResult result);

    /// <summary>Writes what the workers had to say; called whenever the thread is there.</summary>
    void WriteLines()
    {
    }

    /// <summary>Draws the progress.</summary>
    /// <param name="last">The work has ended: take it down.</param>
    void WriteProgress(bool last);
}
