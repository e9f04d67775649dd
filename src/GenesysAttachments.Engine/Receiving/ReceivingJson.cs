using System.Text.Json.Serialization;
using GenesysAttachments.Engine.Answers;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>The bodies of what is brought back, compiled ahead.</summary>
[JsonSourceGenerationOptions(
    MaxDepth = AnswerLimits.JsonDepth,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(MessageBody))]
[JsonSerializable(typeof(MessageListBody))]
[JsonSerializable(typeof(UrlBody))]
[JsonSerializable(typeof(GuestHistoryBody))]
[JsonSerializable(typeof(Items<RecordingBody>))]
internal sealed partial class ReceivingJson : JsonSerializerContext;
