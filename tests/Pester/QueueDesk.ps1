# A queue on a server of its own, a sandbox and rows for it. Run with a dot in BeforeAll.

$Server = Start-Postgres
$Worker = Get-PostgresCredential $Server
$env:PGHOST, $env:PGPORT, $env:PGDATABASE = '127.0.0.1', "$($Server.Port)", 'queue'
Initialize-GCQueue -Credential $Worker
$Queue = Connect-GCQueue -Credential $Worker
$Sandbox = Start-GCSandbox -NoQuota
$Org = $Sandbox | Connect-GCOrg -PassThru
$Conversation = $Sandbox.ConversationId
$Folder = (New-Item -ItemType Directory (Join-Path $TestDrive files)).FullName

function New-Row {
    param ([Parameter(Mandatory)] [string] $Name, [hashtable] $More = @{})
    $row = [ordered] @{ Path = (New-SampleFile (Join-Path $Folder $Name)).FullName; ConversationId = $Conversation }
    $More.Keys | ForEach-Object { $row[$_] = $More[$_] }
    [pscustomobject] $row
}

function Set-State {
    param ([Parameter(Mandatory)] [long] $ItemId, [Parameter(Mandatory)] [string] $State)
    Invoke-Postgres $Server "UPDATE gcqueue.gc_item SET state = '$State', done_at = now(), error_id = 'Timeout', message = 'late', message_id = 'm-1' WHERE id = $ItemId;
        UPDATE gcqueue.gc_lane l SET open = (SELECT count(*) FROM gcqueue.gc_item i WHERE i.lane = l.lane AND i.state IN ('Queued', 'Sending'))"
}
