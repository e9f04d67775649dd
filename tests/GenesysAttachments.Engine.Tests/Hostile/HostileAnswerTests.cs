using GenesysAttachments.Engine.Sending;

namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>
/// A server that says whatever it likes, wherever it likes: the file it does it to has the right receipt, the files before and after it
/// are sent, and it costs nobody memory, time, a secret or a screen.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class HostileAnswerTests : IClassFixture<Warm>
{
    private const long MostGrowth = 16L << 20;
    private const long MostFlooded = 16L << 20;
    private static readonly TimeSpan MostProcessor = TimeSpan.FromSeconds(1);

    private static readonly Dictionary<string, Row> Rows =
        TransportRows.All.Concat(RefusalRows.All).Concat(ShapeRows.All).Concat(MessageRows.All).Concat(UploadUrlRows.All).Concat(WaitRows.All).Concat(GuestRows.All).Concat(GuestShapeRows.All).ToDictionary(row => row.ToString(), StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_has_its_receipt_and_harms_nobody(string name)
    {
        var row = Rows[name];
        var outcome = await Outcome.OfAsync(row);

        Assert.Empty(outcome.Server.Mistakes);
        Assert.True(outcome.Server.Strikes > 0, "It never struck.");
        CheckFates(row, outcome);
        row.Check?.Invoke(outcome);
        Assert.DoesNotContain(outcome.Server.Heads, head => head.Contains("/elsewhere", StringComparison.Ordinal) || head.Contains("\r\nCookie:", StringComparison.OrdinalIgnoreCase));
        Assert.Empty(Secrets.In(outcome.Whole).Concat(outcome.Odd));
        Assert.InRange(outcome.Server.Flooded, 0, MostFlooded);
        Assert.InRange(outcome.Cost.Growth, 0, MostGrowth);
        Assert.InRange(outcome.Cost.Processor, TimeSpan.Zero, MostProcessor);
    }

    private static void CheckFates(Row row, Outcome outcome)
    {
        if (outcome.Refusal is { } refusal)
        {
            Assert.True(row.IsShared || row.Place == Place.Policy, $"Nobody could sign in: {refusal.ErrorId} {refusal.Message}");
            AssertFate(row, ReceiptStates.Failed, refusal.ErrorId, refusal.Message);
            return;
        }

        Assert.Equal([0, 1, 2], outcome.Receipts.Select(receipt => receipt.Plan.Index).Order());
        foreach (var receipt in outcome.Receipts)
        {
            var isStruck = row.IsShared || receipt == outcome.Middle || (row.StopsBatch && receipt.Plan.Index > outcome.Middle.Plan.Index);
            if (isStruck)
            {
                AssertFate(row, receipt.State, receipt.Error?.ErrorId, receipt.Error?.Message);
            }
            else
            {
                Assert.True(receipt.State == ReceiptStates.Sent, $"{receipt.Plan.File.Name}, which nothing was done to, is {receipt.State}: {receipt.Error?.ErrorId} {receipt.Error?.Message}");
            }
        }
    }

    private static void AssertFate(Row row, string state, string? errorId, string? message) => Assert.True(
        row.Expected.Any(fate => fate.State == state && (state == ReceiptStates.Sent ? errorId is null : fate.ErrorIds.Contains(errorId))),
        $"{state} {errorId}: {message}\nExpected: {string.Join(" or ", row.Expected.Select(fate => $"{fate.State} {string.Join('|', fate.ErrorIds)}"))}");
}
