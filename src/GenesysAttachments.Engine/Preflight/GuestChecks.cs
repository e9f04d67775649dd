using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Sessions;

namespace GenesysAttachments.Engine.Preflight;

/// <summary>
/// What web messaging says to a guest. A deployment's rules are read without a session; what takes one is asked only in a session that is
/// there already.
/// </summary>
/// <param name="subject">What to look at.</param>
/// <param name="org">The session, and what was found.</param>
/// <param name="uploads">The checks of uploads.</param>
/// <param name="time">Clock.</param>
internal sealed class GuestChecks(PreflightSubject subject, OrgChecks org, UploadChecks uploads, TimeProvider time)
{
    /// <summary>Adds the checks of a guest.</summary>
    public void AddTo(List<PreflightStep> steps, PreflightStep[] reached)
    {
        var known = new PreflightStep(CheckNames.Deployment, subject.Session?.DeploymentId ?? subject.Guest?.DeploymentId ?? "", ReadAsync, reached);
        var policy = new PreflightStep(CheckNames.Policy, PolicyDirections.Inbound, (_, _) => Task.FromResult(Rules.Say(org.Policy!)), known);
        var entered = new PreflightStep(CheckNames.SignIn, known.Subject, org.EnterAsync, known);
        steps.AddRange([known, policy, entered]);
        uploads.AddTo(steps, entered, policy);
        steps.Add(Unasked.Message(subject.Route));
    }

    private async Task<Finding> ReadAsync(CallContext context, CancellationToken cancellationToken)
    {
        org.Learn(subject.Session?.Guest is { } guest
            ? await guest.ReadPolicyAsync(context, cancellationToken).ConfigureAwait(false)
            : await OrgSession.ReadDeploymentPolicyAsync(subject.Settings, subject.Guest!, context, cancellationToken, time).ConfigureAwait(false));
        return Finding.Passed("The socket opens, and the deployment says what it accepts; no conversation was begun.");
    }
}
