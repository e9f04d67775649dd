namespace GenesysAttachments.Cmdlets.Tests.Harness;

internal static class Wait
{
    /// <summary>Waits for something that another thread or process brings about.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var i = 0; !await condition(); i++)
        {
            Assert.True(i < 1000, "It did not happen within 20 s.");
            await Task.Delay(20);
        }
    }

    public static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));
}
