using System.Text.RegularExpressions;

namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>Which parameter set a line or a piped object binds, as the shell's own trace tells. A trace hears every shell of the process.</summary>
[Collection(AloneCollection.Name)]
public sealed partial class BoundSetTests : StagedTests
{
    private const string All = "__AllParameterSets";

    public BoundSetTests(Stage stage)
        : base(stage)
    {
        Files.Write("a.pdf");
        Shell.Run("Get-GCAttachmentPolicy -Default | ConvertTo-Json | Set-Content policy.json").Clean();
    }

    /// <summary>A line for each set of each cmdlet.</summary>
    public static TheoryData<string, string, string> Lines() => new()
    {
        { "Add-GCQueueItem", "Path", "Add-GCQueueItem a.pdf -ConversationId $C" },
        { "Add-GCQueueItem", "LiteralPath", "Add-GCQueueItem -LiteralPath a.pdf -ConversationId $C" },
        { "Add-GCQueueItem", "InputObject", "Add-GCQueueItem -InputObject (Test-GCAttachment a.pdf) -ConversationId $C" },
        { "Compare-GCAttachmentPolicy", All, "Compare-GCAttachmentPolicy (Get-GCAttachmentPolicy -Default) (Get-GCAttachmentPolicy -Default)" },
        { "Connect-GCOrg", "Credential", "$Sandbox | Connect-GCOrg" },
        { "Connect-GCOrg", "AccessToken", "Connect-GCOrg eu-west-1 -AccessToken $Token" },
        { "Connect-GCOrg", "Deployment", "Connect-GCOrg -Endpoint $Sandbox.Url -DeploymentId $Sandbox.DeploymentId" },
        { "Connect-GCOrg", "Interactive", "Connect-GCOrg -Endpoint $Sandbox.Url -ClientId x -Interactive -RedirectUri https://example.com" },
        { "Connect-GCOrg", "Profile", "Connect-GCOrg -Endpoint $Sandbox.Url -Profile none-of-this-name" },
        { "Connect-GCOrg", "Secret", "Connect-GCOrg -Endpoint $Sandbox.Url -SecretName nightly" },
        { "Connect-GCQueue", "Credential", "Connect-GCQueue 127.0.0.1 queue -Port 1 -Credential $Sandbox.Credential" },
        { "Connect-GCQueue", "ConnectionString", "Connect-GCQueue -ConnectionString $Token" },
        { "Connect-GCQueue", "Secret", "Connect-GCQueue 127.0.0.1 queue -SecretName nightly" },
        { "ConvertTo-GCReport", All, "Test-GCAttachment a.pdf | ConvertTo-GCReport" },
        { "Disconnect-GCOrg", All, "Disconnect-GCOrg" },
        { "Find-GCConversation", All, "Find-GCConversation" },
        { "Get-GCAttachment", All, "Get-GCConversation $C | Get-GCAttachment" },
        { "Get-GCAttachmentPolicy", "Session", "Get-GCAttachmentPolicy" },
        { "Get-GCAttachmentPolicy", "Deployment", "Get-GCAttachmentPolicy -DeploymentId $Sandbox.DeploymentId" },
        { "Get-GCAttachmentPolicy", "Profile", "Get-GCAttachmentPolicy -ProfileId default" },
        { "Get-GCAttachmentPolicy", "Path", "Get-GCAttachmentPolicy -Path policy.json" },
        { "Get-GCAttachmentPolicy", "LiteralPath", "Get-Item policy.json | Get-GCAttachmentPolicy" },
        { "Get-GCAttachmentPolicy", "Default", "Get-GCAttachmentPolicy -Default" },
        { "Get-GCConversation", All, "Get-GCConversation $C" },
        { "Get-GCJournal", All, "Get-GCJournal run.jsonl -ErrorAction Ignore" },
        { "Resolve-GCJournal", All, "Resolve-GCJournal run.jsonl -ErrorAction Ignore" },
        { "Get-GCOrg", "List", "Get-GCOrg" },
        { "Get-GCOrg", "AccessToken", "Get-GCOrg -AsAccessToken" },
        { "Get-GCQueue", "Client", "Get-GCQueue" },
        { "Get-GCQueue", "Worker", "Get-GCQueue -Worker" },
        { "Get-GCQueueItem", All, "Get-GCQueueItem Failed" },
        { "Initialize-GCQueue", "Credential", "Initialize-GCQueue 127.0.0.1 queue -Port 1 -Credential $Sandbox.Credential" },
        { "Initialize-GCQueue", "ConnectionString", "Initialize-GCQueue -ConnectionString $Token" },
        { "Initialize-GCQueue", "Secret", "Initialize-GCQueue -SecretName nightly" },
        { "Initialize-GCQueue", "AsSql", "Initialize-GCQueue -AsSql" },
        { "Measure-GCReceipt", All, "Measure-GCReceipt" },
        { "New-GCUploadUrl", "Path", "New-GCUploadUrl a.pdf -ConversationId $C" },
        { "New-GCUploadUrl", "LiteralPath", "New-GCUploadUrl -LiteralPath a.pdf -ConversationId $C" },
        { "New-GCUploadUrl", "InputObject", "Test-GCAttachment a.pdf | New-GCUploadUrl -ConversationId $C" },
        { "Remove-GCQueueItem", All, "Remove-GCQueueItem 1" },
        { "Resolve-GCQueue", "Item", "Resolve-GCQueue" },
        { "Resolve-GCQueue", "Resume", "Resolve-GCQueue -ResumeClient" },
        { "Resolve-GCQueue", "Database", "Resolve-GCQueue -AcceptDatabase" },
        { "Send-GCQueue", All, "Send-GCQueue" },
        { "Save-GCAttachment", "Conversation", "Get-GCConversation $C | Save-GCAttachment in" },
        { "Save-GCAttachment", "InputObject", "Send-GCAttachment a.pdf -ConversationId $C | Get-GCAttachment | Save-GCAttachment in" },
        { "Select-GCOrg", All, "Select-GCOrg (Get-GCOrg).Key" },
        { "Send-GCAttachment", "Path", "Send-GCAttachment a.pdf -ConversationId $C" },
        { "Send-GCAttachment", "LiteralPath", "Send-GCAttachment -LiteralPath a.pdf -ConversationId $C" },
        { "Send-GCAttachment", "InputObject", "Send-GCAttachment -InputObject (Test-GCAttachment a.pdf) -ConversationId $C" },
        { "Start-GCSandbox", All, "Start-GCSandbox -PolicyPath none.json" },
        { "Stop-GCSandbox", "InputObject", "Stop-GCSandbox $Sandbox -WhatIf" },
        { "Stop-GCSandbox", "All", "Stop-GCSandbox -All -WhatIf" },
        { "Test-GCAttachment", "Path", "Test-GCAttachment a.pdf" },
        { "Test-GCAttachment", "LiteralPath", "Test-GCAttachment -LiteralPath a.pdf" },
        { "Test-GCAttachment", "InputObject", "Test-GCAttachment -InputObject (Test-GCAttachment a.pdf)" },
        { "Test-GCConnection", "Session", "Get-GCConversation $C | Test-GCConnection" },
        { "Test-GCConnection", "SignIn", "$Sandbox | Test-GCConnection" },
        { "Test-GCConnection", "Deployment", "Test-GCConnection -Endpoint $Sandbox.Url -DeploymentId $Sandbox.DeploymentId" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_line_binds_its_set(string cmdlet, string set, string line) => Assert.Equal(set, BoundSet(cmdlet, line));

    [Fact]
    public void Every_set_of_every_cmdlet_has_a_line()
    {
        var known = Run("Get-Command -Module GenesysAttachments | ForEach-Object { $c = $_; $_.ParameterSets | ForEach-Object { \"$($c.Name) $($_.Name)\" } }").Clean().Lines;

        Assert.Equal(known.Order(StringComparer.Ordinal), Lines().Select(line => $"{line[0]} {line[1]}").Order(StringComparer.Ordinal));
    }

    /// <summary>What is piped into each of the commands that take files.</summary>
    public static TheoryData<string, string> Piped() => new()
    {
        { "Path", "Get-Item a.pdf" },
        { "Path", "Resolve-Path a.pdf" },
        { "Path", "'a.pdf'" },
        { "InputObject", "[pscustomobject]@{ Path = 'a.pdf'; ConversationId = $C }" },
        { "InputObject", "[pscustomobject]@{ FilePath = 'a.pdf' }" },
        { "InputObject", "[pscustomobject]@{ LiteralPath = 'a.pdf' }" },
        { "InputObject", "[pscustomobject]@{ FullName = 'a.pdf' }" },
        { "InputObject", "[pscustomobject]@{ PSPath = 'a.pdf' }" },
        { "InputObject", "[pscustomobject]@{ Path = $null; Text = $null; Name = $null }" },
        { "InputObject", "[pscustomobject]@{ Datei = 'a.pdf' }" },
        { "InputObject", "5" },
        { "InputObject", "Test-GCAttachment a.pdf" },
        { "InputObject", "Send-GCAttachment a.pdf -ConversationId $C -WhatIf" },
    };

    [Theory]
    [MemberData(nameof(Piped))]
    public void What_is_piped_binds_its_set_everywhere(string set, string piped)
    {
        Shell.Set("Piped", Run(piped).Clean().Output);

        Assert.Equal(set, BoundSet("Send-GCAttachment", "$Piped | Send-GCAttachment -ConversationId $C -WhatIf"));
        Assert.Equal(set, BoundSet("New-GCUploadUrl", "$Piped | New-GCUploadUrl -ConversationId $C -WhatIf"));
        Assert.Equal(set, BoundSet("Add-GCQueueItem", "$Piped | Add-GCQueueItem -ConversationId $C -WhatIf"));
        Assert.Equal(set, BoundSet("Test-GCAttachment", "$Piped | Test-GCAttachment"));
    }

    private string? BoundSet(string cmdlet, string line)
    {
        var trace = Files.PathOf("trace.txt");
        File.Delete(trace);
        Shell.Set("Token", new System.Net.NetworkCredential("", "none").SecurePassword);
        Run($"Trace-Command -Name ParameterBinding, ParameterBinderController -FilePath '{trace}' -Expression {{ {line} }} *> $null");
        var (current, bound) = ((string?)null, (string?)null);
        foreach (var told in File.ReadLines(trace))
        {
            if (SetName().Match(told) is { Success: true } set)
            {
                current = set.Groups[1].Value;
            }
            else if (told.Contains($"MANDATORY PARAMETER CHECK on cmdlet [{cmdlet}]", StringComparison.Ordinal))
            {
                bound = current;
            }
        }

        return bound;
    }

    [GeneratedRegex(@"CurrentParameterSetName = (\w+)")]
    private static partial Regex SetName();
}
