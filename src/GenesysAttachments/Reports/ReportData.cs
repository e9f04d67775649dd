using System.Text;
using System.Text.Json;

namespace GenesysAttachments.Reports;

/// <summary>
/// The files of a run as the page's script reads them: each a row of values, and what many share by its number in a list. Written with the
/// encoder that leaves no character which could end a script or begin markup.
/// </summary>
internal static class ReportData
{
    /// <summary>The values of a row, in order; those with a star are numbers in the list of texts.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["name", "folder*", "length", "state*", "where*", "route*", "started", "seconds", "attempts", "errorId*", "reason*", "sha256", "messageId"];

    /// <summary>Writes it.</summary>
    public static string Write(RunReport run)
    {
        var (texts, places) = (new List<string>(), new Dictionary<string, int>(StringComparer.Ordinal));
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray("columns");
            foreach (var column in Columns)
            {
                json.WriteStringValue(column);
            }

            json.WriteEndArray();
            json.WriteStartArray("rows");
            foreach (var item in run.Items)
            {
                json.WriteStartArray();
                json.WriteStringValue(item.Name);
                json.WriteNumberValue(Place(item.Folder));
                json.WriteNumberValue(item.Length);
                json.WriteNumberValue(Place(item.State));
                json.WriteNumberValue(Place(item.Where));
                json.WriteNumberValue(Place(item.Route));
                if (item.Started is { } started && run.Started is { } first)
                {
                    json.WriteNumberValue(Math.Round((started - first).TotalSeconds, 3));
                }
                else
                {
                    json.WriteNullValue();
                }

                json.WriteNumberValue(Math.Round(item.Seconds, 3));
                json.WriteNumberValue(item.Attempts);
                json.WriteNumberValue(Place(item.ErrorId));
                json.WriteNumberValue(Place(item.Reason));
                json.WriteStringValue(item.Sha256);
                json.WriteStringValue(item.MessageId);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteStartArray("texts");
            texts.ForEach(json.WriteStringValue);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));

        int Place(string text)
        {
            if (!places.TryGetValue(text, out var place))
            {
                places[text] = place = texts.Count;
                texts.Add(text);
            }

            return place;
        }
    }
}
