#Requires -Version 7.6
#Requires -Modules GenesysAttachments
<#
.SYNOPSIS
    Sends the files of a queue, tries again what may pass, and leaves an exit code that a scheduler understands.
.DESCRIPTION
    The queue is a CSV file with the columns Path, ConversationId (or ChannelId and GuestId), and, where wanted, Text and Name: one
    file a row. It is taken away when the run begins, so that a new one can be written meanwhile.

    In the log folder the run leaves log.txt, one receipts-STAMP.csv, and, where rows are left over, open.csv (sent first by the next run)
    and look-STAMP.csv (rows whose message may have arrived: a person looks into the conversation).

    Nothing is sent twice. A run that was killed leaves running.csv behind, and no run begins until a person has looked at it.
.OUTPUTS
    Exit code: 0 all sent, 2 some cannot be sent as they are, 3 some failed and may pass later, 4 some unknown or a run that was killed,
    5 nothing to do, 1 the script broke off, such as at sign-in.
.EXAMPLE
    pwsh -NoProfile -File Send-Nightly.ps1 -Queue /srv/out/queue.csv -LogFolder /var/log/genesys -Region mypurecloud.ie -SecretName genesys-nightly
#>
[CmdletBinding()]
param (
    [Parameter(Mandatory)]
    [string] $Queue,

    [Parameter(Mandatory)]
    [string] $LogFolder,

    # What Connect-GCOrg takes; without -SecretName it reads the environment.
    [string] $Region,
    [string] $SecretName,
    [uri] $Endpoint,

    [ValidateRange(1, 10)]
    [int] $Tries = 3,

    [ValidateRange(0, 3600)]
    [int] $RetrySeconds = 60
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

function Write-Log {
    param ([Parameter(Mandatory)] [string] $Text)
    $line = '{0:yyyy-MM-ddTHH:mm:ssZ} {1}' -f [DateTime]::UtcNow, $Text
    Add-Content -LiteralPath (Join-Path $LogFolder log.txt) -Value $line
    Write-Information $line -InformationAction Continue
}

function Import-Queue {
    param ([Parameter(Mandatory)] [string] $File)
    if (-not (Test-Path -LiteralPath $File)) { return }
    foreach ($row in Import-Csv -LiteralPath $File) {
        if (-not $row.PSObject.Properties['Path']) { throw "$File has no column Path." }
        $row
    }
}

$null = New-Item -ItemType Directory -Path $LogFolder -Force
$stamp = '{0:yyyyMMdd-HHmmss}' -f [DateTime]::UtcNow
$journal = Join-Path $LogFolder running.csv
$open = Join-Path $LogFolder open.csv
try {
    if (Test-Path -LiteralPath $journal) {
        Write-Log "A run is under way, or the last one was killed. Look into the conversations of running-queue.csv that have no receipt in $journal; then remove both."
        exit 4
    }

    # First of all, so that a failed sign-in leaves everything as it was.
    $signIn = @{}
    if ($Region) { $signIn.Region = $Region }
    if ($SecretName) { $signIn.SecretName = $SecretName }
    if ($Endpoint) { $signIn.Endpoint = $Endpoint }
    Connect-GCOrg @signIn

    $rows = @(Import-Queue $open) + @(Import-Queue $Queue)
    if ($rows.Count -eq 0) {
        Write-Log 'Nothing to send.'
        exit 5
    }

    $null = New-Item -ItemType File -Path $journal
    $rows | Export-Csv -LiteralPath (Join-Path $LogFolder running-queue.csv)
    Remove-Item -LiteralPath $open -ErrorAction Ignore
    if (Test-Path -LiteralPath $Queue) { Move-Item -LiteralPath $Queue -Destination (Join-Path $LogFolder "queue-$stamp.csv") }

    # One file a row, by its exact path: so that a receipt's Index tells its row.
    $columns = @{ Name = 'LiteralPath'; Expression = 'Path' }, 'ConversationId', 'CommunicationId', 'ChannelId', 'GuestId', 'Text', 'Name', 'ContentType'
    $items = @($rows | Select-Object $columns)
    $last = [object[]]::new($items.Count)
    $pending = @(0..($items.Count - 1))
    for ($try = 1; $pending.Count -gt 0 -and $try -le $Tries; $try++) {
        if ($try -gt 1) {
            Write-Log "$($pending.Count) of $($items.Count) again in $RetrySeconds s."
            Start-Sleep -Seconds $RetrySeconds
        }

        # A receipt brings its target and its text along.
        $pending | ForEach-Object { if ($last[$_]) { $last[$_] } else { $items[$_] } } |
            Send-GCAttachment -ErrorAction SilentlyContinue |
            ForEach-Object {
                $_ | Export-Csv -LiteralPath $journal -Append
                $last[$pending[$_.Index]] = $_
                Write-Log ("{0,-9} {1} {2} {3}" -f $_.State, $_.Path, $_.ErrorId, $_.Message).TrimEnd()
            }
        $pending = @($pending | Where-Object { $last[$_] -and $last[$_].State -in 'Failed', 'Cancelled' -and $last[$_].CanRetry })
    }

    $left = @(0..($items.Count - 1) | Where-Object { $last[$_] -and $last[$_].State -in 'Failed', 'Cancelled' })
    $unknown = @(0..($items.Count - 1) | Where-Object { -not $last[$_] -or $last[$_].State -eq 'Unknown' })
    if ($left.Count -gt 0) { $rows[$left] | Export-Csv -LiteralPath $open }
    if ($unknown.Count -gt 0) { $rows[$unknown] | Export-Csv -LiteralPath (Join-Path $LogFolder "look-$stamp.csv") }
    Move-Item -LiteralPath $journal -Destination (Join-Path $LogFolder "receipts-$stamp.csv")
    Remove-Item -LiteralPath (Join-Path $LogFolder running-queue.csv)

    $code = ($last | Where-Object { $_ } | Measure-GCReceipt).ExitCode
    if ($unknown.Count -gt 0) { $code = 4 }
    $states = $last | Where-Object { $_ } | Group-Object State -NoElement | ForEach-Object { "$($_.Count) $($_.Name)" }
    Write-Log "Done with $code`: $($states -join ', ')."
    exit $code
}
catch {
    Write-Log "Broken off: $($_.Exception.Message)"
    exit 1
}
