# Shared by tests of documents: what pages print, and ways to run it.

# The fenced blocks of a page in one language; '' for those that name none.
function Get-Block {
    param ([Parameter(Mandatory)] [string] $Path, [Parameter(Mandatory)] [AllowEmptyString()] [string] $Language)
    [regex]::Matches(((Get-Content -LiteralPath $Path -Raw) -replace '\r'), '(?ms)^```(\w*)\n(.*?)^```$') |
        Where-Object { $_.Groups[1].Value -eq $Language } |
        ForEach-Object { [pscustomobject]@{ Text = $_.Groups[2].Value } }
}

# The PowerShell steps of the workflows on a page, with their environment and the report they leave.
function Get-Step {
    param ([Parameter(Mandatory)] [string] $Path)
    foreach ($block in Get-Block $Path yaml) {
        $service = $block.Text -match '(?m)^jobs:' ? 'GitHub' : 'Azure'
        foreach ($item in [regex]::Matches($block.Text, '(?ms)^( *)- (.*?)(?=^\1- |\z)')) {
            $step = $item.Groups[2].Value
            $run = [regex]::Match($step, '(?m)(?:run|pwsh): \|\n((?: +.*\n?)+?)(?=^ *[\w]+:|\z)')
            if (-not $run.Success) { continue }
            $lines = $run.Groups[1].Value.TrimEnd() -split '\n'
            $indent = [regex]::Match($lines[0], '^ *').Length
            $environment = @{}
            # A map in one line, or one line each.
            foreach ($entry in [regex]::Matches(([regex]::Match($step, '(?m)^ *env: \{(.*)\}').Groups[1].Value), "(\w+): ('[^']*'|[^,']+)")) {
                $environment[$entry.Groups[1].Value] = $entry.Groups[2].Value.Trim(" '")
            }

            foreach ($entry in [regex]::Matches(([regex]::Match($step, '(?ms)^ *env:\n(.*?)^ *run:').Groups[1].Value), '(?m)^ *(\w+): (.+)$')) {
                $environment[$entry.Groups[1].Value] = $entry.Groups[2].Value
            }

            $code = ($lines | ForEach-Object { $_.Substring([Math]::Min($indent, $_.Length)) }) -join "`n"
            @{
                Service     = $service
                Name        = [regex]::Match($step, '(?m)(?:^|\s)(?:name|displayName): (.+)$').Groups[1].Value.Trim()
                Run         = $code
                Environment = $environment
                Report      = [regex]::Match($code, '[\w]+\.xml').Value
            }
        }
    }
}

# Runs the text of a page in a shell of its own, as if it were pasted: statement by statement, each with its own output. Errors are named in
# lines of their own; with -Stop the first one ends it. 'The end.' says that it came that far.
function Invoke-Page {
    param ([Parameter(Mandatory)] [string] $Text, [Parameter(Mandatory)] [string] $Location, [string] $First = '', [switch] $Stop)
    $page = Join-Path ([IO.Path]::GetTempPath()) "page-$([guid]::NewGuid()).ps1"
    Set-Content -LiteralPath $page -Value $Text
    try {
        Invoke-Shell @"
`$PSStyle.OutputRendering = 'PlainText'
`$PSDefaultParameterValues = @{ 'Invoke-RestMethod:NoProxy' = `$true }
`$ErrorActionPreference = '$($Stop ? 'Stop' : 'Continue')'
$First
Set-Location '$Location'
`$Error.Clear()
foreach (`$pageStatement in [Management.Automation.Language.Parser]::ParseFile('$page', [ref] `$null, [ref] `$null).EndBlock.Statements) {
    . ([scriptblock]::Create(`$pageStatement.Extent.Text)) | Out-Default
    for (`$pageError = `$Error.Count - 1; `$pageError -ge 0; `$pageError--) { "Error: `$((`$Error[`$pageError].FullyQualifiedErrorId -split ',')[0])" }
    `$Error.Clear()
}
'The end.'
"@
    }
    finally {
        Remove-Item -LiteralPath $page
    }
}

# The environment of somebody whose home is a folder: nothing is installed, and PSModulePath names an empty folder of theirs. PSResourceGet
# installs below HOME, and writes its list of repositories into the working folder where XDG_DATA_HOME is missing.
function New-Home {
    param ([Parameter(Mandatory)] [string] $Path)
    $data, $modules = '.local/share', 'modules' | ForEach-Object { (New-Item -ItemType Directory (Join-Path $Path $_)).FullName }
    @{ HOME = $Path; USERPROFILE = $Path; XDG_DATA_HOME = $data; PSModulePath = $modules }
}

# Runs a block with variables of the environment set.
function Use-Environment {
    param ([Parameter(Mandatory)] [hashtable] $Variables, [Parameter(Mandatory)] [scriptblock] $Block)
    $kept = @{}
    try {
        foreach ($name in $Variables.Keys) {
            $kept[$name] = [Environment]::GetEnvironmentVariable($name)
            [Environment]::SetEnvironmentVariable($name, $Variables[$name])
        }

        & $Block
    }
    finally {
        # One that was not there must not be there empty: to a program that is another thing.
        $kept.GetEnumerator() | ForEach-Object { if ($null -eq $_.Value) { Remove-Item "env:$($_.Key)" -ErrorAction Ignore } else { [Environment]::SetEnvironmentVariable($_.Key, $_.Value) } }
    }
}

# A line of output without what differs from run to run: sizes, times, and how far columns are apart.
function Hide-Figure {
    param ([Parameter(Mandatory)] [AllowEmptyString()] [string] $Line)
    ($Line -replace '\d+\.\d+|\d+(?= [KMG]?B\b)', '0' -replace '[\s-]+', ' ').Trim()
}

function Get-FreePort {
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $listener.LocalEndpoint.Port
    $listener.Stop()
}

# Writes modules that play SecretManagement and SecretStore: one vault, its password kept as a hash, open only in a shell that has unlocked it.
function Write-FakeVault {
    param ([Parameter(Mandatory)] [string] $Modules, [Parameter(Mandatory)] [string] $Store)
    $management, $secretStore = 'Microsoft.PowerShell.SecretManagement', 'Microsoft.PowerShell.SecretStore' | ForEach-Object { New-Item -ItemType Directory (Join-Path $Modules $_) }
    $null = New-Item -ItemType Directory $Store
    Set-Content (Join-Path $management 'Microsoft.PowerShell.SecretManagement.psm1') @"
function Assert-Open { if (-not `$global:FakeVaultIsOpen) { throw 'The vault is locked, and interaction is off.' } }
function Register-SecretVault {
    [CmdletBinding()] param ([Parameter(Mandatory)] `$Name, [Parameter(Mandatory)] `$ModuleName, [switch] `$DefaultVault)
    Set-Content '$Store/vault.txt' `$ModuleName
}
function Set-Secret {
    [CmdletBinding()] param ([Parameter(Mandatory)] `$Name, [Parameter(Mandatory)] `$Secret)
    Assert-Open
    Export-Clixml '$Store/secret.xml' -InputObject @{ Name = `$Name; Secret = `$Secret }
}
function Get-Secret {
    [CmdletBinding()] param ([Parameter(Mandatory)] `$Name)
    Assert-Open
    `$kept = Import-Clixml '$Store/secret.xml'
    if (`$kept.Name -ne `$Name) { throw "There is no secret `$Name." }
    `$kept.Secret
}
Export-ModuleMember Register-SecretVault, Set-Secret, Get-Secret
"@
    Set-Content (Join-Path $secretStore 'Microsoft.PowerShell.SecretStore.psm1') @"
function Get-Hash {
    param ([securestring] `$Password)
    [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes([Net.NetworkCredential]::new('', `$Password).Password)))
}
function Set-SecretStoreConfiguration {
    [CmdletBinding(SupportsShouldProcess)] param (`$Scope, [ValidateSet('Password', 'None')] `$Authentication, [ValidateSet('Prompt', 'None')] `$Interaction, [securestring] `$Password)
    Set-Content '$Store/password.txt' (Get-Hash `$Password)
}
function Unlock-SecretStore {
    [CmdletBinding()] param ([Parameter(Mandatory)] [securestring] `$Password)
    if ((Get-Hash `$Password) -ne (Get-Content '$Store/password.txt')) { throw 'The password is not the vault''s.' }
    `$global:FakeVaultIsOpen = `$true
}
Export-ModuleMember Set-SecretStoreConfiguration, Unlock-SecretStore
"@
    $Modules
}

function New-Pdf {
    param ([Parameter(Mandatory)] [string] $Path)
    [IO.File]::WriteAllBytes($Path, [Text.Encoding]::ASCII.GetBytes("%PDF-1.7`n%%EOF`n"))
}
