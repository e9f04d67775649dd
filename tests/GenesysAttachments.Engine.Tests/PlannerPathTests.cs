using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Sending;

namespace GenesysAttachments.Engine.Tests;

/// <summary>Which files a path means. The wrong one would go to a customer.</summary>
public sealed class PlannerPathTests
{
    [Theory]
    // A path as it stands, relative to the shell's location.
    [InlineData("a.pdf|b.pdf", "a.pdf", "a.pdf")]
    [InlineData("sub/a.pdf|a.pdf", "sub/a.pdf", "sub/a.pdf")]
    [InlineData("a.pdf", "sub/../a.pdf", "a.pdf")]
    // A wildcard.
    [InlineData("a.pdf|b.pdf|c.png", "*.pdf", "a.pdf|b.pdf")]
    [InlineData("a1.pdf|a2.pdf|a3.pdf", "a[12].pdf", "a1.pdf|a2.pdf")]
    [InlineData("a1.pdf|a12.pdf", "a?.pdf", "a1.pdf")]
    [InlineData("sub/a.pdf|sub/b.pdf|c.pdf", "sub/*.pdf", "sub/a.pdf|sub/b.pdf")]
    // What stands there goes before what it would match.
    [InlineData("a[1].pdf|a1.pdf", "a[1].pdf", "a[1].pdf")]
    [InlineData("a1.pdf", "a[1].pdf", "a1.pdf")]
    [InlineData("a[1].pdf|a1.pdf", "a`[1`].pdf", "a[1].pdf")]
    [InlineData("a`[1`].pdf|a[1].pdf", "a`[1`].pdf", "a`[1`].pdf")]
    // Taken as it stands and no other way.
    [InlineData("a[1].pdf|a1.pdf", "literal:a[1].pdf", "a[1].pdf")]
    [InlineData("a1.pdf", "literal:a[1].pdf", ErrorIds.FileNotFound)]
    [InlineData("a.pdf", "literal:*.pdf", ErrorIds.FileNotFound)]
    // A file object is that very file, whatever stands beside it.
    [InlineData("a[1].pdf|a1.pdf", "object:a[1].pdf", "a[1].pdf")]
    [InlineData("a[1].pdf|a`[1`].pdf", "object:a[1].pdf", "a[1].pdf")]
    [InlineData("a`[1`].pdf|a[1].pdf|a1.pdf", "object:a`[1`].pdf", "a`[1`].pdf")]
    [InlineData("a`b.pdf|ab.pdf|a``b.pdf", "object:a`b.pdf", "a`b.pdf")]
    [InlineData("ab].pdf|ab.pdf", "object:ab].pdf", "ab].pdf")]
    [InlineData("a1.pdf", "object:a[1].pdf", ErrorIds.FileNotFound)]
    // Folders.
    [InlineData("a.pdf|sub/", "*", "a.pdf")]
    [InlineData("sub/|subs/", "sub*", ErrorIds.FileNotFound)]
    [InlineData("sub/", "sub", ErrorIds.FileUnreadable)]
    [InlineData("sub/", "literal:sub", ErrorIds.FileUnreadable)]
    [InlineData("sub[1]/|sub1/", "object:sub[1]", ErrorIds.FileUnreadable)]
    // Nothing.
    [InlineData("a.pdf", "x*.pdf", ErrorIds.FileNotFound)]
    [InlineData("a.pdf", "b.pdf", ErrorIds.FileNotFound)]
    [InlineData("a.pdf", "", ErrorIds.FileNotFound)]
    [InlineData("a.pdf", "  ", ErrorIds.FileNotFound)]
    [InlineData("a.pdf", null, ErrorIds.FileNotFound)]
    // Elsewhere.
    [InlineData("a.pdf", "Env:\\PATH", ErrorIds.PathNotFound)]
    [InlineData("a.pdf", "Env:*", ErrorIds.PathNotFound)]
    [InlineData("a.pdf", "literal:Env:\\PATH", ErrorIds.PathNotFound)]
    [InlineData("a.pdf", "Nowhere:\\a.pdf", ErrorIds.PathNotFound)]
    public async Task A_path_means_these_files_or_none(string there, string? path, string expected)
    {
        using var desk = await PlanningDesk.StartAsync();
        foreach (var name in there.Split('|'))
        {
            _ = name.EndsWith('/') ? Directory.CreateDirectory(Path.Combine(desk.Folder, name)).FullName : desk.Write(name);
        }

        var planner = desk.Planner();
        var plans = planner.Plan(InputOf(desk, path), PlanningDesk.To()).ToList();
        var next = Assert.Single(planner.Plan(desk.Input("next.pdf"), PlanningDesk.To()));

        var found = plans.Select(plan => plan.Refusal?.ErrorId ?? Path.GetRelativePath(desk.Folder, plan.File.Path).Replace('\\', '/'));
        Assert.Equal(expected.Split('|'), found);
        Assert.Equal(Enumerable.Range(0, plans.Count + 1), plans.Append(next).Select(plan => plan.Index));
        // What is wrong with one says nothing of the next.
        Assert.Null(next.Refusal);
    }

    [Fact]
    public async Task A_path_without_a_file_is_shown_as_it_was_given()
    {
        using var desk = await PlanningDesk.StartAsync();

        var none = desk.One(new PlanInput.OfPath("x*.pdf", false));
        var elsewhere = desk.One(new PlanInput.OfPath("Env:\\PATH", false));

        Assert.Equal(("x*.pdf", "Env:\\PATH"), (none.File.Path, elsewhere.File.Path));
        Assert.Contains("No file matches 'x*.pdf'", none.Refusal!.Message, StringComparison.Ordinal);
        Assert.Contains("provider Environment", elsewhere.Refusal!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_is_not_understood_is_refused_in_its_own_words()
    {
        using var desk = await PlanningDesk.StartAsync();

        var plan = desk.One(new PlanInput.OfPath(null, false, "The row's column Path is empty."));

        Assert.Equal(ErrorIds.RowNotUnderstood, plan.Refusal?.ErrorId);
        Assert.Contains("The row's column Path is empty.", plan.Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal((ReceiptStates.Rejected, ""), (Receipt.OfRefused(plan)!.State, plan.File.Path));
    }

    private static PlanInput.OfPath InputOf(PlanningDesk desk, string? path) => path?.Split(':', 2) switch
    {
        ["literal", var name] => new PlanInput.OfPath(name, true),
        ["object", var name] => new PlanInput.OfPath(FolderPaths.Escape(Path.Combine(desk.Folder, name)), false),
        _ => new PlanInput.OfPath(path, false),
    };
}
