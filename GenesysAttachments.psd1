@{
    # In a clone this leads to the module that the build has staged, with its help and formats.
    NestedModules        = @('out/GenesysAttachments/GenesysAttachments.psd1')
    ModuleVersion        = '0.2.0'
    GUID                 = '6d3e7f0a-6f0b-4b7e-9c55-2f1f6f8f4f0c'
    Author               = 'The GenesysAttachments authors'
    CompanyName          = 'The GenesysAttachments authors'
    Copyright            = '(c) 2026 The GenesysAttachments authors. MIT licence.'
    Description          = 'Puts files into Genesys Cloud messaging conversations: checks them, uploads them, sends the message, and gives one receipt per file; and saves the files that were sent in them.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    CmdletsToExport      = @(
        'Add-GCQueueItem'
        'Compare-GCAttachmentPolicy'
        'Connect-GCOrg'
        'Connect-GCQueue'
        'ConvertTo-GCReport'
        'Disconnect-GCOrg'
        'Find-GCConversation'
        'Get-GCAttachment'
        'Get-GCAttachmentPolicy'
        'Get-GCConversation'
        'Get-GCJournal'
        'Get-GCOrg'
        'Get-GCQueue'
        'Get-GCQueueItem'
        'Initialize-GCQueue'
        'Measure-GCReceipt'
        'New-GCUploadUrl'
        'Remove-GCQueueItem'
        'Resolve-GCJournal'
        'Resolve-GCQueue'
        'Save-GCAttachment'
        'Select-GCOrg'
        'Send-GCAttachment'
        'Send-GCQueue'
        'Start-GCSandbox'
        'Stop-GCSandbox'
        'Test-GCAttachment'
        'Test-GCConnection'
    )
    PrivateData          = @{
        PSData = @{
            Tags = @('Genesys', 'GenesysCloud', 'Messaging', 'Attachment', 'Upload', 'Download', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
        }
    }
}
