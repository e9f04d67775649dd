using System.Globalization;
using System.Management.Automation;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Journals;
using GenesysAttachments.Parameters;
using GenesysAttachments.Shell;

namespace GenesysAttachments.Commands;

/// <summary>Reads a journal: one receipt for each of its files, with what became of it last. Of a run that still goes on as well.</summary>
[Cmdlet(VerbsCommon.Get, "GCJournal")]
[OutputType(typeof(GCReceipt))]
public sealed class GetGCJournalCommand : WaitingCmdlet
{
    /// <summary>Journals by their exact paths.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName", "LiteralPath")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Only files in these states.</summary>
    [Parameter]
    [ValidateSet("Sent", "Rejected", "Failed", "Cancelled", "Unknown")]
    public string[]? State { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var path in Path)
        {
            try
            {
                var (entries, unreadable) = JournalReader.Read(SessionState.Path.GetUnresolvedProviderPathFromPSPath(path));
                if (unreadable > 0)
                {
                    Warn(string.Create(CultureInfo.InvariantCulture, $"{unreadable:N0} lines of '{path}' could not be read, and count for nothing."));
                }

                WriteObject(entries.Where(entry => State is null || State.Contains(entry.State, StringComparer.OrdinalIgnoreCase)).Select(GCReceipt.From), enumerateCollection: true);
            }
            catch (GCException e)
            {
                WriteError(ErrorRecords.From(e, path));
            }
        }
    }
}
