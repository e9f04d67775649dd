using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Org;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Routes;

/// <summary>
/// Waits until the platform finds an upload valid. An upload is asked for when the turn of its message has come and not before: by then
/// others wait behind it, and one look at their leg's list serves them all.
/// </summary>
/// <param name="api">The org.</param>
/// <param name="readiness">How long uploads take to become valid in this session.</param>
/// <param name="lists">Whether the session's org lists uploads.</param>
/// <param name="time">Clock.</param>
internal sealed class AgentConfirmation(OrgApi api, ReadinessEstimate readiness, UploadLists lists, TimeProvider time)
{
    private const int UsualPage = 25;
    private const int MostMisses = 2;
    private static readonly TimeSpan ValidWithin = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan KnownWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ForCompany = TimeSpan.FromSeconds(0.5);
    private readonly LegUploads _uploads = new();
    private volatile bool _listsFail;
    private int _misses;

    /// <summary>An upload is about to begin.</summary>
    public AgentUpload Begin(Target leg) => _uploads.Begin(leg);

    /// <summary>Its bytes are there.</summary>
    public void Arrive(AgentUpload upload, string id) => upload.Arrive(id, time.GetTimestamp());

    /// <summary>Nobody will ask for it.</summary>
    public void End(Target leg, AgentUpload upload) => _uploads.End(leg, upload);

    /// <summary>Waits until the upload is valid.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.UploadInvalid"/>, <see cref="ErrorIds.UploadTimeout"/>, or what the looks may meet.</exception>
    public async Task ConfirmAsync(Uploaded uploaded, CallContext context, CancellationToken cancellationToken)
    {
        var upload = _uploads.Of(uploaded.Target).First(one => one.Id == uploaded.Id);
        try
        {
            var media = upload.Verdict ?? await AwaitVerdictAsync(uploaded, upload, context, cancellationToken).ConfigureAwait(false);
            if (media.IsInvalid)
            {
                throw new GCException(ErrorIds.UploadInvalid, $"The platform judged the upload of '{uploaded.File.SentName}' invalid.");
            }

            context.Transfer.Verified = media.ContentLengthBytes is { } length ? length == uploaded.File.Length : null;
        }
        finally
        {
            End(uploaded.Target, upload);
        }
    }

    private async Task<AgentMedia> AwaitVerdictAsync(Uploaded uploaded, AgentUpload upload, CallContext context, CancellationToken cancellationToken)
    {
        await AwaitCompanyAsync(uploaded.Target, cancellationToken).ConfigureAwait(false);
        var wait = readiness.FirstLook - time.GetElapsedTime(upload.ArrivedAt);
        for (var pause = TimeSpan.FromSeconds(0.5); ; pause = TimeSpan.FromSeconds(Math.Min(pause.TotalSeconds * 2, 5)))
        {
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            }

            // What counts is when it was asked, not when the answer came: else each wait would feed the next.
            var asked = time.GetElapsedTime(upload.ArrivedAt);
            var unknown = await LookAsync(uploaded, upload, context, cancellationToken).ConfigureAwait(false);
            if (upload.Verdict is { } verdict)
            {
                // One that was asked for late, when its turn came late, tells nothing.
                if (verdict.IsValid && wait > TimeSpan.Zero)
                {
                    readiness.Learn(asked);
                }

                return verdict;
            }

            if (unknown is not null && asked >= KnownWithin)
            {
                throw unknown.ErrorId == ErrorIds.GatewayAnswered ? unknown : new GCException(ErrorIds.UploadInvalid, $"The platform does not know the upload of '{uploaded.File.SentName}' (HTTP 404).") { StatusCode = 404, CanRetry = true, Advice = "Send the file again." };
            }

            if (time.GetElapsedTime(upload.ArrivedAt) >= ValidWithin)
            {
                throw new GCException(ErrorIds.UploadTimeout, $"The upload of '{uploaded.File.SentName}' did not become valid within {ValidWithin.TotalSeconds:0} s.");
            }

            wait = pause;
        }
    }

    // Those whose bytes are on their way join the look: a request saved is a file more in this minute.
    private async Task AwaitCompanyAsync(Target leg, CancellationToken cancellationToken)
    {
        if (!MayList)
        {
            return;
        }

        try
        {
            await Task.WhenAll(_uploads.Of(leg).Select(upload => upload.Ended)).WaitAsync(ForCompany, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // A large file is on its way; it will be asked for by itself.
        }
    }

    private bool MayList => !_listsFail && !lists.AreRefused;

    /// <summary>Looks at the upload, and at all that wait with it.</summary>
    /// <returns>The error that says that the platform does not know it; else null.</returns>
    private async Task<GCException?> LookAsync(Uploaded uploaded, AgentUpload upload, CallContext context, CancellationToken cancellationToken)
    {
        var all = _uploads.Of(uploaded.Target);
        var waiting = all.Where(one => one is { Id: not null, Verdict: null }).ToList();
        if (waiting.Count > 1 && all.Count <= RouteCosts.MostOfOneLook && MayList
            && await ListAsync(uploaded.Target, upload, waiting, Math.Max(UsualPage, all.Count), context, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var call = new LegCall(
            uploaded.Target, HttpMethod.Get, $"messages/media/{Uri.EscapeDataString(uploaded.Id)}", OrgCallKind.Repeatable, $"The status of '{uploaded.File.SentName}'", AgentNeeds.View);
        try
        {
            upload.See(await api.GetAsync(call, RouteJson.Default.AgentMedia, context, cancellationToken).ConfigureAwait(false));
            return null;
        }
        catch (GCException e) when (e.StatusCode == 404)
        {
            // What was uploaded a moment ago may not have got about yet; of the conversation a 404 says nothing here.
            return e;
        }
    }

    /// <summary>Looks at the leg's list; false where it does not have the upload, or cannot be had: then it is asked for by itself.</summary>
    private async Task<bool> ListAsync(Target leg, AgentUpload upload, List<AgentUpload> waiting, int pageSize, CallContext context, CancellationToken cancellationToken)
    {
        var call = new LegCall(
            leg, HttpMethod.Get, $"messages/media?pageSize={pageSize}", OrgCallKind.Repeatable, $"The list of uploads of conversation {leg.ConversationId}", AgentNeeds.List);
        AgentMediaListing listing;
        try
        {
            listing = await api.GetAsync(call, RouteJson.Default.AgentMediaListing, context, cancellationToken).ConfigureAwait(false);
        }
        catch (GCException e) when (e.StatusCode is 403 or 404)
        {
            if (lists.Refuse())
            {
                context.Log?.Verbose($"{e.Message} From now on each upload of this session is looked at by itself, which takes more of the quota.");
            }

            return false;
        }
        catch (GCException e) when (!e.StopsBatch)
        {
            StopListing(e.Message, context);
            return false;
        }

        var isListed = false;
        foreach (var media in listing.Entities ?? [])
        {
            isListed |= media.Id == upload.Id;
            waiting.Find(one => one.Id == media.Id)?.See(media);
        }

        if (isListed)
        {
            _misses = 0;
            return true;
        }

        // It may have a page of its own, or come later: nothing says in which order the platform lists, nor how soon.
        if (Interlocked.Increment(ref _misses) == MostMisses)
        {
            StopListing($"The list of uploads of conversation {leg.ConversationId} lacks what was uploaded.", context);
        }

        return false;
    }

    private void StopListing(string why, CallContext context)
    {
        _listsFail = true;
        context.Log?.Verbose($"{why} From now on each upload of this command is looked at by itself, which takes more of the quota.");
    }
}
