# Canaries on every surface that only a shell has. Zero hits, in any form a secret could take.

BeforeAll {
    . $PSScriptRoot/Common.ps1
    $Sandbox = Start-GCSandbox -NoQuota
    $File = New-SampleFile (Join-Path $TestDrive a.pdf)
    $HeaderSecret = 'header/canary+of=the&night'
    $GuestToken = [guid]::NewGuid().ToString()
    $Session = $Sandbox | Connect-GCOrg -Header @{ 'X-Key' = (ConvertTo-SecureString $HeaderSecret -AsPlainText -Force) } -TracePath (Join-Path $TestDrive org.har) -PassThru
    $Guest = Connect-GCOrg -Endpoint $Sandbox.Url -DeploymentId $Sandbox.DeploymentId -GuestToken (ConvertTo-SecureString $GuestToken -AsPlainText -Force) -TracePath (Join-Path $TestDrive guest.har) -PassThru
    $Url = $File | New-GCUploadUrl -ConversationId $Sandbox.ConversationId -Session $Session
    $Receipt = $File | Send-GCAttachment -ConversationId $Sandbox.ConversationId -Session $Session
    Add-Fault $Sandbox @{ method = 'PUT'; status = 403; body = "refused $($Url.Reveal())" }
    $Failed = $File | Send-GCAttachment -ConversationId $Sandbox.ConversationId -Session $Session -ErrorAction SilentlyContinue -ErrorVariable Problem

    $Canaries = @(
        $Sandbox.Credential.GetNetworkCredential().Password
        [Net.NetworkCredential]::new('', (Get-GCOrg -AsAccessToken -Session $Session)).Password
        $HeaderSecret
        $GuestToken
        [regex]::Match($Url.Reveal(), 'X-Amz-Signature=([0-9a-f]+)').Groups[1].Value
    )

    # Every form of every canary; the text that has one.
    function Find-Canary {
        param ([Parameter(Mandatory)] [AllowEmptyString()] [string] $Text)
        foreach ($canary in $Canaries) {
            $forms = $canary, [uri]::EscapeDataString($canary), [Text.Json.JsonEncodedText]::Encode($canary).ToString(), [Net.WebUtility]::HtmlEncode($canary), [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($canary))
            foreach ($form in $forms) {
                if ($Text.Contains($form, [StringComparison]::OrdinalIgnoreCase)) { $form }
            }
        }
    }
}

AfterAll {
    Get-GCOrg | Disconnect-GCOrg
    Stop-GCSandbox -All
}

Describe 'No secret' {
    It 'is looked for in vain by a search that finds nothing' {
        $Canaries | ForEach-Object { $_.Length | Should -BeGreaterThan 8; Find-Canary "x$([uri]::EscapeDataString($_))y" | Should -Not -BeNullOrEmpty }
    }

    It 'is on the surface <Surface>' -ForEach @(
        @{ Surface = 'string'; Show = { "$args" } }
        @{ Surface = 'default view'; Show = { $args | Out-String -Width 400 } }
        @{ Surface = 'list of all'; Show = { $args | Format-List * -Force | Out-String -Width 400 } }
        @{ Surface = 'custom view'; Show = { $args | Format-Custom -Depth 5 | Out-String -Width 400 } }
        @{ Surface = 'table of all'; Show = { $args | Format-Table * -Force | Out-String -Width 2000 } }
        @{ Surface = 'JSON'; Show = { ConvertTo-Json $args -Depth 5 -WarningAction SilentlyContinue } }
        @{ Surface = 'Clixml'; Show = { [Management.Automation.PSSerializer]::Serialize($args, 5) } }
        @{ Surface = 'CSV'; Show = { $args | ForEach-Object { $_ | ConvertTo-Csv } | Out-String } }
        @{ Surface = 'XML'; Show = { ($args | ConvertTo-Xml -Depth 5 -As String) | Out-String } }
        @{ Surface = 'members'; Show = { $args | Get-Member -Force | Out-String -Width 400 } }
    ) {
        foreach ($thing in $Session, $Guest, $Url, $Receipt, $Failed, (Get-GCOrg), $Problem[0]) {
            Find-Canary (& $Show $thing | Out-String) | Should -BeNullOrEmpty
        }
    }

    It 'is in the verbose, debug and other streams of a command' {
        $streams = & {
            $DebugPreference = 'Continue'
            $Sandbox | Connect-GCOrg -Header @{ 'X-Key' = $HeaderSecret } -Verbose -Debug -PassThru
            $File | Send-GCAttachment -ConversationId $Sandbox.ConversationId -Verbose -Debug
            $File | New-GCUploadUrl -ConversationId $Sandbox.ConversationId -Verbose -Debug
            Get-GCAttachmentPolicy -Verbose -Debug
        } *>&1 | Out-String -Width 4000
        $streams | Should -Match 'Sign-in'
        Find-Canary $streams | Should -BeNullOrEmpty
    }

    It 'is in a trace of the wire' {
        foreach ($name in 'org.har', 'guest.har') {
            $trace = Get-Content (Join-Path $TestDrive $name) -Raw
            ($trace | ConvertFrom-Json -Depth 20).log.entries.Count | Should -BeGreaterThan 0
            Find-Canary $trace | Should -BeNullOrEmpty
        }
    }

    It 'is in an error, however it is shown' {
        Find-Canary (($Error | Select-Object -First 50 | ForEach-Object { $_ | Format-List * -Force | Out-String; Get-Error -InputObject $_ | Out-String; "$($_.Exception)" }) -join "`n") | Should -BeNullOrEmpty
    }

    It 'is in a trace of parameter binding' {
        $trace = Trace-Command -Name ParameterBinding -PSHost:$false -FilePath (Join-Path $TestDrive trace.txt) -Expression {
            $credential = $Sandbox.Credential
            $null = Connect-GCOrg -Endpoint $Sandbox.Url -Credential $credential -PassThru
        }
        Find-Canary ("$trace" + (Get-Content (Join-Path $TestDrive trace.txt) -Raw)) | Should -BeNullOrEmpty
    }

    It 'is in a transcript, a job or the completion of a shell of its own' {
        $transcript = Join-Path $TestDrive transcript.txt
        $env:CANARY_SECRET = $Sandbox.Credential.GetNetworkCredential().Password
        try {
            $said = Invoke-Shell @"
                Import-Module '$ModulePath'
                `$null = Start-Transcript '$transcript'
                `$credential = [pscredential]::new('$($Sandbox.ClientId)', (ConvertTo-SecureString `$env:CANARY_SECRET -AsPlainText -Force))
                `$org = Connect-GCOrg -Endpoint $($Sandbox.Url) -Credential `$credential -PassThru -Verbose
                `$org
                `$url = Get-Item '$File' | New-GCUploadUrl -ConversationId $($Sandbox.ConversationId) -Verbose -Debug
                `$url | Format-List *
                `$url.Reveal().Length
                (TabExpansion2 'Send-GCAttachment -Session ' 27).CompletionMatches | Out-String
                `$null = Stop-Transcript
"@
        }
        finally {
            Remove-Item env:CANARY_SECRET
        }

        $text = "$said" + (Get-Content $transcript -Raw)
        $text | Should -Match 'Format-List|Url'
        Find-Canary $text | Should -BeNullOrEmpty
        $text | Should -Not -Match 'X-Amz-Signature'
    }

    It 'given as a plain string is repeated by the refusal: -<Parameter>' -ForEach @(
        @{ Parameter = 'AccessToken' }, @{ Parameter = 'Credential' }, @{ Parameter = 'ProxyCredential' }
    ) {
        $with = @{ Endpoint = $Sandbox.Url; $Parameter = $HeaderSecret }
        $failure = { Connect-GCOrg @with } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentTransformationError,*'
        "$failure" | Should -Match 'Get-Credential'
        Find-Canary ("$failure" + ($failure | Format-List * -Force | Out-String -Width 400)) | Should -BeNullOrEmpty
    }

    It 'crosses to another process with a job' {
        $path, $url, $credential, $conversation = $File.FullName, $Sandbox.Url, $Sandbox.Credential, $Sandbox.ConversationId
        $job = Start-Job {
            Import-Module $using:ModulePath
            $org = Connect-GCOrg -Endpoint $using:url -Credential $using:credential -PassThru
            $org
            Get-Item $using:path | New-GCUploadUrl -ConversationId $using:conversation
        }
        $back = $job | Receive-Job -Wait -AutoRemoveJob
        $text = $back | Format-List * -Force | Out-String -Width 400
        $text | Should -Not -Match 'X-Amz-Signature'
        Find-Canary $text | Should -BeNullOrEmpty
    }
}
