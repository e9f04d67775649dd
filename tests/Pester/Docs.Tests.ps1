# Runs what the documents print: README, the first day, scheduled jobs and the steps of pipelines in shells of their own, from top to bottom;
# each example of the help by itself. What a test cannot have, and so maps, is an org, a person, a vault and a scheduler.

BeforeDiscovery {
    . $PSScriptRoot/Documents.ps1
    $root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))
    $pages = @(
        foreach ($page in Get-ChildItem "$root/docs/help/*.md") {
            $number = 0
            foreach ($block in Get-Block $page.FullName powershell) {
                $number++
                @{ Page = "$($page.BaseName) $number"; Code = $block.Text }
            }
        }

        foreach ($page in 'docs/pipelines.md', 'docs/policies.md', 'docs/routes.md', 'docs/checking.md', 'docs/sandbox.md') {
            $code = @(Get-Block "$root/$page" powershell).Text -join "`n"
            if ($code) { @{ Page = $page; Code = $code } }
        }
    )
    $steps = @(Get-Step "$root/docs/pipelines.md")
}

BeforeAll {
    . $PSScriptRoot/Common.ps1
    . $PSScriptRoot/Documents.ps1
    $root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))
    $before = @{ PSModulePath = $env:PSModulePath; PATH = $env:PATH }
    $env:PSModulePath = (Join-Path $root out) + [IO.Path]::PathSeparator + $env:PSModulePath
    $Packages = Join-Path $TestDrive packages
    $tool = Get-ChildItem "$root/src/GenesysAttachments.Packaging/bin/*/net10.0/GenesysAttachments.Packaging.dll" | Sort-Object LastWriteTime | Select-Object -Last 1
    & dotnet $tool.FullName pack $Packages | Out-Null

    function New-Pdf {
        param ([Parameter(Mandatory)] [string] $Path)
        [IO.File]::WriteAllBytes($Path, [Text.Encoding]::ASCII.GetBytes("%PDF-1.7`n%%EOF`n"))
    }
}

AfterAll {
    $before.GetEnumerator() | ForEach-Object { [Environment]::SetEnvironmentVariable($_.Key, $_.Value) }
}

Describe 'An example' {
    BeforeEach {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        $null = New-Item -ItemType Directory (Join-Path $folder out)
        'out/a.pdf', 'out/b.pdf', 'c.pdf' | ForEach-Object { New-Pdf (Join-Path $folder $_) }
        [IO.File]::WriteAllBytes((Join-Path $folder photo.png), [byte[]] (0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A))

        $sandbox = Start-GCSandbox -NoQuota
        $sandbox | Connect-GCOrg
        $conversation, $communication, $channel, $guest, $deployment = $sandbox.ConversationId, $sandbox.CommunicationId, $sandbox.ChannelId, $sandbox.GuestId, $sandbox.DeploymentId
        $client, $clientId = $sandbox.Credential, $sandbox.ClientId
        'out/a.pdf', 'out/b.pdf' | ForEach-Object { [pscustomobject]@{ Path = (Join-Path $folder $_); ConversationId = $conversation; Text = '' } } | Export-Csv (Join-Path $folder queue.csv)
        Set-Content (Join-Path $folder policy.json) (Get-GCAttachmentPolicy -Direction Outbound).Json
        $receipts = @(Get-Item (Join-Path $folder c.pdf) | Send-GCAttachment -ConversationId $conversation)
        $receipts | Export-Csv (Join-Path $folder receipts.csv)

        $global:PSDefaultParameterValues = @{ 'Invoke-RestMethod:NoProxy' = $true }
        $global:DocsCredential = $sandbox.Credential
        function global:Get-Credential { $global:DocsCredential }
        function global:Get-Secret { $global:DocsCredential }
        Push-Location $folder
    }

    AfterEach {
        Pop-Location
        $global:PSDefaultParameterValues = @{}
        Remove-Item function:Get-Credential, function:Get-Secret
        Get-GCOrg | Disconnect-GCOrg
        Stop-GCSandbox -All
    }

    It 'runs: <Page>' -ForEach $pages {
        $text = $Code -replace '(?m)^exit ', '$code = ' -replace '-Region mypurecloud\.ie', '-Endpoint $sandbox.Url'
        $wantsPerson = $text -match '-Interactive'
        # Nobody is there to sign in: that it waits for one is as far as this goes. README has somebody.
        $text = $text -replace '-Interactive', "-Interactive -TimeoutSeconds 1 -RedirectUri http://127.0.0.1:$(Get-FreePort)/"
        $run = { $ErrorActionPreference = 'Stop'; $null = & ([scriptblock]::Create($text)) 6> $null }
        if ($wantsPerson) {
            $run | Should -Throw '*Nobody signed in*'
        }
        else {
            $run | Should -Not -Throw
        }
    }
}

Describe 'README' {
    BeforeAll {
        # The org of the blocks that begin with '# With an org.'
        $org = Start-GCSandbox -NoQuota
        $document = New-Item -ItemType File (Join-Path $root "out/offer $PID.pdf") -Force
        New-Pdf $document.FullName
        $blocks = @(Get-Block "$root/README.md" powershell)
        $texts = foreach ($block in $blocks) {
            $text = $block.Text
            if ($text.StartsWith('# With an org.')) {
                $text = $text -replace '-Region mypurecloud\.ie', "-Endpoint $($org.Url)" -replace '(?m)^(\$conversation = )\S+', "`$1'$($org.ConversationId)'" -replace '(?m)^(\$clientId = )\S+', "`$1'$($org.ClientId)'"
            }

            # The port a browser comes back to may be taken here.
            $text -replace '-Interactive', "-Interactive -RedirectUri http://127.0.0.1:$(Get-FreePort)/"
        }

        $before = @(Get-ChildItem $root -Name), (Get-ChildItem "$root/out" -Name)
        $id, $secret = $org.ClientId, $org.Credential.GetNetworkCredential().Password
        $said = @(Invoke-Page -Text ($texts -join "`n") -Location $root -First @"
            function Get-Credential { [pscredential]::new('$id', (ConvertTo-SecureString '$secret' -AsPlainText -Force)) }
"@ | ForEach-Object {
            # The person at the browser.
            if ($_ -match '^Sign in at (\S+)') { $null = Invoke-WebRequest $Matches[1] -NoProxy }
            $_
        })
    }

    AfterAll {
        Remove-Item $document
        Remove-Item "$root/out/first-hour" -Recurse -ErrorAction Ignore
        $org | Stop-GCSandbox
    }

    It 'opens with what it is, the two commands and the headline' {
        $first = Get-Content "$root/README.md" -TotalCount 30 | Out-String
        $first | Should -Match 'puts files into Genesys Cloud'
        $first | Should -Match '(?s)dotnet run --project src/GenesysAttachments\.Demo.+dotnet test.+Get-ChildItem \./out/\*\.pdf \| Send-GCAttachment'
    }

    It 'works as printed, from top to bottom, in a fresh shell at the root of the repository' {
        $said | Should -Contain 'The end.' -Because ($said -join "`n")
        ($said -match '^Error: ') | Should -Be @('Error: TypeNotAllowed', 'Error: UploadRejected') -Because ($said -join "`n")
        $arrived = Get-Arrived $org messages
        $arrived.text | Should -Contain 'Your documents' -Because 'the headline sends it'
        $arrived.attachments.name | Should -Contain "offer_$PID.pdf"
    }

    It 'shows what comes out of it' {
        $plain = $said | ForEach-Object { Hide-Figure $_ }
        $shown = @(Get-Block "$root/README.md" '' | ForEach-Object { $_.Text -split '\n' } | Where-Object { $_.Trim() })
        $shown.Count | Should -BeGreaterThan 15
        $shown | Where-Object { (Hide-Figure $_) -notin $plain } | Should -BeNullOrEmpty -Because ($said -join "`n")
    }

    It 'signs a user in' {
        $said -match '^Sign in at ' | Should -HaveCount 2
    }

    It 'leaves nothing behind' {
        @(Get-ChildItem $root -Name), (Get-ChildItem "$root/out" -Name) | Should -Be $before
    }
}

Describe 'The first day' {
    It 'works line by line from the package to the nightly job' {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'first day')
        Copy-Item $Packages (Join-Path $folder out) -Recurse
        Copy-Item "$root/docs/examples/Send-Nightly.ps1" $folder
        # The sandbox stands in for the org.
        $walk = @(Get-Block "$root/docs/getting-started.md" powershell).Text -join "`n" -replace '-Region mypurecloud\.ie', '-Endpoint $sandbox.Url'
        $said = @(Use-Environment (New-Home $folder) { Invoke-Page -Text $walk -Location $folder.FullName -Stop -First 'function Get-Credential { $sandbox.Credential }' })
        $said[-1] | Should -Be 'The end.' -Because ($said -join "`n")
        $said -match 'Sent +.*Price list\.csv' | Should -Not -BeNullOrEmpty
        $said -match 'False +setup\.exe .*TypeNotAllowed' | Should -Not -BeNullOrEmpty
        $said -match 'Problems +: 4001 TypeNotAllowed' | Should -Not -BeNullOrEmpty
        $said -match 'ExitCode +: 2' | Should -Not -BeNullOrEmpty
    }
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
        $code = @(Get-Block $page powershell).Text -join "`n" -replace '(?m)^exit ', '$code = '
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

Describe 'A step of a pipeline' {
    BeforeAll {
        $sandbox = Start-GCSandbox -NoQuota
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive pipeline)).FullName
        $null = New-Item -ItemType Directory "$folder/build/documents"
        Copy-Item $Packages "$folder/packages" -Recurse
        Copy-Item "$root/docs/examples/*.Tests.ps1" $folder
        Set-Content "$folder/policy.json" (Get-GCAttachmentPolicy -Default).Json
        New-Pdf "$folder/build/documents/a.pdf"
        # An agent of its own, which has Pester.
        $agent = New-Home $folder
        Copy-Item (Get-Module Pester).ModuleBase (Join-Path $agent.PSModulePath Pester) -Recurse
        $values = @{ GENESYSCLOUD_OAUTHCLIENT_ID = $sandbox.ClientId; GENESYSCLOUD_OAUTHCLIENT_SECRET = $sandbox.Credential.GetNetworkCredential().Password; CONVERSATION = $sandbox.ConversationId }

        # Runs a step as the services do, and gives its exit code.
        function Invoke-Step {
            param ([string] $Run, [hashtable] $Environment)
            $set = $agent.Clone()
            foreach ($name in $Environment.Keys) {
                # Without a deployment the drift test shows itself against a sandbox of its own.
                if ($name -ne 'GENESYS_DEPLOYMENT_ID') { $set[$name] = $values[$name] ?? $Environment[$name] }
            }

            $script = "`$ErrorActionPreference = 'stop'`n$($Run -replace 'Connect-GCOrg', "Connect-GCOrg -Endpoint $($sandbox.Url)")`nif ((Test-Path -LiteralPath variable:\LASTEXITCODE)) { exit `$LASTEXITCODE }"
            Set-Content "$folder/step.ps1" $script
            Push-Location $folder
            try {
                $script:Output = Use-Environment $set { & pwsh -NoProfile -NonInteractive -Command '. ./step.ps1' *>&1 | ForEach-Object { "$_" } }
                $LASTEXITCODE
            }
            finally {
                Pop-Location
            }
        }
    }

    AfterAll {
        $sandbox | Stop-GCSandbox
    }

    It 'passes, and leaves its report: <Service>, <Name>' -ForEach $steps {
        Remove-Item "$folder/*.xml"
        $code = Invoke-Step $Run $Environment
        $code | Should -Be 0 -Because ($Output -join "`n")
        if ($Report) { [xml] (Get-Content "$folder/$Report" -Raw) | Should -Not -BeNullOrEmpty }
    }

    It 'leaves its report and then fails where one file is bad: <Service>, <Name>' -ForEach @($steps | Where-Object { $_.Report -and $_.Name -ne 'Drift' }) {
        Remove-Item "$folder/*.xml"
        New-Pdf "$folder/build/documents/setup.exe"
        try {
            $code = Invoke-Step $Run $Environment
        }
        finally {
            Remove-Item "$folder/build/documents/setup.exe"
        }

        $code | Should -BeGreaterThan 0 -Because ($Output -join "`n")
        $report = Get-Content "$folder/$Report" -Raw
        $report | Should -Match 'setup\.exe'
        $report | Should -Match 'a\.pdf'
    }

    It 'fails where no file came: <Service>, <Name>' -ForEach @($steps | Where-Object Name -In 'Files', 'Live') {
        Rename-Item "$folder/build/documents" elsewhere
        $null = New-Item -ItemType Directory "$folder/build/documents"
        try {
            $code = Invoke-Step $Run $Environment
        }
        finally {
            Remove-Item "$folder/build/documents"
            Rename-Item "$folder/build/elsewhere" documents
        }

        $code | Should -BeGreaterThan 0 -Because ($Output -join "`n")
    }
}
