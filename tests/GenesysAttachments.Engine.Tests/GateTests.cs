using GenesysAttachments.Engine.Sending;

namespace GenesysAttachments.Engine.Tests;

public sealed class GateTests
{
    [Fact]
    public async Task One_whose_turn_has_come_goes_before_those_who_have_not_begun()
    {
        var gate = new Gate(1);
        var first = await gate.EnterAsync(default);
        first.StepOut();
        using var second = await gate.EnterAsync(default);
        var newcomer = gate.EnterAsync(default);
        var returning = first.ReturnAsync(default);
        Assert.False(newcomer.IsCompleted || returning.IsCompleted);

        second.StepOut();

        await returning;
        Assert.False(newcomer.IsCompleted);
        first.Dispose();
        (await newcomer).Dispose();
    }

    [Fact]
    public async Task One_that_gives_up_waiting_takes_no_place_with_it()
    {
        var gate = new Gate(1);
        var held = await gate.EnterAsync(default);
        using var stop = new CancellationTokenSource();
        var waiting = gate.EnterAsync(stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        held.Dispose();
        held.Dispose();
        using var next = await gate.EnterAsync(default);
        Assert.False(gate.EnterAsync(default).IsCompleted);
    }

    [Fact]
    public async Task A_place_handed_over_as_its_taker_is_stopped_is_not_lost()
    {
        for (var round = 0; round < 200; round++)
        {
            var gate = new Gate(1);
            var held = await gate.EnterAsync(default);
            using var stop = new CancellationTokenSource();
            var waiting = gate.EnterAsync(stop.Token);

            await Task.WhenAll(Task.Run(held.Dispose), Task.Run(stop.Cancel));

            try
            {
                (await waiting).Dispose();
            }
            catch (OperationCanceledException)
            {
                // It never had the place.
            }

            using var next = await gate.EnterAsync(default).WaitAsync(TimeSpan.FromSeconds(10));
        }
    }

    [Fact]
    public async Task Thousands_that_leave_one_after_the_other_need_no_deep_stack()
    {
        var lanes = new Lanes(TimeProvider.System);
        var tickets = Enumerable.Range(0, 50_000).Select(_ => lanes.Enter("lane")).ToList();
        var all = tickets.Select(async ticket =>
        {
            await ticket.TurnAsync(default);
            ticket.Leave();
        }).ToList();

        await Task.WhenAll(all);

        Assert.All(tickets, ticket => Assert.True(ticket.Left.IsCompleted));
    }
}
