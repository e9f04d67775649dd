using GenesysAttachments.Engine.Http;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>Shows what is fetched, for whoever wants to see it. Called by workers.</summary>
public interface ISaveProgress
{
    /// <summary>A file is begun; until what this gives is disposed.</summary>
    /// <param name="name">Its name, as it may be shown.</param>
    /// <param name="length">Its length in bytes; 0 where it is not known.</param>
    /// <param name="state">Told its bytes and steps.</param>
    IDisposable Begin(string name, long length, Transfer state);

    /// <summary>A file is done.</summary>
    /// <param name="well">Whether it is where it should be.</param>
    void Count(bool well);
}
