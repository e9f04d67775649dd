BeforeAll {
    . $PSScriptRoot/Common.ps1
    $Root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))
}

Describe 'The module' {
    It 'has a valid manifest at <_>' -ForEach 'GenesysAttachments.psd1', 'out/GenesysAttachments/GenesysAttachments.psd1' {
        (Test-ModuleManifest -Path (Join-Path $Root $_)).ExportedCmdlets.Count | Should -Be 28
    }

    It 'imports from the root of a clone' {
        Invoke-Shell "Import-Module '$Root/GenesysAttachments.psd1'; (Get-Command -Module GenesysAttachments).Count" | Should -Be '28'
    }

    It 'loads no engine for <Case>' -ForEach @(
        @{ Case = 'import'; Script = '$null' }
        @{ Case = 'Get-Help -Full'; Script = 'foreach ($name in $all.Name) { $null = Get-Help $name -Full | Out-String }' }
        @{ Case = 'Get-Command -Syntax'; Script = '$null = $all | ForEach-Object { Get-Command $_.Name -Syntax }' }
        @{ Case = 'completion of every parameter of every cmdlet'; Script = @'
            foreach ($command in $all) {
                foreach ($line in @("$($command.Name) -") + @($command.Parameters.Keys | ForEach-Object { "$($command.Name) -$_ "; "$($command.Name) -$_ x" })) {
                    $null = TabExpansion2 $line $line.Length
                }
            }
'@
        }
        @{ Case = 'a list of no sessions'; Script = '$null = Get-GCOrg' }
        @{ Case = 'a summary of receipts'; Script = '$null = [pscustomobject]@{ State = "Sent" } | Measure-GCReceipt' }
    ) {
        Invoke-Shell @"
`$env:HOME = '$TestDrive'
Import-Module '$ModulePath'
`$all = Get-Command -Module GenesysAttachments
$Script
@([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -in 'GenesysAttachments.Engine', 'Polly.Core', 'Tomlyn', 'GenesysAttachments.Queue', 'Npgsql' }).Count
"@ | Should -Be '0'
    }

    It 'takes the copies compiled ahead for this system, and the portable file where there is none' {
        $rid = [Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier
        $copy = "$TestDrive/ahead"
        Copy-Item (Split-Path $ModulePath) $copy -Recurse
        Get-ChildItem "$copy/deps" -Directory | Remove-Item -Recurse
        foreach ($system in $rid, 'amiga-m68k') {
            $null = New-Item -ItemType Directory "$copy/deps/$system"
            Copy-Item "$copy/deps/GenesysAttachments.Engine.dll", "$copy/deps/Polly.Core.dll" "$copy/deps/$system"
        }

        Invoke-Shell @"
Import-Module '$copy/GenesysAttachments.psd1'
`$sandbox = Start-GCSandbox
`$null = `$sandbox | Connect-GCOrg -PassThru
foreach (`$name in 'GenesysAttachments.Engine', 'Polly.Core', 'Microsoft.Extensions.Http') {
    ([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -eq `$name }).Location | Split-Path | Split-Path -Leaf
}
"@ | Should -Be $rid, $rid, 'deps'
    }

    It 'loads no queue for work on one machine' {
        Invoke-Shell @"
Import-Module '$ModulePath'
`$sandbox = Start-GCSandbox
`$sandbox | Connect-GCOrg
Set-Content '$TestDrive/a.csv' 'a,b'
`$receipt = Send-GCAttachment '$TestDrive/a.csv' -ConversationId `$sandbox.ConversationId -Journal '$TestDrive/run.jsonl'
`$null = Get-GCJournal '$TestDrive/run.jsonl' | Measure-GCReceipt
`$null = Test-GCAttachment '$TestDrive/a.csv' -Policy Live
`$null = New-GCUploadUrl '$TestDrive/a.csv' -ConversationId `$sandbox.ConversationId
`$receipt.State
@([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -in 'GenesysAttachments.Queue', 'Npgsql' }).Count
`$null = Initialize-GCQueue -AsSql
@([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -eq 'GenesysAttachments.Queue' }).Count
"@ | Should -Be 'Sent', '0', '1'
    }

    It 'works beside another Npgsql' {
        Invoke-Shell @"
Add-Type -TypeDefinition 'namespace Npgsql { public class Fake { } }' -OutputAssembly '$TestDrive/Npgsql.dll' -OutputType Library
`$null = [Reflection.Assembly]::LoadFrom('$TestDrive/Npgsql.dll')
Import-Module '$ModulePath'
try { Connect-GCQueue 127.0.0.1 -Port 1 } catch { (`$_.FullyQualifiedErrorId -split ',')[0] }
"@ | Should -Be 'QueueDatabaseAway'
    }

    It 'works beside another Polly, and after a second import' {
        Invoke-Shell @"
`$fake = Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid())
`$null = New-Item -ItemType Directory `$fake
Add-Type -TypeDefinition 'namespace Polly { public class Fake { } }' -OutputAssembly "`$fake/Polly.Core.dll" -OutputType Library
`$null = [Reflection.Assembly]::LoadFrom("`$fake/Polly.Core.dll")
Import-Module '$ModulePath'
Remove-Module GenesysAttachments
Import-Module '$ModulePath' -Force
`$sandbox = Start-GCSandbox
`$sandbox | Connect-GCOrg
(Get-GCConversation `$sandbox.ConversationId).CommunicationId -eq `$sandbox.CommunicationId
"@ | Should -Be 'True'
    }

    It 'reads a profile beside another Tomlyn' -Skip:$IsWindows {
        $null = New-Item -ItemType Directory "$TestDrive/.gc"
        Set-Content "$TestDrive/.gc/config.toml" "[nightly]`naccess_token = 'abc'`nenvironment = 'eu-west-1'"
        Invoke-Shell @"
`$env:HOME = '$TestDrive'
Add-Type -TypeDefinition 'namespace Tomlyn { public class Fake { } }' -OutputAssembly '$TestDrive/Tomlyn.dll' -OutputType Library
`$null = [Reflection.Assembly]::LoadFrom('$TestDrive/Tomlyn.dll')
Import-Module '$ModulePath'
(Connect-GCOrg -Profile nightly -PassThru -WarningAction SilentlyContinue).Region
(TabExpansion2 'Connect-GCOrg -Profile ' 23).CompletionMatches.CompletionText
"@ | Should -Be 'mypurecloud.ie', 'nightly'
    }
}

Describe 'From the root of a clone' {
    It 'the module brings its help, its topics and its views' {
        $said = Invoke-Shell @"
Import-Module '$Root/GenesysAttachments.psd1'
(Get-Help Send-GCAttachment -Full | Out-String) -match 'SYNOPSIS\s+Checks, uploads'
(Get-Help Send-GCAttachment -Examples | Out-String) -match 'Get-ChildItem'
(Get-Help about_GenesysAttachments | Out-String) -match 'SHORT DESCRIPTION'
@(Get-FormatData GenesysAttachments.GCReceipt).Count
"@
        $said | Should -Be @('True', 'True', 'True', '1')
    }
}

Describe 'Measure-GCReceipt' {
    It 'gives <Code> for <States>' -ForEach @(
        @{ States = @(); Code = 5 }
        @{ States = @('Sent', 'Skipped'); Code = 0 }
        @{ States = @('Sent', 'Rejected'); Code = 2 }
        @{ States = @('Failed', 'Sent'); CanRetry = $false; Code = 2 }
        @{ States = @('Failed', 'Rejected'); CanRetry = $true; Code = 3 }
        @{ States = @('Cancelled'); CanRetry = $true; Code = 3 }
        @{ States = @('Failed', 'Unknown', 'Rejected'); CanRetry = $true; Code = 4 }
    ) {
        $receipts = $States | ForEach-Object { [pscustomobject]@{ State = $_; CanRetry = $CanRetry; Length = 10 } }
        $sum = $receipts | Measure-GCReceipt
        $sum.ExitCode | Should -Be $Code
        $sum.Total | Should -Be @($States).Count
        ($receipts | ConvertTo-Json -AsArray | ConvertFrom-Json | Measure-GCReceipt).ExitCode | Should -Be $Code
        ($receipts | ConvertTo-Csv | ConvertFrom-Csv | Measure-GCReceipt).ExitCode | Should -Be $Code
    }

    It 'takes what is no receipt for unknown, with an error' {
        $sum = 42 | Measure-GCReceipt -ErrorAction SilentlyContinue -ErrorVariable problems
        $sum.ExitCode | Should -Be 4
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'RequestInvalid,*'
    }
}

Describe 'The parameters of <_>' -ForEach 'Test-GCAttachment', 'New-GCUploadUrl', 'Send-GCAttachment', 'Add-GCQueueItem' {
    It 'tell inputs apart by set' {
        $command = Get-Command $_
        $command.DefaultParameterSet | Should -Be 'Path'
        $command.ParameterSets.Name | Sort-Object | Should -Be @('InputObject', 'LiteralPath', 'Path')
        $command.Parameters.Path.Aliases | Should -Be 'FilePath'
        $command.Parameters.LiteralPath.Aliases | Sort-Object | Should -Be @('FullName', 'PSPath')
        $command.Parameters.Path.ParameterSets.Path.Position | Should -Be 0
        $command.Parameters.Path.ParameterSets.Path.ValueFromPipeline | Should -BeTrue
        $command.Parameters.LiteralPath.ParameterSets.LiteralPath.ValueFromPipeline | Should -BeFalse
        $command.Parameters.LiteralPath.ParameterSets.LiteralPath.ValueFromPipelineByPropertyName | Should -BeTrue
        $command.Parameters.InputObject.ParameterSets.InputObject.ValueFromPipeline | Should -BeTrue
    }
}

Describe 'The sandbox' {
    It 'ends with the shell that started it' {
        $id = Invoke-Shell "Import-Module '$ModulePath'; (Start-GCSandbox).ProcessId"
        $deadline = [DateTime]::UtcNow.AddSeconds(10)
        while ((Get-Process -Id $id -ErrorAction Ignore) -and [DateTime]::UtcNow -lt $deadline) { Start-Sleep -Milliseconds 100 }
        Get-Process -Id $id -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'ends when it is told to' {
        $sandbox = Start-GCSandbox
        $sandbox | Stop-GCSandbox
        Start-Sleep -Milliseconds 500
        Get-Process -Id $sandbox.ProcessId -ErrorAction Ignore | Should -BeNullOrEmpty
    }
}
