BeforeAll {
    . $PSScriptRoot/Common.ps1

    function Complete {
        param ([Parameter(Mandatory)] [string] $Line)
        @((TabExpansion2 $Line $Line.Length).CompletionMatches | ForEach-Object CompletionText)
    }
}

Describe 'Completion without an org' {
    It 'knows <Line>' -ForEach @(
        @{ Line = 'Connect-GCOrg -Region mypurecloud.i'; Expected = 'mypurecloud.ie' }
        @{ Line = 'Connect-GCOrg -Region eu-west-1'; Expected = 'mypurecloud.ie' }
        @{ Line = 'Connect-GCOrg -Region Ireland'; Expected = 'mypurecloud.ie' }
        @{ Line = 'Connect-GCOrg -Region frankf'; Expected = 'mypurecloud.de' }
        @{ Line = 'Send-GCAttachment -Route Mul'; Expected = 'Multipart' }
        @{ Line = 'Test-GCAttachment -Policy '; Expected = 'Live' }
        @{ Line = 'Send-GCAttachment -Template Web'; Expected = 'Webchat' }
        @{ Line = 'Test-GCAttachment -ContentType application/pd'; Expected = 'application/pdf' }
        @{ Line = 'Get-GCAttachmentPolicy -Direction In'; Expected = 'Inbound' }
        @{ Line = 'Send-GCAttachment -ContentCheck st'; Expected = 'Strict' }
    ) {
        Complete $Line | Should -Contain $Expected
    }

    It 'has nothing to say, and no error, without a session: <Line>' -ForEach @(
        @{ Line = 'Send-GCAttachment -Session x' }
        @{ Line = 'Send-GCAttachment -ConversationId x' }
        @{ Line = 'Send-GCAttachment -ConversationId x -CommunicationId y' }
    ) {
        $before = $Error.Count
        $null = Complete $Line
        $Error.Count | Should -Be $before
    }

    It 'offers file names only where a file is meant' {
        Push-Location $TestDrive
        try {
            Set-Content -Path 'zzz.pdf' -Value x
            $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
            $wrong = foreach ($command in Get-Command -Module GenesysAttachments) {
                foreach ($parameter in $command.Parameters.Values) {
                    $isFile = $parameter.Name -match 'Path$' -or $parameter.Name -in 'Policy', 'Baseline', 'Live', 'Journal', 'Destination'
                    if ($parameter.SwitchParameter -or $parameter.Name -in $common) { continue }
                    $offered = @(Complete "$command -$($parameter.Name) ") -match 'zzz'
                    if ([bool] $offered -ne $isFile) { "$command -$($parameter.Name)" }
                }
            }

            $wrong | Should -BeNullOrEmpty
        }
        finally {
            Pop-Location
        }
    }
}

Describe 'Completion with a session' {
    BeforeAll {
        $Sandbox = Start-GCSandbox -NoQuota
        $Sandbox | Connect-GCOrg
        $null = Get-GCConversation $Sandbox.ConversationId
    }

    AfterAll {
        Get-GCOrg | Disconnect-GCOrg
        $Sandbox | Stop-GCSandbox
    }

    It 'offers the session by its key, which -Session takes' {
        $key = (Get-GCOrg -Current).Key
        Complete 'Get-GCConversation -Session ' | Should -Contain "'$key'"
        (Get-GCConversation $Sandbox.ConversationId -Session $key).CommunicationId | Should -Be $Sandbox.CommunicationId
        { Get-GCConversation $Sandbox.ConversationId -Session nobody } | Should -Throw "*There is no session 'nobody'*"
    }

    It 'offers a conversation and its legs' {
        Complete 'Send-GCAttachment -ConversationId ' | Should -Contain $Sandbox.ConversationId
        Complete "Send-GCAttachment -ConversationId $($Sandbox.ConversationId) -CommunicationId " | Should -Contain $Sandbox.CommunicationId
    }

    It 'gives up in time when the org does not answer' {
        Add-Fault $Sandbox @{ path = '*/conversations*'; stall = $true; times = -1 }
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $null = Complete "Send-GCAttachment -ConversationId $($Sandbox.ConversationId) -CommunicationId "
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 4
        Reset-Sandbox $Sandbox
    }
}
