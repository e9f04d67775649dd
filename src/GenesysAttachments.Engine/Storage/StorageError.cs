using System.Xml;
using GenesysAttachments.Engine.Answers;
using GenesysAttachments.Engine.Http;

namespace GenesysAttachments.Engine.Storage;

/// <summary>Reads the error body of S3 (docs/protocol.md, Storage) from its start on, as far as code and message; whatever else it is, it says nothing.</summary>
internal static class StorageError
{
    private static readonly XmlReaderSettings Rules = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true, CheckCharacters = false };

    /// <summary>Whether a refusal has the form of a storage's: XML of whatever kind, but no page.</summary>
    public static bool IsXml(HttpReply reply) => !reply.IsPage && reply.RawText.AsSpan().TrimStart("\uFEFF \t\r\n").StartsWith('<');

    /// <summary>Its code and message; null where it has none.</summary>
    public static (string? Code, string? Message) Read(ReadOnlyMemory<byte> body)
    {
        (string? Code, string? Message) said = (null, null);
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body.ToArray(), writable: false), Rules);
            while (reader.Read() && reader.Depth <= AnswerLimits.XmlDepth && !(said is { Code: not null, Message: not null }))
            {
                if (reader.NodeType != XmlNodeType.Element)
                {
                    continue;
                }

                if (reader.Depth == 0 && reader.LocalName != "Error")
                {
                    return (null, null);
                }

                if (reader.Depth == 1 && reader.LocalName is "Code" or "Message")
                {
                    var name = reader.LocalName;
                    var text = reader.Read() && reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA ? reader.Value : "";
                    said = name == "Code" ? (said.Code ?? text, said.Message) : (said.Code, said.Message ?? text);
                }
            }
        }
        catch (XmlException)
        {
            // What was read before it broke off still says something.
        }

        return said;
    }
}
