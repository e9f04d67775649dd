using System.Management.Automation;
using System.Text.Json;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Shell;

namespace GenesysAttachments.Parameters;

/// <summary>
/// Takes a policy, an object that once was one and comes from JSON or Clixml, the path of a saved one, or a word: <c>Default</c>, and
/// where there is a session to ask, <c>Live</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PolicyTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>What applies while nothing better is known.</summary>
    public const string Default = nameof(Default);

    /// <summary>What the org says now.</summary>
    public const string Live = nameof(Live);

    /// <summary>Whether the words are left to the cmdlet, which knows session and direction; else <c>Default</c> alone is known.</summary>
    public bool LeavesWords { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        try
        {
            return Piped.Unwrap(inputData) switch
            {
                null => inputData,
                GCAttachmentPolicy policy => policy,
                string text when string.IsNullOrWhiteSpace(text) => null!,
                string text when Word(text) is { } word && LeavesWords => word,
                string text when Word(text) == Default => new GCAttachmentPolicy(AttachmentPolicy.Default),
                string text when Word(text) is null => new GCAttachmentPolicy(PolicyReader.Load(engineIntrinsics.SessionState.Path.GetUnresolvedProviderPathFromPSPath(text))),
                FileInfo file => new GCAttachmentPolicy(PolicyReader.Load(file.FullName)),
                PSObject custom when custom.Properties[nameof(GCAttachmentPolicy.AllowedTypes)] is not null => Rebuild(custom),
                var other => throw PathTransformationAttribute.Refusal(other, "a policy", "Give what Get-GCAttachmentPolicy gives, the path of a saved one, or Default."),
            };
        }
        catch (GCException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }

    private static string? Word(string text) => new[] { Default, Live }.FirstOrDefault(word => string.Equals(word, text.Trim(), StringComparison.OrdinalIgnoreCase));

    private static GCAttachmentPolicy Rebuild(PSObject custom)
    {
        string[] names = [nameof(GCAttachmentPolicy.AllowedTypes), nameof(GCAttachmentPolicy.BlockedExtensions), nameof(GCAttachmentPolicy.Direction), nameof(GCAttachmentPolicy.MaxBytes)];
        var fields = names.Where(name => custom.Properties[name]?.Value is not null).ToDictionary(name => name, name => Plain(custom.Properties[name].Value));
        return new GCAttachmentPolicy(PolicyReader.Parse(JsonSerializer.Serialize(fields), "Object"));
    }

    private static object? Plain(object? value) => Piped.Unwrap(value) switch
    {
        string text => text,
        System.Collections.IEnumerable items => items.Cast<object?>().Select(item => Piped.Unwrap(item)?.ToString()).ToArray(),
        var other => other,
    };
}
