namespace GenesysAttachments.Engine.Preflight;

/// <summary>The checks, by what they look at.</summary>
public static class CheckNames
{
    /// <summary>A host's name is resolved, or its proxy's.</summary>
    public const string NameResolution = nameof(NameResolution);

    /// <summary>A host is reached, and its certificate is trusted.</summary>
    public const string Connection = nameof(Connection);

    /// <summary>This machine's clock goes with the host's.</summary>
    public const string Clock = nameof(Clock);

    /// <summary>The org takes the credential, or the guest.</summary>
    public const string SignIn = nameof(SignIn);

    /// <summary>The token has the scopes of the route.</summary>
    public const string Scopes = nameof(Scopes);

    /// <summary>The guest's deployment is known and answers.</summary>
    public const string Deployment = nameof(Deployment);

    /// <summary>The conversation is known, open, and has one agent to send from.</summary>
    public const string Conversation = nameof(Conversation);

    /// <summary>What the org accepts can be read.</summary>
    public const string Policy = nameof(Policy);

    /// <summary>The org hands out an upload URL.</summary>
    public const string UploadUrl = nameof(UploadUrl);

    /// <summary>What became of an upload can be read.</summary>
    public const string UploadStatus = nameof(UploadStatus);

    /// <summary>A conversation's uploads can be listed, which spares the quota.</summary>
    public const string UploadList = nameof(UploadList);

    /// <summary>The storage that the upload URL names answers.</summary>
    public const string Storage = nameof(Storage);

    /// <summary>The message that carries a file is taken: never asked.</summary>
    public const string Message = nameof(Message);

    /// <summary>Requests are left of the client's quota.</summary>
    public const string Quota = nameof(Quota);
}
