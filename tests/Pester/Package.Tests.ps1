BeforeAll {
    . $PSScriptRoot/Common.ps1
    $Packages = Join-Path $TestDrive packages
    New-Package $Packages
}

Describe 'The packages' {
    It 'install from a folder repository, and the module works from there' {
        $said = Invoke-Shell @"
            `$ErrorActionPreference = 'Stop'
            `$env:HOME = `$env:USERPROFILE = '$TestDrive'
            `$env:XDG_DATA_HOME = '$TestDrive/data'
            # Where its folder is missing, PSResourceGet writes into the working one.
            `$null = New-Item -ItemType Directory '$TestDrive/data', '$TestDrive/saved' -Force
            Register-PSResourceRepository -Name Folder -Uri '$Packages' -Trusted
            Save-PSResource GenesysAttachments -Repository Folder -Path '$TestDrive/saved'
            Import-Module '$TestDrive/saved/GenesysAttachments'
            (Get-Module GenesysAttachments).ModuleBase
            `$sandbox = Start-GCSandbox
            `$sandbox | Connect-GCOrg
            Set-Content '$TestDrive/a.txt' text
            (Send-GCAttachment '$TestDrive/a.txt' -ConversationId `$sandbox.ConversationId).State
"@
        $said[0] | Should -Match 'saved'
        $said[-1] | Should -Be 'Sent' -Because ($said -join "`n")
    }

    It 'import after unzipping into a module path' {
        Expand-Archive (Get-Item "$Packages/*.zip") (Join-Path $TestDrive modules)
        Invoke-Shell @"
            `$env:PSModulePath = '$TestDrive/modules' + [IO.Path]::PathSeparator + `$env:PSModulePath
            (Get-Command Send-GCAttachment).Source
"@ | Should -Be 'GenesysAttachments'
    }
}
