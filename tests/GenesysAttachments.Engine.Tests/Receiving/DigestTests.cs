using GenesysAttachments.Engine.Receiving;

namespace GenesysAttachments.Engine.Tests.Receiving;

/// <summary>A SHA-256 in the forms that it may be written in.</summary>
public sealed class DigestTests
{
    private const string Hex = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Theory]
    [InlineData(Hex)]
    [InlineData("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    [InlineData(" " + Hex + "\n")]
    [InlineData("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")]
    [InlineData("47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=")]
    public void It_is_read(string text) => Assert.Equal(Hex, Digests.Of(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("zzb0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFUA")]
    [InlineData("47DEQpj8HBSa !TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")]
    public void Anything_else_tells_nothing(string? text) => Assert.Null(Digests.Of(text));
}
