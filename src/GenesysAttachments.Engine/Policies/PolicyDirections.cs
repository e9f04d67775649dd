namespace GenesysAttachments.Engine.Policies;

/// <summary>Which way a policy looks, seen from the org.</summary>
public static class PolicyDirections
{
    /// <summary>What a guest may send in.</summary>
    public const string Inbound = nameof(Inbound);

    /// <summary>What an agent may send out.</summary>
    public const string Outbound = nameof(Outbound);
}
