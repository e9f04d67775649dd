using System.Management.Automation;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Sending;

namespace GenesysAttachments.Shell;

/// <summary>Draws the progress of one command: a summary, and a line for each of the files under way.</summary>
/// <param name="command">The command.</param>
/// <param name="activity">What it does.</param>
internal sealed class ProgressView(Cmdlet command, string activity)
{
    // Any number will do that no other activity of the same command uses.
    private const int SummaryId = 0x6743;

    private readonly bool[] _shown = new bool[ProgressBoard.Slots];

    /// <summary>Draws a snapshot, or takes everything down.</summary>
    public void Draw(ProgressSnapshot snapshot, bool last)
    {
        var failed = snapshot.Failed > 0 ? $", {snapshot.Failed} not sent" : "";
        command.WriteProgress(new ProgressRecord(SummaryId, activity, snapshot.IsWhole ? $"{snapshot.Done} of {snapshot.Accepted} done{failed}" : $"{snapshot.Done} done{failed}, {snapshot.Accepted} read so far")
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

    private ProgressRecord Line(int id, ProgressItem? item) => new(id, item is null ? activity : ShownText.Of(item.Name), item is null ? "done" : Status(item))
    {
        ParentActivityId = SummaryId,
        RecordType = item is null ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        PercentComplete = item is { Length: > 0 } ? (int)(item.BytesSent * 100 / item.Length) : -1,
    };

    private static string Status(ProgressItem item) => item.Step
        ?? (item.BytesSent == 0 ? "waiting for a place to upload to"
        : item.BytesSent < item.Length ? $"{ByteSize.Text(item.BytesSent)} of {ByteSize.Text(item.Length)}"
        : "uploaded, waiting for the platform");
}
