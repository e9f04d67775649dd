# Runs docs/many-machines.md: its PowerShell from top to bottom, its container, its task and its workflow as each is started, its SQL against the
# queue. What a test cannot have, and so maps, is an org, a vault, a scheduler and a database elsewhere.

BeforeDiscovery {
    . $PSScriptRoot/Postgres.ps1
}

Describe 'The guide to many machines' -Skip:([bool] $PostgresMissing) {
    BeforeAll {
        . $PSScriptRoot/Common.ps1
        . $PSScriptRoot/Documents.ps1
        . $PSScriptRoot/Postgres.ps1
        $root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))
        $page = "$root/docs/many-machines.md"
        $before = $env:PSModulePath
        $env:PSModulePath = (Join-Path $root out) + [IO.Path]::PathSeparator + $env:PSModulePath
        $server = Start-Postgres
        $sandbox = Start-GCSandbox -NoQuota
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive outbox)).FullName
        $variables = @{
            PGHOST = '127.0.0.1'; PGPORT = "$($server.Port)"; PGDATABASE = 'queue'; PGUSER = 'worker'; PGPASSWORD = $server.Secret; JOB_COMPLETION_INDEX = '1'; QUEUE_SECRET = $server.Secret
            GENESYSCLOUD_REGION = 'mypurecloud.ie'; GENESYSCLOUD_OAUTHCLIENT_ID = $sandbox.ClientId; GENESYSCLOUD_OAUTHCLIENT_SECRET = $sandbox.Credential.GetNetworkCredential().Password
        }
        $blocks = @(Get-Block $page powershell).Text
        $first = @"
            function Get-Credential { param (`$UserName) if (`$UserName) { [pscredential]::new(`$UserName, (ConvertTo-SecureString `$env:QUEUE_SECRET -AsPlainText)) } else { [pscredential]::new(`$env:GENESYSCLOUD_OAUTHCLIENT_ID, (ConvertTo-SecureString `$env:GENESYSCLOUD_OAUTHCLIENT_SECRET -AsPlainText)) } }
            function Get-Secret { param (`$Name) if (`$Name -eq 'queue-worker') { Get-Credential worker } else { Get-Credential } }
            function New-ScheduledTaskSettingsSet { }
            function New-ScheduledTaskTrigger { }
            function New-ScheduledTaskAction { param (`$Execute, `$Argument, `$WorkingDirectory) "`$Execute `$Argument" }
            function Register-ScheduledTask { param (`$TaskName, `$Action, `$Trigger, `$Settings, `$User, `$Password) Set-Content '$folder/task.txt' `$Action }
            function Read-Host { }
"@

        # The places of the page, as they are here.
        function Convert-Line {
            param ([string] $Text)
            $Text -replace 'db\.example\.com', '127.0.0.1' -replace '-Region mypurecloud\.ie', "-Endpoint $($sandbox.Url)" -replace '(?m)^( *)Connect-GCOrg$', "`$1Connect-GCOrg -Endpoint $($sandbox.Url)" -replace '-Duration \d\d:\d\d:\d\d', '-Duration 00:00:03' -replace 'C:\\Jobs\\', "$folder/"
        }

        function Write-Queue {
            param ([int] $Count = 4)
            $name = [guid]::NewGuid().ToString().Substring(0, 4)
            1..$Count | ForEach-Object { [pscustomobject]@{ Path = (New-SampleFile (Join-Path $folder "$name-$_.pdf")).FullName; ConversationId = $sandbox.ConversationId; Text = '' } } | Export-Csv (Join-Path $folder queue.csv)
        }

        # Queues some files for a worker to find.
        function Add-Work {
            Write-Queue
            Use-Environment $variables { Invoke-Shell "Import-Module '$ModulePath'; `$null = Connect-GCQueue; Connect-GCOrg -Endpoint $($sandbox.Url); (Import-Csv '$folder/queue.csv' | Add-GCQueueItem).State" } | Should -Be @('Queued', 'Queued', 'Queued', 'Queued')
        }

        function Get-Sent {
            @(Get-Arrived $sandbox messages).attachments.name
        }
    }

    AfterAll {
        Stop-GCSandbox -All
        if ($server) { Stop-Postgres $server }
        $env:PSModulePath = $before
    }

    BeforeEach {
        Reset-Sandbox $sandbox
    }

    It 'works line by line' {
        Write-Queue
        $own = @($blocks | Where-Object { $_ -match '(?m)^exit ' })
        Set-Content "$folder/Work.ps1" ($first + "`n" + (Convert-Line $own[0]))
        $text = Convert-Line (@($blocks | Where-Object { $_ -notin $own }) -join "`n")
        $said = @(Use-Environment $variables { Invoke-Page -Text $text -Location $folder -First $first })
        $said[-1] | Should -Be 'The end.' -Because ($said -join "`n")
        $said -match '^Error: ' | Should -BeNullOrEmpty -Because ($said -join "`n")
        # Four by the queue, and the part of pod 1 by its own.
        Get-Sent | Should -HaveCount 5
        $said -match "^$($sandbox.ClientId.Substring(0, 15)).+\s4\s" | Should -Not -BeNullOrEmpty -Because ($said -join "`n")
    }

    It 'works as the task starts it' {
        Add-Work
        $command, $arguments = (Convert-Line (Get-Content "$folder/task.txt")) -split ' '
        $output = Use-Environment $variables { Push-Location $folder; & $command @arguments *>&1; Pop-Location }
        $LASTEXITCODE | Should -Be 0 -Because "$output"
        Get-Sent | Should -HaveCount 4
        @(Import-Csv (Get-Item "$folder/work-*.csv")).State | Should -Be @('Sent', 'Sent', 'Sent', 'Sent')
    }

    It 'works as the container starts it, and where nothing is left' {
        Add-Work
        $yaml = @(Get-Block $page yaml)[0].Text
        $lines = [regex]::Match($yaml, '(?m)- \|\n((?: {14}.+\n)+)').Groups[1].Value -replace '(?m)^ {14}'
        foreach ($sent in 4, 4) {
            $output = Use-Environment $variables { & pwsh -NoProfile -NonInteractive -Command (Convert-Line $lines) *>&1 }
            $LASTEXITCODE | Should -Be 0 -Because "$output"
            Get-Sent | Should -HaveCount $sent
        }
    }

    It 'works as the workflow starts it' {
        Add-Work
        $step = @(Get-Step $page | Where-Object Name -EQ Work)[0]
        $step.Environment.Keys | ForEach-Object { $variables.Keys | Should -Contain ($_ -replace 'PGSSLMODE', 'PGHOST') }
        Push-Location $folder
        try {
            $output = Use-Environment $variables { & pwsh -NoProfile -NonInteractive -Command "`$ErrorActionPreference = 'stop'`n$(Convert-Line $step.Run)" *>&1 }
            $LASTEXITCODE | Should -Be 0 -Because "$output"
        }
        finally {
            Pop-Location
        }

        Get-Sent | Should -HaveCount 4
        ([xml] (Get-Content "$folder/work.xml" -Raw)).testsuites.testsuite.testcase.Count | Should -Be 4
    }

    It 'has SQL that a queue takes' {
        Invoke-Postgres $server 'CREATE ROLE gcqueue_worker; CREATE ROLE gcqueue_viewer'
        $sql = @(Get-Block $page sql).Text
        $sql.Count | Should -Be 3
        foreach ($text in $sql) { { Invoke-Postgres $server $text 2>&1 } | Should -Not -Throw; $LASTEXITCODE | Should -Be 0 }
        foreach ($line in [regex]::Matches((Get-Content $page -Raw), '`(ALTER TABLE [^`]+)`')) { $null = Invoke-Postgres $server $line.Groups[1].Value; $LASTEXITCODE | Should -Be 0 }
        # Every column that the table of views names is there.
        foreach ($view in [regex]::Matches((Get-Content $page -Raw), '(?m)^\| `(gc_\w+)` \| [^:]+: (.+) \|$')) {
            $columns = [regex]::Matches(($view.Groups[2].Value -replace '\(.*?\)'), '`(\w+)`').ForEach{ $_.Groups[1].Value } -join ', '
            $null = Invoke-Postgres $server "SELECT $columns FROM gcqueue.$($view.Groups[1].Value)"
            $LASTEXITCODE | Should -Be 0
        }
    }
}
