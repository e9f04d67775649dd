# A PostgreSQL of the tests' own, on loopback, in a folder of its own. $PostgresMissing says why there is none; $null: there is one. Where one is
# wanted, as in .ci/run, a missing one is a failure and nothing is skipped.

$PostgresFolder = @(Get-ChildItem /usr/lib/postgresql/*/bin -ErrorAction Ignore | Sort-Object FullName -Descending | ForEach-Object FullName) + $env:PATH.Split([IO.Path]::PathSeparator) |
    Where-Object { $_ -and (Test-Path (Join-Path $_ 'initdb*')) -and (Test-Path (Join-Path $_ 'pg_ctl*')) } | Select-Object -First 1
$PoolerProgram = '/usr/sbin/pgbouncer', (Get-Command pgbouncer -ErrorAction Ignore).Source | Where-Object { $_ -and (Test-Path $_) } | Select-Object -First 1
$PostgresMissing = $PostgresFolder -or $env:GENESYS_ATTACHMENTS_WANT_POSTGRES -eq '1' ? $null : 'This machine has no postgresql. On Debian: apt-get install postgresql.'
$PoolerMissing = $PostgresMissing ?? ($PoolerProgram -or $env:GENESYS_ATTACHMENTS_WANT_POSTGRES -eq '1' ? $null : 'This machine has no pgbouncer. On Debian: apt-get install pgbouncer.')

# Starts a program, as somebody else where this is root, whom PostgreSQL refuses.
function Start-PostgresProgram {
    param ([Parameter(Mandatory)] [string] $Program, [string[]] $Arguments = @(), [switch] $Wait)
    $path = [IO.Path]::IsPathRooted($Program) ? $Program : (Join-Path $PostgresFolder $Program)
    $line = @(-not $IsWindows -and [Environment]::UserName -eq 'root' ? @('runuser', '-u', 'nobody', '--', $path) : @($path)) + $Arguments
    $start = [Diagnostics.ProcessStartInfo]::new($line[0], [string[]] $line[1..($line.Count - 1)])
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $start.WorkingDirectory = [IO.Path]::GetTempPath()
    $process = [Diagnostics.Process]::Start($start)
    if ($Wait) {
        # Nothing is read: a server begun by pg_ctl keeps the pipes open.
        $process.WaitForExit()
        if ($process.ExitCode) { throw "$Program $Arguments ended with $($process.ExitCode): $($process.StandardError.ReadToEnd())" }
    }
    else { $process }
}

# Starts a server with the database 'queue', which the role 'worker', no superuser, owns. Its password has the signs that strings stumble over.
function Start-Postgres {
    if (-not $PostgresFolder) { throw 'PostgreSQL is wanted, and not installed.' }
    $folder = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "gcqueue-$([guid]::NewGuid())")).FullName
    Set-Content "$folder/password" 'admin-secret'
    if (-not $IsWindows -and [Environment]::UserName -eq 'root') { chown -R nobody $folder }
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $port = $listener.LocalEndpoint.Port
    $listener.Stop()
    Start-PostgresProgram initdb '-D', "$folder/data", '-U', 'admin', '--auth=scram-sha-256', "--pwfile=$folder/password", '--no-sync', '--encoding=UTF8', '--locale=C' -Wait
    Add-Content "$folder/data/postgresql.conf" "port = $port`nlisten_addresses = '127.0.0.1'`nunix_socket_directories = ''`nshared_buffers = 64MB`n"
    Start-PostgresProgram pg_ctl '-D', "$folder/data", '-w', '-l', "$folder/log", 'start' -Wait
    $server = [pscustomobject]@{ Port = $port; Folder = $folder; Role = 'worker'; Secret = 'pa;ss''w"ord-4711'; Guard = $null }
    # When this process ends, however it does, the guard's input ends, and it stops the server.
    if (-not $IsWindows) {
        $server.Guard = Start-PostgresProgram /bin/sh '-c', 'cat >/dev/null; "$1" -D "$2" -m immediate stop', 'sh', (Join-Path $PostgresFolder pg_ctl), "$folder/data"
    }
    Invoke-Postgres $server "CREATE ROLE worker LOGIN PASSWORD 'pa;ss''w`"ord-4711'" postgres
    Invoke-Postgres $server 'CREATE DATABASE queue OWNER worker' postgres
    $server
}

# Runs a statement as the superuser, and gives its lines.
function Invoke-Postgres {
    param ([Parameter(Mandatory)] $Server, [Parameter(Mandatory)] [string] $Sql, [string] $Database = 'queue')
    $kept, $env:PGPASSWORD = $env:PGPASSWORD, 'admin-secret'
    try { & (Join-Path $PostgresFolder psql) -h 127.0.0.1 -p $Server.Port -U admin -d $Database -v ON_ERROR_STOP=1 -q -A -t -c $Sql }
    finally { if ($kept) { $env:PGPASSWORD = $kept } else { Remove-Item env:PGPASSWORD } }
}

function Stop-Postgres {
    param ([Parameter(Mandatory)] $Server, [switch] $Keep)
    Start-PostgresProgram pg_ctl '-D', "$($Server.Folder)/data", '-m', 'immediate', 'stop' -Wait
    if (-not $Keep) {
        if ($Server.Guard) { $Server.Guard.Kill($true) }
        Remove-Item $Server.Folder -Recurse -Force
    }
}

# Its role's credential, and a whole connection string; of another role where one is named.
function Get-PostgresCredential {
    param ([Parameter(Mandatory)] $Server, [string] $Role = $Server.Role, [string] $Secret = $Server.Secret)
    [pscredential]::new($Role, (ConvertTo-SecureString $Secret -AsPlainText -Force))
}

# Takes away what Connect-GCQueue reads of the environment, and gives what was there.
function Hide-QueueEnvironment {
    $names = 'PGHOST', 'PGPORT', 'PGDATABASE', 'PGUSER', 'PGPASSWORD', 'PGSSLMODE', 'GENESYS_QUEUE_CONNECTIONSTRING' | ForEach-Object { "env:$_" }
    Get-Item $names -ErrorAction Ignore
    Remove-Item $names -ErrorAction Ignore
}
