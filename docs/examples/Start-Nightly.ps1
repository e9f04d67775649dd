#Requires -Version 7.6
#Requires -Modules Microsoft.PowerShell.SecretStore
<#
.SYNOPSIS
    Unlocks the SecretStore vault without a person, then runs Send-Nightly.ps1, which lies beside it.
.DESCRIPTION
    Takes the file with the vault's password, as Export-Clixml made it of a SecureString, and whatever Send-Nightly.ps1 takes. What
    protects such a file, and where it does not, is in docs/scheduled-jobs.md.
.OUTPUTS
    Exit code: that of Send-Nightly.ps1; 1 where the vault cannot be unlocked.
.EXAMPLE
    pwsh -NoProfile -File Start-Nightly.ps1 -PasswordFile ~/genesys-vault.xml -Queue /srv/out/queue.csv -LogFolder /var/log/genesys -Region mypurecloud.ie -SecretName genesys-nightly
#>
param (
    # No attribute here: it would end what is left in $args.
    [string] $PasswordFile
)

$ErrorActionPreference = 'Stop'
Unlock-SecretStore -Password (Import-Clixml -LiteralPath $PasswordFile)
& (Join-Path $PSScriptRoot Send-Nightly.ps1) @args
exit $LASTEXITCODE
