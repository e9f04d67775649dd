using System.Collections;
using GenesysAttachments.Engine.Routes.Community;

namespace GenesysAttachments.Parameters;

/// <summary>Completes the named paths of the Multipart route; offline, and without the engine. A path of one's own is as good.</summary>
public sealed class TemplateCompleter : ValueCompleter
{
    internal override IEnumerable<(string Text, string Tip)> Values(IDictionary bound) => MultipartPaths.All;
}
