<#
.SYNOPSIS
    Fails a release when what a deployment accepts has drifted from the policy in source control.
.DESCRIPTION
    Save the policy once, and commit it:

        (Get-GCAttachmentPolicy -DeploymentId $id -Region mypurecloud.ie).Json | Set-Content policy.json

    Then run this file with Pester before and after a change. It reads the deployment as a guest would, opens no conversation
    and needs no OAuth client. Without GENESYS_DEPLOYMENT_ID it shows itself against the sandbox.
#>

BeforeAll {
    if ($env:GENESYS_DEPLOYMENT_ID) {
        $source = @{ DeploymentId = $env:GENESYS_DEPLOYMENT_ID; Region = $env:GENESYSCLOUD_REGION }
        $saved = $env:GENESYS_POLICY_FILE ?? 'policy.json'
    }
    else {
        $sandbox = Start-GCSandbox
        $source = @{ DeploymentId = $sandbox.DeploymentId; Endpoint = $sandbox.Url }
        $saved = Join-Path $TestDrive policy.json
        (Get-GCAttachmentPolicy @source).Json | Set-Content $saved
    }
}

AfterAll {
    if ($sandbox) {
        $sandbox | Stop-GCSandbox
    }
}

Describe 'The attachment settings' {
    It 'are as they were approved' {
        $drift = Compare-GCAttachmentPolicy -Baseline $saved -Live (Get-GCAttachmentPolicy @source)
        $drift | ForEach-Object { "$($_.Property) $($_.Change): '$($_.Baseline)' is now '$($_.Live)'" } | Should -BeNullOrEmpty
    }
}
