BeforeAll {
    . $PSScriptRoot/Common.ps1
    $Sandbox = Start-GCSandbox -NoQuota
}

AfterAll {
    $Sandbox | Stop-GCSandbox
}

Describe 'Connect-GCOrg' {
    AfterEach {
        Get-GCOrg | Disconnect-GCOrg
    }

    It 'says nothing without -PassThru and makes the session current' {
        $Sandbox | Connect-GCOrg | Should -BeNullOrEmpty
        (Get-GCOrg -Current).ClientId | Should -Be $Sandbox.ClientId
    }

    It 'replaces a session with the same key' {
        $Sandbox | Connect-GCOrg
        $Sandbox | Connect-GCOrg
        @(Get-GCOrg).Count | Should -Be 1
    }

    It 'fails at once for a wrong secret, without showing it' {
        $wrong = [pscredential]::new($Sandbox.ClientId, (ConvertTo-SecureString 'canary-secret' -AsPlainText -Force))
        $failure = { Connect-GCOrg -Endpoint $Sandbox.Url -Credential $wrong } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'AuthenticationFailed,*'
        "$($failure | Format-List * -Force | Out-String)" | Should -Not -Match 'canary'
        $failure.ErrorDetails.RecommendedAction | Should -Match 'Connect-GCOrg'
    }

    It 'takes one family of the environment whole and names a missing member' {
        Invoke-Shell @"
Import-Module '$ModulePath'
`$env:GENESYSCLOUD_OAUTHCLIENT_ID = 'a'
try { Connect-GCOrg -Region eu-west-1 } catch { `$_.Exception.Message }
"@ | Should -Match 'GENESYSCLOUD_OAUTHCLIENT_SECRET'
    }

    It 'refuses what is no region, and completes what is one' {
        { Connect-GCOrg -Region nowhere } | Should -Throw '*nowhere*is not a region*'
        { Connect-GCOrg -Region mypurecIoud.com -Credential $Sandbox.Credential } | Should -Throw '*Perhaps mypurecloud.com was meant*-TrustRegion*'
        $line = 'Connect-GCOrg -Region pure'
        (TabExpansion2 $line $line.Length).CompletionMatches.Count | Should -BeGreaterThan 10
    }

    It 'names a header that cannot be sent and keeps its value to itself' {
        $failure = { $Sandbox | Connect-GCOrg -Header @{ 'X-Key' = "canary`r`nX-Evil: 1" } } | Should -Throw -PassThru
        "$failure" | Should -Match 'X-Key'
        "$failure" | Should -Not -Match 'canary'
    }

    It 'sends headers, also secure ones, and the synthetic marker to the org' {
        $secret = ConvertTo-SecureString 'gateway-key' -AsPlainText -Force
        $Sandbox | Connect-GCOrg -Header @{ 'X-Gateway-Key' = $secret; 'X-Plain' = 1 } -Synthetic
        $null = Get-GCConversation $Sandbox.ConversationId
        $last = Get-Arrived $Sandbox requests | Select-Object -Last 1
        $last.headers.'X-Gateway-Key' | Should -Be 'gateway-key'
        $last.headers.'X-Plain' | Should -Be '1'
        $last.headers.'X-Synthetic-Test' | Should -Be 'true'
    }

    It 'gives every runspace its own current session' {
        $Sandbox | Connect-GCOrg
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$ModulePath'; @(Get-GCOrg).Count")
            $shell.Invoke() | Should -Be 0
        }
        finally {
            $shell.Dispose()
        }
    }
}

Describe 'A session' {
    It 'gives its token for calls of one''s own, and to nobody by accident' {
        $session = $Sandbox | Connect-GCOrg -PassThru
        $token = Get-GCOrg -AsAccessToken -Session $session
        $token | Should -BeOfType [securestring]
        (Invoke-RestMethod "$($Sandbox.Url)/api/v2/conversations/$($Sandbox.ConversationId)" -Authentication Bearer -Token $token -AllowUnencryptedAuthentication -NoProxy).id |
            Should -Be $Sandbox.ConversationId
        ($session | ConvertTo-Json) + ($session | Format-List * | Out-String) | Should -Not -Match ([Net.NetworkCredential]::new('', $token).Password)
    }

    It 'signs a user in through a browser, which a second shell plays' {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $listener.Stop()
        $said = Invoke-Shell @"
            Import-Module '$PSScriptRoot/../../out/GenesysAttachments/GenesysAttachments.psd1'
            Connect-GCOrg -Endpoint $($Sandbox.Url) -ClientId $($Sandbox.ClientId) -Interactive -RedirectUri http://127.0.0.1:$port/ -TimeoutSeconds 2
"@
        "$said" | Should -Match 'Sign in at .*code_challenge_method=S256'
        "$said" | Should -Match 'Nobody signed in'
    }
}

Describe 'Sign-in with a profile or a vault' {
    AfterEach {
        Get-GCOrg | Disconnect-GCOrg
        Remove-Item function:Get-Secret -ErrorAction Ignore
    }

    It 'reads the vendor tool''s profile, and warns that its secret is plain text' -Skip:$IsWindows {
        $secret = [Net.NetworkCredential]::new('', $Sandbox.Credential.Password).Password
        $null = New-Item -ItemType Directory (Join-Path $TestDrive '.gc')
        Set-Content (Join-Path $TestDrive '.gc/config.toml') "[nightly]`nclient_id = `"$($Sandbox.ClientId)`"`nclient_secret = `"$secret`"`nenvironment = `"mypurecloud.ie`""
        $said = Invoke-Shell @"
            `$env:HOME = '$TestDrive'
            Import-Module '$ModulePath'
            Connect-GCOrg -Profile nightly -Endpoint $($Sandbox.Url) -WarningVariable warned -WarningAction SilentlyContinue
            "`$warned"
            (Get-GCOrg -Current).Region
            (TabExpansion2 'Connect-GCOrg -Profile ' 23).CompletionMatches.CompletionText
            try { Connect-GCOrg -Profile nobody } catch { `$_.Exception.Message }
"@
        $said[0] | Should -Match 'plain text'
        $said[1] | Should -Be 'mypurecloud.ie'
        $said[2] | Should -Be 'nightly'
        $said[3] | Should -Match "no profile 'nobody'"
        "$said" | Should -Not -Match $secret
    }

    It 'asks Get-Secret, for a credential or for the secret of a client' {
        $global:Stored = $Sandbox.Credential
        function global:Get-Secret { param ($Name) if ($Name -eq 'nightly') { $global:Stored } else { throw "no secret $Name" } }
        Connect-GCOrg -Endpoint $Sandbox.Url -SecretName nightly
        (Get-GCOrg -Current).ClientId | Should -Be $Sandbox.ClientId
        $global:Stored = $Sandbox.Credential.Password
        Connect-GCOrg -Endpoint $Sandbox.Url -SecretName nightly -ClientId $Sandbox.ClientId
        { Connect-GCOrg -Endpoint $Sandbox.Url -SecretName nightly } | Should -Throw '*no client id*'
        { Connect-GCOrg -Endpoint $Sandbox.Url -SecretName other } | Should -Throw '*did not give*no secret other*'
    }

    It 'names what is missing where no vault is there' -Skip:([bool] (Get-Command Get-Secret -ErrorAction Ignore)) {
        { Connect-GCOrg -Endpoint $Sandbox.Url -SecretName nightly } | Should -Throw '*No module offers Get-Secret*'
    }
}

Describe 'Get-GCConversation' {
    BeforeAll {
        $Sandbox | Connect-GCOrg
    }

    AfterAll {
        Get-GCOrg | Disconnect-GCOrg
    }

    It 'shows the connected agent leg' {
        $leg = Get-GCConversation $Sandbox.ConversationId
        $leg.CommunicationId | Should -Be $Sandbox.CommunicationId
        $leg.Channel | Should -Be 'webmessaging'
    }

    It 'goes on after a conversation it does not know' {
        $legs = [guid]::NewGuid().ToString(), $Sandbox.ConversationId | Get-GCConversation -ErrorAction SilentlyContinue -ErrorVariable problems
        @($legs).Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'ConversationNotFound,*'
    }

    It 'takes what Find-GCConversation finds, which asks for no more pages than are wanted' {
        $body = ConvertTo-Json @{ startedAt = [datetime]::UtcNow.AddHours(-2) }
        1..101 | ForEach-Object { $null = Invoke-RestMethod "$($Sandbox.Url)/_sandbox/conversations" -Method Post -Body $body -ContentType application/json -NoProxy }
        function Measure-Query { @((Invoke-RestMethod "$($Sandbox.Url)/_sandbox/requests" -NoProxy).Where({ $_.target -like '*/details/query' })).Count }

        @(Find-GCConversation | Select-Object -First 3 | Get-GCConversation).Count | Should -Be 3
        Measure-Query | Should -Be 1
        (Find-GCConversation).ConversationId | Should -Contain $Sandbox.ConversationId
        Measure-Query | Should -Be 3
    }
}

Describe 'Without a session' {
    It 'one clear error names Connect-GCOrg' {
        $failure = { Send-GCAttachment -Path x.pdf -ConversationId c } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        $failure.ErrorDetails.RecommendedAction | Should -Match 'Connect-GCOrg'
    }
}
