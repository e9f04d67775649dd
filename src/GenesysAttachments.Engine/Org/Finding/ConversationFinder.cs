using System.Globalization;
using GenesysAttachments.Engine.Errors;
using GenesysAttachments.Engine.Http;

namespace GenesysAttachments.Engine.Org.Finding;

/// <summary>
/// Finds conversations by <c>POST /api/v2/analytics/conversations/details/query</c> (docs/protocol.md, Finding conversations), one request a page
/// and none before it is asked for, oldest first. For one reader.
/// </summary>
/// <remarks>
/// A long span is read in parts, since how long an interval may be is not known. The result changes while it is read: what moves back by a page is
/// not told twice, and where it has become shorter the pages that were read are looked at once more.
/// </remarks>
public sealed class ConversationFinder
{
    private const string Needs = "the permission analytics:conversationDetail:view or analytics:agentConversationDetail:view";
    private const int LargestPage = 100;
    private const int SmallestPage = 10;

    // A part with more than this is halved: how many pages one query gives is not known either.
    private const int UsualMostHits = 10_000;

    // Pages in a row of one part that bring nothing which was not on others of it.
    private const int MostBarren = 200;

    private static readonly TimeSpan LongestPart = TimeSpan.FromDays(7);
    private static readonly TimeSpan ShortestPart = TimeSpan.FromMinutes(1);

    private readonly OrgApi _api;
    private readonly ConversationSearch _search;
    private readonly int _mostHits;
    private readonly FoundIds _told = new();
    private readonly HashSet<string> _listed = new(StringComparer.OrdinalIgnoreCase);

    private TimeSpan _length = LongestPart;
    private DateTimeOffset _from;
    private DateTimeOffset _until;
    private int _size = LargestPage;
    private int _page = 1;
    private long _hits;
    private int _barren;

    internal ConversationFinder(OrgApi api, ConversationSearch search, int mostHits = UsualMostHits)
    {
        (_api, _search, _mostHits, _from) = (api, search, mostHits, search.Since);
        _until = EndOfPart();
    }

    /// <summary>Whether all has been read.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Reads the next page; it may hold nothing, and is the last one where <see cref="IsDone"/> says so then.</summary>
    /// <exception cref="GCException"><see cref="ErrorIds.PermissionMissing"/>, and what the call itself may meet.</exception>
    public async Task<FoundPage> NextAsync(CallContext context, CancellationToken cancellationToken)
    {
        var call = new OrgCall(
            HttpMethod.Post, "api/v2/analytics/conversations/details/query", OrgCallKind.Repeatable, "Finding conversations", "analytics of conversations", Needs);
        var body = await ReadAsync(call, context, cancellationToken).ConfigureAwait(false);
        var hits = Math.Max(0, body.TotalHits ?? 0);
        if (_page == 1 && hits > _mostHits && _until - _from > ShortestPart)
        {
            _length = TimeSpan.FromMilliseconds((long)((_until - _from) / 2).TotalMilliseconds);
            _until = EndOfPart();
            return new FoundPage([], hits);
        }

        var listed = body.Conversations ?? [];
        var mask = _api.MaskOf(context);
        var others = listed.Where(conversation => conversation.ConversationId is { } id && _listed.Add(id)).ToList();
        var found = others.Where(_told.Add).Select(conversation => FindingQuery.Read(conversation, _search, mask)).OfType<FoundConversation>().ToList();
        context.Log?.Verbose(string.Create(
            CultureInfo.InvariantCulture, $"Found {found.Count} on page {_page} of the part from {_from:yyyy-MM-dd HH:mm} to {_until:yyyy-MM-dd HH:mm} UTC, which has {hits}."));
        _barren = others.Count == 0 ? _barren + 1 : 0;
        if (_barren > MostBarren)
        {
            throw new GCException(ErrorIds.AnswerInvalid, $"{call.What} got {MostBarren} pages in a row with nothing new on them.") { Advice = "Try a shorter span, with -Since and -Until." };
        }

        Move(listed.Count, body.TotalHits is null ? null : hits);
        return new FoundPage(found, hits);
    }

    private async Task<FoundConversationsBody> ReadAsync(OrgCall call, CallContext context, CancellationToken cancellationToken)
    {
        while (true)
        {
            var query = FindingQuery.Of(_search, _from, _until, _size, _page);
            var reply = await _api.PostAsync(call, query, OrgJson.Default.ConversationQueryBody, context, cancellationToken).ConfigureAwait(false);
            if (reply.IsTooLong && _size > SmallestPage)
            {
                // The same place: a page of the old size begins where two of the new one do.
                (_size, _page) = (_size / 2, (((_page - 1) * _size) / (_size / 2)) + 1);
                continue;
            }

            var body = OrgAnswers.Understand(call, reply, OrgJson.Default.FoundConversationsBody, _api.Host);
            reply.Release();
            return body;
        }
    }

    private void Move(int listed, long? hits)
    {
        // What has left the result stood before this page, for all that is known: as many have moved forward, past it.
        var gone = Math.Max(0, _hits - (hits ?? _hits));
        _hits = hits ?? _hits;
        if (gone > 0 && _page > 1)
        {
            _page = (int)Math.Max(1, _page - ((gone + _size - 1) / _size));
        }
        else if (listed == 0 || (hits is { } all ? (long)_page * _size >= all : listed < _size))
        {
            MoveOn();
        }
        else
        {
            _page++;
        }
    }

    private void MoveOn()
    {
        _told.Forget(_until);
        _listed.Clear();
        (_from, _page, _hits, _barren) = (_until, 1, 0, 0);
        IsDone = _from >= _search.Until;

        // A busy hour is no reason to go on in small steps.
        _length = _length * 2 < LongestPart ? _length * 2 : LongestPart;
        _until = EndOfPart();
    }

    private DateTimeOffset EndOfPart() => _search.Until - _from > _length ? _from + _length : _search.Until;
}
