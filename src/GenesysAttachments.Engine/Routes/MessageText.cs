using GenesysAttachments.Engine.Http;

namespace GenesysAttachments.Engine.Routes;

/// <summary>The text that goes with a file, and whether it has gone: it must go once even if its file has to be sent again.</summary>
/// <param name="value">The text.</param>
/// <param name="onGone">Told once, when the text has gone or may have.</param>
public sealed class MessageText(string value, Action onGone)
{
    /// <summary>The text.</summary>
    public string Value { get; } = value;

    /// <summary>Told of the text's own request, where it has one; null when nobody wants to know.</summary>
    public IMessageMarks? Marks { get; set; }

    /// <summary>Says that the text has gone, or may have.</summary>
    public void MarkGone()
    {
        onGone();
        Marks?.Gone();
    }
}
