using System.Globalization;
using System.Management.Automation;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Org.Finding;
using GenesysAttachments.Parameters;
using GenesysAttachments.Shell;

namespace GenesysAttachments.Commands;

/// <summary>Finds messaging conversations of a span of time, oldest first, as their pages come.</summary>
[Cmdlet(VerbsCommon.Find, "GCConversation")]
[OutputType(typeof(GCFoundConversation))]
public sealed class FindGCConversationCommand : WaitingCmdlet
{
    /// <summary>Hits from which on it is said how long it will take.</summary>
    private const long Many = 10_000;
    private const int PageSize = 100;
    private static readonly TimeSpan UsualSpan = TimeSpan.FromDays(1);
    private ConversationSearch? _search;
    private bool _hasWarned;

    /// <summary>Where the span begins; by default a day before its end. A time without a zone is local time.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(NoValues))]
    public DateTime? Since { get; set; }

    /// <summary>Where the span ends; by default now. A time without a zone is local time.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(NoValues))]
    public DateTime? Until { get; set; }

    /// <summary>Only conversations with this address of the customer: a number, an address, an id of a guest. Of each row, where rows come in.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("CustomerAddress")]
    [ArgumentCompleter(typeof(NoValues))]
    public string? Address { get; set; }

    /// <summary>Only conversations of which analytics count media.</summary>
    [Parameter]
    public SwitchParameter WithAttachment { get; set; }

    /// <summary>Only conversations that have not ended.</summary>
    [Parameter]
    public SwitchParameter Active { get; set; }

    /// <summary>Session to use; by default the current one.</summary>
    [Parameter]
    [SessionTransformation]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public GCOrgSession? Session { get; set; }

    /// <summary>One span for all rows; a bad one ends the command before anything is asked.</summary>
    protected override void BeginProcessing()
    {
        RefuseEmpty(nameof(Since), nameof(Until), nameof(Address));
        var session = Require(Session);
        var until = Until is { } end ? Utc(end) : session.Org.Time.GetUtcNow();
        _search = new ConversationSearch(Since is { } begin ? Utc(begin) : until - UsualSpan, until) { WithAttachment = WithAttachment, Active = Active };
        Begin(session);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (MyInvocation.ExpectingInput && string.IsNullOrWhiteSpace(Address))
        {
            // A row with an empty cell means nobody's conversations, not everybody's.
            WriteError(ErrorRecords.From(new GCException(ErrorIds.RowNotUnderstood, "A row came in whose Address is empty.") { Advice = "Leave such rows out, or give -Address." }, null));
            return;
        }

        var session = Require(Session);
        var finder = Begin(session);
        while (!finder.IsDone && WaitFor(finder.NextAsync, session, terminating: false) is { } page)
        {
            WarnOfMany(page.Hits, session);
            foreach (var conversation in page.Conversations)
            {
                WriteObject(new GCFoundConversation(conversation));
            }
        }
    }

    private ConversationFinder Begin(GCOrgSession session)
    {
        try
        {
            return session.Org.Find(_search! with { Address = Address });
        }
        catch (GCException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e, null));
            throw;
        }
    }

    // A time without a zone is the shell's: that is what it shows, and what Get-Date gives.
    private static DateTimeOffset Utc(DateTime time) => new(time.ToUniversalTime(), TimeSpan.Zero);

    private void WarnOfMany(long hits, GCOrgSession session)
    {
        if (hits <= Many || _hasWarned)
        {
            return;
        }

        _hasWarned = true;
        var pages = (hits + PageSize - 1) / PageSize;
        var pace = session.Org.Quota.Limit;
        Warn(string.Create(
            CultureInfo.InvariantCulture,
            $"At least {hits:N0} conversations are in this span: {pages:N0} requests or more{(pace > 0 ? $", {Math.Max(1, pages / pace):N0} minutes at {pace} a minute" : "")}. They come as they are found; -Since, -Until, -Address, -WithAttachment and -Active narrow it, and Select-Object -First ends it."));
    }
}
