using System.Management.Automation;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Parameters;

namespace GenesysAttachments.Commands;

/// <summary>A cmdlet that makes requests for files: how many at a time, and how hard to try.</summary>
public abstract class TransferCmdlet : TargetCmdlet
{
    /// <summary>Files under way at a time.</summary>
    [Parameter]
    [ValidateRange(1, 512)]
    [ArgumentCompleter(typeof(NoValues))]
    public int ThrottleLimit { get; set; } = SendOptions.DefaultThrottleLimit;

    /// <summary>Most retries of any one request; by default the session's, else the documented number for its kind.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    [ArgumentCompleter(typeof(NoValues))]
    public int? MaximumRetryCount { get; set; }

    /// <summary>The engine's options of this command.</summary>
    private protected SendOptions SendOptions => new(MaximumRetryCount, ThrottleLimit);
}
