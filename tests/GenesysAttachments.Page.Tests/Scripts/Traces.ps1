# Writes a trace of a client's session and one of a guest's, each with a file sent and read back.
param (
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Folder
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module $Module
Set-Content "$Folder/a.pdf" "%PDF-1.7`n1`n%%EOF"
$sandbox = Start-GCSandbox -NoQuota
$sandbox | Connect-GCOrg -TracePath "$Folder/client.har"
$null = Send-GCAttachment "$Folder/a.pdf" -ConversationId $sandbox.ConversationId -Verify
Connect-GCOrg -DeploymentId $sandbox.DeploymentId -Endpoint $sandbox.Url -TracePath "$Folder/guest.har"
$null = Send-GCAttachment "$Folder/a.pdf" -Verify
Get-GCOrg | Disconnect-GCOrg
