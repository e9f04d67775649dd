using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.SignIn;

namespace GenesysAttachments.Engine.Tests;

/// <summary>What comes along unseen with a credential, wherever it stood: gone at the edges, named within, never taken for a part of it.</summary>
public sealed class InvisibleTests : IDisposable
{
    private const string Id = "2b4e9f0c-client";
    private const string Secret = "canary-Secret_123";
    private readonly string _folder = Directory.CreateTempSubdirectory("gca-").FullName;

    private static readonly string[] Unseen =
        ["\n", "\r\n", " ", "\t", "\ufeff", "\u200b", "\u200c", "\u200d", "\u2060", "\u00a0", "\u00ad", "\u2028", "\u3000", "\u202e", "\ufe0f", "\U000e0020", " \r\n\ufeff\u200b "];

    /// <summary>Where credentials come from: each gives back what it took.</summary>
    private static readonly Dictionary<string, Func<InvisibleTests, string, string, (string? Id, string? Secret)>> Sources = new()
    {
        ["the line or a vault"] = (_, id, secret) => Of(ClientCredential.FromSecret(id, secret)),
        ["the environment"] = (_, id, secret) => Of(EnvironmentSignIn.Read(Variables(("GENESYSCLOUD_OAUTHCLIENT_ID", id), ("GENESYSCLOUD_OAUTHCLIENT_SECRET", secret))).Credential),
        ["the older environment"] = (_, id, secret) => Of(EnvironmentSignIn.Read(Variables(("GENESYS_CLIENT_ID", id), ("GENESYS_CLIENT_SECRET", secret))).Credential),
        ["a token on the line"] = (_, _, secret) => (Id, ClientCredential.FromToken(secret).AccessToken),
        ["a token in the environment"] = (_, _, secret) => (Id, EnvironmentSignIn.Read(Variables(("GENESYSCLOUD_ACCESS_TOKEN", secret))).Credential.AccessToken),
        ["a profile"] = (test, id, secret) => Of(ProfileSignIn.Read("nightly", test.Profile($"client_id = \"{Toml(id)}\"\nclient_secret = \"{Toml(secret)}\"\n")).Credential),
        ["a header"] = (_, _, secret) =>
        {
            var header = new SessionSettings { Domain = "d", Headers = [new("X-Key", secret)] }.Headers[0];
            OrgHeaders.Check(header.Key, header.Value);
            return (Id, header.Value);
        },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>What no copying brings along; only named.</summary>
    private static readonly string[] Odd = ["\0", "\u001b", "\u0007", "\ud800"];

    public static TheoryData<string, string> AtEdges() => Of(Unseen);

    public static TheoryData<string, string> Within() => Of([.. Unseen.Where(unseen => unseen != " "), .. Odd]);

    private static TheoryData<string, string> Of(string[] all)
    {
        var data = new TheoryData<string, string>();
        foreach (var (source, unseen) in from source in Sources.Keys from unseen in all select (source, unseen))
        {
            // A header's value may hold a tab, TOML no half of a pair.
            if (!(source == "a header" && unseen == "\t") && !(source == "a profile" && unseen == "\ud800"))
            {
                data.Add(source, string.Concat(unseen.Select(c => $"{(int)c:x4}")));
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(AtEdges))]
    public void At_the_edges_it_is_no_part_of_it(string source, string hex)
    {
        var unseen = Text(hex);

        Assert.Equal((Id, Secret), Sources[source](this, unseen + Id + unseen, unseen + Secret + unseen));
        Assert.Equal((Id, Secret), Sources[source](this, Id + unseen, Secret + unseen));
    }

    [Theory]
    [MemberData(nameof(Within))]
    public void Within_it_is_named_and_the_secret_is_not(string source, string hex)
    {
        var unseen = Text(hex);
        var error = Assert.Throws<GCException>(() => Sources[source](this, Id, Secret.Insert(6, unseen)));

        Assert.Equal(ErrorIds.RequestInvalid, error.ErrorId);
        Assert.Contains("U+", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", $"{error} {error.Advice}", StringComparison.Ordinal);
        Assert.DoesNotContain("123", $"{error} {error.Advice}", StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_but_what_cannot_be_seen_is_nothing() =>
        Assert.All(Unseen, unseen => Assert.Contains("is empty", Assert.Throws<GCException>(() => ClientCredential.FromSecret(Id, unseen)).Message, StringComparison.Ordinal));

    [Fact]
    public void A_guest_s_token_and_deployment_lose_it_too()
    {
        var token = Guid.NewGuid().ToString();

        var guest = new GuestSettings("\ufeffd-1\r\n", $"\u200b{token}\r\n");

        Assert.Equal(("d-1", token), (guest.DeploymentId, guest.Token));
    }

    private static (string? Id, string? Secret) Of(ClientCredential credential) => (credential.ClientId, credential.Secret);

    private static Func<string, string?> Variables(params (string Name, string Value)[] set) => name => set.FirstOrDefault(variable => variable.Name == name).Value;

    private static string Text(string hex) => string.Concat(hex.Chunk(4).Select(unit => (char)Convert.ToInt32(new string(unit), 16)));

    private static string Toml(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.Value is > ' ' and <= '~' ? rune.ToString() : $"\\U{rune.Value:x8}"));

    private string Profile(string lines)
    {
        var path = Path.Combine(_folder, "config.toml");
        File.WriteAllText(path, "[nightly]\n" + lines);
        return path;
    }
}
