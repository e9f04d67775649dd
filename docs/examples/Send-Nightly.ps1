#Requires -Version 7.6
#Requires -Modules GenesysAttachments
<#
.SYNOPSIS
    Sends the files of a queue, tries again what may pass, and leaves an exit code that a scheduler understands.
.DESCRIPTION
    The queue is a CSV file with the columns Path, ConversationId (or ChannelId and GuestId), and, where wanted, Text and Name: one
    file a row. It is taken away when the run begins, so that a new one can be written meanwhile, and put back where the run did nothing.

    In the log folder the run leaves log.txt, one receipts-STAMP.csv, the queue as it was (queue-STAMP.csv), and, where rows are left over,
    open.csv (sent first by the next run), rejected-STAMP.csv (rows to correct) and look-STAMP.csv (rows whose message may have arrived:
    a person looks into the conversation).

    Nothing is sent twice. A run that was killed leaves running.csv behind, and no run begins until a person has looked at it.
.OUTPUTS
    Exit code: 0 all sent, 2 some cannot be sent as they are, 3 some failed and may pass later, 4 some unknown or a run that was killed,
    5 no queue, or an empty one, 1 the script broke off, such as at sign-in.
.EXAMPLE
    pwsh -NoProfile -File Send-Nightly.ps1 -Queue /srv/out/queue.csv -LogFolder /var/log/genesys -Region mypurecloud.ie -SecretName genesys-nightly
#>
[CmdletBinding()]
param (
    [Parameter(Mandatory)]
    [string] $Queue,

    [Parameter(Mandatory)]
    [string] $LogFolder,

    # What separates the columns of the queue.
    [char] $Delimiter = ',',

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

function Get-Sentence {
    param ([Parameter(Mandatory)] $ErrorRecord)
    $id = if ($ErrorRecord.FullyQualifiedErrorId -like '*,*') { ($ErrorRecord.FullyQualifiedErrorId -split ',')[0] }
    $advice = if ($ErrorRecord.ErrorDetails) { $ErrorRecord.ErrorDetails.RecommendedAction }
    "$id $ErrorRecord $advice".Trim()
}

function Import-Queue {
    param ([Parameter(Mandatory)] [string] $File, [char] $Delimiter = ',')
    if (Test-Path -LiteralPath $File) { Import-Csv -LiteralPath $File -Delimiter $Delimiter }
}

# One file a row, by its exact path: so that a receipt's Index tells its row. A row without a path goes as it is, and its receipt says so.
function ConvertTo-Item {
    param ([Parameter(Mandatory)] $Row)
    $path = $Row.PSObject.Properties | Where-Object { $_.Name -in 'Path', 'FilePath' -and $_.Value } | Select-Object -First 1
    if (-not $path) { return $Row }
    $item = $Row | Select-Object -Property * -ExcludeProperty Path, FilePath, LiteralPath
    $item | Add-Member -NotePropertyName LiteralPath -NotePropertyValue $path.Value -PassThru
}

$null = New-Item -ItemType Directory -Path $LogFolder -Force
$stamp = '{0:yyyyMMdd-HHmmss-fff}' -f [DateTime]::UtcNow
$journal = Join-Path $LogFolder running.csv
$running = Join-Path $LogFolder running-queue.csv
$open = Join-Path $LogFolder open.csv
$taken = Join-Path $LogFolder "queue-$stamp.csv"
$left = @()
$hasBegun, $hasReceipt = $false, $false

# As it was before the run: nothing of it was tried.
function Restore-Queue {
    if ($left) { $left | Export-Csv -LiteralPath $open }
    if ((Test-Path -LiteralPath $taken) -and -not (Test-Path -LiteralPath $Queue)) { Move-Item -LiteralPath $taken -Destination $Queue }
    Remove-Item -LiteralPath $journal, $running -ErrorAction Ignore
}

try {
    if (Test-Path -LiteralPath $journal) {
        Write-Log "A run is under way, or the last one was killed. What has a receipt in $journal is done with; look into the conversations of the other rows of running-queue.csv, then remove both files."
        exit 4
    }

    # First of all, so that a failed sign-in leaves everything as it was.
    $signIn = @{}
    if ($Region) { $signIn.Region = $Region }
    if ($SecretName) { $signIn.SecretName = $SecretName }
    if ($Endpoint) { $signIn.Endpoint = $Endpoint }
    Connect-GCOrg @signIn

    $folder = Split-Path -Path $Queue
    if ($folder -and -not (Test-Path -LiteralPath $folder)) { throw "The queue's folder $folder cannot be found: is its share there?" }
    $left = @(Import-Queue $open)
    $rows = $left + @(Import-Queue $Queue $Delimiter)
    if ($rows.Count -eq 0) {
        Write-Log 'Nothing to send.'
        exit 5
    }

    $null = New-Item -ItemType File -Path $journal
    $hasBegun = $true
    $rows | Export-Csv -LiteralPath $running
    Remove-Item -LiteralPath $open -ErrorAction Ignore
    if (Test-Path -LiteralPath $Queue) { Move-Item -LiteralPath $Queue -Destination $taken }

    $items = @($rows | ForEach-Object { ConvertTo-Item $_ })
    $last = [object[]]::new($items.Count)
    $pending = @(0..($items.Count - 1))
    for ($try = 1; $pending.Count -gt 0 -and $try -le $Tries; $try++) {
        if ($try -gt 1) {
            Write-Log "$($pending.Count) of $($items.Count) again in $RetrySeconds s."
            Start-Sleep -Seconds $RetrySeconds
        }

        # A receipt brings its target and its text along.
        $said = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'problems'; WarningAction = 'SilentlyContinue'; WarningVariable = 'warnings' }
        $pending | ForEach-Object { if ($last[$_]) { $last[$_] } else { $items[$_] } } |
            Send-GCAttachment @said |
            ForEach-Object {
                $hasReceipt = $true
                $_ | Export-Csv -LiteralPath $journal -Append
                $last[$pending[$_.Index]] = $_
                Write-Log ("{0,-9} {1} {2} {3}" -f $_.State, $_.Path, $_.ErrorId, $_.Message).TrimEnd()
            }
        $warnings | ForEach-Object { Write-Log "Warning: $_" }
        # What no receipt says.
        $told = @($last | Where-Object { $_ } | ForEach-Object Message)
        $problems | Where-Object { "$_" -notin $told } | ForEach-Object { Write-Log "Error: $(Get-Sentence $_)" }
        $pending = @($pending | Where-Object { $last[$_] -and $last[$_].State -in 'Failed', 'Cancelled' -and $last[$_].CanRetry })
    }

    if (-not $hasReceipt) { throw 'Nothing was sent, and no receipt says why.' }
    # A row without a receipt among those that have one is as good as unknown.
    $last = @($last | ForEach-Object { if ($_) { $_ } else { [pscustomobject]@{ State = 'Unknown' } } })
    $states = @($last | Group-Object State -NoElement)
    $code = ($last | Measure-GCReceipt).ExitCode
    $done = "Done with $code`: $(($states | ForEach-Object { "$($_.Count) $($_.Name)" }) -join ', ')."
    Copy-Item -LiteralPath $journal -Destination (Join-Path $LogFolder "receipts-$stamp.csv")
    if ("$($states.Name)" -eq 'Rejected') {
        Restore-Queue
        Write-Log "$done Nothing was tried, and the queue stays as it is: correct it."
        exit $code
    }

    $kinds = @{ open = 'Failed', 'Cancelled'; "rejected-$stamp" = @('Rejected'); "look-$stamp" = @('Unknown') }
    foreach ($kind in $kinds.Keys) {
        $which = @(0..($items.Count - 1) | Where-Object { $last[$_].State -in $kinds[$kind] })
        if ($which.Count -gt 0) { $rows[$which] | Export-Csv -LiteralPath (Join-Path $LogFolder "$kind.csv") }
    }

    Remove-Item -LiteralPath $journal, $running
    Write-Log $done
    exit $code
}
catch {
    # With a receipt, some of it was tried: it stays as a killed run does.
    if ($hasBegun -and -not $hasReceipt) { Restore-Queue }
    Write-Log "Broken off: $(Get-Sentence $_)"
    exit 1
}
