using System.Buffers;

namespace GenesysAttachments.Engine.Answers;

/// <summary>Reads what comes after the headers of an answer, and never more of it than anybody will look at.</summary>
internal static class AnswerBody
{
    // Most answers are shorter.
    private const int Usual = 4096;

    // A pool rounds up to powers of two: what only a hostile answer needs is not taken from it.
    private const int MostPooled = 64 * 1024;

    /// <summary>The whole body; null when it is longer than an answer may be, of which no more is read then.</summary>
    public static async ValueTask<AnswerBytes?> ReadWholeAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > AnswerLimits.Json)
        {
            return null;
        }

        var body = await ReadAsync(content, AnswerLimits.Json + 1, cancellationToken, cancellationToken).ConfigureAwait(false);
        return body.Memory.Length > AnswerLimits.Json ? null : body;
    }

    /// <summary>The first part of a refusal: what came until the limit of its size, or the end of patience. Its status says the rest.</summary>
    /// <param name="content">The body.</param>
    /// <param name="patience">Ends when the answer has had its time.</param>
    /// <param name="stop">Stops the call.</param>
    public static ValueTask<AnswerBytes> ReadStartAsync(HttpContent content, CancellationToken patience, CancellationToken stop) => ReadAsync(content, AnswerLimits.Refusal, patience, stop);

    // Ends where the body ends, at the limit, or when the patience is over; a stop is a stop.
    private static async ValueTask<AnswerBytes> ReadAsync(HttpContent content, int limit, CancellationToken patience, CancellationToken stop)
    {
        var (buffer, read) = (ArrayPool<byte>.Shared.Rent(Usual), 0);
        try
        {
            var stream = await content.ReadAsStreamAsync(patience).ConfigureAwait(false);
            for (int count; read < limit && (count = await stream.ReadAsync(buffer.AsMemory(read, Math.Min(buffer.Length, limit) - read), patience).ConfigureAwait(false)) > 0;)
            {
                read += count;
                if (read == buffer.Length && read < limit)
                {
                    buffer = Grown(buffer, limit);
                }
            }
        }
        catch (Exception e) when (patience != stop && !stop.IsCancellationRequested && e is OperationCanceledException or IOException or HttpRequestException)
        {
            // It broke off, or takes too long: the status is known, and what was said so far has to do.
        }

        return new AnswerBytes(buffer, read, IsPooled(buffer));
    }

    private static byte[] Grown(byte[] buffer, int limit)
    {
        var size = Math.Min(limit, buffer.Length * 2);
        var larger = size <= MostPooled ? ArrayPool<byte>.Shared.Rent(size) : new byte[size];
        buffer.CopyTo(larger, 0);
        new AnswerBytes(buffer, buffer.Length, IsPooled(buffer)).Return();
        return larger;
    }

    private static bool IsPooled(byte[] buffer) => buffer.Length <= MostPooled;
}
