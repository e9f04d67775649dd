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

    function Start-Nightly {
        Start-Process pwsh -PassThru -ArgumentList '-NoProfile', '-NonInteractive', '-File', "$root/docs/examples/Send-Nightly.ps1", '-Queue', (Join-Path $Folder queue.csv), '-LogFolder', $Log, '-Endpoint', $Sandbox.Url, '-Tries', '2', '-RetrySeconds', '0' -RedirectStandardOutput (Join-Path $Folder out.txt)
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
            Add-Fault $Sandbox @{ method = 'PUT'; path = '*a.pdf'; delayMs = 60000; times = -1 }
            Write-Queue (New-Row b.pdf @{ Text = 'for b' }), (New-Row a.pdf)
            $run = Start-Nightly
            for ($i = 0; $i -lt 300 -and @(Get-Arrived $Sandbox messages).Count -lt 1; $i++) { Start-Sleep -Milliseconds 100 }
            Stop-Process -InputObject $run -Force
            $run.WaitForExit()
            $Sandbox | Reset-Fault
            Write-Queue (New-Row c.pdf)
            Invoke-Nightly
            @(Get-Arrived $Sandbox messages | ForEach-Object attachments | Where-Object name).name | Should -Be 'b.pdf', 'a.pdf', 'c.pdf'
        }
        'another run is under way' = {
            Add-Fault $Sandbox @{ method = 'PUT'; delayMs = 60000; times = -1 }
            Write-Queue
            $run = Start-Nightly
            for ($i = 0; $i -lt 300 -and -not (Test-Path "$Log/running/run.jsonl"); $i++) { Start-Sleep -Milliseconds 100 }
            Write-Queue (New-Row c.pdf)
            Invoke-Nightly
            Stop-Process -InputObject $run -Force
            $run.WaitForExit()
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
        $waiting = Get-ChildItem $Folder -File -Recurse | Where-Object Name -match '^(queue|open|rejected|look)\.csv$'
        ($waiting.Name | Sort-Object) -join ' ' | Should -Be (($Left | Sort-Object) -join ' ')
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
        @(Import-Csv (Get-Item "$Log/run-*/open.csv")).Text | Should -Be 'later'
        @(Import-Csv (Get-Item "$Log/run-*/rejected.csv")).Text | Should -Be 'never'
        Reset-Sandbox $Sandbox
        Write-Queue (New-Row b.pdf @{ Text = 'now' })
        Invoke-Nightly | Should -Be 0
        @((Get-Arrived $Sandbox messages).text | Where-Object { $_ }) | Should -Be 'later', 'now'
        Get-Item "$Log/run-*/open.csv" | Should -BeNullOrEmpty
        Get-Item "$Log/run-*/queue-*.csv" | Should -HaveCount 2
    }

    It 'logs what the check warns of' {
        $row = New-Row a.pdf
        # Within the room between the two readings of KB.
        $row.Path = (New-SampleFile (Join-Path $Folder large.pdf) 10300000).FullName
        Write-Queue $row
        Invoke-Nightly | Should -Be 0
        Get-Content "$Log/log.txt" -Raw | Should -Match 'Warning: .*large\.pdf'
    }

    It 'sends nothing while its journal cannot be written, and all of it afterwards' {
        Write-Queue
        $null = New-Item -ItemType Directory "$Log/running/run.jsonl"
        Invoke-Nightly | Should -Be 1
        Get-Content "$Log/log.txt" -Raw | Should -Match 'Broken off: JournalUnusable'
        @(Get-Arrived $Sandbox messages) | Should -BeNullOrEmpty
        Remove-Item "$Log/running/run.jsonl"
        Invoke-Nightly | Should -Be 0
        @(Get-Arrived $Sandbox messages | ForEach-Object attachments) | Should -HaveCount 2
    }

    It 'sends every file of a week once, killed several times a night' -Skip:$IsWindows {
        $random = [Random]::new(7)
        $conversations = 1..5 | ForEach-Object { (New-Conversation $Sandbox).conversationId }
        $rows = [Collections.Generic.List[object]]::new()
        $kills = 0
        foreach ($night in 1..7) {
            $queue = foreach ($i in 1..60) {
                New-Row "n$night-$i.pdf" @{ ConversationId = $conversations[$i % 5]; Text = if ($i % 6 -eq 0) { "text $night $i" } else { '' } }
            }
            $rows.AddRange([object[]] $queue)
            Write-Queue $queue
            foreach ($kill in 1..4) {
                foreach ($fault in @{ method = 'PUT'; status = 503; times = 2 }, @{ method = 'POST'; path = '*/messages'; acceptThenDrop = $true }, @{ method = 'PUT'; delayMs = 300; times = 20 }) { Add-Fault $Sandbox $fault }
                $length = (Get-Item "$Log/running/run.jsonl" -ErrorAction Ignore).Length
                $run = Start-Nightly
                # At any moment from its first line on: at its end, and between the two, as well.
                $deadline = [DateTime]::UtcNow.AddSeconds(30)
                while (-not $run.HasExited -and [DateTime]::UtcNow -lt $deadline -and (Get-Item "$Log/running/run.jsonl" -ErrorAction Ignore).Length -le $length + 200) { Start-Sleep -Milliseconds 5 }
                Start-Sleep -Milliseconds $random.Next(0, 1500)
                if ($run.HasExited) { break }
                & kill -KILL $run.Id
                $run.WaitForExit()
                $kills++
            }
        }

        $Sandbox | Reset-Fault
        Invoke-Nightly | Should -BeIn 0, 4, 5
        Get-Content "$Log/log.txt" -Raw | Should -Not -Match 'Broken off'
        Get-Item "$Log/run-*/open.csv", "$Log/run-*/rejected.csv", "$Folder/queue.csv" -ErrorAction Ignore | Should -BeNullOrEmpty
        $unknown = @(Get-Item "$Log/run-*/look.csv" | ForEach-Object { Import-Csv $_ } | ForEach-Object Path)
        $arrived = Get-Arrived $Sandbox messages
        $count = @{}
        $arrived.attachments.name | Where-Object { $_ } | ForEach-Object { $count[$_]++ }
        @($count.GetEnumerator() | Where-Object Value -GT 1) | Should -BeNullOrEmpty
        @($rows | Where-Object { -not $count[(Split-Path -Leaf $_.Path)] -and $_.Path -notin $unknown }) | Should -BeNullOrEmpty
        @($arrived.text | Where-Object { $_ } | Group-Object | Where-Object Count -GT 1) | Should -BeNullOrEmpty
        $kills | Should -BeGreaterThan 10
        Write-Host "A week: $($rows.Count) rows, $kills kills, $($unknown.Count) unknown."
    }
}
