using GenesysAttachments.Engine.Files.Content;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Policies;

/// <summary>What to hold a file against.</summary>
public sealed record InspectionOptions
{
    /// <summary>The policy; <see cref="AttachmentPolicy.Default"/> unless another is known.</summary>
    public AttachmentPolicy Policy { get; init; } = AttachmentPolicy.Default;

    /// <summary>The route it will take, one of <see cref="Targets.RouteNames"/>, or null while that is open.</summary>
    public string? Route { get; init; }

    /// <summary>Display name to send instead of the file's own.</summary>
    public string? Name { get; init; }

    /// <summary>Content type to send instead of the one by name; parameters are dropped.</summary>
    public string? ContentType { get; init; }

    /// <summary>How strictly content is held against its name, one of <see cref="ContentCheckLevels"/>.</summary>
    public string ContentCheck { get; init; } = ContentCheckLevels.Standard;

    /// <summary>The text that goes with the file, to check its length against the route's limit.</summary>
    public string? Text { get; init; }
}
