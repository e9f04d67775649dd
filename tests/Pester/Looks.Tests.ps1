BeforeAll {
    . $PSScriptRoot/Common.ps1
    $Sandbox = Start-GCSandbox -NoQuota
    $Session = $Sandbox | Connect-GCOrg -PassThru
    $File = New-SampleFile (Join-Path $TestDrive 'My report.pdf') 2000
    $Receipt = $File | Send-GCAttachment -ConversationId $Sandbox.ConversationId
    $Rejected = Send-GCAttachment (Join-Path $TestDrive none.pdf) -ConversationId $Sandbox.ConversationId -ErrorAction SilentlyContinue
    $Things = [ordered]@{
        GCAttachment       = Test-GCAttachment $File
        GCUploadUrl        = $File | New-GCUploadUrl -ConversationId $Sandbox.ConversationId
        GCReceipt          = $Receipt
        GCOrgSession       = $Session
        GCConversation     = Get-GCConversation $Sandbox.ConversationId
        GCFoundConversation = Find-GCConversation
        GCAttachmentPolicy = Get-GCAttachmentPolicy -Default
        GCConnectionCheck  = (Test-GCConnection -ConversationId $Sandbox.ConversationId)[0]
        GCSandbox          = $Sandbox
        GCProblem          = (Test-GCAttachment (New-SampleFile (Join-Path $TestDrive tool.exe))).ProblemDetails[0]
        GCPolicyDifference = @(Compare-GCAttachmentPolicy (Get-GCAttachmentPolicy -Default) (Get-GCAttachmentPolicy -Direction Inbound))[0]
        GCRunSummary       = $Receipt, $Rejected | Measure-GCReceipt
    }
}

AfterAll {
    Get-GCOrg | Disconnect-GCOrg
    $Sandbox | Stop-GCSandbox
}

Describe 'The views' {
    It 'show <Type> within <Width> columns, plain, without an error' -ForEach @(
        foreach ($type in 'GCAttachment', 'GCUploadUrl', 'GCReceipt', 'GCOrgSession', 'GCConversation', 'GCFoundConversation', 'GCAttachmentPolicy', 'GCSandbox', 'GCProblem', 'GCConnectionCheck', 'GCPolicyDifference', 'GCRunSummary') {
            foreach ($width in 80, 160) { @{ Type = $type; Width = $width } }
        }
    ) {
        $before = $Error.Count
        foreach ($text in ($Things[$Type] | Out-String -Width $Width), ($Things[$Type] | Format-Table | Out-String -Width $Width), ($Things[$Type] | Format-Wide | Out-String -Width $Width)) {
            $text.Trim() | Should -Not -BeNullOrEmpty
            ($text -split '\r?\n' | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual $Width
            $text | Should -Not -Match '\x1b'
        }

        ($Things[$Type] | Format-List | Out-String -Width $Width).Trim() | Should -Not -Match '\x1b'
        $Error.Count | Should -Be $before
    }

    It 'show sizes as people read them' {
        $Receipt | Out-String | Should -Match 'My report\.pdf\s+2\.0 KB\s+Agent\s+Sent'
        $Receipt | Format-List | Out-String | Should -Match 'Size\s+: 2\.0 KB'
    }

    It 'leave out of a list what is not there' {
        $Receipt | Format-List | Out-String | Should -Not -Match 'ErrorId'
        $Rejected | Format-List | Out-String | Should -Match 'ErrorId\s+: FileNotFound'
    }

    It 'colour a state where the terminal can show it' {
        $before = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'Ansi'
            $Receipt | Out-String | Should -Match ([regex]::Escape($PSStyle.Foreground.Green) + 'Sent')
            $Rejected | Out-String | Should -Match ([regex]::Escape($PSStyle.Foreground.Red) + 'Rejected')
        }
        finally {
            $PSStyle.OutputRendering = $before
        }
    }
}

Describe 'The words' {
    It 'of an error in the concise view end with the advice' {
        $said = Invoke-Shell @"
            Import-Module '$ModulePath'
            Connect-GCOrg -Endpoint $($Sandbox.Url) -AccessToken (ConvertTo-SecureString x -AsPlainText -Force)
            Send-GCAttachment /nowhere/none.pdf -ConversationId c | Out-Null
"@
        "$said" | Should -Match 'none\.pdf'
        "$said" | Should -Match 'Check the path'
    }

    It 'of -Verbose tell the story of a send' {
        $story = $File | Send-GCAttachment -ConversationId $Sandbox.ConversationId -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$story" | Should -Match "'My report\.pdf'"
        "$story" | Should -Match 'Sent after'
    }
}
