using GenesysAttachments.Engine.Answers;
using GenesysAttachments.Engine.Org;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>Picks out of a conversation, as it tells of its messages, those that may carry files.</summary>
internal static class ConversationMessages
{
    // A story, a card or a carousel may carry one too.
    private static readonly string[] Carriers = ["Attachment", "Story", "Card", "Carousel"];

    /// <summary>Their ids in the order of time, each once: whether one message stands under several legs no source says.</summary>
    public static IReadOnlyList<string> WithFiles(ConversationBody conversation) =>
    [
        .. (conversation.Participants ?? []).SelectMany(participant => participant.Messages ?? [])
            .SelectMany(leg => leg.Messages ?? [])
            .Where(message => IdConverter.IsId(message.MessageId) && MayCarry(message.MessageMetadata))
            .OrderBy(message => message.MessageTime ?? DateTimeOffset.MaxValue)
            .Select(message => message.MessageId!)
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    // What says nothing of its contents is read.
    private static bool MayCarry(MessageMetadataBody? metadata) =>
        metadata?.Content is not { } contents || contents.Any(content => content.ContentType is null || Carriers.Contains(content.ContentType, StringComparer.OrdinalIgnoreCase));
}
