using System.Net;
using System.Text;
using GenesysAttachments.Engine.Files;

namespace GenesysAttachments.Engine.Http;

/// <summary>
/// A form with one file, streamed from disk. Part headers are as servers expect them: quoted names, the file name in plain UTF-8, a
/// bare boundary. .NET's own form content has neither.
/// </summary>
internal sealed class FormContent : HttpContent
{
    private readonly byte[] _head;
    private readonly byte[] _tail;
    private readonly FileContent _file;
    private readonly long _length;

    /// <summary>Makes the form.</summary>
    /// <param name="file">The file, with its name and type.</param>
    /// <param name="fields">Text fields, which come before the file.</param>
    /// <param name="body">The file's bytes; whoever made them disposes them.</param>
    public FormContent(Attachment file, IEnumerable<KeyValuePair<string, string>> fields, FileContent body)
    {
        var boundary = "GenesysAttachments-" + Guid.NewGuid().ToString("N");
        var head = new StringBuilder();
        foreach (var (name, value) in fields)
        {
            head.Append("--").Append(boundary).Append("\r\nContent-Disposition: form-data; name=\"").Append(name).Append("\"\r\n\r\n").Append(value).Append("\r\n");
        }

        head.Append("--").Append(boundary).Append("\r\nContent-Disposition: form-data; name=\"file\"; filename=\"").Append(Quoted(file.SentName))
            .Append("\"\r\nContent-Type: ").Append(file.ContentType).Append("\r\n\r\n");
        _head = Encoding.UTF8.GetBytes(head.ToString());
        _tail = Encoding.UTF8.GetBytes($"\r\n--{boundary}--\r\n");
        (_length, _file, Fields, File) = (file.Length, body, [.. fields], file);
        Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data; boundary={boundary}");
    }

    /// <summary>Its text fields.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; }

    /// <summary>Its file.</summary>
    public Attachment File { get; }

    /// <summary>All of it was handed to the connection: the server may have acted on it.</summary>
    public bool Completed { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_head, cancellationToken).ConfigureAwait(false);
        await _file.CopyToAsync(stream, context, cancellationToken).ConfigureAwait(false);
        // From here on the form may be whole on the other side, even if the write itself fails.
        Completed = true;
        await stream.WriteAsync(_tail, cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _head.Length + _tail.Length + _length;
        return true;
    }

    // As browsers do it (WHATWG HTML, multipart/form-data): the only characters that would end the value are escaped.
    private static string Quoted(string name) =>
        name.Replace("\"", "%22", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);
}
