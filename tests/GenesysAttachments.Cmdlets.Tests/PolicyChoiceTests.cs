namespace GenesysAttachments.Cmdlets.Tests;

/// <summary>-Policy in all its forms, and the policy that a check names.</summary>
public sealed class PolicyChoiceTests : StagedTests
{
    private const string NotTaken = "ParameterArgumentTransformationError";

    private static readonly string[] Commands = ["Send-GCAttachment a.pdf, logo.png -ConversationId $C -WhatIf", "New-GCUploadUrl a.pdf, logo.png -ConversationId $C", "Test-GCAttachment a.pdf, logo.png"];

    public PolicyChoiceTests(Stage stage)
        : base(stage)
    {
        Files.Write("a.pdf");
        Files.Write("logo.png");
        Files.Write("text.json");
        Files.WriteText("png.json", """{"maxBytes":100000,"allowedTypes":["image/png"],"direction":"Inbound"}""");
        Files.WriteText("png[1].json", """{"maxBytes":100000,"allowedTypes":["image/png"]}""");
        Files.WriteText("empty.json", "");
        Files.WriteText("list.json", "[1]");
        Directory.CreateDirectory(Files.PathOf("folder.json"));
        Directory.CreateDirectory(Files.PathOf("sub"));
        Files.WriteText("sub/one.json", """{"maxBytes":1,"allowedTypes":["image/png"]}""");
        Files.WriteText("sub/two.json", """{"maxBytes":2,"allowedTypes":["image/png"]}""");
        Files.WriteText("sub/one[1].json", """{"maxBytes":3,"allowedTypes":["image/png"]}""");
    }

    private Task OnlyPngAsync() => Sandbox.SetPolicyAsync(new
    {
        inbound = new { fileTypes = new[] { new { type = "image/png" } }, maxFileSizeKB = 100 },
        outbound = new { fileTypes = new[] { new { type = "image/png" } }, maxFileSizeKB = 200 },
    });

    private async Task<int> PolicyReadsAsync() => (await Sandbox.RequestsAsync()).Count(request => request.Target.Contains("supportedcontent", StringComparison.OrdinalIgnoreCase));

    /// <summary>Policies that take pictures alone, in every form they are given in.</summary>
    public static TheoryData<string> OnlyPictures() =>
    [
        "png.json", "./png.json", "'png[1].json'", "(Resolve-Path png.json).Path", "(Get-Item png.json)", "(Get-Item -LiteralPath 'png[1].json')", "Live", "live",
        "(Get-GCAttachmentPolicy)", "(Get-GCAttachmentPolicy -Path png.json)", "(Get-Content png.json -Raw | ConvertFrom-Json)",
        "(Get-GCAttachmentPolicy -Path png.json | ConvertTo-Json | ConvertFrom-Json)",
        "([Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-GCAttachmentPolicy -Path png.json))))",
    ];

    [Theory]
    [MemberData(nameof(OnlyPictures))]
    public async Task Every_form_of_a_policy_is_what_files_are_checked_against(string policy)
    {
        await OnlyPngAsync();

        var sent = Run($"{Commands[0]} -Policy {policy}");
        Assert.Equal(["Rejected", "Skipped"], sent.Of("State"));
        Assert.Equal(["TypeNotAllowed"], sent.ErrorIds);
        var urls = Run($"{Commands[1]} -Policy {policy}");
        Assert.Equal(["logo.png"], urls.Of("Name"));
        Assert.Equal(["TypeNotAllowed"], urls.ErrorIds);
        Assert.Equal(["False", "True"], Run($"{Commands[2]} -Policy {policy}").Clean().Of("IsValid"));
    }

    [Theory]
    [InlineData("Default")]
    [InlineData("default")]
    [InlineData("' Default '")]
    [InlineData("(Get-GCAttachmentPolicy -Default)")]
    public void The_default_can_be_asked_for(string policy)
    {
        Run("Connect-GCOrg -Endpoint $Sandbox.Url -DeploymentId $Sandbox.DeploymentId").Clean();

        Assert.Equal(["Default", "Default"], Run($"{Commands[2]} -Policy {policy}").Clean().Of("Policy"));
        Assert.Equal(["Session", "Session"], Run(Commands[2]).Clean().Of("Policy"));
    }

    /// <summary>What is no policy, and words of what is said of it.</summary>
    public static TheoryData<string, string> None() => new()
    {
        { "none.json", "none.json" },
        { "'*.json'", "*.json" },
        { "folder.json", "folder" },
        { "empty.json", "empty.json" },
        { "text.json", "text.json" },
        { "list.json", "list.json" },
        { "(Get-Item folder.json)", "not a policy" },
        { "5", "not a policy" },
        { "@{ AllowedTypes = '*/*' }", "not a policy" },
        { "([pscustomobject]@{ MaxBytes = 5 })", "not a policy" },
        { "(Get-GCOrg)", "not a policy" },
        { "([pscustomobject]@{ AllowedTypes = 'pdf'; MaxBytes = 1 })", "AllowedTypes" },
    };

    [Theory]
    [MemberData(nameof(None))]
    public async Task What_is_no_policy_ends_the_line_before_anything_is_asked(string policy, string words)
    {
        foreach (var command in Commands)
        {
            var ran = Run($"{command} -Policy {policy}");

            Assert.Empty(ran.Output);
            Assert.Equal([NotTaken], ran.ErrorIds);
            Assert.Contains(words, $"{ran.Problems[0]}", StringComparison.OrdinalIgnoreCase);
        }

        Assert.Empty(await Sandbox.RequestsAsync());
    }

    [Fact]
    public async Task Live_is_read_once_per_session_and_way()
    {
        await OnlyPngAsync();

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(["Profile default (Outbound)"], Run("'a.pdf', 'logo.png' | Test-GCAttachment -Policy Live | ForEach-Object { \"$($_.Policy) ($($_.PolicyDirection))\" } | Sort-Object -Unique").Clean().Lines);
            Assert.Equal(1, await PolicyReadsAsync());
        }

        // A later change of the org's is not seen by this session any more, and by the next it is.
        await Sandbox.SetPolicyAsync(new { outbound = new { fileTypes = new[] { new { type = "application/pdf" } }, maxFileSizeKB = 100 } });
        Assert.Equal(["False"], Run("Test-GCAttachment a.pdf -Policy Live").Of("IsValid"));
        Assert.Equal(["True"], Run("$Sandbox | Connect-GCOrg; Test-GCAttachment a.pdf -Policy Live").Of("IsValid"));
        Assert.Equal(2, await PolicyReadsAsync());
        Run("Test-GCAttachment a.pdf -Policy Live -Route Messaging; Test-GCAttachment a.pdf -Policy Live -Route Messaging").Clean();
        Assert.Equal(3, await PolicyReadsAsync());
    }

    [Fact]
    public async Task Live_that_cannot_be_read_ends_the_line()
    {
        Assert.Equal("NotConnected", Run("$org = Get-GCOrg; Disconnect-GCOrg; try { Test-GCAttachment a.pdf -Policy Live } catch { throw }").ThrownId);

        Run("$Sandbox | Connect-GCOrg").Clean();
        await Sandbox.FailAlwaysAsync(new { path = "*supportedcontent*", status = 403 });
        foreach (var command in Commands)
        {
            var ran = Run($"try {{ {command} -Policy Live; 'went on' }} catch {{ throw }}");
            Assert.Equal("PermissionMissing", ran.ThrownId);
            Assert.Empty(ran.Output);
        }

        Assert.DoesNotContain(await Sandbox.RequestsAsync(), request => request.Method is "POST" or "PUT" && request.Target != "/oauth/token");
    }

    /// <summary>What is asked of the check, and the policy it says it held against.</summary>
    public static TheoryData<string, string> Directions() => new()
    {
        { "", "Default (Outbound)" },
        { "-Route Agent", "Default (Outbound)" },
        { "-Route media", "Default (Outbound)" },
        { "-Route Multipart", "Default (Outbound)" },
        { "-Route Messaging", "Default (Inbound)" },
        { "-Route guest", "Default (Inbound)" },
        { "-Policy Default -Route Messaging", "Default (Inbound)" },
        { "-Policy Live", "Profile default (Outbound)" },
        { "-Policy Live -Route Messaging", "Profile default (Inbound)" },
        { "-Policy (Get-GCAttachmentPolicy -Direction Inbound)", "Profile default (Inbound)" },
        { "-Policy (Get-GCAttachmentPolicy -Default)", "Default (Inbound)" },
        { "-Policy (Get-Content png.json -Raw | ConvertFrom-Json)", "Object (Inbound)" },
        { "-Session (Connect-GCOrg -Endpoint $Sandbox.Url -DeploymentId $Sandbox.DeploymentId -PassThru)", "Session (Inbound)" },
        { "-Policy Live -Session (Connect-GCOrg -Endpoint $Sandbox.Url -DeploymentId $Sandbox.DeploymentId -PassThru)", "Session (Inbound)" },
    };

    [Theory]
    [MemberData(nameof(Directions))]
    public void A_check_names_its_policy_and_the_way_it_looks(string given, string expected) =>
        Assert.Equal([expected], Run($"Test-GCAttachment logo.png {given} | ForEach-Object {{ \"$($_.Policy) ($($_.PolicyDirection))\" }}").Clean().Lines);

    [Theory]
    [InlineData("-ConversationId $C", "policy Default (Outbound);")]
    [InlineData("-ChannelId x -GuestId y", "policy Default (Inbound);")]
    [InlineData("-ConversationId $C -Policy Live", "policy Profile default (Outbound);")]
    [InlineData("-ChannelId x -GuestId y -Policy Live", "policy Profile default (Inbound);")]
    public void The_sum_under_WhatIf_names_it_as_well(string target, string words)
    {
        Run($"Send-GCAttachment logo.png {target} -WhatIf").Clean();

        Assert.Contains(words, Shell.Screen.Lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-GCAttachmentPolicy")]
    [InlineData("Get-GCAttachmentPolicy -Direction Inbound")]
    [InlineData("Get-GCAttachmentPolicy -DeploymentId $Sandbox.DeploymentId")]
    [InlineData("Get-GCAttachmentPolicy -ProfileId default")]
    [InlineData("Get-GCAttachmentPolicy -Path png.json")]
    [InlineData("Test-GCAttachment a.pdf -Policy Live")]
    public async Task Reading_a_policy_changes_no_later_check(string line)
    {
        await OnlyPngAsync();
        Run(line).Clean();

        Assert.Equal(["True", "True"], Run(Commands[2]).Clean().Of("IsValid"));
        Assert.Equal(["Default", "Default"], Run(Commands[2]).Of("Policy"));
        Assert.Equal(["Skipped", "Skipped"], Run(Commands[0]).Clean().Of("State"));
    }

    /// <summary>Saved policies by path, and the sizes of those that are read.</summary>
    public static TheoryData<string, string[], string[]> Saved() => new()
    {
        { "-Path sub/one.json", ["1"], [] },
        { "-Path sub/*.json", ["1", "2", "3"], [] },
        { "-Path sub/o*.json, sub/two.json", ["1", "2", "3"], [] },
        { "-Path 'sub/one[1].json'", ["3"], [] },
        { "-LiteralPath 'sub/one[1].json'", ["3"], [] },
        { "-LiteralPath sub/one.json, sub/two.json", ["1", "2"], [] },
        { "-LiteralPath sub/*.json", [], ["FileNotFound"] },
        { "-Path sub/none.json, sub/two.json", ["2"], ["FileNotFound"] },
        { "-Path sub/*.none, sub/two.json", ["2"], ["FileNotFound"] },
        { "-Path folder.json, empty.json, sub/two.json", ["2"], ["FileUnreadable", "RequestInvalid"] },
        { "-Path Env:PATH, sub/two.json", ["2"], ["PathNotFound"] },
    };

    [Theory]
    [MemberData(nameof(Saved))]
    public void Saved_policies_are_read_by_pattern_and_by_exact_path(string given, string[] sizes, string[] errorIds)
    {
        var ran = Run($"Get-GCAttachmentPolicy {given}");

        Assert.Equal(sizes, ran.Of("MaxBytes").Order(StringComparer.Ordinal));
        Assert.Equal(errorIds, ran.ErrorIds);
    }

    [Theory]
    [InlineData("Get-ChildItem sub/*.json | Get-GCAttachmentPolicy")]
    [InlineData("Get-ChildItem sub/*.json | Select-Object FullName | Get-GCAttachmentPolicy")]
    public void Saved_policies_are_piped_as_files(string line) => Assert.Equal(["1", "2", "3"], Run(line).Clean().Of("MaxBytes").Order(StringComparer.Ordinal));

    [Fact]
    public void Its_JSON_is_itself_and_the_same_for_the_same()
    {
        Run("(Get-GCAttachmentPolicy -Default).Json | Set-Content default.json").Clean();

        Assert.Equal(["True"], Run("(Get-GCAttachmentPolicy -Path default.json).Json -ceq (Get-GCAttachmentPolicy -Default).Json").Clean().Lines);
        Assert.Empty(Run("Compare-GCAttachmentPolicy Default default.json; Compare-GCAttachmentPolicy (Get-Item default.json) Default").Clean().Output);
        Assert.Equal([NotTaken], Run("Compare-GCAttachmentPolicy Live default.json").ErrorIds);
    }
}
