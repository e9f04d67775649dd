using System.Globalization;
using GenesysAttachments.Bench;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is [Child.Argument, .. var rest])
{
    return await Child.RunAsync(rest);
}

var suites = new Dictionary<string, Func<string, Task<bool>>>
{
    ["checking"] = Checking.RunAsync,
    ["throughput"] = Throughput.RunAsync,
    ["cmdlet"] = Cmdlet.RunAsync,
    ["peers"] = Peers.RunAsync,
    ["scaling"] = Scaling.RunAsync,
    ["quota"] = Quota.RunAsync,
    ["memory"] = Memory.RunAsync,
    ["cold"] = Child.ColdAsync,
    ["import"] = Import.RunAsync,
    ["kill"] = Child.KillAsync,
    ["first"] = First.RunAsync,
    ["journal"] = Journaling.RunAsync,
    ["trace"] = Tracing.RunAsync,
    ["save"] = Saving.RunAsync,
    ["queue"] = Queueing.RunAsync,
    ["soak"] = Soak.RunAsync,
};

if (args.FirstOrDefault(name => !suites.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"There is no suite '{unknown}'. Suites: {string.Join(", ", suites.Keys)}; without any, all run.");
    return 2;
}

Console.WriteLine($"{Environment.ProcessorCount} cores, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}, .NET {Environment.Version}");
var isGood = true;
foreach (var name in args.Length > 0 ? args : [.. suites.Keys])
{
    Console.WriteLine();
    var folder = Directory.CreateTempSubdirectory("gca-bench-");
    try
    {
        isGood &= await suites[name](folder.FullName);
    }
    finally
    {
        folder.Delete(recursive: true);
    }
}

return isGood ? 0 : 1;
