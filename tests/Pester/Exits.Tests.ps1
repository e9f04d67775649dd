BeforeAll {
    . $PSScriptRoot/Common.ps1
    $Sandbox = Start-GCSandbox -NoQuota
    $Sandbox | Connect-GCOrg
    $Session = Get-GCOrg -Current
    $Fast = New-SampleFile (Join-Path $TestDrive fast.pdf)
    $Slow = New-SampleFile (Join-Path $TestDrive slow.pdf)

    # Runs the block while uploads of slow.pdf stall; true when it is back in time and nothing leaves afterwards.
    function Test-Exit {
        param ([scriptblock] $Block)
        Reset-Sandbox $Sandbox
        Add-Fault $Sandbox @{ method = 'PUT'; path = '*slow.pdf'; stall = $true; times = -1 }
        $clock = [Diagnostics.Stopwatch]::StartNew()
        & $Block
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 8
        Start-Sleep -Milliseconds 300
        $before = @(Get-Arrived $Sandbox requests).Count
        Start-Sleep -Seconds 2
        @(Get-Arrived $Sandbox requests).Count | Should -Be $before
    }

    function Wait-Upload {
        $deadline = [DateTime]::UtcNow.AddSeconds(10)
        while (-not (Get-Arrived $Sandbox requests | Where-Object target -Like '*/uploads') -and [DateTime]::UtcNow -lt $deadline) { Start-Sleep -Milliseconds 50 }
        Start-Sleep -Milliseconds 300
    }
}

AfterAll {
    $Sandbox | Stop-GCSandbox
    Get-GCOrg | Disconnect-GCOrg
}

Describe 'With a stalled upload' {
    It 'Select-Object -First ends it' {
        Test-Exit {
            ($Fast, $Slow, $Slow | Send-GCAttachment -ConversationId $Sandbox.ConversationId | Select-Object -First 1).State | Should -Be Sent
        }
    }

    It '-ErrorAction Stop ends it' {
        Test-Exit {
            { $Slow.FullName, $Slow.FullName, 'missing.pdf' | Send-GCAttachment -ConversationId $Sandbox.ConversationId -ErrorAction Stop } | Should -Throw
        }
    }

    It 'writes the receipts of what was open after a stop' {
        $receipts = [Collections.Generic.List[object]]::new()
        Add-Fault $Sandbox @{ method = 'PUT'; path = '*slow.pdf'; stall = $true; times = -1 }
        try {
            $Slow.FullName, 'missing.pdf' | Send-GCAttachment -ConversationId $Sandbox.ConversationId -ErrorAction Stop | ForEach-Object { $receipts.Add($_) }
        }
        catch {
            $_.FullyQualifiedErrorId | Should -BeLike 'FileNotFound,*'
        }

        $receipts.State | Sort-Object | Should -Be @('Cancelled', 'Rejected')
    }

    It 'an upstream throw ends it' {
        Test-Exit {
            { & { $Slow; Start-Sleep -Milliseconds 500; throw 'upstream' } | Send-GCAttachment -ConversationId $Sandbox.ConversationId } | Should -Throw upstream
        }
    }

    It 'a downstream throw ends it' {
        Test-Exit {
            { $Fast, $Slow | Send-GCAttachment -ConversationId $Sandbox.ConversationId | ForEach-Object { throw 'downstream' } } | Should -Throw downstream
        }
    }

    It 'Ctrl+C ends it' {
        Test-Exit {
            $shell = [powershell]::Create()
            try {
                $null = $shell.AddScript({
                        param ($Module, $Session, $Path, $ConversationId)
                        Import-Module $Module
                        Send-GCAttachment -Path $Path -ConversationId $ConversationId -Session $Session
                    }).AddArgument($ModulePath).AddArgument($Session).AddArgument($Slow.FullName).AddArgument($Sandbox.ConversationId)
                $null = $shell.BeginInvoke()
                Wait-Upload
                $clock = [Diagnostics.Stopwatch]::StartNew()
                $shell.Stop()
                $clock.Elapsed.TotalSeconds | Should -BeLessThan 5.5
            }
            finally {
                $shell.Dispose()
            }
        }
    }
}
