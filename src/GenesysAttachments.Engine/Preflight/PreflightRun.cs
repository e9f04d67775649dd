using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Engine.Tracing;

namespace GenesysAttachments.Engine.Preflight;

/// <summary>
/// The checks before the first send, for one route: harmless reads and an upload URL that nobody uses. No message is sent, no byte of a file,
/// and no guest's session is begun. Each thing is asked once, without retries: what fails now and then is to be seen.
/// </summary>
public sealed class PreflightRun : IDisposable
{
    private readonly TimeProvider _time;
    private readonly OrgChecks _org;
    private readonly HttpClients _clients;
    private readonly PreflightStep? _quota;
    private GCException? _limited;

    /// <summary>Says what will be checked; nothing is asked yet.</summary>
    /// <param name="subject">What to look at.</param>
    /// <param name="time">Clock; null takes the system's.</param>
    public PreflightRun(PreflightSubject subject, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        var settings = subject.Settings;
        var certificates = new SeenCertificates();
        // Clients of its own: a connection that is there already shows no certificate, and says nothing of a new one.
        _clients = new HttpClients(
            settings.Proxy, settings.ConnectLimit, settings.Trust, certificates.Add, settings.Trace is { } trace && subject.Session is { } session ? new WireTap(trace, session.Secrets, _time) : null);
        _org = new OrgChecks(subject, _time);
        var network = new NetworkChecks(settings, _clients, certificates, _time);
        var uploads = new UploadChecks(subject, _org, _clients, certificates, _time);
        var steps = new List<PreflightStep>();
        if (subject.Route == RouteNames.Guest)
        {
            var reached = network.AddTo(steps, settings.SocketBase);
            new GuestChecks(subject, _org, uploads, _time).AddTo(steps, reached);
        }
        else
        {
            var login = network.AddTo(steps, settings.LoginBase, settings.ApiBase);
            _quota = _org.AddTo(steps, login, uploads);
        }

        Steps = steps;
    }

    /// <summary>The checks, in the order in which they are to be made: each stands on those before it.</summary>
    public IReadOnlyList<PreflightStep> Steps { get; }

    /// <summary>Makes one check. Whatever it meets is its finding; it throws only when it is stopped.</summary>
    /// <param name="step">One of <see cref="Steps"/>.</param>
    /// <param name="context">What the work brings along.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ConnectionCheck> RunAsync(PreflightStep step, CallContext context, CancellationToken cancellationToken)
    {
        if (step.After.FirstOrDefault(before => !before.CarriesOn) is { } missing)
        {
            return Row(step, TimeSpan.Zero, Finding.NotChecked($"Not asked, because {missing.Name} did not pass."));
        }

        var started = _time.GetTimestamp();
        GCException error;
        try
        {
            var finding = step == _quota && _limited is not null ? throw _limited : await step.Ask(context with { MaximumRetryCount = 0 }, cancellationToken).ConfigureAwait(false);
            step.CarriesOn = finding.CarriesOn;
            return Row(step, _time.GetElapsedTime(started), finding);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (AttemptFailure e)
        {
            error = e.Error;
        }
        catch (GCException e)
        {
            error = e;
        }
        catch (Exception e)
        {
            context.Log?.Debug($"A bug of the module: {e}");
            error = new GCException(ErrorIds.InternalError, $"{e.GetType().Name}, which nobody foresaw. {e.Message}", e);
        }

        if (_quota is not null && step != _quota && error.ErrorId == ErrorIds.RateLimited)
        {
            // One thing is wrong, and has a row of its own.
            _limited = error;
            return Row(step, _time.GetElapsedTime(started), Finding.NotChecked($"The client's quota is used up; see {CheckNames.Quota}."));
        }

        return new ConnectionCheck(
            step.Name, step.Subject, CheckStates.Failed, _time.GetElapsedTime(started), error.Message, error.Advice, step.Needs, error.ErrorId, error.StatusCode, error.CorrelationId);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _org.Dispose();
        _clients.Dispose();
    }

    private static ConnectionCheck Row(PreflightStep step, TimeSpan elapsed, Finding finding) =>
        new(step.Name, finding.Subject ?? step.Subject, finding.State, elapsed, finding.Message, finding.Advice, step.Needs, finding.ErrorId, null, null);
}
