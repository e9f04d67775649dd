using GenesysAttachments.Engine.Files.Content;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Sessions;

namespace GenesysAttachments.Engine.Sending;

/// <summary>What a command says of all its inputs.</summary>
public sealed record PlanSettings
{
    /// <summary>The shell's paths.</summary>
    public required IShellPaths Paths { get; init; }

    /// <summary>The session that was asked for; null lets the input's own or the current one do.</summary>
    public OrgSession? Session { get; init; }

    /// <summary>The current session; throws where there is none.</summary>
    public required Func<OrgSession> Current { get; init; }

    /// <summary>The live session of a key; null when there is none.</summary>
    public required Func<string, OrgSession?> Find { get; init; }

    /// <summary>The policy to check against, by session and route.</summary>
    public required Func<OrgSession, string?, AttachmentPolicy> Policy { get; init; }

    /// <summary>How strictly content is held against its name, one of <see cref="ContentCheckLevels"/>.</summary>
    public string ContentCheck { get; init; } = ContentCheckLevels.Standard;

    /// <summary>Path of the Multipart route, by name or in full; null lets the ids decide.</summary>
    public string? Template { get; init; }

    /// <summary>Ends the wait for a file that the system does not give.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>Sends again what has been sent, or may have been.</summary>
    public bool Force { get; init; }
}
