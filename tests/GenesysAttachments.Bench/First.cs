using System.Globalization;

namespace GenesysAttachments.Bench;

/// <summary>The first receipt of a fresh shell (import, sign-in, one file) against the same calls written by hand, turn about.</summary>
internal static class First
{
    private const int Pairs = 15;

    public static async Task<bool> RunAsync(string folder)
    {
        using var sandbox = await BenchSandbox.StartAsync(folder, "--quota", "off");
        var file = Work.Write(folder, 1, 100_000)[0];
        var ready = sandbox.Ready;
        string[] arguments = [Shell.Module, ready.Url + "/", ready.ClientId, ready.ClientSecret, ready.ConversationId, file];
        var (ours, hands) = (new List<(double Inside, double Process)>(), new List<(double Inside, double Process)>());
        // The first pair brings the files into memory and is not counted.
        for (var pair = 0; pair <= Pairs; pair++)
        {
            var (hand, our) = (await MeasureAsync("ByHand.ps1", arguments), await MeasureAsync("First.ps1", arguments));
            if (pair > 0)
            {
                hands.Add(hand);
                ours.Add(our);
            }
        }

        Console.WriteLine($"First receipt of a fresh shell, {Pairs} pairs turn about, medians in milliseconds");
        Console.WriteLine($"  by hand: {Show(hands)}");
        Console.WriteLine($"  this module: {Show(ours)} (promised: no more)");
        return Throughput.Median([.. ours.Select(one => one.Inside)]) <= Throughput.Median([.. hands.Select(one => one.Inside)]);
    }

    private static async Task<(double Inside, double Process)> MeasureAsync(string script, string[] arguments)
    {
        var (said, process) = await Shell.RunAsync(script, arguments);
        return (double.Parse(said, CultureInfo.InvariantCulture), process);
    }

    private static string Show(List<(double Inside, double Process)> all) =>
        $"{Throughput.Median([.. all.Select(one => one.Inside)]):0}, whole process {Throughput.Median([.. all.Select(one => one.Process)]):0}";
}
