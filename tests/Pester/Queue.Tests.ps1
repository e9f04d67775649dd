# The queue's commands in a real shell against a real PostgreSQL, as their users meet them.

BeforeDiscovery {
    . $PSScriptRoot/Postgres.ps1
}

BeforeAll {
    . $PSScriptRoot/Common.ps1
    . $PSScriptRoot/Postgres.ps1
    $Before = Hide-QueueEnvironment
}

AfterAll {
    $null = Hide-QueueEnvironment
    $Before | ForEach-Object { Set-Item "env:$($_.Name)" $_.Value }
}

Describe 'Without a database' {
    It 'a command that needs a queue says how to connect to one: <_>' -ForEach 'Get-GCQueue', 'Get-GCQueueItem', 'Remove-GCQueueItem 1', 'Add-GCQueueItem a.pdf -ConversationId c' {
        $failure = { Invoke-Expression $_ } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        $failure.ErrorDetails.RecommendedAction | Should -Match 'Connect-GCQueue'
    }

    It 'a preview needs neither queue nor database' {
        $sandbox = Start-GCSandbox -NoQuota
        $sandbox | Connect-GCOrg
        (New-SampleFile (Join-Path $TestDrive a.pdf) | Add-GCQueueItem -ConversationId $sandbox.ConversationId -WhatIf).State | Should -Be 'Skipped'
        Get-GCOrg | Disconnect-GCOrg
        $sandbox | Stop-GCSandbox
    }

    It 'a plain string is refused as a connection string, and not repeated' {
        $failure = { Connect-GCQueue -ConnectionString 'Host=db;Password=canary-4711' } | Should -Throw -PassThru
        "$failure$($failure | Format-List * -Force | Out-String)" | Should -Not -Match 'canary'
    }

    It 'a queue that came out of a job is only a description' {
        $left = [pscustomobject]@{ PSTypeName = 'Deserialized.GenesysAttachments.GCQueue'; HostName = 'db' }
        { Get-GCQueue -Queue $left } | Should -Throw '*run Connect-GCQueue there*'
        { Get-GCQueue -Queue 'db' } | Should -Throw '*the object that Connect-GCQueue writes*'
    }
}

Describe 'A queue' -Skip:([bool] $PostgresMissing) {
    BeforeAll {
        . $PSScriptRoot/QueueDesk.ps1
    }

    AfterAll {
        Get-GCOrg | Disconnect-GCOrg
        Stop-GCSandbox -All
        if ($Server) { Stop-Postgres $Server }
    }

    BeforeEach {
        Invoke-Postgres $Server 'TRUNCATE gcqueue.gc_item, gcqueue.gc_lane, gcqueue.gc_quota, gcqueue.gc_worker'
    }

    Context 'is connected to' {
        It 'by <Way>' -ForEach @(
            @{ Way = 'parameters'; Line = { Connect-GCQueue 127.0.0.1 queue -Port $Server.Port -Credential $Worker } }
            @{ Way = 'the environment'; Line = { $env:PGUSER, $env:PGPASSWORD = 'worker', $Server.Secret; Connect-GCQueue } }
            @{ Way = 'a connection string'; Line = { Connect-GCQueue -ConnectionString (ConvertTo-SecureString $Whole -AsPlainText) } }
            @{ Way = 'a connection string in the environment'; Line = { $env:GENESYS_QUEUE_CONNECTIONSTRING = $Whole; Connect-GCQueue } }
            @{ Way = 'a credential in a vault'; Line = { function Get-Secret { param ($Name) if ($Name -eq 'queue') { $Worker } }; Connect-GCQueue -SecretName queue } }
            @{ Way = 'a whole string in a vault'; Line = { function Get-Secret { param ($Name) ConvertTo-SecureString $Whole -AsPlainText }; Connect-GCQueue -SecretName queue } }
        ) {
            $Whole = 'Host=127.0.0.1;Port={0};Database=queue;Username=worker;Password="{1}"' -f $Server.Port, $Server.Secret.Replace('"', '""')
            try {
                $made = & $Line
                ($made.HostName, $made.Port, $made.Database, $made.Schema, $made.User) | Should -Be @('127.0.0.1', $Server.Port, 'queue', 'gcqueue', 'worker')
            }
            finally {
                Remove-Item env:PGUSER, env:PGPASSWORD, env:GENESYS_QUEUE_CONNECTIONSTRING -ErrorAction Ignore
            }
        }

        It 'and says what is wrong: <Case>' -ForEach @(
            @{ Case = 'wrong password'; Id = 'QueueDatabaseRefused'; Says = 'password authentication failed'; Line = { Connect-GCQueue -Credential (Get-PostgresCredential $Server -Secret $Wrong) } }
            @{ Case = 'no such database'; Id = 'QueueDatabaseRefused'; Says = 'database "other" does not exist'; Line = { Connect-GCQueue 127.0.0.1 other -Credential $Worker } }
            @{ Case = 'no server'; Id = 'QueueDatabaseAway'; Says = 'does not answer'; Line = { Connect-GCQueue -Port 1 -Credential $Worker } }
            @{ Case = 'no queue in the schema'; Id = 'QueueSchemaUnfit'; Says = "no queue in the schema 'other'"; Line = { Connect-GCQueue -Schema other -Credential $Worker } }
            @{ Case = 'TLS is wanted and not there'; Id = 'QueueDatabaseRefused'; Says = 'No SSL enabled connection'; Line = { Connect-GCQueue -SslMode Require -Credential $Worker } }
            @{ Case = 'no password'; Id = 'QueueDatabaseRefused'; Says = 'password'; Line = { $env:PGUSER = 'worker'; try { Connect-GCQueue } finally { Remove-Item env:PGUSER } } }
            @{ Case = 'a role without rights'; Id = 'QueueDatabaseRefused'; Says = 'permission denied for schema gcqueue'; Line = { Invoke-Postgres $Server "CREATE ROLE stranger LOGIN PASSWORD 'stranger'"; Connect-GCQueue -Credential (Get-PostgresCredential $Server stranger stranger) } }
            @{ Case = 'a role that may not make the tables'; Id = 'QueueDatabaseRefused'; Says = 'permission denied for database queue'; Line = { Invoke-Postgres $Server "CREATE ROLE visitor LOGIN PASSWORD 'visitor'"; Initialize-GCQueue -Schema own -Credential (Get-PostgresCredential $Server visitor visitor) } }
            @{ Case = 'a role whose commits are not kept'; Id = 'QueueDatabaseUnfit'; Says = 'synchronous_commit'; Line = { Invoke-Postgres $Server "CREATE ROLE hasty LOGIN PASSWORD 'hasty'; ALTER ROLE hasty SET synchronous_commit = off"; Connect-GCQueue -Credential (Get-PostgresCredential $Server hasty hasty) } }
            @{ Case = 'a string that is none'; Id = 'QueueDatabaseRefused'; Says = 'is not understood'; Line = { Connect-GCQueue -ConnectionString (ConvertTo-SecureString "Host=x;Password=$Wrong" -AsPlainText) } }
            @{ Case = 'a vault with something else'; Id = 'RequestInvalid'; Says = 'of type Hashtable'; Line = { function Get-Secret { param ($Name) @{} }; Connect-GCQueue -SecretName queue } }
            @{ Case = 'a whole string in a vault beside a host'; Id = 'RequestInvalid'; Says = 'beside which no other parameter counts'; Line = { function Get-Secret { param ($Name) 'Host=a' }; Connect-GCQueue db -SecretName queue } }
            @{ Case = 'an empty variable'; Id = 'RequestInvalid'; Says = '-Database was given and is empty'; Line = { Connect-GCQueue -Database $notThere -Credential $Worker } }
        ) {
            $Wrong = 'wrong;ca', 'nary' -join ''
            $failure = $Line | Should -Throw -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
            "$failure" | Should -Match ([regex]::Escape($Says))
            $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            "$failure$($failure | Format-List * -Force | Out-String -Width 300)$(Get-Error -InputObject $failure | Out-String)" | Should -Not -Match 'canary'
        }

        It 'of another version after it was brought up to date' {
            Initialize-GCQueue -Schema older -Credential $Worker
            Invoke-Postgres $Server 'UPDATE older.gc_meta SET schema_version = 0'
            { Connect-GCQueue -Schema older -Credential $Worker } | Should -Throw '*Initialize it again*'
            Initialize-GCQueue -Schema older -Credential $Worker
            (Connect-GCQueue -Schema older -Credential $Worker).Schema | Should -Be 'older'
            Invoke-Postgres $Server 'UPDATE older.gc_meta SET schema_version = 99'
            { Connect-GCQueue -Schema older -Credential $Worker } | Should -Throw '*Update the program*'
        }

        It 'by a role that its owner made from the script, with the rights that the guide lists' {
            Set-Content (Join-Path $TestDrive queue.sql) (Initialize-GCQueue -AsSql -Schema byhand)
            $env:PGPASSWORD = 'admin-secret'
            try { & (Join-Path $PostgresFolder psql) -h 127.0.0.1 -p $Server.Port -U admin -d queue -q -v ON_ERROR_STOP=1 -f (Join-Path $TestDrive queue.sql) }
            finally { Remove-Item env:PGPASSWORD }
            $grants = [regex]::Match((Get-Content "$PSScriptRoot/../../docs/many-machines.md" -Raw), '(?s)```sql\n(-- Rights.*?)```').Groups[1].Value -replace 'gcqueue', 'byhand'
            Invoke-Postgres $Server "CREATE ROLE gcqueue_worker LOGIN PASSWORD 'w'; CREATE ROLE gcqueue_viewer LOGIN PASSWORD 'v'"
            Invoke-Postgres $Server ($grants -replace 'byhand_', 'gcqueue_')
            $filler = Connect-GCQueue -Schema byhand -Credential (Get-PostgresCredential $Server gcqueue_worker w)
            $row = New-Row a.pdf | Add-GCQueueItem -Queue $filler
            $row.State | Should -Be 'Queued'
            $viewer = Connect-GCQueue -Schema byhand -Credential (Get-PostgresCredential $Server gcqueue_viewer v)
            (Get-GCQueue $viewer).Queued | Should -Be 1
            (Get-GCQueueItem -Queue $viewer).ItemId | Should -Be $row.ItemId
            { New-Row b.pdf | Add-GCQueueItem -Queue $viewer } | Should -Throw '*permission denied*'
            $failure = { $row | Remove-GCQueueItem -Queue $viewer } | Should -Throw -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike 'QueueDatabaseRefused,*'
            $row | Remove-GCQueueItem -Queue $filler
            Get-GCQueueItem -Queue $filler | Should -BeNullOrEmpty
            $null = Connect-GCQueue -Credential $Worker
        }

        It 'through a pooler that lends a connection for a transaction' -Skip:([bool] $PoolerMissing) {
            $pool = (New-Item -ItemType Directory (Join-Path $Server.Folder pool)).FullName
            $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
            $listener.Start()
            $port = $listener.LocalEndpoint.Port
            $listener.Stop()
            Set-Content "$pool/users" ('"worker" "{0}"' -f $Server.Secret.Replace('"', '""'))
            Set-Content "$pool/pgbouncer.ini" "[databases]`nqueue = host=127.0.0.1 port=$($Server.Port)`n[pgbouncer]`nlisten_addr = 127.0.0.1`nlisten_port = $port`nunix_socket_dir =`nauth_type = scram-sha-256`nauth_file = $pool/users`npool_mode = transaction`ndefault_pool_size = 2"
            if ([Environment]::UserName -eq 'root') { chown -R nobody $pool }
            $pooler = Start-PostgresProgram $PoolerProgram "$pool/pgbouncer.ini"
            try {
                $deadline = [DateTime]::UtcNow.AddSeconds(10)
                while (-not (Test-Connection 127.0.0.1 -TcpPort $port -Quiet) -and [DateTime]::UtcNow -lt $deadline) { Start-Sleep -Milliseconds 100 }
                Initialize-GCQueue -Port $port -Schema pooled -Credential $Worker
                $pooled = Connect-GCQueue -Port $port -Schema pooled -Credential $Worker
                $rows = 1..5 | ForEach-Object { New-Row "p$_.pdf" } | Add-GCQueueItem -Queue $pooled
                $rows.State | Sort-Object -Unique | Should -Be 'Queued'
                (Get-GCQueue $pooled).Queued | Should -Be 5
                $rows | Remove-GCQueueItem -Queue $pooled
                Get-GCQueueItem -Queue $pooled | Should -BeNullOrEmpty
            }
            finally {
                $pooler.Kill($true)
                $null = Connect-GCQueue -Credential $Worker
            }
        }
    }
}
