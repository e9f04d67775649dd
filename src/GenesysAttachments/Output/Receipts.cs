using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace GenesysAttachments;

/// <summary>Receipts that come back from a file, where they are no longer of their own type.</summary>
internal static class Receipts
{
    private static readonly string[] Marks = ["Index", "Path", "SentName", "State", "ErrorId", "CanRetry"];

    /// <summary>The state of each receipt, however deeply the arguments are nested.</summary>
    public static IEnumerable<string> StatesOf(IEnumerable? receipts)
    {
        foreach (var item in receipts ?? Array.Empty<object>())
        {
            var value = item is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : item;
            switch (value)
            {
                case null:
                    break;
                case GCReceipt receipt:
                    yield return receipt.State;
                    break;
                case PSObject custom:
                    yield return Text(custom, "State") ?? "";
                    break;
                case IEnumerable nested and not string:
                    foreach (var state in StatesOf(nested))
                    {
                        yield return state;
                    }

                    break;
                default:
                    yield return "";
                    break;
            }
        }
    }

    /// <summary>The receipt that an object from CSV, JSON or Clixml once was; null when it is something else.</summary>
    public static GCReceipt? Rebuild(PSObject custom) =>
        !Marks.All(mark => custom.Properties[mark] is not null) ? null : new GCReceipt
        {
            Index = int.TryParse(Text(custom, "Index"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var index) ? index : 0,
            Path = Text(custom, "Path") ?? "",
            Name = Text(custom, "Name") ?? "",
            ContentType = Text(custom, "ContentType") ?? "",
            Route = Text(custom, "Route"),
            ConversationId = Text(custom, "ConversationId"),
            CommunicationId = Text(custom, "CommunicationId"),
            ChannelId = Text(custom, "ChannelId"),
            GuestId = Text(custom, "GuestId"),
            State = Text(custom, "State") ?? "",
            ElapsedSeconds = double.TryParse(Text(custom, "ElapsedSeconds"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : 0,
            ErrorId = Text(custom, "ErrorId"),
            Message = Text(custom, "Message"),
        };

    private static string? Text(PSObject custom, string name) =>
        Convert.ToString(custom.Properties[name]?.Value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null;
}
