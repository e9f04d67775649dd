using System.Buffers;

namespace GenesysAttachments.Engine.Answers;

/// <summary>What was read of an answer, in a buffer that goes back to its pool once nobody looks at it any more.</summary>
/// <param name="buffer">The buffer.</param>
/// <param name="length">How much of it was read.</param>
/// <param name="isPooled">Whether it is the pool's.</param>
internal readonly struct AnswerBytes(byte[] buffer, int length, bool isPooled)
{
    /// <summary>What was read.</summary>
    public ReadOnlyMemory<byte> Memory => buffer.AsMemory(0, length);

    /// <summary>None at all.</summary>
    public static AnswerBytes None { get; } = new([], 0, isPooled: false);

    /// <summary>Gives the buffer back. An answer may hold a token: nobody who gets it next must see it.</summary>
    public void Return()
    {
        if (isPooled)
        {
            buffer.AsSpan(0, length).Clear();
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
