# A process that is killed while it takes down what goes over the wire leaves a file that can be read.

BeforeAll {
    . $PSScriptRoot/Common.ps1
    $Sandbox = Start-GCSandbox -NoQuota
    $Folder = (New-Item -ItemType Directory (Join-Path $TestDrive trace)).FullName
    $null = New-SampleFile "$Folder/a.pdf"
    Set-Content "$Folder/job.ps1" @"
        param (`$Trace, `$Deployment)
        Import-Module '$ModulePath'
        `$given = if (`$Deployment) { @{ DeploymentId = `$Deployment } } else { @{} }
        Connect-GCOrg -Endpoint $($Sandbox.Url) -RequestsPerMinute 0 -TracePath `$Trace @given
        `$target = if (`$Deployment) { @{} } else { @{ ConversationId = '$($Sandbox.ConversationId)' } }
        while (`$true) { Send-GCAttachment '$Folder/a.pdf' @target -InformationAction Ignore | Out-Null }
"@
    $env:GENESYSCLOUD_REGION = 'mypurecloud.ie'
    $env:GENESYSCLOUD_OAUTHCLIENT_ID = $Sandbox.ClientId
    $env:GENESYSCLOUD_OAUTHCLIENT_SECRET = $Sandbox.Credential.GetNetworkCredential().Password
}

AfterAll {
    Remove-Item env:GENESYSCLOUD_REGION, env:GENESYSCLOUD_OAUTHCLIENT_ID, env:GENESYSCLOUD_OAUTHCLIENT_SECRET
    $Sandbox | Stop-GCSandbox
}

Describe 'A trace' -Skip:$IsWindows {
    It 'of <Who> that is killed is whole' -ForEach @(@{ Who = 'a client'; Guest = $false }, @{ Who = 'a guest'; Guest = $true }) {
        $trace = "$Folder/$Who.har"
        $given = if ($Guest) { @('-Deployment', $Sandbox.DeploymentId) } else { @() }
        $run = Start-Process pwsh -PassThru -ArgumentList (@('-NoProfile', '-NonInteractive', '-File', "$Folder/job.ps1", "`"$trace`"") + $given) -RedirectStandardOutput "$Folder/out.txt" -RedirectStandardError "$Folder/err.txt"
        while (-not $run.HasExited -and (Get-Item $trace -ErrorAction Ignore).Length -lt 60000) { Start-Sleep -Milliseconds 5 }
        $run.HasExited | Should -BeFalse -Because (Get-Content "$Folder/err.txt" -Raw)
        & kill -KILL $run.Id
        $run.WaitForExit()

        $text = Get-Content $trace -Raw
        # As docs/first-live-org.md says, should the system have ended it within the one write.
        if (-not (Test-Json $text -ErrorAction Ignore)) { $text = ($text -replace ',?\n[^\n]*$') + "`n]}}" }
        $entries = ($text | ConvertFrom-Json -Depth 20).log.entries
        $entries.Count | Should -BeGreaterThan 3
        ($entries | Where-Object { $_.request.method -eq 'PUT' }).response.status | Sort-Object -Unique | Should -Be 200
        [bool] ($entries | Where-Object _webSocketMessages) | Should -Be $Guest
        [IO.File]::GetUnixFileMode($trace) | Should -Be ([IO.UnixFileMode] 'UserRead, UserWrite')
    }

    It 'that its process leaves open ends with what was sent last' {
        $trace = "$Folder/left.har"
        Invoke-Shell "Import-Module '$ModulePath'; Connect-GCOrg -Endpoint $($Sandbox.Url) -TracePath '$trace'; Send-GCAttachment '$Folder/a.pdf' -ConversationId $($Sandbox.ConversationId)" | Out-Null
        $entries = (Get-Content $trace -Raw | ConvertFrom-Json -Depth 20).log.entries
        $entries[-1].request.method, $entries[-1].response.status | Should -Be 'POST', 200
    }
}
