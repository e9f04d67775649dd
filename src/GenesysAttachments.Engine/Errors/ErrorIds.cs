namespace GenesysAttachments.Engine.Errors;

/// <summary>The error ids scripts may rely on. Category and advice of each are in <see cref="ErrorCatalog"/>.</summary>
public static class ErrorIds
{
    /// <summary>No file at the path, or the path is empty.</summary>
    public const string FileNotFound = nameof(FileNotFound);

    /// <summary>The path is a folder or another kind of thing, or the file cannot be opened for reading. Where another program holds it open, <c>CanRetry</c> is true.</summary>
    public const string FileUnreadable = nameof(FileUnreadable);

    /// <summary>The file has no bytes (server code 4102).</summary>
    public const string FileEmpty = nameof(FileEmpty);

    /// <summary>The file has more bytes than the policy or the server accepts (server code 4002, HTTP 413).</summary>
    public const string FileTooLarge = nameof(FileTooLarge);

    /// <summary>The file changed between its check and its upload.</summary>
    public const string FileChanged = nameof(FileChanged);

    /// <summary>The name has an extension that no content type is known for.</summary>
    public const string TypeUnknown = nameof(TypeUnknown);

    /// <summary>The content type is not among those the policy allows (server code 4001).</summary>
    public const string TypeNotAllowed = nameof(TypeNotAllowed);

    /// <summary>The server found that the content is not what the name says (server code 4003).</summary>
    public const string ContentMismatch = nameof(ContentMismatch);

    /// <summary>The org blocks the extension whatever the content type (server code 4001).</summary>
    public const string ExtensionBlocked = nameof(ExtensionBlocked);

    /// <summary>The name or the text cannot be sent as it is (server codes 4004, 4005, 4011).</summary>
    public const string NameInvalid = nameof(NameInvalid);

    /// <summary>There is no session.</summary>
    public const string NotConnected = nameof(NotConnected);

    /// <summary>The credential or token was refused (HTTP 401).</summary>
    public const string AuthenticationFailed = nameof(AuthenticationFailed);

    /// <summary>The client lacks a permission or scope for this call (HTTP 403).</summary>
    public const string PermissionMissing = nameof(PermissionMissing);

    /// <summary>No ids were given, or too few, to say where the file goes.</summary>
    public const string TargetMissing = nameof(TargetMissing);

    /// <summary>The ids given fit several routes or several communications.</summary>
    public const string TargetAmbiguous = nameof(TargetAmbiguous);

    /// <summary>The route takes the bytes itself, so there is no upload URL to hand out.</summary>
    public const string RouteHasNoUploadUrl = nameof(RouteHasNoUploadUrl);

    /// <summary>The conversation, channel or media id is unknown to the org (HTTP 404).</summary>
    public const string ConversationNotFound = nameof(ConversationNotFound);

    /// <summary>The conversation has no connected messaging leg any more (HTTP 403 or 409).</summary>
    public const string ConversationClosed = nameof(ConversationClosed);

    /// <summary>The org does not have the path at all (HTTP 404 without a Genesys error).</summary>
    public const string PathAbsent = nameof(PathAbsent);

    /// <summary>The server does not take this kind of body on this path (HTTP 415).</summary>
    public const string BodyNotSupported = nameof(BodyNotSupported);

    /// <summary>The server refused a field of the request (HTTP 400), or a parameter cannot be used.</summary>
    public const string RequestInvalid = nameof(RequestInvalid);

    /// <summary>The quota is used up for longer than a command waits (HTTP 429).</summary>
    public const string RateLimited = nameof(RateLimited);

    /// <summary>A passing failure did not pass within the attempts allowed.</summary>
    public const string RetriesExhausted = nameof(RetriesExhausted);

    /// <summary>The path is on a provider that is not the file system, or its drive does not exist.</summary>
    public const string PathNotFound = nameof(PathNotFound);

    /// <summary>The command was stopped before this item was done.</summary>
    public const string Cancelled = nameof(Cancelled);

    /// <summary>The storage refused the bytes or their signature.</summary>
    public const string UploadRejected = nameof(UploadRejected);

    /// <summary>The upload URL ran out, and so did its replacement.</summary>
    public const string UploadUrlExpired = nameof(UploadUrlExpired);

    /// <summary>The upload URL or its headers cannot be used, or the platform judged the upload invalid.</summary>
    public const string UploadInvalid = nameof(UploadInvalid);

    /// <summary>The platform did not confirm the upload in time.</summary>
    public const string UploadTimeout = nameof(UploadTimeout);

    /// <summary>The platform refused the message.</summary>
    public const string MessageRejected = nameof(MessageRejected);

    /// <summary>The message was sent and its answer was lost: it may have arrived.</summary>
    public const string MessageOutcomeUnknown = nameof(MessageOutcomeUnknown);

    /// <summary>The storage refused to give a file, or gave something else.</summary>
    public const string DownloadFailed = nameof(DownloadFailed);

    /// <summary>What came has another length or another SHA-256 than the platform says. It was not kept.</summary>
    public const string DownloadMismatch = nameof(DownloadMismatch);

    /// <summary>What was sent was read back and has another length or another SHA-256 than the file.</summary>
    public const string AttachmentDiffers = nameof(AttachmentDiffers);

    /// <summary>The platform does not have the file any more.</summary>
    public const string AttachmentGone = nameof(AttachmentGone);

    /// <summary>The attachment is a link to a host that is not the platform's, and was not fetched.</summary>
    public const string AttachmentExternal = nameof(AttachmentExternal);

    /// <summary>The file cannot be written where it was to be saved: rights, room, or the folder itself.</summary>
    public const string FileUnwritable = nameof(FileUnwritable);

    /// <summary>The host's name cannot be resolved.</summary>
    public const string NameResolutionFailed = nameof(NameResolutionFailed);

    /// <summary>Nothing listens at the host's port, or a firewall refuses.</summary>
    public const string ConnectionRefused = nameof(ConnectionRefused);

    /// <summary>This machine does not trust who signed the host's certificate, or the certificate has expired or is not valid yet.</summary>
    public const string CertificateNotTrusted = nameof(CertificateNotTrusted);

    /// <summary>The host's certificate is for another name.</summary>
    public const string CertificateNameMismatch = nameof(CertificateNameMismatch);

    /// <summary>A proxy on the way wants a login (HTTP 407).</summary>
    public const string ProxyAuthenticationRequired = nameof(ProxyAuthenticationRequired);

    /// <summary>The host, or the way to it, cannot be reached, or no secure connection to it can be made.</summary>
    public const string NetworkFailed = nameof(NetworkFailed);

    /// <summary>The connection broke before it had its whole answer.</summary>
    public const string ConnectionReset = nameof(ConnectionReset);

    /// <summary>The server did not answer in time.</summary>
    public const string Timeout = nameof(Timeout);

    /// <summary>The org, its storage or its guest service answered with something that breaks the shape of the protocol.</summary>
    public const string AnswerInvalid = nameof(AnswerInvalid);

    /// <summary>What answered is no Genesys service: a firewall, proxy or load balancer in between.</summary>
    public const string GatewayAnswered = nameof(GatewayAnswered);

    /// <summary>A row names no file, or what came in is no row at all.</summary>
    public const string RowNotUnderstood = nameof(RowNotUnderstood);

    /// <summary>The journal is in use by another process, or cannot be written: without it nothing is sent.</summary>
    public const string JournalUnusable = nameof(JournalUnusable);

    /// <summary>The file of a trace is there already, or cannot be made.</summary>
    public const string TraceUnusable = nameof(TraceUnusable);

    /// <summary>The queue's database does not answer, is starting or ends the connection. Nothing half done: the same again is safe.</summary>
    public const string QueueDatabaseAway = nameof(QueueDatabaseAway);

    /// <summary>The queue's database is another than its work was agreed for: it failed over, was restored, or is a copy.</summary>
    public const string QueueDatabaseChanged = nameof(QueueDatabaseChanged);

    /// <summary>The queue's database refuses the sign-in or a right, or its description is not understood.</summary>
    public const string QueueDatabaseRefused = nameof(QueueDatabaseRefused);

    /// <summary>The server cannot hold a queue: too old, or it does not sync what it commits.</summary>
    public const string QueueDatabaseUnfit = nameof(QueueDatabaseUnfit);

    /// <summary>There is no queue in the schema, or one of a newer version.</summary>
    public const string QueueSchemaUnfit = nameof(QueueSchemaUnfit);

    /// <summary>The queue's database answered with an error of another kind.</summary>
    public const string QueueStatementFailed = nameof(QueueStatementFailed);

    /// <summary>A failure that nobody foresaw: a bug of the module.</summary>
    public const string InternalError = nameof(InternalError);

    /// <summary>No ASP.NET Core 10 runtime was found to run the sandbox with.</summary>
    public const string SandboxRuntimeMissing = nameof(SandboxRuntimeMissing);
}
