#Requires -Version 7.6
<#
.SYNOPSIS
    Sends files on every route to the sandbox, and holds what arrived against what was sent.
.DESCRIPTION
    Every command is shown as a user types it and then runs; what follows it is what the module prints. Works in the current folder.
    Ends with 0 where all is as it should be, else with 1.
#>
param (
    # The folder that the module's folder lies in.
    [Parameter(Mandatory)]
    [string] $ModuleFolder,

    # Keep the sandbox at the end until Enter is pressed.
    [switch] $Wait,

    # Files to send; without any, the samples in ./files.
    [Parameter(ValueFromRemainingArguments)]
    [string[]] $Path
)

$ErrorActionPreference = 'Stop'
$env:PSModulePath = $ModuleFolder + [IO.Path]::PathSeparator + $env:PSModulePath
if ([Console]::IsOutputRedirected) {
    $PSStyle.OutputRendering = 'PlainText'
}

function Write-Line {
    param ([string] $Prompt, [string] $Text, [string] $Style)
    Write-Host "$($PSStyle.Foreground.BrightBlack)$Prompt$($PSStyle.Reset) $Style$Text$($PSStyle.Reset)"
}

# A text or a file in a conversation: what should arrive, and what did.
function New-Row {
    param ($Route, $Conversation, $Text, $Name, $Size, $Sha256)
    [pscustomobject]@{ Route = $Route; Conversation = $Conversation; Text = $Text; Name = $Name; Size = $Size; Sha256 = $Sha256 }
}

# Shows a command, runs it as if it were typed, and keeps its receipts. Called with a dot, so that what the command assigns stays.
function Invoke-Step {
    param ([string] $Comment, [scriptblock] $Command)
    $text = $Command.ToString().Trim()
    if ($Path) {
        $text = $text.Replace('Get-ChildItem ./files', '$files')
    }

    if ($Comment) {
        Write-Line 'PS>' "# $Comment" $PSStyle.Foreground.Green
    }

    $prompt = 'PS>'
    foreach ($line in $text -split '\r?\n\s*') {
        Write-Line $prompt $line $PSStyle.Bold
        $prompt = '>>'
    }

    $output = @()
    $ErrorActionPreference = 'Continue'
    try {
        . ([scriptblock]::Create($text)) | Tee-Object -Variable output | Out-Default
    }
    catch {
        $PSItem | Out-Default
        exit 1
    }

    $ErrorActionPreference = 'Stop'
    $receipts += @($output | Where-Object { $_ -is [GenesysAttachments.GCReceipt] })
}

$receipts = @()
. Invoke-Step 'The module, and a sandbox that stands in for an org and its storage' { Import-Module GenesysAttachments }
. Invoke-Step -Command { $sandbox = Start-GCSandbox }
Write-Line 'PS>' "# Its page, for a browser: $($sandbox.Url)/" $PSStyle.Foreground.Green
. Invoke-Step -Command { $sandbox | Connect-GCOrg -PassThru }
. Invoke-Step -Command { $conversation = $sandbox.ConversationId }
if ($Path) {
    $list = $Path.ForEach({ "'$($_.Replace("'", "''"))'" }) -join ', '
    . Invoke-Step -Command ([scriptblock]::Create("`$files = Get-ChildItem -LiteralPath $list"))
}

. Invoke-Step 'Check: type, size, name, and whether the content is what the name says' { Get-ChildItem ./files | Test-GCAttachment }
. Invoke-Step 'Send: a bad file is an error and a receipt, and the others go on' {
    $sent = Get-ChildItem ./files | Send-GCAttachment -ConversationId $conversation -Text 'Your documents'
}
. Invoke-Step -Command { $sent }

. Invoke-Step 'Only the good ones from here on, and first what a send would do' {
    $good = @(Get-ChildItem ./files | Test-GCAttachment | Where-Object IsValid)
}
if (-not $good) {
    Write-Host "$($PSStyle.Foreground.Red)No file could be sent.$($PSStyle.Reset)"
    exit 1
}

. Invoke-Step -Command { $plan = $good | Send-GCAttachment -ConversationId $conversation -WhatIf }

. Invoke-Step 'The other routes' {
    $good | Send-GCAttachment -ChannelId $sandbox.ChannelId -GuestId $sandbox.GuestId -Text 'Your documents'
}
. Invoke-Step -Command { $good | Send-GCAttachment -ConversationId $conversation -Route Media -Text 'Your documents' }
. Invoke-Step -Command { $good | Send-GCAttachment -ConversationId $conversation -Route Multipart -Text 'Your documents' }

$other = (Invoke-RestMethod "$($sandbox.Url)/_sandbox/conversations" -Method Post -NoProxy).conversationId
$count = 0
$queue = foreach ($file in $good) {
    $count++
    [pscustomobject]@{
        Path           = $file.Path -replace "^$([regex]::Escape($PWD))[\\/]"
        Text           = "Document $count of $($good.Count)"
        Name           = "Document-$count$([IO.Path]::GetExtension($file.Name))"
        ConversationId = $count % 2 ? $conversation : $other
    }
}
$queue | Export-Csv queue.csv
. Invoke-Step 'A queue from a file: each row with its own text, name and conversation' { Import-Csv queue.csv }
. Invoke-Step -Command { Import-Csv queue.csv | Send-GCAttachment }

. Invoke-Step 'The same in steps' {
    Get-ChildItem ./files | Test-GCAttachment | Where-Object IsValid |
        New-GCUploadUrl -ConversationId $conversation | Send-GCAttachment
}

. Invoke-Step 'As a guest of a web messaging deployment, with no OAuth client' {
    Connect-GCOrg -Endpoint $sandbox.Url -DeploymentId $sandbox.DeploymentId
}
. Invoke-Step -Command { $good | Send-GCAttachment -Text 'Your documents' }

$page = Join-Path $ModuleFolder demo-report.html
. Invoke-Step 'What happened, as a page for people' { $receipts | ConvertTo-GCReport -Name 'The demo' | Set-Content $page }
Write-Host "Open it: $page"
. Invoke-Step 'What the sandbox received' { $messages = Invoke-RestMethod "$($sandbox.Url)/_sandbox/messages" -NoProxy }
$arrived = @(
    foreach ($message in $messages) {
        if ($message.text) {
            New-Row $message.route $message.conversationId $message.text
        }

        foreach ($file in $message.attachments) {
            New-Row $message.route $message.conversationId $null $file.name $file.size $file.sha256
        }
    }
)
$arrived | Format-Table @(
    'Route'
    @{ Name = 'Conversation'; Expression = { $_.Conversation.Substring(0, 8) } }
    'Text'
    'Name'
    @{ Name = 'Size'; Expression = 'Size'; Alignment = 'Right' }
    @{ Name = 'Sha256'; Expression = { $_.Sha256 ? $_.Sha256.Substring(0, 16) : $null } }
) | Out-Default

# A guest has a conversation of its own, which the first message tells.
$guest = ($arrived | Where-Object Route -EQ Guest | Select-Object -First 1).Conversation
$expected = @(
    foreach ($route in 'Agent', 'Messaging', 'Media', 'Multipart', 'Guest') {
        New-Row $route ($route -eq 'Guest' ? $guest : $conversation) 'Your documents'
    }

    foreach ($row in $queue) {
        New-Row Agent $row.ConversationId $row.Text
    }

    foreach ($receipt in $receipts | Where-Object State -EQ Sent) {
        $place = $receipt.Route -eq 'Guest' ? $guest : $receipt.ConversationId ? $receipt.ConversationId : $conversation
        $file = Get-Item -LiteralPath $receipt.Path
        New-Row $receipt.Route $place $null $receipt.SentName $file.Length (Get-FileHash -LiteralPath $receipt.Path).Hash.ToLowerInvariant()
    }
)

$refused = $sent.Count - $good.Count
$sends = 7 # five routes, the queue, and the steps
$wrong = @(
    if (-not $Path -and ($good.Count -ne 5 -or $refused -ne 3)) {
        "Five samples are good and three are not; the check says $($good.Count) and $refused."
    }

    foreach ($receipt in $receipts) {
        $state = $receipt.Path -in $good.Path ? 'Sent' : 'Rejected'
        if ($receipt.State -ne $state) {
            "$($receipt.Name) on $($receipt.Route) should be $state and is $($receipt.State): $($receipt.Message)"
        }
    }

    if ($receipts.Count -ne $sends * $good.Count + $refused) {
        "$($receipts.Count) receipts came for $sends sends of $($good.Count) files and $refused that were refused."
    }

    if ($plan.Count -ne $good.Count -or $plan.Where({ $_.State -ne 'Skipped' })) {
        'With -WhatIf not every file was skipped.'
    }

    foreach ($row in $queue) {
        if ($row.Name -cnotin $arrived.Where({ $_.Conversation -eq $row.ConversationId }).Name) {
            "$($row.Name) of the queue is not in its conversation."
        }
    }

    Compare-Object $expected $arrived -Property Route, Conversation, Text, Name, Size, Sha256 -CaseSensitive | ForEach-Object {
        $fate = $_.SideIndicator -eq '<=' ? 'did not arrive' : 'arrived and was not sent'
        $_.Name ? "$($_.Name) $fate on $($_.Route): $($_.Size) bytes, $($_.Sha256)" : "The text '$($_.Text)' $fate on $($_.Route)."
    }
)
if ($wrong) {
    $wrong | ForEach-Object { Write-Host "$($PSStyle.Foreground.Red)WRONG: $_$($PSStyle.Reset)" }
    exit 1
}

$times = $sends * $good.Count
Write-Host "$($PSStyle.Foreground.Green)All as it should be: on five routes, from a queue and in steps, each of $times files arrived once, byte for byte."
Write-Host "Good files: $($good.Count). Refused before anything left: $refused.$($PSStyle.Reset)"
if ($Wait) {
    Write-Host "$($sandbox.Url)/ shows what arrived. Enter ends it."
    $null = [Console]::In.ReadLine()
}
