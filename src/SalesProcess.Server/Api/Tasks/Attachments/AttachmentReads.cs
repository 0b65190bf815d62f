using SalesProcess.Runtime.Attachments;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Server.Api;

/// <summary>Reads attachments straight from their table.</summary>
internal sealed class AttachmentReads(Database database, Cursors cursors)
{
    public static readonly IReadOnlyList<QueryParameter> Parameters =
    [
        new("cursor", "The nextCursor of the page before."),
        new("limit", "How many attachments: 1 to 200, 50 without it."),
    ];

    public Attachment? Find(string taskId, string id) => database.Read(session => AttachmentRows.Find(session, taskId, id));

    /// <summary>For whoever has just attached it.</summary>
    public Attachment? Find(string id) => database.Read(session => AttachmentRows.Find(session, id));

    public Reply List(string taskId, Call call)
    {
        var query = call.Query();
        var limit = query.Limit();
        if (query.Finish() is { } malformed)
        {
            return Reply.Of(malformed);
        }

        var list = $"attachments\n{call.Asker.Id}\n{taskId}";
        var (position, refusal) = cursors.Read(query.Text("cursor"), list);
        if (refusal is not null)
        {
            return Reply.Of(refusal);
        }

        var rows = database.Read(session => AttachmentRows.After(session, taskId, position?.Key ?? 0, position?.Id ?? "", limit + 1));
        var items = rows.Take(limit).Select(View).ToList();
        var next = rows.Count > limit ? cursors.Write(list, new Position(items[^1].At.ToUnixTimeMilliseconds(), items[^1].Id)) : null;
        return Reply.Ok(new AttachmentPage(items, next), ApiJson.Shared.AttachmentPage);
    }

    public static AttachmentDto View(Attachment attachment) => new(
        attachment.Id, attachment.Name, attachment.ContentType, attachment.Size, attachment.Sha256, attachment.Uri, attachment.Author, attachment.At);
}
