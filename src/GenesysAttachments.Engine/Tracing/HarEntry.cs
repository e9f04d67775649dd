using System.Text.Json.Serialization;

namespace GenesysAttachments.Engine.Tracing;

/// <summary>One request and its answer, as HAR 1.2 writes them. Nothing in it is secret any more.</summary>
internal sealed record HarEntry
{
    public required DateTimeOffset StartedDateTime { get; init; }

    /// <summary>Milliseconds in all.</summary>
    public required double Time { get; init; }

    public required HarRequest Request { get; init; }

    public required HarResponse Response { get; init; }

    public HarCache Cache { get; init; } = new();

    public required HarTimings Timings { get; init; }

    public string? Comment { get; init; }

    [JsonPropertyName("_resourceType")]
    public string? ResourceType { get; init; }
}

/// <summary>What was asked.</summary>
internal sealed record HarRequest(string Method, string Url, string HttpVersion, IReadOnlyList<HarPair> Headers, IReadOnlyList<HarPair> QueryString, HarPostData? PostData, long BodySize)
{
    public IReadOnlyList<HarPair> Cookies { get; } = [];

    public int HeadersSize { get; } = -1;
}

/// <summary>What was answered; status 0 where nothing was.</summary>
internal sealed record HarResponse(int Status, string StatusText, string HttpVersion, IReadOnlyList<HarPair> Headers, HarContent Content, string RedirectURL, long BodySize)
{
    public IReadOnlyList<HarPair> Cookies { get; } = [];

    public int HeadersSize { get; } = -1;

    [JsonPropertyName("_error")]
    public string? Error { get; init; }
}

/// <summary>A header, or a part of a query.</summary>
internal sealed record HarPair(string Name, string Value);

/// <summary>A body that was sent.</summary>
internal sealed record HarPostData(string MimeType, string? Text, IReadOnlyList<HarParam>? Params, string? Comment);

/// <summary>A field of a form.</summary>
internal sealed record HarParam(string Name, string? Value, string? FileName = null, string? ContentType = null);

/// <summary>A body that came.</summary>
internal sealed record HarContent(long Size, string MimeType, string? Text, string? Comment);

/// <summary>Nothing is cached.</summary>
internal sealed record HarCache;

/// <summary>Milliseconds; making a connection counts to the wait.</summary>
internal sealed record HarTimings(double Send, double Wait, double Receive);

/// <summary>A frame of a socket, as browsers write it. Its time is in seconds since 1970.</summary>
internal sealed record HarFrame(string Type, double Time, int Opcode, string Data, string? Comment);
