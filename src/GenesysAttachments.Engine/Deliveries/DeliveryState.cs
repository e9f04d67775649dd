namespace GenesysAttachments.Engine.Deliveries;

/// <summary>What is known so far about one delivery on its way. Written by one worker; its byte count and step are read by the progress.</summary>
public sealed class DeliveryState
{
    private long _bytesSent;
    private volatile string? _step;

    /// <summary>Upload attempts made.</summary>
    public int Attempts { get; set; }

    /// <summary>SHA-256 of the bytes that went, lower-case hex.</summary>
    public string? Sha256 { get; set; }

    /// <summary>Communication that was given or looked up.</summary>
    public string? CommunicationId { get; set; }

    /// <summary>Attachment or media id.</summary>
    public string? AttachmentId { get; set; }

    /// <summary>Message id of the platform.</summary>
    public string? MessageId { get; set; }

    /// <summary>Message status in the platform's own word.</summary>
    public string? MessageStatus { get; set; }

    /// <summary>When the platform says the message was made, in UTC.</summary>
    public DateTimeOffset? Created { get; set; }

    /// <summary>Whether the platform confirmed size or hash; null where the route has no way to.</summary>
    public bool? Verified { get; set; }

    /// <summary>The id support would ask for.</summary>
    public string? CorrelationId { get; set; }

    /// <summary>What it does now that its bytes are there, in words for the progress; null before.</summary>
    public string? Step
    {
        get => _step;
        set => _step = value;
    }

    /// <summary>Bytes of the current attempt handed to the connection.</summary>
    public long BytesSent
    {
        get => Interlocked.Read(ref _bytesSent);
        set => Interlocked.Exchange(ref _bytesSent, value);
    }
}
