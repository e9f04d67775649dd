BeforeAll {
    . $PSScriptRoot/Common.ps1
    $root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))
    $before = $env:PSModulePath
    $env:PSModulePath = (Join-Path $root out) + [IO.Path]::PathSeparator + $env:PSModulePath
    $Sandbox = Start-GCSandbox -NoQuota
    $env:GENESYSCLOUD_REGION = 'mypurecloud.ie'
    $env:GENESYSCLOUD_OAUTHCLIENT_ID = $Sandbox.ClientId
    $env:GENESYSCLOUD_OAUTHCLIENT_SECRET = $Sandbox.Credential.GetNetworkCredential().Password

    # Runs the job with a queue of rows; gives its exit code, and what it said.
    function Invoke-Nightly {
        param ([object[]] $Row, [int] $Tries = 2)
        if ($Row) { $Row | Export-Csv (Join-Path $Folder queue.csv) }
        $script:Said = & pwsh -NoProfile -NonInteractive -File "$root/docs/examples/Send-Nightly.ps1" -Queue (Join-Path $Folder queue.csv) -LogFolder $Log -Endpoint $Sandbox.Url -Tries $Tries -RetrySeconds 0 6>&1 2>&1
        $LASTEXITCODE
    }

    function New-Row {
        param ([string] $Name, [string] $Conversation = $Sandbox.ConversationId, [string] $Text = '')
        [pscustomobject]@{ Path = (New-SampleFile (Join-Path $Folder $Name)).FullName; ConversationId = $Conversation; Text = $Text }
    }
}

AfterAll {
    $env:PSModulePath = $before
    Remove-Item env:GENESYSCLOUD_REGION, env:GENESYSCLOUD_OAUTHCLIENT_ID, env:GENESYSCLOUD_OAUTHCLIENT_SECRET
    $Sandbox | Stop-GCSandbox
}

Describe 'The nightly job' {
    BeforeEach {
        $Folder = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        $Log = Join-Path $Folder log
        Reset-Sandbox $Sandbox
    }

    It 'sends the queue, each row with its text, and takes it away' {
        Invoke-Nightly (New-Row a.pdf -Text 'for a'), (New-Row 'b[1].pdf') | Should -Be 0
        $arrived = Get-Arrived $Sandbox messages
        @($arrived.attachments.name | Where-Object { $_ }) | Should -HaveCount 2
        $arrived.text | Should -Contain 'for a'
        Join-Path $Folder queue.csv | Should -Not -Exist
        @(Import-Csv (Get-Item "$Log/receipts-*.csv")).State | Should -Be @('Sent', 'Sent')
        Invoke-Nightly | Should -Be 5
    }

    It 'tries again what may pass, and sends nothing twice' {
        Add-Fault $Sandbox @{ method = 'POST'; path = '*/uploads'; status = 503; times = 5 }
        Invoke-Nightly (New-Row a.pdf -Text once), (New-Row b.pdf) | Should -Be 0
        $arrived = Get-Arrived $Sandbox messages
        @($arrived.text | Where-Object { $_ -eq 'once' }) | Should -HaveCount 1
        @($arrived.attachments.name | Where-Object { $_ }) | Should -HaveCount 2
    }

    It 'keeps for the next run what failed, with its text, and says what was rejected' {
        Add-Fault $Sandbox @{ method = 'PUT'; path = '*a.pdf'; status = 403; times = -1 }
        Invoke-Nightly (New-Row a.pdf -Text later), (New-Row tool.exe) -Tries 1 | Should -Be 3
        @(Import-Csv "$Log/open.csv").Text | Should -Be 'later'
        Reset-Sandbox $Sandbox
        Invoke-Nightly | Should -Be 0
        (Get-Arrived $Sandbox messages).text | Should -Contain 'later'
        "$Log/open.csv" | Should -Not -Exist
    }

    It 'leaves to a person what may have arrived, and what a killed run left' {
        Add-Fault $Sandbox @{ method = 'POST'; path = '*/messages'; acceptThenDrop = $true }
        Add-Fault $Sandbox @{ method = 'GET'; path = "*/conversations/$($Sandbox.ConversationId)"; status = 500; times = -1 }
        $row = New-Row a.pdf | Add-Member CommunicationId $Sandbox.CommunicationId -PassThru
        Invoke-Nightly $row | Should -Be 4
        @(Import-Csv (Get-Item "$Log/look-*.csv")).Path | Should -BeLike '*a.pdf'
        Set-Content "$Log/running.csv" ''
        Invoke-Nightly (New-Row b.pdf) | Should -Be 4
        Join-Path $Folder queue.csv | Should -Exist
    }

    It 'touches nothing when it cannot sign in, and logs no secret' {
        $secret = $env:GENESYSCLOUD_OAUTHCLIENT_SECRET
        try {
            $env:GENESYSCLOUD_OAUTHCLIENT_SECRET = 'canary-of-the-job'
            Invoke-Nightly (New-Row a.pdf) | Should -Be 1
            Join-Path $Folder queue.csv | Should -Exist
            "$Said $(Get-Content "$Log/log.txt" -Raw)" | Should -Not -Match 'canary'
        }
        finally {
            $env:GENESYSCLOUD_OAUTHCLIENT_SECRET = $secret
        }
    }
}
