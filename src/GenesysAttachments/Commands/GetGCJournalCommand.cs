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
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    /// <summary>Journals by their exact paths.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName", "LiteralPath")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Only files in these states.</summary>
    [Parameter]
    [ValidateSet("Sent", "Rejected", "Failed", "Cancelled", "Unknown")]
    public string[]? State { get; set; }

    /// <summary>Goes on as long as a run writes it: each file as the run is done with it.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var path in Path)
        {
            try
            {
                Read(new JournalReader(SessionState.Path.GetUnresolvedProviderPathFromPSPath(path)), path);
            }
            catch (GCException e)
            {
                WriteError(ErrorRecords.From(e, path));
            }
        }
    }

    private void Read(JournalReader reader, string path)
    {
        // In this order: what a run wrote before it ended is read in any case.
        for (var goesOn = Wait && reader.IsBeingWritten; goesOn; goesOn = reader.IsBeingWritten)
        {
            Write(reader.ReadOn().Where(entry => !entry.IsUnderWay));
            if (Stopped.WaitHandle.WaitOne(Between))
            {
                throw new PipelineStoppedException();
            }
        }

        var last = reader.ReadOn();
        Write(Wait ? last.Where(entry => !entry.IsUnderWay).Concat(reader.Entries.Where(entry => entry.IsUnderWay)) : last);
        if (reader.Unreadable > 0)
        {
            Warn(string.Create(CultureInfo.InvariantCulture, $"{reader.Unreadable:N0} lines of '{path}' could not be read, and count for nothing."));
        }
    }

    private void Write(IEnumerable<JournalEntry> entries) =>
        WriteObject(entries.Where(entry => State is null || State.Contains(entry.State, StringComparer.OrdinalIgnoreCase)).Select(GCReceipt.From), enumerateCollection: true);
}
