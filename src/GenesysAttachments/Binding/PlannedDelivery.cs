using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;

namespace GenesysAttachments.Binding;

/// <summary>What one input would do, before anything leaves this machine.</summary>
/// <param name="Index">Place in the input.</param>
/// <param name="File">The checked file.</param>
/// <param name="Target">Where it would go.</param>
/// <param name="Route">The route; null when the target does not tell.</param>
/// <param name="Error">Why it will not go; null when it may.</param>
/// <param name="Session">Session it would use.</param>
/// <param name="Text">Text that would go along.</param>
/// <param name="Url">Upload URL made before.</param>
internal sealed record PlannedDelivery(
    int Index, Attachment File, Target Target, string? Route, GCException? Error, GCOrgSession Session, DeliveryText? Text, UploadUrl? Url)
{
    /// <summary>The receipt of an earlier try, where one was piped.</summary>
    public GCReceipt? Earlier { get; init; }

    /// <summary>The delivery itself; only for a plan without error.</summary>
    public Delivery ToDelivery() => new()
    {
        Index = Index, File = File, Target = Target, Route = Route!, Session = Session.Org, Text = Text, Url = Url,
    };

    /// <summary>A receipt for an input that never left this machine.</summary>
    public GCReceipt ToReceipt(string state, GCException? error = null, string? message = null) =>
        GCReceipt.Local(Index, File, Target, Route, state, Session.Org, Text, error ?? Error, message);
}
