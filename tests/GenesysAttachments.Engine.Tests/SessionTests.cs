using System.Text;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Storage;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

public sealed class SessionTests
{
    [Fact]
    public async Task A_wrong_secret_fails_at_connect_without_a_second_try_and_without_naming_it()
    {
        await using var harness = await Harness.StartAsync();

        var error = await Assert.ThrowsAsync<GCException>(() => harness.ConnectAsync(secret: "hunter2-canary"));

        Assert.Equal((ErrorIds.AuthenticationFailed, 401), (error.ErrorId, error.StatusCode));
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, harness.Sandbox.Requests.Count);
    }

    [Fact]
    public async Task Sign_in_survives_a_busy_server_and_sends_scopes_and_headers()
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Path = "/oauth/token", Status = 503, Times = 2 });

        using var session = await harness.ConnectAsync(settings: new SessionSettings
        {
            Domain = "sandbox", Endpoint = new Uri(harness.Sandbox.Identity.Url), Scopes = ["message:send", "webchat:attachment:write"], Headers = [new("X-Gateway", "1")], Synthetic = true,
        });

        Assert.Equal([200, 503, 503, 200], harness.Sandbox.Requests.Select(request => request.Status));
        Assert.Equal("1 true", $"{harness.Sandbox.Requests.Last().Headers["X-Gateway"].Single()} {harness.Sandbox.Requests.Last().Headers["X-Synthetic-Test"].Single()}");
    }

    [Fact]
    public async Task A_token_is_refreshed_ahead_of_its_end()
    {
        var time = new SkippingTime();
        await using var harness = await Harness.StartAsync(time: time);
        await harness.SendAsync(harness.Deliver(harness.Write("a.pdf")));
        time.Advance(TimeSpan.FromSeconds(86_400 - 200));

        var receipt = (await harness.SendAsync(harness.Deliver(harness.Write("b.pdf")))).Single();

        Assert.Null(receipt.Error);
        Assert.Equal(2, harness.Sandbox.Requests.Count(request => request.Target == "/oauth/token"));
        Assert.DoesNotContain(harness.Sandbox.Requests, request => request.Status == 401);
    }

    [Fact]
    public async Task A_token_given_by_hand_works_until_it_is_refused()
    {
        await using var harness = await Harness.StartAsync();
        var settings = new SessionSettings { Domain = "sandbox", Endpoint = new Uri(harness.Sandbox.Identity.Url), RequestsPerMinute = 0 };
        using var session = await OrgSession.ConnectAsync(settings, ClientCredential.FromToken("canary-token-value"), CallContext.Silent, default, harness.Time);

        var receipt = (await harness.SendAsync(harness.Deliver(harness.Write("a.pdf"), session: session))).Single();

        Assert.Equal(ErrorIds.AuthenticationFailed, receipt.Error?.ErrorId);
        Assert.Equal(401, receipt.Error!.StatusCode);
        Assert.Contains("HTTP 401: bad.credentials", receipt.Error.Message, StringComparison.Ordinal);
        Assert.Contains("challenge: Bearer realm=\"genesys\", error=\"invalid_token\"", receipt.Error.Message, StringComparison.Ordinal);
        Assert.Contains("-AccessToken", receipt.Error.Advice, StringComparison.Ordinal);
        Assert.Contains("conversation:communication:view", receipt.Error.Advice, StringComparison.Ordinal);
        Assert.Contains("Admin > Integrations > OAuth", receipt.Error.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", $"{session} {session.ClientId} {receipt.Error}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authorization", "x")]
    [InlineData("Bad Name", "x")]
    [InlineData("X-Secret", "canary\r\nX-Evil: 1")]
    public async Task A_header_that_cannot_be_sent_is_named_and_its_value_is_not(string name, string value)
    {
        await using var harness = await Harness.StartAsync();

        var error = await Assert.ThrowsAsync<GCException>(() => harness.ConnectAsync(settings: new SessionSettings
        {
            Domain = "sandbox", Endpoint = new Uri(harness.Sandbox.Identity.Url), Headers = [new(name, value)],
        }));

        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void One_environment_family_is_used_whole_and_a_missing_member_is_named()
    {
        var values = new Dictionary<string, string?> { ["GENESYS_CLIENT_ID"] = "old", ["GENESYS_CLIENT_SECRET"] = "s" };
        var older = EnvironmentSignIn.Read(values.GetValueOrDefault);
        values["GENESYSCLOUD_OAUTHCLIENT_ID"] = "new";
        var error = Assert.Throws<GCException>(() => EnvironmentSignIn.Read(values.GetValueOrDefault));
        values["GENESYSCLOUD_OAUTHCLIENT_SECRET"] = "t";
        values["GENESYSCLOUD_REGION"] = "mypurecloud.ie";
        var newer = EnvironmentSignIn.Read(values.GetValueOrDefault);

        Assert.Equal(("mypurecloud.com", "old"), (older.Region?.Text, older.Credential.ClientId));
        Assert.Contains("GENESYSCLOUD_OAUTHCLIENT_SECRET", error.Message, StringComparison.Ordinal);
        Assert.Equal(("mypurecloud.ie", "new"), (newer.Region?.Text, newer.Credential.ClientId));
        Assert.Throws<GCException>(() => EnvironmentSignIn.Read(_ => null));
    }

    [Fact]
    public async Task A_proxy_in_the_environment_does_not_capture_this_machine()
    {
        var proxy = new System.Net.WebProxy("http://127.0.0.1:9");
        await using var harness = await Harness.StartAsync();

        using var session = await harness.ConnectAsync(settings: new SessionSettings { Domain = "sandbox", Endpoint = new Uri(harness.Sandbox.Identity.Url), Proxy = proxy, RequestsPerMinute = 0 });
        var receipt = (await harness.SendAsync(harness.Deliver(harness.Write("a.pdf"), session: session))).Single();

        Assert.Null(receipt.Error);
    }

    [Fact]
    public async Task A_batch_under_the_real_quota_meets_no_429()
    {
        await using var harness = await Harness.StartAsync(new SandboxOptions());
        using var session = await harness.ConnectAsync(settings: new SessionSettings { Domain = "sandbox", Endpoint = new Uri(harness.Sandbox.Identity.Url) });
        var files = Enumerable.Range(0, 110).Select(i => harness.Deliver(harness.Write($"f{i}.pdf", 10, i), session: session)).ToList();

        var receipts = await harness.SendAsync(files);

        Assert.All(receipts, receipt => Assert.Null(receipt.Error));
        Assert.DoesNotContain(harness.Sandbox.Requests, request => request.Status == 429);
    }

    [Fact]
    public async Task Sessions_of_one_client_share_its_quota_and_the_lowest_pace_holds()
    {
        await using var harness = await Harness.StartAsync(new SandboxOptions());
        using var first = await Paced(300);
        using (var second = await Paced(200))
        {
            Assert.Same(first.Quota, second.Quota);
            Assert.Equal(200, first.Quota.Limit);
            Assert.NotSame(first.Quota, harness.Session.Quota);
            var files = Enumerable.Range(0, 110).Select(i => harness.Deliver(harness.Write($"f{i}.pdf", 10, i), session: i % 2 == 0 ? first : second)).ToList();

            var receipts = await harness.SendAsync(files);

            Assert.All(receipts, receipt => Assert.Null(receipt.Error));
            Assert.DoesNotContain(harness.Sandbox.Requests, request => request.Status == 429);
        }

        Assert.Equal(300, first.Quota.Limit);

        Task<OrgSession> Paced(int pace) => harness.ConnectAsync(settings: new SessionSettings { Domain = "sandbox", Endpoint = new Uri(harness.Sandbox.Identity.Url), RequestsPerMinute = pace });
    }

    [Fact]
    public void Every_error_id_has_its_entry()
    {
        var ids = typeof(ErrorIds).GetFields().Select(field => (string)field.GetValue(null)!).ToList();

        Assert.Equal(ids.Order(), ErrorCatalog.All.Select(info => info.Id).Order());
        Assert.All(ErrorCatalog.All, info => Assert.EndsWith(".", info.Advice, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("see https://h/p?X-Amz-Signature=canary&x=1 now", "see https://h/p?… now")]
    [InlineData("Authorization: Bearer canary.abc-123== end", "Authorization: Bearer … end")]
    [InlineData("basic Y2FuYXJ5 and bearer a-b", "basic … and bearer …")]
    [InlineData("Bearer realm=\"genesys\", error=\"insufficient_scope\", scope=\"media:upload\"", "Bearer realm=\"genesys\", error=\"insufficient_scope\", scope=\"media:upload\"")]
    [InlineData("No authentication bearer token specified, nor basic authentication.", "No authentication bearer token specified, nor basic authentication.")]
    [InlineData("two\r\n lines\u0007", "two lines")]
    public void Text_of_a_server_is_cleaned(string text, string clean) => Assert.Equal(clean, Redaction.Text(text));

    [Fact]
    public void Nothing_of_an_upload_url_s_query_shows()
    {
        var url = new UploadUrl("https://host/bucket/key?X-Amz-Date=20260101T000000Z&X-Amz-Expires=60&X-Amz-Signature=canary")
        {
            File = new Files.Attachment { Path = "a", Name = "a", SentName = "a" }, Target = new(), Route = "Agent", AttachmentId = "1", Headers = [], MadeAt = default, Life = null,
        };

        Assert.Equal("https://host/bucket/key?…", url.Url);
        Assert.DoesNotContain("canary", new StringBuilder().Append(url).ToString(), StringComparison.Ordinal);
        Assert.Contains("canary", url.Reveal(), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(60), UploadUrl.LifeOf(url.Reveal()));
    }

    [Theory]
    [InlineData(600, 0, false)]
    [InlineData(600, 590, false)]
    [InlineData(600, 596, true)]
    [InlineData(2, 1.4, false)]
    [InlineData(2, 1.6, true)]
    [InlineData(0, 0.5, false)]
    [InlineData(0, 1, true)]
    public void An_upload_url_is_given_up_shortly_before_its_end_and_never_when_it_has_just_come(int life, double age, bool isOver)
    {
        var time = new SkippingTime();
        var url = new UploadUrl("https://host/a")
        {
            File = new Files.Attachment { Path = "a", Name = "a", SentName = "a" }, Target = new(), Route = "Agent", AttachmentId = "1", Headers = [], MadeAt = default, MadeTimestamp = time.GetTimestamp(), Life = TimeSpan.FromSeconds(life),
        };

        time.Advance(TimeSpan.FromSeconds(age));
        Assert.Equal(isOver, url.HasExpired(time));
    }
}
