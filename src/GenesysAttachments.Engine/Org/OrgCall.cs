namespace GenesysAttachments.Engine.Org;

/// <summary>What a call may cost when it is made twice.</summary>
internal enum OrgCallKind
{
    /// <summary>A read, or an upload URL nobody uses: harmless.</summary>
    Repeatable,

    /// <summary>A message: once written, it may have arrived.</summary>
    Message,
}

/// <summary>One call of the platform API, with what its failures should say.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path and query below the API base, escaped.</param>
/// <param name="Kind">What a repetition costs.</param>
/// <param name="What">The call in words, to begin a sentence: <c>The upload URL for 'a.pdf'</c>.</param>
/// <param name="Subject">What a 404 means is unknown: <c>conversation 1234</c>.</param>
/// <param name="Needs">Permissions or scopes this very call needs.</param>
/// <param name="IsCommunity">The path comes from a community guide and may be absent altogether.</param>
internal record OrgCall(HttpMethod Method, string Path, OrgCallKind Kind, string What, string Subject, string Needs, bool IsCommunity = false)
{
    /// <summary>What a 404 means is unknown: <c>conversation 1234</c>.</summary>
    public virtual string Subject { get; } = Subject;

    /// <summary>Its whole address.</summary>
    /// <param name="apiBase">Where the API is, with a slash at its end.</param>
    public virtual Uri Under(string apiBase) => new(apiBase + Path);

    /// <summary>Whether it can be refused because of the conversation: that may have ended, or be somebody else's.</summary>
    public bool IsAboutConversation => Subject.Split(' ')[0] is "conversation" or "channel" or "guest";

    /// <summary>Whether a message brings the file's bytes itself.</summary>
    public bool CarriesFile { get; init; }

    /// <summary>Whether a redirect is an answer as good as any: where it leads is read, and not followed.</summary>
    public bool TakesRedirect { get; init; }
}
