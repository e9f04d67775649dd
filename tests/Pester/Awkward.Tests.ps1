# What people type by mistake, and what they are told: an id that scripts can rely on, the words, and what to do.

BeforeAll {
    . $PSScriptRoot/Common.ps1
    $Sandbox = Start-GCSandbox -NoQuota
    $Sandbox | Connect-GCOrg
    $Here = New-Item -ItemType Directory (Join-Path $TestDrive here)
    Push-Location $Here
    $null = New-SampleFile (Join-Path $Here a.pdf)
    $null = New-SampleFile (Join-Path $Here 'b[1].pdf')
    $null = New-Item -ItemType Directory folder
    Set-Content bad.json '{'
    Set-Content page.html '<html></html>'
    $C = $Sandbox.ConversationId
}

AfterAll {
    Pop-Location
    Get-GCOrg | Disconnect-GCOrg
    Stop-GCSandbox -All
}

Describe 'What is typed' {
    It 'is told what is wrong: <Line>' -ForEach @(
        @{ Line = 'Send-GCAttachment none.pdf -ConversationId $C'; Id = 'FileNotFound'; Words = 'none.pdf' }
        @{ Line = 'Send-GCAttachment *.nothing -ConversationId $C'; Id = 'FileNotFound'; Words = 'No file matches' }
        @{ Line = 'Send-GCAttachment folder -ConversationId $C'; Id = 'FileUnreadable'; Words = 'folder' }
        @{ Line = 'Send-GCAttachment Env:PATH -ConversationId $C'; Id = 'PathNotFound'; Words = 'provider' }
        @{ Line = 'Send-GCAttachment Nowhere:/a.pdf -ConversationId $C'; Id = 'PathNotFound'; Words = 'Nowhere' }
        @{ Line = 'Send-GCAttachment -LiteralPath b*.pdf -ConversationId $C'; Id = 'FileNotFound'; Words = 'b*.pdf' }
        @{ Line = 'Send-GCAttachment page.html -ConversationId $C'; Id = 'TypeNotAllowed'; Words = 'text/html' }
        @{ Line = 'Send-GCAttachment a.pdf'; Id = 'TargetMissing'; Words = 'where' }
        @{ Line = 'Send-GCAttachment a.pdf -ConversationId ""'; Id = 'RequestInvalid'; Words = '-ConversationId was given and is empty' }
        @{ Line = 'Send-GCAttachment a.pdf -ConversationId $null'; Id = 'RequestInvalid'; Words = '-ConversationId was given and is empty' }
        @{ Line = 'Send-GCAttachment a.pdf -CommunicationId x'; Id = 'TargetMissing'; Words = 'without its conversation' }
        @{ Line = 'Send-GCAttachment a.pdf -ChannelId x'; Id = 'TargetMissing'; Words = 'only one' }
        @{ Line = 'Send-GCAttachment a.pdf -ConversationId $C -ChannelId x'; Id = 'TargetAmbiguous'; Words = 'Messaging' }
        @{ Line = 'Send-GCAttachment a.pdf -ConversationId $C -Route Guest'; Id = 'TargetMissing'; Words = 'guest' }
        @{ Line = 'Send-GCAttachment a.pdf -ConversationId not-a-conversation'; Id = 'ConversationNotFound'; Words = 'not-a-conversation' }
        @{ Line = 'Send-GCAttachment a.pdf -ConversationId $C -Name report'; Id = 'NameInvalid'; Words = 'no extension' }
        @{ Line = 'Send-GCAttachment a.pdf -ConversationId $C -ContentType pdf'; Id = 'TypeUnknown'; Words = 'application/pdf' }
        @{ Line = 'Send-GCAttachment a.pdf -ConversationId $C -Text ("x" * 2001)'; Id = 'RequestInvalid'; Words = '2,001' }
        @{ Line = 'Send-GCAttachment a.pdf -ConversationId $C -Route Multipart -Template nope'; Id = 'RequestInvalid'; Words = 'nope' }
        @{ Line = 'Send-GCAttachment a.pdf -ConversationId $C -Route Sideways'; Id = 'RequestInvalid'; Words = 'Sideways' }
        @{ Line = 'Send-GCAttachment a.pdf -ConversationId $C -ThrottleLimit 0'; Id = 'ParameterArgumentValidationError'; Words = '0' }
        @{ Line = 'Send-GCAttachment a.pdf -ConversationId $C -Session nobody'; Id = 'ParameterArgumentTransformationError'; Words = 'Get-GCOrg' }
        @{ Line = '42 | Send-GCAttachment -ConversationId $C'; Id = 'RowNotUnderstood'; Words = 'came in' }
        @{ Line = '@{ Path = "a.pdf" } | Send-GCAttachment -ConversationId $C'; Id = 'RowNotUnderstood'; Words = 'came in' }
        @{ Line = 'New-GCUploadUrl a.pdf -ConversationId $C -Route Media'; Id = 'RouteHasNoUploadUrl'; Words = 'Media' }
        @{ Line = 'Get-GCConversation not-a-conversation'; Id = 'ConversationNotFound'; Words = 'not-a-conversation' }
        @{ Line = 'Find-GCConversation -Since 2026-11-02 -Until 2026-11-01'; Id = 'RequestInvalid'; Words = 'The span is empty' }
        @{ Line = 'Get-GCAttachmentPolicy -Path bad.json'; Id = 'RequestInvalid'; Words = 'bad.json' }
        @{ Line = 'Get-GCAttachmentPolicy -Path none.json'; Id = 'FileNotFound'; Words = 'none.json' }
        @{ Line = 'Get-GCAttachmentPolicy -ProfileId none'; Id = 'ConversationNotFound'; Words = 'none' }
        @{ Line = 'Get-GCAttachmentPolicy -DeploymentId none -Endpoint http://example.com'; Id = 'RequestInvalid'; Words = 'https' }
        @{ Line = 'Test-GCAttachment a.pdf -Policy 3'; Id = 'ParameterArgumentTransformationError'; Words = 'policy' }
        @{ Line = 'Compare-GCAttachmentPolicy 1 2'; Id = 'ParameterArgumentTransformationError'; Words = 'policy' }
        @{ Line = 'ConvertTo-GCReport 1'; Id = 'ParameterArgumentTransformationError'; Words = 'Int32' }
        @{ Line = 'Connect-GCOrg -Region nowhere'; Id = 'ParameterArgumentTransformationError'; Words = 'eu-west-1' }
        @{ Line = 'Connect-GCOrg -Endpoint http://example.com -Credential $Sandbox.Credential'; Id = 'RequestInvalid'; Words = 'https' }
        @{ Line = 'Connect-GCOrg -Endpoint $Sandbox.Url -Credential $Sandbox.Credential -Header @{ Host = "x" }'; Id = 'RequestInvalid'; Words = 'Host' }
        @{ Line = 'Connect-GCOrg -Endpoint $Sandbox.Url -Credential $Sandbox.Credential -Proxy nowhere'; Id = 'RequestInvalid'; Words = 'proxy' }
        @{ Line = 'Connect-GCOrg -Endpoint $Sandbox.Url -ClientId x -Interactive -RedirectUri https://example.com'; Id = 'RequestInvalid'; Words = 'browser' }
        @{ Line = 'Connect-GCOrg -Endpoint $Sandbox.Url -DeploymentId none'; Id = 'ConversationNotFound'; Words = 'Deployment' }
        @{ Line = 'Send-GCAttachment a.pdf -ConversationId $C -Session $null'; Id = 'RequestInvalid'; Words = '-Session was given and is empty' }
        @{ Line = 'Get-GCConversation $C -Session $null'; Id = 'RequestInvalid'; Words = '-Session was given and is empty' }
        @{ Line = 'Disconnect-GCOrg -Session $null'; Id = 'RequestInvalid'; Words = '-Session was given and is empty' }
        @{ Line = 'Test-GCAttachment a.pdf -Policy $null'; Id = 'RequestInvalid'; Words = '-Policy was given and is empty' }
        @{ Line = 'Connect-GCOrg -Region eu-west-1 -Endpoint $null -Credential $Sandbox.Credential'; Id = 'RequestInvalid'; Words = '-Endpoint was given and is empty' }
        @{ Line = 'Connect-GCOrg -Endpoint $Sandbox.Url -Credential $null'; Id = 'RequestInvalid'; Words = '-Credential was given and is empty' }
        @{ Line = 'Connect-GCOrg -Endpoint $Sandbox.Url -DeploymentId $Sandbox.DeploymentId -GuestToken $null'; Id = 'RequestInvalid'; Words = '-GuestToken was given and is empty' }
        @{ Line = 'Connect-GCOrg -Endpoint example.com -Credential $Sandbox.Credential'; Id = 'RequestInvalid'; Words = 'https' }
        @{ Line = 'Start-GCSandbox -PolicyPath none.json'; Id = 'RequestInvalid'; Words = 'none.json' }
        @{ Line = 'Start-GCSandbox -Port 70000'; Id = 'ParameterArgumentValidationError'; Words = '70000' }
    ) {
        $ErrorActionPreference = 'Continue'
        $problems = @(try { . ([scriptblock]::Create($Line)) 2>&1 } catch { $_ }) | Where-Object { $_ -is [Management.Automation.ErrorRecord] }
        $problems | Should -Not -BeNullOrEmpty
        @($problems)[0].FullyQualifiedErrorId | Should -BeLike "$Id*"
        "$(@($problems)[0])" | Should -Match ([regex]::Escape($Words))
        if (@($problems)[0].Exception.GetType().Name -eq 'GCException') {
            @($problems)[0].ErrorDetails.RecommendedAction.Length | Should -BeGreaterThan 10
        }
    }
}
