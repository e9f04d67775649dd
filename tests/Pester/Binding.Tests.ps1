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
        $lines[-1] | Should -Match 'In all: 2 files, 2,000 bytes, 0 refused; policy Default \(Outbound\); about 7 API calls'
    }
}
