using System.Management.Automation;
using System.Text.Json;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Transports;

namespace GenesysAttachments.Binding;

/// <summary>Takes a policy, or an object that once was one and comes from JSON or Clixml.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PolicyTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        PathTransformationAttribute.Unwrap(inputData) switch
        {
            null => inputData,
            GCAttachmentPolicy policy => policy,
            PSObject custom when custom.Properties[nameof(GCAttachmentPolicy.AllowedTypes)] is not null => Rebuild(custom),
            var other => throw PathTransformationAttribute.Refusal(other, "a policy", "Give what Get-GCAttachmentPolicy gives."),
        };

    private static GCAttachmentPolicy Rebuild(PSObject custom)
    {
        string[] names = [nameof(GCAttachmentPolicy.AllowedTypes), nameof(GCAttachmentPolicy.BlockedExtensions), nameof(GCAttachmentPolicy.Direction), nameof(GCAttachmentPolicy.MaxBytes)];
        var fields = names.Where(name => custom.Properties[name]?.Value is not null).ToDictionary(name => name, name => Plain(custom.Properties[name].Value));
        try
        {
            return new GCAttachmentPolicy(PolicyReader.Parse(JsonSerializer.Serialize(fields), "Object"));
        }
        catch (GCException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }

    private static object? Plain(object? value) => PathTransformationAttribute.Unwrap(value) switch
    {
        string text => text,
        System.Collections.IEnumerable items => items.Cast<object?>().Select(item => PathTransformationAttribute.Unwrap(item)?.ToString()).ToArray(),
        var other => other,
    };
}
