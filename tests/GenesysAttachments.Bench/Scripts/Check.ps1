# Milliseconds of the first check of the listed files in this fresh process, and by how many bytes its working set grew over the shell's.
param ([Parameter(Mandatory)] [string] $Module, [Parameter(Mandatory)] [string] $List)

$ErrorActionPreference = 'Stop'
$paths = [IO.File]::ReadAllLines($List)
$process = [Diagnostics.Process]::GetCurrentProcess()
$before = $process.WorkingSet64
Import-Module $Module
$clock = [Diagnostics.Stopwatch]::StartNew()
Test-GCAttachment -LiteralPath $paths | Out-Null
$clock.Stop()
$process.Refresh()
[string]::Format([cultureinfo]::InvariantCulture, '{0:0.0} {1}', $clock.Elapsed.TotalMilliseconds, $process.PeakWorkingSet64 - $before)
