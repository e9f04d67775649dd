namespace GenesysAttachments.Engine.Guest;

/// <summary>The guest socket broke while something waited on it. Never leaves the route: it reconnects or says what became of it.</summary>
internal sealed class GuestConnectionLostException(string message, Exception? inner = null) : Exception(message, inner);
