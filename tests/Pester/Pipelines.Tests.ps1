# Runs the steps of docs/pipelines.md as the services do, on an agent of its own. What a test cannot have, and so maps, is an org.

BeforeDiscovery {
    . $PSScriptRoot/Documents.ps1
    $steps = @(Get-Step ([IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../../docs/pipelines.md'))))
}

BeforeAll {
    . $PSScriptRoot/Common.ps1
    . $PSScriptRoot/Documents.ps1
    $root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))
    $before = $env:PSModulePath
    $env:PSModulePath = (Join-Path $root out) + [IO.Path]::PathSeparator + $env:PSModulePath
}

AfterAll {
    $env:PSModulePath = $before
}

Describe 'A step of a pipeline' {
    BeforeAll {
        $sandbox = Start-GCSandbox -NoQuota
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive pipeline)).FullName
        $null = New-Item -ItemType Directory "$folder/build/documents"
        New-Package "$folder/packages"
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
