using System.Globalization;
using GenesysAttachments.Engine.Display;

namespace GenesysAttachments.Engine.Files;

/// <summary>One reason why a file would be refused.</summary>
/// <param name="Code">The code the server would answer (docs/protocol.md, File codes), or null where the file never gets that far.</param>
/// <param name="ErrorId">One of <see cref="Errors.ErrorIds"/>.</param>
/// <param name="Message">What is wrong, with the figures.</param>
public sealed record Problem(int? Code, string ErrorId, string Message)
{
    /// <summary>What is wrong, with the figures. It may quote a name.</summary>
    public string Message { get; } = ShownText.Of(Message);

    /// <summary>Whether it may pass without anybody mending it.</summary>
    internal bool PassesByItself { get; init; }

    /// <summary>One line: <c>4001 TypeNotAllowed: …</c>.</summary>
    public override string ToString() =>
        Code is { } code ? string.Create(CultureInfo.InvariantCulture, $"{code} {ErrorId}: {Message}") : $"{ErrorId}: {Message}";
}
