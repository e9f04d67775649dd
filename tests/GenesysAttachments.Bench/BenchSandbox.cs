using System.Reflection;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Sandboxes;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;

namespace GenesysAttachments.Bench;

/// <summary>A sandbox in a process of its own, so that what is measured is the engine alone.</summary>
internal static class BenchSandbox
{
    private static readonly string Assembly = typeof(BenchSandbox).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Sandbox").Value!;

    /// <summary>Starts one that takes files of any type up to 2 GB.</summary>
    public static async Task<SandboxProcess> StartAsync(string folder, params string[] options)
    {
        var policy = Path.Combine(folder, "policy.json");
        const string Rules = """{"fileTypes":[{"type":"*/*"}],"maxFileSizeKB":2097152}""";
        await File.WriteAllTextAsync(policy, $$"""{"outbound":{{Rules}},"inbound":{{Rules}}}""");
        return await SandboxProcess.StartAsync(Assembly, ["--policy", policy, .. options], CancellationToken.None);
    }

    /// <summary>Signs in.</summary>
    public static Task<OrgSession> ConnectAsync(SandboxProcess sandbox, int requestsPerMinute = 0) => OrgSession.ConnectAsync(
        new SessionSettings { Domain = "sandbox", Endpoint = new Uri(sandbox.Ready.Url), RequestsPerMinute = requestsPerMinute },
        ClientCredential.FromSecret(sandbox.Ready.ClientId, sandbox.Ready.ClientSecret),
        CallContext.Silent,
        CancellationToken.None);
}
