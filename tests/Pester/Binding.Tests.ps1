BeforeAll {
    . $PSScriptRoot/Common.ps1
    $Sandbox = Start-GCSandbox -NoQuota
    $Sandbox | Connect-GCOrg
    $Folder = Join-Path $TestDrive 'binding'
    $null = New-Item -ItemType Directory $Folder, (Join-Path $Folder 'folder.pdf')
    foreach ($name in 'a1.pdf', 'a[1].pdf', 'b.csv', 'My report.pdf') {
        $null = New-SampleFile (Join-Path $Folder $name)
    }

    Push-Location $Folder

    # Pipes the input under -WhatIf and shows the files it would send, and the errors.
    function Read-Plan {
        param ($Object, [hashtable] $With = @{ ConversationId = 'c' })
        $receipts = , $Object | ForEach-Object { $_ } | Send-GCAttachment @With -WhatIf -ErrorAction SilentlyContinue -ErrorVariable problems 6> $null
        [pscustomobject]@{
            Files  = @($receipts | Where-Object State -EQ Skipped | ForEach-Object { Split-Path -Leaf $_.Path })
            Errors = @($problems | ForEach-Object { ($_.FullyQualifiedErrorId -split ',')[0] })
            First  = $receipts | Select-Object -First 1
        }
    }
}

AfterAll {
    Pop-Location
    $Sandbox | Stop-GCSandbox
    Get-GCOrg | Disconnect-GCOrg
}

Describe 'What is piped' {
    It 'becomes the right file: <Case>' -ForEach @(
        @{ Case = 'a file object with brackets'; Make = { Get-Item -LiteralPath 'a[1].pdf' }; Files = 'a[1].pdf' }
        @{ Case = 'a file object with a note'; Make = { Get-Item a1.pdf | Add-Member ConversationId row -PassThru }; Files = 'a1.pdf' }
        @{ Case = 'a deserialised file object'; Make = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-Item -LiteralPath 'a[1].pdf'))) }; Files = 'a[1].pdf' }
        @{ Case = 'a resolved path'; Make = { Resolve-Path -LiteralPath 'a[1].pdf' }; Files = 'a[1].pdf' }
        @{ Case = 'a string that is a name first'; Make = { 'a[1].pdf' }; Files = 'a[1].pdf' }
        @{ Case = 'an escaped string'; Make = { 'a`[1`].pdf' }; Files = 'a[1].pdf' }
        @{ Case = 'a wildcard, folders passed over'; Make = { '*.pdf' }; Files = 'a[1].pdf', 'a1.pdf', 'My report.pdf' }
        @{ Case = 'a row with Path'; Make = { [pscustomobject]@{ Path = 'a1.pdf' } }; Files = 'a1.pdf' }
        @{ Case = 'a row with FilePath'; Make = { [pscustomobject]@{ FilePath = 'b.csv' } }; Files = 'b.csv' }
        @{ Case = 'a row with FullName'; Make = { [pscustomobject]@{ FullName = 'a[1].pdf' } }; Files = 'a[1].pdf' }
        @{ Case = 'a row with LiteralPath'; Make = { [pscustomobject]@{ LiteralPath = 'a[1].pdf' } }; Files = 'a[1].pdf' }
        @{ Case = 'a checked attachment'; Make = { Test-GCAttachment -LiteralPath 'a[1].pdf' }; Files = 'a[1].pdf' }
    ) {
        $plan = Read-Plan (& $Make)
        $plan.Files | Sort-Object | Should -Be @($Files | Sort-Object)
        $plan.Errors | Should -BeNullOrEmpty
    }

    It 'is an error for that item alone: <Case>' -ForEach @(
        @{ Case = 'no such file'; Make = { 'none.pdf' }; Expected = 'FileNotFound' }
        @{ Case = 'a wildcard without match'; Make = { 'none*.pdf' }; Expected = 'FileNotFound' }
        @{ Case = 'an empty path'; Make = { [pscustomobject]@{ Path = '' } }; Expected = 'RowNotUnderstood' }
        @{ Case = 'a row without a path'; Make = { [pscustomobject]@{ Datei = 'a1.pdf' } }; Expected = 'RowNotUnderstood' }
        @{ Case = 'an empty string'; Make = { '' }; Expected = 'FileNotFound' }
        @{ Case = 'a folder'; Make = { Get-Item folder.pdf }; Expected = 'FileUnreadable' }
        @{ Case = 'another provider'; Make = { 'Env:PATH' }; Expected = 'PathNotFound' }
        @{ Case = 'a missing drive'; Make = { 'NoDrive:/a.pdf' }; Expected = 'PathNotFound' }
        @{ Case = 'a number'; Make = { 42 }; Expected = 'RowNotUnderstood' }
        @{ Case = 'a hashtable'; Make = { @{ Path = 'a1.pdf' } }; Expected = 'RowNotUnderstood' }
    ) {
        $plan = Read-Plan @((& $Make), 'a1.pdf')
        $plan.Errors | Should -Be $Expected
        $plan.Files | Should -Be 'a1.pdf'
    }

    It 'keeps a row''s values to that row, and the command line wins' {
        $rows = [pscustomobject]@{ Path = 'a1.pdf'; ConversationId = 'one'; Name = 'First.pdf' }, [pscustomobject]@{ Path = 'b.csv'; ConversationId = ''; Name = '' }
        $receipts = $rows | Send-GCAttachment -WhatIf -ErrorAction SilentlyContinue 6> $null
        $receipts[0].Name | Should -Be 'First.pdf'
        $receipts[0].ConversationId | Should -Be 'one'
        $receipts[1].Name | Should -Be 'b.csv'
        $receipts[1].ErrorId | Should -Be 'TargetMissing'
        ($rows | Send-GCAttachment -ConversationId two -WhatIf 6> $null).ConversationId | Should -Be @('two', 'two')
    }

    It 'touches no network under -WhatIf' {
        Reset-Sandbox $Sandbox
        $null = Read-Plan '*.pdf' @{ ConversationId = $Sandbox.ConversationId }
        @(Get-Arrived $Sandbox requests).Count | Should -Be 0
    }

    It 'asks for one route only' {
        (Read-Plan 'a1.pdf' @{}).Errors | Should -Be 'TargetMissing'
        (Read-Plan 'a1.pdf' @{ ConversationId = 'c'; ChannelId = 'ch'; GuestId = 'g' }).Errors | Should -Be 'TargetAmbiguous'
    }
}

Describe 'The lines of -WhatIf' {
    It 'name each file, and the whole at the end' {
        $lines = Invoke-Shell @"
Import-Module '$ModulePath'
`$sandbox = Start-GCSandbox
`$sandbox | Connect-GCOrg
`$null = Get-Item '$Folder/a1.pdf', '$Folder/b.csv' | Send-GCAttachment -ConversationId `$sandbox.ConversationId -WhatIf
"@
        @($lines -match '^What if: Send ').Count | Should -Be 2
        $lines[-1] | Should -Match 'In all: 2 files, 2,000 bytes, 0 refused; policy Default \(Outbound\); about 6 API calls'
    }
}

Describe 'A table' {
    BeforeAll {
        $Tables = Join-Path $TestDrive tables
        $null = New-Item -ItemType Directory $Tables
        Push-Location $Tables
        $null = 'a.pdf', 'b.pdf', 'c.pdf' | ForEach-Object { New-SampleFile (Join-Path $Tables $_) 3000 }
        $C = $Sandbox.ConversationId
    }

    BeforeEach {
        Reset-Sandbox $Sandbox
    }

    AfterAll {
        Pop-Location
    }

    It 'is read as it was meant: <Case>' -ForEach @(
        @{ Case = 'no more columns than it needs'; Text = "Path,ConversationId`na.pdf,{0}"; State = 'Sent' }
        @{ Case = 'rows that end early'; Text = "LiteralPath,ConversationId,Text,Name,ContentType`na.pdf,{0}`nb.pdf,{0},Hello`nc.pdf,{0},,,"; State = 'Sent', 'Sent', 'Sent'; Said = 'Hello' }
        @{ Case = 'null in each optional cell, under each name of the path'; Json = ('Path', 'FilePath', 'LiteralPath', 'FullName', 'PSPath').ForEach{ "{{`"$_`":`"a.pdf`",`"ConversationId`":`"{0}`",`"Text`":null,`"Name`":null,`"ContentType`":null,`"Route`":null,`"CommunicationId`":null,`"ChannelId`":null,`"GuestId`":null}}" } -join ','; State = @('Sent') * 5 }
        @{ Case = 'blanks in each optional cell'; Text = "FullName,ConversationId,Text,Name,ContentType,Route,CommunicationId,ChannelId,GuestId`na.pdf,{0}, , , , , , , `nb.pdf,{0},,,,,,,"; State = 'Sent', 'Sent' }
        @{ Case = 'a path that is null, empty, not there'; Json = '{{"Path":"a.pdf","ConversationId":"{0}"}},{{"Path":null,"ConversationId":"{0}"}},{{"Path":"","ConversationId":"{0}"}},{{"ConversationId":"{0}"}},{{"Path":"b.pdf","ConversationId":"{0}"}}'; State = 'Sent', 'Rejected', 'Rejected', 'Rejected', 'Sent'; Code = 2 }
        @{ Case = 'separated by semicolons'; Text = "Path;ConversationId`na.pdf;{0}"; State = 'Rejected'; Code = 2; Words = "'Path;ConversationId'", 'Path, FilePath, LiteralPath, FullName, PSPath', '-Delimiter' }
        @{ Case = 'with a line sep='; Text = "sep=,`nPath,ConversationId`na.pdf,{0}"; State = 'Rejected', 'Rejected'; Code = 2; Words = "'sep='", 'leave it out' }
        @{ Case = 'separated by tabs'; Text = "Path`tConversationId`na.pdf`t{0}"; State = 'Rejected'; Code = 2; Words = 'Path, FilePath, LiteralPath, FullName, PSPath', '-Delimiter "`t"' }
        @{ Case = 'with names of its own'; Text = "Datei,Vorgang`na.pdf,{0}"; State = 'Rejected'; Code = 2; Words = "'Datei', 'Vorgang'", 'Path, FilePath, LiteralPath, FullName, PSPath' }
    ) {
        $rows = if ($Json) { "[$($Json -f $C)]" | ConvertFrom-Json } else { $Text -f $C | ConvertFrom-Csv -WarningAction Ignore }
        $receipts = @($rows | Send-GCAttachment -ErrorAction SilentlyContinue -WarningAction Ignore | Sort-Object Index)
        $receipts.State | Should -Be $State
        ($receipts | Measure-GCReceipt).ExitCode | Should -Be ($Code ?? 0)
        @($receipts | Where-Object State -EQ Rejected).ErrorId | Select-Object -Unique | Should -BeIn @('RowNotUnderstood', $null)
        foreach ($word in $Words) { @($receipts | Where-Object State -EQ Rejected)[0].Message | Should -Match ([regex]::Escape($word)) }
        @(Get-Arrived $Sandbox messages | Where-Object text).text | Should -Be $Said
        $urls = @($rows | New-GCUploadUrl -ErrorAction SilentlyContinue -ErrorVariable problems)
        $urls.Count, $problems.Count | Should -Be @(@(@($State) -eq 'Sent').Count, @(@($State) -eq 'Rejected').Count)
        ($rows | Test-GCAttachment).IsValid | Should -Be @($State | ForEach-Object { $_ -eq 'Sent' })
    }
}
