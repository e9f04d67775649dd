BeforeAll {
    . $PSScriptRoot/Common.ps1
    $Sandbox = Start-GCSandbox
    $Source = @{ DeploymentId = $Sandbox.DeploymentId; Endpoint = $Sandbox.Url }

    function Set-Policy {
        param ([Parameter(Mandatory)] [hashtable] $Policy)
        $null = Invoke-WebRequest -Method Put -Uri "$($Sandbox.Url)/_sandbox/policy" -Body (ConvertTo-Json $Policy -Depth 5) -ContentType application/json -NoProxy
    }
}

AfterAll {
    Get-GCOrg | Disconnect-GCOrg
    $Sandbox | Stop-GCSandbox
}

Describe 'Get-GCAttachmentPolicy' {
    AfterEach {
        Reset-Sandbox $Sandbox
    }

    It 'reads a deployment without a session and without a conversation' {
        (Get-GCAttachmentPolicy @Source).AllowedTypes | Should -Be '*/*'
        (Get-Arrived $Sandbox requests | Where-Object method -EQ WS).target | Should -Be getConfiguration
    }

    It 'reads a profile of the org, each way apart' {
        $Sandbox | Connect-GCOrg
        Set-Policy @{ outbound = @{ fileTypes = @(@{ type = 'image/png' }); maxFileSizeKB = 100 } }
        (Get-GCAttachmentPolicy).AllowedTypes | Should -Be 'image/png'
        (Get-GCAttachmentPolicy -Direction Inbound).AllowedTypes | Should -Be '*/*'
    }

    It 'changes no check by being read, unless -Policy asks for it' {
        $Sandbox | Connect-GCOrg
        $file = New-SampleFile (Join-Path $TestDrive a.pdf)
        Set-Policy @{ outbound = @{ fileTypes = @(@{ type = 'image/png' }); maxFileSizeKB = 100 } }
        (Get-GCAttachmentPolicy).Json | Set-Content (Join-Path $TestDrive live.json)
        $checked = Test-GCAttachment $file
        "$($checked.Policy) $($checked.PolicyDirection) $($checked.IsValid)" | Should -Be 'Default Outbound True'
        $live = Test-GCAttachment $file -Policy Live
        "$($live.Policy) $($live.PolicyDirection) $($live.IsValid)" | Should -Be 'Profile default Outbound False'
        (Test-GCAttachment $file -Policy (Join-Path $TestDrive live.json)).IsValid | Should -BeFalse
        (Test-GCAttachment $file -Policy default).IsValid | Should -BeTrue
    }

    It 'is read live once per session' {
        $Sandbox | Connect-GCOrg
        $file = New-SampleFile (Join-Path $TestDrive a.pdf)
        $null = $file, $file | Test-GCAttachment -Policy Live
        $null = $file | Test-GCAttachment -Policy Live
        @(Get-Arrived $Sandbox requests | Where-Object target -Like '*supportedcontent*') | Should -HaveCount 1
    }

    It 'says what is wrong where it cannot be read live' {
        Get-GCOrg | Disconnect-GCOrg
        { Test-GCAttachment x.pdf -Policy Live } | Should -Throw '*no session*'
    }

    It 'loads a saved policy with its lists shuffled as equal' {
        $policy = Get-GCAttachmentPolicy -Default
        $shuffled = $policy | ConvertTo-Json | ConvertFrom-Json
        [array]::Reverse($shuffled.AllowedTypes)
        $shuffled | ConvertTo-Json | Set-Content (Join-Path $TestDrive policy.json)
        $loaded = Get-GCAttachmentPolicy -Path (Join-Path $TestDrive policy.json)
        $loaded.Json | Should -Be $policy.Json
        Compare-GCAttachmentPolicy $policy $loaded | Should -BeNullOrEmpty
        Compare-GCAttachmentPolicy $policy $shuffled | Should -BeNullOrEmpty
    }

    It 'shows one tightened type as one row' {
        Set-Policy @{ inbound = @{ fileTypes = @(@{ type = 'image/png' }, @{ type = 'image/gif' }); maxFileSizeKB = 100 } }
        $before = Get-GCAttachmentPolicy @Source
        Set-Policy @{ inbound = @{ fileTypes = @(@{ type = 'image/png' }); maxFileSizeKB = 100 } }
        $rows = @(Get-GCAttachmentPolicy @Source | Compare-GCAttachmentPolicy $before)
        $rows.Count | Should -Be 1
        $rows[0].Property | Should -Be AllowedTypes
        $rows[0].Baseline | Should -Be 'image/gif'
        $rows[0].Change | Should -Be Tightened
    }

    It 'is what Test-GCAttachment checks against when it is given' {
        $file = New-SampleFile (Join-Path $TestDrive clip.mp4)
        (Test-GCAttachment $file).IsValid | Should -BeFalse
        (Test-GCAttachment $file -Policy (Get-GCAttachmentPolicy @Source)).IsValid | Should -BeTrue
    }

    It 'says what is wrong with a file that is no policy' {
        Set-Content (Join-Path $TestDrive no.json) '{}'
        Get-GCAttachmentPolicy -Path (Join-Path $TestDrive no.json) -ErrorAction SilentlyContinue -ErrorVariable problems | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'RequestInvalid,*'
    }
}
