# What lies in the queue: filled, read and emptied in a real shell against a real PostgreSQL.

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

Describe 'What a queue holds' -Skip:([bool] $PostgresMissing) {
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

    Context 'is filled' {
        It 'with each file once, whoever runs the line again' {
            $rows = 'a.pdf', 'b.pdf' | ForEach-Object { New-Row $_ }
            ($rows | Add-GCQueueItem).State | Should -Be @('Queued', 'Queued')
            (Get-Item $rows[0].Path).LastWriteTime = (Get-Date).AddHours(-1)
            ($rows | Add-GCQueueItem).State | Should -Be @('Skipped', 'Skipped')
            $said = Invoke-Shell @"
                Import-Module '$ModulePath'
                Connect-GCOrg -Endpoint $($Sandbox.Url) -Region MYPURECLOUD.COM -Credential ([pscredential]::new('$($Sandbox.ClientId.ToUpper())', (ConvertTo-SecureString 'none' -AsPlainText))) -ErrorAction Ignore
                Connect-GCOrg -Endpoint $($Sandbox.Url) -Credential ([pscredential]::new('$($Sandbox.ClientId)', (ConvertTo-SecureString '$($Sandbox.Credential.GetNetworkCredential().Password)' -AsPlainText)))
                `$env:PGUSER, `$env:PGPASSWORD = 'worker', 'pa;ss''w"ord-4711'
                `$null = Connect-GCQueue
                (Add-GCQueueItem '$($rows[0].Path)', '$($rows[1].Path)' -ConversationId $($Conversation.ToUpper())).State -join ','
"@
            $said[-1] | Should -Be 'Skipped,Skipped'
            (Get-GCQueueItem).Count | Should -Be 2
        }

        It 'with the second of two equal rows as the second item, and both once' {
            $rows = (New-Row a.pdf), (New-Row a.pdf), (New-Row a.pdf @{ Text = 'other' })
            ($rows | Add-GCQueueItem).State | Should -Be @('Queued', 'Queued', 'Queued')
            ($rows | Add-GCQueueItem).State | Should -Be @('Skipped', 'Skipped', 'Skipped')
        }

        It 'from a table with null, empty and absent cells, in its order, with a row for each' {
            $good = (New-Row a.pdf).Path
            $rows = @(
                [pscustomobject]@{ Path = $good; ConversationId = $Conversation; Text = $null; Name = $null; ContentType = $null; Route = $null }
                [pscustomobject]@{ Path = $null; ConversationId = $Conversation; Text = 'x' }
                [pscustomobject]@{ Path = [DBNull]::Value; ConversationId = $Conversation }
                [pscustomobject]@{ Datei = $good }
                5
                [pscustomobject]@{ FullName = $good; ConversationId = $Conversation; Text = ''; Name = 'Offer.pdf' }
                [pscustomobject]@{ Path = $good; ConversationId = ' ' }
            )
            $result = $rows | Add-GCQueueItem -ErrorAction SilentlyContinue -ErrorVariable problems
            $result.State | Should -Be @('Queued', 'Rejected', 'Rejected', 'Rejected', 'Rejected', 'Queued', 'Rejected')
            $result.Index | Should -Be @(0..6)
            $result.ErrorId | Should -Be @($null, 'RowNotUnderstood', 'RowNotUnderstood', 'RowNotUnderstood', 'RowNotUnderstood', $null, 'TargetMissing')
            $problems.Count | Should -Be 5
            $items = Get-GCQueueItem
            $items.Name | Should -Be @('a.pdf', 'Offer.pdf')
            $items.SentName | Should -Be @('a.pdf', 'Offer.pdf')
            Invoke-Postgres $Server 'SELECT count(*) FROM gcqueue.gc_item WHERE text IS NULL' | Should -Be '2'
        }

        It 'with names of any script and of any length a disk takes' {
            # U-umlaut, sharp s, z with acute; a smile and a Chinese sign; an e with its accent by itself, which is sent as one letter.
            $names = "$([char] 0xFC)ber_$([char] 0xDF)_$([char] 0x17A).pdf", "$([char]::ConvertFromUtf32(0x1F600))_$([char] 0x5582).pdf", "e$([char] 0x301).pdf"
            $long = ([string] [char] 0x142) * 300 + '.pdf'
            $rows = @($names | ForEach-Object { New-Row $_ }) + (New-Row short.pdf @{ Name = $long; Text = "line`nsecond ""quoted"" 'x' \\ ; --" })
            ($rows | Add-GCQueueItem).State | Should -Be @('Queued', 'Queued', 'Queued', 'Queued')
            $items = Get-GCQueueItem
            $items.Name | Should -Be @($names[0], $names[1], "$([char] 0xE9).pdf", $long)
            $items.Path | Should -Be $rows.Path
            Invoke-Postgres $Server 'SELECT text FROM gcqueue.gc_item WHERE text IS NOT NULL' | Should -Be @('line', "second ""quoted"" 'x' \\ ; --")
            ($rows | Add-GCQueueItem).State | Sort-Object -Unique | Should -Be 'Skipped'
        }

        It 'with a shared text once per conversation' {
            $other = (New-Conversation $Sandbox).conversationId
            $files = 'a.pdf', 'b.pdf' | ForEach-Object { New-SampleFile (Join-Path $Folder $_) }
            $null = $files | Add-GCQueueItem -ConversationId $Conversation -Text 'Hello'
            $null = $files | Add-GCQueueItem -ConversationId $other -Text 'Hello'
            Invoke-Postgres $Server "SELECT coalesce(text, '-') FROM gcqueue.gc_item ORDER BY id" | Should -Be @('Hello', '-', 'Hello', '-')
        }

        It 'with what sending needs, as it was asked for' {
            $policy = Get-GCAttachmentPolicy -Default
            $null = New-Row a.pdf @{ Route = 'media'; Name = 'b.pdf' } | Add-GCQueueItem -ContentCheck off -Policy $policy -Batch night
            $options = Invoke-Postgres $Server "SELECT options FROM gcqueue.gc_item" | ConvertFrom-Json
            ($options.name, $options.route, $options.contentCheck, $options.conversationId) | Should -Be @('b.pdf', 'Media', 'Off', $Conversation)
            ($options.policy | ConvertFrom-Json).maxBytes | Should -Be 10485760
            (Get-GCQueueItem -Batch night).Route | Should -Be 'Media'
            $null = New-Row c.pdf | Add-GCQueueItem -Policy Live
            (Invoke-Postgres $Server "SELECT options->>'policy' FROM gcqueue.gc_item ORDER BY id DESC LIMIT 1") | Should -Be 'Live'
        }

        It 'never through a guest, nor with an upload URL' {
            $guest = Connect-GCOrg -Endpoint $Sandbox.Url -DeploymentId $Sandbox.DeploymentId -PassThru
            (New-SampleFile (Join-Path $Folder a.pdf) | Add-GCQueueItem -Session $guest -ErrorAction SilentlyContinue).ErrorId | Should -Be 'RequestInvalid'
            $guest | Disconnect-GCOrg
            (New-SampleFile (Join-Path $Folder a.pdf) | New-GCUploadUrl -ConversationId $Conversation | Add-GCQueueItem -ErrorAction SilentlyContinue).Message | Should -Match 'lives for minutes'
            Get-GCQueueItem | Should -BeNullOrEmpty
        }

        It 'with what failed again, and with what was sent only where it changed or is forced' {
            $rows = 'a.pdf', 'b.pdf', 'c.pdf', 'd.pdf' | ForEach-Object { New-Row $_ }
            $first = $rows | Add-GCQueueItem
            Set-State $first[0].ItemId Failed
            Set-State $first[1].ItemId Sent
            Set-State $first[2].ItemId Sent
            Set-State $first[3].ItemId Unknown
            [IO.File]::WriteAllBytes($rows[2].Path, [byte[]] (([IO.File]::ReadAllBytes($rows[2].Path))[0..998] + 0x0A))
            $again = $rows | Add-GCQueueItem
            $again.State | Should -Be @('Queued', 'Skipped', 'Queued', 'Skipped')
            $again[0].ItemId | Should -Be $first[0].ItemId
            $again[1].MessageId | Should -Be 'm-1'
            $again[2].ItemId | Should -Not -Be $first[2].ItemId
            $again[3].Message | Should -Match '-Force'
            ($rows | Add-GCQueueItem).State | Should -Be @('Skipped', 'Skipped', 'Skipped', 'Skipped')
            ($rows[3] | Add-GCQueueItem -Force).State | Should -Be 'Queued'
        }

        It 'in order, by runspaces side by side with the queue handed over' {
            $org, $queue, $module = $Org, $Queue, $ModulePath
            $rows = 1..60 | ForEach-Object { New-Row "r$_.pdf" }
            $states = $rows | ForEach-Object -ThrottleLimit 4 -Parallel {
                Import-Module $using:module
                ($_ | Add-GCQueueItem -Session $using:org -Queue $using:queue).State
            }
            ($states | Group-Object).Name | Should -Be 'Queued'
            (Get-GCQueueItem | Group-Object Key).Count | Should -Be 60
            (Get-GCQueue).Queued | Should -Be 60
        }

        It 'until the database goes away: the rows are told, the line ends, and again finds them' {
            $rows = 1..3 | ForEach-Object { New-Row "w$_.pdf" }
            $result = [Collections.Generic.List[object]]::new()
            Stop-Postgres $Server -Keep
            try { $failure = { $rows | Add-GCQueueItem | ForEach-Object { $result.Add($_) } } | Should -Throw -PassThru }
            finally { Start-PostgresProgram pg_ctl '-D', "$($Server.Folder)/data", '-w', '-l', "$($Server.Folder)/log", 'start' -Wait }
            $failure.FullyQualifiedErrorId | Should -BeLike 'QueueDatabaseAway,*'
            $result.State | Should -Be @('Failed', 'Failed', 'Failed')
            ($result | Measure-GCReceipt).ExitCode | Should -Be 3
            ($rows | Add-GCQueueItem).State | Should -Be @('Queued', 'Queued', 'Queued')
            # One whose connections lay idle meanwhile does not notice.
            (Get-GCQueue $Queue).Queued | Should -Be 3
        }

        It 'and hands over every row though an error stops the line' {
            $result = [Collections.Generic.List[object]]::new()
            { (New-Row a.pdf), 5, (New-Row b.pdf) | Add-GCQueueItem -ErrorAction Stop | ForEach-Object { $result.Add($_) } } | Should -Throw
            $result.State | Should -Be @('Queued', 'Rejected', 'Queued')
        }
    }

    Context 'is read' {
        It 'the same through text: <Type>' -ForEach @(
            @{ Type = 'GCQueue'; Make = { $Queue }; Filter = { $_.Schema } }
            @{ Type = 'GCQueueStatus'; Make = { New-Row a.pdf | Add-GCQueueItem | Out-Null; Get-GCQueue }; Filter = { $_.Queued -eq 1 } }
        ) {
            $made = @(& $Make)
            $made[0].GetType().Name | Should -Be $Type
            foreach ($way in { $made | ConvertTo-Json | ConvertFrom-Json }, { $made | ConvertTo-Csv | ConvertFrom-Csv }, { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($made)) }) {
                @(& $way | Where-Object $Filter).Count | Should -Be 1
            }
        }

        It 'as receipts that are counted, reported and not sent from here' {
            $rows = 'a.pdf', 'b.pdf', 'c.pdf' | ForEach-Object { New-Row $_ } | Add-GCQueueItem
            Set-State $rows[0].ItemId Sent
            Set-State $rows[1].ItemId Failed
            $sum = Get-GCQueueItem | Measure-GCReceipt
            ($sum.Total, $sum.Sent, $sum.Failed, $sum.Queued, $sum.ExitCode) | Should -Be @(3, 1, 1, 1, 3)
            $back = Get-GCQueueItem | ConvertTo-Json | ConvertFrom-Json
            ($back | Measure-GCReceipt).ExitCode | Should -Be 3
            ([xml] (Get-GCQueueItem | ConvertTo-GCReport -As JUnit)).testsuites.testsuite.testcase.Count | Should -Be 3
            Reset-Sandbox $Sandbox
            ($rows[2] | Send-GCAttachment).State | Should -Be 'Skipped'
            (Get-GCQueueItem Queued | Send-GCAttachment).State | Should -Be 'Skipped'
            @(Get-Arrived $Sandbox requests | Where-Object target -Like '/api/*') | Should -BeNullOrEmpty
            (Get-GCQueueItem Failed | Add-GCQueueItem).State | Should -Be 'Queued'
            (Get-GCQueueItem).ItemId | Should -Be $rows.ItemId
        }

        It 'by state, conversation, batch, client and number' {
            $other = (New-Conversation $Sandbox).conversationId
            $rows = @(New-Row a.pdf | Add-GCQueueItem -Batch one; New-Row b.pdf @{ ConversationId = $other } | Add-GCQueueItem -Batch two)
            Set-State $rows[0].ItemId Rejected
            (Get-GCQueueItem rejected).ItemId | Should -Be $rows[0].ItemId
            (Get-GCQueueItem -ConversationId $other.ToUpper()).ItemId | Should -Be $rows[1].ItemId
            (Get-GCQueueItem -Batch one).ItemId | Should -Be $rows[0].ItemId
            (Get-GCQueueItem -Session $Org).Count | Should -Be 2
            ($rows | Get-GCQueueItem).ItemId | Should -Be $rows.ItemId
            5 | Add-GCQueueItem -ErrorAction SilentlyContinue | Get-GCQueueItem | Should -BeNullOrEmpty
            (Get-GCQueueItem | Select-Object -First 1).ItemId | Should -Be $rows[0].ItemId
        }

        It 'at a glance, in 80 columns' {
            $null = 'a.pdf', 'b.pdf' | ForEach-Object { New-Row $_ } | Add-GCQueueItem
            Invoke-Postgres $Server "INSERT INTO gcqueue.gc_quota (client, minute_limit, burst, parked_until, parked_why) SELECT client, 300, 6, now() + interval '1 hour', 'asked to wait' FROM gcqueue.gc_item LIMIT 1"
            Invoke-Postgres $Server "INSERT INTO gcqueue.gc_worker (id, host, pid, version, clients) SELECT gen_random_uuid(), 'host-1', 17, '0.2.0', ARRAY[client] FROM gcqueue.gc_item LIMIT 1"
            $status = Get-GCQueue
            ($status.Queued, $status.Workers, $status.Requests, $status.RequestsPerMinute, $status.ParkedWhy) | Should -Be @(2, 1, 0, 300, 'asked to wait')
            $text = $status | Out-String -Width 80
            $text | Should -Match '\s2\s+0\s+0\s+0\s+1\s+0/300\s+parked'
            ($text -split '\r?\n' | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
            ($Queue | Get-GCQueue -Worker | Out-String -Width 80) | Should -Match 'host-1\s+17'
        }
    }

    Context 'is emptied' {
        It 'of what nothing has left for, and of the rest by force' {
            $rows = 'a.pdf', 'b.pdf', 'c.pdf', 'd.pdf', 'e.pdf' | ForEach-Object { New-Row $_ } | Add-GCQueueItem
            'Sending', 'Sent', 'Unknown', 'Failed' | ForEach-Object { $i = 0 } { Set-State $rows[$i++].ItemId $_ }
            $rows | Remove-GCQueueItem -WhatIf
            (Get-GCQueueItem).Count | Should -Be 5
            $rows | Remove-GCQueueItem -ErrorAction SilentlyContinue -ErrorVariable problems
            (Get-GCQueueItem).State | Should -Be @('Sending', 'Sent', 'Unknown')
            $problems.Count | Should -Be 3
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'RequestInvalid,*'
            Invoke-Postgres $Server 'SELECT sum(open) FROM gcqueue.gc_lane' | Should -Be '1'
            Get-GCQueueItem | Remove-GCQueueItem -Force
            Get-GCQueueItem | Should -BeNullOrEmpty
            Invoke-Postgres $Server 'SELECT sum(open) FROM gcqueue.gc_lane' | Should -Be '0'
        }
    }

    It 'goes on after another import' {
        Invoke-Shell @"
            Import-Module '$ModulePath'
            `$env:PGUSER, `$env:PGPASSWORD = 'worker', 'pa;ss''w"ord-4711'
            `$queue = Connect-GCQueue
            Import-Module '$ModulePath' -Force
            @(Get-GCQueueItem).Count
            @(Get-GCQueueItem -Queue `$queue).Count
            @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -eq 'Npgsql' }).Count
"@ | Should -Be '0', '0', '1'
    }

    It 'shows its password on no surface' {
        $env:PGUSER, $env:PGPASSWORD = 'worker', $Server.Secret
        try {
            $text = & {
                $DebugPreference = 'Continue'
                $made = Connect-GCQueue -Verbose -Debug
                $made; $made | Format-List * -Force; $made | Format-Custom -Depth 5; "$made"
                ConvertTo-Json $made -Depth 5 -WarningAction SilentlyContinue
                [Management.Automation.PSSerializer]::Serialize($made, 5)
                $made | ConvertTo-Csv; $made | Get-Member -Force
                New-Row a.pdf | Add-GCQueueItem -Verbose -Debug
                Get-GCQueue -Verbose -Debug
            } *>&1 | Out-String -Width 400
            $trace = Join-Path $TestDrive trace.txt
            Trace-Command -Name ParameterBinding -FilePath $trace -Expression { $null = Connect-GCQueue -Credential $Worker }
            "$text$(Get-Content $trace -Raw)$($Error | Select-Object -First 50 | Format-List * -Force | Out-String)" | Should -Not -Match 'w.{1,6}ord-4711'
        }
        finally {
            Remove-Item env:PGUSER, env:PGPASSWORD
        }
    }
}
