using System.Text.RegularExpressions;

namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>Every error id is reached from outside: by a line that a user types and an answer that a server gives, or by a test over the wire that is named here.</summary>
public sealed class ErrorTourTests : StagedTests
{
    private const string Send = "Send-GCAttachment a.pdf -ConversationId $C -CommunicationId $Sandbox.CommunicationId -MaximumRetryCount 0";
    private const string Save = "$null = Send-GCAttachment a.pdf -ConversationId $C; Save-GCAttachment in -ConversationId $C -MaximumRetryCount 0";
    private const string Page = "<html><head><title>Request Rejected</title></head><body>Your support ID is: 17</body></html>";

    /// <summary>What a prompt cannot bring about within a test's time, and who does: the clock of these is their own, or their peer is.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["CertificateNameMismatch"] = "A_failure_has_its_own_id_and_only_what_may_pass_is_tried_again",
        ["CertificateNotTrusted"] = "A_failure_has_its_own_id_and_only_what_may_pass_is_tried_again",
        ["InternalError"] = "What_befalls_one_file_of_a_batch_is_its_own_fate",
        ["NetworkFailed"] = "A_failure_has_its_own_id_and_only_what_may_pass_is_tried_again",
        ["ProxyAuthenticationRequired"] = "A_failure_has_its_own_id_and_only_what_may_pass_is_tried_again",
        ["QueueDatabaseChanged"] = "Once_the_timeline_changes_nobody_claims_or_sends_until_somebody_agrees",
        ["QueueDatabaseUnfit"] = "A_role_whose_commits_are_not_waited_for_is_refused",
        ["QueueStatementFailed"] = "A_call_that_fails_queues_nothing_of_it",
        ["SandboxRuntimeMissing"] = "Without_a_runtime_it_says_which_to_install",
        ["Timeout"] = "No_answer_in_30_seconds_is_tried_again",
        ["UploadTimeout"] = "An_upload_is_polled_until_valid_and_given_up_after_two_minutes",
    };

    public ErrorTourTests(Stage stage)
        : base(stage)
    {
        Files.Write("a.pdf");
        Files.Write("b.pdf");
        Files.Write("empty.pdf", 0);
        Files.Write("huge.pdf", 10_485_761);
        Files.Write("tool.exe");
        Files.Write("odd.unheardof");
        Files.WriteText("text.pdf", "This is a text, and says so from its first word to its last one, without any doubt.");
        Files.WriteText("block.json", """{"maxBytes":100000,"allowedTypes":["*/*"],"blockedExtensions":[".pdf"],"direction":"Outbound"}""");
    }

    /// <summary>An error id, what is typed, what a server does, and how the message begins. {place} is a file's folder.</summary>
    public static TheoryData<string, string, object?, string> Tour() => new()
    {
        { "AnswerInvalid", Send, new { path = "*/uploads", status = 200, body = """{"id":17}""" }, "The upload URL for 'a.pdf' got an answer (HTTP 200) that cannot be used: " },
        { "AttachmentDiffers", $"{Send} -Verify", new { method = "GET", path = "/gc-attachments/*", status = 200, body = "{\"other\":1}" }, "'a.pdf' was sent and came back otherwise: 11 bytes with SHA-256 " },
        { "AttachmentExternal", "(Invoke-RestMethod \"$($Sandbox.Url)/_sandbox/conversations/$C/messages\" -Method Post -ContentType application/json -Body '{\"attachments\":[{\"fileName\":\"a.pdf\",\"url\":\"https://files.example.com/a\"}]}') > $null; Save-GCAttachment in -ConversationId $C", null, "'a.pdf' is a link to files.example.com, which is not the platform's, and was not fetched." },
        { "AttachmentGone", Save, new { method = "GET", path = "/gc-attachments/*", status = 404, times = -1 }, "The platform does not have 'a.pdf' any more. The download of 'a.pdf' was refused by 127.0.0.1 (HTTP 404: " },
        { "AuthenticationFailed", "Connect-GCOrg -Endpoint $Sandbox.Url -Credential ([pscredential]::new('x', (ConvertTo-SecureString 'y' -AsPlainText -Force)))", null, "Sign-in of client 'x' at 127.0.0.1 was refused (401: " },
        { "BodyNotSupported", "Send-GCAttachment a.pdf -ConversationId $C -Route Multipart -Template Webchat", null, "The message with 'a.pdf' was refused for the kind of its body (HTTP 415: " },
        { "Cancelled", "'a.pdf', 'none.pdf' | Send-GCAttachment -ConversationId $C -ErrorAction Stop", new { method = "PUT", delayMs = 3000 }, "'a.pdf' was not sent: the command was stopped." },
        { "ConnectionRefused", "Connect-GCOrg -Endpoint http://127.0.0.1:1 -MaximumRetryCount 0 -Credential $Sandbox.Credential", null, "127.0.0.1:1 refuses connections." },
        { "ConnectionReset", Send, new { path = "*/uploads", acceptThenDrop = true }, "The connection to 127.0.0.1:" },
        { "ContentMismatch", "Send-GCAttachment text.pdf -ConversationId $C", null, "'text.pdf' was not sent. " },
        { "ConversationClosed", "Send-GCAttachment a.pdf -ConversationId $Ended", null, "Conversation " },
        { "ConversationNotFound", "Send-GCAttachment a.pdf -ConversationId 5edd27cf-27a4-4f62-8ea5-0de7dcf38611", null, "Reading conversation 5edd27cf-27a4-4f62-8ea5-0de7dcf38611 failed: the org does not know conversation 5edd27cf-27a4-4f62-8ea5-0de7dcf38611 (HTTP 404: " },
        { "DownloadFailed", Save, new { method = "GET", path = "/gc-attachments/*", status = 302, headers = new Dictionary<string, string> { ["Location"] = "https://elsewhere.example/x" } }, "The download of 'a.pdf' was sent on from 127.0.0.1 to elsewhere.example (HTTP 302), which is not followed." },
        { "DownloadMismatch", Save, new { method = "GET", path = "/gc-attachments/*", status = 200, body = "short", headers = new Dictionary<string, string> { ["Content-Type"] = "application/pdf" } }, "The download of 'a.pdf' ended after 5 of 1,000 bytes." },
        { "ExtensionBlocked", "Send-GCAttachment a.pdf -ConversationId $C -Policy block.json", null, "'a.pdf' was not sent. " },
        { "FileChanged", "Copy-Item a.pdf changing.pdf; $a = Test-GCAttachment changing.pdf; Start-Sleep -Milliseconds 50; Add-Content changing.pdf x; $a | Send-GCAttachment -ConversationId $C", null, "'" },
        { "FileEmpty", "Send-GCAttachment empty.pdf -ConversationId $C", null, "'empty.pdf' was not sent. " },
        { "FileNotFound", "Send-GCAttachment none.pdf -ConversationId $C", null, "'none.pdf' was not sent. " },
        { "FileTooLarge", "Send-GCAttachment huge.pdf -ConversationId $C", null, "'huge.pdf' was not sent. " },
        { "FileUnreadable", "Send-GCAttachment . -ConversationId $C", null, "" },
        { "FileUnwritable", "$null = Send-GCAttachment a.pdf -ConversationId $C; Get-GCAttachment $C | Save-GCAttachment -Destination { 'a.pdf/in' }", null, "The folder '" },
        { "GatewayAnswered", Send, new { path = "*/uploads", status = 403, body = Page }, "The upload URL for 'a.pdf' was answered by something else than Genesys Cloud: what came from 127.0.0.1 is HTTP 403, and begins 'Request Rejected Your support ID is: 17'." },
        { "JournalUnusable", "Send-GCAttachment a.pdf -ConversationId $C -Journal none/run.jsonl", null, "The journal '" },
        { "MessageOutcomeUnknown", "Send-GCAttachment a.pdf -ConversationId $C -Route Media -MaximumRetryCount 0", new { method = "POST", path = "*/messages*", acceptThenDrop = true }, "The message with 'a.pdf' may have been sent: The connection to 127.0.0.1:" },
        { "MessageRejected", Send, new { method = "POST", path = "*/messages", status = 422, body = """{"message":"The channel takes no files.","code":"not.supported","status":422}""" }, "The message with 'a.pdf' was refused (HTTP 422: not.supported, The channel takes no files)." },
        { "NameInvalid", "Send-GCAttachment a.pdf -ConversationId $C -Name \"a`u{202e}b.pdf\"", null, "" },
        { "NameResolutionFailed", "Connect-GCOrg -Region no-such-org.invalid -TrustRegion -MaximumRetryCount 0 -Credential $Sandbox.Credential", null, "The name login.no-such-org.invalid cannot be resolved" },
        { "NotConnected", "Get-GCOrg | Disconnect-GCOrg; Send-GCAttachment a.pdf -ConversationId $C", null, "There is no session with Genesys Cloud." },
        { "PathAbsent", "Send-GCAttachment a.pdf -ChannelId c -GuestId g", new { path = "*/upload-url", status = 404, body = """{"message":"HTTP 404 Not Found","code":"not.found","status":404}""" }, "The upload URL for 'a.pdf' failed: this org does not have the path, which is documented by the community only (HTTP 404: " },
        { "PathNotFound", "Send-GCAttachment NoDrive:/a.pdf -ConversationId $C", null, "" },
        { "PermissionMissing", Send, new { path = "*/uploads", status = 403 }, "The upload URL for 'a.pdf' is not allowed, or its conversation is closed or not yours (HTTP 403: " },
        { "QueueDatabaseAway", "Connect-GCQueue 127.0.0.1 -Port 1 -Credential $Sandbox.Credential", null, "The queue's database does not answer: Failed to connect to 127.0.0.1:1." },
        { "QueueDatabaseRefused", "Connect-GCQueue -ConnectionString (ConvertTo-SecureString 'Hots=db' -AsPlainText)", null, "The description of the queue's database is not understood." },
        { "QueueSchemaUnfit", "Initialize-GCQueue -AsSql -Schema Nightly", null, "The schema's name is not usable: " },
        { "RateLimited", Send, new { path = "*/uploads", status = 429, headers = new Dictionary<string, string> { ["Retry-After"] = "600" } }, "The upload URL for 'a.pdf' met the rate limit; the server asks to wait 600 s." },
        { "RequestInvalid", Send, new { path = "*/uploads", status = 400 }, "The upload URL for 'a.pdf' was refused (HTTP 400: " },
        { "RetriesExhausted", Send, new { path = "*/uploads", status = 503 }, "The upload URL for 'a.pdf' is failing: the server answered 503: " },
        { "RouteHasNoUploadUrl", "New-GCUploadUrl a.pdf -ConversationId $C -Route Media", null, "" },
        { "RowNotUnderstood", "[pscustomobject]@{ Datei = 'a.pdf' } | Send-GCAttachment -ConversationId $C", null, "The row has no column for the file. Its columns: 'Datei'; wanted is one of Path, " },
        { "TargetAmbiguous", "Send-GCAttachment a.pdf -ConversationId $C -ChannelId c -GuestId g", null, "" },
        { "TargetMissing", "Send-GCAttachment a.pdf", null, "" },
        { "TraceUnusable", "$Sandbox | Connect-GCOrg -TracePath none/wire.har", null, "The trace '" },
        { "TypeNotAllowed", "Send-GCAttachment tool.exe -ConversationId $C", null, "'tool.exe' was not sent. " },
        { "TypeUnknown", "Send-GCAttachment odd.unheardof -ConversationId $C", null, "'odd.unheardof' was not sent. " },
        { "UploadInvalid", Send, new { path = "*/uploads", status = 200, body = """{"id":"1","uploadUrl":"ftp://storage/x"}""" }, "The upload URL is not an https URL without a user name." },
        { "UploadRejected", Send, new { method = "PUT", status = 403 }, "The storage at 127.0.0.1 answered 403 AccessDenied: A scripted failure." },
        { "UploadUrlExpired", Send, new { method = "PUT", status = 403, times = -1, body = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>" }, "The upload URL of 'a.pdf' has expired." },
    };

    [Theory]
    [MemberData(nameof(Tour))]
    public async Task An_id_is_reached_and_says_what_happened_and_what_to_do(string errorId, string line, object? fault, string begins)
    {
        var ended = await Sandbox.OpenConversationAsync("closed");
        Shell.Set("Ended", ended.ConversationId);
        if (fault is not null)
        {
            await Sandbox.FailAsync(fault);
        }

        var ran = Run(line);

        var said = ran.Output.Where(receipt => $"{receipt.Properties["ErrorId"]?.Value}" == errorId).Select(receipt => $"{receipt.Properties["Message"].Value}").FirstOrDefault();
        var error = ran.Problems.FirstOrDefault(problem => problem.FullyQualifiedErrorId.StartsWith(errorId + ",", StringComparison.Ordinal));
        Assert.True(said is not null || error is not null, string.Join('\n', ran.Problems.Select(problem => $"{problem.FullyQualifiedErrorId}: {problem}")));
        Assert.StartsWith(begins, said ?? $"{error}", StringComparison.Ordinal);
        Assert.Matches(@"^\P{Cc}+[.!?]$", said ?? $"{error}");
        if (error is not null)
        {
            Assert.Matches(@"^\P{Cc}{20,}[.]$", error.ErrorDetails.RecommendedAction);
        }
    }

    [Fact]
    public void Each_id_is_on_the_tour_or_has_its_test()
    {
        var ids = Regex.Matches(File.ReadAllText(Path.Combine(Repository.Root, "src/GenesysAttachments.Engine/Errors/ErrorIds.cs")), @"const string (\w+) =").Select(match => match.Groups[1].Value);
        var tests = string.Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories).Select(File.ReadAllText));

        Assert.Equal(ids.Order(), Tour().Select(row => (string)row[0]!).Concat(Elsewhere.Keys).Order());
        Assert.All(Elsewhere, pair => Assert.Contains($" {pair.Value}(", tests, StringComparison.Ordinal));
    }
}
