using System.Globalization;

namespace GenesysAttachments.Bench;

/// <summary>What the import costs in a fresh shell, against that of an empty binary module, turn about.</summary>
internal static class Import
{
    private const int Pairs = 21;
    private const double MostRatio = 1.2;

    public static async Task<bool> RunAsync(string folder)
    {
        var (empty, ours) = (new Series(await EmptyModule.WriteAsync(folder)), new Series(Shell.Module));
        // The first pair brings the files into memory and is not counted.
        for (var pair = 0; pair <= Pairs; pair++)
        {
            await empty.MeasureAsync(isCounted: pair > 0);
            await ours.MeasureAsync(isCounted: pair > 0);
        }

        var ratio = ours.Median / empty.Median;
        Console.WriteLine($"Import in a fresh shell, {Pairs} pairs turn about, medians in milliseconds (quartiles in brackets)");
        Console.WriteLine($"  empty binary module {empty}");
        Console.WriteLine($"  this module {ours}; ratio {ratio:0.00} (promised: at most {MostRatio})");
        return ratio <= MostRatio;
    }

    private sealed class Series(string module)
    {
        private readonly List<double> _imports = [];
        private readonly List<double> _processes = [];

        public double Median => Throughput.Median(_imports);

        public async Task MeasureAsync(bool isCounted)
        {
            var (said, process) = await Shell.RunAsync("Import.ps1", module);
            if (isCounted)
            {
                _imports.Add(double.Parse(said, CultureInfo.InvariantCulture));
                _processes.Add(process);
            }
        }

        public override string ToString()
        {
            var sorted = _imports.Order().ToList();
            return $"{Median:0.0} ({sorted[sorted.Count / 4]:0.0} to {sorted[sorted.Count * 3 / 4]:0.0}), whole process {Throughput.Median(_processes):0}";
        }
    }
}
