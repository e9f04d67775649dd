using GenesysAttachments.Engine.Display;

namespace GenesysAttachments.Engine.Tests;

/// <summary>What is known of secrets while tokens come and go.</summary>
public sealed class SessionSecretsTests
{
    [Fact]
    public void A_mask_stays_as_it_was_made_while_tokens_come()
    {
        for (var round = 0; round < 200; round++)
        {
            var secrets = new SessionSecrets("a-secret-that-lasts");
            secrets.Add("token-of-the-beginning");
            var mask = secrets.Mask;

            // Its secrets are looked at when the first text comes, which may be while a token is replaced.
            Parallel.Invoke(
                () =>
                {
                    for (var i = 0; i < 50; i++)
                    {
                        secrets.Add($"token-number-{i}-of-the-round");
                    }
                },
                () => Assert.Equal("see … and …", mask.Apply("see a-secret-that-lasts and token-of-the-beginning")));

            Assert.Equal("…", mask.Apply("token-of-the-beginning"));
        }
    }

    [Theory]
    [InlineData("https://h/p?0123456789abcdefghij", "0123456789abcdefghij")]
    [InlineData("https://h/p?0123456789abcdefghij&a=1", "0123456789abcdefghij&a=1")]
    [InlineData("https://h/p?a=b&c=d&e=f&g=h&i=j", "a=b&c=d&e=f&g=h&i=j")]
    [InlineData("https://h/p?sig=0123%2F6789abcdefghij", "0123/6789abcdefghij")]
    public void What_is_secret_of_an_upload_url_is_hidden_whatever_its_query_is_made_of(string url, string secret) =>
        Assert.Equal("(…)", new SecretMask().AndUrl(url).Apply($"({secret})"));
}
