# Milliseconds from here to the first receipt in this fresh process: import, sign-in, one file.
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
$clock = [Diagnostics.Stopwatch]::StartNew()
Import-Module $Module
Connect-GCOrg -Endpoint $Url -Credential ([pscredential]::new($ClientId, (ConvertTo-SecureString $ClientSecret -AsPlainText)))
$receipt = Send-GCAttachment -Path $File -ConversationId $ConversationId
$clock.Stop()
if ($receipt.State -ne 'Sent') { throw $receipt.Message }
$clock.Elapsed.TotalMilliseconds.ToString('0.0', [cultureinfo]::InvariantCulture)
