# A run with a journal is ended at any moment, in every way, and begun again until it is done.

BeforeAll {
    . $PSScriptRoot/Common.ps1
    $Sandbox = Start-GCSandbox -NoQuota
    $Secret = $Sandbox.Credential.GetNetworkCredential().Password
    $Folder = (New-Item -ItemType Directory (Join-Path $TestDrive journal)).FullName

    # A process that sends the queue. (Connected from its environment, as a job is.)
    Set-Content "$Folder/job.ps1" @"
        `$ErrorActionPreference = 'Stop'
        Import-Module '$ModulePath'
        Connect-GCOrg -Endpoint $($Sandbox.Url) -RequestsPerMinute 0
        `$receipts = @(Import-Csv '$Folder/queue.csv' | Send-GCAttachment -Journal '$Folder/run.jsonl' -ErrorAction Continue 2>`$null)
        `$receipts | Export-Csv '$Folder/receipts.csv'
        exit (`$receipts | Measure-GCReceipt).ExitCode
"@
    $env:GENESYSCLOUD_REGION = 'mypurecloud.ie'
    $env:GENESYSCLOUD_OAUTHCLIENT_ID = $Sandbox.ClientId
    $env:GENESYSCLOUD_OAUTHCLIENT_SECRET = $Secret

    function Start-Job1 {
        Start-Process pwsh -PassThru -ArgumentList '-NoProfile', '-NonInteractive', '-File', "$Folder/job.ps1" -RedirectStandardOutput "$Folder/out.txt" -RedirectStandardError "$Folder/err.txt"
    }
}

AfterAll {
    Remove-Item env:GENESYSCLOUD_REGION, env:GENESYSCLOUD_OAUTHCLIENT_ID, env:GENESYSCLOUD_OAUTHCLIENT_SECRET
    $Sandbox | Stop-GCSandbox
}

Describe 'A run with a journal' -Skip:$IsWindows {
    It 'that is ended sixty times and more sends every file once, and every text' {
        $conversations = 1..40 | ForEach-Object { (New-Conversation $Sandbox).conversationId }
        $rows = foreach ($i in 0..2999) {
            $path = '{0}/f{1:0000}.txt' -f $Folder, $i
            [IO.File]::WriteAllText($path, "file $i")
            [pscustomobject]@{ Path = $path; ConversationId = $conversations[$i % 40]; Text = $i % 10 -eq 0 ? "text $i" : '' }
        }
        $rows | Export-Csv "$Folder/queue.csv"
        $random = [Random]::new(15)
        $ends = 0
        for ($round = 0; $round -lt 200; $round++) {
            foreach ($fault in @{ method = 'PUT'; status = 503 }, @{ method = 'POST'; path = '*/uploads'; status = 503 }, @{ method = 'POST'; path = '*/messages'; status = 429; headers = @{ 'Retry-After' = '0' } }, @{ method = 'POST'; path = '*/messages'; acceptThenDrop = $true }) {
                Add-Fault $Sandbox $fault
            }

            $before = (Get-Item "$Folder/run.jsonl" -ErrorAction Ignore).Length
            $run = Start-Job1
            # After so much of its work, whatever the pace of the machine; seldom more than a hundredth of all.
            $enough = $before + $random.Next(400, 60000)
            while (-not $run.HasExited -and ($ends -ge 60 -or (Get-Item "$Folder/run.jsonl" -ErrorAction Ignore).Length -lt $enough)) { Start-Sleep -Milliseconds 5 }
            Start-Sleep -Milliseconds $random.Next(0, 10)
            if ($ends -ge 60) { $run.WaitForExit() }
            if ($run.HasExited) { break }
            switch ($round % 6) {
                4 { & kill -INT $run.Id }
                5 { & kill -STOP $run.Id; Start-Sleep -Milliseconds 200; & kill -CONT $run.Id; Start-Sleep -Milliseconds $random.Next(0, 100); & kill -KILL $run.Id }
                default { & kill -KILL $run.Id }
            }
            $run.WaitForExit()
            $ends++
        }

        $ends | Should -BeGreaterOrEqual 60
        $receipts = Import-Csv "$Folder/receipts.csv"
        $receipts | Should -HaveCount 3000
        $receipts | Where-Object State -notin Sent, Skipped, Unknown | Select-Object -First 3 | Out-String | Should -BeNullOrEmpty
        $unknown = @($receipts | Where-Object State -EQ Unknown)
        $arrived = Get-Arrived $Sandbox messages
        $count = @{}
        $arrived.attachments.name | Where-Object { $_ } | ForEach-Object { $count[$_]++ }
        @($count.GetEnumerator() | Where-Object Value -GT 1) | Should -BeNullOrEmpty
        @($rows | Where-Object { -not $count[(Split-Path -Leaf $_.Path)] -and $_.Path -notin $unknown.Path }) | Should -BeNullOrEmpty
        # Where the mark was made and the request was not: nobody can tell that from a message on its way.
        $unknown.Count | Should -BeLessOrEqual 60
        $texts = @($arrived.text | Where-Object { $_ } | Group-Object)
        @($texts | Where-Object Count -GT 1) | Should -BeNullOrEmpty
        $texts.Count | Should -BeGreaterThan 290
        Write-Host "$ends ends, $($unknown.Count) unknown, $($texts.Count) of 300 texts"
    }
}

Describe 'Get-GCJournal -Wait' {
    It 'follows a run to its end, and writes each file once' {
        $path = Join-Path $Folder follow.jsonl
        $files = 1..6 | ForEach-Object { (New-SampleFile (Join-Path $Folder "follow$_.pdf")).FullName }
        Add-Fault $Sandbox @{ method = 'POST'; path = '*/messages'; delayMs = 400; times = -1 }
        $run = Start-Job {
            Import-Module $using:ModulePath
            Connect-GCOrg -Endpoint $using:Sandbox.Url
            $using:files | Send-GCAttachment -ConversationId $using:Sandbox.ConversationId -Journal $using:path
        }
        while (-not (Test-Path $path)) { Start-Sleep -Milliseconds 20 }
        $seen = Get-GCJournal $path -Wait | ForEach-Object { [pscustomobject]@{ Name = $_.Name; State = $_.State; Running = $run.State -eq 'Running' } }
        $run | Wait-Job | Receive-Job | Should -HaveCount 6
        Reset-Sandbox $Sandbox
        $seen.Name | Sort-Object | Should -Be (1..6 | ForEach-Object { "follow$_.pdf" })
        $seen.State | Select-Object -Unique | Should -Be Sent
        $seen[0].Running | Should -BeTrue
    }

    It 'ends at once where no run writes' {
        (Measure-Command { Get-GCJournal (Join-Path $Folder follow.jsonl) -Wait }).TotalSeconds | Should -BeLessThan 2
    }
}
