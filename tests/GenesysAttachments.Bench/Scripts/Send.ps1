# Sends all files of a folder for every line on standard input, as a scheduled job would, and says for each how many were sent, how
# many seconds the pipeline took, and how many seconds of CPU this process spent on it.
param (
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [uri] $Url,
    [Parameter(Mandatory)] [string] $ClientId,
    [Parameter(Mandatory)] [string] $ClientSecret,
    [Parameter(Mandatory)] [string] $ConversationId,
    [Parameter(Mandatory)] [string] $Folder,
    [Parameter(Mandatory)] [int] $ThrottleLimit
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module $Module
$credential = [pscredential]::new($ClientId, (ConvertTo-SecureString $ClientSecret -AsPlainText))
Connect-GCOrg -Endpoint $Url -Credential $credential -RequestsPerMinute 0

while ($null -ne [Console]::In.ReadLine()) {
    $cpu = [Environment]::CpuUsage.TotalTime
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $receipts = Get-ChildItem $Folder | Send-GCAttachment -ConversationId $ConversationId -ThrottleLimit $ThrottleLimit
    $clock.Stop()
    $cpu = [Environment]::CpuUsage.TotalTime - $cpu
    $sent = @($receipts | Where-Object State -EQ Sent).Count
    [string]::Format([cultureinfo]::InvariantCulture, '{0} {1} {2}', $sent, $clock.Elapsed.TotalSeconds, $cpu.TotalSeconds)
}
