using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Policies;

namespace GenesysAttachments;

/// <summary>What an org accepts in one direction. Its lists are in order, so that equal policies look the same.</summary>
public sealed class GCAttachmentPolicy
{
    internal GCAttachmentPolicy(AttachmentPolicy policy)
    {
        Policy = policy.Canonical;
        (AllowedTypes, BlockedExtensions) = ([.. Policy.AllowedTypes], [.. Policy.BlockedExtensions]);
        (Direction, MaxBytes, Source) = (Policy.Direction, Policy.MaxBytes, Policy.Source);
    }

    /// <summary>Allowed types: exact, <c>image/*</c> or <c>*/*</c>. None means that attachments are switched off.</summary>
    public string[] AllowedTypes { get; }

    /// <summary>Extensions that are refused whatever the type.</summary>
    public string[] BlockedExtensions { get; }

    /// <summary><c>Inbound</c> (what a guest may send) or <c>Outbound</c> (what an agent may send).</summary>
    public string Direction { get; }

    /// <summary>Most bytes a file may have.</summary>
    public long MaxBytes { get; }

    /// <summary>Where the policy comes from.</summary>
    public string Source { get; }

    /// <summary>The policy as canonical JSON without its source: policies that accept the same have the same bytes.</summary>
    public string Json => Policy.ToJson();

    internal AttachmentPolicy Policy { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{ShownText.Of(Source)} ({Direction})";
}
