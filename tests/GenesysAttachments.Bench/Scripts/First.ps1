# Milliseconds from here to the first receipt in this fresh process: import, sign-in, one file. The credential comes from the environment, as
# a job's does: as a secure string it would load another module, which the way by hand does not need either.
param (
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [uri] $Url,
    [Parameter(Mandatory)] [string] $ClientId,
    [Parameter(Mandatory)] [string] $ClientSecret,
    [Parameter(Mandatory)] [string] $ConversationId,
    [Parameter(Mandatory)] [string] $File
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$env:GENESYSCLOUD_OAUTHCLIENT_ID = $ClientId
$env:GENESYSCLOUD_OAUTHCLIENT_SECRET = $ClientSecret
$clock = [Diagnostics.Stopwatch]::StartNew()
Import-Module $Module
Connect-GCOrg -Endpoint $Url
$receipt = Send-GCAttachment -Path $File -ConversationId $ConversationId
$clock.Stop()
if ($receipt.State -ne 'Sent') { throw $receipt.Message }
$clock.Elapsed.TotalMilliseconds.ToString('0.0', [cultureinfo]::InvariantCulture)
