namespace GenesysAttachments.Engine.Http;

/// <summary>What a failing server says of itself, as it may be shown.</summary>
/// <param name="Text">Its words; empty when it has none.</param>
/// <param name="Code">The error code of its body.</param>
/// <param name="ContextId">The id that support would ask for, where it stands in the body.</param>
internal readonly record struct ServerWords(string Text, string? Code = null, string? ContextId = null)
{
    /// <summary>As the end of a sentence that named the status: a colon, the words and the context id, or nothing.</summary>
    public string AsEnding
    {
        get
        {
            var words = string.Join(", ", new[] { Text?.TrimEnd('.'), ContextId is null ? null : $"context id {ContextId}" }.Where(part => !string.IsNullOrEmpty(part)));
            return words.Length > 0 ? $": {words}" : "";
        }
    }
}
