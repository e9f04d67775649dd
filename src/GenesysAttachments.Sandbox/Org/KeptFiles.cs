namespace GenesysAttachments.Sandbox.Org;

/// <summary>What was uploaded last, for whoever wants to look at it. Bounded: the oldest give way, and what has no room is not kept.</summary>
internal sealed class KeptFiles
{
    /// <summary>Bytes of memory for all of them, those that are still coming included.</summary>
    public const long MostBytes = 64 * 1024 * 1024;

    /// <summary>Bytes of one: more than any route takes.</summary>
    private const long MostOfOne = 32 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, KeptFile> _byId = new(StringComparer.Ordinal);
    private readonly Queue<(string Id, KeptFile File)> _oldest = new();

    // Used again, and never moved: uploads are the sandbox's main work, and are not to wait for the collector because of those who look.
    private readonly Stack<byte[]> _free = new();
    private long _held;

    /// <summary>A file to read at leisure, be it given up meanwhile or not.</summary>
    public KeptFile? Find(string id)
    {
        lock (_lock)
        {
            var file = _byId.GetValueOrDefault(id);
            file?.IsLent = true;
            return file;
        }
    }

    /// <summary>What a file begins with, in the words of whom is asked; the default where it is not kept.</summary>
    public T? Look<T>(string id, Func<ReadOnlySpan<byte>, T> look)
    {
        lock (_lock)
        {
            return _byId.TryGetValue(id, out var file) ? look(file.Head) : default;
        }
    }

    /// <summary>Reads a body to its end, and keeps it where there is room.</summary>
    /// <param name="body">The body.</param>
    /// <param name="id">What to keep it under; null keeps nothing.</param>
    /// <param name="also">What else is to be done with each part.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task ReadAsync(Stream body, string? id, Func<ReadOnlyMemory<byte>, ValueTask> also, CancellationToken cancellationToken)
    {
        var file = id is null ? null : new KeptFile();
        byte[]? passing = null;
        try
        {
            while (true)
            {
                if (file is { Room.Length: 0 } && !AddBlock(file))
                {
                    Release(file);
                    file = null;
                }

                var room = file?.Room ?? (passing ??= new byte[KeptFile.BlockBytes]);
                var read = await body.ReadAsync(room, cancellationToken);
                if (read == 0)
                {
                    break;
                }

                await also(room[..read]);
                file?.Advance(read);
            }
        }
        catch
        {
            Release(file);
            throw;
        }

        if (file is not null)
        {
            Keep(id!, file);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            while (_oldest.Count > 0)
            {
                DropOldest();
            }
        }
    }

    private bool AddBlock(KeptFile file)
    {
        lock (_lock)
        {
            while (_held + KeptFile.BlockBytes > MostBytes && _oldest.Count > 0)
            {
                DropOldest();
            }

            if (_held + KeptFile.BlockBytes > MostBytes || file.Held >= MostOfOne)
            {
                return false;
            }

            _held += KeptFile.BlockBytes;
            file.Add(_free.TryPop(out var block) ? block : GC.AllocateUninitializedArray<byte>(KeptFile.BlockBytes, pinned: true));
            return true;
        }
    }

    private void Keep(string id, KeptFile file)
    {
        lock (_lock)
        {
            _held -= file.Held;
            if (file.Trim() is { } block)
            {
                Free(block);
            }

            _held += file.Held;

            // The first of two uploads under one id stays in line for its end.
            _byId[id] = file;
            _oldest.Enqueue((id, file));
        }
    }

    private void Release(KeptFile? file)
    {
        lock (_lock)
        {
            if (file is not null)
            {
                GiveUp(file);
            }
        }
    }

    private void GiveUp(KeptFile file)
    {
        _held -= file.Held;
        if (!file.IsLent)
        {
            foreach (var block in file.Blocks.Where(block => block.Length == KeptFile.BlockBytes))
            {
                Free(block);
            }
        }
    }

    // What lies idle counts too.
    private void Free(byte[] block)
    {
        if (_held + ((_free.Count + 1) * (long)KeptFile.BlockBytes) <= MostBytes)
        {
            _free.Push(block);
        }
    }

    private void DropOldest()
    {
        var (id, file) = _oldest.Dequeue();
        GiveUp(file);
        if (_byId.TryGetValue(id, out var kept) && kept == file)
        {
            _byId.Remove(id);
        }
    }
}
