using System.Globalization;

namespace GenesysAttachments.Sandbox;

/// <summary>How a sandbox behaves. Nothing is read from settings files or the environment.</summary>
public sealed record SandboxOptions
{
    /// <summary>Port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Milliseconds before each answer.</summary>
    public int Latency { get; init; }

    /// <summary>Seconds a signed URL lives, to put a file or to get one.</summary>
    public int PresignLifetime { get; init; } = 600;

    /// <summary>Whether the platform's quotas are kept.</summary>
    public bool Quota { get; init; } = true;

    /// <summary>A file with the org's attachment rules, in the shape of <c>PUT /_sandbox/policy</c>.</summary>
    public string? PolicyFile { get; init; }

    /// <summary>A folder that uploaded files are written to; without one the newest are kept in memory.</summary>
    public string? StoreFolder { get; init; }

    /// <summary>End when standard input does, and let Ctrl+C be: for a sandbox that a shell owns.</summary>
    public bool Owned { get; init; }

    /// <summary>Reads command-line arguments.</summary>
    /// <exception cref="FormatException">An argument is unknown, or its value cannot be used; the message says which.</exception>
    public static SandboxOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new SandboxOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i];
            options = name switch
            {
                "--owned" => options with { Owned = true },
                "--port" => options with { Port = Number(0, 65535) },
                "--latency" => options with { Latency = Number(0, 600_000) },
                "--presign-lifetime" => options with { PresignLifetime = Number(1, 604_800) },
                "--quota" => options with { Quota = Value() switch { "on" => true, "off" => false, var other => throw new FormatException($"--quota takes on or off, not '{other}'.") } },
                "--policy" => options with { PolicyFile = Value() },
                "--store" => options with { StoreFolder = Value() },
                _ => throw new FormatException($"'{name}' is not an option. Options: --port N, --latency MS, --presign-lifetime S, --quota on|off, --policy FILE, --store FOLDER."),
            };

            string Value() => ++i < arguments.Count ? arguments[i] : throw new FormatException($"{name} needs a value.");

            int Number(int least, int most) =>
                int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
                    ? number
                    : throw new FormatException($"{name} takes a number from {least} to {most}.");
        }

        return options;
    }
}
