# Files that come back, in a real shell: what a person sees, what a job ends with, and a process that is killed while it saves.

BeforeAll {
    . $PSScriptRoot/Common.ps1
    $Sandbox = Start-GCSandbox -NoQuota
    $Sandbox | Connect-GCOrg

    # Puts a message with files into a conversation; gives what the sandbox knows of them.
    function Add-Message {
        param ([Parameter(Mandatory)] [string] $ConversationId, [Parameter(Mandatory)] [hashtable[]] $File)
        $body = ConvertTo-Json @{ attachments = $File } -Depth 3
        (Invoke-WebRequest -Method Post -Uri "$($Sandbox.Url)/_sandbox/conversations/$ConversationId/messages" -Body $body -ContentType application/json -NoProxy).Content | ConvertFrom-Json
    }

    function New-Folder { (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName }
}

AfterAll {
    Get-GCOrg | Disconnect-GCOrg
    $Sandbox | Stop-GCSandbox
}

Describe 'Save-GCAttachment' {
    BeforeEach {
        $Conversation = (New-Conversation $Sandbox).conversationId
        $Folder = New-Folder
    }

    It 'brings back what was sent, relative to the location' {
        $file = New-SampleFile (Join-Path $Folder 'offer.pdf') 20000
        $null = $file | Send-GCAttachment -ConversationId $Conversation
        Push-Location $Folder
        try { $saved = Save-GCAttachment saved -ConversationId $Conversation } finally { Pop-Location }

        $saved.State | Should -Be 'Saved'
        $saved.Path | Should -Be (Join-Path $Folder 'saved' 'offer.pdf')
        ($saved | Get-FileHash).Hash | Should -Be ($file | Get-FileHash).Hash
        $saved.Verified | Should -BeTrue
    }

    It 'shows a table that fits, and names the file or the error' {
        $null = Add-Message $Conversation @{ fileName = 'a.pdf'; length = 10 }, @{ fileName = 'b.pdf'; url = 'https://files.example.com/b' }
        $shown = Save-GCAttachment "$Folder/in" -ConversationId $Conversation -ErrorAction Ignore | Sort-Object Index | Out-String -Width 80

        $shown | Should -Match 'a\.pdf +10 B .*Saved.* a\.pdf'
        $shown | Should -Match 'b\.pdf .*External.* AttachmentExternal'
        Get-GCAttachment $Conversation | Out-String -Width 80 | Should -Match "ConversationId: $Conversation"
    }

    It 'ends a job with <ExitCode> for <Case>' -ForEach @(
        @{ Case = 'all there'; ExitCode = 0; File = @{ fileName = 'a.pdf'; length = 10 } }
        @{ Case = 'a link to a stranger'; ExitCode = 2; File = @{ fileName = 'a.pdf'; url = 'https://files.example.com/a' } }
        @{ Case = 'another hash'; ExitCode = 2; File = @{ fileName = 'a.pdf'; length = 10; sha256 = '0' * 64 } }
        @{ Case = 'no address yet'; ExitCode = 3; File = @{ fileName = 'a.pdf'; length = 10; omit = @('url') } }
    ) {
        $null = Add-Message $Conversation $File
        $receipts = @(Save-GCAttachment "$Folder/in" -ConversationId $Conversation -ErrorAction SilentlyContinue)

        ($receipts | Measure-GCReceipt).ExitCode | Should -Be $ExitCode
        ($receipts | ConvertTo-Csv | ConvertFrom-Csv | Measure-GCReceipt).ExitCode | Should -Be $ExitCode
    }

    It 'gives each file its folder by a script block' {
        $null = Add-Message $Conversation @{ fileName = 'a.pdf'; length = 10 }, @{ fileName = 'b.png'; length = 10 }
        $null = Get-GCAttachment $Conversation | Save-GCAttachment -Destination { Join-Path $Folder ([IO.Path]::GetExtension($_.Name).TrimStart('.')) }

        Join-Path $Folder pdf a.pdf | Should -Exist
        Join-Path $Folder png b.png | Should -Exist
    }

    It 'asks before each file, and takes no for an answer' {
        $null = Add-Message $Conversation @{ fileName = 'a.pdf'; length = 10 }
        $out = Invoke-Shell @"
Import-Module '$ModulePath'
`$null = Connect-GCOrg -Endpoint $($Sandbox.Url) -Credential ([pscredential]::new('$($Sandbox.ClientId)', (ConvertTo-SecureString '$($Sandbox.Credential.GetNetworkCredential().Password)' -AsPlainText)))
(Save-GCAttachment '$Folder/in' -ConversationId $Conversation -WhatIf).Message
Test-Path '$Folder/in'
"@
        $out | Should -Contain 'Not saved: -WhatIf.'
        $out | Should -Contain 'False'
        "$out" | Should -BeLike "*What if: Save 'a.pdf' (10 bytes) of conversation $Conversation to $Folder/in*"
    }

    It 'killed at any moment leaves no torn file, and fetches none again that is there' -Skip:$IsWindows {
        $known = @{}
        foreach ($part in 0..3) {
            $files = foreach ($i in 0..24) { @{ fileName = "f$($part * 25 + $i).bin"; length = 150000 + $part * 25 + $i } }
            $told = (Add-Message $Conversation $files).attachments
            foreach ($i in 0..24) { $known["f$($part * 25 + $i).bin"] = $told[$i] }
        }

        Add-Fault $Sandbox @{ method = 'GET'; path = '/gc-attachments/*'; times = -1; delayMs = 120 }
        $in = Join-Path $Folder in
        Set-Content "$Folder/job.ps1" @"
            `$ErrorActionPreference = 'Stop'
            Import-Module '$ModulePath'
            Connect-GCOrg -Endpoint $($Sandbox.Url) -RequestsPerMinute 0
            `$receipts = @(Save-GCAttachment '$in' -ConversationId $Conversation)
            exit (`$receipts | Measure-GCReceipt).ExitCode
"@
        $env:GENESYSCLOUD_REGION, $env:GENESYSCLOUD_OAUTHCLIENT_ID, $env:GENESYSCLOUD_OAUTHCLIENT_SECRET = 'mypurecloud.ie', $Sandbox.ClientId, $Sandbox.Credential.GetNetworkCredential().Password
        $random = [Random]::new(15)
        $kills = 0
        try {
            for ($round = 0; $round -lt 20; $round++) {
                $before = @(Get-ChildItem $in -Force -File -ErrorAction Ignore | Where-Object Name -like 'f*').Name
                $asked = @(Get-Arrived $Sandbox requests).Count
                $run = Start-Process pwsh -PassThru -ArgumentList '-NoProfile', '-NonInteractive', '-File', "$Folder/job.ps1" -RedirectStandardOutput "$Folder/out.txt" -RedirectStandardError "$Folder/err.txt"
                $enough = @($before).Count + $random.Next(3, 10)
                while (-not $run.HasExited -and ($kills -ge 5 -or @(Get-ChildItem "$in/f*" -ErrorAction Ignore).Count -lt $enough)) { Start-Sleep -Milliseconds 5 }
                Start-Sleep -Milliseconds $random.Next(0, 20)
                if ($kills -ge 5) { $run.WaitForExit() }
                if (-not $run.HasExited) {
                    & kill -KILL $run.Id
                    $run.WaitForExit()
                    $kills++
                }

                # Whatever has a final name is whole.
                foreach ($file in Get-ChildItem $in -Force -File | Where-Object Name -like 'f*') {
                    ($file | Get-FileHash).Hash | Should -Be $known[$file.Name].sha256 -Because $file.Name
                }

                $fetched = @(Get-Arrived $Sandbox requests | Select-Object -Skip $asked | Where-Object { $_.method -eq 'GET' -and $_.target -like '/gc-attachments/*' }).target
                foreach ($name in $before | Where-Object { $_ }) {
                    @($fetched | Where-Object { $_ -like "*$($known[$name].id)*" }) | Should -BeNullOrEmpty -Because "$name was there"
                }

                if ($run.ExitCode -eq 0) { break }
            }
        }
        finally {
            Remove-Item env:GENESYSCLOUD_REGION, env:GENESYSCLOUD_OAUTHCLIENT_ID, env:GENESYSCLOUD_OAUTHCLIENT_SECRET
            $Sandbox | Reset-Fault
        }

        $kills | Should -BeGreaterOrEqual 4
        @(Get-ChildItem $in -Force).Name | Sort-Object | Should -Be @($known.Keys | Sort-Object)
        $gets = @(Get-Arrived $Sandbox requests | Where-Object { $_.method -eq 'GET' -and $_.target -like '/gc-attachments/*' }).Count
        Write-Host "$kills kills, $gets fetches of $($known.Count) files."
        $gets | Should -BeLessOrEqual ($known.Count + $kills * 5 + 20)
    }
}
