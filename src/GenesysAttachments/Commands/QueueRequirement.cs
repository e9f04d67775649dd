using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Shell;
using GenesysAttachments.State;

namespace GenesysAttachments.Commands;

/// <summary>Which queue a command is about.</summary>
internal static class QueueRequirement
{
    /// <summary>The queue given, else the runspace's current one; ends the command where there is none.</summary>
    public static GCQueue RequireQueue(this WaitingCmdlet command, GCQueue? queue)
    {
        command.RefuseEmpty("Queue");
        if ((queue ?? QueueTable.OfThisRunspace().Current) is { } found)
        {
            return found;
        }

        command.ThrowTerminatingError(ErrorRecords.From(new GCException(ErrorIds.NotConnected, "There is no connection to a queue.")
        {
            Advice = "Run Connect-GCQueue first, in the same runspace (inside the job, or the parallel block), or pass -Queue.",
        }, null));
        return null!;
    }
}
