using System.Text.Json.Serialization;

namespace GenesysAttachments.Engine.Sandboxes;

/// <summary>The ready line, compiled ahead.</summary>
[JsonSerializable(typeof(SandboxReady))]
internal sealed partial class SandboxJson : JsonSerializerContext;
