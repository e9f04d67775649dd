using System.Globalization;
using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.Guest;

/// <summary>Turns what the web messaging service refuses into an error id, a sentence and advice.</summary>
internal static class GuestErrors
{
    /// <summary>The error a frame stands for; null when it is none.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="what">What was asked for, to begin a sentence.</param>
    public static GCException? From(GuestFrame frame, string what)
    {
        switch (frame.Class)
        {
            case "GenerateUrlError" or "UploadFailureEvent" or "ErrorMessage" or "Error":
                return Make(frame.FieldNumber("errorCode") ?? frame.Code, frame.Show(frame.Field("errorMessage") ?? frame.Field("message")), what);
            case "TooManyRequestsErrorMessage":
                return Make(4029, frame.Show(frame.Field("errorMessage")), what);
            case "string" when frame.Code is not 200:
                return Make(frame.Code, frame.Show(frame.Said), what);
            default:
                return SessionEnd(frame);
        }
    }

    /// <summary>The error of a frame that ends the session, whoever waits.</summary>
    public static GCException? SessionEnd(GuestFrame frame) => frame.Class switch
    {
        "SessionExpiredEvent" => Ended("The guest session has expired."),
        "SessionClearedEvent" => Ended("The guest's conversation was cleared."),
        "LogoutEvent" => Ended("The guest was signed out."),
        "ConnectionClosedEvent" => Ended("The service closed the guest's connection; too many may be open for this guest."),
        "SessionResponse" when frame.FieldFlag("connected") == false => Ended("The service ended the guest session."),
        "string" when frame.TracingId is null && frame.Code is 4006 or 4007 => Ended("The guest session is gone."),
        _ => null,
    };

    private static GCException Make(int code, string said, string what)
    {
        var (id, stops) = code switch
        {
            4000 => (ErrorIds.TypeNotAllowed, true),
            4001 => (ErrorIds.TypeNotAllowed, false),
            4002 => (ErrorIds.FileTooLarge, false),
            4003 => (ErrorIds.ContentMismatch, false),
            4004 or 4005 => (ErrorIds.NameInvalid, false),
            4102 => (ErrorIds.FileEmpty, false),
            4006 or 4007 or 409 => (ErrorIds.ConversationClosed, true),
            4008 or 4009 or 4010 => (ErrorIds.UploadInvalid, false),
            4011 or 4013 or 400 => (ErrorIds.RequestInvalid, false),
            4029 or 429 => (ErrorIds.RateLimited, false),
            401 or 403 or 4017 => (ErrorIds.AuthenticationFailed, true),
            404 => (ErrorIds.ConversationNotFound, true),
            5000 or >= 500 and < 600 => (ErrorIds.RetriesExhausted, false),
            _ => (ErrorIds.RequestInvalid, false),
        };
        return new GCException(id, string.Create(CultureInfo.InvariantCulture, $"{what} was refused ({code}{(said.Length > 0 ? ": " + said.TrimEnd('.') : "")})."))
        {
            ServerCode = code.ToString(CultureInfo.InvariantCulture),
            StopsBatch = stops,
            CanRetry = code is 4008 or 4009 or 4010 or 4029 or 429 or 5000,
            Advice = code switch
            {
                404 => "Check the deployment id and the region.",
                4006 or 4007 or 409 => "Connect again, with -StartNew for a new conversation.",
                4008 or 4009 or 4010 => "Send the file again.",
                401 or 403 or 4017 => "Connect again; a guest token belongs to one deployment and one way of signing in.",
                _ => ErrorCatalog.Get(id).Advice,
            },
        };
    }

    private static GCException Ended(string message) => new(ErrorIds.ConversationClosed, message)
    {
        StopsBatch = true,
        Advice = "Connect again, with -StartNew for a new conversation.",
    };
}
