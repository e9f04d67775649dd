namespace GenesysAttachments.Engine.Tests;

internal static class Wait
{
    /// <summary>Waits for something that another thread or process brings about.</summary>
    public static async Task Until(Func<bool> condition)
    {
        for (var i = 0; !condition(); i++)
        {
            Assert.True(i < 1000, "It did not happen within 10 s.");
            await Task.Delay(10);
        }
    }
}
