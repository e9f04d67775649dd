using System.Globalization;
using System.Reflection;
using GenesysAttachments.Bench;
using GenesysAttachments.Engine.Sessions;

const long Megabyte = 1024 * 1024;
const double MostGrowth = 32;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var assembly = typeof(Memory).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Sandbox").Value!;
var folder = Directory.CreateTempSubdirectory("gca-bench-");
var policy = Path.Combine(folder.FullName, "policy.json");
File.WriteAllText(policy, """{"outbound":{"fileTypes":[{"type":"*/*"}],"maxFileSizeKB":2097152}}""");
using var sandbox = await SandboxProcess.StartAsync(assembly, ["--quota", "off", "--policy", policy], CancellationToken.None);
try
{
    using var session = await OrgSession.ConnectAsync(
        new SessionSettings { Domain = "sandbox", Endpoint = new Uri(sandbox.Ready.Url), RequestsPerMinute = 0 },
        ClientCredential.FromSecret(sandbox.Ready.ClientId, sandbox.Ready.ClientSecret),
        CancellationToken.None);

    Console.WriteLine($"{Environment.ProcessorCount} cores, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}, .NET {Environment.Version}\n");
    Console.WriteLine("Peak working set over idle, sandbox in a process of its own");
    var failed = false;
    foreach (var (files, bytes) in new[] { (8, 25 * Megabyte), (1, 1024 * Megabyte) })
    {
        var (idle, peak) = await Memory.MeasureAsync(session, sandbox.Ready.ConversationId, files, bytes, folder.FullName);
        var growth = Math.Max(0, peak - idle) / (double)Megabyte;
        failed |= growth > MostGrowth;
        Console.WriteLine($"  {files} x {Memory.Show(bytes)} in flight: idle {Memory.Show(idle)}, peak {Memory.Show(peak)}, growth {growth:0.0} MB (promised: at most {MostGrowth:0} MB)");
    }

    return failed ? 1 : 0;
}
finally
{
    folder.Delete(recursive: true);
}
