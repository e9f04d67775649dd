# Runs the lines of docs/scheduled-jobs.md from top to bottom, and its jobs as each scheduler starts them. What a test cannot have, and so
# maps, is an org, a vault and a scheduler.

BeforeAll {
    . $PSScriptRoot/Common.ps1
    . $PSScriptRoot/Documents.ps1
    $root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))
    $before = @{ PSModulePath = $env:PSModulePath; PATH = $env:PATH }
    $env:PSModulePath = (Join-Path $root out) + [IO.Path]::PathSeparator + $env:PSModulePath
}

AfterAll {
    $before.GetEnumerator() | ForEach-Object { [Environment]::SetEnvironmentVariable($_.Key, $_.Value) }
}

Describe 'A scheduled job' {
    BeforeAll {
        $sandbox = Start-GCSandbox -NoQuota
        $page = "$root/docs/scheduled-jobs.md"
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive jobs)).FullName
        Copy-Item "$root/docs/examples/Send-Nightly.ps1", "$root/docs/examples/Start-Nightly.ps1" $folder
        $env:PSModulePath = (Write-FakeVault (Join-Path $folder modules) (Join-Path $folder vault)) + [IO.Path]::PathSeparator + $env:PSModulePath
        $id, $secret = $sandbox.ClientId, $sandbox.Credential.GetNetworkCredential().Password

        function Write-Queue {
            param ([string[]] $Name = 'a.txt')
            $rows = foreach ($file in $Name) {
                Set-Content (Join-Path $folder $file) 'text'
                [pscustomobject]@{ Path = Join-Path $folder $file; ConversationId = $sandbox.ConversationId }
            }
            $rows | Export-Csv (Join-Path $folder queue.csv)
        }

        # The places and the org of a command line of the page, as they are here.
        function Convert-CommandLine {
            param ([string] $Line)
            $Line -replace '/var/log/genesys|C:\\Jobs\\log', "$folder/log" -replace 'C:\\Jobs\\|C:\\Users\\svc-genesys\\|/opt/jobs/|/srv/out/|/home/genesys/', "$folder/" -replace '-Region mypurecloud\.ie', "-Endpoint $($sandbox.Url)"
        }

        Write-Queue
        # The script of one's own signs in with the vault that the others set up.
        $own, $others = @(Get-Block $page powershell).Text
        $code = @($others; $own) -join "`n" -replace '(?m)^exit ', '$code = ' -replace '-Region mypurecloud\.ie', "-Endpoint $($sandbox.Url)"
        $said = @(Invoke-Page -Text $code -Location $folder -Stop -First @"
            Set-Variable HOME '$folder' -Force
            Connect-GCOrg -Endpoint $($sandbox.Url) -Credential ([pscredential]::new('$id', (ConvertTo-SecureString '$secret' -AsPlainText -Force)))
            function Get-Credential { [pscredential]::new('$id', (ConvertTo-SecureString '$secret' -AsPlainText -Force)) }
            function Read-Host { param (`$Prompt, [switch] `$AsSecureString, [switch] `$MaskInput) if (`$AsSecureString) { ConvertTo-SecureString 'of the vault' -AsPlainText -Force } }
            function Install-PSResource { }
            function New-ScheduledTaskSettingsSet { }
            function New-ScheduledTaskTrigger { }
            function New-ScheduledTaskAction { param (`$Execute, `$Argument) "`$Execute `$Argument" }
            function Register-ScheduledTask { param (`$TaskName, `$Action, `$Trigger, `$Settings, `$User, `$Password) Set-Content '$folder/task.txt' `$Action }
"@)
    }

    BeforeEach {
        Reset-Sandbox $sandbox
        Write-Queue
        Remove-Item "$folder/log" -Recurse -ErrorAction Ignore
    }

    AfterAll {
        $sandbox | Stop-GCSandbox
    }

    It 'is set up by the lines of the page' {
        $said[-1] | Should -Be 'The end.' -Because ($said -join "`n")
    }

    It 'stops at sign-in with 1, and its queue stays, while the vault is locked' {
        & pwsh -NoProfile -NonInteractive -File "$folder/Send-Nightly.ps1" -Queue "$folder/queue.csv" -LogFolder "$folder/log" -Endpoint $sandbox.Url -SecretName genesys-nightly *> $null
        $LASTEXITCODE | Should -Be 1
        Get-Content "$folder/log/log.txt" -Tail 1 | Should -Match 'Broken off: .*locked'
        "$folder/queue.csv" | Should -Exist
    }

    It 'is not unlocked by another password' {
        ConvertTo-SecureString 'wrong' -AsPlainText -Force | Export-Clixml "$folder/wrong.xml"
        & pwsh -NoProfile -NonInteractive -File "$folder/Start-Nightly.ps1" -PasswordFile "$folder/wrong.xml" -Queue "$folder/queue.csv" -LogFolder "$folder/log" -Endpoint $sandbox.Url -SecretName genesys-nightly *> $null
        $LASTEXITCODE | Should -Be 1
        "$folder/queue.csv" | Should -Exist
    }

    It 'runs as Task Scheduler starts it' {
        $command, $arguments = (Convert-CommandLine (Get-Content "$folder/task.txt")) -split ' '
        $output = & $command @arguments *>&1
        $LASTEXITCODE | Should -Be 0 -Because "$output"
        @(Get-Arrived $sandbox messages) | Should -HaveCount 1
    }

    It 'runs as cron starts it, and mails when a file was refused' -Skip:$IsWindows {
        $bin = New-Item -ItemType Directory "$folder/bin"
        Set-Content "$bin/mail" "#!/bin/sh`ncat > '$folder/mail.txt'"
        & chmod +x "$bin/mail"
        $env:PATH = "$bin$([IO.Path]::PathSeparator)$env:PATH"
        $line = Convert-CommandLine (@(Get-Block $page '').Text -match '^0 3 \* \* \* ' -replace '^0 3 \* \* \* ').Trim()
        $output = & sh -c $line *>&1
        $LASTEXITCODE | Should -Be 0 -Because "$output"
        "$folder/mail.txt" | Should -Not -Exist -Because "$output"
        # Its files are named by the second.
        Remove-Item "$folder/log" -Recurse
        Write-Queue 'a.txt', 'b.exe'
        $output = & sh -c $line *>&1
        Get-Content "$folder/mail.txt" | Should -Be 'exit 2' -Because "$output"
    }

    It 'runs as systemd starts it, with the credential that was encrypted' -Skip:$IsWindows {
        $blocks = @(Get-Block $page '').Text
        $null = New-Item -ItemType Directory "$folder/credentials"
        Set-Content "$folder/credentials/genesys.env" (($blocks -match '^GENESYSCLOUD_REGION') -replace 'CLIENT-ID', $id -replace 'CLIENT-SECRET', $secret)
        ($blocks -match '(?m)^ExecStart=') -match "(?m)^ExecStart=/bin/sh -c '(.+)'$" | Should -BeTrue
        $line = Convert-CommandLine ([regex]::Match(($blocks -match '(?m)^ExecStart='), "(?m)^ExecStart=/bin/sh -c '(.+)'").Groups[1].Value)
        try {
            $env:CREDENTIALS_DIRECTORY = "$folder/credentials"
            $output = & sh -c "$line -Endpoint $($sandbox.Url)" *>&1
            $LASTEXITCODE | Should -Be 0 -Because "$output"
        }
        finally {
            Remove-Item env:CREDENTIALS_DIRECTORY
        }

        @(Get-Arrived $sandbox messages) | Should -HaveCount 1
    }
}
