using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Engine.Telemetry;
using GenesysAttachments.Engine.Tests.Tracing;
using GenesysAttachments.Engine.Tracing;

namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>What became of three files, sent one after the other to a server that strikes the second.</summary>
internal sealed class Outcome
{
    private const int Length = 1000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly string[] Names = ["first.pdf", "middle.pdf", "last.pdf"];

    // Nothing was heard of the client for this many looks.
    private const int QuietLooks = 6;

    private readonly StepLog _log = new(isVerbose: true, isDebug: true);
    private WireTrace? _trace;

    private Outcome(HostileServer server, SkippingTime time) => (Server, Time) = (server, time);

    public HostileServer Server { get; }

    public SkippingTime Time { get; }

    /// <summary>The receipts in input order; empty when nobody could sign in.</summary>
    public IReadOnlyList<Receipt> Receipts { get; private set; } = [];

    /// <summary>Why nobody could sign in, or why the policy could not be read.</summary>
    public GCException? Refusal { get; private set; }

    /// <summary>What the session said of itself.</summary>
    public AttachmentPolicy? Policy { get; private set; }

    public Cost Cost { get; private set; } = null!;

    /// <summary>All that a user could see of it, by outlet.</summary>
    public List<(string Outlet, string Text)> Said { get; } = [];

    /// <summary>The same in one piece.</summary>
    public string Whole => string.Join('\n', Said.Select(said => said.Text));

    /// <summary>Characters in it that may not be there, with their outlet.</summary>
    public IEnumerable<string> Odd => Said.Where(said => said.Outlet != Har.Read).SelectMany(said => Hostile.Odd.In(said.Text).Select(found => $"{said.Outlet}: {found}")).Distinct();

    public Receipt Middle => Receipts.Single(receipt => receipt.Plan.File.Name == "middle.pdf");

    /// <summary>Runs a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="isTraced">Whether its session is traced; what the trace says is said as well.</param>
    public static async Task<Outcome> OfAsync(Row row, bool isTraced = false)
    {
        var time = new SkippingTime { Settle = TimeSpan.FromMilliseconds(2) };
        using var server = new HostileServer(row.Place, row.Attack, () => time.Advance(TimeSpan.FromSeconds(61)));
        var outcome = new Outcome(server, time);
        var folder = Directory.CreateTempSubdirectory("gca-").FullName;
        outcome._trace = isTraced ? WireTrace.Create(Path.Combine(folder, "wire.har"), replaces: false) : null;
        using var stop = new CancellationTokenSource();
        using var ears = new Ears();
        try
        {
            outcome.Cost = new Cost();
            var run = Task.Run(() => outcome.RunAsync(row, folder, stop.Token));
            _ = outcome.RunOnAsync(stop.Token);
            if (await Task.WhenAny(run, Task.Delay(Limit, CancellationToken.None)) != run)
            {
                Assert.Fail($"It did not end within {Limit.TotalSeconds:0} s.");
            }

            outcome.Cost.Stop();
            await run;
            outcome.Render();
            outcome.Said.AddRange(outcome._trace is null ? [] : Har.Of(outcome._trace.Path).Outlets);
        }
        finally
        {
            await stop.CancelAsync();
            outcome.Cost.Stop();
            Directory.Delete(folder, recursive: true);
        }

        outcome.Said.AddRange(ears.Said.Select(text => ("telemetry", text)));
        return outcome;
    }

    private async Task RunAsync(Row row, string folder, CancellationToken stop)
    {
        try
        {
            using var session = await ConnectAsync(row, stop);
            Policy = row.Place == Place.Policy
                ? await session.Policies.ReadAsync(PolicyDirections.Outbound, new CallContext { Log = _log, MaximumRetryCount = 1 }, stop)
                : session.Policies.Own(PolicyDirections.Inbound);
            var plans = Names.Select((name, index) => PlanOf(row, session, folder, name, index)).ToList();
            Receipts = await Harness.PumpAsync(new Sender(new SendOptions(MaximumRetryCount: 1, ThrottleLimit: 1), new ProgressBoard(), Time, _log), workers: 1, plans);
        }
        catch (GCException e)
        {
            Refusal = e;
        }
    }

    // A client that waits for what will never come goes on when its clock does.
    private async Task RunOnAsync(CancellationToken stop)
    {
        var (seen, quiet) = (0, 0);
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(50, CancellationToken.None);
            var now = Server.Calls.Count + Server.Strikes;
            (seen, quiet) = (now, now == seen ? quiet + 1 : 0);
            if (quiet == QuietLooks)
            {
                quiet = 0;
                Time.Advance(TimeSpan.FromSeconds(61));
            }
        }
    }

    private void Render()
    {
        Said.AddRange(Receipts.SelectMany(Showing.Of).Concat(Refusal is null ? [] : Showing.Of(Refusal)));
        Said.AddRange((Policy?.AllowedTypes ?? []).Concat(Policy?.BlockedExtensions ?? []).Select(text => ("policy", text)));
        while (_log.TryTake(out var line))
        {
            Said.Add((line.IsDebug ? "debug" : "verbose", line.Text));
        }
    }

    private Task<OrgSession> ConnectAsync(Row row, CancellationToken stop)
    {
        var settings = new SessionSettings
        {
            Domain = "hostile", Endpoint = new Uri(Server.Url), RequestsPerMinute = 0, Retry = new RetryPolicy { MaximumRetryCount = 1 }, Headers = [new("X-Key", Secrets.Header)], Trace = _trace,
        };
        var context = new CallContext { Log = _log, MaximumRetryCount = 1 };
        return row.Route == RouteNames.Guest
            ? OrgSession.ConnectGuestAsync(settings, new GuestSettings("d", Secrets.GuestToken), context, stop, Time, () => 0.5)
            : OrgSession.ConnectAsync(settings, ClientCredential.FromSecret("client", Secrets.Client), context, stop, Time, () => 0.5);
    }

    private Plan PlanOf(Row row, OrgSession session, string folder, string name, int index)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, [.. "%PDF-1.7 "u8, .. new byte[Length - 9]]);
        return new Plan
        {
            Index = index,
            File = new Inspector(Time).Inspect(path, new InspectionOptions { Route = row.Route, Policy = AttachmentPolicy.Default }),
            Target = row.Route switch
            {
                RouteNames.Guest => new Target(),
                RouteNames.Messaging => new Target { ChannelId = "channel", GuestId = "guest" },
                _ => new Target { ConversationId = "5edd27cf-27a4-4f62-8ea5-0de7dcf38611" },
            },
            Route = row.Route,
            Session = session,
        };
    }
}
