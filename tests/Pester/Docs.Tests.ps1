# Runs what the documents print: README and the first day in shells of their own, from top to bottom, each example of the help by itself. What
# a test cannot have, and so maps, is an org and a person.

BeforeDiscovery {
    . $PSScriptRoot/Documents.ps1
    . $PSScriptRoot/Postgres.ps1
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
    $queuePages = @($pages | Where-Object { $_.Code -match 'GCQueue|SharedQuota' })
    $pages = @($pages | Where-Object { $_ -notin $queuePages })
}

BeforeAll {
    . $PSScriptRoot/Common.ps1
    . $PSScriptRoot/Documents.ps1
    $root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))
    $before = @{ PSModulePath = $env:PSModulePath; PATH = $env:PATH }
    $env:PSModulePath = (Join-Path $root out) + [IO.Path]::PathSeparator + $env:PSModulePath
    $Packages = Join-Path $TestDrive packages
    New-Package $Packages
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

    Context 'with a queue' -Skip:([bool] $PostgresMissing) {
        BeforeAll {
            . $PSScriptRoot/Postgres.ps1
            $server = Start-Postgres
            $variables = @{ PGHOST = '127.0.0.1'; PGPORT = "$($server.Port)"; PGDATABASE = 'queue'; PGUSER = 'worker'; PGPASSWORD = $server.Secret }
            $global:DocsQueueCredential = Get-PostgresCredential $server
        }

        AfterAll {
            if ($server) { Stop-Postgres $server }
        }

        It 'runs: <Page>' -ForEach $queuePages {
            function global:Get-Credential { param ($UserName) $UserName ? $global:DocsQueueCredential : $global:DocsCredential }
            function global:Get-Secret { param ($Name) $Name -like 'queue*' ? $global:DocsQueueCredential : $global:DocsCredential }
            $text = $Code -replace '(?m)^exit ', '$code = ' -replace '-Region mypurecloud\.ie', '-Endpoint $sandbox.Url' -replace 'db\.example\.com', '127.0.0.1'
            Use-Environment $variables {
                Invoke-Postgres $server 'DROP SCHEMA IF EXISTS gcqueue CASCADE'
                Initialize-GCQueue
                $null = Connect-GCQueue
                { $ErrorActionPreference = 'Stop'; $null = & ([scriptblock]::Create($text)) 6> $null } | Should -Not -Throw
            }
        }
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
