using System.Collections.Concurrent;
using System.Globalization;
using GenesysAttachments.Engine.Display;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;
using GenesysAttachments.Engine.Sessions;
using GenesysAttachments.Engine.Telemetry;

namespace GenesysAttachments.Engine.Receiving;

/// <summary>
/// Saves the attachments of one command. What can succeed for no file of a session fails the session's remaining files without another request;
/// whatever else happens to a file is its own fate.
/// </summary>
/// <param name="options">What the command asks of every file.</param>
/// <param name="progress">Shows what is under way.</param>
/// <param name="time">Clock for receipts.</param>
/// <param name="log">Takes the story of it; null when nobody wants it.</param>
public sealed class AttachmentSaver(SaveOptions options, ISaveProgress progress, TimeProvider time, StepLog? log = null) : IDisposable
{
    private readonly SaveFolders _folders = new();
    private readonly ConcurrentDictionary<OrgSession, GCException> _stopped = new();
    private readonly ConcurrentDictionary<OrgSession, ExternalClient> _external = new();

    /// <summary>Makes what asks strangers; tests lead theirs to a server of their own.</summary>
    internal Func<OrgSession, ExternalClient> MakeExternal { get; init; } = session => new ExternalClient(session.Settings.ConnectLimit, session.Settings.Trust, session.Clients.Tap);

    /// <summary>Whether an attachment would be fetched at all: links are not, nor what lies with strangers where that was not asked for.</summary>
    public bool WouldFetch(SaveItem item) => item is { Attachment: { } file, Session: { } session } && !IsLink(file) && (options.AllowExternal || !IsExternal(file, session));

    /// <summary>Saves, and gives the outcome whatever it is.</summary>
    public async Task<SaveReceipt> SaveAsync(SaveItem item, CancellationToken stop)
    {
        if (item is not { Session: { } session, Attachment: { } file })
        {
            return SaveReceipt.OfRefused(item)!;
        }

        var (transfer, started, clock) = (new Transfer { Clock = time, Secrets = session.Secrets, AttachmentId = file.AttachmentId, MessageId = file.MessageId }, time.GetUtcNow(), time.GetTimestamp());
        var receipt = await RunAsync(item, session, file, transfer, stop).ConfigureAwait(false);
        progress.Count(receipt.State is SaveStates.Saved or SaveStates.Skipped);
        var elapsed = time.GetElapsedTime(clock);
        log?.Verbose(string.Create(CultureInfo.InvariantCulture, $"'{file.Title}' {receipt.State} after {elapsed.TotalSeconds:0.000} s{(receipt.Error is { } error ? $": {error.ErrorId}. {error.Message}" : "")}"));
        transfer.Close();
        return receipt with { Transfer = transfer, Started = started, Elapsed = elapsed };
    }

    /// <summary>The receipt of what was taken in and never begun.</summary>
    public SaveReceipt NotBegun(SaveItem item) => SaveReceipt.OfRefused(item) ?? new SaveReceipt { Item = item, State = SaveStates.Cancelled, Started = time.GetUtcNow(), Error = Stopped(item.Attachment!) };

    /// <summary>Lets go of what it asks strangers with, once all work has ended.</summary>
    public void Dispose()
    {
        foreach (var client in _external.Values)
        {
            client.Dispose();
        }
    }

    // The one place where an item's failure becomes its receipt, whatever it is.
    private async Task<SaveReceipt> RunAsync(SaveItem item, OrgSession session, MessageAttachment file, Transfer transfer, CancellationToken stop)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, session.Ended);
        try
        {
            both.Token.ThrowIfCancellationRequested();
            return _stopped.TryGetValue(session, out var stopped) ? Failed(stopped) : await SaveAsync(item, session, file, transfer, both.Token).ConfigureAwait(false);
        }
        catch (GCException e)
        {
            if (e.StopsBatch)
            {
                _stopped.TryAdd(session, e);
            }

            return Failed(e.Masked(transfer.Mask));
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            return Failed(Stopped(file));
        }
        catch (Exception e) when (session.HasEnded)
        {
            return Failed(session.EndedError(e));
        }
        catch (Exception e)
        {
            log?.Debug($"A bug of the module, at '{file.Title}': {Redaction.Whole(transfer.Mask.Apply(e.ToString()))}");
            return Failed(new GCException(ErrorIds.InternalError, $"'{file.Title}' was not saved: {e.GetType().Name}, which nobody foresaw. {transfer.Mask.Show(e.Message)}", e));
        }

        SaveReceipt Failed(GCException error) => new()
        {
            Item = item,
            State = error.ErrorId switch { ErrorIds.Cancelled => SaveStates.Cancelled, ErrorIds.AttachmentExternal => SaveStates.External, _ => SaveStates.Failed },
            Error = error,
        };
    }

    private async Task<SaveReceipt> SaveAsync(SaveItem item, OrgSession session, MessageAttachment file, Transfer transfer, CancellationToken stop)
    {
        if (IsLink(file))
        {
            return SaveReceipt.Skipped(item, "Not saved: it is a link, and no file.");
        }

        var isExternal = IsExternal(file, session);
        var external = isExternal && options.AllowExternal ? _external.GetOrAdd(session, MakeExternal) : null;
        if (isExternal && external is null)
        {
            throw AttachmentFetcher.NotAllowed(file);
        }

        var folder = _folders.Of(item.Folder);
        var name = LocalNames.Of(file.GivenName, file.MessageId, file.ContentType);
        // Only where the platform says what it holds: bytes of the same number may be others.
        if (file is { Length: { } length, Sha256: { } sha256 } && folder.Find(name, length, sha256) is { } same)
        {
            return Kept(item, same, new Received(length, sha256), true, wasThere: true);
        }

        using var slot = progress.Begin(file.Title, file.Length ?? 0, transfer);
        using var part = folder.Begin();
        var received = await new AttachmentFetcher(session, external).FetchAsync(file, part, new CallContext { Log = log, MaximumRetryCount = options.MaximumRetryCount, Transfer = transfer }, stop).ConfigureAwait(false);
        stop.ThrowIfCancellationRequested();
        var path = folder.Keep(part, name, received, out var wasThere);
        return Kept(item, path, received, file.Sha256 is null ? null : true, wasThere);
    }

    private static bool IsLink(MessageAttachment file) => file.MediaType.Equals("Link", StringComparison.OrdinalIgnoreCase);

    // A guest asks the service for each address: what the history says of it counts for nothing.
    private static bool IsExternal(MessageAttachment file, OrgSession session) => file.Source == AttachmentSources.External && !session.IsGuest;

    private static SaveReceipt Kept(SaveItem item, string path, Received received, bool? verified, bool wasThere) => new()
    {
        Item = item,
        State = wasThere ? SaveStates.Skipped : SaveStates.Saved,
        Path = path,
        Length = received.Length,
        Sha256 = received.Sha256,
        Verified = verified,
        Note = wasThere ? "The same file is there already." : null,
    };

    private static GCException Stopped(MessageAttachment file) => new(ErrorIds.Cancelled, $"'{file.Title}' was not saved: the command was stopped.")
    {
        Advice = "The command was stopped. Run the same line again: what is there already is not fetched again.",
    };
}
