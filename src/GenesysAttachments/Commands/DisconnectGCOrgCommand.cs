using System.Management.Automation;
using GenesysAttachments.Parameters;
using GenesysAttachments.State;

namespace GenesysAttachments.Commands;

/// <summary>Forgets a session; without one, the current session.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "GCOrg", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
public sealed class DisconnectGCOrgCommand : WaitingCmdlet
{
    /// <summary>Sessions to end; by default the current one.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [SessionTransformation]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public GCOrgSession[]? Session { get; set; }

    /// <summary>Tells the service that a guest leaves for good.</summary>
    [Parameter]
    public SwitchParameter EndConversation { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var session in Session ?? [Require(null)])
        {
            if (!ShouldProcess(session.Key, EndConversation ? "End the guest's conversation and disconnect" : "Disconnect"))
            {
                continue;
            }

            if (EndConversation)
            {
                WaitFor(
                    async (context, token) =>
                    {
                        await session.Org.EndConversationAsync(context, token).ConfigureAwait(false);
                        return session;
                    },
                    session.Key,
                    terminating: false);
            }

            SessionTable.OfThisRunspace().Remove(session);
            session.End();
            if (session.TakeTrouble() is { } trouble)
            {
                Warn(trouble);
            }
        }
    }
}
