# Workers of a queue as processes of their own: one is killed, the other finishes; one is stopped, and holds nothing.

BeforeDiscovery { . $PSScriptRoot/Postgres.ps1 }

BeforeAll {
    . $PSScriptRoot/Common.ps1
    . $PSScriptRoot/Postgres.ps1
    if ($PostgresMissing) { return }
    $Server = Start-Postgres
    $Sandbox = Start-GCSandbox -NoQuota
    $Folder = (New-Item -ItemType Directory (Join-Path $TestDrive worker)).FullName
    $Credential = Get-PostgresCredential $Server
    Initialize-GCQueue 127.0.0.1 queue -Port $Server.Port -Credential $Credential
    $null = Connect-GCQueue 127.0.0.1 queue -Port $Server.Port -Credential $Credential
    function Connect-Here { Connect-GCOrg -Region mypurecloud.ie -Credential $Sandbox.Credential -Endpoint $Sandbox.Url }
    Connect-Here

    # A worker as a job runs it, connected from its environment.
    $Environment = @{
        GENESYSCLOUD_REGION = 'mypurecloud.ie'; GENESYSCLOUD_OAUTHCLIENT_ID = $Sandbox.ClientId; GENESYSCLOUD_OAUTHCLIENT_SECRET = $Sandbox.Credential.GetNetworkCredential().Password
        PGHOST = '127.0.0.1'; PGPORT = "$($Server.Port)"; PGDATABASE = 'queue'; PGUSER = $Server.Role; PGPASSWORD = $Server.Secret
    }
    function Start-Worker {
        param ([string] $Name, [string] $Line)
        Set-Content "$Folder/$Name.ps1" @"
            `$ErrorActionPreference = 'Stop'
            Import-Module '$ModulePath'
            `$queue = Connect-GCQueue
            Connect-GCOrg -Endpoint $($Sandbox.Url) -SharedQuota `$queue -RequestsPerMinute 1200
            $Line
"@
        Start-Process pwsh -PassThru -Environment $Environment -ArgumentList '-NoProfile', '-NonInteractive', '-File', "$Folder/$Name.ps1" -RedirectStandardOutput "$Folder/$Name.out" -RedirectStandardError "$Folder/$Name.err"
    }

    function Add-File {
        param ([int] $Conversations, [int] $Files)
        $ids = @(1..$Conversations | ForEach-Object { (New-Conversation $Sandbox).conversationId })
        0..($Files - 1) | ForEach-Object {
            $path = '{0}/f{1:000}.txt' -f $Folder, $_
            [IO.File]::WriteAllText($path, "file $_")
            [pscustomobject]@{ Path = $path; ConversationId = $ids[$_ % $Conversations] }
        } | Add-GCQueueItem | Should-All { $_.State -eq 'Queued' }
    }

    function Wait-Until {
        param ([scriptblock] $Condition, [int] $Seconds = 30)
        for ($i = 0; $i -lt $Seconds * 20; $i++) { if (& $Condition) { return }; Start-Sleep -Milliseconds 50 }
        throw "Not within $Seconds s: $Condition $(Get-Content "$Folder/*.err" -Raw)"
    }
}

AfterAll {
    if (-not $PostgresMissing) {
        $Sandbox | Stop-GCSandbox
        Stop-Postgres $Server
    }
}

Describe 'A worker' -Skip:($IsWindows -or $PostgresMissing) {
    BeforeEach { Reset-Sandbox $Sandbox; Get-GCQueueItem | Remove-GCQueueItem -Force }

    It 'that is killed costs nothing: the other one finishes, and Get-GCQueue shows it' {
        Add-File 6 60
        $first = Start-Worker first 'Send-GCQueue -Wait'
        Wait-Until { @(Get-Arrived $Sandbox messages).Count -ge 10 }
        & kill -KILL $first.Id
        $second = Start-Worker second "`$receipts = Send-GCQueue; `$receipts | Export-Csv '$Folder/second.csv'; exit (`$receipts | Measure-GCReceipt).ExitCode"
        Wait-Until { @(Get-GCQueue -Worker | Where-Object { $_.ProcessId -in $first.Id, $second.Id }).Count -eq 2 }
        Wait-Until { (Get-GCQueue).Queued -lt 50 }

        # A minute and a half later.
        Invoke-Postgres $Server "UPDATE gcqueue.gc_lane SET free_at = '-infinity' WHERE owner IN (SELECT id FROM gcqueue.gc_worker WHERE pid = $($first.Id)); UPDATE gcqueue.gc_item SET send_by = '-infinity' WHERE state = 'Sending' AND worker IN (SELECT id FROM gcqueue.gc_worker WHERE pid = $($first.Id))"
        $second.WaitForExit(60000) | Should -BeTrue
        $second.ExitCode | Should -BeIn 0, 4 -Because (Get-Content "$Folder/second.err" -Raw)

        $status = Get-GCQueue
        ($status.Sent + $status.Unknown), $status.Queued, $status.Sending | Should -Be 60, 0, 0
        $messages = Get-Arrived $Sandbox messages
        @($messages).Count | Should -Be $status.Sent
        $messages.attachments.name | Group-Object | ForEach-Object Count | Should -Not -Contain 2
        $messages | Group-Object conversationId | ForEach-Object { $_.Group.attachments.name | Should -Be @($_.Group.attachments.name | Sort-Object) }
        @(Import-Csv "$Folder/second.csv").Count | Should -BeGreaterThan 0
    }

    It 'that Ctrl+C stops is done within 5 s, holds nothing, and has sent nothing half' {
        Add-File 4 40
        $worker = Start-Worker stopped 'Send-GCQueue -Wait'
        Wait-Until { @(Get-Arrived $Sandbox messages).Count -ge 5 }
        $clock = [Diagnostics.Stopwatch]::StartNew()
        & kill -INT $worker.Id
        $worker.WaitForExit(10000) | Should -BeTrue

        $clock.Elapsed.TotalSeconds | Should -BeLessThan 6
        $status = Get-GCQueue
        $status.Sending, $status.Unknown | Should -Be 0, 0
        @(Get-Arrived $Sandbox messages).Count | Should -Be $status.Sent
        Invoke-Postgres $Server 'SELECT count(*) FROM gcqueue.gc_lane WHERE owner IS NOT NULL' | Should -Be 0
    }

    It 'ends after so many files, and what is left stays queued' {
        Add-File 2 10
        $receipts = Send-GCQueue -MaximumCount 4
        $receipts.State | Should -Be Sent, Sent, Sent, Sent
        (Get-GCQueue).Queued | Should -Be 6
        ($receipts | Measure-GCReceipt).ExitCode | Should -Be 0
    }

    It 'settles by reading what may have gone, and sends it again only where that is wished' {
        Add-File 1 2
        Send-GCQueue | Should-All { $_.State -eq 'Sent' }
        Invoke-Postgres $Server "UPDATE gcqueue.gc_item SET state = 'Unknown', message_id = NULL, media = CASE id WHEN (SELECT max(id) FROM gcqueue.gc_item) THEN 'none' ELSE media END"
        $settled = Resolve-GCQueue
        $settled.State | Should -Be Sent, Unknown
        $settled[1].Message | Should -Match 'does not show it, \d+ seconds after'
        @(Get-Arrived $Sandbox messages).Count | Should -Be 2

        (Resolve-GCQueue -Force -WhatIf).State | Should -Be Unknown
        (Get-GCQueueItem Unknown | Resolve-GCQueue -Force).State | Should -Be Queued
        Send-GCQueue | Should-All { $_.State -eq 'Sent' }
        @(Get-Arrived $Sandbox messages).Count | Should -Be 3
    }

    It 'says what to do where the database has changed, and goes on once somebody agrees' {
        Add-File 1 2
        Invoke-Postgres $Server "UPDATE gcqueue.gc_meta SET timeline = '0000000F'"
        { Send-GCQueue } | Should -Throw -ErrorId 'QueueDatabaseChanged*'
        @(Get-Arrived $Sandbox messages).Count | Should -Be 0
        Resolve-GCQueue -AcceptDatabase
        @(Send-GCQueue).Count | Should -Be 2
    }

    It 'shares a pause with everybody, until a person lets the client go on' {
        Add-File 1 2
        Add-Fault $Sandbox @{ path = '/api/*'; times = -1; status = 429; headers = @{ 'Retry-After' = '900' } }
        Send-GCQueue -ErrorAction SilentlyContinue -ErrorVariable told | Should -BeNullOrEmpty
        $told.FullyQualifiedErrorId | Should -BeLike 'RateLimited*'
        (Get-GCQueue).PausedUntil | Should -BeGreaterThan ([datetime]::UtcNow.AddMinutes(10))
        Reset-Fault $Sandbox
        Resolve-GCQueue -ResumeClient
        (Get-GCQueue).PausedUntil | Should -BeNullOrEmpty
        # This process's own park is its session's.
        Connect-Here
        @(Send-GCQueue).Count | Should -Be 2
    }

    It 'shares a client''s pace with senders that have no work list' {
        $queue = Connect-GCQueue 127.0.0.1 queue -Port $Server.Port -Credential $Credential
        Connect-GCOrg -Region mypurecloud.ie -Credential $Sandbox.Credential -Endpoint $Sandbox.Url -SharedQuota $queue -RequestsPerMinute 500
        $before = (Get-GCQueue).Requests
        New-SampleFile "$Folder/a.pdf" | Send-GCAttachment -ConversationId $Sandbox.ConversationId | Should-All { $_.State -eq 'Sent' }
        $status = Get-GCQueue
        $status.RequestsPerMinute | Should -Be 500
        $status.Requests - $before | Should -BeGreaterOrEqual 3
        { Connect-GCOrg -DeploymentId $Sandbox.DeploymentId -Endpoint $Sandbox.Url -SharedQuota $queue } | Should -Throw '*pace is its own*'
        Connect-Here
    }

    It 'says that the files are for other clients where they are' {
        Add-File 1 2
        $other = $Sandbox | Connect-GCOrg -PassThru
        Send-GCQueue -Session $other -WarningVariable told -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $told | Should -Match 'queued for other clients, .*: mypurecloud\.ie\|'
        Disconnect-GCOrg $other
    }

    It 'needs a session of a client' {
        { Send-GCQueue -Session (Connect-GCOrg -DeploymentId $Sandbox.DeploymentId -Endpoint $Sandbox.Url -PassThru) } | Should -Throw '*is a guest''s*'
        Get-GCOrg | Disconnect-GCOrg
        { Send-GCQueue } | Should -Throw -ErrorId 'NotConnected*'
        Connect-Here
        { Send-GCQueue -Duration 60 } | Should -Throw '*ten-millionths*'
    }
}
