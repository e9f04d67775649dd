namespace GenesysAttachments.Engine.Sending;

/// <summary>The outcomes of an input.</summary>
public static class ReceiptStates
{
    /// <summary>The platform took the message with the attachment.</summary>
    public const string Sent = nameof(Sent);

    /// <summary>Refused by the check; never left this machine.</summary>
    public const string Rejected = nameof(Rejected);

    /// <summary>Tried and not sent.</summary>
    public const string Failed = nameof(Failed);

    /// <summary>The command ended before it was sent.</summary>
    public const string Cancelled = nameof(Cancelled);

    /// <summary>Left out on purpose: <c>-WhatIf</c>, a declined question, or already sent.</summary>
    public const string Skipped = nameof(Skipped);

    /// <summary>The message may have gone: look before you resend.</summary>
    public const string Unknown = nameof(Unknown);

    /// <summary>It is in a queue, and nothing has left for it.</summary>
    public const string Queued = nameof(Queued);

    /// <summary>A worker of a queue is sending it, or ended while it was: it may have gone.</summary>
    public const string Sending = nameof(Sending);
}
