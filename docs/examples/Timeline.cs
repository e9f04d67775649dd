// Prints the timeline of a run: every file, every attempt below it, with its outcome.
//
//   dotnet run docs/examples/Timeline.cs -- a.pdf b.pdf
#:project ../../src/GenesysAttachments.Engine/GenesysAttachments.Engine.csproj
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
#:property TreatWarningsAsErrors=false
#:property EnforceCodeStyleInBuild=false
#:property RunAnalyzers=false
using System.Diagnostics;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.Telemetry;

var started = DateTime.UtcNow;
ActivitySource.AddActivityListener(new ActivityListener
{
    ShouldListenTo = source => source.Name == EngineTelemetry.Name,
    Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
    ActivityStopped = activity => Console.WriteLine(
        $"{(activity.StartTimeUtc - started).TotalSeconds,8:0.000} s {activity.Duration.TotalSeconds,7:0.000} s  "
        + (activity.OperationName == "deliver"
            ? $"file {activity.GetTagItem("gcattachments.index")}: {activity.GetTagItem("gcattachments.state")}"
            : $"  {activity.GetTagItem("http.request.method")} {(activity.GetTagItem("url.template") ?? activity.GetTagItem("gcattachments.transport"))} {activity.GetTagItem("http.response.status_code")}")),
});

// A sandbox stands in for the org: give OrgSession.ConnectAsync your region and client instead.
using var sandbox = await SandboxProcess.StartAsync(Path.GetFullPath("out/GenesysAttachments/sandbox/GenesysAttachments.Sandbox.dll"), [], default);
using var session = await OrgSession.ConnectAsync(
    new SessionSettings { Domain = "sandbox", Endpoint = new Uri(sandbox.Ready.Url) }, ClientCredential.FromSecret(sandbox.Ready.ClientId, sandbox.Ready.ClientSecret), default);

var runner = new Sender(new SendOptions(), new ProgressBoard(), TimeProvider.System);
var inspector = new Inspector(TimeProvider.System);
var deliveries = args.Select((path, index) => new Plan
{
    Index = index, File = inspector.Inspect(Path.GetFullPath(path), new InspectionOptions { Route = RouteNames.Agent }), Target = new Target { ConversationId = sandbox.Ready.ConversationId }, Route = RouteNames.Agent, Session = session,
}).Select(runner.Admit).ToList();
await Task.WhenAll(deliveries.Select(delivery => runner.DeliverAsync(delivery, default)));
