BeforeAll {
    . $PSScriptRoot/Common.ps1
    # The hostile server of the engine's tests, in this shell.
    $Sources = (Get-ChildItem "$PSScriptRoot/../GenesysAttachments.Engine.Tests/Hostile/Server/*.cs").FullName
    Add-Type -Path $Sources -IgnoreWarnings -WarningAction Ignore
    $Conversation = '5edd27cf-27a4-4f62-8ea5-0de7dcf38611'
    $File = Join-Path $TestDrive middle.pdf
    Set-Content $File "%PDF-1.7`n1 0 obj`n%%EOF"
    $Token = ConvertTo-SecureString 'token-of-this-test' -AsPlainText -Force
    $Attacks = [GenesysAttachments.Engine.Tests.Hostile.Attacks]
    $GuestAttacks = [GenesysAttachments.Engine.Tests.Hostile.GuestAttacks]

    # Whether this process comes to rest: .NET compiles behind one's back for a while, on a busy machine for longer.
    function Test-Idle {
        foreach ($try in 1..6) {
            $process = [Diagnostics.Process]::GetCurrentProcess()
            $before = $process.TotalProcessorTime
            Start-Sleep -Seconds 2
            $process.Refresh()
            if (($process.TotalProcessorTime - $before).TotalSeconds -lt 0.3) { return $true }
        }

        $false
    }
}

AfterAll {
    Get-GCOrg | Disconnect-GCOrg
}

Describe 'Ctrl+C while a server goes on and on' {
    It 'is back in five seconds and takes no processor time afterwards: <Name>' -ForEach @(
        @{ Name = 'no answer'; Place = 'UploadUrl'; Attack = { $Attacks::Silence } }
        @{ Name = 'an answer in drops'; Place = 'Conversation'; Attack = { $Attacks::Drip("HTTP/1.1 200 OK`r`nContent-Length: 100000`r`n`r`n", ' ') } }
        @{ Name = 'a refusal in drops'; Place = 'Message'; Attack = { $Attacks::Drip("HTTP/1.1 403 No`r`nContent-Length: 100000`r`n`r`n", ' ') } }
        @{ Name = 'a head in drops, from storage'; Place = 'Put'; Attack = { $Attacks::Drip('HTTP/1.1 200 ', 'O') } }
        @{ Name = 'a frame in empty parts'; Place = 'UploadEvent'; Attack = { $GuestAttacks::Fragments(0) } }
        @{ Name = 'frames nobody waits for'; Place = 'Echo'; Attack = { $GuestAttacks::Chatter('{"class":"x","body":{}}') } }
    ) {
        $server = [GenesysAttachments.Engine.Tests.Hostile.HostileServer]::new($Place, (& $Attack), $null)
        $shell = [powershell]::Create()
        try {
            $isGuest = $Place -in 'UploadEvent', 'Echo'
            $session = if ($isGuest) {
                Connect-GCOrg -DeploymentId d -Endpoint $server.Url -PassThru
            }
            else {
                Connect-GCOrg -Endpoint $server.Url -AccessToken $Token -PassThru
            }

            $null = $shell.AddScript({
                    param ($Module, $Session, $Path, $ConversationId)
                    Import-Module $Module
                    $target = $ConversationId ? @{ ConversationId = $ConversationId } : @{ }
                    Send-GCAttachment -Path $Path -Session $Session @target
                }).AddArgument($ModulePath).AddArgument($session).AddArgument($File).AddArgument($isGuest ? $null : $Conversation)
            $null = $shell.BeginInvoke()
            $deadline = [DateTime]::UtcNow.AddSeconds(10)
            while ($server.Strikes -eq 0 -and [DateTime]::UtcNow -lt $deadline) { Start-Sleep -Milliseconds 50 }
            $server.Strikes | Should -BeGreaterThan 0
            Start-Sleep -Milliseconds 300
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 5
            Test-Idle | Should -BeTrue
        }
        finally {
            $shell.Dispose()
            $session | Disconnect-GCOrg
            $server.Dispose()
        }
    }
}

Describe 'What a server puts into its words' {
    BeforeAll {
        # Half a pair, controls, a direction mark, a tag, and the token, in every text that is no word of the protocol.
        $junk = 'x\ud800\u0000\u001b]0;owned\u0007\u009b31m\u202e\u200b\u2028\udb40\udc20token-of-this-test'
        $raw = "$([char]27)[31m$([char]0x9b)token-of-this-test"
        $things = [Collections.Generic.List[object]]::new()
        foreach ($row in @(
                @{ Place = 'Message'; Attack = $Attacks::Answer(200, "{`"id`":`"$junk`",`"status`":`"$junk`"}", [string[]]@("ININ-Correlation-Id: $raw")) }
                @{ Place = 'Message'; Attack = $Attacks::Answer(400, "{`"message`":`"$junk`",`"code`":`"$junk`",`"details`":[{`"fieldName`":`"$junk`"}]}", [string[]]@("ININ-Correlation-Id: $raw")) }
                @{ Place = 'Put'; Attack = $Attacks::Answer(403, "<Error><Code>$raw</Code><Message>$raw</Message></Error>", [string[]]@("x-amz-request-id: $raw")) }
                @{ Place = 'UploadUrl'; Attack = $Attacks::Raw("NONSENSE $raw`r`n`r`n") }
                @{ Place = 'Conversation'; Attack = $Attacks::With('participants.1.name', "`"$junk`"") }
                @{ Place = 'Policy'; Attack = $Attacks::With('mediaTypes.allow.outbound.0.type', "`"application/$junk`"") }
            )) {
            $server = [GenesysAttachments.Engine.Tests.Hostile.HostileServer]::new($row.Place, $row.Attack, $null)
            Connect-GCOrg -Endpoint $server.Url -AccessToken $Token
            $failures = $null
            $streams = & {
                Send-GCAttachment -Path $File -ConversationId $Conversation -MaximumRetryCount 0 -ErrorAction SilentlyContinue -ErrorVariable failures -Verbose -Debug -OutVariable receipts
                Get-GCConversation -ConversationId $Conversation -ErrorAction SilentlyContinue -OutVariable legs
                Get-GCAttachmentPolicy -Direction Outbound -ErrorAction SilentlyContinue -OutVariable policies
                $things.AddRange(@($receipts) + @($legs) + @($policies) + @($failures))
            } *>&1
            $line = "Send-GCAttachment -ConversationId $Conversation -CommunicationId "
            $things.Add([pscustomobject]@{ Lines = ($streams | Out-String -Width 4000 -Stream) -join '|'; Completed = (TabExpansion2 $line $line.Length).CompletionMatches | ForEach-Object { $_.CompletionText; $_.ListItemText; $_.ToolTip } })
            Get-GCOrg | Disconnect-GCOrg
            $server.Strikes | Should -BeGreaterThan 0
            $server.Dispose()
        }
    }

    It 'is said where it is looked for' {
        # What is left of it: a receipt's id, an error, a completion with a name.
        ($things | Where-Object MessageId -Match owned) | Should -Not -BeNullOrEmpty
        ($things | Where-Object { "$_" -match 'owned' -and $_ -is [Management.Automation.ErrorRecord] }) | Should -Not -BeNullOrEmpty
        ($things.Completed -match 'owned') | Should -Not -BeNullOrEmpty
    }

    It 'comes out nowhere: <Outlet>' -ForEach @(
        @{ Outlet = 'default view'; Show = { $args | Out-String -Width 400 } }
        @{ Outlet = 'list of all'; Show = { $args | Format-List * -Force | Out-String -Width 400 } }
        @{ Outlet = 'table of all'; Show = { $args | Format-Table * -Force | Out-String -Width 4000 } }
        @{ Outlet = 'JSON, read again'; Show = { $args | Where-Object { $_ -isnot [Management.Automation.ErrorRecord] } | ForEach-Object { $_ | ConvertTo-Json -Depth 5 -WarningAction Ignore | ConvertFrom-Json | Format-List * | Out-String -Width 400 } } }
        @{ Outlet = 'CSV'; Show = { $args | Where-Object { $_ -isnot [Management.Automation.ErrorRecord] } | ForEach-Object { $_ | ConvertTo-Csv } | Out-String } }
        @{ Outlet = 'Get-Error'; Show = { $args | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | ForEach-Object { Get-Error -InputObject $_ } | Out-String -Width 400 } }
    ) {
        $PSStyle.OutputRendering = 'PlainText'
        $things | Should -Not -BeNullOrEmpty
        foreach ($thing in $things) {
            $shown = & $Show $thing | Out-String
            $odd = [regex]::Matches($shown, '[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]|\udb40[\udc20-\udc7f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]') | ForEach-Object { 'U+{0:X4}' -f [int]$_.Value[0] }
            $odd | Should -BeNullOrEmpty -Because $shown
            $shown | Should -Not -Match 'token-of-this-test'
        }
    }
}

Describe 'On threads with the stack of Windows, 1.5 MB' {
    It 'no depth of an answer ends the shell' {
        $sourceList = ($Sources | ForEach-Object { "'$_'" }) -join ','
        $env:DOTNET_Thread_DefaultStackSize = '180000'
        try {
            $said = Invoke-Shell @"
                Import-Module '$ModulePath'
                Add-Type -Path $sourceList -IgnoreWarnings -WarningAction Ignore
                `$attacks = [GenesysAttachments.Engine.Tests.Hostile.Attacks]
                `$deep = `$attacks::Deep(100000)
                `$xml = '<Error>' + '<a>' * 100000
                foreach (`$row in ('Conversation', 200, `$deep), ('UploadUrl', 200, `$deep), ('UploadUrl', 403, `$deep), ('Message', 200, `$deep), ('Put', 403, `$xml), ('MediaStatus', 200, ('{"a":' * 100000))) {
                    `$server = [GenesysAttachments.Engine.Tests.Hostile.HostileServer]::new(`$row[0], `$attacks::Answer(`$row[1], `$row[2], [string[]]@()), `$null)
                    Connect-GCOrg -Endpoint `$server.Url -AccessToken (ConvertTo-SecureString 'token-of-this-test' -AsPlainText -Force)
                    `$receipt = Send-GCAttachment -Path '$File' -ConversationId $Conversation -ErrorAction SilentlyContinue
                    "`$(`$row[0]) `$(`$row[1]) `$(`$receipt.State) `$(`$receipt.ErrorId)"
                    Get-GCOrg | Disconnect-GCOrg
                    `$server.Dispose()
                }
"@
        }
        finally {
            $env:DOTNET_Thread_DefaultStackSize = $null
        }

        $said | Should -Be @(
            'Conversation 200 Failed AnswerInvalid', 'UploadUrl 200 Failed AnswerInvalid', 'UploadUrl 403 Failed GatewayAnswered', 'Message 200 Sent ', 'Put 403 Failed UploadRejected',
            'MediaStatus 200 Failed AnswerInvalid')
    }
}
