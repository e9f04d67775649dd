# Offline: the files a process makes would be accepted, and arrive as they are. Needs no org and no secret.
#
# GENESYS_ATTACHMENT_FOLDER says where the files are; GENESYS_POLICY_FILE is the org's policy as Get-GCAttachmentPolicy saved it.

BeforeDiscovery {
    $folder = $env:GENESYS_ATTACHMENT_FOLDER ? $env:GENESYS_ATTACHMENT_FOLDER : (Join-Path $PSScriptRoot sample)
    $files = @(Get-ChildItem -LiteralPath $folder -File | ForEach-Object { @{ Name = $_.Name; File = $_ } })
}

BeforeAll {
    if (-not (Get-Module GenesysAttachments)) { Import-Module GenesysAttachments }
    $policy = $env:GENESYS_POLICY_FILE ? (Get-GCAttachmentPolicy -Path $env:GENESYS_POLICY_FILE) : (Get-GCAttachmentPolicy -Default)
    $sandbox = Start-GCSandbox -NoQuota
    $org = $sandbox | Connect-GCOrg -RequestsPerMinute 0 -PassThru
}

AfterAll {
    if ($sandbox) {
        $org | Disconnect-GCOrg
        $sandbox | Stop-GCSandbox
    }
}

Describe 'The attachments' {
    It 'are there' -ForEach @{ Count = $files.Count } {
        $Count | Should -BeGreaterThan 0
    }

    It 'are accepted: <Name>' -ForEach $files {
        $checked = Test-GCAttachment -LiteralPath $File.FullName -Policy $policy
        $checked.Problems | Should -BeNullOrEmpty
    }

    It 'arrive as they are: <Name>' -ForEach $files {
        $receipt = Send-GCAttachment -LiteralPath $File.FullName -ConversationId $sandbox.ConversationId -Policy $policy -Session $org
        $receipt.State | Should -Be Sent
        $receipt.Sha256 | Should -Be (Get-FileHash -LiteralPath $File.FullName).Hash
    }
}
