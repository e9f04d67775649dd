using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Telemetry;

namespace GenesysAttachments.Engine.Sending;

/// <summary>Checks a file that another program held open at its check, again and again within the retries of an upload, before anything is asked of the org.</summary>
/// <param name="time">Clock for the check.</param>
/// <param name="log">Takes the story of it; null when nobody wants it.</param>
/// <param name="maximumRetryCount">The command's own number of retries; null takes the session's, else an upload's.</param>
internal sealed class HeldFiles(TimeProvider time, StepLog? log, int? maximumRetryCount)
{
    private const int Attempts = 4;

    private readonly Inspector _inspector = new(time);

    /// <summary>The plan with its file as it is now; the same plan where its check saw all of the file.</summary>
    /// <exception cref="GCException">The file is still held, or has a problem that its check could not see.</exception>
    public async ValueTask<Plan> AwaitAsync(Plan plan, Transfer transfer, CancellationToken stop)
    {
        if (plan.CheckAgain is not { } options)
        {
            return plan;
        }

        var file = await plan.Session.Retry.RunAsync(new RetryRule(Attempts, maximumRetryCount), log, _ => ValueTask.FromResult(Check(plan.File.Path, options, stop)), stop).ConfigureAwait(false);
        foreach (var warning in file.Warnings)
        {
            transfer.Warn(warning);
        }

        return plan with { File = file with { SentName = plan.File.SentName }, CheckAgain = null };
    }

    private Attachment Check(string path, InspectionOptions options, CancellationToken stop)
    {
        var file = _inspector.Inspect(path, options, stop);
        return file.IsOnlyHeld ? throw new AttemptFailure(HeldFile.Error(path)) : file.IsValid ? file : throw Planner.Rejection(file);
    }
}
