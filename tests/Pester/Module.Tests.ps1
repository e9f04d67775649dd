BeforeAll {
    . $PSScriptRoot/Common.ps1
    $Root = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../..'))
}

Describe 'The module' {
    It 'has a valid manifest at <_>' -ForEach 'GenesysAttachments.psd1', 'out/GenesysAttachments/GenesysAttachments.psd1' {
        (Test-ModuleManifest -Path (Join-Path $Root $_)).ExportedCmdlets.Count | Should -Be 12
    }

    It 'imports from the root of a clone' {
        Invoke-Shell "Import-Module '$Root/GenesysAttachments.psd1'; (Get-Command -Module GenesysAttachments).Count" | Should -Be '12'
    }

    It 'loads no engine for import, completion and help' {
        Invoke-Shell @"
Import-Module '$ModulePath'
`$null = Get-Command -Module GenesysAttachments -Syntax
`$null = Get-Help Send-GCAttachment
`$line = 'Connect-GCOrg -Region eu-'
(TabExpansion2 `$line `$line.Length).CompletionMatches.CompletionText -contains 'mypurecloud.ie'
@([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -in 'GenesysAttachments.Engine', 'Polly.Core' }).Count
"@ | Should -Be @('True', '0')
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

    It 'knows [GCReceipt] without its namespace' {
        [GCReceipt]::ExitCode() | Should -Be 5
        [GCReceipt]::ExitCode(@([pscustomobject]@{ State = 'Sent' }, [pscustomobject]@{ State = 'Rejected' })) | Should -Be 2
        [GCReceipt]::ExitCode(@([pscustomobject]@{ State = 'Failed' }, [pscustomobject]@{ State = 'Unknown' })) | Should -Be 4
        [GCReceipt]::ExitCode([pscustomobject]@{ State = 'Cancelled' }) | Should -Be 3
    }
}

Describe 'The parameters of <_>' -ForEach 'Test-GCAttachment', 'New-GCUploadUrl', 'Send-GCAttachment' {
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
