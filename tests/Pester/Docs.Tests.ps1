# Runs every PowerShell line of the documents against the sandbox: each example of the help by itself, other pages from top to bottom.

BeforeDiscovery {
    $root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))
    $fence = '(?ms)^```powershell\r?\n(.*?)^```'
    $pages = @(
        foreach ($page in Get-ChildItem "$root/docs/help/*.md") {
            $number = 0
            foreach ($match in [regex]::Matches((Get-Content $page -Raw), $fence)) {
                $number++
                @{ Name = "$($page.BaseName) $number"; Code = $match.Groups[1].Value }
            }
        }

        foreach ($name in 'README.md', 'docs/pipelines.md', 'docs/policies.md', 'docs/routes.md', 'docs/checking.md', 'docs/sandbox.md', 'docs/scheduled-jobs.md') {
            $code = [regex]::Matches((Get-Content "$root/$name" -Raw), $fence) | ForEach-Object { $_.Groups[1].Value }
            if ($code) { @{ Name = $name; Code = $code -join "`n" } }
        }
    )
}

BeforeAll {
    . $PSScriptRoot/Common.ps1
    $root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))
    $before = $env:PSModulePath
    $env:PSModulePath = (Join-Path $root out) + [IO.Path]::PathSeparator + $env:PSModulePath
}

AfterAll {
    $env:PSModulePath = $before
}

Describe 'An example' {
    BeforeEach {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        $null = New-Item -ItemType Directory (Join-Path $folder out)
        'out/a.pdf', 'out/b.pdf', 'c.pdf', 'photo.png' | ForEach-Object {
            $magic = $_ -like '*.png' ? [byte[]] (0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A) : [Text.Encoding]::ASCII.GetBytes("%PDF-1.7`n%%EOF`n")
            [IO.File]::WriteAllBytes((Join-Path $folder $_), $magic)
        }

        $sandbox = Start-GCSandbox -NoQuota
        $sandbox | Connect-GCOrg
        $conversation, $communication, $channel, $guest, $deployment = $sandbox.ConversationId, $sandbox.CommunicationId, $sandbox.ChannelId, $sandbox.GuestId, $sandbox.DeploymentId
        $client, $clientId = $sandbox.Credential, $sandbox.ClientId
        'out/a.pdf', 'out/b.pdf' | ForEach-Object { [pscustomobject]@{ Path = (Join-Path $folder $_); ConversationId = $conversation; Text = '' } } | Export-Csv (Join-Path $folder queue.csv)
        Set-Content (Join-Path $folder policy.json) (Get-GCAttachmentPolicy -Direction Outbound).Json
        $receipts = @(Get-Item (Join-Path $folder c.pdf) | Send-GCAttachment -ConversationId $conversation)
        $receipts | Export-Csv (Join-Path $folder receipts.csv)

        # What a test cannot have: an org, a person at the keyboard, a vault, a scheduler.
        $global:PSDefaultParameterValues = @{ 'Invoke-RestMethod:NoProxy' = $true }
        $global:DocsCredential = $sandbox.Credential
        function global:Get-Credential { $global:DocsCredential }
        function global:Get-Secret { $global:DocsCredential }
        foreach ($name in 'Install-PSResource', 'Register-SecretVault', 'Set-Secret', 'New-ScheduledTaskAction', 'New-ScheduledTaskSettingsSet', 'New-ScheduledTaskTrigger', 'Register-ScheduledTask', 'Read-Host') {
            Set-Item "function:global:$name" { }
        }

        Push-Location $folder
    }

    AfterEach {
        Pop-Location
        $global:PSDefaultParameterValues = @{}
        foreach ($name in 'Get-Credential', 'Get-Secret', 'Install-PSResource', 'Register-SecretVault', 'Set-Secret', 'New-ScheduledTaskAction', 'New-ScheduledTaskSettingsSet', 'New-ScheduledTaskTrigger', 'Register-ScheduledTask', 'Read-Host') {
            Remove-Item "function:$name"
        }

        Get-GCOrg | Disconnect-GCOrg
        Stop-GCSandbox -All
    }

    It 'runs: <Name>' -ForEach $pages {
        $text = $Code -replace '(?m)^exit ', '$code = ' -replace '-Region mypurecloud\.ie', '-Endpoint $sandbox.Url' -replace '\./GenesysAttachments\.psd1', $ModulePath
        $wantsPerson = $text -match '-Interactive'
        # Nobody is there to sign in: that it waits for one is as far as this goes.
        $text = $text -replace '-Interactive', '-Interactive -TimeoutSeconds 1'
        $run = { $ErrorActionPreference = 'Stop'; $null = & ([scriptblock]::Create($text)) 6> $null }
        if ($wantsPerson) {
            $run | Should -Throw '*Nobody signed in*'
        }
        else {
            $run | Should -Not -Throw
        }
    }
}

Describe 'The first day' {
    It 'works line by line from the package to the nightly job' {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'first day')
        $packages = Join-Path $folder out
        $tool = Get-ChildItem "$root/src/GenesysAttachments.Packaging/bin/*/net10.0/GenesysAttachments.Packaging.dll" | Sort-Object LastWriteTime | Select-Object -Last 1
        & dotnet $tool.FullName pack $packages | Out-Null
        Copy-Item "$root/docs/examples/Send-Nightly.ps1" $folder
        $walk = ([regex]::Matches((Get-Content "$root/docs/getting-started.md" -Raw), '(?ms)^```powershell\r?\n(.*?)^```') | ForEach-Object { $_.Groups[1].Value }) -join "`n"
        # The sandbox stands in for the org.
        $walk = $walk -replace '-Region mypurecloud\.ie', '-Endpoint $sandbox.Url'
        $said = Invoke-Shell @"
            `$ErrorActionPreference = 'Stop'
            Set-Location '$folder'
            `$env:HOME = `$env:USERPROFILE = '$folder'
            `$env:XDG_DATA_HOME = Join-Path '$folder' data
            `$env:PSModulePath = (Join-Path `$env:XDG_DATA_HOME powershell/Modules) + [IO.Path]::PathSeparator + `$env:PSModulePath
            function Get-Credential { `$sandbox.Credential }
            `$PSDefaultParameterValues = @{ 'Invoke-RestMethod:NoProxy' = `$true }
            $walk
            'The end.'
"@
        $said[-1] | Should -Be 'The end.' -Because ($said -join "`n")
        $said -match 'Sent +.*Price list\.csv' | Should -Not -BeNullOrEmpty
        $said -match '4001 TypeNotAllowed' | Should -Not -BeNullOrEmpty
    }
}
