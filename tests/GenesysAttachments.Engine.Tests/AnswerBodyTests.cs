using GenesysAttachments.Engine.Answers;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Bodies of any length, in any pieces: read whole or as far as anybody looks, and owned by whoever reads them.</summary>
public sealed class AnswerBodyTests
{
    public static TheoryData<int, int> Lengths()
    {
        var rows = new TheoryData<int, int>();
        foreach (var length in new[] { 0, 1, 4095, 4096, 4097, 65535, 65536, 65537, 131072, AnswerLimits.Json - 1, AnswerLimits.Json, AnswerLimits.Json + 1, AnswerLimits.Json + 70000 })
        {
            rows.Add(length, 1 << 16);
            rows.Add(length, 4096);
            rows.Add(length, 1000);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task A_body_is_what_came_and_stays_it(int length, int piece)
    {
        var sent = new byte[length];
        new Random(length).NextBytes(sent);

        var whole = await AnswerBody.ReadWholeAsync(Content(sent, piece), default);
        var start = await AnswerBody.ReadStartAsync(Content(sent, piece), default, default);
        // Whoever reads next gets the buffers that were given back, and sees nothing in them.
        (await AnswerBody.ReadWholeAsync(Content(sent, piece), default))?.Return();
        await AnswerBody.ReadWholeAsync(Content(new byte[Math.Min(length, AnswerLimits.Json)], piece), default);

        Assert.Equal(length > AnswerLimits.Json ? null : sent, whole?.Memory.ToArray());
        Assert.Equal(sent[..Math.Min(length, AnswerLimits.Refusal)], start.Memory.ToArray());
    }

    private static StreamContent Content(byte[] bytes, int piece) => new(new Pieces(bytes, piece));

    /// <summary>Of no known length, a piece at a time.</summary>
    private sealed class Pieces(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
