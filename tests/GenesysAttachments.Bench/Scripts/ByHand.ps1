# The same by hand, as one writes it from the guide: token, conversation, upload URL, PUT, status, message.
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
$null = $Module # Neither is imported.
$clock = [Diagnostics.Stopwatch]::StartNew()
$basic = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("${ClientId}:$ClientSecret"))
$token = Invoke-RestMethod -NoProxy -Method Post -Uri "${Url}oauth/token" -Headers @{ Authorization = "Basic $basic" } -Body @{ grant_type = 'client_credentials' }
$org = @{ Headers = @{ Authorization = "Bearer $($token.access_token)" }; ContentType = 'application/json'; NoProxy = $true }
$conversation = Invoke-RestMethod @org -Uri "${Url}api/v2/conversations/$ConversationId"
$leg = ($conversation.participants | Where-Object purpose -EQ agent).messages[0].id
$messages = "${Url}api/v2/conversations/messages/$ConversationId/communications/$leg/messages"
$item = Get-Item $File
$upload = Invoke-RestMethod @org -Method Post -Uri "$messages/media/uploads" -Body (@{ fileName = $item.Name; contentLengthBytes = $item.Length } | ConvertTo-Json)
$headers = @{}
$upload.uploadHeaders.PSObject.Properties | ForEach-Object { $headers[$_.Name] = $_.Value }
$null = Invoke-WebRequest -NoProxy -Method Put -Uri $upload.uploadUrl -Headers $headers -InFile $item.FullName -SkipHeaderValidation
do { $media = Invoke-RestMethod @org -Uri "$messages/media/$($upload.id)" } until ($media.status -eq 'valid')
$message = Invoke-RestMethod @org -Method Post -Uri $messages -Body (@{ mediaIds = @($upload.id) } | ConvertTo-Json)
$clock.Stop()
if (-not $message.id) { throw 'No message.' }
$clock.Elapsed.TotalMilliseconds.ToString('0.0', [cultureinfo]::InvariantCulture)
