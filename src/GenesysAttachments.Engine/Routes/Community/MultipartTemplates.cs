using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Routes.Community;

/// <summary>The paths a file can be posted to on the Multipart route.</summary>
public static class MultipartTemplates
{
    /// <summary>By conversation.</summary>
    public const string Conversation = nameof(Conversation);

    /// <summary>By conversation and channel.</summary>
    public const string Channel = nameof(Channel);

    /// <summary>By guest.</summary>
    public const string Guest = nameof(Guest);

    /// <summary>The old web chat, which is known to refuse forms.</summary>
    public const string Webchat = nameof(Webchat);

    /// <summary>The path for a target.</summary>
    /// <param name="template">A name, or a path of one's own with <c>{conversationId}</c>, <c>{channelId}</c>, <c>{guestId}</c>; null lets the ids decide.</param>
    /// <param name="target">The ids to fill in.</param>
    /// <exception cref="GCException"><see cref="ErrorIds.TargetMissing"/> when an id is needed and absent.</exception>
    public static string PathFor(string? template, Target target)
    {
        var name = template ?? (target.ChannelId is not null ? Channel : target.ConversationId is not null ? Conversation : Guest);
        var isPath = name.StartsWith('/') && !name.StartsWith("//", StringComparison.Ordinal) && !name.Contains("..", StringComparison.Ordinal);
        var path = MultipartPaths.Find(name) ?? (isPath ? name : null)
            ?? throw new GCException(ErrorIds.RequestInvalid, $"'{name}' is not a template. Give {string.Join(", ", MultipartPaths.All.Select(item => item.Name))}, or a path that begins with /.");
        return Fill(Fill(Fill(path, "{conversationId}", target.ConversationId), "{channelId}", target.ChannelId), "{guestId}", target.GuestId).TrimStart('/');
    }

    private static string Fill(string path, string name, string? id) =>
        !path.Contains(name, StringComparison.Ordinal) ? path
        : id is null ? throw new GCException(ErrorIds.TargetMissing, $"The path {path} needs a {name.Trim('{', '}')}.") { Advice = $"Give -{char.ToUpperInvariant(name[1])}{name[2..^1]}, or another -Template." }
        : path.Replace(name, Uri.EscapeDataString(id), StringComparison.Ordinal);
}
