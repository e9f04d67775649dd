# Shared by the test files: the staged module, a sandbox's ears, and sample files.

$ModulePath = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../../out/GenesysAttachments/GenesysAttachments.psd1'))
Import-Module $ModulePath

# What the sandbox has: 'messages' or 'requests'.
function Get-Arrived {
    param ([Parameter(Mandatory)] $Sandbox, [Parameter(Mandatory)] [string] $What)
    (Invoke-WebRequest -Uri "$($Sandbox.Url)/_sandbox/$What" -NoProxy).Content | ConvertFrom-Json
}

function Reset-Sandbox {
    param ([Parameter(Mandatory)] $Sandbox)
    $null = Invoke-WebRequest -Method Post -Uri "$($Sandbox.Url)/_sandbox/reset" -NoProxy
}

# Only its faults: what arrived stays.
function Reset-Fault {
    param ([Parameter(Mandatory, ValueFromPipeline)] $Sandbox)
    $null = Invoke-WebRequest -Method Delete -Uri "$($Sandbox.Url)/_sandbox/faults" -NoProxy
}

function Add-Fault {
    param ([Parameter(Mandatory)] $Sandbox, [Parameter(Mandatory)] [hashtable] $Fault)
    $null = Invoke-WebRequest -Method Post -Uri "$($Sandbox.Url)/_sandbox/faults" -Body (ConvertTo-Json $Fault) -ContentType application/json -NoProxy
}

function New-Conversation {
    param ([Parameter(Mandatory)] $Sandbox, [string] $State = 'connected')
    (Invoke-WebRequest -Method Post -Uri "$($Sandbox.Url)/_sandbox/conversations" -Body (ConvertTo-Json @{ state = $State }) -ContentType application/json -NoProxy).Content |
        ConvertFrom-Json
}

function New-SampleFile {
    param ([Parameter(Mandatory)] [string] $Path, [int] $Length = 1000)
    $bytes = [byte[]]::new($Length)
    if ($Path -match '\.(csv|txt)$') { [Array]::Fill($bytes, [byte] 0x78) }
    else { [Random]::new($Path.Length + $Length).NextBytes($bytes) }
    if ($Path -match '\.pdf$' -and $Length -ge 20) {
        [Text.Encoding]::ASCII.GetBytes("%PDF-1.7`n").CopyTo($bytes, 0)
        [Text.Encoding]::ASCII.GetBytes("`n%%EOF`n").CopyTo($bytes, $Length - 7)
    }
    [IO.File]::WriteAllBytes($Path, $bytes)
    Get-Item -LiteralPath $Path
}

# Runs a script in a shell of its own and gives its output lines.
function Invoke-Shell {
    param ([Parameter(Mandatory)] [string] $Script)
    $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes("`$ProgressPreference = 'SilentlyContinue'`n" + $Script))
    & pwsh -NoProfile -NonInteractive -OutputFormat Text -EncodedCommand $encoded 2>&1 | ForEach-Object { "$_" }
}

# Packs the module as a release does, into a folder that can be a feed.
function New-Package {
    param ([Parameter(Mandatory)] [string] $Path)
    $tool = Get-ChildItem "$PSScriptRoot/../../src/GenesysAttachments.Packaging/bin/*/net10.0/GenesysAttachments.Packaging.dll" | Sort-Object LastWriteTime | Select-Object -Last 1
    & dotnet $tool.FullName pack $Path | Out-Null
}
