#Requires -Version 7.6
<#
.SYNOPSIS
    The PowerShell front for building, testing and packing the module.
.EXAMPLE
    ./build.ps1 Test
.EXAMPLE
    ./build.ps1 Pack -Configuration Release
#>
[CmdletBinding()]
param (
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Pack')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug'
)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true

Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'Build' { dotnet build --configuration $Configuration }
        'Test' { dotnet test --configuration $Configuration }
        'Demo' { dotnet run --project src/GenesysAttachments.Demo --configuration $Configuration }
        'Pack' {
            dotnet build --configuration Release
            $manifest = Test-ModuleManifest -Path out/GenesysAttachments/GenesysAttachments.psd1
            $package = "out/GenesysAttachments-$($manifest.Version).zip"
            Compress-Archive -Path out/GenesysAttachments -DestinationPath $package -Force
            Get-Item $package
        }
    }
}
finally {
    Pop-Location
}
