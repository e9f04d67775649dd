using System.Globalization;
using System.Management.Automation.Host;

namespace GenesysAttachments.Cmdlets.Tests.Harness;

/// <summary>The host of a shell with somebody at the keyboard.</summary>
internal sealed class ListeningHost(Screen screen) : PSHost
{
    public override string Name => "Tests";

    public override Version Version { get; } = new(1, 0);

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override PSHostUserInterface UI => screen;

    public override void SetShouldExit(int exitCode) => screen.ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
