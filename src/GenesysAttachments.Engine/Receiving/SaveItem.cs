using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Sessions;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>What is to be saved, and where.</summary>
public sealed record SaveItem
{
    /// <summary>Place in the input, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Full path of the folder.</summary>
    public required string Folder { get; init; }

    /// <summary>The session to fetch through; null where it was not found.</summary>
    public OrgSession? Session { get; init; }

    /// <summary>The attachment; null where its conversation or message could not be read.</summary>
    public MessageAttachment? Attachment { get; init; }

    /// <summary>The conversation that was asked for.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Why it will not be saved, where that is known before; else null.</summary>
    public GCException? Refusal { get; init; }
}
