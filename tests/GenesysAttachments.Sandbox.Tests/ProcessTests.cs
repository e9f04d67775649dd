using System.Diagnostics;
using System.Text.Json;

namespace GenesysAttachments.Sandbox.Tests;

/// <summary>The sandbox as a child process of a shell.</summary>
public sealed class ProcessTests
{
    [Fact]
    public async Task An_owned_sandbox_prints_one_ready_line_and_ends_with_its_owner()
    {
        using var process = Start("--owned --port 0");

        var ready = JsonSerializer.Deserialize<SandboxIdentity>((await process.StandardOutput.ReadLineAsync())!)!;
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var reply = await http.GetAsync(new Uri(ready.Url + "/_sandbox/messages"));
        process.StandardInput.Close();
        await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token);

        Assert.True(reply.IsSuccessStatusCode);
        Assert.StartsWith("http://127.0.0.1:", ready.Url, StringComparison.Ordinal);
        Assert.Equal(process.Id, ready.ProcessId);
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync());
        Assert.Equal(0, process.ExitCode);
    }

    [Theory]
    [InlineData("--owned", "INT", true)]
    [InlineData("--owned", "QUIT", true)]
    [InlineData("--owned", "TERM", false)]
    [InlineData("", "INT", false)]
    public async Task A_signal_from_the_terminal_ends_a_sandbox_of_its_own_and_no_owned_one(string arguments, string signal, bool survives)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // An owned sandbox has a console of its own there, which no key of the shell reaches.
        }

        using var process = Start(arguments);
        var ready = JsonSerializer.Deserialize<SandboxIdentity>((await process.StandardOutput.ReadLineAsync())!)!;

        using (var kill = Process.Start("kill", ["-" + signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        var ended = process.WaitForExitAsync();
        Assert.Equal(survives, await Task.WhenAny(ended, Task.Delay(survives ? 500 : 10_000)) != ended);
        if (survives)
        {
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
            Assert.NotEmpty(await http.GetStringAsync(new Uri(ready.Url + "/_sandbox/messages")));
            process.StandardInput.Close();
            await ended;
        }
    }

    [Fact]
    public async Task Settings_in_the_working_folder_and_the_environment_are_not_read()
    {
        var folder = Directory.CreateTempSubdirectory("gca-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "appsettings.json"), """{"Urls":"http://0.0.0.0:1","Kestrel":{"Endpoints":{"a":{"Url":"http://0.0.0.0:1"}}}}""");
        using var process = Start("--owned", folder, ("ASPNETCORE_URLS", "http://0.0.0.0:1"));

        var ready = JsonSerializer.Deserialize<SandboxIdentity>((await process.StandardOutput.ReadLineAsync())!)!;
        process.StandardInput.Close();
        await process.WaitForExitAsync();

        Assert.StartsWith("http://127.0.0.1:", ready.Url, StringComparison.Ordinal);
        Assert.DoesNotContain(":1/", ready.Url + "/", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port x", "--port takes a number")]
    [InlineData("--colour red", "'--colour' is not an option")]
    [InlineData("--quota maybe", "--quota takes on or off")]
    [InlineData("--latency", "--latency needs a value")]
    [InlineData("--policy /nowhere/policy.json", "cannot start")]
    public async Task An_argument_that_cannot_be_used_is_named(string arguments, string message)
    {
        using var process = Start(arguments);

        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.NotEqual(0, process.ExitCode);
    }

    private static Process Start(string arguments, string? folder = null, (string Name, string Value)? variable = null)
    {
        var start = new ProcessStartInfo("dotnet", $"\"{typeof(SandboxServer).Assembly.Location}\" {arguments}")
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? "",
        };
        if (variable is { } set)
        {
            start.Environment[set.Name] = set.Value;
        }

        return Process.Start(start)!;
    }
}
