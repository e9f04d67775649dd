using System.Globalization;
using System.Management.Automation;
using GenesysAttachments.Engine.Deliveries;

namespace GenesysAttachments;

/// <summary>Draws a snapshot: a summary, and a line for each of the files under way.</summary>
internal static class ProgressView
{
    // Any number will do that no other activity of the same command uses.
    private const int SummaryId = 0x6743;

    public static void Draw(Cmdlet command, string activity, ProgressSnapshot snapshot, bool last)
    {
        for (var slot = 0; slot < ProgressBoard.Slots; slot++)
        {
            var item = slot < snapshot.Active.Length && !last ? snapshot.Active[slot] : null;
            command.WriteProgress(new ProgressRecord(SummaryId + 1 + slot, item?.Name ?? activity, item is null ? "done" : Sizes(item))
            {
                ParentActivityId = SummaryId,
                RecordType = item is null ? ProgressRecordType.Completed : ProgressRecordType.Processing,
                PercentComplete = item is { Length: > 0 } ? (int)(item.BytesSent * 100 / item.Length) : -1,
            });
        }

        var failed = snapshot.Failed > 0 ? $", {snapshot.Failed} not sent" : "";
        command.WriteProgress(new ProgressRecord(SummaryId, activity, $"{snapshot.Done} of {snapshot.Accepted} done{failed}")
        {
            RecordType = last ? ProgressRecordType.Completed : ProgressRecordType.Processing,
            PercentComplete = snapshot.Accepted > 0 ? (int)(snapshot.Done * 100L / snapshot.Accepted) : -1,
        });
    }

    private static string Sizes(ProgressItem item) => item.BytesSent == 0
        ? "waiting"
        : string.Create(CultureInfo.InvariantCulture, $"{item.BytesSent / 1024.0:N0} of {item.Length / 1024.0:N0} KB");
}
