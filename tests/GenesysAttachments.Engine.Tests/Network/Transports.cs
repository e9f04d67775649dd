using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Tests.Network;

/// <summary>One request of each transport, as often as its table allows.</summary>
internal static class Transports
{
    public const string Storage = "storage";

    private static readonly Dictionary<string, (int Attempts, Func<Way, CallContext, TimeProvider, Task> Run)> Table = new()
    {
        ["login"] = (3, async (way, context, time) => (await OrgSession.ConnectAsync(way.Settings, ClientCredential.FromSecret(way.ClientId, way.ClientSecret), context, default, time, () => 0.5)).Dispose()),
        ["call"] = (5, CallAsync),
        [Storage] = (4, PutAsync),
        ["guest"] = (6, async (way, context, time) => (await OrgSession.ConnectGuestAsync(way.Settings, new GuestSettings(way.DeploymentId), context, default, time, () => 0.5)).Dispose()),
    };

    public static IReadOnlyCollection<string> All => Table.Keys;

    /// <summary>Attempts in all where each may help.</summary>
    public static int AttemptsOf(string transport) => Table[transport].Attempts;

    public static Task RunAsync(string transport, Way way, CallContext context, TimeProvider time) => Table[transport].Run(way, context, time);

    private static async Task CallAsync(Way way, CallContext context, TimeProvider time)
    {
        using var session = await OrgSession.ConnectAsync(way.Settings, ClientCredential.FromToken(way.Token), context, default, time, () => 0.5);
        await session.GetStandingAsync(way.ConversationId, context, default);
    }

    private static async Task PutAsync(Way way, CallContext context, TimeProvider time)
    {
        using var session = await OrgSession.ConnectAsync(way.Settings, ClientCredential.FromToken(way.Token), context, default, time, () => 0.5);
        var file = Path.Combine(Directory.CreateTempSubdirectory("gca-").FullName, "a.pdf");
        await File.WriteAllBytesAsync(file, new byte[1000]);
        try
        {
            var attachment = new Inspector(time).Inspect(file, new InspectionOptions { Route = RouteNames.Agent, Policy = AttachmentPolicy.Default });
            var url = session.Storage.Admit($"{way.Address.AbsoluteUri}a.pdf?X-Amz-Signature=canary-signature", "a", null, attachment, new Target(), RouteNames.Agent, context.Transfer);
            await session.Storage.PutAsync(url, context, default);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }
}
