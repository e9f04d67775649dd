using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.Storage;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Routes;

/// <summary>
/// One file on its way to one target, as it was decided before anything left this machine; or why it will not go. Only a plan without a
/// refusal may be sent.
/// </summary>
public sealed record Plan
{
    private readonly OrgSession? _session;
    private readonly string? _route;
    private KnownLane? _lane;

    /// <summary>Place in the input, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>The checked file, under the name it goes by.</summary>
    public required Attachment File { get; init; }

    /// <summary>Where it goes.</summary>
    public required Target Target { get; init; }

    /// <summary>One of <see cref="RouteNames"/>.</summary>
    /// <exception cref="InvalidOperationException">The target did not tell: the plan is a refused one.</exception>
    public required string Route
    {
        get => _route ?? throw new InvalidOperationException("A refused plan may have no route.");
        init => _route = value;
    }

    /// <summary>The same, or null where the target did not tell.</summary>
    public string? RouteOrNull => _route;

    /// <summary>The session it goes through.</summary>
    /// <exception cref="InvalidOperationException">None was found: the plan is a refused one.</exception>
    public required OrgSession Session
    {
        get => _session ?? throw new InvalidOperationException("A refused plan may have no session.");
        init => (_session, SessionKey) = (value, value?.Key);
    }

    /// <summary>Key of the session it goes through, or would have gone through.</summary>
    public string? SessionKey { get; init; }

    /// <summary>Text that goes with it, if any.</summary>
    public PlannedText? Text { get; init; }

    /// <summary>An upload URL made before; null lets the route get one.</summary>
    public UploadUrl? Url { get; init; }

    /// <summary>Path of the Multipart route, by name or in full; null lets the ids decide.</summary>
    public string? Template { get; init; }

    /// <summary>How to check the file when its turn comes, where another program held it open at its check; null where the check saw all of it.</summary>
    internal InspectionOptions? CheckAgain { get; init; }

    /// <summary>Whether another program held the file open at its check, so that its length is not known yet.</summary>
    public bool IsHeld => CheckAgain is not null;

    /// <summary>Why it will not go; null when it may.</summary>
    public GCException? Refusal { get; init; }

    /// <summary>What an earlier receipt says that keeps it from being sent now: <c>Sent</c>, <c>Unknown</c>, <c>Queued</c>, or null.</summary>
    public string? Before { get; init; }

    /// <summary>What orders messages: same session, same conversation.</summary>
    public string Lane
    {
        get
        {
            // Asked for at every step of the way; a copy may have another target.
            if (_lane is not { } known || !ReferenceEquals(known.Target, Target) || known.Session != SessionKey)
            {
                _lane = known = new KnownLane(Target, SessionKey, $"{SessionKey}|{Target.Key}");
            }

            return known.Name;
        }
    }

    private sealed record KnownLane(Target Target, string? Session, string Name);
}
