namespace GenesysAttachments;

/// <summary>What a run came to. Flat, so that it survives JSON, CSV and Clixml.</summary>
public sealed class GCRunSummary
{
    private DateTime? _ended;

    internal GCRunSummary()
    {
    }

    /// <summary>Receipts in all.</summary>
    public int Total { get; private set; }

    /// <summary>Sent.</summary>
    public int Sent { get; private set; }

    /// <summary>Saved, of what was to be brought back.</summary>
    public int Saved { get; private set; }

    /// <summary>Refused before they left this machine; of what was to be brought back, links to hosts of somebody else.</summary>
    public int Rejected { get; private set; }

    /// <summary>Tried and not sent or saved.</summary>
    public int Failed { get; private set; }

    /// <summary>Not begun or broken off when the command ended.</summary>
    public int Cancelled { get; private set; }

    /// <summary>Left out on purpose.</summary>
    public int Skipped { get; private set; }

    /// <summary>May have been sent.</summary>
    public int Unknown { get; private set; }

    /// <summary>Of those sent, the ones whose bytes arrived otherwise, or came back so: <c>Verified</c> is false.</summary>
    public int Differing { get; private set; }

    /// <summary>In a queue, where workers send them: what became of them is not known yet.</summary>
    public int Queued { get; private set; }

    /// <summary>Failed or cancelled ones that may go as they are when tried again.</summary>
    public int CanRetry { get; private set; }

    /// <summary>Bytes of the files that were sent or saved.</summary>
    public long Bytes { get; private set; }

    /// <summary>When the first began, in UTC; null where no receipt tells.</summary>
    public DateTime? Started { get; private set; }

    /// <summary>From the first begin to the last end, in seconds.</summary>
    public double ElapsedSeconds => _ended is { } ended && Started is { } started ? Math.Round((ended - started).TotalSeconds, 3) : 0;

    /// <summary>
    /// For a scheduled job: 0 all sent, saved, skipped or queued, 2 some refused for good, here or by the org, 3 some failed or cancelled and worth a
    /// retry, 4 some unknown or arrived otherwise than they were sent, 5 no receipt at all; the highest that applies.
    /// </summary>
    public int ExitCode => Total == 0 ? 5 : Unknown + Differing > 0 ? 4 : CanRetry > 0 ? 3 : Rejected + Failed > 0 ? 2 : 0;

    /// <inheritdoc/>
    public override string ToString() => $"{(Saved > 0 ? $"{Saved} of {Total} saved" : $"{Sent} of {Total} sent")}, exit code {ExitCode}";

    internal void Add(GCReceipt receipt)
    {
        Total++;
        switch (receipt.State)
        {
            case "Sent":
                Sent++;
                Differing += receipt.Verified == false ? 1 : 0;
                Bytes += receipt.Length;
                break;
            case "Saved":
                Saved++;
                Bytes += receipt.Length;
                break;
            case "Rejected" or "External":
                Rejected++;
                break;
            case "Failed":
                Failed++;
                CanRetry += receipt.CanRetry ? 1 : 0;
                break;
            case "Cancelled":
                Cancelled++;
                CanRetry++;
                break;
            case "Skipped":
                Skipped++;
                break;
            case "Queued" or "Sending":
                Queued++;
                break;
            default:
                Unknown++;
                break;
        }

        if (receipt.Started is { } started)
        {
            var ended = started.AddSeconds(receipt.ElapsedSeconds);
            Started = Started is { } first && first <= started ? first : started;
            _ended = _ended is { } last && last >= ended ? last : ended;
        }
    }
}
