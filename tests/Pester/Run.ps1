# Runs one test file with the Pester that is given, and prints what came of it as one line of JSON.
param (
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $Pester
)

$ErrorActionPreference = 'Stop'
Import-Module $Pester
Import-Module (Join-Path $PSScriptRoot '../../out/GenesysAttachments/GenesysAttachments.psd1')
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'None'
$run = Invoke-Pester -Configuration $configuration
$failures = @(
    $run.Failed | ForEach-Object { "$($_.ExpandedPath): $($_.ErrorRecord.Exception.Message -join '; ')" }
    $run.FailedBlocks | ForEach-Object { "$($_.ExpandedPath): $($_.ErrorRecord.Exception.Message -join '; ')" }
    $run.FailedContainers | ForEach-Object { "$($_.Item): $($_.ErrorRecord.Exception.Message -join '; ')" }
)
[Console]::Out.WriteLine((ConvertTo-Json -Compress -InputObject ([ordered]@{
    Result   = "$($run.Result)"
    Passed   = $run.PassedCount
    Failed   = $run.FailedCount
    Skipped  = $run.SkippedCount
    Failures = $failures
})))
