using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Routes;

/// <summary>The uploads of a command that are under way, by their leg, in the order in which they began.</summary>
internal sealed class LegUploads
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<AgentUpload>> _legs = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes one in.</summary>
    public AgentUpload Begin(Target leg)
    {
        var upload = new AgentUpload();
        lock (_lock)
        {
            if (!_legs.TryGetValue(leg.CommunicationId!, out var all))
            {
                _legs[leg.CommunicationId!] = all = [];
            }

            all.Add(upload);
        }

        return upload;
    }

    /// <summary>All of a leg.</summary>
    public IReadOnlyList<AgentUpload> Of(Target leg)
    {
        lock (_lock)
        {
            return _legs.TryGetValue(leg.CommunicationId!, out var all) ? [.. all] : [];
        }
    }

    /// <summary>Lets go of one.</summary>
    public void End(Target leg, AgentUpload upload)
    {
        upload.GiveUp();
        lock (_lock)
        {
            if (_legs.TryGetValue(leg.CommunicationId!, out var all) && all.Remove(upload) && all.Count == 0)
            {
                _legs.Remove(leg.CommunicationId!);
            }
        }
    }
}
