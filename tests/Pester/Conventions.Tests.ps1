BeforeDiscovery {
    $root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))
    $scripts = @(Get-ChildItem "$root/build.ps1", "$root/docs/examples", "$root/tests/Pester" -Recurse -File -Include *.ps1 | ForEach-Object { @{ Name = $_.Name; Path = $_.FullName } })
    $noAnalyzer = -not (Get-Module PSScriptAnalyzer -ListAvailable)
    $noPlaty = -not (Get-Module Microsoft.PowerShell.PlatyPS -ListAvailable)
    . $PSScriptRoot/Common.ps1
    $commands = @(Get-Command -Module GenesysAttachments | ForEach-Object { @{ Name = $_.Name; Command = $_ } })
    $pages = @(Get-ChildItem "$root/docs/help/*-GC*.md" | ForEach-Object { @{ Name = $_.BaseName; Path = $_.FullName } })
}

BeforeAll {
    . $PSScriptRoot/Common.ps1
}

Describe 'The commands' {
    It '<Name> has an approved verb and a singular noun' -ForEach $commands {
        (Get-Verb).Verb | Should -Contain $Command.Verb
        $Command.Noun | Should -Not -Match 's$'
    }

    It '<Name> has help without a gap' -ForEach $commands {
        $help = Get-Help $Name -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.description | Should -Not -BeNullOrEmpty
        @($help.examples.example).Count | Should -BeGreaterThan 0
        $common = [Management.Automation.PSCmdlet]::CommonParameters
        foreach ($parameter in $Command.Parameters.Values | Where-Object { $_.Name -notin $common }) {
            $described = $help.parameters.parameter | Where-Object name -EQ $parameter.Name
            "$($described.description.Text)" | Should -Not -BeNullOrEmpty -Because "-$($parameter.Name) needs it"
            ("$($described.aliases)" -replace '^none$' -split ', ' | Where-Object { $_ } | Sort-Object) -join ',' | Should -Be (($parameter.Aliases | Sort-Object) -join ',')
        }
    }

    It 'have topics' {
        foreach ($topic in '', '_Routes', '_Policies', '_ScheduledJobs', '_Pipelines', '_Errors') {
            Get-Help "about_GenesysAttachments$topic" | Out-String | Should -Match 'SHORT DESCRIPTION'
        }
    }
}

Describe 'The scripts' {
    It '<Name> has nothing that PSScriptAnalyzer minds' -ForEach $scripts -Skip:$noAnalyzer {
        # Pester's variables travel between blocks, which the rule cannot see; helpers of tests change nothing that -WhatIf could spare.
        $exclude = $Path -match 'Pester|\.Tests\.ps1$' ? @('PSUseDeclaredVarsMoreThanAssignments', 'PSAvoidUsingConvertToSecureStringWithPlainText', 'PSAvoidGlobalVars', 'PSUseShouldProcessForStateChangingFunctions') : @()
        Invoke-ScriptAnalyzer -Path $Path -ExcludeRule $exclude | ForEach-Object { "$($_.Line): $($_.RuleName) $($_.Message)" } | Should -BeNullOrEmpty
    }

    It '<Name> is a page that platyPS takes' -ForEach $pages -Skip:$noPlaty {
        Import-Module Microsoft.PowerShell.PlatyPS
        Test-MarkdownCommandHelp -Path $Path | Should -BeTrue
    }
}

Describe 'The cmdlets elsewhere' {
    BeforeAll {
        $Sandbox = Start-GCSandbox -NoQuota
        $Org = $Sandbox | Connect-GCOrg -PassThru
        $Files = 1..4 | ForEach-Object { New-SampleFile (Join-Path $TestDrive "f$_.pdf") }
    }

    AfterAll {
        Get-GCOrg | Disconnect-GCOrg
        Stop-GCSandbox -All
    }

    It 'work in ForEach-Object -Parallel with the session handed over' {
        $receipts = $Files | ForEach-Object -Parallel {
            Import-Module $using:ModulePath
            $_ | Send-GCAttachment -ConversationId ($using:Sandbox).ConversationId -Session $using:Org
        } -ThrottleLimit 4
        $receipts.State | Should -Be @('Sent', 'Sent', 'Sent', 'Sent')
    }

    It 'work in Start-ThreadJob' {
        $job = Start-ThreadJob {
            Import-Module $using:ModulePath
            $using:Files | Send-GCAttachment -ConversationId ($using:Sandbox).ConversationId -Session $using:Org
        }
        @($job | Receive-Job -Wait -AutoRemoveJob).State | Should -Be @('Sent', 'Sent', 'Sent', 'Sent')
    }

    It 'work in Start-Job, which hands back receipts that still filter' {
        $url, $credential, $conversation, $path = $Sandbox.Url, $Sandbox.Credential, $Sandbox.ConversationId, $Files[0].FullName
        $job = Start-Job {
            Import-Module $using:ModulePath
            Connect-GCOrg -Endpoint $using:url -Credential $using:credential
            Send-GCAttachment $using:path -ConversationId $using:conversation
        }
        @($job | Receive-Job -Wait -AutoRemoveJob | Where-Object State -EQ Sent) | Should -HaveCount 1
    }

    It 'work in a constrained console' {
        $said = Invoke-Shell @"
            Import-Module '$ModulePath'
            `$sandbox = Start-GCSandbox
            `$sandbox | Connect-GCOrg
            `$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'
            Get-Item '$($Files[0])' | Send-GCAttachment -ConversationId `$sandbox.ConversationId | Select-Object -ExpandProperty State
            Get-Item '$($Files[0])' | Test-GCAttachment | Out-String -Width 120
"@
        $said[0] | Should -Be 'Sent'
        "$said" | Should -Match 'f1\.pdf'
    }

    It 'do not mind the culture' {
        $said = Invoke-Shell @"
            [Threading.Thread]::CurrentThread.CurrentCulture = [Threading.Thread]::CurrentThread.CurrentUICulture = 'tr-TR'
            Import-Module '$ModulePath'
            `$sandbox = Start-GCSandbox
            `$sandbox | Connect-GCOrg -RequestsPerMinute 300
            (Send-GCAttachment '$($Files[0])' -ConversationId `$sandbox.ConversationId -Route agent).State
            (Send-GCAttachment '$($Files[1])' -ConversationId `$sandbox.ConversationId -Route MEDIA).Route
            (Test-GCAttachment (New-Item (Join-Path '$TestDrive' I.TIFF) -Value x -Force)).ContentType
"@
        $said[0] | Should -Be 'Sent'
        $said[1] | Should -Be 'Media'
        $said[2] | Should -Be 'image/tiff'
    }

    It 'never cross two sessions that are used side by side' {
        $other = Start-GCSandbox -NoQuota
        $otherOrg = $other | Connect-GCOrg -PassThru
        Reset-Sandbox $Sandbox
        $rows = foreach ($file in $Files) {
            $file | Add-Member ConversationId $Sandbox.ConversationId -Force -PassThru | Send-GCAttachment -Session $Org
            Send-GCAttachment $file.FullName -ConversationId $other.ConversationId -Session $otherOrg
        }
        $rows.State | Sort-Object -Unique | Should -Be 'Sent'
        foreach ($server in $Sandbox, $other) {
            $arrived = @(Get-Arrived $server messages)
            $arrived.Count | Should -Be 4
            $arrived.conversationId | Sort-Object -Unique | Should -Be $server.ConversationId
        }
    }
}
