BeforeAll {
    . $PSScriptRoot/Common.ps1
    $Sandbox = Start-GCSandbox -NoQuota
    $Sandbox | Connect-GCOrg
    $Samples = Join-Path $TestDrive 'samples'
    $null = New-Item -ItemType Directory $Samples
    $Good = 'a.pdf', 'b.png', 'c.csv', 'My report.docx' | ForEach-Object { New-SampleFile (Join-Path $Samples $_) 5000 }
    $null = New-SampleFile (Join-Path $Samples 'empty.txt') 0
    $null = New-SampleFile (Join-Path $Samples 'setup.exe')
    $null = New-SampleFile (Join-Path $Samples 'huge.pdf') 10485761
}

AfterAll {
    $Sandbox | Stop-GCSandbox
    Get-GCOrg | Disconnect-GCOrg
}

Describe 'Send-GCAttachment' {
    BeforeEach {
        Reset-Sandbox $Sandbox
    }

    It 'delivers every good file byte-equal, refuses the bad ones with advice, one receipt each' {
        $receipts = Get-ChildItem $Samples | Send-GCAttachment -ConversationId $Sandbox.ConversationId -Text Hello -ErrorAction SilentlyContinue -ErrorVariable problems
        $receipts.Count | Should -Be 7
        $receipts.Index | Sort-Object | Should -Be (0..6)
        ($receipts | Where-Object State -EQ Sent).Count | Should -Be 4
        ($receipts | Where-Object State -EQ Rejected).ErrorId | Sort-Object | Should -Be @('FileEmpty', 'FileTooLarge', 'TypeNotAllowed')
        $problems.Count | Should -Be 3
        $problems | ForEach-Object { $_.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty }
        $messages = Get-Arrived $Sandbox messages
        $messages[0].text | Should -Be 'Hello'
        $arrived = $messages | Select-Object -Skip 1 | ForEach-Object { $_.attachments[0].sha256 } | Sort-Object
        $arrived | Should -Be @($Good | ForEach-Object { (Get-FileHash -LiteralPath $_.FullName).Hash.ToLowerInvariant() } | Sort-Object)
        ($receipts | Measure-GCReceipt).ExitCode | Should -Be 2
    }

    It 'tells its story with -Verbose, and no secret with -Debug' {
        $lines = Send-GCAttachment -LiteralPath $Good[0].FullName -ConversationId $Sandbox.ConversationId -Verbose -Debug *>&1 | ForEach-Object { "$_" }
        "$lines" | Should -Match "The upload URL for 'a\.pdf': 200 after"
        "$lines" | Should -Match "The message with 'a\.pdf': 200 after .* correlation id"
        "$lines" | Should -Not -Match 'Bearer|X-Amz-'
    }

    It 'does the same in steps with one URL, one PUT and one message per file' {
        $receipts = Get-ChildItem $Samples | Test-GCAttachment | Where-Object IsValid |
            New-GCUploadUrl -ConversationId $Sandbox.ConversationId | Send-GCAttachment
        $receipts.State | Select-Object -Unique | Should -Be 'Sent'
        $requests = Get-Arrived $Sandbox requests
        @($requests | Where-Object target -Like '*/uploads').Count | Should -Be 4
        @($requests | Where-Object method -EQ PUT).Count | Should -Be 4
        @($requests | Where-Object { $_.method -eq 'POST' -and $_.target -match '/messages(\?|$)' }).Count | Should -Be 4
    }

    It 'takes path, conversation, text and name from each row of a CSV file' {
        $other = New-Conversation $Sandbox
        @"
Path,ConversationId,Text,Name
$($Good[0].FullName),$($Sandbox.ConversationId),For you,Offer.pdf
$($Good[1].FullName),$($other.conversationId),,
"@ | Set-Content (Join-Path $TestDrive queue.csv)
        $receipts = Import-Csv (Join-Path $TestDrive queue.csv) | Send-GCAttachment
        $receipts.State | Should -Be @('Sent', 'Sent')
        $messages = Get-Arrived $Sandbox messages
        ($messages | Where-Object conversationId -EQ $Sandbox.ConversationId).text | Should -Contain 'For you'
        ($messages | Where-Object conversationId -EQ $Sandbox.ConversationId).attachments.name | Should -Be 'Offer.pdf'
        $second = $messages | Where-Object conversationId -EQ $other.conversationId
        $second.text | Should -BeNullOrEmpty
        $second.attachments.name | Should -Be 'b.png'
    }

    It 'sends a row''s text once, however many files its path means' {
        [pscustomobject]@{ Path = Join-Path $Samples '?.p*'; ConversationId = $Sandbox.ConversationId; Text = 'Once' } | Send-GCAttachment | Should -HaveCount 2
        @((Get-Arrived $Sandbox messages).text -eq 'Once').Count | Should -Be 1
    }

    It 'sends the whole file again after a 503' {
        Add-Fault $Sandbox @{ method = 'PUT'; status = 503 }
        $receipt = $Good[0] | Send-GCAttachment -ConversationId $Sandbox.ConversationId
        $receipt.State | Should -Be Sent
        $receipt.Attempts | Should -Be 2
        (Get-Arrived $Sandbox requests | Where-Object method -EQ PUT).bodyLength | Should -Be @(5000, 5000)
    }

    It 'sends on the Messaging route' {
        $receipt = $Good[3] | Send-GCAttachment -ChannelId $Sandbox.ChannelId -GuestId $Sandbox.GuestId -Text Hi
        $receipt.Route | Should -Be Messaging
        $receipt.State | Should -Be Sent
        (Get-Arrived $Sandbox messages).attachments.name | Should -Be 'My report.docx'
    }

    It 'fails for <State> conversations with <ErrorId> and goes on with the rest' -ForEach @(
        @{ State = 'disconnected'; ErrorId = 'ConversationClosed' }
        @{ State = 'closed'; ErrorId = 'ConversationClosed' }
        @{ State = 'unknown'; ErrorId = 'ConversationNotFound' }
    ) {
        $id = $State -eq 'unknown' ? [guid]::NewGuid().ToString() : (New-Conversation $Sandbox $State).conversationId
        $rows = [pscustomobject]@{ Path = $Good[0].FullName; ConversationId = $id }, [pscustomobject]@{ Path = $Good[1].FullName; ConversationId = $Sandbox.ConversationId }
        $receipts = $rows | Send-GCAttachment -ErrorAction SilentlyContinue -ErrorVariable problems | Sort-Object Index
        $receipts.State | Should -Be @('Failed', 'Sent')
        $receipts[0].ErrorId | Should -Be $ErrorId
        $problems[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        @(Get-Arrived $Sandbox messages).Count | Should -Be 1
    }

    It 'resends what failed, with its target and session, and not what was sent' {
        Add-Fault $Sandbox @{ method = 'PUT'; path = '*a.pdf'; status = 403 }
        $receipts = $Good[0, 1] | Send-GCAttachment -ConversationId $Sandbox.ConversationId -ErrorAction SilentlyContinue
        $again = $receipts | Where-Object State -In Failed, Cancelled | Send-GCAttachment
        $again.State | Should -Be Sent
        ($receipts | Send-GCAttachment | Where-Object Name -EQ 'b.png').State | Should -Be Skipped
    }

    It 'leaves an unknown outcome alone without -Force, also after Clixml' {
        Add-Fault $Sandbox @{ method = 'POST'; path = '*/messages'; acceptThenDrop = $true }
        # The conversation cannot be read either, else the message would be found there.
        Add-Fault $Sandbox @{ method = 'GET'; path = "*/conversations/$($Sandbox.ConversationId)"; status = 500; times = -1 }
        $receipt = $Good[0] | Send-GCAttachment -ConversationId $Sandbox.ConversationId -CommunicationId $Sandbox.CommunicationId -ErrorAction SilentlyContinue
        $receipt.State | Should -Be Unknown
        ($receipt | Send-GCAttachment -ErrorAction SilentlyContinue).State | Should -Be Unknown
        $receipt | Export-Clixml (Join-Path $TestDrive receipts.xml)
        (Import-Clixml (Join-Path $TestDrive receipts.xml) | Send-GCAttachment -ErrorAction SilentlyContinue).State | Should -Be Unknown
        @(Get-Arrived $Sandbox messages).Count | Should -Be 1
        $null = Invoke-WebRequest -Method Delete -Uri "$($Sandbox.Url)/_sandbox/faults" -NoProxy
        ($receipt | Send-GCAttachment -Force).State | Should -Be Sent
    }

    It 'lets itself be heard every 30 seconds where there is no terminal, unless it is asked not to' {
        Add-Fault $Sandbox @{ method = 'PUT'; delayMs = 17000; times = -1 }
        $secret = $Sandbox.Credential.GetNetworkCredential().Password
        $jobs = '', '-InformationAction Ignore' | ForEach-Object {
            Start-ThreadJob -ArgumentList $_ {
                param ($more)
                & pwsh -NoProfile -NonInteractive -Command "Import-Module '$using:ModulePath'; Connect-GCOrg -Endpoint $(($using:Sandbox).Url) -Credential ([pscredential]::new('$(($using:Sandbox).ClientId)', (ConvertTo-SecureString '$using:secret' -AsPlainText -Force))); (Send-GCAttachment -WarningAction Ignore '$(($using:Good)[0].FullName)', '$(($using:Good)[1].FullName)' -ThrottleLimit 1 -ConversationId $(($using:Sandbox).ConversationId) $more).State"
            }
        }
        $said = $jobs | ForEach-Object { , @(Receive-Job $_ -Wait) }
        # Which of the two uploads has the place first is nobody's promise.
        $said[0][0] | Should -Match '^Sending attachments: [01] of 2 done\.$'
        $said[0][1..2] | Should -Be 'Sent', 'Sent'
        $said[0] | Should -HaveCount 3
        $said[1] | Should -Be 'Sent', 'Sent'
    }

    It 'says Sent where an answer was lost and the conversation has the message' {
        Add-Fault $Sandbox @{ method = 'POST'; path = '*/messages'; acceptThenDrop = $true }
        ($Good[0] | Send-GCAttachment -ConversationId $Sandbox.ConversationId).State | Should -Be Sent
        @(Get-Arrived $Sandbox messages).Count | Should -Be 1
    }

    It 'gives receipts that answer the same filter after JSON, CSV and Clixml' {
        $receipts = Get-ChildItem $Samples | Send-GCAttachment -ConversationId $Sandbox.ConversationId -ErrorAction SilentlyContinue
        $receipts | Export-Csv (Join-Path $TestDrive r.csv)
        $receipts | Export-Clixml (Join-Path $TestDrive r.xml)
        @($receipts | ConvertTo-Json -WarningVariable cut | ConvertFrom-Json | Where-Object State -EQ Rejected).Count | Should -Be 3
        $cut | Should -BeNullOrEmpty
        @(Import-Csv (Join-Path $TestDrive r.csv) | Where-Object State -EQ Rejected).Count | Should -Be 3
        @(Import-Clixml (Join-Path $TestDrive r.xml) | Where-Object State -EQ Rejected).Count | Should -Be 3
    }
}

Describe 'New-GCUploadUrl' {
    It 'shows its URL without the query on every surface' {
        $url = $Good[0] | New-GCUploadUrl -ConversationId $Sandbox.ConversationId
        $url | Should -BeOfType GenesysAttachments.GCAttachment
        $surfaces = "$url", ($url | Out-String), ($url | Format-List * | Out-String), ($url | ConvertTo-Json), ($url | ConvertTo-Csv | Out-String), [Management.Automation.PSSerializer]::Serialize($url)
        $surfaces | ForEach-Object { $_ | Should -Not -Match 'X-Amz-Signature' }
        $url.Reveal() | Should -Match 'X-Amz-Signature'
    }
}
