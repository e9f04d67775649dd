using System.Text.Json.Serialization;

namespace GenesysAttachments.Engine.Sessions;

/// <summary>The ready line, compiled ahead.</summary>
[JsonSerializable(typeof(SandboxReady))]
internal sealed partial class SandboxJson : JsonSerializerContext;
