using System.Globalization;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Routes.Community;
using GenesysAttachments.Engine.Storage;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Preflight;

/// <summary>Whether an upload URL is handed out, and its storage answers. One that nobody uses harms nobody.</summary>
/// <param name="subject">What to look at.</param>
/// <param name="org">The session, the policy and the leg, as they were found.</param>
/// <param name="clients">Clients without a connection.</param>
/// <param name="certificates">What they have seen.</param>
/// <param name="time">Clock.</param>
internal sealed class UploadChecks(PreflightSubject subject, OrgChecks org, HttpClients clients, SeenCertificates certificates, TimeProvider time)
{
    private UploadUrl? _url;

    /// <summary>Adds the checks of a route's uploads.</summary>
    public void AddTo(List<PreflightStep> steps, params PreflightStep[] after)
    {
        var route = subject.Route;
        if (route is RouteNames.Media or RouteNames.Multipart)
        {
            steps.Add(Unasked.Step(CheckNames.UploadUrl, route, $"The {route} route has none: it takes the file itself, and nothing can be asked without one."));
            return;
        }

        var opened = new PreflightStep(CheckNames.UploadUrl, route, OpenAsync, after)
        {
            Needs = route switch { RouteNames.Agent => AgentNeeds.Create, RouteNames.Messaging => CommunityScopes.InWords(CommunityScopes.AttachmentWrite, CommunityScopes.AttachmentRead), _ => "" },
        };
        steps.Add(opened);
        if (route == RouteNames.Agent)
        {
            steps.Add(new PreflightStep(CheckNames.UploadStatus, route, ReadStatusAsync, opened) { Needs = AgentNeeds.View });
            steps.Add(new PreflightStep(CheckNames.UploadList, route, ListAsync, after[0]) { Needs = AgentNeeds.List });
        }

        steps.Add(new PreflightStep(CheckNames.Storage, "", ReachStorageAsync, opened));
    }

    private async Task<Finding> OpenAsync(CallContext context, CancellationToken cancellationToken)
    {
        var session = org.Session!;
        var route = RouteSet.Of(session)[subject.Route];
        var plan = new Plan { Index = 0, File = TrialFile.Of(org.Policy), Target = org.Leg ?? subject.Target, Route = subject.Route, Session = session };
        _url = await route.OpenAsync(plan, context with { Transfer = new Transfer() }, cancellationToken).ConfigureAwait(false);
        if (subject.Route == RouteNames.Guest)
        {
            await route.AbandonAsync(Uploaded.To(_url), context).ConfigureAwait(false);
        }

        return Finding.Passed(_url.Life is { } life
            ? string.Create(CultureInfo.InvariantCulture, $"An upload URL was handed out, which nobody uses; it lives {life.TotalMinutes:0.#} minutes.")
            : "An upload URL was handed out, which nobody uses.");
    }

    private async Task<Finding> ReadStatusAsync(CallContext context, CancellationToken cancellationToken)
    {
        var call = new LegCall(_url!.Target, HttpMethod.Get, $"messages/media/{Uri.EscapeDataString(_url.AttachmentId)}", OrgCallKind.Repeatable, "The status of an upload", AgentNeeds.View);
        try
        {
            await org.Session!.Api!.GetAsync(call, RouteJson.Default.AgentMedia, context, cancellationToken).ConfigureAwait(false);
            return Finding.Passed("What became of an upload can be read.");
        }
        catch (GCException e) when (e is { StatusCode: 404, ErrorId: not ErrorIds.GatewayAnswered })
        {
            // It was allowed to ask; of an upload without bytes the platform need not know.
            return Finding.Passed("What became of an upload can be asked for.");
        }
    }

    private async Task<Finding> ListAsync(CallContext context, CancellationToken cancellationToken)
    {
        var call = new LegCall(org.Leg!, HttpMethod.Get, "messages/media?pageSize=25", OrgCallKind.Repeatable, "The list of uploads", AgentNeeds.List);
        try
        {
            await org.Session!.Api!.GetAsync(call, RouteJson.Default.AgentMediaListing, context, cancellationToken).ConfigureAwait(false);
            return Finding.Passed("One look serves many uploads, which spares the quota.");
        }
        catch (GCException e) when (e is { StatusCode: 403 or 404, ErrorId: not ErrorIds.GatewayAnswered })
        {
            return Finding.Warning($"{e.Message} Each upload is looked at by itself, which takes more of the quota.", e.Advice) with { ErrorId = e.ErrorId };
        }
    }

    private async Task<Finding> ReachStorageAsync(CallContext context, CancellationToken cancellationToken)
    {
        var storage = new StorageClient(clients, org.Session!.Retry, subject.Settings.Endpoint?.IsLoopback == true, time);
        var status = await storage.ReachAsync(_url!, context, cancellationToken).ConfigureAwait(false);
        var host = _url!.Address!;
        return certificates.Say(host.IdnHost, string.Create(CultureInfo.InvariantCulture, $"The storage at {_url.Mask.Show(host.Authority)} answers (HTTP {status} to a request without a signature)."), time.GetUtcNow()) with { Subject = _url.Mask.Show(host.Authority) };
    }
}
