using System.Management.Automation;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Pipeline;
using GenesysAttachments.Engine.Sending;

namespace GenesysAttachments.Shell;

/// <summary>Draws the progress of one command: a summary, and a line for each of the files under way; where nobody sees it, a line now and then.</summary>
/// <param name="command">The command.</param>
/// <param name="activity">What it does.</param>
/// <param name="isReceiving">Whether files come, and do not go.</param>
internal sealed class ProgressView(PSCmdlet command, string activity, bool isReceiving = false)
{
    // Any number will do that no other activity of the same command uses.
    private const int SummaryId = 0x6743;

    // What Write-Host tags its lines with: they show whatever $InformationPreference is.
    private const string HostTag = "PSHOST";

    private readonly bool[] _shown = new bool[ProgressBoard.Slots];
    private readonly SignOfLife? _life = Console.IsOutputRedirected ? new(TimeProvider.System) : null;

    /// <summary>Draws a snapshot, or takes everything down.</summary>
    public void Draw(ProgressSnapshot snapshot, bool last)
    {
        var failed = snapshot.Failed > 0 ? $", {snapshot.Failed} not {(isReceiving ? "saved" : "sent")}" : "";
        var summary = snapshot.IsWhole ? $"{snapshot.Done} of {snapshot.Accepted} done{failed}" : $"{snapshot.Done} done{failed}, {snapshot.Accepted} read so far";
        if (_life?.IsDue() == true && !last)
        {
            Say($"{activity}: {summary}.");
        }

        command.WriteProgress(new ProgressRecord(SummaryId, activity, summary)
        {
            RecordType = last ? ProgressRecordType.Completed : ProgressRecordType.Processing,
            PercentComplete = snapshot is { IsWhole: true, Accepted: > 0 } ? (int)(snapshot.Done * 100L / snapshot.Accepted) : -1,
        });
        for (var slot = 0; slot < _shown.Length; slot++)
        {
            var item = slot < snapshot.Active.Length && !last ? snapshot.Active[slot] : null;
            if (item is not null || _shown[slot])
            {
                command.WriteProgress(Line(SummaryId + 1 + slot, item));
            }

            _shown[slot] = item is not null;
        }
    }

    // Whoever asks for these lines, or asks them away, is obeyed.
    private void Say(string line) => command.WriteInformation(
        new HostInformationMessage { Message = line }, command.MyInvocation.BoundParameters.ContainsKey("InformationAction") ? [] : [HostTag]);

    private ProgressRecord Line(int id, ProgressItem? item) => new(id, item is null ? activity : ShownText.Of(item.Name), item is null ? "done" : isReceiving ? Received(item) : Status(item))
    {
        ParentActivityId = SummaryId,
        RecordType = item is null ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        PercentComplete = item is { Length: > 0 } ? (int)(item.BytesSent * 100 / item.Length) : -1,
    };

    private static string Received(ProgressItem item) => item.Step
        ?? (item.BytesSent == 0 ? "waiting for its first byte" : item.Length > 0 ? $"{ByteSize.Text(item.BytesSent)} of {ByteSize.Text(item.Length)}" : ByteSize.Text(item.BytesSent));

    private static string Status(ProgressItem item) => item.Step
        ?? (item.BytesSent == 0 ? "waiting for a place to upload to"
        : item.BytesSent < item.Length ? $"{ByteSize.Text(item.BytesSent)} of {ByteSize.Text(item.Length)}"
        : "uploaded, waiting for the platform");
}
