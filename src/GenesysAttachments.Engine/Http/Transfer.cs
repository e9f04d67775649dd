using GenesysAttachments.Engine.Display;

namespace GenesysAttachments.Engine.Http;

/// <summary>
/// What is known so far about one file on its way, from its plan to its receipt. Written by one worker; its byte count and step are read by the
/// progress. Whatever word of somebody else it takes, it keeps as that may be shown.
/// </summary>
public sealed class Transfer
{
    private List<string>? _warnings;
    private long _bytesSent;
    private int _uploads;
    private volatile string? _step;
    private string? _url;
    private (SecretMask Over, SecretMask Mask)? _mask;
    private readonly long _began;

    /// <summary>Begins its time; null where nobody measures it.</summary>
    internal TimeProvider? Clock
    {
        private get;
        init => (field, _began) = (value, value?.GetTimestamp() ?? 0);
    }

    /// <summary>When its upload began, since its work did: before, it waits for its place and the quota. Null where it never did.</summary>
    public TimeSpan? UploadBegan { get; private set; }

    /// <summary>When its upload ended, since its work began; null where it never did.</summary>
    public TimeSpan? UploadEnded { get; private set; }

    /// <summary>When its turn to be sent came, since its work began; null where it never did, or it went along in the message of another.</summary>
    public TimeSpan? MessageBegan { get; private set; }

    /// <summary>When its message had gone, from the start of its work, where more came after it; else null.</summary>
    public TimeSpan? MessageEnded { get; private set; }

    /// <summary>What its session must never show.</summary>
    internal SessionSecrets? Secrets { private get; init; }

    /// <summary>Takes out of what is shown of its way the secrets of its session, and those of its upload URL.</summary>
    internal SecretMask Mask => MaskOver(Secrets?.Mask ?? SecretMask.None);

    /// <summary>How often it was tried: 0 before the first request, 1 where all went well at once, and one more for each request or frame made again.</summary>
    public int Attempts { get; private set; }

    /// <summary>SHA-256 of the bytes that went, lower-case hex.</summary>
    public string? Sha256 { get; set; }

    /// <summary>Communication that was given or looked up.</summary>
    public string? CommunicationId { get; set => field = Mask.ShowWord(value); }

    /// <summary>Attachment or media id.</summary>
    public string? AttachmentId { get; set => field = Mask.ShowWord(value); }

    /// <summary>Message id of the platform.</summary>
    public string? MessageId { get; set => field = Mask.ShowWord(value); }

    /// <summary>Message status in the platform's own word.</summary>
    public string? MessageStatus { get; set => field = Mask.ShowWord(value); }

    /// <summary>When the platform says the message was made, in UTC.</summary>
    public DateTimeOffset? Created { get; set; }

    /// <summary>Whether the platform confirmed size or hash; null where the route has no way to.</summary>
    public bool? Verified { get; set; }

    /// <summary>The id support would ask for.</summary>
    public string? CorrelationId { get; set => field = Mask.ShowWord(value); }

    /// <summary>What went through and is still not quite as it was asked for, in sentences that may be shown; read when its work is over.</summary>
    public IReadOnlyList<string> Warnings => _warnings ?? [];

    /// <summary>Whether its message was handed to a connection: from then on it may have arrived.</summary>
    public bool MayHaveSent { get; set; }

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

    /// <summary>It leaves the queue for its place, and is uploaded.</summary>
    internal void BeginUpload() => UploadBegan = Clock?.GetElapsedTime(_began);

    /// <summary>Its bytes are there.</summary>
    internal void EndUpload() => UploadEnded = Clock?.GetElapsedTime(_began);

    /// <summary>Its turn has come.</summary>
    internal void BeginMessage() => MessageBegan = Clock?.GetElapsedTime(_began);

    /// <summary>Its message has gone, and it is read back.</summary>
    internal void EndMessage() => MessageEnded = Clock?.GetElapsedTime(_began);

    /// <summary>Counts a request or frame.</summary>
    /// <param name="again">Whether the same was made before, and failed.</param>
    internal void Count(bool again) => Attempts += again || Attempts == 0 ? 1 : 0;

    /// <summary>Counts an upload of its bytes.</summary>
    internal void CountUpload() => Count(again: _uploads++ > 0);

    /// <summary>Takes what is known of a message that it goes in together with another.</summary>
    internal void TakeMessageOf(Transfer other) =>
        (MessageId, MessageStatus, Created, MayHaveSent, CorrelationId) = (other.MessageId, other.MessageStatus, other.Created, MayHaveSent || other.MayHaveSent, CorrelationId ?? other.CorrelationId);

    /// <summary>Adds a warning.</summary>
    public void Warn(string sentence) => (_warnings ??= []).Add(Mask.Apply(ShownText.Of(sentence)));

    /// <summary>From now on what is shown must not hold what is secret of this upload URL.</summary>
    internal void Hide(string url)
    {
        if (url != _url)
        {
            (_url, _mask) = (url, null);
        }
    }

    /// <summary>Nothing more will be shown of its way: what only that needed is let go of, for receipts are kept by the thousand.</summary>
    internal void Close() => (_url, _mask) = (null, null);

    /// <summary>A mask, and what is secret of the upload URL as well.</summary>
    internal SecretMask MaskOver(SecretMask mask)
    {
        if (_url is null)
        {
            return mask;
        }

        // Kept: it is asked for at each call of the file.
        if (_mask is not { } known || known.Over != mask)
        {
            _mask = known = (mask, mask.AndUrl(_url));
        }

        return known.Mask;
    }
}
