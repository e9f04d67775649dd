using System.Text.Json.Serialization;
using GenesysAttachments.Engine.Answers;
using GenesysAttachments.Engine.Routes.Community;

namespace GenesysAttachments.Engine.Routes;

/// <summary>The bodies of the routes, compiled ahead.</summary>
[JsonSourceGenerationOptions(
    MaxDepth = AnswerLimits.JsonDepth,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AgentUploadRequest))]
[JsonSerializable(typeof(AgentUploadReply))]
[JsonSerializable(typeof(AgentMedia))]
[JsonSerializable(typeof(AgentMediaListing))]
[JsonSerializable(typeof(AgentMessageRequest))]
[JsonSerializable(typeof(AgentMessageReply))]
[JsonSerializable(typeof(AgentMessageListing))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(MediaUploadReply))]
[JsonSerializable(typeof(MediaMessageRequest))]
[JsonSerializable(typeof(CommunityMessageReply))]
[JsonSerializable(typeof(MessagingUploadRequest))]
[JsonSerializable(typeof(MessagingUploadReply))]
[JsonSerializable(typeof(MessagingMessageRequest))]
[JsonSerializable(typeof(MessagingMessageReply))]
internal sealed partial class RouteJson : JsonSerializerContext;
