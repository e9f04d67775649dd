using System.Text.Json;
using System.Text.Json.Serialization;
using GenesysAttachments.Engine.Answers;
using GenesysAttachments.Engine.Org.Finding;

namespace GenesysAttachments.Engine.Org;

/// <summary>The bodies of the platform API that belong to no route, compiled ahead.</summary>
[JsonSourceGenerationOptions(
    MaxDepth = AnswerLimits.JsonDepth,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OrgErrorBody))]
[JsonSerializable(typeof(JsonDocument))]
[JsonSerializable(typeof(ConversationBody))]
[JsonSerializable(typeof(ConversationListBody))]
[JsonSerializable(typeof(TokenInfoBody))]
[JsonSerializable(typeof(ConversationQueryBody))]
[JsonSerializable(typeof(FoundConversationsBody))]
internal sealed partial class OrgJson : JsonSerializerContext;
