namespace GenesysAttachments.Engine.Routes;

/// <summary>An upload on an agent's leg, from its first byte until it is confirmed.</summary>
internal sealed class AgentUpload
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _id;
    private volatile AgentMedia? _verdict;

    /// <summary>Its media id, once its bytes are there; null before.</summary>
    public string? Id => _id;

    /// <summary>When its bytes were there.</summary>
    public long ArrivedAt { get; private set; }

    /// <summary>What the platform found of it for good; null while nobody has seen that.</summary>
    public AgentMedia? Verdict => _verdict;

    /// <summary>Completes when its bytes are there, or will not come.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Its bytes are there.</summary>
    public void Arrive(string id, long now)
    {
        (ArrivedAt, _id) = (now, id);
        _ended.TrySetResult();
    }

    /// <summary>Its bytes will not come, or nobody asks for it any more.</summary>
    public void GiveUp() => _ended.TrySetResult();

    /// <summary>Somebody has looked at it.</summary>
    public void See(AgentMedia media)
    {
        if (media.IsValid || media.IsInvalid)
        {
            _verdict ??= media;
        }
    }
}
