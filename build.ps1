#Requires -Version 7.6
<#
.SYNOPSIS
    The PowerShell front for building, testing and packing the module.
.EXAMPLE
    ./build.ps1 Test
.EXAMPLE
    ./build.ps1 Docs

    After a change to a cmdlet or to a page in docs/help: fills in the facts and makes the shipped help.
.EXAMPLE
    ./build.ps1 Pack

    Leaves in out/ a package for galleries, one to unzip, and the hashes of both.
.EXAMPLE
    ./build.ps1 Pack -Certificate (Get-ChildItem Cert:/CurrentUser/My -CodeSigningCert)[0] -TimestampServer http://timestamp.digicert.com

    The same with our own files signed (on Windows).
#>
[CmdletBinding()]
param (
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Docs', 'Pack')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug',

    # Signs the module's own files before they are packed.
    [Security.Cryptography.X509Certificates.X509Certificate2] $Certificate,

    # Time stamps keep a signature good after its certificate has ended.
    [uri] $TimestampServer
)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true

Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'Build' { dotnet build --configuration $Configuration }
        'Test' { dotnet test --configuration $Configuration }
        'Demo' { dotnet run --project src/GenesysAttachments.Demo --configuration $Configuration }
        'Docs' {
            dotnet build
            dotnet run --no-build --project src/GenesysAttachments.Packaging -- docs
            dotnet build
        }
        'Pack' {
            dotnet build --configuration Release -p:ContinuousIntegrationBuild=true
            if ($Certificate) {
                $signing = @{ Certificate = $Certificate; HashAlgorithm = 'SHA256' }
                if ($TimestampServer) { $signing.TimestampServer = $TimestampServer }
                Get-ChildItem out/GenesysAttachments -Recurse -Include GenesysAttachments*.dll, *.psd1, *.ps1xml |
                    Set-AuthenticodeSignature @signing |
                    ForEach-Object { if ($_.Status -ne 'Valid') { throw "$($_.Path) is not signed: $($_.StatusMessage)" } }
            }

            dotnet run --no-build --configuration Release --project src/GenesysAttachments.Packaging -- pack
        }
    }
}
finally {
    Pop-Location
}
