using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Sending;

/// <summary>What stands beside an input: on the command line, or in its row. Empty text is absent.</summary>
public sealed record PlanValues
{
    /// <summary>Where it is to go.</summary>
    public Target Target { get; init; } = new();

    /// <summary>Display name.</summary>
    public string? Name { get; init; }

    /// <summary>Content type.</summary>
    public string? ContentType { get; init; }

    /// <summary>Route.</summary>
    public string? Route { get; init; }

    /// <summary>Text.</summary>
    public string? Text { get; init; }

    /// <summary>Which of them stand on the command line, by name: they win over an object's own.</summary>
    public IReadOnlySet<string> Given { get; init; } = new HashSet<string>();
}
