using System.Globalization;
using GenesysAttachments.Engine.Display;

namespace GenesysAttachments.Engine.Errors;

/// <summary>A failure with an id from <see cref="ErrorIds"/> and advice. Its texts never hold a secret.</summary>
public sealed class GCException : Exception
{
    /// <summary>Makes the failure.</summary>
    /// <param name="errorId">One of <see cref="ErrorIds"/>.</param>
    /// <param name="message">What happened, with the figures.</param>
    /// <param name="inner">The cause, if there is one.</param>
    public GCException(string errorId, string message, Exception? inner = null)
        : base(ShownText.Of(message), inner)
    {
        Info = ErrorCatalog.Get(errorId);
        Advice = Info.Advice;
        CanRetry = Info.CanRetry;
    }

    /// <summary>Id, category and default advice.</summary>
    public ErrorInfo Info { get; }

    /// <summary>One of <see cref="ErrorIds"/>.</summary>
    public string ErrorId => Info.Id;

    /// <summary>What to do about it.</summary>
    public string Advice { get; init => field = ShownText.Of(value); }

    /// <summary>Whether the same item may succeed later as it is.</summary>
    public bool CanRetry { get; init; }

    /// <summary>HTTP status, where a server answered.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Error code of the server's body, such as <c>missing.permissions</c> or <c>SignatureDoesNotMatch</c>.</summary>
    public string? ServerCode { get; init; }

    /// <summary><c>ININ-Correlation-Id</c> of the org, or <c>x-amz-request-id</c> of the storage; what support asks for.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>When a retry may succeed, in UTC, where the server said so.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>The failure holds for every item of the session: the rest of the batch must not be tried.</summary>
    public bool StopsBatch { get; init; }

    /// <summary>The message may have gone although no answer came.</summary>
    public bool OutcomeUnknown => ErrorId == ErrorIds.MessageOutcomeUnknown;

    /// <summary>The same failure after the last of several attempts.</summary>
    /// <param name="attempts">How many there were.</param>
    /// <param name="over">How long they took, with the waits between them.</param>
    internal GCException AfterAttempts(int attempts, TimeSpan over) =>
        Saying(string.Create(CultureInfo.InvariantCulture, $"Gave up after {attempts} attempts over {over.TotalSeconds:0.0} seconds."));

    /// <summary>The same failure with one more sentence.</summary>
    internal GCException Saying(string sentence) => With($"{Message} {sentence}", Advice, ServerCode, CorrelationId, InnerException);

    /// <summary>The same failure without secrets that somebody else put into its words, or into those of its cause.</summary>
    internal GCException Masked(SecretMask mask)
    {
        var isCauseClean = true;
        for (var cause = InnerException; cause is not null; cause = cause.InnerException)
        {
            isCauseClean &= mask.Apply(cause.Message) == cause.Message;
        }

        var (message, advice, code, correlation) = (mask.Apply(Message), mask.Apply(Advice), mask.ShowWord(ServerCode), mask.ShowWord(CorrelationId));
        return isCauseClean && (message, advice, code, correlation) == (Message, Advice, ServerCode, CorrelationId)
            ? this
            : With(message, advice, code, correlation, isCauseClean ? InnerException : null);
    }

    private GCException With(string message, string advice, string? code, string? correlation, Exception? inner) => new(ErrorId, message, inner)
    {
        Advice = advice, CanRetry = CanRetry, StatusCode = StatusCode, ServerCode = code, CorrelationId = correlation, RetryAt = RetryAt, StopsBatch = StopsBatch,
    };
}
