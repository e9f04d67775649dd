using GenesysAttachments.Engine.Pipeline;

namespace GenesysAttachments.Engine.Tests;

public sealed class SignOfLifeTests
{
    [Fact]
    public void It_is_due_each_half_minute_and_never_for_what_is_short()
    {
        var time = new SkippingTime();
        var life = new SignOfLife(time);

        var due = Enumerable.Range(1, 10).Where(_ =>
        {
            time.Advance(TimeSpan.FromSeconds(10));
            return life.IsDue();
        });

        Assert.Equal([3, 6, 9], due);
    }

    [Fact]
    public void After_a_long_silence_it_is_due_once()
    {
        var time = new SkippingTime();
        var life = new SignOfLife(time);
        time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal((true, false), (life.IsDue(), life.IsDue()));
    }
}
