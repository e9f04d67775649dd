using System.Collections.Frozen;

namespace GenesysAttachments.Engine.Errors;

/// <summary>The one table of error ids with their category and advice.</summary>
public static class ErrorCatalog
{
    private const string FirewallAdvice = "Have firewall and proxy let this machine out to port 443 of login.<region>, api.<region> and the storage host (an error at the upload names it); guests need webmessaging.<region>.";

    private static readonly FrozenDictionary<string, ErrorInfo> Table = new ErrorInfo[]
    {
        new(ErrorIds.FileNotFound, "ObjectNotFound", false, "Check the path; it is relative to the PowerShell location. Use -LiteralPath for names with [ or ]."),
        new(ErrorIds.FileUnreadable, "ReadError", false, "Give a plain file that this account may read and that no other program holds open for writing."),
        new(ErrorIds.FileEmpty, "InvalidData", false, "The platform refuses empty files. Find out why the file has no bytes before you send it."),
        new(ErrorIds.FileTooLarge, "LimitsExceeded", false, "Compress or split the file, or have the limit raised in the org's supported content profile."),
        new(ErrorIds.FileChanged, "InvalidData", true, "Let the program that writes the file finish, then send it again."),
        new(ErrorIds.TypeUnknown, "InvalidData", false, "Give the content type with -ContentType, or rename the file with an extension the org accepts."),
        new(ErrorIds.TypeNotAllowed, "InvalidData", false, "Convert the file to an accepted type, or have the type added to the org's supported content profile."),
        new(ErrorIds.ContentMismatch, "InvalidData", false, "Give the file the extension of what it really contains."),
        new(ErrorIds.ExtensionBlocked, "SecurityError", false, "The org blocks this extension whatever it contains. Send the content in another format."),
        new(ErrorIds.NameInvalid, "InvalidData", false, "Rename the file, or give a display name with -Name."),
        new(ErrorIds.NotConnected, "ConnectionError", false, "Run Connect-GCOrg first, in the same runspace (inside the job, or the parallel block), or pass -Session."),
        new(ErrorIds.AuthenticationFailed, "AuthenticationError", false, "Check client id, secret and region with Connect-GCOrg: the secret may have been changed, or the access token have expired."),
        new(ErrorIds.PermissionMissing, "PermissionDenied", false, "Add the permission to a role of the OAuth client under Admin > Integrations > OAuth, or the scope to the client."),
        new(ErrorIds.TargetMissing, "InvalidArgument", false, "Give -ConversationId for the Agent route, or -ChannelId and -GuestId for the Messaging route."),
        new(ErrorIds.TargetAmbiguous, "InvalidArgument", false, "Give the ids of one route only, or say which with -Route."),
        new(ErrorIds.RouteHasNoUploadUrl, "InvalidOperation", false, "Send the file straight with Send-GCAttachment; this route has no upload URL."),
        new(ErrorIds.ConversationNotFound, "ObjectNotFound", false, "Check the id and the region: a conversation is known only in the org and region it belongs to."),
        new(ErrorIds.ConversationClosed, "InvalidOperation", false, "The conversation has ended. Send into a conversation with a connected agent; Get-GCConversation shows its state."),
        new(ErrorIds.PathAbsent, "NotImplemented", false, "This org does not have the path. Use the Agent or the Guest route, which are in the published API."),
        new(ErrorIds.BodyNotSupported, "InvalidOperation", false, "The path does not take this kind of body. Use the Agent or the Guest route, which are in the published API."),
        new(ErrorIds.RequestInvalid, "InvalidArgument", false, "Correct what the message names."),
        new(ErrorIds.RateLimited, "LimitsExceeded", true, "Wait until RetryAt, then send what failed again with fewer workers (a lower -ThrottleLimit) or a lower -RequestsPerMinute."),
        new(ErrorIds.RetriesExhausted, "ResourceUnavailable", true, "The service is busy. Send what failed again later."),
        new(ErrorIds.PathNotFound, "ObjectNotFound", false, "Give a path on a file system drive that exists."),
        new(ErrorIds.Cancelled, "OperationStopped", true, "The command was stopped. Pipe the receipt to Send-GCAttachment to send it after all."),
        new(ErrorIds.UploadRejected, "InvalidOperation", true, "The storage refused the upload. Check the clock of this machine and that no proxy changes the request."),
        new(ErrorIds.UploadUrlExpired, "OperationTimeout", true, "Upload URLs live for minutes. Pipe files straight to Send-GCAttachment, or make the URL right before the upload."),
        new(ErrorIds.UploadInvalid, "InvalidResult", false, "The platform did not accept the upload. Check the type of the file against the org's supported content profile."),
        new(ErrorIds.UploadTimeout, "OperationTimeout", true, "The platform did not confirm the upload. Send the file again later."),
        new(ErrorIds.MessageRejected, "InvalidOperation", false, "Correct what the platform names as its reason, or send the file by another route."),
        new(ErrorIds.MessageOutcomeUnknown, "InvalidResult", false, "Look into the conversation. Only if the file is not there, pipe the receipt to Send-GCAttachment -Force."),
        new(ErrorIds.DownloadFailed, "InvalidOperation", true, "Save it again later. If it stays, check that no proxy or firewall changes the request to the host in the message."),
        new(ErrorIds.DownloadMismatch, "InvalidResult", false, "A proxy may change what comes, or the platform's record of the file is wrong. Save it from another network; if it stays, report the message's id to the platform's support."),
        new(ErrorIds.AttachmentDiffers, "InvalidResult", false, "The conversation has it, with other bytes: look at it with Save-GCAttachment, and whether a proxy changes what is sent. -Force sends it again."),
        new(ErrorIds.AttachmentGone, "ObjectNotFound", false, "The org keeps files of messages for so long only. Look whether the conversation's recording has it."),
        new(ErrorIds.AttachmentExternal, "SecurityError", false, "Look at its host with Get-GCAttachment. If you trust it, save it with -AllowExternal: this machine then asks that host, without a token, over https alone."),
        new(ErrorIds.FileUnwritable, "WriteError", true, "Give a folder with -Destination that has room and that this account may write."),
        new(ErrorIds.NameResolutionFailed, "ConnectionError", false, "Check -Region or -Endpoint, and that this machine's name servers know the name. Where only a proxy knows names outside, give it with -Proxy."),
        new(ErrorIds.ConnectionRefused, "ConnectionError", true, FirewallAdvice + " Where -Endpoint is given, check its port."),
        new(ErrorIds.CertificateNotTrusted, "SecurityError", false, "Where your network inspects connections, have the certificate of its authority put among those this machine trusts: on Windows and macOS in the machine's certificate store, on Linux with update-ca-certificates or update-ca-trust, or in a file that SSL_CERT_FILE (a folder: SSL_CERT_DIR) names before PowerShell starts. Where it does not, somebody else may be answering."),
        new(ErrorIds.CertificateNameMismatch, "SecurityError", false, "Another host answers under this name. Check -Region or -Endpoint, and sign in to the network where it has a page for that; else have its administrator look at name servers and proxy. Secrets would go to that host."),
        new(ErrorIds.ProxyAuthenticationRequired, "AuthenticationError", false, "Give -Proxy with the proxy's address, and -ProxyCredential with its user name and password (Basic), or -ProxyUseDefaultCredentials for the account that runs the command (Negotiate, NTLM)."),
        new(ErrorIds.NetworkFailed, "ConnectionError", true, "Look whether the network is up. " + FirewallAdvice),
        new(ErrorIds.ConnectionReset, "ConnectionError", true, "Send what failed again. Where it keeps breaking, a firewall or proxy may cut it. " + FirewallAdvice),
        new(ErrorIds.Timeout, "OperationTimeout", true, "The server did not answer. Send what failed again later."),
        new(ErrorIds.AnswerInvalid, "InvalidResult", false, "Check the region or the -Endpoint: something else may be answering there. If it is the org, report the correlation id to its support."),
        new(ErrorIds.GatewayAnswered, "ConnectionError", false, "A firewall, proxy or load balancer between this machine and the org refused the request. Show its administrator the host, the time and these words."),
        new(ErrorIds.RowNotUnderstood, "InvalidData", false, "Pipe paths, files from Get-ChildItem, or rows with the columns Path (or FilePath, LiteralPath, FullName) and ConversationId, or another target's ids."),
        new(ErrorIds.JournalUnusable, "ResourceUnavailable", true, "Give a journal on a local disk that has room and that this account may write, and let one run at a time use it."),
        new(ErrorIds.TraceUnusable, "WriteError", false, "Give a -TracePath in a folder that is there and that this account may write."),
        new(ErrorIds.QueueDatabaseAway, "ConnectionError", true, "Look whether the server runs and this machine reaches it at its port, then run the command again: what was done is not done twice."),
        new(ErrorIds.QueueDatabaseChanged, "InvalidOperation", false, "Look at what is queued with Get-GCQueueItem -State Queued, then agree to the database as it is with Resolve-GCQueue -AcceptDatabase."),
        new(ErrorIds.QueueDatabaseRefused, "AuthenticationError", false, "Give host, database and a role that may use the queue: -HostName, -Database and -Credential, or -ConnectionString, or set PGHOST, PGDATABASE, PGUSER and PGPASSWORD."),
        new(ErrorIds.QueueDatabaseUnfit, "InvalidOperation", false, "Have the database's administrator change what the message names, or take another server."),
        new(ErrorIds.QueueSchemaUnfit, "InvalidOperation", false, "Make the queue with Initialize-GCQueue, or name the schema it is in with -Schema."),
        new(ErrorIds.QueueStatementFailed, "InvalidResult", false, "Show the message to the database's administrator. Where a table or column is missing, run Initialize-GCQueue."),
        new(ErrorIds.InternalError, "NotSpecified", true, "Run the command again with -Debug, and report what it says; the other files are not affected."),
        new(ErrorIds.SandboxRuntimeMissing, "NotInstalled", false, "Install the ASP.NET Core 10 runtime (the .NET 10 SDK has it) so that 'dotnet --list-runtimes' shows Microsoft.AspNetCore.App 10."),
    }.ToFrozenDictionary(info => info.Id, StringComparer.Ordinal);

    /// <summary>Every entry, in no particular order.</summary>
    public static IReadOnlyCollection<ErrorInfo> All => Table.Values;

    /// <summary>The entry for an id. An id that is not in the table is a bug.</summary>
    /// <exception cref="KeyNotFoundException">The id is not in the table.</exception>
    public static ErrorInfo Get(string id) => Table[id];
}
