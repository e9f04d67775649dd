BeforeAll {
    . $PSScriptRoot/Common.ps1
    # The hostile server of the engine's tests, in this shell.
    $Sources = (Get-ChildItem "$PSScriptRoot/../GenesysAttachments.Engine.Tests/Hostile/Server/*.cs").FullName
    Add-Type -Path $Sources -IgnoreWarnings -WarningAction Ignore
    $Conversation = '5edd27cf-27a4-4f62-8ea5-0de7dcf38611'
    $File = Join-Path $TestDrive middle.pdf
    Set-Content $File "%PDF-1.7`n1 0 obj"
    $Token = ConvertTo-SecureString 'token-of-this-test' -AsPlainText -Force
    $Attacks = [GenesysAttachments.Engine.Tests.Hostile.Attacks]
    $GuestAttacks = [GenesysAttachments.Engine.Tests.Hostile.GuestAttacks]

    # Seconds of processor time that this process takes in two seconds, once .NET has compiled what it compiles behind one's back.
    function Measure-Idle {
        Start-Sleep -Seconds 2
        $process = [Diagnostics.Process]::GetCurrentProcess()
        $before = $process.TotalProcessorTime
        Start-Sleep -Seconds 2
        $process.Refresh()
        ($process.TotalProcessorTime - $before).TotalSeconds
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
            Measure-Idle | Should -BeLessThan 0.5
        }
        finally {
            $shell.Dispose()
            $session | Disconnect-GCOrg
            $server.Dispose()
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
            'Conversation 200 Failed AnswerInvalid', 'UploadUrl 200 Failed AnswerInvalid', 'UploadUrl 403 Failed PermissionMissing', 'Message 200 Sent ', 'Put 403 Failed UploadRejected',
            'MediaStatus 200 Failed AnswerInvalid')
    }
}
