using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Sending;

namespace GenesysAttachments;

/// <summary>A receipt and the error that follows it.</summary>
/// <param name="Receipt">The receipt.</param>
/// <param name="Error">The error, or null.</param>
internal sealed record SendOutcome(GCReceipt Receipt, GCException? Error)
{
    public static SendOutcome Of(Receipt receipt) => new(GCReceipt.From(receipt), receipt.Error);

    public static SendOutcome Of(GCReceipt receipt, GCException? error) => new(receipt, error);
}
