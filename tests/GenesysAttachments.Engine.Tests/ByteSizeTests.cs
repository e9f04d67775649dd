using GenesysAttachments.Engine.Files;

namespace GenesysAttachments.Engine.Tests;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1.0 KB")]
    [InlineData(1_048_524, "1023.9 KB")]
    [InlineData(10_485_760, "10.0 MB")]
    [InlineData(5_368_709_120_000, "5000.0 GB")]
    public void A_size_reads_the_same_everywhere(long bytes, string expected)
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = new System.Globalization.CultureInfo("de-DE");
            Assert.Equal(expected, ByteSize.Text(bytes));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }
}
