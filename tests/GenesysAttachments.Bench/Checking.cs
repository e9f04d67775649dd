using System.Diagnostics;
using System.Globalization;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Tests;

namespace GenesysAttachments.Bench;

/// <summary>How fast files are checked, side by side with <c>file --mime-type</c> on the same list: warm in one process, and for the first time in a fresh shell.</summary>
internal static class Checking
{
    private const int Copies = 100;
    private const int Checked = 100_000;
    private const double LeastRatio = 2;
    private const int Rounds = 3;

    private const double MostGrowth = 40;

    public static async Task<bool> RunAsync(string folder)
    {
        var paths = Write(folder);
        var inspector = new Inspector(TimeProvider.System);
        var options = new InspectionOptions();
        Check(paths.Take(2000));

        var (ours, theirs, allocated) = (double.MaxValue, double.MaxValue, 0L);
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            ours = Math.Min(ours, Time(() => Check(paths)));
            allocated = (GC.GetTotalAllocatedBytes(precise: true) - before) / paths.Count;
            theirs = Math.Min(theirs, TimeFile(folder, paths) ?? double.MaxValue);
        }

        Console.WriteLine($"Checking {paths.Count:N0} files of {Corpus.Files.Count} kinds, best of {Rounds} rounds, one thread");
        Console.WriteLine($"  this engine {paths.Count / ours:N0} files/s, {allocated:N0} bytes allocated a file");
        var isFast = true;
        if (theirs < double.MaxValue)
        {
            isFast = theirs / ours >= LeastRatio;
            Console.WriteLine($"  file --mime-type {paths.Count / theirs:N0} files/s; ratio {theirs / ours:0.0} (promised: at least {LeastRatio:0})");
        }
        else
        {
            Console.WriteLine("  file --mime-type is not on this machine: no comparison");
        }

        return await IsFreshFastAsync() && IsFlat() && isFast;

        void Check(IEnumerable<string> list)
        {
            foreach (var path in list)
            {
                inspector.Inspect(path, options);
            }
        }

        async Task<bool> IsFreshFastAsync()
        {
            var list = Path.Combine(folder, "list.txt");
            await File.WriteAllLinesAsync(list, paths);
            var (first, growth) = (new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                var said = (await Shell.RunAsync("Check.ps1", Shell.Module, list)).Output.Split(' ');
                first.Add(double.Parse(said[0], CultureInfo.InvariantCulture) / 1000);
                growth.Add(double.Parse(said[1], CultureInfo.InvariantCulture));
            }

            var (seconds, bytes) = (Throughput.Median(first), (long)Throughput.Median(growth));
            var ratio = theirs < double.MaxValue ? theirs / seconds : 1;
            Console.WriteLine($"  first pass in a fresh shell {paths.Count / seconds:N0} files/s, median of {Rounds}; ratio {ratio:0.0} (promised: at least 1)");
            Console.WriteLine($"  its peak over the shell's before the import {Memory.Show(bytes)} (promised: at most {MostGrowth:0} MB)");
            return ratio >= 1 && bytes <= MostGrowth * 1024 * 1024;
        }

        bool IsFlat()
        {
            var (first, last) = (0L, 0L);
            for (var done = 0; done < Checked; done += paths.Count)
            {
                Check(paths);
                GC.Collect();
                last = GC.GetTotalMemory(forceFullCollection: true);
                first = first == 0 ? last : first;
            }

            Console.WriteLine($"  live memory after {paths.Count:N0} files {Memory.Show(first)}, after {Checked:N0} {Memory.Show(last)}");
            return last - first < 1024 * 1024;
        }
    }

    private static List<string> Write(string folder)
    {
        var paths = new List<string>();
        foreach (var (extension, content) in Corpus.Files)
        {
            for (var i = 0; i < Copies; i++)
            {
                paths.Add(Path.Combine(folder, $"{i}.{extension}"));
                File.WriteAllBytes(paths[^1], content);
            }
        }

        return paths;
    }

    private static double Time(Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    }

    private static double? TimeFile(string folder, List<string> paths)
    {
        var list = Path.Combine(folder, "list.txt");
        File.WriteAllLines(list, paths);
        try
        {
            return Time(() =>
            {
                using var file = Process.Start(new ProcessStartInfo("file", ["--mime-type", "--no-pad", "--files-from", list]) { RedirectStandardOutput = true })!;
                file.StandardOutput.ReadToEnd();
                file.WaitForExit();
            });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
