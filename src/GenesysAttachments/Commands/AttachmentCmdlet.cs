using System.Management.Automation;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Files;
using GenesysAttachments.Engine.Files.Content;
using GenesysAttachments.Engine.Policies;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.Targets;
using GenesysAttachments.Parameters;
using GenesysAttachments.Shell;

namespace GenesysAttachments.Commands;

/// <summary>A cmdlet that takes files. The layout of these parameters is what keeps a file from being mistaken for another.</summary>
public abstract class AttachmentCmdlet : WaitingCmdlet
{
    /// <summary>Set of <see cref="Path"/>.</summary>
    protected const string PathSet = "Path";

    private const string LiteralPathSet = "LiteralPath";
    private const string InputObjectSet = "InputObject";

    private HashSet<string> _given = [];

    /// <summary>Files: paths with or without wildcards, or file objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FilePath")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [SupportsWildcards]
    [PathTransformation]
    public string[]? Path { get; set; }

    /// <summary>Files by their exact path.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string[]? LiteralPath { get; set; }

    /// <summary>Objects of this module: checked attachments, upload URLs, receipts.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    [InputObjectTransformation]
    [ArgumentCompleter(typeof(NoValues))]
    public object[]? InputObject { get; set; }

    /// <summary>Display name to send instead of the file's own.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NoValues))]
    public string? Name { get; set; }

    /// <summary>Content type to send instead of the one by name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ContentTypeCompleter))]
    public string? ContentType { get; set; }

    /// <summary>Policy to check against: an object, the path of a saved one, <c>Live</c> or <c>Default</c>.</summary>
    [Parameter]
    [PolicyTransformation(LeavesWords = true)]
    [ArgumentCompleter(typeof(PolicyCompleter))]
    public object? Policy { get; set; }

    /// <summary>How strictly content is held against its name.</summary>
    [Parameter]
    [ValidateSet(ContentCheckLevels.Standard, ContentCheckLevels.Strict, ContentCheckLevels.Off)]
    public string ContentCheck { get; set; } = ContentCheckLevels.Standard;

    /// <summary>The policy to check against: the one asked for, else a guest session's own, else the default.</summary>
    private protected AttachmentPolicy PolicyFor(OrgSession? session, string? route)
    {
        var direction = PolicyDirections.Of(route);
        return Policy switch
        {
            GCAttachmentPolicy given => given.Policy,
            PolicyTransformationAttribute.Live => ReadLive(session ?? Require(null).Org, direction),
            PolicyTransformationAttribute.Default => AttachmentPolicy.Default with { Direction = direction },
            _ => session?.Policies.Own(direction) ?? AttachmentPolicy.Default with { Direction = direction },
        };
    }

    // Once per session; what cannot be read ends the command, since nothing could be checked.
    private AttachmentPolicy ReadLive(OrgSession session, string direction) =>
        session.Policies.Live(direction) ?? WaitFor((context, token) => session.Policies.ReadLiveAsync(direction, context, token), session.Key, terminating: true)!;

    /// <summary>Remembers what stood on the command line: such a value wins over a piped object's own.</summary>
    protected override void BeginProcessing()
    {
        RefuseEmpty("Session", nameof(Policy), nameof(Name), nameof(ContentType), "Text", "Route", "Template", "ConversationId", "CommunicationId", "ChannelId", "GuestId");
        _given = [.. MyInvocation.BoundParameters.Keys];
        if (IsGiven("Route") && !RouteNames.IsKnown(MyInvocation.BoundParameters["Route"] as string))
        {
            RefuseParameter("Route", $"There is no route '{MyInvocation.BoundParameters["Route"]}'.", $"Give one of {string.Join(", ", RouteNames.All)}.");
        }
    }

    /// <summary>Whether anything came in.</summary>
    private protected bool HadInput { get; private set; }

    /// <summary>Counts what came in.</summary>
    private protected void CountInput() => HadInput = true;

    /// <summary>A warning where nothing at all came in: most of the time a pattern is to blame, and silence would look like success.</summary>
    /// <param name="what">What would have been done, as in "nothing was sent".</param>
    private protected void WarnOfNoInput(string what)
    {
        if (!HadInput)
        {
            Warn(NoInput.Describe(MyInvocation, what));
        }
    }

    /// <summary>The parameters that stood on the command line.</summary>
    private protected IReadOnlySet<string> Given => _given;

    /// <summary>Whether the parameter stood on the command line.</summary>
    private protected bool IsGiven(string parameter) => _given.Contains(parameter);

    /// <summary>What the current record holds, in its order: rows (paths are rows of one column) and objects of this module.</summary>
    private protected IEnumerable<object> Items
    {
        get
        {
            var literal = ParameterSetName == LiteralPathSet;
            return ParameterSetName == InputObjectSet ? InputObject ?? [] : ((literal ? LiteralPath : Path) ?? [null!]).Select(path => path is null ? InputRow.Of(null) : new InputRow(path, literal, null));
        }
    }

    /// <summary>Checks each file that a row's path means; one that means none gives an attachment with that problem.</summary>
    private protected IEnumerable<Attachment> CheckRow(InputRow row, InspectionOptions options)
    {
        var (files, problem) = row.Problem is { } why ? ([], new Problem(null, ErrorIds.RowNotUnderstood, why)) : new PathMeaning(new ShellPaths(SessionState.Path)).Resolve(row.Path, row.IsLiteral);
        return problem is null ? files.Select(file => Check(file, options)) : [Planner.Unresolved(row.Path, problem)];
    }

    /// <summary>Checks one file by its full path.</summary>
    private protected Attachment Check(string path, InspectionOptions options) => new Inspector(TimeProvider.System).Inspect(path, options, Stopped);

    /// <summary>The value of a parameter that a piped object may bring along: the command line's, or the object's own.</summary>
    private protected string? Own(string parameter, string? bound, string? own) => IsGiven(parameter) ? bound : own;
}
