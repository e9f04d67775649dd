BeforeAll {
    . $PSScriptRoot/Common.ps1
    $Sandbox = Start-GCSandbox
    $File = New-SampleFile (Join-Path $TestDrive "`u{17C}`u{F3}`u{142}`u{107} `u{FC}n`u{EF}code.pdf") 4000
}

AfterAll {
    Get-GCOrg | Disconnect-GCOrg
    $Sandbox | Stop-GCSandbox
}

Describe 'As a guest' {
    It 'sends into the guest''s own conversation and verifies the echo' {
        Connect-GCOrg -Endpoint $Sandbox.Url -DeploymentId $Sandbox.DeploymentId
        $receipt = $File | Send-GCAttachment -Text Hello
        $receipt.State | Should -Be Sent
        $receipt.Route | Should -Be Guest
        $receipt.Verified | Should -BeTrue
        $message = Get-Arrived $Sandbox messages
        $message.text | Should -Be Hello
        $message.attachments.name | Should -Be $File.Name
    }

    It 'checks files against the deployment''s own rules' {
        $blocked = New-SampleFile (Join-Path $TestDrive 'setup.exe')
        (Test-GCAttachment $blocked).ProblemDetails.ErrorId | Should -Contain ExtensionBlocked
        (Test-GCAttachment $File).Policy | Should -Be Session
    }

    It 'keeps the guest token to itself' {
        $token = [guid]::NewGuid().ToString()
        $session = Connect-GCOrg -Endpoint $Sandbox.Url -DeploymentId $Sandbox.DeploymentId -GuestToken (ConvertTo-SecureString $token -AsPlainText -Force) -PassThru
        ($session | Format-List * -Force | Out-String) + ($session | ConvertTo-Json) | Should -Not -Match $token
    }

    It 'refuses an unknown deployment with advice' {
        $failure = { Connect-GCOrg -Endpoint $Sandbox.Url -DeploymentId ([guid]::NewGuid()) } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'ConversationNotFound,*'
    }
}
