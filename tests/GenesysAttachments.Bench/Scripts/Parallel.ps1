# The way by hand for many files: what ByHand.ps1 does, in ForEach-Object -Parallel; token and communication are fetched once. For every line
# on standard input it sends the folder's files, and says how many were sent and how many seconds that took.
param (
    [Parameter(Mandatory)] [uri] $Url,
    [Parameter(Mandatory)] [string] $ClientId,
    [Parameter(Mandatory)] [string] $ClientSecret,
    [Parameter(Mandatory)] [string] $ConversationId,
    [Parameter(Mandatory)] [string] $CommunicationId,
    [Parameter(Mandatory)] [string] $Folder,
    [Parameter(Mandatory)] [int] $ThrottleLimit
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$basic = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("${ClientId}:$ClientSecret"))
$token = Invoke-RestMethod -NoProxy -Method Post -Uri "${Url}oauth/token" -Headers @{ Authorization = "Basic $basic" } -Body @{ grant_type = 'client_credentials' }
$org = @{ Headers = @{ Authorization = "Bearer $($token.access_token)" }; ContentType = 'application/json'; NoProxy = $true }
$messages = "${Url}api/v2/conversations/messages/$ConversationId/communications/$CommunicationId/messages"

while ($null -ne [Console]::In.ReadLine()) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $sent = Get-ChildItem $Folder | ForEach-Object -ThrottleLimit $ThrottleLimit -Parallel {
        $ErrorActionPreference = 'Stop'
        $ProgressPreference = 'SilentlyContinue'
        $org = $using:org
        $messages = $using:messages
        $upload = Invoke-RestMethod @org -Method Post -Uri "$messages/media/uploads" -Body (@{ fileName = $_.Name; contentLengthBytes = $_.Length } | ConvertTo-Json)
        $headers = @{}
        $upload.uploadHeaders.PSObject.Properties | ForEach-Object { $headers[$_.Name] = $_.Value }
        $null = Invoke-WebRequest -NoProxy -Method Put -Uri $upload.uploadUrl -Headers $headers -InFile $_.FullName -SkipHeaderValidation
        do { $media = Invoke-RestMethod @org -Uri "$messages/media/$($upload.id)" } until ($media.status -eq 'valid')
        (Invoke-RestMethod @org -Method Post -Uri $messages -Body (@{ mediaIds = @($upload.id) } | ConvertTo-Json)).id
    }

    $clock.Stop()
    [string]::Format([cultureinfo]::InvariantCulture, '{0} {1}', @($sent).Count, $clock.Elapsed.TotalSeconds)
}
