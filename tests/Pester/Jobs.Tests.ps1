# The nights of docs/scheduled-jobs.md: what its table says of each is held against what Send-Nightly.ps1 did.

BeforeDiscovery {
    $table = [regex]::Match((Get-Content "$PSScriptRoot/../../docs/scheduled-jobs.md" -Raw), '(?m)^\| Night .*\n(\|.*\n)+').Value
    $nights = $table.Trim() -split "`n" | Select-Object -Skip 2 | ForEach-Object {
        $cells = @($_.Trim('|', ' ') -split ' \| ')
        @{ Night = $cells[0]; Code = [int] $cells[1]; Says = $cells[2].Trim('`'); Left = @([regex]::Matches($cells[3], '`([^`]+)`').ForEach{ $_.Groups[1].Value }) }
    }
}

BeforeAll {
    . $PSScriptRoot/Common.ps1
    $root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))
    $before = $env:PSModulePath
    $env:PSModulePath = (Join-Path $root out) + [IO.Path]::PathSeparator + $env:PSModulePath
    $Sandbox = Start-GCSandbox -NoQuota
    $Secret = $Sandbox.Credential.GetNetworkCredential().Password
    $Page = '<html><head><title>Request Rejected</title></head><body>Your support ID is: 17</body></html>'

    # Runs the job; gives its exit code.
    function Invoke-Nightly {
        param ([string] $Queue = (Join-Path $Folder queue.csv), [string] $Endpoint = $Sandbox.Url, [int] $Tries = 2, [string[]] $More = @())
        $script:Said = & pwsh -NoProfile -NonInteractive -File "$root/docs/examples/Send-Nightly.ps1" -Queue $Queue -LogFolder $Log -Endpoint $Endpoint -Tries $Tries -RetrySeconds 0 @More 6>&1 2>&1
        $LASTEXITCODE
    }

    function New-Row {
        param ([string] $Name, [hashtable] $More = @{})
        $row = [ordered] @{ Path = (New-SampleFile (Join-Path $Folder $Name)).FullName; ConversationId = $Sandbox.ConversationId }
        $More.Keys | ForEach-Object { $row[$_] = $More[$_] }
        [pscustomobject] $row
    }

    function Write-Queue {
        param ([object[]] $Row = @((New-Row a.pdf), (New-Row 'b[1].pdf')), [char] $Delimiter = ',')
        $Row | Export-Csv (Join-Path $Folder queue.csv) -Delimiter $Delimiter
    }

    # What a night begins with, and how it is run where that is not the usual way.
    $Nights = @{
        'a queue with `Path` and `ConversationId` alone' = { Write-Queue; Invoke-Nightly }
        'a queue with all columns' = {
            Write-Queue (New-Row a.pdf @{ Text = 'for a'; Name = 'Offer.pdf'; ContentType = 'application/pdf'; Route = 'Agent'; CommunicationId = $Sandbox.CommunicationId }), (New-Row b.pdf)
            Invoke-Nightly
        }
        'no queue' = { Invoke-Nightly }
        'an empty queue' = { Set-Content (Join-Path $Folder queue.csv) 'Path,ConversationId'; Invoke-Nightly }
        'a queue separated by semicolons' = { Write-Queue -Delimiter ';'; Invoke-Nightly }
        'the same, with `-Delimiter '';''`' = { Write-Queue -Delimiter ';'; Invoke-Nightly -More '-Delimiter', ';' }
        'a queue with columns of other names' = { Write-Queue ([pscustomobject]@{ Datei = 'a.pdf'; Vorgang = $Sandbox.ConversationId }); Invoke-Nightly }
        'the share of the queue is not there' = { Invoke-Nightly -Queue (Join-Path $Folder share/queue.csv) }
        'the share of the files is not there' = { Write-Queue ([pscustomobject]@{ Path = '/no-such-share/a.pdf'; ConversationId = $Sandbox.ConversationId }); Invoke-Nightly }
        'one bad file among good ones' = { Write-Queue (New-Row tool.exe), (New-Row a.pdf); Invoke-Nightly }
        'the secret was rotated' = { $env:GENESYSCLOUD_OAUTHCLIENT_SECRET = 'canary-of-the-job'; Write-Queue; Invoke-Nightly }
        'a firewall in front of the sign-in' = { Add-Fault $Sandbox @{ path = '/oauth/token'; status = 403; body = $Page; times = -1 }; Write-Queue; Invoke-Nightly }
        'a firewall in front of the API' = { Add-Fault $Sandbox @{ path = '/api/*'; status = 403; body = $Page; times = -1 }; Write-Queue; Invoke-Nightly }
        'no network' = { Write-Queue; Invoke-Nightly -Endpoint http://127.0.0.1:1 }
        'the token is revoked in mid-run' = { Add-Fault $Sandbox @{ path = '*/uploads'; status = 401; times = 1 }; Write-Queue; Invoke-Nightly }
        'the client is deleted in mid-run' = { Add-Fault $Sandbox @{ path = '*/uploads'; status = 401; times = -1 }; Write-Queue; Invoke-Nightly }
        'the storage is down, and up again at the second try' = { Add-Fault $Sandbox @{ method = 'POST'; path = '*/uploads'; status = 500; times = 2 }; Write-Queue; Invoke-Nightly }
        'the storage is down all night' = { Add-Fault $Sandbox @{ method = 'PUT'; status = 403; times = -1 }; Write-Queue; Invoke-Nightly }
        'a conversation has ended' = { Write-Queue (New-Row a.pdf @{ ConversationId = (New-Conversation $Sandbox closed).conversationId }); Invoke-Nightly }
        'the answer to a message is lost, and so is the look into its conversation' = {
            Add-Fault $Sandbox @{ method = 'POST'; path = '*/messages'; acceptThenDrop = $true; times = -1 }
            Add-Fault $Sandbox @{ method = 'GET'; path = "*/conversations/$($Sandbox.ConversationId)"; status = 500; times = -1 }
            Write-Queue (New-Row a.pdf @{ CommunicationId = $Sandbox.CommunicationId })
            Invoke-Nightly
        }
        'the run after one that was killed' = {
            Add-Fault $Sandbox @{ method = 'PUT'; delayMs = 60000; times = -1 }
            Write-Queue
            $run = Start-Process pwsh -PassThru -ArgumentList '-NoProfile', '-NonInteractive', '-File', "$root/docs/examples/Send-Nightly.ps1", '-Queue', (Join-Path $Folder queue.csv), '-LogFolder', $Log, '-Endpoint', $Sandbox.Url -RedirectStandardOutput (Join-Path $Folder out.txt)
            for ($i = 0; $i -lt 300 -and -not (Test-Path "$Log/running-queue.csv"); $i++) { Start-Sleep -Milliseconds 100 }
            Stop-Process -InputObject $run -Force
            $run.WaitForExit()
            Reset-Sandbox $Sandbox
            Write-Queue (New-Row c.pdf)
            Invoke-Nightly
        }
    }
}

AfterAll {
    $env:PSModulePath = $before
    $Sandbox | Stop-GCSandbox
}

Describe 'The nightly job' {
    BeforeEach {
        $Folder = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        $Log = Join-Path $Folder log
        $env:GENESYSCLOUD_REGION = 'mypurecloud.ie'
        $env:GENESYSCLOUD_OAUTHCLIENT_ID = $Sandbox.ClientId
        $env:GENESYSCLOUD_OAUTHCLIENT_SECRET = $Secret
        Reset-Sandbox $Sandbox
    }

    AfterEach {
        Remove-Item env:GENESYSCLOUD_REGION, env:GENESYSCLOUD_OAUTHCLIENT_ID, env:GENESYSCLOUD_OAUTHCLIENT_SECRET
    }

    It 'does as its table says: <Night>' -ForEach $nights {
        $Nights.Keys | Should -Contain $Night
        $code = & $Nights[$Night]
        $logged = Get-Content "$Log/log.txt" -Raw
        $code | Should -Be $Code -Because $logged
        $logged | Should -Match ([regex]::Escape($Says))
        $waiting = Get-ChildItem $Folder, $Log -File | Where-Object Name -match '^(queue|open|running|running-queue|rejected-.*|look-.*)\.csv$' | Where-Object Name -notmatch '^queue-'
        ($waiting.Name -replace '-\d{8}-\d{6}-\d{3}', '-STAMP' | Sort-Object) -join ' ' | Should -Be (($Left | Sort-Object) -join ' ')
        $logged | Should -Not -Match 'canary|may have arrived'
        # What it says, nothing but a message that was written may have done.
        if ($Code -ne 4) { $logged | Should -Not -Match 'look into the conversation' }
        @(Get-Arrived $Sandbox messages | ForEach-Object attachments | Where-Object name | Group-Object name).Where{ $_.Count -gt 1 } | Should -BeNullOrEmpty
    }

    It 'has a row for each night that is tried here' {
        $page = Get-Content "$root/docs/scheduled-jobs.md"
        $Nights.Keys | Where-Object { $night = $_; -not ($page -like "| $([WildcardPattern]::Escape($night)) | *") } | Should -BeNullOrEmpty
    }

    It 'sends each row with its text, and what it left over before that of the next night' {
        Add-Fault $Sandbox @{ method = 'PUT'; path = '*a.pdf'; status = 403; times = -1 }
        Write-Queue (New-Row a.pdf @{ Text = 'later' }), (New-Row tool.exe @{ Text = 'never' })
        Invoke-Nightly -Tries 1 | Should -Be 3
        @(Import-Csv "$Log/open.csv").Text | Should -Be 'later'
        @(Import-Csv (Get-Item "$Log/rejected-*.csv")).Text | Should -Be 'never'
        Reset-Sandbox $Sandbox
        Write-Queue (New-Row b.pdf @{ Text = 'now' })
        Invoke-Nightly | Should -Be 0
        @((Get-Arrived $Sandbox messages).text | Where-Object { $_ }) | Should -Be 'later', 'now'
        "$Log/open.csv" | Should -Not -Exist
        Get-ChildItem "$Log/queue-*.csv" | Should -HaveCount 2
    }

    It 'logs what the check warns of' {
        $row = New-Row a.pdf
        # Within the room between the two readings of KB.
        $row.Path = (New-SampleFile (Join-Path $Folder large.pdf) 10300000).FullName
        Write-Queue $row
        Invoke-Nightly | Should -Be 0
        Get-Content "$Log/log.txt" -Raw | Should -Match 'Warning: .*large\.pdf'
    }

    It 'keeps for a person what it had begun when its disk is full' {
        Write-Queue
        $script = (Get-Content "$root/docs/examples/Send-Nightly.ps1" -Raw).Replace('$_ | Export-Csv -LiteralPath $journal -Append', "throw 'No space left on device.'")
        Set-Content (Join-Path $Folder Job.ps1) $script
        & pwsh -NoProfile -NonInteractive -File (Join-Path $Folder Job.ps1) -Queue (Join-Path $Folder queue.csv) -LogFolder $Log -Endpoint $Sandbox.Url *> $null
        $LASTEXITCODE | Should -Be 1
        Get-Content "$Log/log.txt" -Raw | Should -Match 'Broken off: No space left'
        "$Log/running.csv" | Should -Exist
        Join-Path $Folder queue.csv | Should -Not -Exist
        Invoke-Nightly | Should -Be 4
    }
}
