using GenesysAttachments.Engine.Sending;

namespace GenesysAttachments.Engine.Tests.Journals;

/// <summary>A process that ends after any byte of its journal, and the same line again: every file once, every text once, none lost.</summary>
public sealed class JournalCutTests
{
    private static readonly string[] Files = ["a.pdf|one", "b.pdf", "c.pdf", "a.pdf|one"];

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 1)]
    [InlineData(true, 3)]
    [InlineData(false, 3)]
    public async Task Whatever_byte_was_the_last_each_file_arrives_once(bool tells, int filesPerMessage)
    {
        using var desk = await JournalDesk.StartAsync("a.pdf", "b.pdf", "c.pdf");
        var platform = new Platform();
        desk.Run(platform, Files, filesPerMessage: filesPerMessage);
        var whole = await File.ReadAllBytesAsync(desk.Path);
        var wrong = new List<string>();

        Parallel.For(Math.Max(0, whole.Length - 4096), whole.Length + 1, new ParallelOptions { MaxDegreeOfParallelism = 4 }, cut =>
        {
            var path = Path.Combine(desk.Desk.Folder, $"cut-{cut}.jsonl");
            File.WriteAllBytes(path, whole[..cut]);
            var left = platform.At(cut, tells);

            var receipts = desk.Run(left, Files, path, filesPerMessage: filesPerMessage);

            var counts = left.Arrived.CountBy(item => item.What).ToDictionary();
            var unknown = receipts.Count(receipt => receipt.State == ReceiptStates.Unknown);
            var isRight = counts.GetValueOrDefault("a.pdf") == 2 && counts.GetValueOrDefault("b.pdf") == 1 && counts.GetValueOrDefault("c.pdf") == 1 && counts.GetValueOrDefault("one") == 2
                && receipts.All(receipt => receipt.State is ReceiptStates.Sent or ReceiptStates.Skipped or ReceiptStates.Unknown) && unknown <= (tells ? 0 : filesPerMessage);
            if (!isRight)
            {
                lock (wrong)
                {
                    wrong.Add($"{cut}: {string.Join(' ', counts)} {string.Join(' ', receipts.Select(receipt => receipt.State))}");
                }
            }

            File.Delete(path);
            File.Delete(path + ".lock");
        });

        Assert.Empty(wrong);
    }
}
