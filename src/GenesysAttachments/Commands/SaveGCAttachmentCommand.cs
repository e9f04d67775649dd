using System.Globalization;
using System.Management.Automation;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Pipeline;
using GenesysAttachments.Engine.Receiving;
using GenesysAttachments.Engine.Sending;
using GenesysAttachments.Parameters;
using GenesysAttachments.Shell;
using GenesysAttachments.State;

namespace GenesysAttachments.Commands;

/// <summary>Saves files that were sent in conversations, and gives one receipt for each.</summary>
[Cmdlet(VerbsData.Save, "GCAttachment", DefaultParameterSetName = ConversationSet, SupportsShouldProcess = true)]
[OutputType(typeof(GCSavedAttachment))]
public sealed class SaveGCAttachmentCommand : ReceivingCmdlet
{
    private const string ConversationSet = "Conversation";
    private const string InputObjectSet = "InputObject";

    // Made when work begins: completion makes a cmdlet as well, and must not load the engine.
    private ProgressBoard? _board;
    private AttachmentSaver? _saver;
    private Pump<SaveItem, SaveReceipt>? _pump;
    private int _index;

    /// <summary>Folder to save in; made where it is not there.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    /// <summary>Files, as Get-GCAttachment lists them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(NoValues))]
    public GCMessageAttachment[] InputObject { get; set; } = [];

    /// <summary>Conversations, of which all files are saved. A guest's session has one of its own.</summary>
    [Parameter(ParameterSetName = ConversationSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(ConversationCompleter))]
    public string[]? ConversationId { get; set; }

    /// <summary>Only the files of these messages.</summary>
    [Parameter(ParameterSetName = ConversationSet, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(NoValues))]
    public string[]? MessageId { get; set; }

    /// <summary>Only the file of this id.</summary>
    [Parameter(ParameterSetName = ConversationSet, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(NoValues))]
    public string? AttachmentId { get; set; }

    /// <summary>Also fetches files that lie on hosts of somebody else: over https alone, without a token, and never from this machine's own network.</summary>
    [Parameter]
    public SwitchParameter AllowExternal { get; set; }

    /// <summary>Files under way at a time.</summary>
    [Parameter]
    [ValidateRange(1, 512)]
    [ArgumentCompleter(typeof(NoValues))]
    public int ThrottleLimit { get; set; } = SendOptions.DefaultThrottleLimit;

    /// <summary>Most retries of any one request; by default the session's, else the documented number for its kind.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    [ArgumentCompleter(typeof(NoValues))]
    public int? MaximumRetryCount { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        RefuseEmpty(nameof(Session), nameof(Destination), nameof(ConversationId), nameof(MessageId), nameof(AttachmentId));
        if (!MyInvocation.BoundParameters.ContainsKey(nameof(InputObject)))
        {
            RequireTarget(ConversationId, MessageId);
        }

        if (MyInvocation.BoundParameters.ContainsKey(nameof(Destination)) && File.Exists(Folder()))
        {
            RefuseParameter(nameof(Destination), $"'{ShownText.Of(Folder())}' is a file, and no folder.", "Give the folder to save in with -Destination.");
        }

        _board = new ProgressBoard();
        _saver = new AttachmentSaver(new SaveOptions(MaximumRetryCount, AllowExternal), _board, TimeProvider.System, Log);
        _pump = new Pump<SaveItem, SaveReceipt>(ThrottleLimit, _saver.SaveAsync, _saver.NotBegun, new Sink(this));
        OnStop(_pump.Cancel);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var item in ParameterSetName == InputObjectSet ? Given() : Asked())
        {
            if (!Take(item))
            {
                throw new PipelineStoppedException();
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _board!.CloseInput();
        _pump!.Complete();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _pump?.Dispose();
        _saver?.Dispose();
        base.Dispose(disposing);
    }

    private IEnumerable<SaveItem> Given()
    {
        foreach (var file in InputObject)
        {
            var session = Session is not null ? Require(Session) : SessionTable.OfThisRunspace().Find(file.Session);
            yield return Item(session, file.File, session is null ? NotConnected(file) : null, file.ConversationId);
        }
    }

    private IEnumerable<SaveItem> Asked()
    {
        var session = Require(Session);
        return Queries(ConversationId, MessageId, AttachmentId).SelectMany(query => AskedBy(session, query));
    }

    private IEnumerable<SaveItem> AskedBy(GCOrgSession session, AttachmentQuery query)
    {
        var isFound = false;
        foreach (var (file, error) in Read(session, query, MaximumRetryCount))
        {
            isFound = true;
            yield return Item(session, file, error, query.ConversationId);
        }

        if (!isFound && query.AttachmentId is { } id)
        {
            yield return Item(session, null, new GCException(ErrorIds.AttachmentGone, $"Attachment {ShownText.Of(id)} is not among those of its message or conversation."), query.ConversationId);
        }
    }

    private SaveItem Item(GCOrgSession? session, MessageAttachment? file, GCException? refusal, string? conversationId) =>
        new() { Index = _index++, Folder = Folder(), Session = session?.Org, Attachment = file, Refusal = refusal, ConversationId = conversationId };

    private static GCException NotConnected(GCMessageAttachment file) => new(ErrorIds.NotConnected, $"'{file}' was read through the session {file.Session}, which is not connected.")
    {
        Advice = "Connect it with Connect-GCOrg, or give another session of the same org with -Session.",
    };

    private string Folder()
    {
        try
        {
            return new ShellPaths(SessionState.Path).ToFull(Destination);
        }
        catch (GCException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e, Destination));
            throw;
        }
    }

    private bool Take(SaveItem item)
    {
        if (SaveReceipt.OfRefused(item) is { } refused)
        {
            return _pump!.Write(refused);
        }

        // What will not be fetched is not asked about.
        var what = Describe(item);
        if (_saver!.WouldFetch(item) && !ShouldProcess(what, $"{what}?", "Save-GCAttachment", out var reason))
        {
            return _pump!.Write(SaveReceipt.Skipped(item, reason.HasFlag(ShouldProcessReason.WhatIf) ? "Not saved: -WhatIf." : "Not saved: declined."));
        }

        _board!.Accept();
        return _pump!.Accept(item);
    }

    private static string Describe(SaveItem item)
    {
        var file = item.Attachment!;
        var bytes = file.Length is { } length ? string.Create(CultureInfo.InvariantCulture, $" ({length:N0} bytes)") : "";
        var from = file.ConversationId is { } conversation ? $"conversation {conversation}" : "the guest's conversation";
        return ShownText.Of($"Save '{file}'{bytes} of {from} to {item.Folder}");
    }

    private sealed class Sink(SaveGCAttachmentCommand command) : IPumpSink<SaveReceipt>
    {
        private readonly ProgressView _progress = new(command, "Saving attachments", isReceiving: true);

        public void WriteResult(SaveReceipt result) => command.WriteObject(new GCSavedAttachment(result));

        public void WriteError(SaveReceipt result)
        {
            if (result.Error is { } error)
            {
                command.WriteError(ErrorRecords.From(error, result.Item.Attachment?.ToString() ?? result.Item.ConversationId));
            }
        }

        public void WriteLines() => command.WriteLines();

        public void WriteProgress(bool last) => _progress.Draw(command._board!.Read(), last);
    }
}
