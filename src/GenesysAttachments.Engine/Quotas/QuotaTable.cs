namespace GenesysAttachments.Engine.Quotas;

/// <summary>
/// The governors of this process by client: the platform counts what a client sends, whichever session or runspace it comes from. While
/// several sessions of a client live, the lowest of their paces holds; with the last one its pace, pauses and parks are forgotten.
/// </summary>
internal static class QuotaTable
{
    private static readonly Lock Sync = new();
    private static readonly Dictionary<(string Key, TimeProvider Time), Entry> Entries = [];

    /// <summary>The governor of a client, from now on shared with whoever else asks for it.</summary>
    /// <param name="key">What tells clients apart.</param>
    /// <param name="requestsPerMinute">Pace of this session; 0 is unpaced and shares nothing.</param>
    /// <param name="time">Clock.</param>
    public static QuotaGovernor Join(string key, int requestsPerMinute, TimeProvider time)
    {
        if (requestsPerMinute <= 0)
        {
            return new QuotaGovernor(0, time);
        }

        lock (Sync)
        {
            if (!Entries.TryGetValue((key, time), out var entry))
            {
                Entries[(key, time)] = entry = new Entry(new QuotaGovernor(requestsPerMinute, time), []);
            }

            entry.Paces.Add(requestsPerMinute);
            entry.Governor.SetPace(entry.Paces.Min());
            return entry.Governor;
        }
    }

    /// <summary>A session of a client has ended.</summary>
    public static void Leave(string key, int requestsPerMinute, TimeProvider time)
    {
        lock (Sync)
        {
            if (!Entries.TryGetValue((key, time), out var entry) || !entry.Paces.Remove(requestsPerMinute))
            {
                return;
            }

            if (entry.Paces.Count > 0)
            {
                entry.Governor.SetPace(entry.Paces.Min());
            }
            else
            {
                Entries.Remove((key, time));
            }
        }
    }

    /// <summary>A session has taken another's place: where no third one shares its client, it starts afresh.</summary>
    public static void StartAfresh(string key, TimeProvider time)
    {
        lock (Sync)
        {
            if (Entries.TryGetValue((key, time), out var entry) && entry.Paces.Count == 1)
            {
                entry.Governor.Reset();
            }
        }
    }

    private sealed record Entry(QuotaGovernor Governor, List<int> Paces);
}
