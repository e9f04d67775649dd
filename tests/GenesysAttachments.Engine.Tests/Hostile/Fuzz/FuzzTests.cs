using System.Collections.Concurrent;
using System.Globalization;
using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>A million inputs that were good once: no reader knows another failure than the one it is made to give.</summary>
public sealed class FuzzTests
{
    private const int Inputs = 1_000_000;
    private const int MostFaults = 20;
    private static readonly string[] Given = [ErrorIds.AnswerInvalid, ErrorIds.UploadInvalid, ErrorIds.RequestInvalid];

    [Fact]
    public void No_reader_breaks_on_any_bytes()
    {
        var readers = Readers.All.ToArray();
        var faults = new ConcurrentQueue<string>();
        Parallel.For(0, Inputs, (seed, loop) =>
        {
            var (name, (samples, read)) = readers[seed % readers.Length];
            try
            {
                read(Mutator.Of(samples, seed));
            }
            catch (GCException e) when (Given.Contains(e.ErrorId))
            {
                // That is what it is for.
            }
            catch (Exception e)
            {
                faults.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{name}, seed {seed}: {e}"));
                if (faults.Count > MostFaults)
                {
                    loop.Stop();
                }
            }
        });

        Assert.True(faults.IsEmpty, string.Join('\n', faults));
    }

    [Fact]
    public void What_is_good_is_read()
    {
        foreach (var (name, (samples, read)) in Readers.All)
        {
            foreach (var sample in samples)
            {
                Assert.True(Record.Exception(() => read(System.Text.Encoding.UTF8.GetBytes(sample))) is null, $"{name}: {sample}");
            }
        }
    }
}
