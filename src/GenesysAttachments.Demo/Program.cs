using System.Globalization;
using System.Security.Cryptography;
using GenesysAttachments.Demo;
using GenesysAttachments.Engine.Deliveries;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Routes;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.Transports;
using GenesysAttachments.Sandbox;

const string Text = "Your documents";
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

var samples = args.Length == 0 ? Directory.CreateTempSubdirectory("genesys-attachments-demo-") : null;
try
{
    var paths = samples is null ? [.. args.Select(Path.GetFullPath)] : SampleFiles.Write(samples.FullName);
    await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions());
    var identity = sandbox.Identity;
    Console.WriteLine($"Sandbox at {identity.Url}\n");

    using var session = await OrgSession.ConnectAsync(
        new SessionSettings { Domain = "sandbox", Endpoint = new Uri(identity.Url) },
        ClientCredential.FromSecret(identity.ClientId, identity.ClientSecret),
        stop.Token);

    var inspector = new Inspector(TimeProvider.System);
    Console.WriteLine("Checks\n");
    var files = paths.Select(path => inspector.Inspect(path, new InspectionOptions())).ToList();
    Table.Print(
        ["Name", "Size", "ContentType", "Verdict", "Problem"],
        files.Select(file => new[] { file.Name, ByteSize.Text(file.Length), Shorten(file.ContentType, 40), file.Verdict, Shorten(file.Problems.FirstOrDefault()?.ToString()) }));

    using var guest = await OrgSession.ConnectGuestAsync(
        new SessionSettings { Domain = "sandbox", Endpoint = new Uri(identity.Url) }, new GuestSettings(identity.DeploymentId), stop.Token);
    var conversation = new Target { ConversationId = identity.ConversationId };
    var routes = new (string Name, OrgSession Session, Target Target)[]
    {
        (RouteNames.Agent, session, conversation),
        (RouteNames.Guest, guest, new Target()),
        (RouteNames.Messaging, session, new Target { ChannelId = identity.ChannelId, GuestId = identity.GuestId }),
        (RouteNames.Media, session, conversation),
        (RouteNames.Multipart, session, conversation),
    };
    var receipts = new List<Receipt>();
    foreach (var route in routes)
    {
        receipts.AddRange(await SendAsync(route.Session, files.Where(file => file.IsValid), route.Target, route.Name));
    }

    Console.WriteLine("Receipts\n");
    Table.Print(
        ["#", "Name", "Size", "Route", "State", "Seconds", "Error"],
        receipts.Select(receipt => new[]
        {
            $"{receipt.Delivery.Index}",
            receipt.Delivery.File.Name,
            ByteSize.Text(receipt.Delivery.File.Length),
            receipt.Delivery.Route,
            receipt.State,
            $"{receipt.Elapsed.TotalSeconds:0.00}",
            receipt.Error?.ErrorId ?? "",
        }));

    Console.WriteLine("What the sandbox received\n");
    Table.Print(
        ["Route", "Text", "File", "Bytes", "SHA-256"],
        sandbox.Messages.Select(message => (message, File: message.Attachments.SingleOrDefault())).Select(row => new[]
        {
            row.message.Route, row.message.Text ?? "", row.File?.Name ?? "", row.File is null ? "" : $"{row.File.Size:N0}", row.File?.Sha256[..16] ?? "",
        }));

    Console.WriteLine("The same in PowerShell\n");
    Console.WriteLine($"  $sandbox = Start-GCSandbox");
    Console.WriteLine($"  $sandbox | Connect-GCOrg");
    Console.WriteLine($"  Get-ChildItem ./files | Send-GCAttachment -ConversationId $sandbox.ConversationId -Text '{Text}'");
    Console.WriteLine($"  Get-ChildItem ./files | Send-GCAttachment -ChannelId $sandbox.ChannelId -GuestId $sandbox.GuestId -Text '{Text}'");
    Console.WriteLine($"  Get-ChildItem ./files | Send-GCAttachment -ConversationId $sandbox.ConversationId -Route Media -Text '{Text}'");
    Console.WriteLine($"  Get-ChildItem ./files | Send-GCAttachment -ConversationId $sandbox.ConversationId -Route Multipart -Text '{Text}'");
    Console.WriteLine("  Connect-GCOrg -Endpoint $sandbox.Url -DeploymentId $sandbox.DeploymentId");
    Console.WriteLine($"  Get-ChildItem ./files | Send-GCAttachment -Text '{Text}'\n");

    var problems = Verify(files, receipts, sandbox);
    if (samples is not null && files.Count(file => file.IsValid) != SampleFiles.Good)
    {
        problems.Add($"{SampleFiles.Good} of the sample files should have passed the check.");
    }

    problems.ForEach(problem => Console.WriteLine($"WRONG: {problem}"));
    Console.WriteLine(problems.Count == 0
        ? $"All as it should be: {files.Count(file => file.IsValid)} files on {routes.Length} routes, {files.Count(file => !file.IsValid)} refused."
        : $"{problems.Count} things are not as they should be.");
    return problems.Count == 0 ? 0 : 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.WriteLine("Stopped.");
    return 130;
}
catch (GCException e)
{
    Console.WriteLine($"{e.ErrorId}: {e.Message} {e.Advice}");
    return 1;
}
finally
{
    samples?.Delete(recursive: true);
}

async Task<Receipt[]> SendAsync(OrgSession session, IEnumerable<Attachment> files, Target target, string route)
{
    var runner = new DeliveryRunner(new DeliveryOptions(), new ProgressBoard(), TimeProvider.System);
    var text = new DeliveryText(Text, new TextLedger());
    var admitted = files.Select((file, index) => runner.Admit(new Delivery
    {
        Index = index, File = file, Target = target, Route = route, Session = session, Text = text,
    })).ToList();
    return await Task.WhenAll(admitted.Select(item => runner.DeliverAsync(item, stop.Token)));
}

static string Shorten(string? text, int most = 90) => text is null ? "" : text.Length <= most ? text : text[..(most - 1)] + "…";

static List<string> Verify(List<Attachment> files, List<Receipt> receipts, SandboxServer sandbox)
{
    var problems = receipts.Where(receipt => receipt.State != ReceiptStates.Sent)
        .Select(receipt => $"{receipt.Delivery.File.Name} on {receipt.Delivery.Route}: {receipt.State}, {receipt.Error?.Message}").ToList();
    foreach (var receipt in receipts)
    {
        var delivery = receipt.Delivery;
        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(delivery.File.Path)));
        var arrived = sandbox.Messages.Count(message => message.Route == delivery.Route && message.Attachments.Any(file =>
            file.Name == FileNames.ForRoute(delivery.File.Name, delivery.Route) && file.Size == delivery.File.Length && file.Sha256 == hash));
        var expected = files.Count(file => file.IsValid && file.Name == delivery.File.Name && file.Length == delivery.File.Length);
        if (arrived < 1 || arrived > expected)
        {
            problems.Add($"{delivery.File.Name} arrived {arrived} times byte-equal on {delivery.Route}, not once.");
        }
    }

    var sent = sandbox.Messages.Sum(message => message.Attachments.Count);
    if (sent != receipts.Count)
    {
        problems.Add($"{sent} files arrived for {receipts.Count} receipts.");
    }

    if (receipts.Count == 0)
    {
        problems.Add("No file could be sent.");
    }

    return problems;
}
