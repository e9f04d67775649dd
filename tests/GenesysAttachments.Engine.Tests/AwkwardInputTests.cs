using System.Net.Sockets;
using System.Text.RegularExpressions;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Guest;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Routes.Community;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.SignIn;
using GenesysAttachments.Engine.Storage;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Sandbox;

namespace GenesysAttachments.Engine.Tests;

/// <summary>awkward-inputs.tsv: what people give by mistake, and what each error says. What only a shell can be given is in Awkward.Tests.ps1.</summary>
public sealed partial class AwkwardInputTests : IDisposable
{
    private const int LongestMessage = 700;
    private const string UnixFile = "unixfile";

    private readonly string _folder = Directory.CreateTempSubdirectory("gca-").FullName;

    public static TheoryData<string, string, string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string, string, string>();
            foreach (var cells in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "awkward-inputs.tsv")).Where(line => !line.StartsWith('#')).Select(line => line.Split('\t')))
            {
                if (cells[0] == UnixFile && OperatingSystem.IsWindows())
                {
                    continue;
                }

                rows.Add(cells[0], cells[1], cells[2], cells[3]);
            }

            return rows;
        }
    }

    [Fact]
    public void The_table_has_two_hundred_rows() => Assert.InRange(Rows.Count, 200, 1000);

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task An_awkward_input_has_a_helpful_error(string kind, string input, string errorId, string words)
    {
        var (id, message, advice) = await TryAsync(kind, Unescape(input));

        Assert.Equal(errorId, id);
        Assert.Contains(words, message, StringComparison.OrdinalIgnoreCase);
        // A sentence for people: it ends, it is one line, and it holds nothing of the program.
        Assert.EndsWith(".", message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 10, LongestMessage);
        Assert.DoesNotMatch(@"Exception|   at |System\.|Object reference", message);
        Assert.InRange(advice.Length, 10, LongestMessage);
    }

    private async Task<(string Id, string Message, string Advice)> TryAsync(string kind, string input)
    {
        try
        {
            return kind switch
            {
                "file" or UnixFile => First(Inspect(Prepare(input), new InspectionOptions())),
                "name" => First(Inspect(Prepare("good.pdf"), new InspectionOptions { Name = input.Replace("LONG", new string('x', 1100), StringComparison.Ordinal) })),
                "type" => First(Inspect(Prepare("good.pdf"), new InspectionOptions { ContentType = input })),
                "text" => Of(Inspector.CheckText(input.Split(':')[0], new string('ż', int.Parse(input.Split("LONG")[1], System.Globalization.CultureInfo.InvariantCulture)))!),
                "option" => Unexpected(SandboxOptions.Parse(input.Length == 0 ? [] : input.Split('=', 2))),
                "sandboxpolicy" => Unexpected(await SandboxServer.StartAsync(new SandboxOptions { PolicyFile = Write("policy.json", input) })),
                "conversation" => await AskAsync(session => session.GetStandingAsync(input, CallContext.Silent with { MaximumRetryCount = 0 }, default)),
                "profileid" => await AskAsync(session => session.Policies.ReadProfileAsync(input, PolicyDirections.Outbound, CallContext.Silent, default)),
                "answer" => await AnswerAsync(int.Parse(input[..3], System.Globalization.CultureInfo.InvariantCulture), input[4..]),
                _ => Unexpected(Throwing(kind, input)),
            };
        }
        catch (GCException e)
        {
            return (e.ErrorId, e.Message, e.Advice);
        }
        catch (FormatException e)
        {
            return (kind == "option" ? kind : "start", e.Message, e.Message);
        }
    }

    private object? Throwing(string kind, string input) => kind switch
    {
        "target" => RouteSelector.Select(TargetOf(input), Value(input, "route")),
        "guest" => RouteSelector.Select(TargetOf(input), Value(input, "route"), isGuest: true),
        "template" => MultipartTemplates.PathFor(input, new Target { ConversationId = "c" }),
        "policy" => PolicyReader.Parse(input, "policy.json"),
        "endpoint" => SessionSettings.CheckEndpoint(new Uri(input, UriKind.RelativeOrAbsolute)),
        "proxy" => SessionSettings.CheckProxy(new Uri(input, UriKind.RelativeOrAbsolute)),
        "redirect" => Redirect(input),
        "header" => Header(input),
        "region" => new GivenRegion(input, "-Region").Resolve(isTrusted: false),
        "environment" => EnvironmentSignIn.Read(name => Value(input, name)),
        "profile" => ProfileSignIn.Read("nightly", Write("config.toml", input)),
        "secret" => ClientCredential.FromSecret(input.Split(':')[0], input.Split(':')[1]),
        "token" => ClientCredential.FromToken(input),
        "user" => ClientCredential.ForUser(input),
        "deployment" => new GuestSettings(input),
        "guesttoken" => new GuestSettings("d", input),
        "origin" => new GuestSettings("d") { Origin = input },
        "url" => StorageRules.Address(Upload(input, "X-Ok:1"), isOnLoopback: false),
        "urlheader" => UploadHeader(input),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static async Task<(string, string, string)> AnswerAsync(int status, string body)
    {
        await using var harness = await Harness.StartAsync();
        harness.Sandbox.Faults.Add(new Fault { Path = "/api/*", Status = status, Times = -1, Body = body });
        var error = await Assert.ThrowsAsync<GCException>(() => harness.Session.GetStandingAsync("c", CallContext.Silent with { MaximumRetryCount = 0 }, default));
        return (error.ErrorId, error.Message, error.Advice);
    }

    private static async Task<(string, string, string)> AskAsync(Func<OrgSession, Task> ask)
    {
        await using var harness = await Harness.StartAsync();
        var error = await Assert.ThrowsAsync<GCException>(() => ask(harness.Session));
        return (error.ErrorId, error.Message, error.Advice);
    }

    private static UserSignIn Redirect(string input)
    {
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        input = input.Replace("TAKEN", ((System.Net.IPEndPoint)taken.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return UserSignIn.Begin(new SessionSettings { Domain = "mypurecloud.ie" }, "client", new Uri(input, UriKind.RelativeOrAbsolute));
    }

    private static object? Header(string input)
    {
        OrgHeaders.Check(input.Split(':', 2)[0], input.Split(':', 2)[1]);
        return null;
    }

    private object? UploadHeader(string input)
    {
        StorageRules.CheckHeaders(Upload("https://storage.example.com/a", input));
        return null;
    }

    private UploadUrl Upload(string url, string header) => new(url)
    {
        File = Inspect(Prepare("good.pdf"), new InspectionOptions()),
        Target = new Target(),
        Route = RouteNames.Agent,
        AttachmentId = "a",
        MadeAt = default,
        Life = null,
        Headers = [new(header.Split(':', 2)[0], header.Split(':', 2)[1])],
    };

    // The file that a row speaks of, and a good one that a mistyped path may have meant.
    private string Prepare(string name)
    {
        byte[] pdf = [.. "%PDF-1.7\n%%EOF\n"u8], png = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, .. new byte[64]];
        File.WriteAllBytes(Path.Combine(_folder, "good.pdf"), pdf);
        var path = Path.Combine(_folder, name);
        switch (name)
        {
            case "folder.pdf":
                Directory.CreateDirectory(path);
                break;
            case "dangling.pdf":
                File.CreateSymbolicLink(path, Path.Combine(_folder, "gone.pdf"));
                break;
            case "big.pdf":
                using (var big = File.OpenWrite(path))
                {
                    big.Write(pdf);
                    big.SetLength(10_485_761);
                }

                break;
            default:
                byte[]? content = name switch
                {
                    "pdf.jpg" or "noextension" or "trailing." or ".hidden" or "data.zzz" => pdf,
                    "image.pdf" or "picture.txt" => png,
                    "empty.txt" or "empty.pdf" => [],
                    "tool.exe" => [.. "MZ"u8, .. new byte[62]],
                    "program.zip" => Corpus.Program(),
                    "song.mp3" => [.. "ID3"u8, .. new byte[64]],
                    "page.html" => [.. "<html></html>"u8],
                    "archive.tar.gz" => [0x1F, 0x8B, 8, .. new byte[32]],
                    "error.pdf" => [.. "<html><body>504 Gateway Time-out</body></html>"u8],
                    "plain.docx" or "zip.pdf" => Corpus.Zip(("a.txt", "text")),
                    "text.png" => [.. "Just words."u8],
                    _ => null,
                };
                if (content is not null)
                {
                    File.WriteAllBytes(path, content);
                }

                break;
        }

        return string.IsNullOrWhiteSpace(name) ? name : _folder + Path.DirectorySeparatorChar + name;
    }

    private static Attachment Inspect(string path, InspectionOptions options) => new Inspector(TimeProvider.System).Inspect(path, options);

    private static (string, string, string) First(Attachment file)
    {
        Assert.NotEmpty(file.Problems);
        return Of(file.Problems[0]);
    }

    private static (string, string, string) Of(Problem problem) => (problem.ErrorId, problem.Message, ErrorCatalog.Get(problem.ErrorId).Advice);

    private static (string, string, string) Unexpected(object? result) => throw new InvalidOperationException($"There was no error, but {result}");

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static Target TargetOf(string input) => new()
    {
        ConversationId = Value(input, "conversation"), CommunicationId = Value(input, "communication"), ChannelId = Value(input, "channel"), GuestId = Value(input, "guest"),
    };

    private static string? Value(string input, string name) =>
        input.Split(';').Select(pair => pair.Split('=', 2)).FirstOrDefault(pair => pair[0] == name) is [_, var value] ? value : null;

    private static string Unescape(string text) => Escape().Replace(text, match => match.Value[1] switch
    {
        'n' => "\n", 'r' => "\r", 't' => "\t",
        _ => ((char)Convert.ToInt32(match.Value[2..], 16)).ToString(),
    });

    [GeneratedRegex(@"\\(?:[nrt]|u[0-9A-Fa-f]{4})")]
    private static partial Regex Escape();

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
