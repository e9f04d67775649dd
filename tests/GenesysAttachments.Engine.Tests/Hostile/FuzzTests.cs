using System.Text;
using GenesysAttachments.Engine.Errors;

namespace GenesysAttachments.Engine.Tests.Hostile;

/// <summary>A million inputs, made of good ones, for everything that reads what came from outside.</summary>
[Collection(AloneCollection.Name)]
public sealed class FuzzTests
{
    private const int InAll = 1_000_000;
    private const int Longest = 4096;

    // What readers stumble over.
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "null", "[", "{", "]", "}", "\"", "\\", "\\ud800", "\\udc00", "\\u0000", "1e999", "-1", "99999999999999999999", "0.5", ",", ":", "<", "<![CDATA[", "&x;", "<!DOCTYPE a>", "%", "%zz", "#", "@", "?", "&",
            "\r\n", "\0", "\u001b[31m", "\u202e", "\u200b", "\ufeff", "http:", "bearer ", "true", "9999-12-31T23:59:59+14:00", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "\"id\":",
            "=", "\n[[x]]\n", "'''", "\"\"\"", "# x", "\u2028", "\U000e0020", "&#x1b;", "&#xd800;", "\\u202e", "\\u001b", "://", "[::1]", "..", "%0d%0a", "\u0665",
        }.Select(Encoding.UTF8.GetBytes),
        [0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80],
    ];

    public static TheoryData<string> Names => [.. Readers.All.Select(reader => reader.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_input_does_more_than_be_refused(string name)
    {
        var (_, usual, read) = Readers.All.Single(reader => reader.Name == name);
        var samples = usual.Select(Encoding.UTF8.GetBytes).ToArray();
        Assert.All(samples, sample => Try(read, sample, -1));

        Parallel.For(0, (InAll / Readers.All.Count) + 1, seed =>
        {
            var random = new Random(seed);
            Try(read, Mutate(samples[random.Next(samples.Length)], random), seed);
        });
    }

    private static void Try(Action<byte[]> read, byte[] input, int seed)
    {
        try
        {
            read(input);
        }
        catch (GCException e) when (e.ErrorId is ErrorIds.AnswerInvalid or ErrorIds.UploadInvalid or ErrorIds.RequestInvalid)
        {
            // Refused.
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Seed {seed}, {Convert.ToBase64String(input)}", e);
        }
    }

    private static byte[] Mutate(byte[] sample, Random random)
    {
        var input = new List<byte>(sample);
        for (var change = random.Next(1, 6); change > 0 && input.Count > 0; change--)
        {
            var at = random.Next(input.Count);
            switch (random.Next(6))
            {
                case 0:
                    input[at] = (byte)random.Next(256);
                    break;
                case 1:
                    input.RemoveRange(at, random.Next(input.Count - at));
                    break;
                case 2:
                    input.InsertRange(at, input.GetRange(at, random.Next(Math.Min(64, input.Count - at))));
                    break;
                case 3:
                    input.RemoveRange(0, at);
                    break;
                default:
                    input.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                    break;
            }
        }

        return [.. input.Take(Longest)];
    }
}
