#Requires -Version 7.6
#Requires -Modules GenesysAttachments
<#
.SYNOPSIS
    Sends the files of a queue, every one once, and leaves an exit code that a scheduler understands.
.DESCRIPTION
    The queue is a CSV file with the columns Path, ConversationId (or ChannelId and GuestId), and, where wanted, Text and Name: one
    file a row. It is taken away when the run begins, so that a new one can be written meanwhile, and put back where none of it could
    be tried.

    A run that is done leaves a folder run-STAMP in the log folder: receipts.csv, the queue as it was, the journal (run.jsonl), and,
    where rows are left over, open.csv (sent first by the next run), rejected.csv (rows to correct) and look.csv (rows whose message
    may have arrived: Resolve-GCJournal looks once more, and a person decides). The story of all runs is in log.txt.

    A run that was killed leaves the folder running, and the next one goes on with it: what has gone does not go again.
.OUTPUTS
    Exit code: 0 all sent, 2 some cannot be sent as they are, 3 some failed and may pass later, 4 some unknown, 5 no queue, or an empty
    one, 1 the script broke off, such as at sign-in, or because another run is under way.
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

# What is to be sent is in the folder running until the run is done with it; then the whole folder gets its lasting name at once. A run
# that is killed at any moment leaves either.
$Queue = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Queue)
$null = New-Item -ItemType Directory -Path $LogFolder -Force
$stamp = '{0:yyyyMMdd-HHmmss-fff}' -f [DateTime]::UtcNow
$running = Join-Path $LogFolder running

# Takes in what the last run left over, and the queue. A queue on another disk is copied: by a name of its own, so that a copy that was cut
# off is made again.
function Receive-Queue {
    $null = New-Item -ItemType Directory -Path $running -Force
    foreach ($run in Get-ChildItem -LiteralPath $LogFolder -Directory -Filter run-*) {
        $open = Join-Path $run.FullName open.csv
        if (Test-Path -LiteralPath $open) { Move-Item -LiteralPath $open -Destination (Join-Path $running "open-$($run.Name).csv") }
    }

    if (Import-Queue $Queue $Delimiter) { Move-Item -LiteralPath $Queue -Destination "$Queue.$stamp" }
    foreach ($taken in Get-ChildItem -LiteralPath (Split-Path -Path $Queue) -Filter "$(Split-Path -Path $Queue -Leaf).????????-??????-???") {
        Move-Item -LiteralPath $taken.FullName -Destination (Join-Path $running "queue$($taken.Extension.Replace('.', '-')).csv") -Force
    }
}

function Get-Row {
    foreach ($file in Get-Taken open) { Import-Queue $file.FullName }
    foreach ($file in Get-Taken queue) { Import-Queue $file.FullName $Delimiter }
}

# In the order of their names, which is that of time.
function Get-Taken {
    param ([Parameter(Mandatory)] [string] $Kind)
    if (Test-Path -LiteralPath $running) { Get-ChildItem -LiteralPath $running -Filter "$Kind-*.csv" | Sort-Object Name }
}

# For whoever corrects it.
function Restore-Queue {
    $newest = Get-Taken queue | Select-Object -Last 1
    if ($newest -and -not (Test-Path -LiteralPath $Queue)) { Move-Item -LiteralPath $newest.FullName -Destination $Queue }
}

try {
    try { $guard = [IO.File]::Open((Join-Path $LogFolder lock), 'OpenOrCreate', 'ReadWrite', 'None') }
    catch [IO.IOException] { throw 'Another run is under way.' }

    # First of all, so that a failed sign-in leaves everything as it was.
    $signIn = @{}
    if ($Region) { $signIn.Region = $Region }
    if ($SecretName) { $signIn.SecretName = $SecretName }
    if ($Endpoint) { $signIn.Endpoint = $Endpoint }
    Connect-GCOrg @signIn

    $folder = Split-Path -Path $Queue
    if (-not (Test-Path -LiteralPath $folder)) { throw "The queue's folder $folder cannot be found: is its share there?" }
    if (@(Get-Taken open) + @(Get-Taken queue)) { Write-Log 'Goes on with a run that was not done.' }
    Receive-Queue
    $items = @(Get-Row | ForEach-Object { ConvertTo-Item $_ })
    if ($items.Count -eq 0) {
        Write-Log 'Nothing to send.'
        exit 5
    }

    $last = [object[]]::new($items.Count)
    $said = [Collections.Generic.HashSet[string]]::new()
    for ($try = 1; $try -le $Tries; $try++) {
        if ($try -gt 1) {
            Write-Log "$($again.Count) of $($items.Count) again in $RetrySeconds s."
            Start-Sleep -Seconds $RetrySeconds
        }

        # The same line each time: the journal knows what has gone.
        $silently = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'problems'; WarningAction = 'SilentlyContinue'; WarningVariable = 'warnings' }
        $items | Send-GCAttachment -Journal (Join-Path $running run.jsonl) @silently | ForEach-Object {
            $before = $last[$_.Index]
            if ($before -and $_.State -eq 'Skipped') { return }
            $last[$_.Index] = $_
            if (-not $before -or $before.State -ne $_.State -or $before.Message -ne $_.Message) {
                Write-Log ("{0,-9} {1} {2} {3}" -f $_.State, $_.Path, $_.ErrorId, $_.Message).TrimEnd()
            }
        }
        $warnings | Where-Object { $said.Add("$_") } | ForEach-Object { Write-Log "Warning: $_" }
        # What no receipt says.
        $told = @($last | Where-Object { $_ } | ForEach-Object Message)
        $problems | Where-Object { "$_" -notin $told -and $said.Add("$_") } | ForEach-Object { Write-Log "Error: $(Get-Sentence $_)" }
        $again = @($last | Where-Object { $_ -and $_.State -in 'Failed', 'Cancelled' -and $_.CanRetry })
        if ($again.Count -eq 0) { break }
    }

    if (-not ($last | Where-Object { $_ })) { throw 'Nothing was sent, and no receipt says why.' }
    # A row without a receipt among those that have one is as good as unknown.
    $last = @($last | ForEach-Object { if ($_) { $_ } else { [pscustomobject]@{ State = 'Unknown' } } })
    $states = @($last | Group-Object State -NoElement)
    $code = ($last | Measure-GCReceipt).ExitCode
    $done = "Done with $code`: $(($states | ForEach-Object { "$($_.Count) $($_.Name)" }) -join ', ')."
    $last | Export-Csv -LiteralPath (Join-Path $running receipts.csv)
    if ("$($states.Name)" -eq 'Rejected') {
        Restore-Queue
        Write-Log "$done Nothing was tried, and the queue stays as it is: correct it."
        exit $code
    }

    $rows = @(Get-Row)
    $kinds = @{ open = 'Failed', 'Cancelled'; rejected = @('Rejected'); look = @('Unknown') }
    foreach ($kind in $kinds.Keys) {
        # Of a run that was killed here, as well.
        Remove-Item -LiteralPath (Join-Path $running "$kind.csv") -ErrorAction Ignore
        $which = @(0..($items.Count - 1) | Where-Object { $last[$_].State -in $kinds[$kind] })
        if ($which.Count -gt 0) { $rows[$which] | Export-Csv -LiteralPath (Join-Path $running "$kind.csv") }
    }

    Move-Item -LiteralPath $running -Destination (Join-Path $LogFolder "run-$stamp")
    if (Test-Path -LiteralPath (Join-Path $LogFolder "run-$stamp" look.csv)) { $done += " Resolve-GCJournal run-$stamp/run.jsonl looks once more." }
    Write-Log $done
    exit $code
}
catch {
    Write-Log "Broken off: $(Get-Sentence $_)"
    exit 1
}
finally {
    if (Test-Path variable:guard) { $guard.Dispose() }
}
