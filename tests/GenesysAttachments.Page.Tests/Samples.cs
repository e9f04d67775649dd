using System.Text;

namespace GenesysAttachments.Page.Tests;

/// <summary>A day at the sandbox: texts, documents and a picture, answers of every kind, faults.</summary>
internal static class Samples
{
    /// <summary>A PNG of 160 by 110 pixels: seven bars.</summary>
    public static readonly byte[] Picture = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAKAAAABuCAMAAACX8+jbAAAADFBMVEX1+PoLXIpsvOw8RlCngog0AAAAdElEQVR42u3VsRHAIAwEQRn33zMxMwQEGAPaa+A3kiIkSZIkHVRpAgQEvAP4NAECAgKeCRw9wICAgICZgL1hQEBAQMBswNkvDBAQEPDjYUBAQEBAwB+BK4YBAQEBAQEBAQEBAQEBAQEBAQFnA98NC0mSMlQBdcAiD+W0USAAAAAASUVORK5CYII=");

    /// <summary>Sends it.</summary>
    public static async Task SendAsync(SandboxServer sandbox, TestClient client)
    {
        await TextAsync("Your documents.\nThe first page is the offer; please sign on the second.");
        await FileAsync("Offer_2026.pdf", Encoding.UTF8.GetBytes("%PDF-1.4 offer"));
        await FileAsync("figures.png", Picture);
        await FileAsync("prices.csv", Encoding.UTF8.GetBytes("article;price\nżółć;12,50\n"));
        await FileAsync("contract_between_the_parties_of_the_first_and_of_the_second_part_final_v3_signed.docx", new byte[123_456]);
        sandbox.Faults.Add(new Fault { Method = "POST", Path = "*/messages", Status = 503 });
        await client.SendAsync(HttpMethod.Post, client.Leg, new { textBody = "This one is refused." });
        await client.SendAsync(HttpMethod.Post, client.Leg, new { mediaIds = new[] { "nothing" } });
        await client.SendAsync(HttpMethod.Get, "/api/v2/conversations/00000000-0000-0000-0000-000000000000");
        await client.SendAsync(HttpMethod.Post, "/_sandbox/conversations", new { state = "closed" });
        sandbox.Faults.Add(new Fault { Method = "PUT", Path = "/gc-attachments/*", Status = 503, Times = 3 });
        sandbox.Faults.Add(new Fault { Method = "PUT", Path = "*help.txt", Status = 403 });

        async Task TextAsync(string text) => await client.SendAsync(HttpMethod.Post, client.Leg, new { textBody = text });

        async Task FileAsync(string name, byte[] body) =>
            await client.SendAsync(HttpMethod.Post, client.Leg, new { mediaIds = new[] { await client.UploadAsync(name, body) } });
    }
}
