using System.Globalization;
using System.Management.Automation;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Journals;
using GenesysAttachments.Parameters;
using GenesysAttachments.Shell;
using GenesysAttachments.State;

namespace GenesysAttachments.Commands;

/// <summary>Looks into the conversations for what a journal leaves open, and writes down what they show. Sends nothing.</summary>
[Cmdlet(VerbsDiagnostic.Resolve, "GCJournal")]
[OutputType(typeof(GCReceipt))]
public sealed class ResolveGCJournalCommand : WaitingCmdlet
{
    /// <summary>Journals by their exact paths; none that a run writes.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName", "LiteralPath")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The session to look through; by default that which sent.</summary>
    [Parameter]
    [SessionTransformation]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public GCOrgSession? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var path in Path)
        {
            var full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
            using var resolver = WaitFor((_, stop) => Task.FromResult(JournalResolver.OpenAt(full, TimeProvider.System, stop)), path, terminating: false);
            if (resolver is null)
            {
                continue; // Its error was written.
            }

            if (resolver.Unreadable > 0)
            {
                Warn(string.Create(CultureInfo.InvariantCulture, $"{resolver.Unreadable:N0} lines of '{path}' could not be read, and count for nothing."));
            }

            foreach (var entry in resolver.Open)
            {
                WriteObject(GCReceipt.From(Settle(resolver, entry) ?? entry));
            }
        }
    }

    // Null after its error was written: it stays as it was.
    private JournalEntry? Settle(JournalResolver resolver, JournalEntry entry)
    {
        if ((Session is null ? SessionTable.OfThisRunspace().Find(entry.Session ?? "") : Require(Session)) is { } session)
        {
            return WaitFor((context, token) => resolver.SettleAsync(entry, session.Org, context, token), entry.Path, terminating: false);
        }

        var error = new GCException(ErrorIds.NotConnected, $"'{entry.Name}' went through the session {entry.Session}, which is not connected.") { Advice = "Connect it with Connect-GCOrg, or give another session of the same org with -Session; then look again." };
        WriteError(ErrorRecords.From(error, entry.Path));
        return null;
    }
}
