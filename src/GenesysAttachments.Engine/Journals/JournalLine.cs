using System.Text.Json.Serialization;

namespace GenesysAttachments.Engine.Journals;

/// <summary>
/// One line of a journal (docs/journal.md). What a kind of line does not have is absent; what a reader does not know is passed over. Paths and
/// ids are those of receipts; there is no secret and no text of a message in it.
/// </summary>
internal sealed class JournalLine
{
    /// <summary>One of <see cref="JournalEvents"/>.</summary>
    public string Event { get; init; } = "";

    /// <summary>What it is about, 32 hexadecimal digits; null for a run.</summary>
    public string? Key { get; init; }

    /// <summary>Of a mark: the other items of the same message; one line, so that a message is marked as a whole or not at all.</summary>
    public string[]? Also { get; init; }

    /// <summary>When it was written, in UTC.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Of a run: version of the format.</summary>
    public int? Version { get; init; }

    /// <summary>Of a run: the machine, and its process.</summary>
    public string? Host { get; init; }

    /// <inheritdoc cref="Host"/>
    public int? Pid { get; init; }

    /// <summary>Of a run: the start of the machine that it ran in; null where the system has no name for it.</summary>
    public string? Boot { get; init; }

    /// <summary>Place in the run's input.</summary>
    public int? Index { get; init; }

    /// <summary>Key of the session.</summary>
    public string? Session { get; init; }

    public string? Path { get; init; }

    public string? Name { get; init; }

    public string? SentName { get; init; }

    public long? Length { get; init; }

    /// <summary>When the file was last written, in UTC.</summary>
    public DateTimeOffset? Modified { get; init; }

    public string? ContentType { get; init; }

    public string? Sha256 { get; init; }

    public string? Route { get; init; }

    public string? ConversationId { get; init; }

    public string? CommunicationId { get; init; }

    public string? ChannelId { get; init; }

    public string? GuestId { get; init; }

    /// <summary>What the message carries: the media or attachment id.</summary>
    public string? AttachmentId { get; init; }

    public string? MessageId { get; init; }

    public string? MessageStatus { get; init; }

    /// <summary>When the platform says the message was made.</summary>
    public DateTimeOffset? Created { get; init; }

    public string? ErrorId { get; init; }

    /// <summary>Why, in words.</summary>
    public string? Message { get; init; }

    public bool? CanRetry { get; init; }

    /// <summary>Whether it is a text rather than a file.</summary>
    public bool? IsText { get; init; }

    /// <summary>Whether the conversation told it, after its answer was lost.</summary>
    public bool? Found { get; init; }
}

/// <summary>The lines of a journal, compiled ahead.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalLine))]
internal sealed partial class JournalJson : JsonSerializerContext;
