using System.Text.Json;

namespace GenesysAttachments.Sandbox;

/// <summary>Everything the org knows.</summary>
internal sealed class SandboxState
{
    private readonly FilePolicy _initialPolicy;
    private readonly Conversation _first;

    public SandboxState(SandboxOptions options, TimeProvider time)
    {
        Time = time;
        OAuth = new OAuthDesk(options.Quota, time);
        Conversations = new Conversations(time);
        Store = new ObjectStore(options, Uploads, time);
        Policy = _initialPolicy = ReadPolicy(options.PolicyFile);
        PrepareStore(options.StoreFolder);
        Guests = new GuestDesk(options.Quota, Conversations, time);
        FirstClient = OAuth.Register(null, null);
        DeploymentId = Guests.Add(null, attachments: true).DeploymentId;
        _first = Conversations.Open("connected");
    }

    public TimeProvider Time { get; }

    public OAuthDesk OAuth { get; }

    public Conversations Conversations { get; }

    public Uploads Uploads { get; } = new();

    public ObjectStore Store { get; }

    public MessageLog Messages { get; } = new();

    public AgentMessages AgentMessages { get; } = new();

    public RequestLog Requests { get; } = new();

    public ConnectionCount Connections { get; } = new();

    public FaultBook Faults { get; } = new();

    public FilePolicy Policy { get; set; }

    public OAuthDesk.Client FirstClient { get; }

    public string ProfileId { get; } = Guid.NewGuid().ToString();

    public string OrganizationId { get; } = Guid.NewGuid().ToString();

    public string DeploymentId { get; }

    public GuestDesk Guests { get; }

    /// <summary>Base URL as the sandbox itself knows it.</summary>
    public string OwnUrl { get; set; } = "";

    /// <summary>Owner of uploads whose call names no conversation.</summary>
    public Conversation Nobody { get; } = new("", "", "", "", "");

    public SandboxIdentity Identify(string url) => new(
        url, FirstClient.ClientId, FirstClient.ClientSecret, _first.ConversationId, _first.CommunicationId, _first.ChannelId, _first.GuestId, DeploymentId, Environment.ProcessId);

    /// <summary>Base URL as the caller knows it.</summary>
    public static string BaseUrl(HttpContext context) => $"{context.Request.Scheme}://{context.Request.Host}";

    /// <summary>Back to how it started; clients and tokens stay.</summary>
    public void Reset()
    {
        Messages.Clear();
        AgentMessages.Clear();
        Requests.Clear();
        Faults.Clear();
        Uploads.Clear();
        Guests.Clear();
        Conversations.Restore(_first);
        Policy = _initialPolicy;
    }

    // Now rather than at the first upload, when nobody would look here for the reason.
    private static void PrepareStore(string? folder)
    {
        if (folder is null)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(folder);
            using var probe = new FileStream(Path.Combine(folder, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"The store folder '{folder}' cannot be written to: {e.Message.TrimEnd('.')}.", e);
        }
    }

    private static FilePolicy ReadPolicy(string? file)
    {
        if (file is null)
        {
            return new FilePolicy();
        }

        try
        {
            using var json = File.OpenRead(file);
            return FilePolicy.Read(json);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"The policy file '{file}' cannot be read: {e.Message.TrimEnd('.')}.", e);
        }
        catch (JsonException e)
        {
            throw new FormatException(
                $"The policy file '{file}' cannot be used, from line {(e.LineNumber ?? 0) + 1} on: it has to be {{inbound?, outbound?, blockedExtensions?}}, each direction {{fileTypes:[{{type}}], maxFileSizeKB}}.", e);
        }
    }
}
