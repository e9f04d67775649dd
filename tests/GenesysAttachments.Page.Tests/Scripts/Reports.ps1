# Writes the reports that the tests open: of a run through the sandbox, of checks, of nothing, of 20,000 files sent under faults, of 100,000
# made up, and of names that mean harm.
param (
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Folder
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module $Module

function New-Receipt {
    param ($Name, $State, $At, $Conversation, $Reason)
    [pscustomobject]@{
        Index = 0; Path = "/outbox/$Name"; Name = $Name; SentName = $Name; Length = 24000; Route = 'Agent'; ConversationId = $Conversation; State = $State
        Sha256 = $State -eq 'Sent' ? 'f' * 64 : ''; Attempts = 1; Started = $Begin.AddSeconds($At); ElapsedSeconds = 1.5; WaitSeconds = 0.5; UploadSeconds = 0.7; MessageSeconds = 0.1
        ErrorId = $State -eq 'Sent' ? '' : 'RetriesExhausted'; Message = $Reason; CanRetry = $State -eq 'Failed'
    }
}

$Begin = [datetime]::new(2026, 1, 2, 3, 4, 5, [DateTimeKind]::Utc)
$files = (New-Item -ItemType Directory "$Folder/files").FullName
1..58 | ForEach-Object { Set-Content "$files/invoice-$_.pdf" ("%PDF-1.7`n$('x' * ($_ -eq 58 ? 24000 : 400 * $_ % 9000))`n%%EOF") -NoNewline }
Set-Content "$files/tool.exe" MZ
$null = New-Item "$files/empty.txt"

$sandbox = Start-GCSandbox -NoQuota -LatencyMilliseconds 5
$sandbox | Connect-GCOrg -RequestsPerMinute 0
$other = (Invoke-RestMethod "$($sandbox.Url)/_sandbox/conversations" -Method Post -NoProxy).conversationId
foreach ($fault in @{ method = 'PUT'; path = '*invoice-9.pdf'; status = 503 }, @{ method = 'PUT'; path = '*invoice-58.pdf'; status = 400; body = '<Error><Code>BadDigest</Code><Message>No.</Message></Error>' }) {
    $null = Invoke-RestMethod "$($sandbox.Url)/_sandbox/faults" -Method Post -Body (ConvertTo-Json $fault) -ContentType application/json -NoProxy
}

$row = 0
Get-ChildItem $files | ForEach-Object { [pscustomobject]@{ Path = $_.FullName; ConversationId = $row++ % 2 ? $sandbox.ConversationId : $other } } |
    Send-GCAttachment -ErrorAction SilentlyContinue | ConvertTo-GCReport -Name 'Nightly invoices' | Set-Content "$Folder/run.html"
Get-ChildItem $files | Test-GCAttachment | ConvertTo-GCReport -Name 'Release check' | Set-Content "$Folder/checks.html"
ConvertTo-GCReport -Name 'Nothing' | Set-Content "$Folder/empty.html"

# Twenty thousand files over forty conversations; one call in ten fails, most in ways that a retry mends.
$statements = (New-Item -ItemType Directory "$Folder/statements").FullName
1..20000 | ForEach-Object { [IO.File]::WriteAllText("$statements/statement-$_.pdf", "%PDF-1.7`n$_`n%%EOF") }
$many = 1..40 | ForEach-Object { (Invoke-RestMethod "$($sandbox.Url)/_sandbox/conversations" -Method Post -NoProxy).conversationId }
$now = @{ 'Retry-After' = '0' }
$null = Invoke-RestMethod "$($sandbox.Url)/_sandbox/faults" -Method Post -ContentType application/json -NoProxy -Body (ConvertTo-Json @(
        @{ method = 'PUT'; path = '*00.pdf'; status = 403; times = -1 }
        @{ method = 'PUT'; every = 25; status = 503; headers = $now; times = -1 }
        @{ method = 'PUT'; every = 2000; resetAfterBytes = 10; times = -1 }
        @{ path = '*/uploads'; every = 25; status = 429; headers = $now; times = -1 }
        @{ method = 'POST'; path = '*/messages'; every = 400; acceptThenDrop = $true; times = -1 }
        @{ method = 'POST'; path = '*/messages'; every = 700; status = 503; times = -1 }
    ))
$row = 0
[IO.Directory]::EnumerateFiles($statements) | ForEach-Object { [pscustomobject]@{ Path = $_; ConversationId = $many[[math]::Floor($row++ / 25) % 40] } } |
    Send-GCAttachment -ThrottleLimit 32 -FilesPerMessage 5 -ErrorAction SilentlyContinue | ConvertTo-GCReport -Name 'Month''s statements' | Set-Content "$Folder/soak.html"

$reasons = 'The storage was busy.', 'The server answered 503.'
$states = @('Sent') * 18 + 'Failed', 'Unknown'
0..99999 | ForEach-Object { New-Receipt "file-$_.pdf" $states[$_ % 20] ($_ * 0.05) "conversation-$($_ % 700)" ($_ % 20 -ge 18 ? $reasons[$_ % 2] : '') } |
    ConvertTo-GCReport -Name 'A hundred thousand' | Set-Content "$Folder/many.html"

'<script>alert(1)</script>.pdf', '</script><img src=x onerror=alert(2)>.pdf', "annual`u{202E}fdp.exe", '"><iframe src=//evil.test></iframe>', ('n' * 300) |
    ForEach-Object { New-Receipt $_ Failed 0 "<b>$_</b>" "<script>alert(3)</script> $_" } | ConvertTo-GCReport -Name '<i>Harm</i>' | Set-Content "$Folder/hostile.html"
