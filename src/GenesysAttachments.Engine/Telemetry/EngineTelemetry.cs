using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace GenesysAttachments.Engine.Telemetry;

/// <summary>
/// What a host may listen to; nothing is sent anywhere by itself. Activities: <c>deliver</c> for a file, with <c>attempt</c> for each
/// request below it. Measures: see docs/reliability.md. No tag holds a secret, a query or a file's content.
/// </summary>
public static class EngineTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "GenesysAttachments";

    internal static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    internal static readonly Counter<long> Attempts = Meter.CreateCounter<long>("gcattachments.attempts", "{attempt}", "Requests and frames, by transport and outcome.");

    internal static readonly Counter<long> Bytes = Meter.CreateCounter<long>("gcattachments.bytes", "By", "Bytes of files that storage or a form took.");

    internal static readonly Counter<long> Deliveries = Meter.CreateCounter<long>("gcattachments.deliveries", "{delivery}", "Files, by route and state.");

    /// <summary>Files that were to be queued, by state.</summary>
    public static readonly Counter<long> Queued = Meter.CreateCounter<long>("gcattachments.queued", "{item}", "Files for a queue, by state: Queued, Skipped, Rejected or Failed.");

    internal static readonly Histogram<double> Waits = Meter.CreateHistogram<double>("gcattachments.wait", "s", "Time spent waiting, by reason: quota or retry.");
}
