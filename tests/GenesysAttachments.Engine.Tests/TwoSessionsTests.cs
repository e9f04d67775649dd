using GenesysAttachments.Engine.Sending;

namespace GenesysAttachments.Engine.Tests;

public sealed class TwoSessionsTests
{
    [Fact]
    public async Task Two_orgs_used_side_by_side_in_one_command_never_cross()
    {
        await using var first = await Harness.StartAsync();
        await using var second = await Harness.StartAsync();
        var firstGuest = await first.ConnectGuestAsync();
        var secondGuest = await second.ConnectGuestAsync();
        var deliveries = Enumerable.Range(0, 24).Select(i => (i % 4) switch
        {
            0 => first.Deliver(first.Write($"first-{i}.pdf", seed: i), text: $"first {i}", index: i),
            1 => second.Deliver(second.Write($"second-{i}.pdf", seed: i), text: $"second {i}", index: i),
            2 => first.DeliverAsGuest(firstGuest, first.Write($"first-{i}.pdf", seed: i), $"first {i}", i),
            _ => second.DeliverAsGuest(secondGuest, second.Write($"second-{i}.pdf", seed: i), $"second {i}", i),
        }).ToList();

        var receipts = await first.PumpAsync(deliveries, 6);

        Assert.All(receipts, receipt => Assert.Equal(ReceiptStates.Sent, receipt.State));
        foreach (var (harness, name) in new[] { (first, "first"), (second, "second") })
        {
            var files = harness.Sandbox.Messages.SelectMany(message => message.Attachments).ToList();
            Assert.Equal(12, files.Count);
            Assert.All(files, file => Assert.StartsWith(name, file.Name, StringComparison.Ordinal));
            Assert.All(harness.Sandbox.Messages.Where(message => message.Text is not null), message => Assert.StartsWith(name, message.Text, StringComparison.Ordinal));
            // No token of one was ever shown to the other.
            Assert.DoesNotContain(harness.Calls, call => call.Status == 401);
        }
    }
}
