namespace GenesysAttachments.Sandbox.Org;

/// <summary>What the org knows, whichever route asks: its rules, and its conversations with their uploads and messages.</summary>
internal sealed class Organization(FilePolicy policy, TimeProvider time)
{
    private readonly FilePolicy _initialPolicy = policy;

    public TimeProvider Time { get; } = time;

    public string Id { get; } = Guid.NewGuid().ToString();

    /// <summary>Id of its one supported content profile.</summary>
    public string ProfileId { get; } = Guid.NewGuid().ToString();

    public FilePolicy Policy { get; set; } = policy;

    public Conversations Conversations { get; } = new(time);

    public Uploads Uploads { get; } = new();

    public Messages Messages { get; } = new();

    public DownloadIds Downloads { get; } = new();

    public KeptFiles Files { get; } = new();

    /// <summary>Base URL as the sandbox itself knows it.</summary>
    public string Url { get; set; } = "";

    /// <summary>Back to how it started, with that one conversation.</summary>
    public void Reset(Conversation first)
    {
        Messages.Clear();
        Uploads.Clear();
        Files.Clear();
        Downloads.Expire();
        Conversations.Restore(first);
        Policy = _initialPolicy;
    }
}
