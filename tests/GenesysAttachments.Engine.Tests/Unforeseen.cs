using System.Text.Json;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;

namespace GenesysAttachments.Engine.Tests;

/// <summary>What may be thrown in the middle of a file's work though nobody foresaw it, by the name that its receipt says.</summary>
internal static class Unforeseen
{
    public static readonly IReadOnlyDictionary<string, Func<Exception>> Exceptions = new Dictionary<string, Func<Exception>>
    {
        ["InvalidOperationException"] = () => new InvalidOperationException("Sequence contains no elements"),
        ["NullReferenceException"] = () => Record.Exception(() => ((string)null!).ToString())!,
        ["ObjectDisposedException"] = () => new ObjectDisposedException("stream"),
        ["JsonException"] = () => new JsonException("'<' is an invalid start of a value."),
        ["IOException"] = () => new IOException("No space left on device"),
        ["EndOfStreamException"] = () => new EndOfStreamException(),
        ["UnauthorizedAccessException"] = () => new UnauthorizedAccessException(),
        ["HttpRequestException"] = () => new HttpRequestException("https://host/path?X-Amz-Signature=canary"),
        ["SocketException"] = () => new System.Net.Sockets.SocketException(104),
        ["XmlException"] = () => new System.Xml.XmlException(),
        ["FormatException"] = () => new FormatException(),
        ["KeyNotFoundException"] = () => new KeyNotFoundException(),
        ["ArgumentNullException"] = () => new ArgumentNullException("path"),
        ["TimeoutException"] = () => new TimeoutException(),
        ["OperationCanceledException"] = () => new OperationCanceledException("Nobody's."),
        ["TaskCanceledException"] = () => new TaskCanceledException(),
        ["AggregateException"] = () => new AggregateException(new JsonException(), new IOException()),
        ["GuestConnectionLostException"] = () => new GuestConnectionLostException("It broke."),
        ["AttemptFailure"] = () => new AttemptFailure(new GCException(ErrorIds.Timeout, "It took too long.")),
        ["SpeechlessException"] = () => new SpeechlessException(),
        ["GCException"] = () => new GCException(ErrorIds.UploadInvalid, "The platform judged it invalid."),
    };

    /// <summary>One that fails at saying what it is.</summary>
    private sealed class SpeechlessException : Exception
    {
        public override string Message => throw new InvalidCastException();

        public override string ToString() => throw new InvalidCastException();
    }
}
