using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Routes;

namespace GenesysAttachments.Engine.Sending;

/// <summary>One file of a message that is about to be sent.</summary>
/// <param name="Record">What is written down of it.</param>
/// <param name="Plan">Its plan.</param>
/// <param name="Upload">What was uploaded.</param>
/// <param name="Transfer">What is known of its way.</param>
public sealed record Outgoing(IRecord Record, Plan Plan, Uploaded Upload, Transfer Transfer);
